//! Tokens of programs: of one's own sites, or all for the operator.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use vigie_model::{Day, Reach, minute_in_paris};
use vigie_pages::desk::{TokenForm, TokenProblem, TokenRow, TokensPage};
use vigie_pages::links;
use vigie_store::{NewToken, Token, TokenScope, TokenSecret};

use super::account::LONGEST_NAME;
use super::{Page, Trouble, place, see_other, shown, written};
use crate::access::rights::{self, Range, Resource, Right};
use crate::http::App;
use crate::http::arrival::Arrival;
use crate::http::form::{Sent, clean_line};
use crate::http::pages::asked::Asked;
use crate::http::pages::shell::shell;
use crate::http::pages::trouble;
use crate::http::principal::Principal;
use crate::system::Registry;

/// Tokens on one page.
const ON_A_PAGE: usize = 100;
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

/// `/{lang}/tokens`
pub async fn list(State(app): State<App>, principal: Principal, asked: Asked) -> Response {
    let page = page(&app, &principal, &asked, TokenForm::default(), None, None).await;
    shown(page, &asked)
}

async fn page(
    app: &App,
    principal: &Principal,
    asked: &Asked,
    form: TokenForm,
    secret: Option<String>,
    problem: Option<TokenProblem>,
) -> Page {
    let registry = app.system.registry();
    let ranges = principal.ranges(Right::read(Resource::Tokens));
    let may_issue = principal.may(Right::change(Resource::Tokens));
    let before: Option<u32> = asked.parameter("before").and_then(|text| text.parse().ok());
    let mut tokens = app.system.store.list_tokens().await?;
    tokens.reverse();
    tokens.retain(|token| {
        before.is_none_or(|before| token.number.0 < before)
            && covers(&ranges, &registry, token.scope)
    });
    let last = tokens.get(ON_A_PAGE - 1).map(|token| token.number.0);
    let next = last
        .filter(|_| tokens.len() > ON_A_PAGE)
        .map(|last| format!("{}?before={last}", links::page(asked.language, "/tokens")));
    tokens.truncate(ON_A_PAGE);
    let signed_in = principal.signed_in();
    let page = TokensPage {
        shell: shell(&app.system, asked, None),
        form_token: signed_in.map_or_else(String::new, |one| one.form_token.clone()),
        tokens: tokens
            .iter()
            .map(|token| row(app, asked, &registry, token))
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
    let html = written(page.render(asked.language)?, asked);
    Ok(match problem {
        Some(_) => (StatusCode::UNPROCESSABLE_ENTITY, html).into_response(),
        None => html,
    })
}

fn row(app: &App, asked: &Asked, registry: &Registry, token: &Token) -> TokenRow {
    let reach = match token.scope {
        TokenScope::Site(number) => Reach::Site(number),
        TokenScope::Organisation(number) => Reach::Organisation(number),
    };
    TokenRow {
        number: token.number.0,
        label: token.label.clone(),
        holder: place::reach(asked.language, registry, reach),
        verbs: token.verbs.iter().cloned().collect(),
        last_used: token.last_used.map(minute_in_paris),
        expires_at: token.expires_at.map(minute_in_paris),
        is_over: !token.is_valid_at(app.system.wall().now()),
    }
}

/// `POST /{lang}/tokens`
pub async fn issue(
    State(app): State<App>,
    principal: Principal,
    arrival: Arrival,
    asked: Asked,
    sent: Sent,
) -> Response {
    let form = TokenForm {
        label: sent.text("label").to_owned(),
        kind: sent.text("kind").to_owned(),
        code: sent.text("holder").to_owned(),
        verb: sent.text("verb").to_owned(),
        until: sent.text("until").to_owned(),
    };
    let issued = match read_form(&app, &principal, &form) {
        Ok(token) => issue_token(&app, &principal, &arrival, token).await,
        Err(problem) => {
            let again = page(&app, &principal, &asked, form, None, Some(problem)).await;
            return shown(again, &asked);
        }
    };
    let page = match issued {
        Ok(secret) => {
            page(
                &app,
                &principal,
                &asked,
                TokenForm::default(),
                Some(secret),
                None,
            )
            .await
        }
        Err(error) => Err(error),
    };
    shown(page, &asked)
}

fn read_form(app: &App, principal: &Principal, form: &TokenForm) -> Result<Draft, TokenProblem> {
    let ranges = principal.ranges(Right::change(Resource::Tokens));
    let registry = app.system.registry();
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
    let now = app.system.wall().now();
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

async fn issue_token(
    app: &App,
    principal: &Principal,
    arrival: &Arrival,
    draft: Draft,
) -> Result<String, Trouble> {
    let secret = TokenSecret::random()?;
    let token = NewToken {
        hash: secret.hash(),
        scope: draft.scope,
        verbs: BTreeSet::from([draft.verb]),
        label: draft.label,
        created_at: app.system.wall().now(),
        expires_at: Some(draft.expires_at),
        created_by: principal.person(),
    };
    let number = app.system.store.issue_token(&token).await?;
    let object = format!("token {} {}", number.0, token.label);
    app.system
        .note(arrival.entry(app, principal, "token-issued", &object))
        .await?;
    Ok(secret.to_string())
}

/// `POST /{lang}/tokens/revoke`
pub async fn revoke(
    State(app): State<App>,
    principal: Principal,
    arrival: Arrival,
    asked: Asked,
    sent: Sent,
) -> Response {
    let done: Page = async {
        let ranges = principal.ranges(Right::change(Resource::Tokens));
        let registry = app.system.registry();
        let tokens = app.system.store.list_tokens().await?;
        let number = sent.text("token");
        let own = tokens.iter().find(|token| {
            token.number.0.to_string() == number && covers(&ranges, &registry, token.scope)
        });
        // Another's token is as good as none.
        let Some(token) = own else {
            return Ok(trouble::not_found(&asked, None));
        };
        let now = app.system.wall().now();
        app.system.store.revoke_token(token.number, now).await?;
        app.system.forget_token(token.number);
        let object = format!("token {}", token.number.0);
        app.system
            .note(arrival.entry(&app, &principal, "token-revoked", &object))
            .await?;
        Ok(see_other(&links::page(asked.language, "/tokens")))
    }
    .await;
    shown(done, &asked)
}
