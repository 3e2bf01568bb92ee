//! The pieces.

use vigie_model::Language;

use crate::words::Words;

/// A page of pieces, one under the other.
#[derive(Debug, Default)]
pub struct Desk {
    pub title: String,
    pub lead: String,
    /// Said aloud when the page comes.
    pub live: String,
    pub alerts: Vec<Alert>,
    pub parts: Vec<Part>,
}

/// Something to know first.
#[derive(Debug)]
pub struct Alert {
    pub kind: &'static str,
    pub heading: String,
    pub text: String,
}

/// A piece.
#[derive(Debug)]
pub enum Part {
    Heading(String),
    Text(String),
    Form(Form),
    Table(Table),
    Facts(Vec<(String, String)>),
    Codes(Vec<String>),
    Secret { label: String, value: String },
    Drawing { svg: String, label: String },
    Links(Vec<(String, String)>),
}

/// A form.
#[derive(Debug, Default)]
pub struct Form {
    pub method: &'static str,
    pub action: String,
    pub hidden: Vec<(String, String)>,
    pub fields: Vec<Field>,
    pub button: String,
    /// What the button is about, for those who do not see its row.
    pub about: String,
    /// Not the main thing to do here.
    pub quiet: bool,
}

impl Form {
    /// A form that changes something, with the token of the session.
    pub fn post(action: String, form_token: &str, button: &str) -> Self {
        let mut hidden = Vec::new();
        if !form_token.is_empty() {
            hidden.push(("form_token".to_owned(), form_token.to_owned()));
        }
        Self {
            method: "post",
            action,
            hidden,
            button: button.to_owned(),
            ..Self::default()
        }
    }

    /// A form that looks something up.
    pub fn get(action: String, button: &str) -> Self {
        Self {
            method: "get",
            ..Self::post(action, "", button)
        }
    }

    pub fn with(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }

    pub fn carrying(mut self, name: &str, value: &str) -> Self {
        if !value.is_empty() {
            self.hidden.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    pub fn about(mut self, about: &str) -> Self {
        about.clone_into(&mut self.about);
        self
    }

    pub fn quiet(mut self) -> Self {
        self.quiet = true;
        self
    }

    pub fn has_file(&self) -> bool {
        self.fields
            .iter()
            .any(|field| field.kind == FieldKind::File)
    }

    pub fn is_inline(&self) -> bool {
        self.fields.is_empty()
    }
}

/// What is typed or chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    Text,
    Email,
    Password,
    Code,
    Day,
    Choice,
    /// A file.
    File,
    /// A code, typed or scanned.
    Scan,
    /// A whole number.
    Count,
}

impl FieldKind {
    pub const fn html(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Password => "password",
            Self::Day => "date",
            _ => "text",
        }
    }

    pub fn is_numeric(self) -> bool {
        matches!(self, Self::Code | Self::Count)
    }
}

/// One choice.
#[derive(Debug, Clone)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

/// A labelled control.
#[derive(Debug)]
pub struct Field {
    pub identifier: String,
    pub name: &'static str,
    pub kind: FieldKind,
    pub label: String,
    pub hint: String,
    pub value: String,
    pub error: Option<String>,
    pub choices: Vec<Choice>,
    pub autocomplete: &'static str,
    pub required: bool,
}

impl Field {
    pub fn new(kind: FieldKind, name: &'static str, label: &str, value: &str) -> Self {
        Self {
            identifier: format!("field-{name}"),
            name,
            kind,
            label: label.to_owned(),
            hint: String::new(),
            value: value.to_owned(),
            error: None,
            choices: Vec::new(),
            autocomplete: "off",
            required: true,
        }
    }

    pub fn hint(mut self, hint: &str) -> Self {
        hint.clone_into(&mut self.hint);
        self
    }

    pub fn error(mut self, error: Option<String>) -> Self {
        self.error = error;
        self
    }

    pub fn autocomplete(mut self, purpose: &'static str) -> Self {
        self.autocomplete = purpose;
        self
    }

    pub fn choices(mut self, choices: Vec<Choice>) -> Self {
        self.choices = choices;
        self
    }

    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    pub const fn is_wrong(&self) -> bool {
        self.error.is_some()
    }

    /// Identifiers of hint and error.
    pub fn described(&self) -> String {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.identifier));
        let error = self
            .error
            .is_some()
            .then(|| format!("{}-error", self.identifier));
        [hint, error]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// A table.
#[derive(Debug)]
pub struct Table {
    pub identifier: &'static str,
    pub caption: String,
    pub headers: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
    /// Stands there when no row does.
    pub nothing: String,
}

/// What stands in a row.
#[derive(Debug)]
pub enum Cell {
    Text(String),
    Code(String),
    Link { address: String, text: String },
    Form(Form),
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// Headers of a table.
pub fn headers<const COUNT: usize>(texts: [&'static str; COUNT]) -> Vec<String> {
    texts.map(str::to_owned).to_vec()
}

/// A link to the rows that follow.
pub fn next_link(language: Language, next: Option<&String>) -> Option<Part> {
    let text = Words::of(language).operator.next.to_owned();
    next.map(|address| Part::Links(vec![(address.clone(), text)]))
}
