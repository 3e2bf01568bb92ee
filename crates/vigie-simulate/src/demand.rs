//! How demand moves: weekdays, seasons, and the epidemic of respiratory infections.

use vigie_model::{Atc, Day, Tier};

use crate::settings::Event;

/// Year of the volumes, over which the mean of every multiplier is 1.
const VOLUME_YEAR: i16 = 2025;
/// Weeks are shifted by whole years of 52, which keeps weekdays.
const SHIFT_DAYS: i32 = 364;

/// Groups of medicines whose demand moves together.
///
/// The strength of each is an assumption, not a measure: chosen so that the winter to summer ratio
/// is about 2 for antibiotics of the airways, 4 for cough medicines, 1.5 for paracetamol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum Profile {
    /// The same all year.
    #[default]
    Steady,
    /// Penicillins, cephalosporins, macrolides by mouth.
    Antibiotic,
    /// Paracetamol, ibuprofen.
    Analgesic,
    /// Cough, cold, throat.
    CoughCold,
    /// Asthma, short courses of corticoids.
    Airway,
    /// Antihistamines.
    Allergy,
    /// Influenza vaccines.
    FluVaccine,
}

impl Profile {
    /// How many there are.
    pub const COUNT: usize = 7;
    /// All of them; `ALL[profile as usize] == profile`.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Steady,
        Self::Antibiotic,
        Self::Analgesic,
        Self::CoughCold,
        Self::Airway,
        Self::Allergy,
        Self::FluVaccine,
    ];

    /// The profile of a class.
    pub fn of(atc: Option<Atc>) -> Self {
        const RULES: &[(&str, Profile)] = &[
            ("J01C", Profile::Antibiotic),
            ("J01D", Profile::Antibiotic),
            ("J01F", Profile::Antibiotic),
            ("N02BE", Profile::Analgesic),
            ("M01AE", Profile::Analgesic),
            ("R05", Profile::CoughCold),
            ("R01", Profile::CoughCold),
            ("R02", Profile::CoughCold),
            ("R03", Profile::Airway),
            ("H02AB", Profile::Airway),
            ("R06", Profile::Allergy),
            ("J07BB", Profile::FluVaccine),
        ];
        let code = atc.as_ref().map_or("", Atc::as_str);
        let mut rules = RULES.iter();
        rules
            .find(|(prefix, _)| code.starts_with(prefix))
            .map_or(Self::Steady, |(_, profile)| *profile)
    }

    /// Demand added when illness is at its mean, relative to demand without illness.
    const fn epidemic_strength(self) -> f64 {
        match self {
            Self::Steady | Self::Allergy | Self::FluVaccine => 0.0,
            Self::Antibiotic => 0.45,
            Self::Analgesic => 0.25,
            Self::CoughCold => 0.9,
            Self::Airway => 0.3,
        }
    }

    /// Demand without illness through the year, around 1.
    fn season(self, day: Day) -> f64 {
        let date = day.date();
        match self {
            // Pollen: worst in mid May (day 135), falling evenly on both sides.
            Self::Allergy => {
                let away = (i32::from(date.day_of_year()) - 135).abs();
                1.45 - 0.9 * f64::from(away.min(365 - away)) / 182.5
            }
            // The campaign runs from mid October to the end of January.
            Self::FluVaccine => match (date.month(), date.day()) {
                (10, 14..) => 6.0,
                (11, _) => 4.0,
                (12, _) => 1.0,
                (1, _) => 0.3,
                _ => 0.01,
            },
            _ => 1.0,
        }
    }
}

/// The demand of any day relative to the mean day of 2025.
#[derive(Debug, Clone)]
pub struct DemandCurve {
    /// Consultations per 100,000 and week, by day from `first`.
    illness: Vec<f64>,
    first: Day,
    /// Mean of `illness` over the year of the volumes.
    mean_illness: f64,
    /// What brings the mean of 2025 to 1, by kind of outlet and profile.
    norms: [[f64; Profile::COUNT]; 2],
    events: Vec<Event>,
}

impl DemandCurve {
    /// The curve of these weekly rates (Monday, consultations per 100,000) and events.
    pub fn new(weeks: &[(Day, f64)], events: &[Event]) -> Self {
        let mut curve = Self {
            illness: daily(weeks),
            first: weeks
                .first()
                .map_or(Day::MIN, |(monday, _)| monday.plus_days(3)),
            mean_illness: 1.0,
            norms: [[1.0; Profile::COUNT]; 2],
            events: Vec::new(),
        };
        let year = year_days(VOLUME_YEAR);
        curve.mean_illness = mean(&year, |day| curve.illness_on(day)).max(f64::MIN_POSITIVE);
        for tier in [Tier::Pharmacy, Tier::Hospital] {
            for profile in Profile::ALL {
                let norm = mean(&year, |day| curve.raw(tier, profile, day));
                curve.norms[tier.index()][profile as usize] = norm;
            }
        }
        curve.events = events.to_vec();
        curve
    }

    /// Demand on this day, 1 being the mean day of 2025. 0 on the Sundays of pharmacies.
    pub fn multiplier(&self, tier: Tier, profile: Profile, day: Day) -> f64 {
        let kind = usize::from(tier != Tier::Pharmacy);
        self.raw(tier, profile, day) / self.norms[kind][profile as usize]
    }

    /// All multipliers of a day, by [`Profile`].
    pub fn multipliers(&self, tier: Tier, day: Day) -> [f64; Profile::COUNT] {
        Profile::ALL.map(|profile| self.multiplier(tier, profile, day))
    }

    /// Mean multipliers over `days` days from `first`, by [`Profile`].
    pub fn mean_multipliers(&self, first: Day, days: i32) -> [f64; Profile::COUNT] {
        Profile::ALL.map(|profile| {
            let days_ahead = 0..days;
            let total: f64 = days_ahead
                .map(|ahead| self.multiplier(Tier::Pharmacy, profile, first.plus_days(ahead)))
                .sum();
            total / f64::from(days)
        })
    }

    /// The same curve without what nobody can foresee.
    #[must_use]
    pub fn without_events(&self) -> Self {
        Self {
            events: Vec::new(),
            ..self.clone()
        }
    }

    fn raw(&self, tier: Tier, profile: Profile, day: Day) -> f64 {
        let illness = self.illness_on(day) * self.events_on(day) / self.mean_illness;
        let epidemic = 1.0 + profile.epidemic_strength() * illness;
        weekday(tier, day) * profile.season(day) * epidemic
    }

    /// Consultations per 100,000 and week; outside the published weeks, those of the nearest year.
    fn illness_on(&self, day: Day) -> f64 {
        let last = self.illness.len() as i32 - 1;
        let mut place = day.days_since(self.first);
        if place > last {
            place -= (place - last + SHIFT_DAYS - 1) / SHIFT_DAYS * SHIFT_DAYS;
        } else if place < 0 {
            place += (-place + SHIFT_DAYS - 1) / SHIFT_DAYS * SHIFT_DAYS;
        }
        let found = usize::try_from(place).ok();
        found
            .and_then(|place| self.illness.get(place))
            .copied()
            .unwrap_or(0.0)
    }

    /// What the events multiply illness by on this day.
    fn events_on(&self, day: Day) -> f64 {
        let events = self.events.iter();
        events
            .map(|event| match event {
                Event::Epidemic { from, days, factor } => {
                    let part = f64::from(day.days_since(*from)) / f64::from((*days).max(1));
                    let inside = (0.0..1.0).contains(&part);
                    let wave = 4.0 * part * (1.0 - part);
                    if inside {
                        1.0 + (factor - 1.0) * wave
                    } else {
                        1.0
                    }
                }
                Event::PlantFailure { .. } => 1.0,
            })
            .product()
    }
}

/// Demand by weekday from Monday, relative to the others (assumed; pharmacies close on Sundays).
fn weekday(tier: Tier, day: Day) -> f64 {
    let place = day.date().weekday().to_monday_zero_offset();
    let week = match tier {
        Tier::Pharmacy => [1.2, 1.05, 1.0, 1.0, 1.1, 0.8, 0.0],
        _ => [1.15, 1.1, 1.1, 1.1, 1.15, 0.7, 0.6],
    };
    week.get(place as usize).copied().unwrap_or(1.0)
}

/// A value for each day, on straight lines between the Thursdays of the weeks; gaps are bridged.
fn daily(weeks: &[(Day, f64)]) -> Vec<f64> {
    let mut days = Vec::new();
    for pair in weeks.windows(2) {
        let [(from, low), (to, high)] = pair else {
            continue;
        };
        let length = to.days_since(*from);
        days.extend(
            (0..length).map(|step| low + (high - low) * f64::from(step) / f64::from(length)),
        );
    }
    days.extend(weeks.last().map(|(_, rate)| *rate));
    days
}

fn year_days(year: i16) -> Vec<Day> {
    let first = Day::from_ymd(year, 1, 1).unwrap_or(Day::MIN);
    (0..365).map(|ahead| first.plus_days(ahead)).collect()
}

fn mean(days: &[Day], value: impl Fn(Day) -> f64) -> f64 {
    days.iter().map(|day| value(*day)).sum::<f64>() / days.len() as f64
}
