//! `vigie token`

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Serialize;
use vigie_model::{Day, Reach, SiteCode};
use vigie_server::access::rights::TOKEN_VERBS;
use vigie_store::{NewToken, Store, Token as IssuedToken, TokenNumber, TokenScope, TokenSecret};

use crate::data_folder::DataFolder;
use crate::failure::{Failure, Outcome};
use crate::terminal;

/// issue, list and revoke the tokens of the API
#[derive(Debug, clap::Subcommand)]
pub enum Token {
    Issue(Issue),
    List(List),
    Revoke(Revoke),
}

/// issue a token and print its secret, once
#[derive(Debug, clap::Args)]
pub struct Issue {
    /// code of the site it speaks for (FINESS, SIRET or GLN)
    #[arg(
        long,
        value_name = "CODE",
        conflicts_with = "organisation",
        required_unless_present = "organisation"
    )]
    site: Option<SiteCode>,
    /// code of the organisation for all of whose sites it speaks
    #[arg(long, value_name = "CODE")]
    organisation: Option<String>,
    /// what it may do; may be given several times
    #[arg(long, required = true, value_parser = TOKEN_VERBS)]
    verb: Vec<String>,
    /// last day on which it works; without it, it works until it is revoked
    #[arg(long, value_name = "DAY")]
    until: Option<Day>,
    /// what its owner calls it
    #[arg(long, default_value = "")]
    label: String,
    #[command(flatten)]
    data: DataFolder,
    /// print number and secret as JSON
    #[arg(long)]
    json: bool,
}

/// list the tokens, without their secrets, which are not kept
#[derive(Debug, clap::Args)]
pub struct List {
    #[command(flatten)]
    data: DataFolder,
    /// print the list as JSON
    #[arg(long)]
    json: bool,
}

/// revoke a token for good; a running server follows within 30 seconds
#[derive(Debug, clap::Args)]
pub struct Revoke {
    /// its number, as `vigie token list` shows it
    number: u32,
    #[command(flatten)]
    data: DataFolder,
}

/// A new token, for programs.
#[derive(Debug, Serialize)]
struct Issued {
    number: u32,
    secret: String,
}

/// A token, for programs.
#[derive(Debug, Serialize)]
struct Row {
    number: u32,
    holder: String,
    verbs: String,
    label: String,
    created_at: String,
    last_used: Option<String>,
    expires_at: Option<String>,
    revoked_at: Option<String>,
}

impl Token {
    /// Runs the command.
    pub async fn run(self) -> Outcome {
        match self {
            Self::Issue(issue) => issue.run().await,
            Self::List(list) => list.run().await,
            Self::Revoke(revoke) => revoke.run().await,
        }
    }
}

impl Issue {
    async fn run(self) -> Outcome {
        let store = self.data.open_store().await?;
        let scope = self.scope(&store).await?;
        let secret = TokenSecret::random()?;
        let token = NewToken {
            hash: secret.hash(),
            scope,
            verbs: BTreeSet::from_iter(self.verb),
            label: self.label,
            created_at: Timestamp::now(),
            expires_at: self.until.map(|day| day.plus_days(1).begins_at()),
            created_by: None,
        };
        let number = store.issue_token(&token).await?;
        store.close().await?;
        if self.json {
            return terminal::print_json(&Issued {
                number: number.0,
                secret: secret.to_string(),
            });
        }
        terminal::note(&format!(
            "token {}; its secret is shown only now:",
            number.0
        ));
        terminal::print(&secret.to_string())
    }

    async fn scope(&self, store: &Store) -> Outcome<TokenScope> {
        if let Some(code) = self.site {
            let sites = store.list_sites().await?;
            let site = sites
                .iter()
                .find(|site| site.code == code)
                .map(|site| TokenScope::Site(site.number));
            return site.ok_or_else(|| {
                Failure::user(format!("no site has the code {code}"))
                    .with_hint("`vigie site list` shows the sites")
            });
        }
        let code = self.organisation.as_deref().unwrap_or_default();
        let organisations = store.list_organisations().await?;
        let found = organisations
            .iter()
            .find(|organisation| organisation.code == code);
        let scope = found.map(|organisation| TokenScope::Organisation(organisation.number));
        scope.ok_or_else(|| Failure::user(format!("no organisation has the code `{code}`")))
    }
}

impl List {
    async fn run(self) -> Outcome {
        let store = self.data.open_store().await?;
        let (sites, organisations) = (store.list_sites().await?, store.list_organisations().await?);
        let mut tokens = store.list_tokens(Reach::Nation, None, u32::MAX).await?;
        tokens.reverse();
        store.close().await?;
        let holder = |scope| match scope {
            TokenScope::Site(number) => sites.get(number.index()).map(|site| site.code.to_string()),
            TokenScope::Organisation(number) => organisations
                .get(number.index())
                .map(|owner| owner.code.clone()),
        };
        let rows: Vec<Row> = tokens
            .iter()
            .map(|token| row_of(token, holder(token.scope)))
            .collect();
        if self.json {
            terminal::print_json(&rows)
        } else {
            print(rows)
        }
    }
}

fn row_of(token: &IssuedToken, holder: Option<String>) -> Row {
    Row {
        number: token.number.0,
        holder: holder.unwrap_or_default(),
        verbs: token.verbs.iter().cloned().collect::<Vec<_>>().join(" "),
        label: token.label.clone(),
        created_at: token.created_at.to_string(),
        last_used: token.last_used.map(|instant| instant.to_string()),
        expires_at: token.expires_at.map(|instant| instant.to_string()),
        revoked_at: token.revoked_at.map(|instant| instant.to_string()),
    }
}

fn print(rows: Vec<Row>) -> Outcome {
    let mut table = terminal::table(
        &[
            "number",
            "holder",
            "may",
            "label",
            "issued",
            "last used",
            "ends",
            "revoked",
        ],
        &[0],
    );
    for row in rows {
        table.add_row(vec![
            row.number.to_string(),
            row.holder,
            row.verbs,
            row.label,
            row.created_at,
            row.last_used.unwrap_or_default(),
            row.expires_at.unwrap_or_default(),
            row.revoked_at.unwrap_or_default(),
        ]);
    }
    terminal::print(&table.to_string())
}

impl Revoke {
    async fn run(self) -> Outcome {
        let store = self.data.open_store().await?;
        let number = TokenNumber(self.number);
        if store.find_token_by_number(number).await?.is_none() {
            let failure = Failure::user(format!("no token has the number {}", self.number));
            return Err(failure.with_hint("`vigie token list` shows the numbers"));
        }
        store.revoke_token(number, Timestamp::now()).await?;
        store.close().await?;
        terminal::note(&format!("token {} is revoked", self.number));
        Ok(())
    }
}
