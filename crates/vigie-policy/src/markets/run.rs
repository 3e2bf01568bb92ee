//! The run over all packs: one pass, in the order given.

use rust_decimal::Decimal;

use super::{
    AnatomicalGroup, CompanyClass, Dimension, Edge, Group, HolderChange, LeftOut, LeftOutReason,
    MarketOutcome, MarketPack, MarketRules, MarketSide, Maturity, PackChange, PackState,
    outcome::Amounts,
};
use crate::{
    Evidence, Problem, Reading, Sentence,
    exact::{Exact, exact},
};

/// Amounts are kept to a millionth of a euro, so that sums of many packs are exact and quick.
const DECIMALS_KEPT: u32 = 6;
/// Each holder has a place in memory.
const MOST_HOLDERS: usize = 100_000;
const LETTERS: &str = "ABCDGHJLMNPRSV";

/// Compares two sets of rules over all packs. Holders are numbered from 0 to `holders` - 1.
///
/// Volumes do not react to prices or taxes: this is what the rules do to the market as it is.
pub fn compare_market(
    packs: &[MarketPack],
    holders: usize,
    before: &mut Reading,
    after: &mut Reading,
) -> Result<MarketOutcome, Problem> {
    let rules = [MarketRules::read(before)?, MarketRules::read(after)?];
    if packs.is_empty() {
        return Err(empty_market());
    }
    if holders > MOST_HOLDERS {
        return Err(Problem::out_of_range(
            "holders",
            "cent mille au plus",
            "a hundred thousand at most",
        ));
    }
    let mut run = Run::new(holders);
    for (index, pack) in packs.iter().enumerate() {
        match states(pack, &rules, holders) {
            Ok(states) => run.count(index, pack, states, &rules)?,
            Err(reason) => run.left_out.push(LeftOut {
                index,
                code: pack.code,
                reason,
            }),
        }
    }
    run.finish(&rules, [before.evidence(), after.evidence()])
}

/// Sums that grow with each pack.
struct Run {
    total: Sides,
    safeguard_bases: [i128; 2],
    groups: Vec<Sides>,
    holders: Vec<Sides>,
    packs: Vec<PackChange>,
    left_out: Vec<LeftOut>,
    unknown_european_share: u64,
    unknown_maturity_below_threshold: u64,
}

impl Run {
    fn new(holders: usize) -> Self {
        Self {
            total: Sides::default(),
            safeguard_bases: [0; 2],
            groups: vec![Sides::default(); dimensions().count()],
            holders: vec![Sides::default(); holders],
            packs: Vec::new(),
            left_out: Vec::new(),
            unknown_european_share: 0,
            unknown_maturity_below_threshold: 0,
        }
    }

    fn count(
        &mut self,
        index: usize,
        pack: &MarketPack,
        states: [PackState; 2],
        rules: &[MarketRules; 2],
    ) -> Result<(), Problem> {
        let [_, scenario] = rules;
        let boxes = pack.boxes_per_year.unwrap_or_default();
        let maturity = scenario.maturity.maturity(pack);
        let [before, after] = states;
        let edge = edge_of(after.manufacturer_price, scenario);
        for ((base, state), rules) in self.safeguard_bases.iter_mut().zip(states).zip(rules) {
            if rules.generics_in_safeguard || !pack.is_generic() {
                *base = plus(*base, state.public_spend)?;
            }
        }
        self.unknown_european_share += u64::from(pack.european_share.is_none());
        let is_unsettled =
            after.manufacturer_price < scenario.exempt_below && maturity == Maturity::Unknown;
        self.unknown_maturity_below_threshold += u64::from(is_unsettled && !after.is_exempt);
        self.total.add(boxes, &states)?;
        for place in places(pack, maturity) {
            if let Some(group) = self.groups.get_mut(place) {
                group.add(boxes, &states)?;
            }
        }
        if let Some(sums) = self.holders.get_mut(pack.holder) {
            sums.add(boxes, &states)?;
        }
        if before != after || edge.is_some() {
            self.packs.push(PackChange {
                index,
                code: pack.code,
                before,
                after,
                edge,
            });
        }
        Ok(())
    }

    fn finish(
        self,
        rules: &[MarketRules; 2],
        evidence: [Evidence; 2],
    ) -> Result<MarketOutcome, Problem> {
        let [before, after] = rules;
        let [base_before, base_after] = self.safeguard_bases;
        let changes = changes_of(&self.holders)?;
        let total = self.total.told()?;
        let mut groups = Vec::with_capacity(self.groups.len());
        for (dimension, sums) in dimensions().zip(&self.groups) {
            let sums = sums.told()?;
            if sums.before.packs > 0 {
                groups.push(Group { dimension, sums });
            }
        }
        let factor = exact(total.before.contributions) / total.after.contributions;
        Ok(MarketOutcome {
            total,
            groups,
            holders_that_gain: changes
                .iter()
                .filter(|one| one.gain > Decimal::ZERO)
                .count(),
            holders_that_lose: changes
                .iter()
                .filter(|one| one.gain < Decimal::ZERO)
                .count(),
            holders: changes,
            packs: self.packs,
            left_out: self.left_out,
            unknown_european_share: self.unknown_european_share,
            unknown_maturity_below_threshold: self.unknown_maturity_below_threshold,
            revenue_neutral_factor: factor.value(),
            safeguard: [
                before.safeguard.contribution(euros(base_before)?)?,
                after.safeguard.contribution(euros(base_after)?)?,
            ],
            evidence: together(evidence),
        })
    }
}

/// Companies that gain or lose, those that gain most first.
fn changes_of(holders: &[Sides]) -> Result<Vec<HolderChange>, Problem> {
    let mut changes = Vec::new();
    for (holder, sums) in holders.iter().enumerate() {
        let sums = sums.told()?;
        let kept = |amounts: &Amounts| exact(amounts.turnover) - amounts.contributions;
        let gain = (kept(&sums.after) - kept(&sums.before)).get("gain")?;
        if !gain.is_zero() {
            changes.push(HolderChange { holder, sums, gain });
        }
    }
    changes.sort_by(|left, right| {
        right
            .gain
            .cmp(&left.gain)
            .then(left.holder.cmp(&right.holder))
    });
    Ok(changes)
}

/// Rows and warnings of both sides, each once.
fn together([mut evidence, other]: [Evidence; 2]) -> Evidence {
    for row in other.rows {
        if !evidence.rows.contains(&row) {
            evidence.rows.push(row);
        }
    }
    for warning in other.warnings {
        if !evidence.warnings.contains(&warning) {
            evidence.warnings.push(warning);
        }
    }
    evidence
}

/// Sums that grow with each pack, in millionths of a euro: whole numbers add up much quicker than decimals.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    packs: u64,
    boxes: u64,
    exempt_packs: u64,
    exempt_boxes: u64,
    turnover: i128,
    exempt_turnover: i128,
    contributions: i128,
    public_spend: i128,
}

/// The sums before and after.
#[derive(Debug, Clone, Copy, Default)]
struct Sides([Sums; 2]);

impl Sides {
    fn add(&mut self, boxes: u64, states: &[PackState; 2]) -> Result<(), Problem> {
        let sides = self.0.iter_mut().zip(states);
        sides
            .into_iter()
            .try_for_each(|(sums, state)| sums.add(boxes, state))
    }

    fn told(&self) -> Result<MarketSide, Problem> {
        let [before, after] = &self.0;
        Ok(MarketSide {
            before: before.told()?,
            after: after.told()?,
        })
    }
}

impl Sums {
    fn add(&mut self, boxes: u64, state: &PackState) -> Result<(), Problem> {
        self.packs += 1;
        self.boxes = self.boxes.saturating_add(boxes);
        self.turnover = plus(self.turnover, state.turnover)?;
        self.contributions = plus(self.contributions, state.contributions)?;
        self.public_spend = plus(self.public_spend, state.public_spend)?;
        if state.is_exempt {
            self.exempt_packs += 1;
            self.exempt_boxes = self.exempt_boxes.saturating_add(boxes);
            self.exempt_turnover = plus(self.exempt_turnover, state.turnover)?;
        }
        Ok(())
    }

    fn told(&self) -> Result<Amounts, Problem> {
        Ok(Amounts {
            packs: self.packs,
            boxes: self.boxes,
            exempt_packs: self.exempt_packs,
            exempt_boxes: self.exempt_boxes,
            turnover: euros(self.turnover)?,
            exempt_turnover: euros(self.exempt_turnover)?,
            contributions: euros(self.contributions)?,
            public_spend: euros(self.public_spend)?,
        })
    }
}

/// A sum of millionths and an amount that is kept to a millionth.
fn plus(sum: i128, amount: Decimal) -> Result<i128, Problem> {
    let sum = sum.checked_add(amount.mantissa());
    sum.ok_or_else(|| Problem::not_a_number("total"))
}

fn euros(millionths: i128) -> Result<Decimal, Problem> {
    let euros = Decimal::try_from_i128_with_scale(millionths, DECIMALS_KEPT);
    euros.map_err(|_| Problem::not_a_number("total"))
}

/// What a pack is before and after, or why it cannot be counted.
fn states(
    pack: &MarketPack,
    rules: &[MarketRules; 2],
    holders: usize,
) -> Result<[PackState; 2], LeftOutReason> {
    if pack.holder >= holders {
        return Err(LeftOutReason::BadHolder);
    }
    let known = KnownPack::new(pack)?;
    let [before, after] = rules;
    let first = known.state(before, None)?;
    let same_prices = (before.prices == after.prices).then_some(first);
    let second = known.state(after, same_prices)?;
    Ok([first, second])
}

/// A pack of which all that is needed is known.
pub(super) struct KnownPack<'pack> {
    pack: &'pack MarketPack,
    price: Decimal,
    boxes: u64,
    reimbursed: Decimal,
    /// Zero where it is not known: no abatement.
    pub(super) european: Decimal,
}

impl<'pack> KnownPack<'pack> {
    pub(super) fn new(pack: &'pack MarketPack) -> Result<Self, LeftOutReason> {
        let price = pack.manufacturer_price.ok_or(LeftOutReason::NoPrice)?;
        if price < Decimal::ZERO {
            return Err(LeftOutReason::NegativePrice);
        }
        let boxes = pack.boxes_per_year.ok_or(LeftOutReason::NoVolume)?;
        let reimbursed = pack
            .reimbursed_rate
            .ok_or(LeftOutReason::NoReimbursedRate)?;
        let european = pack.european_share.unwrap_or_default();
        let is_part = |rate: Decimal| (Decimal::ZERO..=Decimal::ONE).contains(&rate);
        if !is_part(reimbursed) || !is_part(european) {
            return Err(LeftOutReason::BadRate);
        }
        Ok(Self {
            pack,
            price,
            boxes,
            reimbursed,
            european,
        })
    }

    /// The pack under one set of rules. `same_prices` is its state under rules that make public prices in the same way.
    pub(super) fn state(
        &self,
        rules: &MarketRules,
        same_prices: Option<PackState>,
    ) -> Result<PackState, LeftOutReason> {
        let state = state_of(
            self.pack,
            rules,
            self.price,
            self.boxes.into(),
            self.reimbursed,
            self.european,
            same_prices,
        );
        state.ok_or(LeftOutReason::TooLarge)
    }
}

/// A pack under one set of rules. `known` is its state under rules that make public prices in the same way.
fn state_of(
    pack: &MarketPack,
    rules: &MarketRules,
    price: Decimal,
    boxes: Decimal,
    reimbursed: Decimal,
    european: Decimal,
    known: Option<PackState>,
) -> Option<PackState> {
    let is_mature = rules.maturity.maturity(pack) == Maturity::Mature;
    let revision = &rules.revision;
    let is_raised = price < revision.price_below && (is_mature || !revision.mature_only);
    let price = if is_raised {
        (exact(price) * (exact(Decimal::ONE) + revision.rise_rate)).value()?
    } else {
        price
    };
    let public_price = match known.filter(|known| known.manufacturer_price == price) {
        Some(known) => known.public_price,
        None => rules.prices.build_up(price).ok()?.public_price_rounded,
    };
    let is_exempt = price < rules.exempt_below && (is_mature || !rules.exempt_mature_only);
    let turnover = kept(exact(price) * boxes)?;
    let rate = if is_exempt {
        exact(Decimal::ZERO)
    } else {
        contribution_rate(pack, rules, reimbursed)
    };
    let abatement = exact(Decimal::ONE) - exact(rules.abatement_rate) * european;
    Some(PackState {
        manufacturer_price: price,
        public_price,
        turnover,
        contributions: kept(exact(turnover) * rate * abatement)?,
        public_spend: kept(exact(public_price) * boxes * reimbursed)?,
        is_exempt,
    })
}

/// Base contribution on all but generics, additional and supplementary ones on what is reimbursed.
fn contribution_rate(pack: &MarketPack, rules: &MarketRules, reimbursed: Decimal) -> Exact {
    let pays_base = rules.generics_pay_base || !pack.is_generic();
    let base = if pays_base {
        rules.rates.base
    } else {
        Decimal::ZERO
    };
    if reimbursed.is_zero() {
        return exact(base);
    }
    exact(base) + rules.rates.additional + rules.rates.supplementary
}

/// The amount to a millionth of a euro, always written with as many decimals; nothing for one too large for that.
fn kept(amount: Exact) -> Option<Decimal> {
    let mut amount = amount.value()?;
    amount.rescale(DECIMALS_KEPT);
    (amount.scale() == DECIMALS_KEPT).then_some(amount)
}

fn edge_of(price: Decimal, rules: &MarketRules) -> Option<Edge> {
    let threshold = rules.exempt_below;
    let distance = (exact(price) - threshold).value()?;
    if threshold.is_zero() || distance.abs() > rules.edge_width {
        return None;
    }
    Some(if price < threshold {
        Edge::Below
    } else {
        Edge::Above
    })
}

/// Every part that a market may have, in the order in which they are shown.
fn dimensions() -> impl Iterator<Item = Dimension> {
    let classes = [
        Some(CompanyClass::Small),
        Some(CompanyClass::Middle),
        Some(CompanyClass::Large),
        None,
    ];
    let maturities = [Maturity::Mature, Maturity::Recent, Maturity::Unknown];
    let letters = LETTERS.chars().map(AnatomicalGroup::One);
    let letters = letters.chain([AnatomicalGroup::Several, AnatomicalGroup::Unknown]);
    let fifths = (1..=5).map(Some).chain([None]);
    classes
        .into_iter()
        .map(Dimension::CompanyClass)
        .chain(maturities.into_iter().map(Dimension::Maturity))
        .chain([true, false].into_iter().map(Dimension::MajorInterest))
        .chain([true, false].into_iter().map(Dimension::CriticalList))
        .chain(fifths.map(Dimension::EuropeanFifth))
        .chain(letters.map(Dimension::Anatomical))
}

/// The places of a pack in the list above.
fn places(pack: &MarketPack, maturity: Maturity) -> [usize; 6] {
    let class = match pack.company_class {
        Some(CompanyClass::Small) => 0,
        Some(CompanyClass::Middle) => 1,
        Some(CompanyClass::Large) => 2,
        None => 3,
    };
    let maturity = match maturity {
        Maturity::Mature => 4,
        Maturity::Recent => 5,
        Maturity::Unknown => 6,
    };
    let major = 7 + usize::from(!pack.is_of_major_interest);
    let critical = 9 + usize::from(!pack.is_on_critical_list);
    let fifth = 11 + pack.european_share.map_or(5, fifth_of);
    let unknown_letter = LETTERS.len() + 1;
    let letter = match pack.anatomical_group {
        AnatomicalGroup::One(letter) => LETTERS.find(letter).unwrap_or(unknown_letter),
        AnatomicalGroup::Several => LETTERS.len(),
        AnatomicalGroup::Unknown => unknown_letter,
    };
    [class, maturity, major, critical, fifth, 17 + letter]
}

/// 0 for a European share up to 20 %, 1 up to 40 %, and so on to 4.
fn fifth_of(share: Decimal) -> usize {
    let bounds = [2, 4, 6, 8].map(|tenths| Decimal::new(tenths, 1));
    bounds.iter().filter(|bound| share > **bound).count()
}

pub(super) fn empty_market() -> Problem {
    let sentence = Sentence::new(
        "Le marché est vide\u{a0}: aucune présentation n’a été donnée.",
        "The market is empty: no pack was given.",
    );
    Problem::new("empty_market", "packs", sentence)
}
