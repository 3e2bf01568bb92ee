//! A scarce supply shared between claims, by every rule side by side.

use askama::Template;
use vigie_model::Language;

use crate::frame::{Frame, Place, RenderError, Shell};
use crate::words::Words;
use crate::{Island, Prose};

/// Boxes this close to a whole number are one.
const SAME: f64 = 1e-6;

/// A rule that shares a supply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SharingRule {
    /// The same part of each claim.
    Proportional,
    /// The same days of cover.
    EqualCover,
    /// The same boxes for a unit of consumption.
    EqualAwards,
    /// The same loss for each.
    EqualLosses,
    /// The rule of the Talmud.
    Talmud,
    /// Alpha-fairness.
    AlphaFair,
}

impl SharingRule {
    /// All rules, as the page shows them.
    pub const ALL: [Self; 6] = [
        Self::Proportional,
        Self::EqualCover,
        Self::EqualAwards,
        Self::EqualLosses,
        Self::Talmud,
        Self::AlphaFair,
    ];

    /// Its word in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Proportional => "proportional",
            Self::EqualCover => "equal-cover",
            Self::EqualAwards => "equal-awards",
            Self::EqualLosses => "equal-losses",
            Self::Talmud => "talmud",
            Self::AlphaFair => "alpha-fair",
        }
    }
}

/// The page.
#[derive(Debug, Clone, PartialEq)]
pub struct SharesPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The claims as typed, or the example.
    pub claims: String,
    /// The supply as typed.
    pub supply: String,
    /// The chosen rule.
    pub rule: SharingRule,
    /// How averse to inequality, as typed.
    pub alpha: String,
    /// By how much a claim may exceed its verified consumption, percent, as typed.
    pub headroom: String,
    /// Whether parts of boxes are rounded by Sainte-Laguë; by largest remainder else.
    pub is_sainte_lague: bool,
    /// Whether what is shown is the example.
    pub is_example: bool,
    /// The shares, or why they cannot be said.
    pub view: SharesView,
}

/// The shares, or why they cannot be said.
#[derive(Debug, Clone, PartialEq)]
pub enum SharesView {
    /// What is wrong and what to do.
    Wrong(Vec<Prose>),
    /// They were computed.
    Computed(Box<SharesOutcome>),
}

/// The shares.
#[derive(Debug, Clone, PartialEq)]
pub struct SharesOutcome {
    /// Boxes to share.
    pub supply: u64,
    /// One row a claim.
    pub rows: Vec<ShareRow>,
    /// Sums by rule.
    pub rules: Vec<RuleSums>,
    /// Boxes claimed in all, as counted.
    pub counted: f64,
    /// Lines that could not be read.
    pub unread: Vec<Prose>,
    /// What else to know.
    pub warnings: Vec<Prose>,
    /// Address of the shares as a file.
    pub file: String,
}

impl SharesOutcome {
    fn has_left_over(&self) -> bool {
        self.rules.iter().any(|sums| sums.left_over > 0)
    }
}

/// What one claim gets.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareRow {
    /// Whose.
    pub name: String,
    /// Boxes asked for.
    pub asked: f64,
    /// Boxes that count.
    pub counted: f64,
    /// Boxes that come first.
    pub floor: f64,
    /// Boxes by each rule, in the order of [`SharingRule::ALL`].
    pub boxes: Vec<u64>,
    /// Boxes by the chosen rule.
    pub chosen: u64,
    /// Part of the counted claim that is served, from 0 to 1.
    pub fill_rate: Option<f64>,
    /// Days of cover before and after; `None` without consumption.
    pub cover_days: Option<[f64; 2]>,
    /// Why so many.
    pub reason: Prose,
}

/// Sums of one rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RuleSums {
    /// Which.
    pub rule: SharingRule,
    /// Boxes given.
    pub given: u64,
    /// Boxes that nobody needs.
    pub left_over: u64,
    /// Lowest part of a claim that is served, Gini coefficient, Jain's index; `None` when nothing is asked for.
    pub equity: Option<[f64; 3]>,
}

#[derive(Template)]
#[template(path = "laboratory_shares.html", blocks = ["outcome"])]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a SharesPage,
    announcement: String,
}

impl SharesPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let view = self.view(language);
        view.render().map_err(RenderError::of("SharesPage"))
    }

    /// What the form changes of it.
    pub fn render_outcome(&self, language: Language) -> Result<String, RenderError> {
        let view = self.view(language);
        let outcome = view.as_outcome();
        outcome.render().map_err(RenderError::of("SharesPage"))
    }

    fn view(&self, language: Language) -> View<'_> {
        let words = Words::of(language);
        let own = &words.laboratory_shares;
        let (title, announcement) = match &self.view {
            SharesView::Wrong(_) => (
                format!("{} – {}", own.title, words.laboratory.wrong),
                words.laboratory.wrong,
            ),
            SharesView::Computed(_) => (own.title.to_owned(), rule_name(self.rule, words)),
        };
        let description = own.description.to_owned();
        let frame = Frame::new(&self.shell, language, Place::Laboratory, title, description)
            .with_islands(&[Island::Refresh]);
        View {
            frame,
            words,
            page: self,
            announcement: announcement.to_owned(),
        }
    }
}

fn rule_name(rule: SharingRule, words: &Words) -> &'static str {
    let own = &words.laboratory_shares;
    match rule {
        SharingRule::Proportional => own.proportional,
        SharingRule::EqualCover => own.equal_cover,
        SharingRule::EqualAwards => own.equal_awards,
        SharingRule::EqualLosses => own.equal_losses,
        SharingRule::Talmud => own.talmud,
        SharingRule::AlphaFair => own.alpha_fair,
    }
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "templates hand over references"
)]
impl View<'_> {
    fn rule(&self, rule: &SharingRule) -> &'static str {
        rule_name(*rule, self.words)
    }

    fn explained(&self) -> &'static str {
        let own = &self.words.laboratory_shares;
        match self.page.rule {
            SharingRule::Proportional => own.proportional_means,
            SharingRule::EqualCover => own.equal_cover_means,
            SharingRule::EqualAwards => own.equal_awards_means,
            SharingRule::EqualLosses => own.equal_losses_means,
            SharingRule::Talmud => own.talmud_means,
            SharingRule::AlphaFair => own.alpha_fair_means,
        }
    }

    /// Boxes that need not be whole: without decimals when they are.
    fn boxes(&self, boxes: &f64) -> String {
        let whole = boxes.round();
        if (boxes - whole).abs() < SAME {
            self.words.integer(&(whole as u64))
        } else {
            self.words.decimal_2(boxes)
        }
    }
}
