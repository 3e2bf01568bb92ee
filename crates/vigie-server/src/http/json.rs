//! Rows of figures as JSON. The general serializer looks at every byte of every name of every row for something to
//! escape, which is most of the time of an answer of a hundred rows.

/// One object, written field by field into a body. Names and words are ours: nothing in them needs escaping.
#[derive(Debug)]
pub struct Row<'a> {
    body: &'a mut Vec<u8>,
    separator: u8,
}

impl<'a> Row<'a> {
    /// Begins an object.
    pub const fn begin(body: &'a mut Vec<u8>) -> Self {
        Self {
            body,
            separator: b'{',
        }
    }

    /// A word, without quotes or backslashes.
    pub fn word(&mut self, name: &'static str, word: &'static str) {
        self.name(name);
        self.body.push(b'"');
        self.body.extend_from_slice(word.as_bytes());
        self.body.push(b'"');
    }

    /// Yes or no.
    pub fn flag(&mut self, name: &'static str, flag: bool) {
        self.name(name);
        let word: &[u8] = if flag { b"true" } else { b"false" };
        self.body.extend_from_slice(word);
    }

    /// A whole number; null when it is not told.
    pub fn integer(&mut self, name: &'static str, value: Option<u64>) {
        self.name(name);
        match value {
            Some(value) => self.digits(value),
            None => self.null(),
        }
    }

    /// A number from zero up, rounded to hundredths; null when it is not told.
    pub fn hundredths(&mut self, name: &'static str, value: Option<f64>) {
        self.name(name);
        let Some(value) = value else {
            return self.null();
        };
        let hundredths = (value * 100.0 + 0.5) as u64;
        self.digits(hundredths / 100);
        self.body.push(b'.');
        let (tenths, rest) = (hundredths / 10 % 10, hundredths % 10);
        self.body.push(b'0' + tenths as u8);
        if rest > 0 {
            self.body.push(b'0' + rest as u8);
        }
    }

    /// Ends the object.
    pub fn end(self) {
        self.body.push(b'}');
    }

    fn name(&mut self, name: &'static str) {
        self.body.push(std::mem::replace(&mut self.separator, b','));
        self.body.push(b'"');
        self.body.extend_from_slice(name.as_bytes());
        self.body.extend_from_slice(b"\":");
    }

    fn digits(&mut self, value: u64) {
        self.body
            .extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
    }

    fn null(&mut self) {
        self.body.extend_from_slice(b"null");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(fill: impl Fn(&mut Row<'_>)) -> Value {
        let mut body = Vec::new();
        let mut row = Row::begin(&mut body);
        fill(&mut row);
        row.end();
        serde_json::from_slice(&body).unwrap_or_default()
    }

    #[test]
    fn a_row_reads_back_as_the_same_object() {
        let row = read(|row| {
            row.word("tier", "pharmacy");
            row.flag("hidden", false);
            row.integer("on_hand", Some(u64::MAX));
            row.integer("sites", None);
        });
        let expected =
            json!({"tier": "pharmacy", "hidden": false, "on_hand": u64::MAX, "sites": null});
        assert_eq!(row, expected);
    }

    #[test]
    fn figures_are_rounded_to_hundredths() {
        for (value, expected) in [
            (0.0, 0.0),
            (0.004, 0.0),
            (0.005, 0.01),
            (3.8333, 3.83),
            (12.0, 12.0),
            (99.999, 100.0),
            (186.5, 186.5),
            (1_000_000.25, 1_000_000.25),
        ] {
            let row = read(|row| row.hundredths("cover_days", Some(value)));
            assert_eq!(row, json!({ "cover_days": expected }), "{value}");
        }
        assert_eq!(
            read(|row| row.hundredths("cover_days", None)),
            json!({"cover_days": null})
        );
    }
}
