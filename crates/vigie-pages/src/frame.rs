//! What every page carries: address, language links, data day, sources.

use vigie_model::{Day, Language};

use crate::words::Words;
use crate::{Article, Island, Prose, assets, links};

/// What surrounds the content of a page. The same for all pages of one answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shell {
    /// Scheme and host without final slash, for canonical and language links: `https://vigie.example`.
    pub origin: String,
    /// Path without language, from the first slash: `/medicines/60234100`. The board is `/`.
    pub path: String,
    /// Query without `?`, already percent-encoded; kept by the language switch.
    pub query: String,
    /// True when what is shown was simulated: a banner says so on every page.
    pub synthetic: bool,
    /// Day of the newest stock shown.
    pub data_day: Option<Day>,
    /// Published sources of what is shown, for the footer.
    pub sources: Vec<SourceNote>,
    /// What stands for the nonce that the content security policy asks of a script. Each answer has another one, which
    /// the server puts in when it sends the page. Empty: the page has no script.
    pub nonce: String,
    /// Name of the person who reads the page signed in.
    pub visitor: Option<String>,
    /// Where that person works.
    pub workplace: Option<Workplace>,
}

/// The page where a person does what she is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Workplace {
    /// The stocks of her sites.
    Reporting,
    /// What an agency deals with first.
    WorkList,
}

impl Workplace {
    /// Path without language.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Reporting => "/reporting",
            Self::WorkList => "/work-list",
        }
    }

    const fn place(self) -> Place {
        match self {
            Self::Reporting => Place::Reporting,
            Self::WorkList => Place::WorkList,
        }
    }

    pub(crate) fn label(self, words: &Words) -> &'static str {
        match self {
            Self::Reporting => words.reporting.title,
            Self::WorkList => words.agency.title,
        }
    }
}

/// A published source with its licence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceNote {
    /// What it is and who publishes it.
    pub name: Prose,
    /// Where it is published.
    pub address: Option<String>,
    /// Day of the release in use.
    pub day: Option<Day>,
    /// Name of the licence.
    pub licence: String,
}

/// A page could not be written.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A template failed. It says which page.
    #[error("cannot write the page {page}")]
    Template {
        /// Name of the page's type.
        page: &'static str,
        /// What the template engine says.
        source: askama::Error,
    },
}

impl RenderError {
    pub(crate) fn of(page: &'static str) -> impl FnOnce(askama::Error) -> Self {
        move |source| Self::Template { page, source }
    }
}

/// The part of the site a page belongs to, marked in the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Home,
    About,
    OpenData,
    Observatory,
    Rankings,
    Years,
    Search,
    Medicine,
    MyList,
    /// The policy laboratory.
    Laboratory,
    Definitions,
    Api,
    Problem,
    /// Account pages and those of the operator.
    Desk,
    /// Pages for those who report.
    Reporting,
    /// Pages of the agencies.
    WorkList,
}

/// A shell in one language, as the layout template reads it.
pub(crate) struct Frame<'a> {
    pub shell: &'a Shell,
    pub language: Language,
    pub place: Place,
    pub title: String,
    pub description: String,
    /// What stands in the search box.
    pub search_text: &'a str,
    pub stylesheet: &'static str,
    pub icon: &'static str,
    /// Where suggestions come from.
    pub search_source: &'static str,
    islands: Vec<Island>,
}

impl<'a> Frame<'a> {
    pub fn new(
        shell: &'a Shell,
        language: Language,
        place: Place,
        title: String,
        description: String,
    ) -> Self {
        Self {
            shell,
            language,
            place,
            title,
            description,
            search_text: "",
            stylesheet: assets::stylesheet_path(),
            icon: assets::icon_path(),
            search_source: links::SEARCH_SOURCE,
            islands: vec![Island::Search],
        }
    }

    /// Names the islands that stand on this page, beside the search.
    pub fn with_islands(mut self, islands: &[Island]) -> Self {
        self.islands.extend(islands);
        self
    }

    /// Addresses of the scripts of this page; none without a nonce, as no browser would run them.
    pub fn scripts(&self) -> Vec<String> {
        if self.shell.nonce.is_empty() {
            return Vec::new();
        }
        self.islands
            .iter()
            .filter_map(|island| island.script())
            .collect()
    }

    pub fn with_search(mut self, text: &'a str) -> Self {
        self.search_text = text;
        self
    }

    /// Search results and problems are not for search engines.
    pub fn indexed(&self) -> bool {
        !matches!(
            self.place,
            Place::Search | Place::Problem | Place::Desk | Place::Reporting | Place::WorkList
        )
    }

    pub fn canonical(&self) -> String {
        self.alternate(self.language)
    }

    /// This page in a language, with origin and without query.
    fn alternate(&self, language: Language) -> String {
        format!(
            "{}{}",
            self.shell.origin,
            links::page(language, &self.shell.path)
        )
    }

    /// `hreflang` and address of this page in each language, and by default.
    pub fn alternates(&self) -> Vec<(&'static str, String)> {
        let languages = Language::ALL
            .into_iter()
            .map(|language| (language.code(), self.alternate(language)));
        languages
            .chain([("x-default", self.alternate(Language::default()))])
            .collect()
    }

    /// This page in the other language, query kept.
    pub fn switch(&self) -> String {
        let path = links::page(self.language.other(), &self.shell.path);
        if self.shell.query.is_empty() {
            path
        } else {
            format!("{path}?{}", self.shell.query)
        }
    }

    pub fn link(&self, path: &str) -> String {
        links::page(self.language, path)
    }

    pub fn search(&self, text: &str) -> String {
        links::search(self.language, text)
    }

    pub fn medicine(&self, cis: &str) -> String {
        links::medicine(self.language, cis)
    }

    pub fn pack(&self, cis: &str, cip13: &str) -> String {
        links::pack(self.language, cis, cip13)
    }

    pub fn definition(&self, identifier: &str) -> String {
        links::definition(self.language, identifier)
    }

    /// Path and title of the pages of text.
    pub fn articles(&self) -> Vec<(&'static str, &'static str)> {
        Article::titles(self.language)
    }

    pub fn text<'p>(&self, prose: &'p Prose) -> &'p str {
        prose.text(self.language)
    }

    pub fn prose_language(&self, prose: &Prose) -> &'static str {
        prose.language(self.language).code()
    }

    pub fn is_at(&self, place: Place) -> bool {
        self.place == place
    }

    /// Whether the reader is of an agency.
    pub fn is_read_by_agency(&self) -> bool {
        self.shell.workplace == Some(Workplace::WorkList)
    }

    /// Path and name of the page where the reader works, and whether this is it.
    pub fn work(&self, words: &Words) -> Option<(&'static str, &'static str, bool)> {
        let workplace = self.shell.workplace?;
        let is_here = self.place == workplace.place();
        Some((workplace.path(), workplace.label(words), is_here))
    }

    /// Whether the page is one of the observatory.
    pub fn is_in_observatory(&self) -> bool {
        matches!(
            self.place,
            Place::Observatory | Place::Rankings | Place::Years
        )
    }
}
