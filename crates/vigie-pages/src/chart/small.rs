//! Charts the size of a word: sparkline, meter, share bar.

use askama::Template;

use super::scale::line_path;

/// A line without axes, from zero to its own highest value.
#[derive(Debug, Clone, PartialEq)]
pub struct Sparkline {
    /// What it shows, with first and last value.
    pub title: String,
    /// One value per day; `None` where it is not known.
    pub values: Vec<Option<f64>>,
    /// Style class of the line.
    pub class: &'static str,
}

#[derive(Template)]
#[template(path = "charts/spark.svg")]
struct SparkView<'a> {
    spark: &'a Sparkline,
    path: String,
    end: String,
    last_index: usize,
}

impl Sparkline {
    /// The line as SVG; nothing when no day has a value.
    pub fn render(&self) -> Result<String, askama::Error> {
        if self.values.iter().all(Option::is_none) {
            return Ok(String::new());
        }
        let highest = self.values.iter().flatten().copied().fold(0.0, f64::max);
        let ceiling = if highest > 0.0 { highest } else { 1.0 };
        SparkView {
            spark: self,
            path: line_path(&self.values, ceiling),
            end: self.last_point(ceiling),
            last_index: self.values.len().saturating_sub(1).max(1),
        }
        .render()
    }

    /// A dot on the last day, when it is known.
    fn last_point(&self, ceiling: f64) -> String {
        let earlier = self.values.len().saturating_sub(1);
        let only_last = self
            .values
            .iter()
            .enumerate()
            .map(|(index, value)| value.filter(|_| index == earlier));
        line_path(&only_last.collect::<Vec<_>>(), ceiling)
    }
}

/// A share as a short bar, beside the number it repeats.
#[derive(Debug, Clone, PartialEq)]
pub struct Meter {
    /// The number in words.
    pub title: String,
    /// 0 to 1.
    pub ratio: f64,
    /// Style class.
    pub class: &'static str,
}

#[derive(Template)]
#[template(path = "charts/meter.svg")]
struct MeterView<'a> {
    meter: &'a Meter,
    width: f64,
}

impl Meter {
    /// The bar as SVG.
    pub fn render(&self) -> Result<String, askama::Error> {
        MeterView {
            meter: self,
            width: (self.ratio * 100.0).clamp(0.0, 100.0),
        }
        .render()
    }
}

/// One bar cut into shares of a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareBar {
    /// The shares in words.
    pub title: String,
    /// From left to right.
    pub segments: Vec<Segment>,
}

/// A share of a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// How many of the whole.
    pub count: u64,
    /// Style class: that of the cover label.
    pub class: &'static str,
}

#[derive(Template)]
#[template(path = "charts/share.svg")]
struct ShareView<'a> {
    bar: &'a ShareBar,
    segments: Vec<(f64, f64, &'static str)>,
}

impl ShareBar {
    /// The bar as SVG.
    pub fn render(&self) -> Result<String, askama::Error> {
        ShareView {
            bar: self,
            segments: self.draw(),
        }
        .render()
    }

    /// Left edge and width in percent, and class, of each share that is not empty.
    fn draw(&self) -> Vec<(f64, f64, &'static str)> {
        let whole: u64 = self.segments.iter().map(|segment| segment.count).sum();
        let percent = |count: u64| 100.0 * count as f64 / whole.max(1) as f64;
        let lefts = self.segments.iter().scan(0, |before, segment| {
            let left = *before;
            *before += segment.count;
            Some(percent(left))
        });
        let drawn = lefts
            .zip(&self.segments)
            .map(|(left, segment)| (left, percent(segment.count), segment.class));
        drawn.filter(|(_, width, _)| *width > 0.0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_follow_each_other_and_fill_the_bar() {
        let segment = |count, class| Segment { count, class };
        let bar = ShareBar {
            title: "t".to_owned(),
            segments: vec![
                segment(1, "insufficient"),
                segment(0, "watch"),
                segment(3, "satisfactory"),
            ],
        };
        assert_eq!(
            bar.draw(),
            vec![(0.0, 25.0, "insufficient"), (25.0, 75.0, "satisfactory")]
        );
    }

    #[test]
    fn a_whole_of_nothing_has_no_shares() {
        let bar = ShareBar {
            title: "t".to_owned(),
            segments: vec![Segment {
                count: 0,
                class: "watch",
            }],
        };
        assert_eq!(bar.draw(), vec![]);
    }

    #[test]
    fn a_sparkline_of_unknown_days_draws_nothing() {
        let spark = Sparkline {
            title: "t".to_owned(),
            values: vec![None, None],
            class: "cover",
        };
        assert_eq!(spark.render().unwrap_or_else(|_| "failed".to_owned()), "");
    }

    #[test]
    fn the_last_day_of_a_sparkline_has_a_dot_when_known() {
        let spark = |values| Sparkline {
            title: "t".to_owned(),
            values,
            class: "cover",
        };
        assert_eq!(
            spark(vec![Some(1.0), Some(0.5)]).last_point(1.0),
            "M1 500h0"
        );
        assert_eq!(spark(vec![Some(1.0), None]).last_point(1.0), "");
    }
}
