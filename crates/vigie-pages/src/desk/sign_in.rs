//! Signing in, second factor, invitation, and forms that waited meanwhile.

use vigie_model::Language;

use super::account::{PasswordProblem, new_password_fields};
use super::part::{Alert, Desk, Field, FieldKind, Form, Part};
use super::provider::ProviderName;
use super::render;
use crate::frame::{RenderError, Shell};
use crate::links;
use crate::words::Words;

/// Where a person wanted to go, and a form that she sent when her session had ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Continuation {
    /// Address of this server, from its first slash.
    pub next: String,
    /// The form, written as `name=value&…`; empty when there is none.
    pub pending: String,
}

impl Continuation {
    fn carried_by(&self, form: Form) -> Form {
        form.carrying("next", &self.next)
            .carrying("pending", &self.pending)
    }
}

/// Why a person is not signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInProblem {
    /// Address and password do not belong together, or the account is closed: the same for all.
    Wrong,
    /// So many seconds to wait.
    Wait(u64),
    /// The page needs somebody signed in.
    Needed,
    /// What was sent is kept until the person has signed in again.
    FormKept,
}

/// The page to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The address typed before.
    pub email: String,
    /// What comes after.
    pub continuation: Continuation,
    /// Other services by which one may sign in: code and name.
    pub providers: Vec<ProviderName>,
    /// Why the person is here again.
    pub problem: Option<SignInProblem>,
}

/// Why a code is not enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeProblem {
    /// Wrong, too old, or used before.
    Wrong,
    /// So many seconds to wait.
    Wait(u64),
}

/// The page for the code of the second factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Token of the session's forms.
    pub form_token: String,
    /// What comes after.
    pub continuation: Continuation,
    /// Why the person is here again.
    pub problem: Option<CodeProblem>,
}

/// The page to set up the second factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Token of the session's forms.
    pub form_token: String,
    /// What comes after.
    pub continuation: Continuation,
    /// The square code, SVG made by the server.
    pub drawing: String,
    /// The secret as people type it.
    pub secret: String,
    /// Whether a role asks for it.
    pub required: bool,
    /// Whether the code typed was wrong.
    pub is_wrong: bool,
}

/// Recovery codes, shown once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Token of the session's forms.
    pub form_token: String,
    /// What comes after.
    pub continuation: Continuation,
    /// The codes.
    pub codes: Vec<String>,
}

/// A form that waited while the person signed in, to be sent with one press.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResumePage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Token of the session's forms.
    pub form_token: String,
    /// Where the form goes.
    pub action: String,
    /// Names and values typed.
    pub fields: Vec<(String, String)>,
}

/// The page where an invited person chooses a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Secret of the invitation, which the form sends back.
    pub invitation: String,
    /// Name of the person.
    pub name: String,
    /// Address of mail of the account.
    pub email: String,
    /// What is wrong with the password.
    pub problem: Option<PasswordProblem>,
}

fn alert(kind: &'static str, heading: impl Into<String>, text: impl Into<String>) -> Alert {
    Alert {
        kind,
        heading: heading.into(),
        text: text.into(),
    }
}

impl SignInPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = &Words::of(language).sign_in;
        let problem = self.problem.map(|problem| match problem {
            SignInProblem::Wrong => alert("shortage", words.wrong, words.wrong_do),
            SignInProblem::Wait(seconds) => alert("tension", words.wait(seconds), words.wait_do),
            SignInProblem::Needed => alert("none", words.needed, words.needed_do),
            SignInProblem::FormKept => alert("tension", words.form_kept, words.form_kept_do),
        });
        let desk = Desk {
            title: words.title.to_owned(),
            lead: words.lead.to_owned(),
            live: problem
                .as_ref()
                .map(|alert| alert.heading.clone())
                .unwrap_or_default(),
            alerts: problem.into_iter().collect(),
            parts: ways(language, &self.providers, &self.continuation, &self.email),
        };
        render(&self.shell, language, "SignInPage", desk)
    }
}

/// The ways to sign in. Services first: those who have them have no password.
pub(super) fn ways(
    language: Language,
    providers: &[ProviderName],
    continuation: &Continuation,
    email: &str,
) -> Vec<Part> {
    let words = Words::of(language);
    let mut parts = Vec::new();
    if !providers.is_empty() {
        parts.push(Part::Heading(words.provider.ways.to_owned()));
        parts.extend(providers.iter().map(|provider| {
            let action = links::page(language, &format!("/sign-in/with/{}", provider.code));
            let form = Form::post(action, "", &words.provider.with(&provider.name));
            Part::Form(continuation.carried_by(form))
        }));
        parts.push(Part::Heading(words.provider.or_password.to_owned()));
    }
    let words = &words.sign_in;
    let password = Form::post(links::page(language, "/sign-in"), "", words.button)
        .with(Field::new(FieldKind::Email, "email", words.email, email).autocomplete("username"))
        .with(
            Field::new(FieldKind::Password, "password", words.password, "")
                .autocomplete("current-password"),
        );
    parts.push(Part::Form(continuation.carried_by(password)));
    parts.push(Part::Text(words.no_account.to_owned()));
    parts
}

impl FactorPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = &Words::of(language).sign_in;
        let problem = self.problem.map(|problem| match problem {
            CodeProblem::Wrong => alert("shortage", words.code_wrong, words.code_wrong_do),
            CodeProblem::Wait(seconds) => alert("tension", words.wait(seconds), words.wait_do),
        });
        let action = links::page(language, "/second-factor");
        let form = Form::post(action, &self.form_token, words.confirm).with(
            Field::new(FieldKind::Code, "code", words.code, "")
                .hint(words.code_hint)
                .autocomplete("one-time-code"),
        );
        let leave = links::page(language, "/sign-out");
        let desk = Desk {
            title: words.factor_title.to_owned(),
            lead: words.factor_lead.to_owned(),
            live: problem
                .as_ref()
                .map(|alert| alert.heading.clone())
                .unwrap_or_default(),
            alerts: problem.into_iter().collect(),
            parts: vec![
                Part::Form(self.continuation.carried_by(form)),
                Part::Form(Form::post(leave, &self.form_token, words.sign_out).quiet()),
            ],
        };
        render(&self.shell, language, "FactorPage", desk)
    }
}

impl EnrolPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = &Words::of(language).sign_in;
        let error = self.is_wrong.then(|| words.code_wrong.to_owned());
        let action = links::page(language, "/second-factor/new");
        let form = Form::post(action, &self.form_token, words.enrol_confirm)
            .carrying("secret", &self.secret)
            .with(
                Field::new(FieldKind::Code, "code", words.enrol_code, "")
                    .hint(words.enrol_code_hint)
                    .autocomplete("one-time-code")
                    .error(error),
            );
        let needed = self
            .required
            .then(|| alert("none", words.enrol_required, words.enrol_required_do));
        let desk = Desk {
            title: words.enrol_title.to_owned(),
            lead: words.enrol_lead.to_owned(),
            live: if self.is_wrong {
                words.code_wrong.to_owned()
            } else {
                String::new()
            },
            alerts: needed.into_iter().collect(),
            parts: vec![
                Part::Drawing {
                    svg: self.drawing.clone(),
                    label: words.drawing.to_owned(),
                },
                Part::Secret {
                    label: words.secret.to_owned(),
                    value: self.secret.clone(),
                },
                Part::Form(self.continuation.carried_by(form)),
            ],
        };
        render(&self.shell, language, "EnrolPage", desk)
    }
}

impl RecoveryPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = &Words::of(language).sign_in;
        let action = links::page(language, "/sign-in/continue");
        let form = Form::post(action, &self.form_token, words.codes_kept);
        let desk = Desk {
            title: words.codes_title.to_owned(),
            lead: words.codes_lead.to_owned(),
            parts: vec![
                Part::Codes(self.codes.clone()),
                Part::Form(self.continuation.carried_by(form)),
            ],
            ..Desk::default()
        };
        render(&self.shell, language, "RecoveryPage", desk)
    }
}

impl ResumePage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = &Words::of(language).sign_in;
        let mut form = Form::post(self.action.clone(), &self.form_token, words.resume_send);
        form.hidden.extend(self.fields.iter().cloned());
        let desk = Desk {
            title: words.resume_title.to_owned(),
            lead: words.resume_lead.to_owned(),
            live: words.resume_title.to_owned(),
            parts: vec![
                Part::Facts(self.fields.clone()),
                Part::Form(form),
                Part::Links(vec![(self.action.clone(), words.resume_leave.to_owned())]),
            ],
            ..Desk::default()
        };
        render(&self.shell, language, "ResumePage", desk)
    }
}

impl InvitationPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = &Words::of(language).sign_in;
        let action = links::page(language, "/invitation");
        let mut form = Form::post(action, "", words.invitation_button)
            .carrying("invitation", &self.invitation);
        form.fields = new_password_fields(language, self.problem);
        let desk = Desk {
            title: words.invitation_title.to_owned(),
            lead: words.invitation_lead(&self.name, &self.email),
            parts: vec![Part::Form(form)],
            ..Desk::default()
        };
        render(&self.shell, language, "InvitationPage", desk)
    }
}
