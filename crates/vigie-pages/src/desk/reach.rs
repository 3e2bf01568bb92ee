//! A role and the place over which it reaches, in forms.

use vigie_model::{Language, Role};

use super::part::{Choice, Field, FieldKind};
use super::people::PersonProblem;
use crate::words::Words;

/// Over what a role reaches, by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReachKind {
    /// The country.
    Nation,
    /// A region by its code.
    Region,
    /// A department by its code.
    Department,
    /// An organisation by its code.
    Organisation,
    /// A site by its code.
    Site,
}

impl ReachKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [
        Self::Nation,
        Self::Region,
        Self::Department,
        Self::Organisation,
        Self::Site,
    ];

    /// Its name in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nation => "nation",
            Self::Region => "region",
            Self::Department => "department",
            Self::Organisation => "organisation",
            Self::Site => "site",
        }
    }

    pub(super) fn name(self, language: Language) -> &'static str {
        let words = &Words::of(language).operator;
        match self {
            Self::Nation => words.nation,
            Self::Region => words.region,
            Self::Department => words.department,
            Self::Organisation => words.organisation,
            Self::Site => words.site,
        }
    }
}

/// A role over a reach, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReachForm {
    /// Name of the role.
    pub role: String,
    /// Name of the kind of reach.
    pub kind: String,
    /// Code of the place.
    pub code: String,
}

/// The fields of a role and its place.
pub(super) fn reach_fields(
    language: Language,
    form: &ReachForm,
    problem: Option<PersonProblem>,
) -> Vec<Field> {
    let words = &Words::of(language).operator;
    let roles = Role::ALL.map(|role| Choice {
        value: role.as_str().to_owned(),
        label: Words::of(language).role(&role).to_owned(),
    });
    let kinds = ReachKind::ALL.map(|kind| Choice {
        value: kind.as_str().to_owned(),
        label: kind.name(language).to_owned(),
    });
    let wrong = |is: PersonProblem, text: &str| (problem == Some(is)).then(|| text.to_owned());
    vec![
        Field::new(FieldKind::Choice, "role", words.role, &form.role)
            .choices(roles.to_vec())
            .error(wrong(PersonProblem::Role, words.role_wrong)),
        Field::new(FieldKind::Choice, "kind", words.reach, &form.kind).choices(kinds.to_vec()),
        Field::new(FieldKind::Text, "place", words.place_code, &form.code)
            .hint(words.place_hint)
            .optional()
            .error(wrong(PersonProblem::Reach, words.reach_wrong)),
    ]
}
