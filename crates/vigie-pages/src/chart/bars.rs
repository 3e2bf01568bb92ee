//! Horizontal bars.

use askama::Template;

use super::scale::nice_ceiling;
use super::time::Threshold;

const ROW_HEIGHT: u32 = 22;
const TOP: u32 = 22;
/// Characters of a label that fit to the left of the bars.
const LABEL_LENGTH: usize = 22;

/// Horizontal bars from the same zero, with the value written beside each.
#[derive(Debug, Clone, PartialEq)]
pub struct BarChart {
    /// Prefix of the identifiers inside; unique on the page.
    pub identifier: String,
    /// What the chart shows.
    pub title: String,
    /// What it shows in a sentence.
    pub description: String,
    /// From top to bottom.
    pub bars: Vec<Bar>,
    /// Values worth a line across all bars.
    pub thresholds: Vec<Threshold>,
}

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// Its length; `None` draws no bar and writes `value_text` alone.
    pub value: Option<f64>,
    /// The value as text with its unit, or the word for unknown.
    pub value_text: String,
    /// Style class: that of the cover label.
    pub class: &'static str,
}

#[derive(Debug, PartialEq)]
struct DrawnBar<'a> {
    bar: &'a Bar,
    /// The label, cut to what fits.
    label: String,
    /// Top of the row in pixels.
    top: u32,
    /// Length in percent of the plot.
    width: f64,
}

#[derive(Template)]
#[template(path = "charts/bars.svg")]
struct BarView<'a> {
    chart: &'a BarChart,
    bars: Vec<DrawnBar<'a>>,
    lines: Vec<(f64, &'a str)>,
    height: u32,
}

impl BarChart {
    /// The chart as SVG.
    pub fn render(&self) -> Result<String, askama::Error> {
        let ceiling = self.ceiling();
        let rows = u32::try_from(self.bars.len()).unwrap_or(0);
        BarView {
            chart: self,
            bars: self.draw(),
            lines: self
                .thresholds
                .iter()
                .map(|line| (percent(line.value, ceiling), line.label.as_str()))
                .collect(),
            height: TOP + rows * ROW_HEIGHT + 4,
        }
        .render()
    }

    fn ceiling(&self) -> f64 {
        let values = self.bars.iter().filter_map(|bar| bar.value);
        let thresholds = self.thresholds.iter().map(|line| line.value);
        nice_ceiling(values.chain(thresholds).fold(0.0, f64::max))
    }

    fn draw(&self) -> Vec<DrawnBar<'_>> {
        let ceiling = self.ceiling();
        let tops = (0..).map(|row| TOP + row * ROW_HEIGHT);
        let bars = self.bars.iter().zip(tops);
        bars.map(|(bar, top)| DrawnBar {
            bar,
            label: shortened(&bar.label),
            top,
            width: bar.value.map_or(0.0, |value| percent(value, ceiling)),
        })
        .collect()
    }
}

/// The label, or its beginning with an ellipsis.
fn shortened(label: &str) -> String {
    if label.chars().count() <= LABEL_LENGTH {
        return label.to_owned();
    }
    let beginning: String = label.chars().take(LABEL_LENGTH - 1).collect();
    format!("{}…", beginning.trim_end())
}

fn percent(value: f64, ceiling: f64) -> f64 {
    (100.0 * value / ceiling).clamp(0.0, 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(value: Option<f64>) -> Bar {
        Bar {
            label: "Ain".to_owned(),
            value,
            value_text: "10 jours".to_owned(),
            class: "insufficient",
        }
    }

    fn chart(values: &[Option<f64>]) -> BarChart {
        BarChart {
            identifier: "departments".to_owned(),
            title: "Couverture".to_owned(),
            description: "Par département".to_owned(),
            bars: values.iter().copied().map(bar).collect(),
            thresholds: vec![Threshold {
                value: 30.0,
                label: "30".to_owned(),
            }],
        }
    }

    #[test]
    fn bars_are_as_long_as_their_values_on_a_round_axis() {
        // The axis ends at 40, the round number above 31.
        let chart = chart(&[Some(10.0), Some(0.0), None, Some(31.0)]);
        let drawn: Vec<(u32, f64)> = chart
            .draw()
            .iter()
            .map(|bar| (bar.top, bar.width))
            .collect();
        assert_eq!(drawn, vec![(22, 25.0), (44, 0.0), (66, 0.0), (88, 77.5)]);
    }

    #[test]
    fn an_unknown_value_has_words_and_no_bar() {
        let svg = chart(&[None]).render().unwrap_or_default();
        assert!(!svg.contains("<rect"));
        assert!(svg.contains("10 jours"));
    }

    #[test]
    fn a_long_label_is_cut_and_kept_whole_in_its_title() {
        let mut chart = chart(&[Some(1.0)]);
        let name = "984 Terres australes et antarctiques françaises";
        chart
            .bars
            .iter_mut()
            .for_each(|bar| bar.label = name.to_owned());
        let svg = chart.render().unwrap_or_default();
        assert!(svg.contains(
            ">984 Terres australes…<title>984 Terres australes et antarctiques françaises</title>"
        ));
    }

    #[test]
    fn text_in_a_chart_is_escaped() {
        let mut chart = chart(&[]);
        chart.title = "<script>".to_owned();
        assert!(!chart.render().unwrap_or_default().contains("<script>"));
    }
}
