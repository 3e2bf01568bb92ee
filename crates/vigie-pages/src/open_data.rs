//! Open data: what there is, how fresh it is, under which licence, and how to read it.

use askama::Template;
use vigie_model::{Day, Language};

use crate::Prose;
use crate::frame::{Frame, Place, RenderError, Shell};
use crate::shared::UnknownReason;
use crate::words::Words;

/// The page of open data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenData {
    /// What surrounds the page.
    pub shell: Shell,
    /// Scheme and host that examples name: `https://vigie.example`.
    pub server: String,
    /// What can be read.
    pub sets: Vec<DataSet>,
}

/// Something that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataSet {
    /// Identifier: the anchor on the page.
    pub identifier: &'static str,
    /// Name.
    pub name: Prose,
    /// What it holds, in a sentence.
    pub text: Prose,
    /// Day of the newest data.
    pub day: Option<Day>,
    /// How often it changes.
    pub rhythm: Prose,
    /// Format and address of each form.
    pub files: Vec<(&'static str, &'static str)>,
    /// Licence.
    pub licence: &'static str,
}

#[derive(Template)]
#[template(path = "open_data.html")]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a OpenData,
    examples: [(&'static str, String); 3],
}

impl OpenData {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = Words::of(language);
        let frame = Frame::new(
            &self.shell,
            language,
            Place::OpenData,
            words.open_data.title.to_owned(),
            words.open_data.description.to_owned(),
        );
        View {
            frame,
            words,
            page: self,
            examples: self.examples(),
        }
        .render()
        .map_err(RenderError::of("OpenData"))
    }

    /// The same question in three languages: the thinnest covers of medicines of major interest.
    fn examples(&self) -> [(&'static str, String); 3] {
        let query = "mitm=true&below=15&demand_from=50";
        let address =
            |format: &str| format!("{}/api/v1/cover?{query}&format={format}", self.server);
        [
            ("curl", format!("curl -o cover.csv '{}'", address("csv"))),
            (
                "Python",
                format!(
                    "import polars\n\ncover = polars.read_csv(\n    \"{}\",\n    separator=\";\",\n)\nprint(cover.sort(\"cover_days\").head(10))",
                    address("csv")
                ),
            ),
            (
                "R",
                format!(
                    "cover <- read.csv2(\"{}\", dec = \".\")\nhead(cover[order(cover$cover_days), ], 10)",
                    address("csv")
                ),
            ),
        ]
    }
}
