//! What changed for the entries of a list, for feed readers (Atom, RFC 4287).

use askama::Template;
use vigie_model::{Day, Language};

use crate::country::{Transition, TransitionKind};
use crate::frame::RenderError;
use crate::links;
use crate::notation::Notation;
use crate::words::Words;

/// The feed of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct MyListFeed {
    /// Scheme and host without final slash; empty when not known: links are relative then.
    pub origin: String,
    /// Never changes: `urn:uuid:…`.
    pub identifier: String,
    /// Name of the list; `None` for one that is in an address.
    pub name: Option<String>,
    /// Path and query of the feed, without language.
    pub path: String,
    /// Path and query of the list, without language.
    pub page_path: String,
    /// Newest day that is known of.
    pub as_of: Day,
    /// Whether stocks are simulated.
    pub synthetic: bool,
    /// Changes, the newest first.
    pub entries: Vec<FeedEntry>,
}

/// A change of one medicine or pack.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedEntry {
    /// The same for as long as the change is told: `urn:uuid:…`.
    pub identifier: String,
    /// The day it was seen.
    pub day: Day,
    /// Identifier of the medicine, 8 digits.
    pub cis: String,
    /// Identifier of the pack, 13 digits, when one is concerned.
    pub cip13: Option<String>,
    /// Name of the medicine, in French as published.
    pub name: String,
    /// Name of the pack, in French as published; empty when there is none.
    pub pack: String,
    /// What changed.
    pub change: FeedChange,
}

/// What changed.
#[derive(Debug, Clone, PartialEq)]
pub enum FeedChange {
    /// A move of the availability list.
    Listed(Transition),
    /// Its national cover has been thin for some days.
    Thin {
        /// Since when.
        from: Day,
    },
    /// Its national cover is not thin any more.
    Recovered {
        /// How many days it was.
        days: u64,
        /// The lowest cover seen, days.
        lowest_days: f64,
    },
}

#[derive(Template)]
#[template(path = "my_list_feed.xml")]
struct View<'a> {
    feed: &'a MyListFeed,
    words: &'static Words,
    title: String,
}

impl MyListFeed {
    /// The feed as an Atom document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = Words::of(language);
        let name = self.name.as_deref().unwrap_or(words.my_list.feed_unnamed);
        View {
            feed: self,
            words,
            title: words.my_list.feed_of(name),
        }
        .render()
        .map_err(RenderError::of("MyListFeed"))
    }

    fn address(&self, words: &Words, path: &str) -> String {
        format!("{}{}", self.origin, links::page(words.language, path))
    }
}

impl FeedEntry {
    fn address(&self, feed: &MyListFeed, words: &Words) -> String {
        let language = words.language;
        let path = match &self.cip13 {
            Some(cip13) => links::pack(language, &self.cis, cip13),
            None => links::medicine(language, &self.cis),
        };
        format!("{}{path}", feed.origin)
    }

    fn sentence(&self, words: &Words) -> String {
        let text = &words.my_list;
        match &self.change {
            FeedChange::Listed(transition) => moved(transition, words),
            FeedChange::Thin { from } => text.feed_thin(&words.date(from)),
            FeedChange::Recovered { days, lowest_days } => {
                text.feed_recovered(*days, &words.language.days(*lowest_days))
            }
        }
    }
}

/// `Apparue dans la liste : Rupture de stock`.
fn moved(transition: &Transition, words: &Words) -> String {
    let status = match transition.kind {
        TransitionKind::Vanished => transition.from,
        _ => transition.to,
    };
    let what = words.transition(&transition.kind);
    match status {
        Some(status) => format!(
            "{what}{} {}",
            words.terms.colon,
            words.availability(&status)
        ),
        None => what.to_owned(),
    }
}
