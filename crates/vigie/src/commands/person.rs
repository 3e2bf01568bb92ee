//! `vigie person`

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use vigie_model::{Department, Language, Reach, Region, Role, Rpps, SiteCode};
use vigie_store::{
    Invitation, Membership, NewAuditEntry, NewPerson, Person as Known, SecretHash, Store,
    StoreError,
};

use crate::data_folder::DataFolder;
use crate::failure::{Failure, Outcome};
use crate::terminal;

/// How long an invitation can be taken up.
const INVITED_FOR: SignedDuration = SignedDuration::from_hours(24 * 7);

/// add, list, invite and close the accounts of people
#[derive(Debug, clap::Subcommand)]
pub enum Person {
    Add(Add),
    Grant(Grant),
    Invite(Invite),
    List(List),
    Disable(Disable),
    Enable(Enable),
}

/// What a person is to be, and over what; without a place, over the whole country.
#[derive(Debug, clap::Args)]
struct Place {
    /// what the person is
    #[arg(long, value_parser = role_parser())]
    role: Role,
    /// code of the site over which
    #[arg(long, value_name = "CODE", group = "place")]
    site: Option<SiteCode>,
    /// code of the organisation over whose sites
    #[arg(long, value_name = "CODE", group = "place")]
    organisation: Option<String>,
    /// code of the department over which
    #[arg(long, value_name = "CODE", group = "place")]
    department: Option<Department>,
    /// code of the region over which
    #[arg(long, value_name = "CODE", group = "place")]
    region: Option<Region>,
}

fn role_parser() -> impl clap::builder::TypedValueParser<Value = Role> {
    use clap::builder::TypedValueParser;
    let names = Role::ALL.map(Role::as_str);
    clap::builder::PossibleValuesParser::new(names).try_map(|name| name.parse::<Role>())
}

/// add a person and print a link, good once and for seven days, by which she chooses a password
#[derive(Debug, clap::Args)]
pub struct Add {
    /// address of mail, by which the person signs in
    #[arg(long, value_name = "ADDRESS")]
    email: String,
    /// how the person is called
    #[arg(long)]
    name: String,
    #[command(flatten)]
    place: Place,
    /// language of the person's pages: fr or en
    #[arg(long, default_value = "fr")]
    language: Language,
    /// number in the directory of health professionals
    #[arg(long)]
    rpps: Option<Rpps>,
    #[command(flatten)]
    link: Link,
    #[command(flatten)]
    data: DataFolder,
}

/// Where links lead.
#[derive(Debug, clap::Args)]
struct Link {
    /// address under which people reach the server; it begins the link
    #[arg(
        long,
        env = "VIGIE_PUBLIC_URL",
        value_name = "URL",
        default_value = "http://127.0.0.1:8080"
    )]
    public_url: String,
    /// print the outcome as JSON
    #[arg(long)]
    json: bool,
}

/// give a person one more role; her sessions end
#[derive(Debug, clap::Args)]
pub struct Grant {
    /// address of mail
    email: String,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    data: DataFolder,
}

/// print a new link for the password, good once and for seven days
#[derive(Debug, clap::Args)]
pub struct Invite {
    /// address of mail
    email: String,
    #[command(flatten)]
    link: Link,
    #[command(flatten)]
    data: DataFolder,
}

/// list people and what they are
#[derive(Debug, clap::Args)]
pub struct List {
    #[command(flatten)]
    data: DataFolder,
    /// print the list as JSON
    #[arg(long)]
    json: bool,
}

/// close an account; a running server follows within 30 seconds
#[derive(Debug, clap::Args)]
pub struct Disable {
    /// address of mail
    email: String,
    #[command(flatten)]
    data: DataFolder,
}

/// open a closed account again
#[derive(Debug, clap::Args)]
pub struct Enable {
    /// address of mail
    email: String,
    #[command(flatten)]
    data: DataFolder,
}

/// A link, for programs.
#[derive(Debug, Serialize)]
struct Invited {
    number: u32,
    link: String,
}

/// A person, for programs.
#[derive(Debug, Serialize)]
struct Row {
    number: u32,
    email: String,
    name: String,
    roles: Vec<String>,
    second_factor: bool,
    disabled_at: Option<String>,
}

impl Person {
    /// Runs the command.
    pub async fn run(self) -> Outcome {
        match self {
            Self::Add(add) => add.run().await,
            Self::Grant(grant) => grant.run().await,
            Self::Invite(invite) => invite.run().await,
            Self::List(list) => list.run().await,
            Self::Disable(disable) => set_disabled(&disable.data, &disable.email, true).await,
            Self::Enable(enable) => set_disabled(&enable.data, &enable.email, false).await,
        }
    }
}

impl Place {
    async fn read(self, store: &Store) -> Outcome<Membership> {
        let reach = if let Some(code) = self.site {
            let sites = store.list_sites().await?;
            let site = sites.iter().find(|site| site.code == code);
            let reach = site.map(|site| Reach::Site(site.number));
            reach.ok_or_else(|| {
                Failure::user(format!("no site has the code {code}"))
                    .with_hint("`vigie site list` shows the sites")
            })?
        } else if let Some(code) = self.organisation {
            let organisations = store.list_organisations().await?;
            let found = organisations.iter().find(|one| one.code == code);
            let reach = found.map(|one| Reach::Organisation(one.number));
            reach.ok_or_else(|| Failure::user(format!("no organisation has the code `{code}`")))?
        } else if let Some(department) = self.department {
            Reach::Department(department)
        } else {
            self.region.map_or(Reach::Nation, Reach::Region)
        };
        let role = self.role;
        Ok(Membership { role, reach })
    }
}

/// A new invitation and the secret of its link.
fn new_invitation() -> Outcome<(Invitation, String)> {
    let secret: [u8; 32] = vigie_server::access::random_bytes()?;
    let invitation = Invitation {
        hash: SecretHash(blake3::hash(&secret).into()),
        ends_at: Timestamp::now() + INVITED_FOR,
    };
    Ok((
        invitation,
        blake3::Hash::from_bytes(secret).to_hex().to_string(),
    ))
}

impl Link {
    fn print(&self, person: u32, language: Language, secret: &str) -> Outcome {
        let base = self.public_url.trim_end_matches('/');
        let link = format!("{base}/{}/invitation/{secret}", language.code());
        if self.json {
            let number = person;
            return terminal::print_json(&Invited { number, link });
        }
        terminal::note("the link is shown only now; it is good once and for seven days:");
        terminal::print(&link)
    }
}

async fn note(store: &Store, act: &str, object: String) -> Outcome {
    let entry = NewAuditEntry {
        at: Timestamp::now(),
        person: None,
        token: None,
        act: act.to_owned(),
        object,
        address: String::new(),
        request_id: "vigie person".to_owned(),
    };
    Ok(store.append_audit(&[entry]).await?)
}

async fn find(store: &Store, email: &str) -> Outcome<Known> {
    let person = store.find_person_by_email(email).await?;
    person.ok_or_else(|| {
        Failure::user(format!("nobody has the address {email}"))
            .with_hint("`vigie person list` shows the people")
    })
}

impl Add {
    async fn run(self) -> Outcome {
        let store = self.data.open_store().await?;
        let membership = self.place.read(&store).await?;
        let (invitation, secret) = new_invitation()?;
        let person = NewPerson {
            email: self.email.clone(),
            name: self.name,
            language: self.language,
            password_hash: None,
            invitation: Some(invitation),
            rpps: self.rpps,
            created_at: Timestamp::now(),
            synthetic: false,
        };
        let number = match store.add_person(&person, &[membership]).await {
            Err(StoreError::Conflict(_)) => {
                let failure = Failure::user(format!("somebody has the address {}", self.email));
                return Err(failure.with_hint("`vigie person invite` gives a new link"));
            }
            added => added?,
        };
        let object = format!(
            "person {} {} {}",
            number.0, membership.role, membership.reach
        );
        note(&store, "person-added", object).await?;
        store.close().await?;
        self.link.print(number.0, self.language, &secret)
    }
}

impl Grant {
    async fn run(self) -> Outcome {
        let store = self.data.open_store().await?;
        let person = find(&store, &self.email).await?;
        let membership = self.place.read(&store).await?;
        store.give_membership(person.number, membership).await?;
        let number = person.number.0;
        let object = format!("person {number} + {} {}", membership.role, membership.reach);
        note(&store, "rights-changed", object).await?;
        store.close().await?;
        terminal::note(&format!(
            "{} is {} over {}",
            self.email, membership.role, membership.reach
        ));
        Ok(())
    }
}

impl Invite {
    async fn run(self) -> Outcome {
        let store = self.data.open_store().await?;
        let person = find(&store, &self.email).await?;
        let (invitation, secret) = new_invitation()?;
        store.set_invitation(person.number, invitation).await?;
        let number = person.number.0;
        note(&store, "person-invited", format!("person {number}")).await?;
        store.close().await?;
        self.link.print(number, person.language, &secret)
    }
}

async fn set_disabled(data: &DataFolder, email: &str, disabled: bool) -> Outcome {
    let store = data.open_store().await?;
    let person = find(&store, email).await?;
    let since = disabled.then(Timestamp::now);
    store.set_disabled(person.number, since).await?;
    let act = if disabled {
        "person-disabled"
    } else {
        "person-enabled"
    };
    note(&store, act, format!("person {}", person.number.0)).await?;
    store.close().await?;
    let state = if disabled { "closed" } else { "open" };
    terminal::note(&format!("the account of {email} is {state}"));
    Ok(())
}

impl List {
    async fn run(self) -> Outcome {
        let store = self.data.open_store().await?;
        let people = store.list_people(None, u32::MAX).await?;
        let memberships = store.list_all_memberships().await?;
        store.close().await?;
        let rows: Vec<Row> = people
            .iter()
            .map(|person| row(person, &memberships))
            .collect();
        if self.json {
            return terminal::print_json(&rows);
        }
        let headers = [
            "number",
            "e-mail",
            "name",
            "roles",
            "second factor",
            "closed",
        ];
        let mut table = terminal::table(&headers, &[0]);
        for row in rows {
            table.add_row(vec![
                row.number.to_string(),
                row.email,
                row.name,
                row.roles.join(", "),
                if row.second_factor { "yes" } else { "" }.to_owned(),
                row.disabled_at.unwrap_or_default(),
            ]);
        }
        terminal::print(&table.to_string())
    }
}

fn row(person: &Known, memberships: &HashMap<vigie_store::PersonNumber, Vec<Membership>>) -> Row {
    let own = memberships
        .get(&person.number)
        .map_or(&[][..], Vec::as_slice);
    Row {
        number: person.number.0,
        email: person.email.clone(),
        name: person.name.clone(),
        roles: own
            .iter()
            .map(|one| format!("{} {}", one.role, one.reach))
            .collect(),
        second_factor: person.totp_secret.is_some(),
        disabled_at: person.disabled_at.map(|instant| instant.to_string()),
    }
}
