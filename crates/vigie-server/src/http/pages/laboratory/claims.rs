//! Claims as people type or paste them: `name; need; on hand; verified consumption; floor`, one a line.

use vigie_policy::{Claim, Sentence, verified_claim};

/// Most lines that are read.
pub const MOST_LINES: usize = 500;
/// Longest name.
const LONGEST_NAME: usize = 80;
/// Longest text of a number.
const LONGEST_NUMBER: usize = 20;
/// Largest number of boxes of a line.
const MOST_BOXES: f64 = 1e9;
const DAYS_OF_A_MONTH: f64 = 365.0 / 12.0;
/// Name, need, on hand, consumption, floor.
const COLUMNS: usize = 5;

/// A line that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadClaim {
    /// Boxes asked for, as declared.
    pub asked: f64,
    /// The claim that counts.
    pub claim: Claim,
}

/// A line before all of them are known.
struct Line {
    name: String,
    asked: f64,
    stock: f64,
    consumption: Option<f64>,
    floor: f64,
}

/// The claims that can be read, and why the other lines cannot. `headroom`: by what part of itself a verified
/// consumption may be exceeded.
pub fn read(text: &str, headroom: f64) -> (Vec<ReadClaim>, Vec<Sentence>) {
    let mut lines = Vec::new();
    let mut unread = Vec::new();
    let filled = (1_usize..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty());
    for (place, (number, line)) in filled.enumerate() {
        if place == 0 && is_heading(line) {
            continue;
        }
        if lines.len() >= MOST_LINES {
            unread.push(too_many(number));
            break;
        }
        match read_line(line) {
            Ok(line) => lines.push(line),
            Err(reason) => unread.push(numbered(number, &reason)),
        }
    }
    let has_consumption = lines.iter().any(|line| line.consumption.is_some());
    let mut claims = Vec::new();
    for line in lines {
        match claim_of(&line, headroom, has_consumption) {
            Ok(claim) => claims.push(claim),
            Err(sentence) => unread.push(sentence),
        }
    }
    (claims, unread)
}

/// A first line without any number is one of headings.
fn is_heading(line: &str) -> bool {
    !columns(line).skip(1).any(|column| {
        let mut signs = column.chars();
        signs.any(|sign| sign.is_ascii_digit())
    }) && columns(line).count() > 1
}

fn columns(line: &str) -> impl Iterator<Item = &str> {
    line.split([';', '\t']).map(str::trim)
}

fn read_line(line: &str) -> Result<Line, Sentence> {
    let all: Vec<&str> = columns(line).collect();
    if all.iter().skip(COLUMNS).any(|column| !column.is_empty()) {
        return Err(Sentence::new(
            "plus de cinq colonnes.",
            "more than five columns.",
        ));
    }
    let column = |place: usize| all.get(place).copied().filter(|text| !text.is_empty());
    let Some(name) = column(0) else {
        return Err(Sentence::new(
            "le nom manque, en première colonne.",
            "the name is missing, in the first column.",
        ));
    };
    let Some(asked) = column(1) else {
        return Err(Sentence::new(
            "le nombre de boîtes demandées manque, en deuxième colonne.",
            "the number of boxes asked for is missing, in the second column.",
        ));
    };
    let boxes = |text: &str| read_boxes(text).ok_or_else(|| not_boxes(text));
    let optional = |place: usize| column(place).map(boxes).transpose();
    Ok(Line {
        name: vigie_model::shown(name, LONGEST_NAME),
        asked: boxes(asked)?,
        stock: optional(2)?.unwrap_or_default(),
        consumption: optional(3)?,
        floor: optional(4)?.unwrap_or_default(),
    })
}

/// The claim that counts: capped by what is verified, never below its floor.
fn claim_of(line: &Line, headroom: f64, has_consumption: bool) -> Result<ReadClaim, Sentence> {
    let floor = line.floor.min(line.asked);
    let boxes = match line.consumption {
        Some(consumption) => verified_claim(line.asked, consumption, headroom)
            .map_err(|problem| problem.sentence)?
            .max(floor),
        None => line.asked,
    };
    let consumption = line.consumption.unwrap_or(line.asked);
    Ok(ReadClaim {
        asked: line.asked,
        claim: Claim {
            name: line.name.clone(),
            boxes,
            floor,
            weight: if has_consumption { consumption } else { 1.0 },
            stock: line.stock,
            daily_demand: consumption / DAYS_OF_A_MONTH,
        },
    })
}

/// A number of zero or more, with a point or a comma; spaces may set thousands apart.
pub fn read_boxes(text: &str) -> Option<f64> {
    if text.chars().count() > LONGEST_NUMBER {
        return None;
    }
    let plain: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    let plain = plain.replace(',', ".");
    let is_plain = plain
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number = plain.parse::<f64>().ok().filter(|_| is_plain)?;
    (0.0..=MOST_BOXES).contains(&number).then_some(number)
}

fn not_boxes(text: &str) -> Sentence {
    let shown = vigie_model::shown(text, 30);
    Sentence::new(
        format!(
            "«\u{a0}{shown}\u{a0}» n’est pas un nombre de boîtes, de zéro à un milliard\u{a0}: écrivez par exemple 1200 ou 37,5."
        ),
        format!(
            "“{shown}” is not a number of boxes, from zero to a billion: write 1200 or 37.5, for example."
        ),
    )
}

fn numbered(number: usize, reason: &Sentence) -> Sentence {
    Sentence::new(
        format!("Ligne {number}\u{a0}: {}", reason.french),
        format!("Line {number}: {}", reason.english),
    )
}

fn too_many(number: usize) -> Sentence {
    Sentence::new(
        format!(
            "À partir de la ligne {number}\u{a0}: {MOST_LINES} lignes sont déjà lues. Partagez en deux fois."
        ),
        format!("From line {number} on: {MOST_LINES} lines have been read. Share in two turns."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn a_claim_counts_up_to_what_is_verified_and_never_below_its_floor() {
        let (claims, unread) = read("A;1 200;0;1000;0\nB;50,5\nC;10;0;0;4", 0.1);
        assert!(unread.is_empty(), "{unread:?}");
        let counted: Vec<f64> = claims.iter().map(|one| one.claim.boxes).collect();
        assert!((counted[0] - 1100.0).abs() < 1e-9);
        assert_eq!(counted[1..], [50.5, 4.0]);
        let weights: Vec<f64> = claims.iter().map(|one| one.claim.weight).collect();
        assert_eq!(weights, [1000.0, 50.5, 0.0]);
    }

    #[test]
    fn without_consumption_all_weigh_the_same() {
        let (claims, _) = read("A\t100\nB\t10", 0.1);
        let weights: Vec<f64> = claims.iter().map(|one| one.claim.weight).collect();
        assert_eq!(weights, [1.0, 1.0]);
    }

    #[rstest]
    #[case("A;1\nB;beaucoup", "Line 2: “beaucoup” is not a number of boxes")]
    #[case("A;1\nB;-5", "Line 2: “-5” is not a number of boxes")]
    #[case("A;1\n;5", "Line 2: the name is missing")]
    #[case("A;1\nB", "Line 2: the number of boxes asked for is missing")]
    #[case("A;1\n\nB;1;1;1;1;1", "Line 3: more than five columns")]
    #[case("A;1\nB;1e9", "Line 2: “1e9” is not a number of boxes")]
    #[case("A;1\nB;NaN", "Line 2: “NaN” is not a number of boxes")]
    fn a_bad_line_is_told_by_its_number(#[case] text: &str, #[case] told: &str) {
        let (_, unread) = read(text, 0.1);
        let [sentence] = unread.as_slice() else {
            panic!("one line is wrong: {unread:?}");
        };
        assert!(sentence.english.starts_with(told), "{}", sentence.english);
    }

    #[test]
    fn a_first_line_of_headings_is_passed_over() {
        let (claims, unread) = read("nom;besoin\nA;1", 0.1);
        assert_eq!((claims.len(), unread.len()), (1, 0));
    }

    #[test]
    fn more_lines_than_are_read_are_told_once() {
        let text = "A;1\n".repeat(MOST_LINES + 3);
        let (claims, unread) = read(&text, 0.1);
        assert_eq!((claims.len(), unread.len()), (MOST_LINES, 1));
    }
}
