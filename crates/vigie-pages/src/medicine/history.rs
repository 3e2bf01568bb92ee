//! A year of a pack: cover, stock and demand by day, with the episodes.

use vigie_model::Day;

use crate::chart::{Band, Panel, TimeChart};
use crate::medicine::MedicinePage;
use crate::notation::Notation;
use crate::shared::{Availability, Known};
use crate::words::Words;

/// One day of a pack, for the whole country.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryDay {
    /// The day.
    pub day: Day,
    /// Stock at the end of the day, boxes.
    pub stock_boxes: Known<u64>,
    /// Boxes sold that day.
    pub demand_boxes: Known<f64>,
    /// Cover, days.
    pub cover_days: Known<f64>,
}

/// A shortage or tension over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShortageEpisode {
    /// What it was.
    pub kind: Availability,
    /// First day.
    pub from: Day,
    /// Last day; `None` while it lasts.
    pub to: Option<Day>,
}

impl MedicinePage {
    pub(super) fn history_chart(&self, words: &Words) -> Result<Option<String>, askama::Error> {
        let (Some(first), Some(last)) = (self.history.first(), self.history.last()) else {
            return Ok(None);
        };
        let chart = TimeChart {
            identifier: "history-chart".to_owned(),
            title: words.medicine.history_chart.to_owned(),
            description: self.history_description(first.day, last.day, words),
            first: first.day,
            panels: self.history_panels(words),
            bands: self
                .episodes
                .iter()
                .map(|episode| band(episode, words))
                .collect(),
            language: words.language,
        };
        chart.render().map(Some)
    }

    fn history_description(&self, first: Day, last: Day, words: &Words) -> String {
        let gaps = self
            .history
            .iter()
            .filter(|day| day.cover_days.value().is_none())
            .count();
        words.medicine.history_description(
            &words.language.date(first),
            &words.language.date(last),
            gaps as u64,
        )
    }

    fn history_panels(&self, words: &Words) -> Vec<Panel> {
        let panel = |label: &str, class, values| Panel {
            label: label.to_owned(),
            class,
            values,
            thresholds: Vec::new(),
        };
        let mut cover = panel(
            words.charts.cover_panel,
            "cover",
            self.series(|day| day.cover_days.value()),
        );
        cover.thresholds = self.cover_thresholds(words);
        let stock = self.series(|day| day.stock_boxes.value().map(|boxes| boxes as f64));
        let demand = self.series(|day| day.demand_boxes.value());
        vec![
            cover,
            panel(words.charts.stock_panel, "stock", stock),
            panel(words.charts.demand_panel, "demand", demand),
        ]
    }

    fn series(&self, value: impl Fn(&HistoryDay) -> Option<f64>) -> Vec<Option<f64>> {
        self.history.iter().map(value).collect()
    }
}

fn band(episode: &ShortageEpisode, words: &Words) -> Band {
    let label = words.availability(&episode.kind).to_owned();
    Band {
        kind: episode.kind,
        label,
        from: episode.from,
        to: episode.to,
    }
}
