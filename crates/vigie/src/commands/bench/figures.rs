//! Figures beside their targets.

use serde::Serialize;

use crate::failure::Outcome;
use crate::terminal;

/// One figure.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    name: &'static str,
    unit: &'static str,
    target: Option<Target>,
    measured: f64,
    met: Option<bool>,
}

/// What a figure should be.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// This or more.
    AtLeast(f64),
    /// This or less.
    AtMost(f64),
}

/// All figures of a run.
#[derive(Debug, Serialize)]
pub struct Figures {
    /// Sites that report.
    pub sites: usize,
    /// Lines they report.
    pub lines: u64,
    /// When it was measured.
    pub measured_at: String,
    /// What was measured.
    #[expect(
        clippy::struct_field_names,
        reason = "the name that readers of the JSON know"
    )]
    pub figures: Vec<Figure>,
}

impl Figures {
    /// Adds a figure that has no target.
    pub fn tell(&mut self, name: &'static str, unit: &'static str, measured: f64) {
        self.add(name, unit, None, measured);
    }

    /// Adds a figure that should be this or more.
    pub fn at_least(&mut self, name: &'static str, unit: &'static str, target: f64, measured: f64) {
        self.add(name, unit, Some(Target::AtLeast(target)), measured);
    }

    /// Adds a figure that should be this or less.
    pub fn at_most(&mut self, name: &'static str, unit: &'static str, target: f64, measured: f64) {
        self.add(name, unit, Some(Target::AtMost(target)), measured);
    }

    /// Says the figure at once: a run takes minutes, and may be stopped.
    fn add(
        &mut self,
        name: &'static str,
        unit: &'static str,
        target: Option<Target>,
        measured: f64,
    ) {
        let wanted = target.map_or(String::new(), |target| format!(" ({})", target.in_words()));
        terminal::note(&format!("{name}: {} {unit}{wanted}", rounded(measured)));
        self.figures.push(Figure {
            name,
            unit,
            target,
            measured,
            met: target.map(|target| target.is_met_by(measured)),
        });
    }

    /// Prints the table.
    pub fn print(&self) -> Outcome {
        let mut table = terminal::table(&["figure", "target", "measured", "unit", "met"], &[1, 2]);
        for figure in &self.figures {
            table.add_row(vec![
                figure.name.to_owned(),
                figure.target.map(Target::in_words).unwrap_or_default(),
                rounded(figure.measured),
                figure.unit.to_owned(),
                figure
                    .met
                    .map_or("", |met| if met { "yes" } else { "NO" })
                    .to_owned(),
            ]);
        }
        terminal::print(&table.to_string())?;
        let (sites, lines) = (
            terminal::grouped(self.sites as u64),
            terminal::grouped(self.lines),
        );
        terminal::print(&format!(
            "{sites} sites, {lines} lines, {}",
            self.measured_at
        ))
    }
}

impl Target {
    fn is_met_by(self, measured: f64) -> bool {
        match self {
            Self::AtLeast(least) => measured >= least,
            Self::AtMost(most) => measured <= most,
        }
    }

    fn in_words(self) -> String {
        match self {
            Self::AtLeast(value) => format!("≥ {}", rounded(value)),
            Self::AtMost(value) => format!("≤ {}", rounded(value)),
        }
    }
}

/// Three digits that count, or all before the point.
fn rounded(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        1000.0.. => terminal::grouped(value.round() as u64),
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        1.0.. => format!("{value:.2}"),
        0.1.. => format!("{value:.3}"),
        _ => format!("{value:.5}"),
    }
}
