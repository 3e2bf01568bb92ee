//! Boxes of a pack that could move between sites, own stock protected.

use askama::Template;
use vigie_model::{Day, Language, Tier};

use crate::Prose;
use crate::frame::{Frame, Place, RenderError, Shell};
use crate::words::Words;

/// How far boxes may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// To sites of the same department.
    Department,
    /// To sites of the same region.
    Region,
    /// Anywhere in the territory.
    Territory,
}

impl Within {
    /// All, nearest first.
    pub const ALL: [Self; 3] = [Self::Department, Self::Region, Self::Territory];

    /// Its word in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Department => "department",
            Self::Region => "region",
            Self::Territory => "territory",
        }
    }

    /// The value that an address names.
    pub fn from_query(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|within| within.as_str() == text)
    }
}

/// The page.
#[derive(Debug, Clone, PartialEq)]
pub struct RedistributionPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Day of the stocks.
    pub as_of: Day,
    /// Identifier of the pack, 13 digits.
    pub cip13: String,
    /// Name of the medicine, in French as published.
    pub name: String,
    /// Name of the pack, in French as published.
    pub pack: String,
    /// The tier whose sites are looked at, and those that may be chosen.
    pub tier: Tier,
    /// Tiers that may be chosen.
    pub tiers: Vec<Tier>,
    /// The territory, as addresses name it and in words; the country when there is none.
    pub territory: Option<(String, &'static str)>,
    /// Those that may be chosen.
    pub territories: Vec<(String, &'static str)>,
    /// Whether the country may be chosen.
    pub may_choose_country: bool,
    /// Days that a giving site keeps, as typed.
    pub keep: String,
    /// Days that a site should have, as typed.
    pub want: String,
    /// How far boxes may go.
    pub within: Within,
    /// What could move.
    pub view: RedistributionView,
}

/// What could move, or why it cannot be said.
#[derive(Debug, Clone, PartialEq)]
pub enum RedistributionView {
    /// It was computed.
    Computed(Box<RedistributionOutcome>),
    /// What is wrong and what to do.
    Wrong(Vec<Prose>),
}

/// What could move.
#[derive(Debug, Clone, PartialEq)]
pub struct RedistributionOutcome {
    /// Sites counted.
    pub sites: u64,
    /// Sites that carry the pack and are not counted: late, or without stated sales.
    pub unknown: u64,
    /// Sites that have less than they should.
    pub needing: u64,
    /// Boxes that they lack.
    pub lacking: u64,
    /// Boxes above what sites keep.
    pub surplus: u64,
    /// Boxes that move.
    pub moved: u64,
    /// Of them, within a department, within a region, further.
    pub moved_by_way: [u64; 3],
    /// Sites that then have what they should.
    pub served: u64,
    /// The moves, most boxes first; the first of them.
    pub moves: Vec<MoveRow>,
    /// How many moves there are.
    pub all_moves: u64,
    /// Sites that still lack boxes, most first; the first of them.
    pub unmet: Vec<UnmetRow>,
    /// Address of all moves as a file.
    pub file: String,
}

/// A site of a move.
#[derive(Debug, Clone, PartialEq)]
pub struct MoveEnd {
    /// FINESS.
    pub code: String,
    /// Name.
    pub name: String,
    /// Municipality and department.
    pub place: String,
    /// Days of its own sales it has now; `None` where none is sold.
    pub days_before: Option<f64>,
    /// And when all boxes have moved.
    pub days_after: Option<f64>,
}

/// Boxes from one site to another.
#[derive(Debug, Clone, PartialEq)]
pub struct MoveRow {
    /// Who gives.
    pub from: MoveEnd,
    /// Who receives.
    pub to: MoveEnd,
    /// Boxes.
    pub boxes: u64,
}

/// A site that still lacks boxes.
#[derive(Debug, Clone, PartialEq)]
pub struct UnmetRow {
    /// FINESS.
    pub code: String,
    /// Name.
    pub name: String,
    /// Municipality and department.
    pub place: String,
    /// Boxes that it lacked.
    pub need: u64,
    /// Boxes that it receives.
    pub received: u64,
    /// Why not more.
    pub reason: Prose,
}

#[derive(Template)]
#[template(path = "agency/redistribution.html")]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a RedistributionPage,
}

impl RedistributionPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = Words::of(language);
        let own = &words.redistribution;
        let title = match self.view {
            RedistributionView::Computed(_) => format!("{} – {}", own.title, self.cip13),
            RedistributionView::Wrong(_) => {
                format!("{} – {}", own.title, words.laboratory.wrong)
            }
        };
        let description = own.lead.to_owned();
        let frame = Frame::new(&self.shell, language, Place::WorkList, title, description);
        let page = self;
        let view = View { frame, words, page };
        view.render().map_err(RenderError::of("RedistributionPage"))
    }
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "templates hand over references"
)]
impl View<'_> {
    fn within(&self, within: &Within) -> &'static str {
        let own = &self.words.redistribution;
        match within {
            Within::Department => own.within_department,
            Within::Region => own.within_region,
            Within::Territory => own.within_territory,
        }
    }

    fn is_chosen(&self, territory: &str) -> bool {
        let chosen = self.page.territory.as_ref();
        chosen.is_some_and(|(chosen, _)| chosen == territory)
    }

    fn action(&self) -> String {
        let path = format!("/work-list/packs/{}/redistribution", self.page.cip13);
        self.frame.link(&path)
    }

    fn found(&self, outcome: &RedistributionOutcome) -> String {
        let words = self.words;
        words.redistribution.found(
            &words.integer(&outcome.moved),
            &words.integer(&outcome.lacking),
            &words.integer(&outcome.served),
            &words.integer(&outcome.needing),
        )
    }

    fn ways(&self, outcome: &RedistributionOutcome) -> String {
        let [near, region, far] = outcome.moved_by_way.map(|boxes| self.words.integer(&boxes));
        self.words.redistribution.ways(&near, &region, &far)
    }

    fn basis(&self, outcome: &RedistributionOutcome) -> String {
        let words = self.words;
        let (sites, unknown) = (outcome.sites, outcome.unknown);
        let own = &words.redistribution;
        own.basis(&words.integer(&sites), &words.integer(&unknown))
    }

    /// `12,0 → 7,0`: before and after; a dash where none is sold.
    fn days(&self, end: &MoveEnd) -> String {
        let shown = |days: Option<f64>| {
            let days = days.as_ref();
            days.map_or_else(|| "–".to_owned(), |days| self.words.decimal(days))
        };
        format!("{} → {}", shown(end.days_before), shown(end.days_after))
    }

    fn shown_of(&self, outcome: &RedistributionOutcome) -> Option<String> {
        let shown = outcome.moves.len() as u64;
        let words = self.words;
        let all = outcome.all_moves;
        (shown < all).then(|| {
            let own = &words.redistribution;
            own.shown_of(&words.integer(&shown), &words.integer(&all))
        })
    }
}
