//! Account pages and pages of the operator. People and codes are made up.

use vigie_model::{Language, Tier};

use super::shell;
use crate::desk::{
    AccountPage, AuditPage, AuditRow, CodeProblem, Continuation, DeparturePage, EnrolPage,
    FactorPage, FileContent, FileGroup, IdentityRow, InstallationPage, InvitationPage,
    OrganisationForm, OrganisationPage, OrganisationProblem, OrganisationRow, OrganisationsPage,
    PasswordProblem, PeoplePage, PersonForm, PersonPage, PersonProblem, PersonRow, ProviderName,
    ProviderProblem, ProviderProblemPage, ReachForm, RecoveryPage, ResumePage, Seen, SessionRow,
    SignInPage, SignInProblem, SiteForm, SitePage, SiteProblem, SiteRow, SitesPage, TokenForm,
    TokenRow, TokensPage,
};
use crate::{RenderError, Shell};

/// Name and HTML of each page.
///
/// # Errors
/// When a template fails.
pub fn desk_pages(language: Language) -> Result<Vec<(&'static str, String)>, RenderError> {
    Ok(vec![
        ("sign-in", sign_in().render(language)?),
        ("sign-in/departure", departure().render(language)?),
        (
            "sign-in/leaving",
            DeparturePage {
                is_leaving: true,
                ..departure()
            }
            .render(language)?,
        ),
        (
            "sign-in/down",
            provider_problem(ProviderProblem::Down).render(language)?,
        ),
        (
            "sign-in/unusable",
            provider_problem(ProviderProblem::Unusable).render(language)?,
        ),
        (
            "sign-in/cancelled",
            provider_problem(ProviderProblem::Cancelled).render(language)?,
        ),
        (
            "sign-in/stale",
            provider_problem(ProviderProblem::Stale).render(language)?,
        ),
        (
            "sign-in/weak",
            provider_problem(ProviderProblem::Weak).render(language)?,
        ),
        (
            "sign-in/closed",
            provider_problem(ProviderProblem::Closed).render(language)?,
        ),
        (
            "sign-in/stranger",
            provider_problem(ProviderProblem::Stranger).render(language)?,
        ),
        (
            "sign-in/taken",
            provider_problem(ProviderProblem::Taken).render(language)?,
        ),
        (
            "sign-in/other",
            provider_problem(ProviderProblem::Other).render(language)?,
        ),
        ("second-factor", factor().render(language)?),
        ("second-factor/new", enrolment().render(language)?),
        ("recovery", recovery().render(language)?),
        ("resume", resume().render(language)?),
        ("invitation", invitation().render(language)?),
        ("account", account().render(language)?),
        ("people", people().render(language)?),
        ("people/4", person().render(language)?),
        ("organisations", organisations().render(language)?),
        ("sites", sites().render(language)?),
        ("registry/organisations/3", organisation().render(language)?),
        ("registry/sites/17", site().render(language)?),
        ("tokens", tokens().render(language)?),
        ("audit", audit().render(language)?),
        ("installation", installation().render(language)?),
    ])
}

fn seen(path: &str) -> Shell {
    Shell {
        visitor: Some("Andrea Exploitation".to_owned()),
        data_day: None,
        ..shell(path, "")
    }
}

fn token() -> String {
    "5f".repeat(32)
}

fn continuation() -> Continuation {
    Continuation {
        next: "/fr/people".to_owned(),
        pending: "name=Marie+%3Cb%3E".to_owned(),
    }
}

fn sign_in() -> SignInPage {
    SignInPage {
        shell: shell("/sign-in", ""),
        email: "marie@vigie.example".to_owned(),
        continuation: continuation(),
        providers: providers(),
        problem: Some(SignInProblem::Wrong),
    }
}

fn providers() -> Vec<ProviderName> {
    let named = [("psc", "Pro Santé Connect"), ("proconnect", "ProConnect")];
    let named = named.map(|(code, name)| ProviderName {
        code: code.to_owned(),
        name: name.to_owned(),
    });
    named.to_vec()
}

fn departure() -> DeparturePage {
    DeparturePage {
        shell: shell("/sign-in", ""),
        provider: "Pro Santé Connect".to_owned(),
        address: "https://login.example/authorize?client_id=vigie&scope=openid".to_owned(),
        is_leaving: false,
    }
}

/// Every way in which signing in by another service comes to nothing; the stranger has names of all kinds.
fn provider_problem(problem: ProviderProblem) -> ProviderProblemPage {
    let is_signed_in = matches!(problem, ProviderProblem::Taken | ProviderProblem::Other);
    let seen = Seen {
        name: "Maxime <b>Officine</b>".to_owned(),
        rpps: "10101234564".to_owned(),
        sites: vec!["750000010".to_owned(), "26010004500012".to_owned()],
    };
    ProviderProblemPage {
        shell: shell("/sign-in", ""),
        provider: "Pro Santé Connect".to_owned(),
        problem,
        seen: if problem == ProviderProblem::Stranger {
            seen
        } else {
            Seen::default()
        },
        providers: providers(),
        continuation: (!is_signed_in).then(continuation),
        request_identifier: "019ab3c2-7d10-7a4e-9c55-2f1e0d3b8a61".to_owned(),
    }
}

fn identities() -> Vec<IdentityRow> {
    vec![IdentityRow {
        issuer: "https://login.example".to_owned(),
        name: "ProConnect".to_owned(),
        linked_at: "2026-11-20 18:30".to_owned(),
    }]
}

fn factor() -> FactorPage {
    FactorPage {
        shell: seen("/second-factor"),
        form_token: token(),
        continuation: continuation(),
        problem: Some(CodeProblem::Wait(4)),
    }
}

fn enrolment() -> EnrolPage {
    EnrolPage {
        shell: seen("/second-factor/new"),
        form_token: token(),
        continuation: continuation(),
        drawing: "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"220\" height=\"220\" viewBox=\"0 0 2 2\">\
                  <rect width=\"2\" height=\"2\" fill=\"#fff\"/><path fill=\"#000\" d=\"M0 0h1v1h-1z\"/></svg>"
            .to_owned(),
        secret: "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ".to_owned(),
        required: true,
        is_wrong: true,
    }
}

fn recovery() -> RecoveryPage {
    RecoveryPage {
        shell: seen("/second-factor/new"),
        form_token: token(),
        continuation: continuation(),
        codes: (0..10)
            .map(|place| format!("abcd-efgh-jkm{place}-npqr"))
            .collect(),
    }
}

fn resume() -> ResumePage {
    ResumePage {
        shell: seen("/sign-in"),
        form_token: token(),
        action: "/fr/people".to_owned(),
        fields: vec![
            ("name".to_owned(), "Marie <b>".to_owned()),
            ("email".to_owned(), "marie@vigie.example".to_owned()),
        ],
    }
}

fn invitation() -> InvitationPage {
    InvitationPage {
        shell: shell("/invitation", ""),
        invitation: token(),
        name: "Marie".to_owned(),
        email: "marie@vigie.example".to_owned(),
        problem: Some(PasswordProblem::Short),
    }
}

fn account() -> AccountPage {
    let session = |place: u32, user_agent: &str| SessionRow {
        identifier: format!("{place:064x}"),
        is_this: place == 0,
        user_agent: user_agent.to_owned(),
        created_at: "2026-11-20 09:12".to_owned(),
        seen_at: "2026-11-20 18:30".to_owned(),
    };
    AccountPage {
        shell: seen("/account"),
        form_token: token(),
        name: "Andrea Exploitation".to_owned(),
        email: "operator@vigie.example".to_owned(),
        account_language: Language::French,
        roles: vec!["Exploitant du service – le pays".to_owned()],
        has_factor: true,
        needs_factor: true,
        codes_left: 9,
        sessions: vec![
            session(0, "Firefox 140, Linux"),
            session(1, "Safari, iPhone"),
        ],
        identities: identities(),
        providers: providers().into_iter().take(1).collect(),
        places: vec!["/people", "/organisations", "/sites", "/tokens", "/audit"],
        is_saved: true,
        problem: None,
    }
}

fn row(number: u32, name: &str, role: &str) -> PersonRow {
    PersonRow {
        number,
        name: name.to_owned(),
        email: format!("person{number}@vigie.example"),
        roles: vec![role.to_owned()],
        is_disabled: number == 3,
        is_invited: number == 4,
        has_factor: number < 2,
    }
}

fn reach_form() -> ReachForm {
    ReachForm {
        role: "pharmacy".to_owned(),
        kind: "site".to_owned(),
        code: "750000011".to_owned(),
    }
}

fn people() -> PeoplePage {
    PeoplePage {
        shell: seen("/people"),
        form_token: token(),
        people: vec![
            row(0, "Andrea Exploitation", "Exploitant du service – le pays"),
            row(1, "Morgan Évaluation", "Évaluateur de l’agence – le pays"),
            row(
                3,
                "Maxime Officine",
                "Officine – Pharmacie du Port (750000010)",
            ),
            row(
                4,
                "Robert'); DROP TABLE person;--<script>",
                "Auditeur – le pays",
            ),
        ],
        next: Some("/fr/people?after=4".to_owned()),
        form: PersonForm {
            name: "Marie".to_owned(),
            email: "marie@vigie.example".to_owned(),
            rpps: "10101234564".to_owned(),
            reach: reach_form(),
        },
        problem: Some(PersonProblem::Reach),
    }
}

fn person() -> PersonPage {
    PersonPage {
        shell: seen("/people/4"),
        form_token: token(),
        person: row(
            4,
            "Maxime Officine",
            "Officine – Pharmacie du Port (750000010)",
        ),
        memberships: vec![("pharmacy".to_owned(), "site:17".to_owned())],
        created_at: "2026-11-20 18:30".to_owned(),
        rpps: "10101234564".to_owned(),
        identities: identities(),
        invitation: Some(format!(
            "https://vigie.example/fr/invitation/{}",
            "5f".repeat(32)
        )),
        form: ReachForm::default(),
        problem: None,
        is_saved: false,
    }
}

fn organisations() -> OrganisationsPage {
    OrganisationsPage {
        shell: seen("/organisations"),
        query: "grossiste".to_owned(),
        organisations: vec![organisation_row()],
        next: None,
        form_token: token(),
        form: organisation_form(),
        problem: Some(OrganisationProblem::Known),
    }
}

fn organisation_row() -> OrganisationRow {
    OrganisationRow {
        number: 3,
        code: "356000000".to_owned(),
        name: "Grossiste du Nord".to_owned(),
        sites: 12,
    }
}

fn organisation_form() -> OrganisationForm {
    OrganisationForm {
        code: "356000000".to_owned(),
        name: "Grossiste du Nord <b>".to_owned(),
    }
}

fn organisation() -> OrganisationPage {
    OrganisationPage {
        shell: seen("/registry/organisations/3"),
        form_token: token(),
        organisation: organisation_row(),
        seen: token(),
        form: organisation_form(),
        problem: Some(OrganisationProblem::Stale),
        is_saved: false,
    }
}

fn site_row() -> SiteRow {
    SiteRow {
        number: 17,
        code: "750000010".to_owned(),
        name: "Pharmacie du Port".to_owned(),
        tier: Tier::Pharmacy,
        place: "75 Paris".to_owned(),
        organisation: "Pharmacie du Port".to_owned(),
    }
}

fn site_form() -> SiteForm {
    SiteForm {
        code: "750000011".to_owned(),
        name: "Pharmacie du Port".to_owned(),
        tier: "pharmacy".to_owned(),
        department: String::new(),
        municipality: "Paris".to_owned(),
        organisation: "750000010".to_owned(),
        from: "2026-11-20".to_owned(),
        until: String::new(),
    }
}

fn site() -> SitePage {
    SitePage {
        shell: seen("/registry/sites/17"),
        form_token: token(),
        site: site_row(),
        expected: ("2026-11-20".to_owned(), String::new()),
        is_synthetic: true,
        seen: token(),
        form: site_form(),
        problem: None,
        is_saved: true,
    }
}

fn sites() -> SitesPage {
    SitesPage {
        shell: seen("/sites"),
        query: String::new(),
        sites: vec![site_row()],
        next: Some("/fr/sites?name=&after=99".to_owned()),
        form_token: token(),
        form: site_form(),
        problem: Some(SiteProblem::Code),
    }
}

fn tokens() -> TokensPage {
    let token_row = |number: u32, is_over: bool| TokenRow {
        number,
        label: "Logiciel de l’officine".to_owned(),
        holder: "Pharmacie du Port (750000010)".to_owned(),
        verbs: vec!["report".to_owned()],
        last_used: (number > 1).then(|| "2026-11-20 18:30".to_owned()),
        expires_at: Some("2027-11-20 23:59".to_owned()),
        is_over,
    };
    TokensPage {
        shell: seen("/tokens"),
        form_token: token(),
        tokens: vec![token_row(2, false), token_row(1, true)],
        next: None,
        verbs: vec!["report", "read", "authority"],
        secret: Some(format!("vigie_{}", "5f".repeat(32))),
        form: TokenForm::default(),
        problem: None,
    }
}

fn audit() -> AuditPage {
    let row = |act: &str, object: &str| AuditRow {
        at: "2026-11-20 18:30".to_owned(),
        who: "morgan@vigie.example".to_owned(),
        act: act.to_owned(),
        object: object.to_owned(),
        address: "192.0.2.0/24".to_owned(),
        request_id: "019ab3c2-7d10-7a4e-9c55-2f1e0d3b8a61".to_owned(),
    };
    AuditPage {
        shell: seen("/audit"),
        entries: vec![
            row("sign-in", "password"),
            row("read", "/api/v1/packs/3400935955838/stock?by=department"),
            row("rights-changed", "person 4 + pharmacy site:17"),
        ],
        next: Some("/fr/audit?before=12".to_owned()),
        person: "morgan@vigie.example".to_owned(),
        act: "read".to_owned(),
        day: "2026-11-20".to_owned(),
        acts: vec!["sign-in", "read", "rights-changed"],
        is_unknown_person: false,
    }
}

fn installation() -> InstallationPage {
    InstallationPage {
        shell: seen("/installation"),
        halted: Some("journal entry 17: unreadable".to_owned()),
        version: "0.1.0".to_owned(),
        database: "SQLite",
        journal_head: 216_360,
        stock_lines: 81_204_118,
        latest: Some(super::TODAY),
        last_closed: None,
        corrections: 2,
        history: Some((super::TODAY.plus_days(-119), super::TODAY)),
        nation_days: 119,
        releases: vec![super::TODAY.plus_days(-180)],
        lists: Vec::new(),
        medicines: 15_851,
        packs: 21_644,
        files: vec![FileGroup {
            content: FileContent::Days,
            count: 119,
            rows: 9_812_000_418,
            bytes: 11_400_000_000,
        }],
        waiting_codes: vec!["3400930116791".to_owned(), "<b>".to_owned()],
        waiting_count: 31,
    }
}
