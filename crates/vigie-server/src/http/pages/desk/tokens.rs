//! Tokens of programs: of one's own sites, or all for the operator.

use std::collections::BTreeSet;

use axum::response::Response;
use jiff::Timestamp;
use vigie_model::{Day, Reach, minute_in_paris};
use vigie_pages::desk::{TokenForm, TokenProblem, TokenRow, TokensPage};
use vigie_pages::links;
use vigie_store::{NewToken, StoreError, Token, TokenNumber, TokenScope, TokenSecret};

use super::account::LONGEST_NAME;
use super::visit::Visit;
use super::{Page, Trouble, place, see_other};
use crate::access::rights::{self, Range, Resource, Right};
use crate::http::form::clean_line;
use crate::system::Registry;

/// Tokens on one page.
const ON_A_PAGE: u32 = 50;
/// Longest life of a token.
const MOST_DAYS: i32 = 731;

/// Whether a token's holder lies within what the asker may manage.
fn covers(ranges: &[Range], registry: &Registry, scope: TokenScope) -> bool {
    match scope {
        TokenScope::Site(number) => registry
            .site(number)
            .is_some_and(|site| rights::covers(ranges, site)),
        TokenScope::Organisation(number) => ranges.iter().any(|range| match range {
            Range::All | Range::Reach(Reach::Nation) => true,
            Range::Reach(Reach::Organisation(own)) => *own == number,
            _ => false,
        }),
    }
}

/// The verbs that an asker may give: no more than her own rights, and the authority's only by the operator.
fn verbs(ranges: &[Range]) -> Vec<&'static str> {
    let all = rights::TOKEN_VERBS.into_iter();
    if ranges.contains(&Range::All) {
        all.collect()
    } else {
        all.filter(|verb| *verb != "authority").collect()
    }
}

/// Tokens that the asker may see, newest first: those of each of her reaches, one more than a page holds.
async fn read_page(visit: &Visit, ranges: &[Range]) -> Result<Vec<Token>, StoreError> {
    let before = visit.asked.parameter("before");
    let before = before.and_then(|text| text.parse().ok()).map(TokenNumber);
    let mut tokens: Vec<Token> = Vec::new();
    for range in ranges {
        let reach = match range {
            Range::All => Reach::Nation,
            Range::Reach(reach) => *reach,
            Range::Own => continue,
        };
        let store = &visit.app.system.store;
        tokens.extend(store.list_tokens(reach, before, ON_A_PAGE + 1).await?);
    }
    tokens.sort_unstable_by_key(|token| std::cmp::Reverse(token.number));
    tokens.dedup_by_key(|token| token.number);
    tokens.truncate(ON_A_PAGE as usize + 1);
    Ok(tokens)
}

/// `/{lang}/tokens`
pub async fn list(visit: Visit) -> Response {
    let page = page(&visit, TokenForm::default(), None, None).await;
    visit.shown(page)
}

async fn page(
    visit: &Visit,
    form: TokenForm,
    secret: Option<String>,
    problem: Option<TokenProblem>,
) -> Page {
    let registry = visit.app.system.registry();
    let ranges = visit.principal.ranges(Right::read(Resource::Tokens));
    let may_issue = visit.principal.may(Right::change(Resource::Tokens));
    let mut tokens = read_page(visit, &ranges).await?;
    let is_more = tokens.len() > ON_A_PAGE as usize;
    tokens.truncate(ON_A_PAGE as usize);
    let last = tokens.last().filter(|_| is_more);
    let next = last.map(|last| {
        let path = links::page(visit.asked.language, "/tokens");
        format!("{path}?before={}", last.number.0)
    });
    let page = TokensPage {
        shell: visit.shell(),
        form_token: visit.form_token(),
        tokens: tokens
            .iter()
            .map(|token| row(visit, &registry, token))
            .collect(),
        next,
        verbs: if may_issue {
            verbs(&ranges)
        } else {
            Vec::new()
        },
        secret,
        form,
        problem,
    };
    visit.written_form(page.render(visit.asked.language), problem.is_some())
}

fn row(visit: &Visit, registry: &Registry, token: &Token) -> TokenRow {
    let reach = match token.scope {
        TokenScope::Site(number) => Reach::Site(number),
        TokenScope::Organisation(number) => Reach::Organisation(number),
    };
    TokenRow {
        number: token.number.0,
        label: token.label.clone(),
        holder: place::reach(visit.asked.language, registry, reach),
        verbs: token.verbs.iter().cloned().collect(),
        last_used: token.last_used.map(minute_in_paris),
        expires_at: token.expires_at.map(minute_in_paris),
        is_over: !token.is_valid_at(visit.app.system.wall().now()),
    }
}

/// `POST /{lang}/tokens`
pub async fn issue(visit: Visit) -> Response {
    let typed = |name| visit.sent.text(name).to_owned();
    let form = TokenForm {
        label: typed("label"),
        kind: typed("kind"),
        code: typed("holder"),
        verb: typed("verb"),
        until: typed("until"),
    };
    let page = match read_form(&visit, &form) {
        Ok(draft) => match issue_token(&visit, draft).await {
            Ok(secret) => page(&visit, TokenForm::default(), Some(secret), None).await,
            Err(error) => Err(error),
        },
        Err(problem) => page(&visit, form, None, Some(problem)).await,
    };
    visit.shown(page)
}

fn read_form(visit: &Visit, form: &TokenForm) -> Result<Draft, TokenProblem> {
    let ranges = visit.principal.ranges(Right::change(Resource::Tokens));
    let registry = visit.app.system.registry();
    let label = clean_line(&form.label, LONGEST_NAME).ok_or(TokenProblem::Label)?;
    let scope = match place::read_reach(&registry, &form.kind, &form.code) {
        Some(Reach::Site(number)) => TokenScope::Site(number),
        Some(Reach::Organisation(number)) => TokenScope::Organisation(number),
        _ => return Err(TokenProblem::Holder),
    };
    if !covers(&ranges, &registry, scope) {
        return Err(TokenProblem::Holder);
    }
    if !verbs(&ranges).contains(&form.verb.as_str()) {
        return Err(TokenProblem::Verb);
    }
    let now = visit.app.system.wall().now();
    let today = Day::in_paris(now);
    let until: Day = form.until.parse().map_err(|_| TokenProblem::Until)?;
    let days = until.epoch_days() - today.epoch_days();
    if !(0..=MOST_DAYS).contains(&days) {
        return Err(TokenProblem::Until);
    }
    Ok(Draft {
        scope,
        verb: form.verb.clone(),
        label,
        expires_at: until.plus_days(1).begins_at(),
    })
}

/// A token as asked for.
struct Draft {
    scope: TokenScope,
    verb: String,
    label: String,
    expires_at: Timestamp,
}

async fn issue_token(visit: &Visit, draft: Draft) -> Result<String, Trouble> {
    let secret = TokenSecret::random()?;
    let token = NewToken {
        hash: secret.hash(),
        scope: draft.scope,
        verbs: BTreeSet::from([draft.verb]),
        label: draft.label,
        created_at: visit.app.system.wall().now(),
        expires_at: Some(draft.expires_at),
        created_by: visit.principal.person(),
    };
    let number = visit.app.system.store.issue_token(&token).await?;
    let object = format!("token {} {}", number.0, token.label);
    visit.note("token-issued", &object).await?;
    Ok(secret.to_string())
}

/// `POST /{lang}/tokens/revoke`
pub async fn revoke(visit: Visit) -> Response {
    let page = revoke_token(&visit).await;
    visit.shown(page)
}

async fn revoke_token(visit: &Visit) -> Page {
    let (system, registry) = (&visit.app.system, visit.app.system.registry());
    let ranges = visit.principal.ranges(Right::change(Resource::Tokens));
    let found = match visit.sent.text("token").parse() {
        Ok(number) => {
            system
                .store
                .find_token_by_number(TokenNumber(number))
                .await?
        }
        Err(_) => None,
    };
    // Another's token is as good as none.
    let Some(token) = found.filter(|token| covers(&ranges, &registry, token.scope)) else {
        return Ok(visit.absent());
    };
    let now = system.wall().now();
    system.store.revoke_token(token.number, now).await?;
    system.forget_token(token.number);
    let object = format!("token {}", token.number.0);
    visit.note("token-revoked", &object).await?;
    Ok(see_other(&links::page(visit.asked.language, "/tokens")))
}
