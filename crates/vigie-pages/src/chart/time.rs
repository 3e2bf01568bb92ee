//! Small multiples over days: one panel per quantity, one axis of days, episodes as bands.

use askama::Template;
use vigie_model::{Day, Language};

use super::scale::{DayTick, gaps, line_path, month_ticks, nice_ceiling, plot_height, ticks};
use crate::Availability;
use crate::notation::Notation;

/// Height of a panel's plot in pixels.
const PANEL_HEIGHT: u32 = 112;
/// Pixels between two panels, for the next one's heading.
const PANEL_SPACE: u32 = 52;
/// Pixels above the first plot: band labels and heading.
const TOP: u32 = 30;

/// Lines over days, one panel for each quantity (two units never share an axis).
#[derive(Debug, Clone, PartialEq)]
pub struct TimeChart {
    /// Prefix of the identifiers inside; unique on the page.
    pub identifier: String,
    /// What the chart shows.
    pub title: String,
    /// What it shows in a sentence, for those who do not see it.
    pub description: String,
    /// First day.
    pub first: Day,
    /// Quantities, from top to bottom. All have the same number of days.
    pub panels: Vec<Panel>,
    /// Periods drawn behind the lines.
    pub bands: Vec<Band>,
    /// Language of the labels.
    pub language: Language,
}

/// One quantity over days.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// Name and unit: `Couverture, en jours`.
    pub label: String,
    /// Style class of the line: `cover`, `stock`, `demand`.
    pub class: &'static str,
    /// One value per day from the first; `None` where it is not known.
    pub values: Vec<Option<f64>>,
    /// Values worth a line across.
    pub thresholds: Vec<Threshold>,
}

/// A line across a panel.
#[derive(Debug, Clone, PartialEq)]
pub struct Threshold {
    /// Where, in the panel's unit.
    pub value: f64,
    /// What it separates.
    pub label: String,
}

/// A period: a shortage, a tension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// What it was.
    pub kind: Availability,
    /// Its name, written above.
    pub label: String,
    /// First day of the period; may be before the chart's first day.
    pub from: Day,
    /// Last day, included; `None` while it lasts.
    pub to: Option<Day>,
}

/// A stretch along the axis of days, in percent of its width.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Stretch {
    left: f64,
    width: f64,
}

#[derive(Debug, PartialEq)]
struct DrawnBand<'a> {
    stretch: Stretch,
    class: &'static str,
    label: &'a str,
    /// The shape of the badge of the same kind, so that bands differ without colour.
    mark: &'static str,
}

#[derive(Debug, PartialEq)]
struct DrawnPanel<'a> {
    label: &'a str,
    class: &'static str,
    top: u32,
    path: String,
    ticks: Vec<DrawnTick>,
    thresholds: Vec<DrawnThreshold<'a>>,
    gaps: Vec<Stretch>,
}

#[derive(Debug, PartialEq)]
struct DrawnTick {
    label: String,
    offset: f64,
}

#[derive(Debug, PartialEq)]
struct DrawnThreshold<'a> {
    label: &'a str,
    offset: f64,
}

#[derive(Template)]
#[template(path = "charts/time.svg")]
struct TimeView<'a> {
    chart: &'a TimeChart,
    panels: Vec<DrawnPanel<'a>>,
    bands: Vec<DrawnBand<'a>>,
    months: Vec<DayTick>,
    last_index: usize,
    height: u32,
    panel_height: u32,
}

impl TimeChart {
    /// The chart as SVG.
    pub fn render(&self) -> Result<String, askama::Error> {
        let rows = u32::try_from(self.panels.len()).unwrap_or(1);
        TimeView {
            chart: self,
            panels: self.draw_panels(),
            bands: self.draw_bands(),
            months: month_ticks(self.first, self.day_count(), self.language),
            last_index: self.last_index(),
            height: TOP + rows * (PANEL_HEIGHT + PANEL_SPACE) - PANEL_SPACE / 2,
            panel_height: PANEL_HEIGHT,
        }
        .render()
    }

    fn day_count(&self) -> usize {
        self.panels
            .iter()
            .map(|panel| panel.values.len())
            .max()
            .unwrap_or(0)
    }

    fn last_index(&self) -> usize {
        self.day_count().saturating_sub(1).max(1)
    }

    fn draw_panels(&self) -> Vec<DrawnPanel<'_>> {
        let tops = (0..).map(|row| TOP + row * (PANEL_HEIGHT + PANEL_SPACE));
        self.panels
            .iter()
            .zip(tops)
            .map(|(panel, top)| self.draw_panel(panel, top))
            .collect()
    }

    fn draw_panel<'a>(&self, panel: &'a Panel, top: u32) -> DrawnPanel<'a> {
        let highest = panel.values.iter().flatten().copied().fold(0.0, f64::max);
        let ceiling = nice_ceiling(highest);
        let last = self.last_index() as f64;
        let offset = |value: f64| plot_height(value, ceiling) * f64::from(PANEL_HEIGHT) / 1000.0;
        let visible = panel
            .thresholds
            .iter()
            .filter(|threshold| threshold.value < ceiling);
        DrawnPanel {
            label: &panel.label,
            class: panel.class,
            top,
            path: line_path(&panel.values, ceiling),
            ticks: ticks(ceiling, 2)
                .into_iter()
                .map(|value| DrawnTick {
                    label: tick_label(value, ceiling, self.language),
                    offset: offset(value),
                })
                .collect(),
            thresholds: visible
                .map(|threshold| DrawnThreshold {
                    label: &threshold.label,
                    offset: offset(threshold.value),
                })
                .collect(),
            gaps: gaps(&panel.values)
                .into_iter()
                .map(|(from, to)| stretch(from as f64 - 1.0, to as f64 + 1.0, last))
                .collect(),
        }
    }

    fn draw_bands(&self) -> Vec<DrawnBand<'_>> {
        self.bands
            .iter()
            .filter_map(|band| self.draw_band(band))
            .collect()
    }

    fn draw_band<'a>(&self, band: &'a Band) -> Option<DrawnBand<'a>> {
        let last = self.last_index() as f64;
        let from = f64::from(band.from.days_since(self.first));
        let to = band
            .to
            .map_or(last, |day| f64::from(day.days_since(self.first)));
        let outside = to < 0.0 || from > last || to < from;
        (!outside).then(|| DrawnBand {
            stretch: stretch(from - 0.5, to + 0.5, last),
            class: band.kind.class(),
            label: &band.label,
            mark: mark(band.kind),
        })
    }
}

/// The outline of a badge's shape, from the corner of its band.
const fn mark(kind: Availability) -> &'static str {
    match kind {
        Availability::Shortage => "M4 4h8v8h-8z",
        Availability::Tension => "M8 4l4.5 8h-9z",
        Availability::Cessation => "M4 7h9v3h-9z",
        Availability::Return => "M4 8a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
    }
}

fn stretch(from: f64, to: f64, last: f64) -> Stretch {
    let left = from.clamp(0.0, last);
    let right = to.clamp(0.0, last);
    Stretch {
        left: 100.0 * left / last,
        width: 100.0 * (right - left) / last,
    }
}

/// `1,5 M` above a million, `250 k` above ten thousand, digits below: an axis is for reading off, the table for exactness.
fn tick_label(value: f64, ceiling: f64, language: Language) -> String {
    let (scaled, suffix) = match ceiling {
        top if top >= 1e6 => (value / 1e6, "\u{a0}M"),
        top if top >= 1e4 => (value / 1e3, "\u{a0}k"),
        _ => (value, ""),
    };
    let digits = usize::from((scaled - scaled.round()).abs() > 1e-9);
    let text = language.decimal(scaled, digits);
    if value > 0.0 {
        format!("{text}{suffix}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn chart(values: Vec<Option<f64>>, bands: Vec<Band>) -> TimeChart {
        TimeChart {
            identifier: "history".to_owned(),
            title: "Cover".to_owned(),
            description: "Five days".to_owned(),
            first: Day::from_epoch_days(20_777),
            panels: vec![Panel {
                label: "Cover, in days".to_owned(),
                class: "cover",
                values,
                thresholds: vec![Threshold {
                    value: 15.0,
                    label: "to watch".to_owned(),
                }],
            }],
            bands,
            language: Language::English,
        }
    }

    fn band(from: i32, to: Option<i32>) -> Band {
        let day = |offset| Day::from_epoch_days(20_777 + offset);
        Band {
            kind: Availability::Tension,
            label: "Tension".to_owned(),
            from: day(from),
            to: to.map(day),
        }
    }

    #[test]
    fn a_missing_day_is_a_hatched_stretch_between_its_neighbours() {
        let chart = chart(
            vec![Some(20.0), None, Some(10.0), Some(5.0), Some(0.0)],
            vec![],
        );
        let panels = chart.draw_panels();
        let panel = panels.first();
        assert_eq!(
            panel.map(|panel| panel.gaps.clone()),
            Some(vec![Stretch {
                left: 0.0,
                width: 50.0
            }])
        );
        assert_eq!(
            panel.map(|panel| panel.path.as_str()),
            Some("M0 0h0M2 500L3 750L4 1000")
        );
    }

    #[test]
    fn a_threshold_is_drawn_at_its_value() {
        // 15 of 20 leaves a quarter of 112 pixels above.
        let chart = chart(vec![Some(20.0), Some(0.0)], vec![]);
        let offsets: Vec<f64> = chart
            .draw_panels()
            .iter()
            .flat_map(|panel| panel.thresholds.iter().map(|line| line.offset))
            .collect();
        assert_eq!(offsets, vec![28.0]);
    }

    #[rstest]
    #[case(1, Some(2), Some(Stretch { left: 12.5, width: 50.0 }))]
    #[case(-90, Some(1), Some(Stretch { left: 0.0, width: 37.5 }))]
    #[case(3, None, Some(Stretch { left: 62.5, width: 37.5 }))]
    #[case(-9, Some(-3), None)]
    #[case(9, None, None)]
    fn an_episode_is_cut_at_the_edges_of_the_chart(
        #[case] from: i32,
        #[case] to: Option<i32>,
        #[case] expected: Option<Stretch>,
    ) {
        let chart = chart(vec![Some(1.0); 5], vec![band(from, to)]);
        assert_eq!(
            chart.draw_bands().first().map(|band| band.stretch),
            expected
        );
    }

    #[test]
    fn a_chart_without_any_day_is_still_a_chart() {
        let svg = chart(vec![], vec![]).render().unwrap_or_default();
        assert!(svg.contains("<title id=\"history-title\">Cover</title>"));
    }

    #[rstest]
    #[case(0.0, 100.0, "0")]
    #[case(2_500.0, 5_000.0, "2,500")]
    #[case(15_000.0, 30_000.0, "15\u{a0}k")]
    #[case(1_500_000.0, 3_000_000.0, "1.5\u{a0}M")]
    #[case(2_000_000.0, 4_000_000.0, "2\u{a0}M")]
    fn large_ticks_are_shortened(#[case] value: f64, #[case] ceiling: f64, #[case] label: &str) {
        assert_eq!(tick_label(value, ceiling, Language::English), label);
    }
}
