//! Account pages and pages of the operator: forms and tables, all from the same few pieces.

mod account;
mod audit;
mod installation;
pub(crate) mod part;
mod people;
mod provider;
mod reach;
mod registry;
mod sign_in;
mod tokens;

pub use account::{AccountPage, AccountProblem, PasswordProblem, SessionRow};
pub use audit::{AuditPage, AuditRow};
pub use installation::{FileContent, FileGroup, InstallationPage};
pub use people::{PeoplePage, PersonForm, PersonPage, PersonProblem, PersonRow};
pub use provider::{
    DeparturePage, IdentityRow, ProviderName, ProviderProblem, ProviderProblemPage, Seen,
};
pub use reach::{ReachForm, ReachKind};
pub use registry::{
    OrganisationForm, OrganisationPage, OrganisationProblem, OrganisationRow, OrganisationsPage,
    SiteForm, SitePage, SiteProblem, SiteRow, SitesPage,
};
pub use sign_in::{
    CodeProblem, Continuation, EnrolPage, FactorPage, InvitationPage, RecoveryPage, ResumePage,
    SignInPage, SignInProblem,
};
pub use tokens::{TokenForm, TokenProblem, TokenRow, TokensPage};

use askama::Template;
use vigie_model::{Language, Role};

use crate::frame::{Frame, Place, RenderError, Shell};
use crate::words::Words;
use part::{Cell, Desk, FieldKind, Part};

#[derive(Template)]
#[template(path = "desk.html")]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    desk: Desk,
}

impl View<'_> {
    /// Identifier, label and error of each field that is wrong.
    fn errors(&self) -> Vec<(&str, &str, &str)> {
        let forms = self.desk.parts.iter().filter_map(|part| match part {
            Part::Form(form) => Some(&form.fields),
            _ => None,
        });
        forms
            .flatten()
            .filter_map(|field| {
                let error = field.error.as_deref()?;
                Some((field.identifier.as_str(), field.label.as_str(), error))
            })
            .collect()
    }
}

/// What a role is called.
pub fn role_name(language: Language, role: Role) -> &'static str {
    Words::of(language).role(&role)
}

/// Writes a desk as an HTML document.
fn render(
    shell: &Shell,
    language: Language,
    page: &'static str,
    desk: Desk,
) -> Result<String, RenderError> {
    let words = Words::of(language);
    let description = if desk.lead.is_empty() {
        desk.title.clone()
    } else {
        desk.lead.clone()
    };
    let frame = Frame::new(
        shell,
        language,
        Place::Desk,
        desk.title.clone(),
        description,
    );
    let view = View { frame, words, desk };
    view.render().map_err(RenderError::of(page))
}
