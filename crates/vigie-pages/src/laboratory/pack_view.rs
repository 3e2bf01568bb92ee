//! The page of one pack as HTML.

use askama::Template;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use vigie_model::Language;

use super::pack::{
    BoxesSource, Contribution, CostCase, CostColumn, LeftOfBox, ManufacturerView, PackInput,
    PackInputField, PackOutcome, PackPage, PackSales, PackView, PricePart, SensitiveInput,
    SensitivityRow,
};
use crate::frame::{Frame, Place, RenderError};
use crate::notation::Notation;
use crate::words::Words;
use crate::{Island, links};

#[derive(Template)]
#[template(path = "laboratory_pack.html", blocks = ["outcome"])]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a PackPage,
    announcement: String,
}

impl PackPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let view = self.view(language);
        view.render().map_err(RenderError::of("PackPage"))
    }

    /// What the inputs change of it.
    pub fn render_outcome(&self, language: Language) -> Result<String, RenderError> {
        let view = self.view(language);
        let outcome = view.as_outcome();
        outcome.render().map_err(RenderError::of("PackPage"))
    }

    fn view(&self, language: Language) -> View<'_> {
        let words = Words::of(language);
        let own = &words.laboratory_pack;
        let state = match &self.view {
            PackView::Empty => None,
            PackView::Wrong(_) => Some(words.laboratory.wrong),
            PackView::Choices(_) => Some(own.choices_title),
            PackView::Computed(outcome) => Some(outcome.name.as_str()),
        };
        let title = state.map_or_else(
            || own.title.to_owned(),
            |state| format!("{} – {state}", own.title),
        );
        let description = own.description.to_owned();
        let frame = Frame::new(&self.shell, language, Place::Laboratory, title, description)
            .with_islands(&[Island::Refresh]);
        View {
            frame,
            words,
            page: self,
            announcement: state.unwrap_or(own.title).to_owned(),
        }
    }
}

/// A line of the table of what a box leaves.
struct LeftRow {
    label: &'static str,
    /// Of a result: its definition.
    definition: Option<&'static str>,
    cells: Vec<String>,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "templates hand over references"
)]
impl View<'_> {
    fn label(&self, input: &PackInput) -> &'static str {
        let own = &self.words.laboratory_pack;
        match input {
            PackInput::Cost => own.cost,
            PackInput::Fixed => own.fixed,
            PackInput::Rebate => own.rebate,
            PackInput::Holding => own.holding,
            PackInput::Months => own.months,
            PackInput::Tax => own.tax,
            PackInput::Boxes => own.boxes,
        }
    }

    fn hint(&self, field: &PackInputField) -> String {
        let own = &self.words.laboratory_pack;
        let of_what = match field.input {
            PackInput::Months => return own.months_hint.to_owned(),
            PackInput::Tax => return own.tax_hint.to_owned(),
            PackInput::Boxes => return own.boxes_hint.to_owned(),
            PackInput::Cost | PackInput::Rebate => own.of_price,
            PackInput::Fixed => own.of_turnover,
            PackInput::Holding => own.of_stock,
        };
        let Some([low, middle, high]) = &field.assumed else {
            return own.no_assumption.to_owned();
        };
        let written = |text: &String| self.words.typed_number(text);
        own.assumed(&written(middle), &written(low), &written(high), of_what)
    }

    /// Euros to a hundredth of a cent, so that the parts of a price add up.
    fn fine(&self, amount: &Decimal) -> String {
        let number = amount.to_f64().unwrap_or_default();
        let text = self.words.language.decimal(number, 4);
        self.words.laboratory_pack.fine_euros(&text)
    }

    /// A part of 1 with two digits: `5,81 %`.
    fn percent(&self, part: &Decimal) -> String {
        let number = part.to_f64().unwrap_or_default() * 100.0;
        let text = self.words.language.decimal(number, 2);
        self.words.laboratory_pack.fine_percent(&text)
    }

    fn manufacturer(&self, view: &ManufacturerView) -> String {
        let own = &self.words.laboratory_pack;
        let price = |price: &Decimal| self.words.euros(price);
        match view {
            ManufacturerView::One(only) => own.one_price(&price(only)),
            ManufacturerView::Several(prices) => {
                let written: Vec<String> = prices.iter().map(price).collect();
                own.several_prices(&written.join(", "))
            }
            ManufacturerView::None { below, above } => {
                let side = |side: &Option<Decimal>| {
                    let known = side.as_ref().map(price);
                    known.unwrap_or_else(|| "–".to_owned())
                };
                own.no_price(&side(below), &side(above))
            }
        }
    }

    fn part(&self, part: &PricePart) -> String {
        let own = &self.words.laboratory_pack;
        match part {
            PricePart::Manufacturer => self.words.laboratory.price.to_owned(),
            PricePart::Wholesale(rate) => own.wholesale(&self.percent(rate)),
            PricePart::Pharmacy { from, up_to, rate } => own.pharmacy(
                &self.words.euros(from),
                &self.words.euros(up_to),
                &self.percent(rate),
            ),
            PricePart::BeforeTax => own.before_tax.to_owned(),
            PricePart::ValueAddedTax(rate) => own.value_added_tax(&self.percent(rate)),
            PricePart::Public => own.public.to_owned(),
            PricePart::Fee => own.fee.to_owned(),
            PricePart::WithFee => own.with_fee.to_owned(),
        }
    }

    fn boxes_of(&self, sales: &PackSales) -> String {
        let own = &self.words.laboratory_pack;
        let boxes = self
            .words
            .integer(&sales.boxes.to_u64().unwrap_or_default());
        match sales.source {
            BoxesSource::Published => own.boxes_published(&boxes),
            BoxesSource::Estimated => own.boxes_estimated(&boxes),
            BoxesSource::Typed => own.boxes_typed(&boxes),
        }
    }

    fn contribution(&self, contribution: &Contribution) -> &'static str {
        let own = &self.words.laboratory_pack;
        match contribution {
            Contribution::Base => own.base,
            Contribution::Additional => own.additional,
            Contribution::Supplementary => own.supplementary,
            Contribution::All => own.all_contributions,
        }
    }

    fn case(&self, case: &CostCase) -> &'static str {
        let own = &self.words.laboratory_pack;
        match case {
            CostCase::Low => own.low,
            CostCase::Middle => own.middle,
            CostCase::High => own.high,
            CostCase::Typed => own.typed,
        }
    }

    fn left(&self, columns: &[CostColumn]) -> Vec<LeftRow> {
        let own = &self.words.laboratory_pack;
        let of = |value: &dyn Fn(&CostColumn) -> String| columns.iter().map(value).collect();
        let of_left = |value: &dyn Fn(&LeftOfBox) -> Option<String>| -> Vec<String> {
            let cell = |column: &CostColumn| column.left.as_ref().and_then(value);
            let cells = columns.iter().map(cell);
            cells
                .map(|cell| cell.unwrap_or_else(|| "–".to_owned()))
                .collect()
        };
        let row = |label, definition, cells| LeftRow {
            label,
            definition,
            cells,
        };
        vec![
            row(
                self.words.laboratory.price,
                None,
                of(&|one| self.fine(&one.price)),
            ),
            row(own.rebate_row, None, of(&|one| self.fine(&-one.rebate))),
            row(own.tax_row, None, of(&|one| self.fine(&-one.tax))),
            row(own.cost_row, None, of(&|one| self.fine(&-one.unit_cost))),
            row(
                own.fixed_row,
                None,
                of_left(&|left| Some(self.fine(&-left.fixed))),
            ),
            row(
                own.holding_row,
                None,
                of_left(&|left| Some(self.fine(&-left.holding))),
            ),
            row(
                own.margin,
                Some("margin-per-box"),
                of_left(&|left| Some(self.fine(&left.margin))),
            ),
            row(
                own.margin_rate,
                Some("margin-per-box"),
                of_left(&|left| Some(self.percent(&left.margin_rate?))),
            ),
            row(
                own.break_even,
                Some("break-even-price"),
                of_left(&|left| Some(self.fine(&left.break_even))),
            ),
            row(
                own.required_rise,
                Some("break-even-price"),
                of_left(&|left| Some(self.percent(&left.required_rise?))),
            ),
            row(
                own.withdrawal,
                Some("withdrawal-risk"),
                of_left(&|left| Some(self.words.percent(&left.withdrawal?))),
            ),
        ]
    }

    fn input(&self, input: &SensitiveInput) -> &'static str {
        let own = &self.words.laboratory_pack;
        match input {
            SensitiveInput::Price => self.words.laboratory.price,
            SensitiveInput::Rebate => own.rebate_row,
            SensitiveInput::Cost => own.cost_row,
            SensitiveInput::Fixed => own.fixed_year,
            SensitiveInput::Boxes => own.boxes_year,
            SensitiveInput::Tax => own.tax_row,
            SensitiveInput::Stock => own.stock_row,
        }
    }

    fn value(&self, row: &SensitivityRow) -> String {
        match row.input {
            SensitiveInput::Price | SensitiveInput::Cost => self.fine(&row.value),
            SensitiveInput::Rebate | SensitiveInput::Tax => self.percent(&row.value),
            SensitiveInput::Fixed => self.words.millions(&row.value),
            SensitiveInput::Boxes => {
                let boxes = row.value.to_u64().unwrap_or_default();
                self.words.integer(&boxes)
            }
            SensitiveInput::Stock => {
                let months = row.value.to_f64().unwrap_or_default();
                let months = self.words.decimal_2(&months);
                self.words.laboratory_pack.months_of(&months)
            }
        }
    }

    fn pack_address(&self, outcome: &PackOutcome) -> String {
        links::pack(self.frame.language, &outcome.cis, &outcome.cip13)
    }

    fn priced_on(&self, outcome: &PackOutcome) -> String {
        let own = &self.words.laboratory_pack;
        let day = outcome.priced_on.map(|day| self.words.short_date(&day));
        own.published_price(
            &self.words.euros(&outcome.public_price),
            day.as_deref().unwrap_or(self.words.terms.unknown),
        )
    }
}
