//! The policy laboratory: rules tried on real data before they are decided.

mod compare;
mod critical;
mod list;
mod market;
mod note;
mod pack;
mod pack_view;
mod relief;
mod room;
mod rules;
mod shares;
mod stock;

use askama::Template;
use vigie_model::Language;

pub use compare::{
    Addition, ComparePage, ComparedRule, ComparedScenario, ComparedSums, OfferedClaim,
};
pub use critical::{CriticalClassRow, CriticalPage, CriticalRow, CriticalSide, SideCount};
pub use list::{LevelCount, ListLevel, ListOutcome, ListPage, ListReason, ListRow, ListView};
pub use market::{
    CompanyRow, EdgeSide, FrontierRow, LeftOutCount, Lever, LeverField, MarketBasis, MarketOutcome,
    MarketPage, MarketPart, MarketSums, MarketView, OtherChange, PackRow, PartRow, UncountedReason,
};
pub use note::Note;
pub use pack::{
    BoxesSource, BuildUpRow, Contribution, ContributionRow, CostCase, CostColumn, LeftOfBox,
    ManufacturerView, PackChoice, PackInput, PackInputField, PackOutcome, PackPage, PackSales,
    PackView, PricePart, SensitiveInput, SensitivityRow,
};
pub use relief::{Payer, ReliefOutcome, ReliefPage, ReliefRow, ReliefView};
pub use room::{
    RoomField, RoomLever, RoomMovedRow, RoomOutcome, RoomPage, RoomRow, RoomRule, RoomView,
    RoomWorth,
};
pub use rules::{RuleRow, RuleStatus, Rules};
pub use shares::{RuleSums, ShareRow, SharesOutcome, SharesPage, SharesView, SharingRule};
pub use stock::{
    MovedRow, RobustnessRow, RuleOutcome, StockError, StockField, StockLever, StockOutcome,
    StockPage, StockRule, StockView,
};

use crate::Prose;
use crate::frame::{Frame, Place, RenderError, Shell};
use crate::words::Words;

/// The first page of the laboratory.
#[derive(Debug, Clone, PartialEq)]
pub struct Laboratory {
    /// What surrounds the page.
    pub shell: Shell,
    /// What is wrong with a scenario file that was handed in.
    pub problems: Vec<Prose>,
}

/// What press releases ask for, and the scenario that opens it.
struct Claim {
    text: &'static str,
    setting: &'static str,
    /// The result, where it needs no page; else the path of the page.
    result: Result<String, &'static str>,
}

#[derive(Template)]
#[template(path = "laboratory.html")]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a Laboratory,
    claims: Vec<Claim>,
}

/// Medicines that had to be held for four months: ANSM, lists of 2021 and of 2024.
const FOUR_MONTH_LIST: [f64; 2] = [422.0, 748.0];

impl Laboratory {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = Words::of(language);
        let title = if self.problems.is_empty() {
            words.laboratory.title.to_owned()
        } else {
            format!("{} – {}", words.laboratory.title, words.laboratory.wrong)
        };
        let description = words.laboratory.description.to_owned();
        let frame = Frame::new(&self.shell, language, Place::Laboratory, title, description);
        let claims = claims(words);
        let view = View {
            frame,
            words,
            page: self,
            claims,
        };
        view.render().map_err(RenderError::of("Laboratory"))
    }
}

fn claims(words: &Words) -> Vec<Claim> {
    let own = &words.laboratory;
    let [before, now] = FOUR_MONTH_LIST;
    vec![
        Claim {
            text: words.critical.claim,
            setting: words.critical.claim_setting,
            result: Err("/laboratory/critical-list"),
        },
        Claim {
            text: own.threshold_claim,
            setting: own.threshold_setting,
            result: Err("/laboratory/prices?threshold=5"),
        },
        Claim {
            text: own.abatement_claim,
            setting: own.abatement_setting,
            result: Err("/laboratory/prices?abatement=30&european=50"),
        },
        Claim {
            text: own.revision_claim,
            setting: own.revision_setting,
            result: Err("/laboratory/prices?rise=10&rise-below=2"),
        },
        Claim {
            text: own.uniform_claim,
            setting: own.uniform_setting,
            result: Err("/laboratory/safety-stock"),
        },
        Claim {
            text: own.four_months,
            setting: own.four_months_setting,
            result: Ok(format!("+{}", words.percent(&(now / before - 1.0)))),
        },
    ]
}
