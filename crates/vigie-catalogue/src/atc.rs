//! French names of ATC classes, by level.

use hashbrown::HashMap;
use vigie_model::Atc;

/// The names of ATC classes of levels 1 to 5.
#[derive(Debug, Clone, Default)]
pub struct AtcNames {
    names: HashMap<Atc, Box<str>>,
}

impl AtcNames {
    /// Reads rows `code TAB name`, compressed with zstd or not; rows that are not so are skipped and counted.
    /// Of two names of one class the first counts.
    ///
    /// Returns the names and how many rows were skipped. Fails when the file as a whole cannot be read.
    pub fn read(bytes: &[u8]) -> Result<(Self, usize), crate::Refusal> {
        let plain = crate::import::plain_text(bytes)?;
        let mut names = HashMap::new();
        let mut skipped = 0;
        for line in plain.lines().filter(|line| !line.trim().is_empty()) {
            match line
                .split_once('\t')
                .map(|(code, name)| (code.parse::<Atc>(), name.trim()))
            {
                Some((Ok(atc), name)) if !name.is_empty() => {
                    names.entry(atc).or_insert_with(|| name.into());
                }
                _ => skipped += 1,
            }
        }
        Ok((Self { names }, skipped))
    }

    /// The name of a class.
    pub fn name(&self, atc: Atc) -> Option<&str> {
        self.names.get(&atc).map(|name| &**name)
    }

    /// The classes that have a name, in no order.
    pub fn classes(&self) -> impl Iterator<Item = (Atc, &str)> {
        self.names.iter().map(|(atc, name)| (*atc, &**name))
    }

    /// How many classes have a name.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether no class has a name.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}
