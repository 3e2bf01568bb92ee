//! The browsable reference of the API.

use askama::Template;
use vigie_model::Language;

use crate::Prose;
use crate::frame::{Frame, Place, RenderError, Shell};
use crate::words::Words;

/// The API reference: operations in groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiReference {
    /// What surrounds the page.
    pub shell: Shell,
    /// Address of the OpenAPI document.
    pub document: String,
    /// Groups in the order shown.
    pub groups: Vec<OperationGroup>,
}

/// Operations about one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationGroup {
    /// Name of the group.
    pub name: Prose,
    /// Operations in the order shown.
    pub operations: Vec<Operation>,
}

/// One operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Identifier of the operation in the OpenAPI document; the anchor on the page.
    pub identifier: String,
    /// HTTP method, upper case.
    pub method: String,
    /// Path with parameters in braces: `/api/v1/packs/{cip13}/stock`.
    pub path: String,
    /// What it does, in a sentence.
    pub summary: Prose,
    /// Parameters.
    pub parameters: Vec<Parameter>,
    /// A command that runs as it stands.
    pub example: String,
    /// Status codes and what each means.
    pub answers: Vec<(u16, Prose)>,
}

/// A parameter of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Name as sent.
    pub name: String,
    /// Where it is sent.
    pub place: ParameterPlace,
    /// Kind of value: `string`, `date`, `pharmacy | hospital`.
    pub kind: String,
    /// Must be given.
    pub required: bool,
    /// What it means.
    pub meaning: Prose,
}

/// Where a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParameterPlace {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In the body.
    Body,
}

#[derive(Template)]
#[template(path = "api.html")]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a ApiReference,
}

impl ApiReference {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = Words::of(language);
        let title = words.api.title.to_owned();
        let frame = Frame::new(
            &self.shell,
            language,
            Place::Api,
            title,
            words.api.description.to_owned(),
        );
        View {
            frame,
            words,
            page: self,
        }
        .render()
        .map_err(RenderError::of("ApiReference"))
    }

    fn operation_count(&self) -> u64 {
        self.groups
            .iter()
            .map(|group| group.operations.len() as u64)
            .sum()
    }
}
