//! Home: one search box, the state of the country in a few exact numbers, what changed this week.

use askama::Template;
use vigie_model::{Day, Language};

use crate::chart::{Meter, Segment, ShareBar};
use crate::country::{AvailabilityCounts, CoverClasses, PackRow, SeverityParts, Transition};
use crate::frame::{Frame, Place, RenderError, Shell};
use crate::notation::Notation;
use crate::rankings::{SevereRow, severe_rows};
use crate::shared::{
    Completeness, CoverLabel, CoverThresholds, Figure, Known, TierCompleteness, UnknownReason,
};
use crate::words::Words;

/// The first page: figures of the day, packs that run short, moves of the availability list.
#[derive(Debug, Clone, PartialEq)]
pub struct Home {
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
    /// The most severe packs, most severe first.
    pub most_severe: Vec<(PackRow, SeverityParts)>,
    /// Packs whose cover fell most in seven days, worst first.
    pub got_worse: Vec<PackRow>,
    /// Packs whose cover was thin seven days ago and is not any more, best first.
    pub recovered: Vec<PackRow>,
    /// Counts of the availability list; `None` when no release was imported.
    pub availability: Option<AvailabilityCounts>,
    /// Moves between the last two releases of the list, most serious first.
    pub transitions: Vec<Transition>,
    /// Address of the CSV or JSON of the availability list.
    pub availability_csv: Option<String>,
}

/// Searches to begin with.
const EXAMPLES: [&str; 3] = ["amoxicilline", "doliprane 1g", "quetiapine"];

#[derive(Template)]
#[template(path = "home.html")]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a Home,
    classes: Vec<ClassRow>,
    class_rows: Vec<(CoverLabel, [u64; 2])>,
    tiers: Vec<TierRow>,
    lead: String,
    severe: Vec<SevereRow<'a>>,
    lists: [ChangeList<'a>; 2],
}

/// Identifier, title, caption, what is said when there is none, rows.
type ChangeList<'a> = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'a [PackRow],
);

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

impl Home {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        self.view(language)
            .and_then(|view| view.render())
            .map_err(RenderError::of("Home"))
    }

    fn view(&self, language: Language) -> Result<View<'_>, askama::Error> {
        let words = Words::of(language);
        let title = words.home.title.to_owned();
        let frame = Frame::new(
            &self.shell,
            language,
            Place::Home,
            title,
            words.home.description.to_owned(),
        );
        Ok(View {
            classes: self.class_bars(words)?,
            class_rows: self.class_rows(),
            tiers: self.tier_rows(words)?,
            lead: self.lead(words),
            severe: severe_rows(&self.most_severe, words)?,
            lists: [
                (
                    "worse",
                    words.home.worse_title,
                    words.rankings.worse_caption,
                    words.home.none_worse,
                    &self.got_worse,
                ),
                (
                    "recovered",
                    words.home.recovered_title,
                    words.rankings.recovered_caption,
                    words.home.none_recovered,
                    &self.recovered,
                ),
            ],
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
            Some(ratio) => words.home.lead(&day, &words.language.percent(ratio)),
            None => words.home.lead_before_reports(&day),
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
            (words.home.classes_of_major, self.major_classes),
            (words.home.classes_of_all, self.all_classes),
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
