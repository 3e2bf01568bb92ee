//! How serious it is that a pack runs short: a score from 0 to 100 in five parts, each with its own measure, so that
//! everyone can see what it comes from.
//!
//! It is a rule of ours, published with its weights (`docs/definitions.md`, `severity`), not a rule of law; those of
//! others weigh transparency, duration, alternatives and critical lists.

/// Points of a pack without a day of cover; none from [`ENOUGH_DAYS`] on.
pub const COVER_POINTS: f64 = 40.0;
/// Points when [`WIDESPREAD_SHARE`] of the sites that carry the pack have none, or more.
pub const SPREAD_POINTS: f64 = 20.0;
/// Points of a thin cover that has lasted [`LONG_DAYS`] or more.
pub const DURATION_POINTS: f64 = 15.0;
/// Points when nothing can take its place, or what can has not a day of cover.
pub const ALTERNATIVE_POINTS: f64 = 15.0;
/// Points of a medicine of major therapeutic interest.
pub const IMPORTANCE_POINTS: f64 = 10.0;

/// Days of cover that are enough.
pub const ENOUGH_DAYS: f64 = 30.0;
/// Share of sites at zero that counts as everywhere.
pub const WIDESPREAD_SHARE: f64 = 0.5;
/// Days that count as long.
pub const LONG_DAYS: f64 = 90.0;

/// What is known of a pack that may run short.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Situation {
    /// National cover, days.
    pub cover_days: f64,
    /// Share of the sites that carry it that have none, from 0 to 1.
    pub share_at_zero: f64,
    /// Days in a row on which its cover has been thin.
    pub thin_days: u32,
    /// Cover of what can take its place, all together, days; `None` when there is nothing.
    pub alternatives_days: Option<f64>,
    /// Of major therapeutic interest (MITM).
    pub is_major: bool,
}

/// The points of a pack, part by part.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Severity {
    /// How little is left.
    pub cover: f64,
    /// How many sites have none.
    pub spread: f64,
    /// How long it has lasted.
    pub duration: f64,
    /// How little could take its place.
    pub alternatives: f64,
    /// How much it matters.
    pub importance: f64,
}

impl Severity {
    /// The points of a situation. A pack with enough cover has none, whatever else holds: nothing runs short.
    pub fn of(situation: &Situation) -> Self {
        if situation.cover_days >= ENOUGH_DAYS {
            return Self::default();
        }
        let lack = |days: f64| (1.0 - days / ENOUGH_DAYS).clamp(0.0, 1.0);
        let spread = (situation.share_at_zero / WIDESPREAD_SHARE).clamp(0.0, 1.0);
        let duration = (f64::from(situation.thin_days) / LONG_DAYS).clamp(0.0, 1.0);
        Self {
            cover: COVER_POINTS * lack(situation.cover_days),
            spread: SPREAD_POINTS * spread,
            duration: DURATION_POINTS * duration,
            alternatives: ALTERNATIVE_POINTS * situation.alternatives_days.map_or(1.0, lack),
            importance: if situation.is_major {
                IMPORTANCE_POINTS
            } else {
                0.0
            },
        }
    }

    /// The score, from 0 to 100.
    pub fn total(&self) -> f64 {
        self.cover + self.spread + self.duration + self.alternatives + self.importance
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORST: Situation = Situation {
        cover_days: 0.0,
        share_at_zero: 1.0,
        thin_days: 400,
        alternatives_days: None,
        is_major: true,
    };

    #[test]
    fn nothing_left_anywhere_for_long_without_alternative_is_one_hundred() {
        assert!((Severity::of(&WORST).total() - 100.0).abs() < 1e-9);
    }

    #[test]
    fn enough_cover_is_zero_whatever_else_holds() {
        let enough = Situation {
            cover_days: 30.0,
            ..WORST
        };
        assert_eq!(Severity::of(&enough), Severity::default());
    }

    #[test]
    fn the_parts_add_up_as_published() {
        // 12 days of 30 are 24 points of 40; a quarter at zero is 10 of 20; 30 days of 90 are 5 of 15; alternatives
        // that last 10 days of 30 leave 10 of 15; not of major interest: 49.
        let severity = Severity::of(&Situation {
            cover_days: 12.0,
            share_at_zero: 0.25,
            thin_days: 30,
            alternatives_days: Some(10.0),
            is_major: false,
        });
        assert!((severity.cover - 24.0).abs() < 1e-9);
        assert!((severity.spread - 10.0).abs() < 1e-9);
        assert!((severity.duration - 5.0).abs() < 1e-9);
        assert!((severity.alternatives - 10.0).abs() < 1e-9);
        assert!((severity.total() - 49.0).abs() < 1e-9);
    }

    #[test]
    fn less_cover_is_never_less_severe() {
        let at = |cover_days| {
            Severity::of(&Situation {
                cover_days,
                ..WORST
            })
            .total()
        };
        assert!((0..40).all(|days| at(f64::from(days)) >= at(f64::from(days + 1))));
    }
}
