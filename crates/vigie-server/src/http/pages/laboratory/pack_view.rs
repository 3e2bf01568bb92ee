//! What one pack costs, pays and leaves.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use vigie_catalogue::{Medicine, Pack};
use vigie_model::Day;
use vigie_pages::laboratory::{
    BoxesSource, BuildUpRow, Contribution, ContributionRow, CostCase, CostColumn, LeftOfBox,
    ManufacturerView, PackInput, PackOutcome, PackSales, PricePart, Rules, SensitiveInput,
    SensitivityRow,
};
use vigie_policy::{
    AssumedCosts, CostRates, Evidence, GenericRole, ManufacturerPrices, MarketPack, PackEconomics,
    Parameters, PriceBuildUp, PriceRules, Problem, Reading, Sentence, TurnoverRates, Unit,
    WithdrawalHazard, price_rise_budget_by_schedule,
};

use super::pack::Typed;
use super::{market_view, prose};

/// By what part of itself each input is moved: a fifth.
const MOVED_BY: Decimal = Decimal::from_parts(2, 0, 0, false, 1);
/// More manufacturer prices than this are not listed.
const PRICES_SHOWN: usize = 20;
const MONTHS_OF_A_YEAR: Decimal = Decimal::from_parts(12, 0, 0, false, 0);
const DAYS_OF_A_YEAR: Decimal = Decimal::from_parts(365, 0, 0, false, 0);

/// A pack and what was typed of it.
pub struct Wanted<'a> {
    /// The pack.
    pub pack: Pack<'a>,
    /// Its published price without fee, euros.
    pub public_price: Decimal,
    /// What the market knows of it, and whether its boxes are estimated.
    pub in_market: Option<(&'a MarketPack, bool)>,
    /// Day of the prices.
    pub priced_on: Option<Day>,
    /// The day whose law holds.
    pub law_day: Day,
    /// What was typed.
    pub typed: &'a Typed,
}

/// The rates that a pack pays.
struct Rates {
    base: Decimal,
    additional: Decimal,
    supplementary: Decimal,
}

/// What the law and the assumptions say of a pack.
struct Terms {
    costs: AssumedCosts,
    hazard: WithdrawalHazard,
    rates: Rates,
    tax: Decimal,
    stock_months: Decimal,
}

/// All that is shown of a pack.
pub fn outcome(wanted: &Wanted<'_>) -> Result<PackOutcome, Problem> {
    let shipped = Parameters::shipped();
    let mut of_prices = Reading::new(shipped, wanted.priced_on.unwrap_or(Day::MAX));
    let mut of_law = Reading::new(shipped, wanted.law_day);
    let rules = PriceRules::read(&mut of_prices)?;
    let found = rules.manufacturer_prices(wanted.public_price)?;
    let price = found
        .nearest()
        .ok_or_else(|| no_manufacturer_price(wanted))?;
    let today = rules.build_up(price)?;
    let terms = terms(wanted, &mut of_law)?;
    let mut outcome = PackOutcome {
        cis: wanted.pack.cis().to_string(),
        cip13: wanted.pack.cip13().to_string(),
        name: name(wanted.pack),
        pack: wanted.pack.label().to_owned(),
        public_price: wanted.public_price,
        priced_on: wanted.priced_on,
        manufacturer: manufacturer(&rules, &found, wanted.public_price)?,
        build_up: build_up(&rules, &today, None, wanted.pack.fee()),
        sales: None,
        columns: Vec::new(),
        rise_cost: None,
        sensitivity: Ok(Vec::new()),
        rules: merged(&[of_prices.evidence(), of_law.evidence()]),
    };
    if let Some((boxes, source)) = boxes(wanted) {
        add_sales(
            &mut outcome,
            wanted,
            &rules,
            &terms,
            &today,
            (boxes, source),
        )?;
    }
    Ok(outcome)
}

fn add_sales(
    outcome: &mut PackOutcome,
    wanted: &Wanted<'_>,
    rules: &PriceRules,
    terms: &Terms,
    today: &PriceBuildUp,
    (boxes, source): (Decimal, BoxesSource),
) -> Result<(), Problem> {
    let price = today.manufacturer_price;
    let middle = economics(&terms.costs.middle, wanted, terms, price, boxes)?;
    let viability = middle.viability()?;
    let raised = viability
        .break_even_price
        .round_dp_with_strategy(2, RoundingStrategy::AwayFromZero);
    let at_break_even = rules.build_up(raised).ok();
    outcome.sales = Some(sales(wanted, terms, today, boxes, source)?);
    outcome.columns = columns(wanted, terms, price, boxes)?;
    outcome.build_up = build_up(rules, today, at_break_even.as_ref(), wanted.pack.fee());
    if raised > price {
        let rate = reimbursed_rate(wanted);
        let cost = price_rise_budget_by_schedule(rules, boxes, price, raised, rate);
        outcome.rise_cost = cost.ok();
    }
    outcome.sensitivity = sensitivity(&middle).map_err(|problem| prose(&problem.sentence));
    Ok(())
}

fn name(pack: Pack<'_>) -> String {
    let medicine = pack.medicine();
    medicine.map_or_else(String::new, |medicine| medicine.name().to_owned())
}

fn no_manufacturer_price(wanted: &Wanted<'_>) -> Problem {
    let price = wanted.public_price;
    let sentence = Sentence::new(
        format!("Aucun prix fabricant ne peut être remonté du prix public de {price} euros."),
        format!("No manufacturer price can be found for the public price of {price} euros."),
    );
    Problem::new("no_manufacturer_price", "pack", sentence)
}

fn terms(wanted: &Wanted<'_>, reading: &mut Reading<'_>) -> Result<Terms, Problem> {
    let rates = rates(wanted, reading)?;
    let law = rates.base + rates.additional + rates.supplementary;
    let stock_months = match wanted.typed.get(PackInput::Months) {
        Some(months) => months,
        None => legal_months(wanted, reading)?,
    };
    Ok(Terms {
        costs: AssumedCosts::read(reading)?,
        hazard: WithdrawalHazard::read(reading)?,
        tax: wanted.typed.get(PackInput::Tax).unwrap_or(law),
        rates,
        stock_months,
    })
}

/// Base contribution on all but generics, additional and supplementary ones on what is reimbursed.
fn rates(wanted: &Wanted<'_>, reading: &mut Reading<'_>) -> Result<Rates, Problem> {
    let rates = TurnoverRates::read(reading)?;
    let generics_pay = reading.is_set("turnover_contribution.generics_in_base")?;
    let role = wanted.in_market.and_then(|(pack, _)| pack.generic_role);
    let pays_base = generics_pay || role != Some(GenericRole::Generic);
    let is_reimbursed = !reimbursed_rate(wanted).is_zero();
    let paid = |pays: bool, rate: Decimal| if pays { rate } else { Decimal::ZERO };
    Ok(Rates {
        base: paid(pays_base, rates.base),
        additional: paid(is_reimbursed, rates.additional),
        supplementary: paid(is_reimbursed, rates.supplementary),
    })
}

/// Months that the law asks for; days are told as a part of a month.
fn legal_months(wanted: &Wanted<'_>, reading: &mut Reading<'_>) -> Result<Decimal, Problem> {
    let medicine = wanted.pack.medicine();
    if medicine.is_some_and(Medicine::is_major_therapeutic_interest) {
        return reading.get("safety_stock.major_interest", Unit::Months);
    }
    let days = reading.get("safety_stock.other", Unit::Days)?;
    Ok((days * MONTHS_OF_A_YEAR / DAYS_OF_A_YEAR).round_dp(4))
}

fn reimbursed_rate(wanted: &Wanted<'_>) -> Decimal {
    let percent = wanted.pack.reimbursement_percent().unwrap_or_default();
    Decimal::new(percent.into(), 2)
}

fn boxes(wanted: &Wanted<'_>) -> Option<(Decimal, BoxesSource)> {
    if let Some(boxes) = wanted.typed.get(PackInput::Boxes) {
        return Some((boxes, BoxesSource::Typed));
    }
    let (pack, is_estimated) = wanted.in_market?;
    let boxes = pack.boxes_per_year.filter(|boxes| *boxes > 0)?;
    let source = if is_estimated {
        BoxesSource::Estimated
    } else {
        BoxesSource::Published
    };
    Some((boxes.into(), source))
}

fn manufacturer(
    rules: &PriceRules,
    found: &ManufacturerPrices,
    public_price: Decimal,
) -> Result<ManufacturerView, Problem> {
    Ok(match *found {
        ManufacturerPrices::One { price } => ManufacturerView::One(price),
        ManufacturerPrices::None { below, above } => ManufacturerView::None { below, above },
        ManufacturerPrices::Several { .. } => {
            let prices = rules.list_manufacturer_prices(public_price)?;
            ManufacturerView::Several(prices.into_iter().take(PRICES_SHOWN).collect())
        }
    })
}

fn build_up(
    rules: &PriceRules,
    today: &PriceBuildUp,
    at_break_even: Option<&PriceBuildUp>,
    fee: Option<Decimal>,
) -> Vec<BuildUpRow> {
    let row = |part, of: &dyn Fn(&PriceBuildUp) -> Decimal| BuildUpRow {
        part,
        today: of(today),
        at_break_even: at_break_even.map(of),
    };
    let mut rows = vec![
        row(PricePart::Manufacturer, &|price| price.manufacturer_price),
        row(PricePart::Wholesale(rules.wholesale.rate), &|price| {
            price.wholesale_margin
        }),
    ];
    let mut from = Decimal::ZERO;
    for bracket in &rules.pharmacy {
        let (low, up_to, rate) = (from, bracket.up_to, bracket.rate);
        let part = PricePart::Pharmacy {
            from: low,
            up_to,
            rate,
        };
        rows.push(row(part, &|price| {
            let inside = price.manufacturer_price.min(up_to) - low;
            inside.max(Decimal::ZERO) * rate
        }));
        from = up_to;
    }
    rows.extend([
        row(PricePart::BeforeTax, &|price| price.price_before_tax),
        row(
            PricePart::ValueAddedTax(rules.value_added_tax_rate),
            &|price| price.value_added_tax,
        ),
        row(PricePart::Public, &|price| price.public_price_rounded),
    ]);
    if let Some(fee) = fee {
        rows.push(row(PricePart::Fee, &|_| fee));
        rows.push(row(PricePart::WithFee, &|price| {
            price.public_price_rounded + fee
        }));
    }
    rows
}

fn sales(
    wanted: &Wanted<'_>,
    terms: &Terms,
    today: &PriceBuildUp,
    boxes: Decimal,
    source: BoxesSource,
) -> Result<PackSales, Problem> {
    let turnover = times(today.manufacturer_price, boxes)?;
    let rates = &terms.rates;
    let law = rates.base + rates.additional + rates.supplementary;
    let contributions = [
        (Contribution::Base, rates.base),
        (Contribution::Additional, rates.additional),
        (Contribution::Supplementary, rates.supplementary),
        (Contribution::All, law),
    ];
    let row = |(contribution, rate)| {
        Ok(ContributionRow {
            contribution,
            rate,
            amount: times(turnover, rate)?,
        })
    };
    let rows: Result<Vec<_>, Problem> = contributions.into_iter().map(row).collect();
    let spend = times(wanted.public_price, boxes)?;
    Ok(PackSales {
        boxes,
        source,
        turnover,
        contributions: rows?,
        public_spend: times(spend, reimbursed_rate(wanted))?,
    })
}

fn times(left: Decimal, right: Decimal) -> Result<Decimal, Problem> {
    left.checked_mul(right).ok_or_else(|| {
        let sentence = Sentence::new(
            "Un nombre est trop grand pour être calculé\u{a0}: écrivez moins de boîtes.",
            "A number is too large to be computed: write fewer boxes.",
        );
        Problem::new("too_large", "boxes", sentence)
    })
}

/// What was typed, and what is assumed of the rest.
fn economics(
    assumed: &CostRates,
    wanted: &Wanted<'_>,
    terms: &Terms,
    price: Decimal,
    boxes: Decimal,
) -> Result<PackEconomics, Problem> {
    let typed = |input, default: Decimal| wanted.typed.get(input).unwrap_or(default);
    let made = assumed.economics(price, price, boxes, terms.tax, terms.stock_months)?;
    Ok(PackEconomics {
        rebate_rate: typed(PackInput::Rebate, made.rebate_rate),
        unit_cost: typed(PackInput::Cost, made.unit_cost),
        fixed_cost_per_year: typed(PackInput::Fixed, made.fixed_cost_per_year),
        holding_cost_rate: typed(PackInput::Holding, made.holding_cost_rate),
        ..made
    })
}

/// From the lowest costs to the highest; once when nothing is assumed.
fn columns(
    wanted: &Wanted<'_>,
    terms: &Terms,
    price: Decimal,
    boxes: Decimal,
) -> Result<Vec<CostColumn>, Problem> {
    let assumed = [
        PackInput::Cost,
        PackInput::Fixed,
        PackInput::Rebate,
        PackInput::Holding,
    ];
    let is_all_typed = assumed
        .iter()
        .all(|input| wanted.typed.get(*input).is_some());
    let costs = &terms.costs;
    let cases = if is_all_typed {
        vec![(CostCase::Typed, &costs.middle)]
    } else {
        vec![
            (CostCase::Low, &costs.best),
            (CostCase::Middle, &costs.middle),
            (CostCase::High, &costs.worst),
        ]
    };
    let column = |(case, rates): (CostCase, &CostRates)| {
        let pack = economics(rates, wanted, terms, price, boxes)?;
        Ok(CostColumn {
            case,
            price,
            rebate: times(price, pack.rebate_rate)?,
            tax: times(price, pack.tax_rate)?,
            unit_cost: pack.unit_cost,
            left: left(&pack, &terms.hazard),
        })
    };
    cases.into_iter().map(column).collect()
}

/// Nothing when rebate and contributions take the whole price.
fn left(pack: &PackEconomics, hazard: &WithdrawalHazard) -> Option<LeftOfBox> {
    let viability = pack.viability().ok()?;
    Some(LeftOfBox {
        fixed: viability.fixed_cost_per_box,
        holding: viability.holding_cost_per_box,
        margin: viability.margin_per_box,
        margin_rate: viability.margin_rate,
        break_even: viability.break_even_price,
        required_rise: viability.required_rise,
        withdrawal: viability.margin_rate.map(|rate| hazard.yearly_rate(rate)),
    })
}

fn sensitivity(pack: &PackEconomics) -> Result<Vec<SensitivityRow>, Problem> {
    let rows = pack.sensitivities(MOVED_BY)?;
    let row = |one: vigie_policy::Sensitivity| {
        let (input, value) = match one.input {
            "manufacturer_price" => (SensitiveInput::Price, pack.manufacturer_price),
            "rebate_rate" => (SensitiveInput::Rebate, pack.rebate_rate),
            "unit_cost" => (SensitiveInput::Cost, pack.unit_cost),
            "fixed_cost_per_year" => (SensitiveInput::Fixed, pack.fixed_cost_per_year),
            "boxes_per_year" => (SensitiveInput::Boxes, pack.boxes_per_year),
            "tax_rate" => (SensitiveInput::Tax, pack.tax_rate),
            "stock_months" => (SensitiveInput::Stock, pack.stock_months),
            _ => return None,
        };
        Some(SensitivityRow {
            input,
            value,
            margins: [one.margin_if_lower, one.margin_if_higher],
        })
    };
    let mut rows: Vec<SensitivityRow> = rows.into_iter().filter_map(row).collect();
    // What moves the margin most comes first.
    let span = |row: &SensitivityRow| {
        let [lower, higher] = row.margins;
        (higher - lower).abs().to_f64().unwrap_or_default()
    };
    rows.sort_by(|left, right| span(right).total_cmp(&span(left)));
    Ok(rows)
}

/// All rows that were read, each once.
fn merged(evidence: &[Evidence; 2]) -> Rules {
    let mut all = Rules::default();
    for rules in evidence.iter().map(market_view::rules) {
        all.warnings.extend(rules.warnings);
        for row in rules.rows {
            if !all.rows.contains(&row) {
                all.rows.push(row);
            }
        }
    }
    all
}
