//! The rules that a market runs under.

use jiff::ToSpan;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use vigie_model::Day;

use super::{GenericRole, MarketPack, Maturity};
use crate::{PriceRules, Problem, Reading, SafeguardRules, TurnoverRates, Unit};

/// Everything that a scenario may move of prices and taxes.
#[derive(Debug, Clone, PartialEq)]
pub struct MarketRules {
    /// How public prices are made.
    pub prices: PriceRules,
    /// Contributions on turnover.
    pub rates: TurnoverRates,
    /// Whether generics pay the base contribution.
    pub generics_pay_base: bool,
    /// Manufacturer price below which a pack pays no contribution on turnover, in euros; zero exempts nothing.
    pub exempt_below: Decimal,
    /// Whether only mature medicines are exempt.
    pub exempt_mature_only: bool,
    /// Packs this close to the threshold are on the edge, in euros.
    pub edge_width: Decimal,
    /// Abatement of contributions on the European share of production.
    pub abatement_rate: Decimal,
    /// When a medicine is mature.
    pub maturity: MaturityRule,
    /// Which prices are raised.
    pub revision: RevisionRule,
    /// The safeguard contribution on all that is reimbursed.
    pub safeguard: SafeguardRules,
    /// Whether generics and references priced as their generics count in the safeguard contribution.
    pub generics_in_safeguard: bool,
}

/// When a medicine is mature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MaturityRule {
    /// Authorised on this day or before.
    pub authorised_until: Day,
    /// A medicine with generics is mature whatever its age.
    pub generics_are_mature: bool,
}

/// A rise of manufacturer prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RevisionRule {
    /// The rise, as a part of the price.
    pub rise_rate: Decimal,
    /// Packs whose manufacturer price is below this are concerned.
    pub price_below: Decimal,
    /// Only mature medicines are concerned.
    pub mature_only: bool,
}

impl MarketRules {
    /// The rules on the day of the reading.
    pub fn read(reading: &mut Reading) -> Result<Self, Problem> {
        Ok(Self {
            prices: PriceRules::read(reading)?,
            rates: TurnoverRates::read(reading)?,
            generics_pay_base: reading.is_set("turnover_contribution.generics_in_base")?,
            exempt_below: reading.get("exemption.price_threshold", Unit::EurosPerBox)?,
            exempt_mature_only: reading.is_set("exemption.mature_only")?,
            edge_width: reading.get("exemption.edge_width", Unit::EurosPerBox)?,
            abatement_rate: reading.get("abatement.european_share.rate", Unit::Ratio)?,
            maturity: MaturityRule::read(reading)?,
            revision: RevisionRule {
                rise_rate: reading.get("price_revision.rise.rate", Unit::Ratio)?,
                price_below: reading.get("price_revision.price_below", Unit::EurosPerBox)?,
                mature_only: reading.is_set("price_revision.mature_only")?,
            },
            safeguard: SafeguardRules::read(reading)?,
            generics_in_safeguard: reading.is_set("safeguard.generics_in_base")?,
        })
    }
}

impl MaturityRule {
    fn read(reading: &mut Reading) -> Result<Self, Problem> {
        let years = reading.get("mature.authorisation_age", Unit::Years)?;
        let years = years.trunc().to_i64().filter(|years| *years <= 200);
        let Some(years) = years else {
            return Err(Problem::out_of_range(
                "mature.authorisation_age",
                "200 ans au plus",
                "200 years at most",
            ));
        };
        Ok(Self {
            authorised_until: Day::from(reading.day().date().saturating_sub(years.years())),
            generics_are_mature: reading.is_set("mature.generic_group")?,
        })
    }

    /// Whether a pack is mature.
    pub fn maturity(&self, pack: &MarketPack) -> Maturity {
        if self.generics_are_mature && pack.generic_role.is_some() {
            return Maturity::Mature;
        }
        match pack.authorised_on {
            None => Maturity::Unknown,
            Some(day) if day <= self.authorised_until => Maturity::Mature,
            Some(_) => Maturity::Recent,
        }
    }
}

impl MarketPack {
    pub(super) fn is_generic(&self) -> bool {
        self.generic_role == Some(GenericRole::Generic)
    }
}
