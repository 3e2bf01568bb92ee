//! Water-filling: one level for all, each part following it between its bounds.

/// A part that takes rate × level + start, held between zero and its most.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// How fast it fills as the level rises; zero or more.
    pub rate: f64,
    /// What it would take at level zero; often negative or zero.
    pub start: f64,
    /// The most that it takes.
    pub most: f64,
}

impl Part {
    pub(super) fn at(&self, level: f64) -> f64 {
        if self.rate <= 0.0 {
            return 0.0;
        }
        (self.rate * level + self.start).clamp(0.0, self.most)
    }
}

/// The level at which parts take a supply together; infinite when they take no more than it even when all are full.
///
/// What they take is made of straight lines between the levels at which a part begins or is full: the line is looked
/// up, so that the answer is exact.
pub(super) fn level_for(supply: f64, parts: &[Part]) -> f64 {
    let moving = || {
        parts
            .iter()
            .filter(|part| part.rate > 0.0 && part.most > 0.0)
    };
    let all: f64 = moving().map(|part| part.most).sum();
    if supply >= all {
        return f64::INFINITY;
    }
    let begins = |part: &Part| -part.start / part.rate;
    let ends = |part: &Part| (part.most - part.start) / part.rate;
    let mut events: Vec<(f64, f64)> = moving().map(|part| (begins(part), part.rate)).collect();
    events.extend(moving().map(|part| (ends(part), -part.rate)));
    events.sort_by(|left, right| left.0.total_cmp(&right.0));
    let (mut taken, mut slope, mut level) = (0.0, 0.0, events.first().map_or(0.0, |event| event.0));
    for (next, change) in events {
        let grown = taken + slope * (next - level);
        if grown > supply && slope > 0.0 {
            break;
        }
        (taken, level) = (grown, next);
        slope += change;
    }
    if slope > 0.0 {
        level + (supply - taken) / slope
    } else {
        level
    }
}
