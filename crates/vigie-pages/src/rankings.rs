//! Rankings: what runs short, most serious first; what lasts; what got worse or recovered.

use askama::Template;
use vigie_model::{Day, Language};

use crate::chart::{Segment, ShareBar};
use crate::country::{PackRow, RankedList, SeverityParts, ranked};
use crate::frame::{Frame, Place, RenderError, Shell};
use crate::notation::Notation;
use crate::shared::{Availability, CoverThresholds, Known};
use crate::words::Words;

/// Points that the longest bar of a score stands for.
const MOST_POINTS: f64 = 100.0;

/// Packs of the country, ranked in several ways.
#[derive(Debug, Clone, PartialEq)]
pub struct Rankings {
    /// What surrounds the page.
    pub shell: Shell,
    /// Day of the stocks shown.
    pub as_of: Day,
    /// First day of the history that episodes are drawn from; `None` while it is being read, or without any.
    pub history_from: Option<Day>,
    /// Days from which cover is labelled.
    pub thresholds: CoverThresholds,
    /// The most severe packs, most severe first.
    pub most_severe: Vec<(PackRow, SeverityParts)>,
    /// Packs of major therapeutic interest with the thinnest cover, thinnest first.
    pub thinnest: Vec<PackRow>,
    /// Packs missing from the most pharmacies, most first.
    pub most_at_zero: Vec<PackRow>,
    /// Packs whose cover fell most in seven days, worst first.
    pub got_worse: Vec<PackRow>,
    /// Packs whose cover was thin seven days ago and is not any more, best first.
    pub recovered: Vec<PackRow>,
    /// Thin covers that lasted longest, longest first.
    pub longest: Vec<EpisodeRow>,
    /// Medicines that have been on the availability list longest, longest first.
    pub longest_listed: Vec<ListedRow>,
    /// Address of the CSV of all covers.
    pub cover_csv: String,
}

/// A pack whose cover was thin for many days.
#[derive(Debug, Clone, PartialEq)]
pub struct EpisodeRow {
    /// Identifier of the medicine, 8 digits.
    pub cis: String,
    /// Identifier of the pack, 13 digits.
    pub cip13: String,
    /// Name of the medicine, in French as published.
    pub name: String,
    /// Name of the pack, in French as published.
    pub pack: String,
    /// First day.
    pub from: Day,
    /// Last day seen below; `None` while it lasts.
    pub to: Option<Day>,
    /// How many days.
    pub days: u64,
    /// Lowest cover seen, days.
    pub thinnest_days: f64,
}

/// A medicine on the availability list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedRow {
    /// Identifier of the medicine, 8 digits.
    pub cis: String,
    /// Name, in French as published.
    pub name: String,
    /// What the list says.
    pub situation: Availability,
    /// Since when, by its own account.
    pub since: Day,
    /// How many days.
    pub days: u64,
}

/// A pack with its score as text and bar.
pub(crate) struct SevereRow<'a> {
    pub row: &'a PackRow,
    pub score: String,
    pub bar: String,
    /// Name and points of each part.
    pub parts: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "rankings.html")]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a Rankings,
    severe: Vec<SevereRow<'a>>,
    lists: [RankedList<'a>; 4],
}

impl Rankings {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        self.view(language)
            .and_then(|view| view.render())
            .map_err(RenderError::of("Rankings"))
    }

    fn view(&self, language: Language) -> Result<View<'_>, askama::Error> {
        let words = Words::of(language);
        let frame = Frame::new(
            &self.shell,
            language,
            Place::Rankings,
            words.rankings.title.to_owned(),
            words.rankings.description.to_owned(),
        );
        Ok(View {
            severe: severe_rows(&self.most_severe, words)?,
            lists: self.lists(words)?,
            page: self,
            words,
            frame,
        })
    }

    fn lists(&self, words: &Words) -> Result<[RankedList<'_>; 4], askama::Error> {
        let text = &words.rankings;
        let list = |identifier, title, caption, empty, rows| {
            Ok::<_, askama::Error>(RankedList {
                identifier,
                title,
                caption,
                empty,
                rows: ranked(rows, &self.thresholds, words)?,
            })
        };
        Ok([
            list(
                "thinnest",
                text.thinnest_title,
                text.thinnest_caption,
                text.no_rows,
                &self.thinnest,
            )?,
            list(
                "worse",
                text.worse_title,
                text.worse_caption,
                text.none_worse,
                &self.got_worse,
            )?,
            list(
                "recovered",
                text.recovered_title,
                text.recovered_caption,
                text.none_recovered,
                &self.recovered,
            )?,
            list(
                "at-zero",
                text.at_zero_title,
                text.at_zero_caption,
                text.no_rows,
                &self.most_at_zero,
            )?,
        ])
    }
}

/// Rows with their scores drawn as a bar of five parts.
pub(crate) fn severe_rows<'a>(
    rows: &'a [(PackRow, SeverityParts)],
    words: &Words,
) -> Result<Vec<SevereRow<'a>>, askama::Error> {
    rows.iter()
        .map(|(row, severity)| {
            let parts = named_parts(severity, words);
            let texts =
                parts.map(|(name, points)| (name, words.language.integer(points.round() as u64)));
            let title = texts
                .iter()
                .map(|(name, points)| format!("{name} {points}"));
            let total = severity.total();
            Ok(SevereRow {
                row,
                score: words.language.integer(total.round() as u64),
                bar: ShareBar {
                    title: title.collect::<Vec<_>>().join(", "),
                    segments: segments(&parts.map(|(_, points)| points), total),
                }
                .render()?,
                parts: texts.to_vec(),
            })
        })
        .collect()
}

pub(crate) fn named_parts(severity: &SeverityParts, words: &Words) -> [(&'static str, f64); 5] {
    let text = &words.rankings;
    [
        (text.part_cover, severity.cover),
        (text.part_spread, severity.spread),
        (text.part_duration, severity.duration),
        (text.part_alternatives, severity.alternatives),
        (text.part_importance, severity.importance),
    ]
}

/// The parts in tenths of points, and what is missing to the most points.
fn segments(points: &[f64; 5], total: f64) -> Vec<Segment> {
    const CLASSES: [&str; 5] = [
        "part-cover",
        "part-spread",
        "part-duration",
        "part-alternatives",
        "part-importance",
    ];
    let tenths = |points: f64| (points.max(0.0) * 10.0).round() as u64;
    let parts = points.iter().zip(CLASSES).map(|(points, class)| Segment {
        count: tenths(*points),
        class,
    });
    let rest = Segment {
        count: tenths(MOST_POINTS - total),
        class: "part-rest",
    };
    parts.chain([rest]).collect()
}
