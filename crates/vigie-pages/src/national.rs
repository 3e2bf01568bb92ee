//! The national board: the state of the country in a few exact numbers.

use askama::Template;
use vigie_model::{Day, Language};

use crate::chart::{Meter, Segment, ShareBar, Sparkline};
use crate::frame::{Frame, Place, RenderError, Shell};
use crate::notation::Notation;
use crate::shared::{
    Availability, Completeness, CoverLabel, CoverThresholds, Figure, Known, TierCompleteness,
    UnknownReason,
};
use crate::words::Words;

/// The first page: figures of the day, packs that run short, moves of the availability list.
#[derive(Debug, Clone, PartialEq)]
pub struct NationalBoard {
    /// What surrounds the page.
    pub shell: Shell,
    /// Day of the stocks shown.
    pub as_of: Day,
    /// Sites expected and received, by tier, in the order shown.
    pub completeness: Vec<TierCompleteness>,
    /// Packs of major therapeutic interest whose national cover is insufficient.
    pub insufficient_packs: Figure,
    /// Median national cover of packs of major therapeutic interest, days.
    pub median_cover: Figure,
    /// Medicines out of stock on the availability list.
    pub shortages: Figure,
    /// Medicines in tension on the availability list.
    pub tensions: Figure,
    /// Packs of major therapeutic interest by cover label.
    pub major_classes: CoverClasses,
    /// All packs with stock or demand by cover label.
    pub all_classes: CoverClasses,
    /// Days from which cover is labelled.
    pub thresholds: CoverThresholds,
    /// Packs of major therapeutic interest with the thinnest cover, thinnest first.
    pub thinnest: Vec<PackRow>,
    /// Packs missing from the most pharmacies, most first.
    pub most_at_zero: Vec<PackRow>,
    /// Packs whose cover fell most in seven days, worst first.
    pub got_worse: Vec<PackRow>,
    /// Counts of the availability list; `None` when no release was imported.
    pub availability: Option<AvailabilityCounts>,
    /// Moves between the last two releases of the list, most serious first.
    pub transitions: Vec<Transition>,
    /// Address of the CSV of all covers.
    pub cover_csv: Option<String>,
    /// Address of the CSV or JSON of the availability list.
    pub availability_csv: Option<String>,
}

/// How many packs have each cover label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CoverClasses {
    /// Packs with satisfactory cover.
    pub satisfactory: u64,
    /// Packs to watch.
    pub watch: u64,
    /// Packs with insufficient cover.
    pub insufficient: u64,
    /// Packs whose data allow no judgement.
    pub not_relevant: u64,
}

impl CoverClasses {
    /// Packs in all.
    pub const fn total(&self) -> u64 {
        self.satisfactory + self.watch + self.insufficient + self.not_relevant
    }

    /// Counts from the most serious to the least, then those that cannot be judged.
    pub(crate) const fn ordered(&self) -> [(CoverLabel, u64); 4] {
        [
            (CoverLabel::Insufficient, self.insufficient),
            (CoverLabel::Watch, self.watch),
            (CoverLabel::Satisfactory, self.satisfactory),
            (CoverLabel::NotRelevant, self.not_relevant),
        ]
    }
}

/// One pack in a table of the board.
#[derive(Debug, Clone, PartialEq)]
pub struct PackRow {
    /// Identifier of the medicine, 8 digits.
    pub cis: String,
    /// Identifier of the pack, 13 digits.
    pub cip13: String,
    /// Name of the medicine, in French as published.
    pub name: String,
    /// Name of the pack, in French as published.
    pub pack: String,
    /// Of major therapeutic interest (MITM).
    pub major_therapeutic_interest: bool,
    /// What the availability list says; `None` inside when it is not on it, unknown when no list was imported.
    pub availability: Known<Option<Availability>>,
    /// National cover, days.
    pub cover_days: Known<f64>,
    /// National cover seven days before, days.
    pub cover_days_a_week_ago: Known<f64>,
    /// National stock, boxes.
    pub stock_boxes: Known<u64>,
    /// Pharmacies at zero that sold it in the last 28 days.
    pub sites_at_zero: Known<u64>,
    /// Pharmacies that sold it in the last 28 days or hold it.
    pub sites_concerned: Known<u64>,
    /// National cover of the last 28 days, days, oldest first.
    pub cover_trend: Vec<Option<f64>>,
}

/// Counts of the availability list, and of the release before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AvailabilityCounts {
    /// Day of the release.
    pub release: Day,
    /// Day of the release before, if there is one.
    pub release_before: Option<Day>,
    /// Medicines in each situation: now, and in the release before.
    pub counts: [(Availability, u64, Option<u64>); 4],
}

/// A move of a medicine on the availability list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// Identifier of the medicine, 8 digits.
    pub cis: String,
    /// Name of the medicine, in French as published.
    pub name: String,
    /// What moved.
    pub kind: TransitionKind,
    /// Situation in the release before.
    pub from: Option<Availability>,
    /// Situation in this release.
    pub to: Option<Availability>,
    /// Day of the release that shows the move.
    pub release: Day,
}

/// Kinds of moves. Vanishing is not closing: the source says nothing of the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TransitionKind {
    /// Was not on the list.
    Appeared,
    /// Was on the list in another situation.
    Changed,
    /// Is declared available again.
    Returned,
    /// Had left the list and is back.
    Reappeared,
    /// Is no longer on the list.
    Vanished,
}

#[derive(Template)]
#[template(path = "national.html")]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a NationalBoard,
    classes: Vec<ClassRow>,
    class_rows: Vec<(CoverLabel, [u64; 2])>,
    tiers: Vec<TierRow>,
    lead: String,
    lists: [RankedList<'a>; 3],
}

struct ClassRow {
    label: &'static str,
    total: u64,
    bar: String,
}

struct TierRow {
    label: &'static str,
    completeness: Completeness,
    percent: Option<String>,
    meter: String,
    whole: bool,
}

struct RankedList<'a> {
    identifier: &'static str,
    title: &'static str,
    caption: &'static str,
    empty: &'static str,
    rows: Vec<RankedRow<'a>>,
}

struct RankedRow<'a> {
    row: &'a PackRow,
    label: CoverLabel,
    trend: String,
}

impl NationalBoard {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        self.view(language)
            .and_then(|view| view.render())
            .map_err(RenderError::of("NationalBoard"))
    }

    fn view(&self, language: Language) -> Result<View<'_>, askama::Error> {
        let words = Words::of(language);
        let title = words.board.title.to_owned();
        let frame = Frame::new(
            &self.shell,
            language,
            Place::Board,
            title,
            words.board.description.to_owned(),
        );
        Ok(View {
            classes: self.class_bars(words)?,
            class_rows: self.class_rows(),
            tiers: self.tier_rows(words)?,
            lead: self.lead(words),
            lists: self.lists(words)?,
            page: self,
            words,
            frame,
        })
    }

    fn whole(&self) -> Completeness {
        self.completeness
            .iter()
            .fold(Completeness::default(), |sum, tier| Completeness {
                received: sum.received + tier.completeness.received,
                expected: sum.expected + tier.completeness.expected,
            })
    }

    fn lead(&self, words: &Words) -> String {
        let day = words.language.date(self.as_of);
        match self.whole().ratio() {
            Some(ratio) => words.board.lead(&day, &words.language.percent(ratio)),
            None => words.board.lead_before_reports(&day),
        }
    }

    /// Packs of major interest and all packs, for each label.
    fn class_rows(&self) -> Vec<(CoverLabel, [u64; 2])> {
        let pairs = self
            .major_classes
            .ordered()
            .into_iter()
            .zip(self.all_classes.ordered());
        pairs
            .map(|((label, major), (_, all))| (label, [major, all]))
            .collect()
    }

    fn class_bars(&self, words: &Words) -> Result<Vec<ClassRow>, askama::Error> {
        let scopes = [
            (words.board.classes_of_major, self.major_classes),
            (words.board.classes_of_all, self.all_classes),
        ];
        scopes
            .into_iter()
            .map(|(label, classes)| {
                let bar = class_bar(&classes, label, words).render()?;
                Ok(ClassRow {
                    label,
                    total: classes.total(),
                    bar,
                })
            })
            .collect()
    }

    fn tier_rows(&self, words: &Words) -> Result<Vec<TierRow>, askama::Error> {
        let tiers = self.completeness.iter();
        let mut rows: Vec<_> = tiers
            .map(|tier| tier_row(words.tier(&tier.tier), tier.completeness, false, words))
            .collect();
        rows.push(tier_row(words.terms.all_tiers, self.whole(), true, words));
        rows.into_iter().collect()
    }

    fn lists(&self, words: &Words) -> Result<[RankedList<'_>; 3], askama::Error> {
        let board = &words.board;
        Ok([
            RankedList {
                identifier: "thinnest",
                title: board.thinnest_title,
                caption: board.thinnest_caption,
                empty: board.no_rows,
                rows: self.ranked(&self.thinnest, words)?,
            },
            RankedList {
                identifier: "worse",
                title: board.worse_title,
                caption: board.worse_caption,
                empty: board.none_worse,
                rows: self.ranked(&self.got_worse, words)?,
            },
            RankedList {
                identifier: "at-zero",
                title: board.at_zero_title,
                caption: board.at_zero_caption,
                empty: board.no_rows,
                rows: self.ranked(&self.most_at_zero, words)?,
            },
        ])
    }

    fn ranked<'a>(
        &self,
        rows: &'a [PackRow],
        words: &Words,
    ) -> Result<Vec<RankedRow<'a>>, askama::Error> {
        rows.iter()
            .map(|row| {
                let label = CoverLabel::of(&row.cover_days, &self.thresholds);
                Ok(RankedRow {
                    row,
                    label,
                    trend: trend(&row.cover_trend, words).render()?,
                })
            })
            .collect()
    }
}

fn class_bar(classes: &CoverClasses, scope: &str, words: &Words) -> ShareBar {
    let counts = classes.ordered();
    let parts = counts.map(|(label, count)| {
        format!(
            "{} {}",
            words.cover_label(&label),
            words.language.integer(count)
        )
    });
    let segments = counts.map(|(label, count)| Segment {
        count,
        class: label.class(),
    });
    ShareBar {
        title: format!("{scope}. {}", parts.join(", ")),
        segments: segments.to_vec(),
    }
}

fn tier_row(
    label: &'static str,
    completeness: Completeness,
    whole: bool,
    words: &Words,
) -> Result<TierRow, askama::Error> {
    let ratio = completeness.ratio();
    let percent = ratio.map(|ratio| words.language.percent(ratio));
    let title = format!(
        "{label} {}",
        percent.as_deref().unwrap_or(words.terms.unknown)
    );
    let meter = Meter {
        title,
        ratio: ratio.unwrap_or(0.0),
        class: "accent",
    }
    .render()?;
    Ok(TierRow {
        label,
        completeness,
        percent,
        meter,
        whole,
    })
}

/// A sparkline of cover, named by its first and last known day.
pub(crate) fn trend(values: &[Option<f64>], words: &Words) -> Sparkline {
    let mut known = values.iter().flatten();
    let first = known.next().copied();
    let last = known.next_back().copied().or(first);
    let text = |value: Option<f64>| {
        value.map_or_else(
            || words.terms.unknown.to_owned(),
            |days| words.language.days(days),
        )
    };
    Sparkline {
        title: words.board.spark(&text(first), &text(last)),
        values: values.to_vec(),
        class: "cover",
    }
}
