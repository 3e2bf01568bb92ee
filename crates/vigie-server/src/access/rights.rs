//! The permission table: who may do what to what, and how far. It is data; `docs/rights.md` is printed from it.
//!
//! What has no row is refused. Each address of the server names the resource and the verb it needs.

use std::fmt::Write;

use vigie_model::{Reach, Role, Site};
use vigie_store::{Membership, TokenScope};

/// What can be read or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Resource {
    /// Is the server alive, ready, busy.
    Service,
    /// Style, icons, documents of the API.
    Documents,
    /// Published medicines: names, packs, lists.
    Catalogue,
    /// Search of the catalogue.
    Search,
    /// Rules tried on published prices and volumes.
    Laboratory,
    /// Sums of stock, demand and cover that rest on enough sites.
    Figures,
    /// The same sums however few sites they rest on.
    IdentifiedFigures,
    /// Stock reports of sites and their receipts.
    Reports,
    /// Signing in and out.
    SignIn,
    /// One's own account.
    Account,
    /// Lists of medicines: handed in to be looked at, or kept under a name.
    Lists,
    /// Other people and what they are.
    People,
    /// Organisations.
    Organisations,
    /// The registry of sites.
    Sites,
    /// Tokens of programs.
    Tokens,
    /// Who did and read what.
    Audit,
    /// Journal, files, imports and health of the installation.
    Installation,
}

/// What is done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Look.
    Read,
    /// Hand in.
    Send,
    /// Add, change, withdraw.
    Change,
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Asker {
    /// Anybody, known or not.
    Public,
    /// Anybody who has signed in.
    SignedIn,
    /// A person in a role.
    Role(Role),
    /// A program whose token has the verb `report`.
    TokenReport,
    /// A program whose token has the verb `read`.
    TokenRead,
    /// A program whose token has the verb `authority`.
    TokenAuthority,
}

/// How far a right goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Extent {
    /// Everything there is.
    All,
    /// What lies within the reach of the role, or of the token.
    Reach,
    /// What is one's own.
    Own,
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Who.
    pub asker: Asker,
    /// To what.
    pub resource: Resource,
    /// Does what.
    pub verb: Verb,
    /// How far.
    pub extent: Extent,
}

/// What an address needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Right {
    /// To what.
    pub resource: Resource,
    /// What is done.
    pub verb: Verb,
}

impl Right {
    /// Reading something.
    pub const fn read(resource: Resource) -> Self {
        let verb = Read;
        Self { resource, verb }
    }

    /// Handing something in.
    pub const fn send(resource: Resource) -> Self {
        let verb = Send;
        Self { resource, verb }
    }

    /// Changing something.
    pub const fn change(resource: Resource) -> Self {
        let verb = Change;
        Self { resource, verb }
    }

    /// Whether using it is noted in the audit log: what is read tells of single sites or people.
    pub const fn is_identified(self) -> bool {
        matches!(
            (self.resource, self.verb),
            (IdentifiedFigures | Reports | People | Audit, Read)
        )
    }

    /// Whether those who lack it are told that there is nothing, rather than that it is not for them.
    pub const fn is_secret(self) -> bool {
        matches!(
            self.resource,
            People | Organisations | Sites | Tokens | Audit | Installation
        )
    }
}

use Asker::{Public, SignedIn, TokenAuthority, TokenRead, TokenReport};
use Extent::{All, Own, Reach as Within};
use Resource::{
    Account, Audit, Catalogue, Documents, Figures, IdentifiedFigures, Installation, Laboratory,
    Lists, Organisations, People, Reports, Search, Service, SignIn, Sites, Tokens,
};
use Verb::{Change, Read, Send};

const fn row(asker: Asker, verb: Verb, resource: Resource, extent: Extent) -> Row {
    Row {
        asker,
        resource,
        verb,
        extent,
    }
}

const fn role(role: Role, verb: Verb, resource: Resource, extent: Extent) -> Row {
    row(Asker::Role(role), verb, resource, extent)
}

/// The table. Roles are those of the code of public health and of the project's notes on the field.
pub const TABLE: &[Row] = &[
    row(Public, Read, Service, All),
    row(Public, Read, Documents, All),
    row(Public, Read, Catalogue, All),
    row(Public, Read, Search, All),
    row(Public, Read, Laboratory, All),
    // Nothing of a scenario that is handed in is kept.
    row(Public, Send, Laboratory, All),
    row(Public, Read, Figures, All),
    row(Public, Read, SignIn, All),
    row(Public, Send, SignIn, All),
    // Anybody may have a list of medicines looked at; nothing of it is kept then.
    row(Public, Send, Lists, All),
    row(SignedIn, Read, Lists, Own),
    row(SignedIn, Change, Lists, Own),
    row(SignedIn, Read, Account, Own),
    row(SignedIn, Change, Account, Own),
    // Those who report see and send what is theirs, and let their software do so.
    role(Role::Company, Read, Reports, Within),
    role(Role::Company, Send, Reports, Within),
    role(Role::Company, Read, Tokens, Within),
    role(Role::Company, Change, Tokens, Within),
    role(Role::Depositary, Read, Reports, Within),
    role(Role::Depositary, Send, Reports, Within),
    role(Role::Depositary, Read, Tokens, Within),
    role(Role::Depositary, Change, Tokens, Within),
    role(Role::Wholesaler, Read, Reports, Within),
    role(Role::Wholesaler, Send, Reports, Within),
    role(Role::Wholesaler, Read, Tokens, Within),
    role(Role::Wholesaler, Change, Tokens, Within),
    role(Role::Pharmacy, Read, Reports, Within),
    role(Role::Pharmacy, Send, Reports, Within),
    role(Role::Pharmacy, Read, Tokens, Within),
    role(Role::Pharmacy, Change, Tokens, Within),
    role(Role::Hospital, Read, Reports, Within),
    role(Role::Hospital, Send, Reports, Within),
    role(Role::Hospital, Read, Tokens, Within),
    role(Role::Hospital, Change, Tokens, Within),
    // The agency sees all, every read being noted.
    role(Role::Assessor, Read, IdentifiedFigures, All),
    role(Role::Assessor, Read, Reports, All),
    role(Role::Inspector, Read, IdentifiedFigures, All),
    role(Role::Inspector, Read, Reports, All),
    role(Role::RegionalAgency, Read, IdentifiedFigures, Within),
    role(Role::RegionalAgency, Read, Reports, Within),
    // The operator runs the registry and the accounts, and reads no stock of a single site.
    role(Role::Operator, Read, People, All),
    role(Role::Operator, Change, People, All),
    role(Role::Operator, Read, Organisations, All),
    role(Role::Operator, Change, Organisations, All),
    role(Role::Operator, Read, Sites, All),
    role(Role::Operator, Change, Sites, All),
    role(Role::Operator, Read, Tokens, All),
    role(Role::Operator, Change, Tokens, All),
    role(Role::Operator, Read, Audit, All),
    role(Role::Operator, Read, Installation, All),
    role(Role::Auditor, Read, Audit, All),
    // Economists read public figures; they have no row of their own yet.
    row(TokenReport, Send, Reports, Within),
    row(TokenReport, Read, Reports, Within),
    row(TokenRead, Read, Reports, Within),
    row(TokenAuthority, Read, IdentifiedFigures, All),
    row(TokenAuthority, Read, Reports, All),
];

/// What an asker may do over what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Range {
    /// Everything.
    All,
    /// A part of the country.
    Reach(Reach),
    /// One's own things.
    Own,
}

/// The row for an asker, if any.
pub fn find(asker: Asker, right: Right) -> Option<Row> {
    TABLE
        .iter()
        .copied()
        .find(|row| row.asker == asker && row.resource == right.resource && row.verb == right.verb)
}

/// How far the public may use a right.
pub fn of_public(right: Right) -> Option<Range> {
    find(Public, right).map(|row| range(row.extent, None))
}

/// How far a signed-in person may use a right: one range for each of her roles that has it.
pub fn of_person(memberships: &[Membership], right: Right) -> Vec<Range> {
    let general = [Public, SignedIn]
        .into_iter()
        .filter_map(|asker| find(asker, right))
        .map(|row| range(row.extent, None));
    let special = memberships.iter().filter_map(|membership| {
        let row = find(Asker::Role(membership.role), right)?;
        Some(range(row.extent, Some(membership.reach)))
    });
    general.chain(special).collect()
}

/// How far a token may use a right.
pub fn of_token<'a>(
    verbs: impl IntoIterator<Item = &'a str>,
    scope: TokenScope,
    right: Right,
) -> Vec<Range> {
    let reach = match scope {
        TokenScope::Site(site) => Reach::Site(site),
        TokenScope::Organisation(organisation) => Reach::Organisation(organisation),
    };
    let askers = verbs.into_iter().filter_map(asker_of_verb).chain([Public]);
    askers
        .filter_map(|asker| find(asker, right))
        .map(|row| range(row.extent, Some(reach)))
        .collect()
}

/// Verbs that a token may have, as words.
pub const TOKEN_VERBS: [&str; 3] = ["report", "read", "authority"];

fn asker_of_verb(verb: &str) -> Option<Asker> {
    match verb {
        "report" => Some(TokenReport),
        "read" => Some(TokenRead),
        "authority" => Some(TokenAuthority),
        _ => None,
    }
}

const fn range(extent: Extent, reach: Option<Reach>) -> Range {
    match (extent, reach) {
        (All, _) => Range::All,
        (Extent::Reach, Some(reach)) => Range::Reach(reach),
        (Own | Extent::Reach, _) => Range::Own,
    }
}

/// Whether a site lies in any of these ranges.
pub fn covers(ranges: &[Range], site: &Site) -> bool {
    ranges.iter().any(|range| match range {
        Range::All => true,
        Range::Reach(reach) => reach.covers(site),
        Range::Own => false,
    })
}

/// The table as `docs/rights.md` shows it.
pub fn document() -> String {
    let mut text = String::from(HEADING);
    for row in TABLE {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} |",
            asker_name(row.asker),
            resource_name(row.resource),
            verb_name(row.verb),
            extent_name(row.extent),
        );
    }
    text.push_str(ROUTES_HEADING);
    text
}

const HEADING: &str = "# Rights

Printed from the permission table of the server, which is `crates/vigie-server/src/access/rights.rs`; a test compares \
the two. What has no row is refused. A role is given to a person over a reach: the nation, a region, a department, an \
organisation or a site. Everybody also has the rights of the public.

The first operator is added on the machine, and chooses a password by the link that is printed:

```sh
vigie person add --role operator --email marie@example.org --name \"Marie\" --public-url https://vigie.example
```

| who | what | does | how far |
|---|---|---|---|
";

const ROUTES_HEADING: &str = "
## What each address needs

| address | method | what | does | noted in the audit log |
|---|---|---|---|---|
";

fn asker_name(asker: Asker) -> String {
    match asker {
        Public => "public".to_owned(),
        SignedIn => "signed in".to_owned(),
        Asker::Role(role) => role.to_string(),
        TokenReport => "token `report`".to_owned(),
        TokenRead => "token `read`".to_owned(),
        TokenAuthority => "token `authority`".to_owned(),
    }
}

/// How a resource is called in documents and in the audit log.
pub const fn resource_name(resource: Resource) -> &'static str {
    match resource {
        Service => "service",
        Documents => "documents",
        Catalogue => "catalogue",
        Search => "search",
        Laboratory => "policy laboratory",
        Figures => "figures",
        IdentifiedFigures => "identified figures",
        Reports => "reports",
        SignIn => "sign-in",
        Account => "account",
        Lists => "lists of medicines",
        People => "people",
        Organisations => "organisations",
        Sites => "sites",
        Tokens => "tokens",
        Audit => "audit log",
        Installation => "installation",
    }
}

/// How a verb is called in documents.
pub const fn verb_name(verb: Verb) -> &'static str {
    match verb {
        Read => "read",
        Send => "send",
        Change => "change",
    }
}

const fn extent_name(extent: Extent) -> &'static str {
    match extent {
        All => "all",
        Within => "within reach",
        Own => "own",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use vigie_model::{OrganisationNumber, SiteNumber};

    /// Written by hand from the roles of the field, not printed: resource and verb, then who may, with `*` for all and
    /// `.` for within reach.
    const EXPECTED: &[(Resource, Verb, &str)] = &[
        (
            IdentifiedFigures,
            Read,
            "assessor* inspector* regional-agency. authority*",
        ),
        (
            Reports,
            Read,
            "company. depositary. wholesaler. pharmacy. hospital. assessor* inspector* regional-agency. \
             report. read. authority*",
        ),
        (
            Reports,
            Send,
            "company. depositary. wholesaler. pharmacy. hospital. report.",
        ),
        (
            Tokens,
            Read,
            "company. depositary. wholesaler. pharmacy. hospital. operator*",
        ),
        (
            Tokens,
            Change,
            "company. depositary. wholesaler. pharmacy. hospital. operator*",
        ),
        (People, Read, "operator*"),
        (People, Change, "operator*"),
        (Organisations, Read, "operator*"),
        (Organisations, Change, "operator*"),
        (Sites, Read, "operator*"),
        (Sites, Change, "operator*"),
        (Audit, Read, "operator* auditor*"),
        (Installation, Read, "operator*"),
    ];

    const RESOURCES: [Resource; 16] = [
        Installation,
        Service,
        Documents,
        Catalogue,
        Search,
        Figures,
        IdentifiedFigures,
        Reports,
        SignIn,
        Account,
        Lists,
        People,
        Organisations,
        Sites,
        Tokens,
        Audit,
    ];

    fn askers() -> Vec<(String, Asker)> {
        let roles = Role::ALL.map(|role| (role.to_string(), Asker::Role(role)));
        let tokens = [
            ("report".to_owned(), TokenReport),
            ("read".to_owned(), TokenRead),
            ("authority".to_owned(), TokenAuthority),
        ];
        roles.into_iter().chain(tokens).collect()
    }

    #[test]
    fn every_row_is_what_the_field_expects_and_nothing_else_is_allowed() {
        for resource in RESOURCES {
            for verb in [Read, Send, Change] {
                let expected = EXPECTED
                    .iter()
                    .find(|row| (row.0, row.1) == (resource, verb))
                    .map_or("", |row| row.2);
                let found: Vec<String> = askers()
                    .into_iter()
                    .filter_map(|(name, asker)| {
                        let row = find(asker, Right { resource, verb })?;
                        Some(format!(
                            "{name}{}",
                            if row.extent == All { '*' } else { '.' }
                        ))
                    })
                    .collect();
                let found: HashSet<&str> = found.iter().map(String::as_str).collect();
                assert_eq!(
                    found,
                    expected.split_whitespace().collect(),
                    "{resource:?} {verb:?}"
                );
            }
        }
    }

    #[test]
    fn the_public_reads_what_is_published_and_may_sign_in() {
        let open: Vec<Resource> = RESOURCES
            .into_iter()
            .filter(|resource| of_public(Right::read(*resource)).is_some())
            .collect();
        assert_eq!(
            open,
            [Service, Documents, Catalogue, Search, Figures, SignIn]
        );
        let sent: Vec<Resource> = RESOURCES
            .into_iter()
            .filter(|resource| of_public(Right::send(*resource)).is_some())
            .collect();
        assert_eq!(sent, [SignIn, Lists]);
        assert!(
            RESOURCES
                .into_iter()
                .all(|one| of_public(Right::change(one)).is_none())
        );
    }

    #[test]
    fn no_row_stands_twice() {
        for (place, row) in TABLE.iter().enumerate() {
            let same = |other: &Row| {
                (other.asker, other.resource, other.verb) == (row.asker, row.resource, row.verb)
            };
            assert!(!TABLE[place + 1..].iter().any(same), "{row:?}");
        }
    }

    #[test]
    fn an_unknown_verb_of_a_token_gives_nothing() {
        let scope = TokenScope::Site(SiteNumber(1));
        assert!(of_token(["king"], scope, Right::send(Reports)).is_empty());
        assert_eq!(
            of_token(["king", "report"], scope, Right::send(Reports)),
            [Range::Reach(Reach::Site(SiteNumber(1)))]
        );
    }

    #[test]
    fn each_role_of_a_person_counts_over_its_own_reach() {
        let site = Membership {
            role: Role::Pharmacy,
            reach: Reach::Site(SiteNumber(1)),
        };
        let group = Membership {
            role: Role::Auditor,
            reach: Reach::Organisation(OrganisationNumber(9)),
        };
        assert_eq!(
            of_person(&[site, group], Right::send(Reports)),
            [Range::Reach(Reach::Site(SiteNumber(1)))]
        );
        assert_eq!(of_person(&[site, group], Right::read(Audit)), [Range::All]);
    }
}
