//! A small service that lets people sign in, with keys of its own, and that can be told to misbehave.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use openidconnect::core::{
    CoreGenderClaim, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm,
    CoreRsaPrivateSigningKey,
};
use openidconnect::{
    AccessToken, AdditionalClaims, ClientSecret, IdToken, IdTokenClaims, JsonWebKeyId,
    PkceCodeChallenge, PkceCodeVerifier, PrivateSigningKey,
};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use vigie_server::provider::{Acr, ClaimPaths, ProviderSettings, UserInfo};

/// Private keys of nobody, made for these tests.
const FIRST_KEY: &str = include_str!("keys/first.pem");
const SECOND_KEY: &str = include_str!("keys/second.pem");
/// `vigie:tree` in base64: how a client shows its secret.
const SHOWN_SECRET: &str = "Basic dmlnaWU6dHJlZQ==";

/// How the service misbehaves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Trick {
    #[default]
    None,
    /// Signs with a key that it does not publish, under the name of one that it does.
    WrongSignature,
    /// Does not sign at all.
    Unsigned,
    WrongNonce,
    WrongAudience,
    /// For us and for somebody else.
    TwoAudiences,
    WrongIssuer,
    Expired,
    NoIdentityToken,
    /// The identity token was handed out with another access token.
    WrongAccessToken,
    NoSubject,
    LongSubject,
    HugeTokens,
    EndlessTokens,
    TokensNoJson,
    TokensRedirect,
    TokensBusy,
    TokensFail,
    /// An access token that would break out of its header.
    BrokenAccessToken,
    HugeUserInfo,
    UserInfoOfAnother,
    UserInfoNoJson,
    UserInfoRedirect,
    UserInfoUnsigned,
    UserInfoWrongSignature,
}

/// What was agreed when somebody signed in there.
#[derive(Debug, Clone)]
struct Approval {
    nonce: String,
    challenge: String,
    return_address: String,
    person: Map<String, Value>,
}

#[derive(Default)]
struct Inside {
    trick: Trick,
    has_second_key: bool,
    codes: HashMap<String, Approval>,
    tokens: HashMap<String, Map<String, Value>>,
    requests: Vec<String>,
}

/// A running service.
#[derive(Clone)]
pub struct Service {
    pub issuer: String,
    inside: Arc<Mutex<Inside>>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Other {
    #[serde(flatten)]
    all: Map<String, Value>,
}

impl AdditionalClaims for Other {}

type Token =
    IdToken<Other, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

fn key(pem: &str, name: &str) -> CoreRsaPrivateSigningKey {
    CoreRsaPrivateSigningKey::from_pem(pem, Some(JsonWebKeyId::new(name.to_owned()))).unwrap()
}

/// Claims as a signed token.
fn signed(
    claims: Value,
    key: &CoreRsaPrivateSigningKey,
    access_token: Option<&AccessToken>,
) -> String {
    let claims: IdTokenClaims<Other, CoreGenderClaim> = serde_json::from_value(claims).unwrap();
    let algorithm = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
    Token::new(claims, key, algorithm, access_token, None)
        .unwrap()
        .to_string()
}

impl Service {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let service = Self {
            issuer,
            inside: Arc::default(),
        };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(describe))
            .route("/keys", get(keys))
            .route("/token", post(tokens))
            .route("/user-info", get(user_info))
            .with_state(service.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        service
    }

    /// Settings of a server for this service: claims as Pro Santé Connect has them.
    pub fn settings(&self) -> ProviderSettings {
        let texts = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
        ProviderSettings {
            code: "psc".to_owned(),
            name: "Santé Connect".to_owned(),
            issuer: self.issuer.parse().unwrap(),
            discovery: format!("{}/.well-known/openid-configuration", self.issuer)
                .parse()
                .unwrap(),
            client_id: "vigie".to_owned(),
            secret: Some(ClientSecret::new("tree".to_owned())),
            scopes: texts(&["openid", "scope_all"]),
            acr: Acr {
                asked: texts(&["eidas1"]),
                ..Acr::default()
            },
            claims: ClaimPaths {
                rpps: texts(&["SubjectNameID"]),
                sites: texts(&["SubjectRefPro.exercices.activities.numeroFinessSite"]),
            },
            user_info: UserInfo::Plain,
            trusts_mail: false,
            grants: Vec::new(),
        }
    }

    pub fn play(&self, trick: Trick) {
        self.inside.lock().trick = trick;
    }

    /// Signs with another key from now on, which it publishes.
    pub fn change_key(&self) {
        self.inside.lock().has_second_key = true;
    }

    /// Paths that were asked for, in order.
    pub fn requests(&self) -> Vec<String> {
        self.inside.lock().requests.clone()
    }

    fn note(&self, path: &str) -> Trick {
        let mut inside = self.inside.lock();
        inside.requests.push(path.to_owned());
        inside.trick
    }

    /// Somebody signs in there, and is sent back with what this gives: path and query at the server.
    pub fn approve(&self, address: &str, person: &Value) -> String {
        let address: url::Url = address.parse().unwrap();
        assert!(
            address
                .as_str()
                .starts_with(&format!("{}/authorize?", self.issuer))
        );
        let query: HashMap<String, String> = address.query_pairs().into_owned().collect();
        assert_eq!(query["response_type"], "code");
        assert_eq!(query["client_id"], "vigie");
        assert_eq!(query["scope"], "openid scope_all");
        assert_eq!(query["acr_values"], "eidas1");
        assert_eq!(query["code_challenge_method"], "S256");
        assert_eq!(
            query["redirect_uri"],
            "http://vigie.test/sign-in/return/psc"
        );
        assert!(query["state"].len() >= 32 && query["nonce"].len() >= 32);
        let mut inside = self.inside.lock();
        let code = format!("code-{}", inside.codes.len());
        inside.codes.insert(
            code.clone(),
            Approval {
                nonce: query["nonce"].clone(),
                challenge: query["code_challenge"].clone(),
                return_address: query["redirect_uri"].clone(),
                person: person.as_object().unwrap().clone(),
            },
        );
        format!("/sign-in/return/psc?code={code}&state={}", query["state"])
    }
}

async fn describe(State(service): State<Service>) -> Json<Value> {
    service.note("/description");
    let issuer = &service.issuer;
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/user-info"),
        "jwks_uri": format!("{issuer}/keys"),
        "end_session_endpoint": format!("{issuer}/end"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
    }))
}

async fn keys(State(service): State<Service>) -> Json<CoreJsonWebKeySet> {
    service.note("/keys");
    let mut keys = vec![key(FIRST_KEY, "first").as_verification_key()];
    if service.inside.lock().has_second_key {
        keys.push(key(SECOND_KEY, "second").as_verification_key());
    }
    Json(CoreJsonWebKeySet::new(keys))
}

fn text(status: StatusCode, text: &'static str) -> Response {
    (status, [(header::CONTENT_TYPE, "text/html")], text).into_response()
}

fn json_of(size: usize) -> Response {
    let body = format!("{{\"a\": \"{}\"}}", "a".repeat(size));
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

async fn tokens(State(service): State<Service>, headers: HeaderMap, body: String) -> Response {
    let sent: HashMap<String, String> = url::form_urlencoded::parse(body.as_bytes())
        .into_owned()
        .collect();
    let trick = service.note("/token");
    match trick {
        Trick::HugeTokens => return json_of(2 << 20),
        Trick::EndlessTokens => {
            tokio::time::sleep(Duration::from_mins(1)).await;
        }
        Trick::TokensNoJson => return text(StatusCode::OK, "<script>alert(1)</script>"),
        Trick::TokensRedirect => return redirect(&service),
        Trick::TokensBusy => return text(StatusCode::SERVICE_UNAVAILABLE, "busy"),
        Trick::TokensFail => return text(StatusCode::INTERNAL_SERVER_ERROR, "secret inside"),
        _ => {}
    }
    assert_eq!(headers[header::AUTHORIZATION], SHOWN_SECRET);
    assert_eq!(sent["grant_type"], "authorization_code");
    // A code works once.
    let approval = service.inside.lock().codes.remove(&sent["code"]);
    let Some(approval) = approval else {
        let refused = json!({"error": "invalid_grant", "error_description": "the code is used up"});
        return (StatusCode::BAD_REQUEST, Json(refused)).into_response();
    };
    let verifier = PkceCodeVerifier::new(sent["code_verifier"].clone());
    let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
    assert_eq!(challenge.as_str(), approval.challenge);
    assert_eq!(sent["redirect_uri"], approval.return_address);
    let access_token = if trick == Trick::BrokenAccessToken {
        "a\r\nx-evil: yes".to_owned()
    } else {
        format!("access-{}", sent["code"])
    };
    service
        .inside
        .lock()
        .tokens
        .insert(access_token.clone(), approval.person.clone());
    let mut answer =
        json!({"access_token": access_token, "token_type": "Bearer", "expires_in": 60});
    if trick != Trick::NoIdentityToken {
        answer["id_token"] = identity_token(&service, trick, &approval, &access_token).into();
    }
    Json(answer).into_response()
}

fn identity_token(
    service: &Service,
    trick: Trick,
    approval: &Approval,
    access_token: &str,
) -> String {
    let now = jiff::Timestamp::now().as_second();
    let mut claims = json!({
        "iss": service.issuer,
        "aud": "vigie",
        "sub": approval.person["sub"],
        "iat": now,
        "exp": now + 60,
        "nonce": approval.nonce,
    });
    if let Some(acr) = approval.person.get("acr") {
        claims["acr"] = acr.clone();
    }
    match trick {
        Trick::WrongNonce => claims["nonce"] = "0".repeat(64).into(),
        Trick::WrongAudience => claims["aud"] = "another".into(),
        Trick::TwoAudiences => claims["aud"] = json!(["vigie", "another"]),
        Trick::WrongIssuer => claims["iss"] = "https://evil.example".into(),
        Trick::Expired => claims["exp"] = (now - 1).into(),
        Trick::NoSubject => claims["sub"] = "".into(),
        Trick::LongSubject => claims["sub"] = "s".repeat(300).into(),
        _ => {}
    }
    let has_second_key = service.inside.lock().has_second_key;
    let key = match trick {
        Trick::WrongSignature => key(SECOND_KEY, "first"),
        _ if has_second_key => key(SECOND_KEY, "second"),
        _ => key(FIRST_KEY, "first"),
    };
    let handed_out_with = match trick {
        Trick::WrongAccessToken => "another".to_owned(),
        _ => access_token.to_owned(),
    };
    let token = signed(claims, &key, Some(&AccessToken::new(handed_out_with)));
    if trick == Trick::Unsigned {
        // {"alg":"none"} in base64, and no signature.
        let payload = token.split('.').nth(1).unwrap();
        return format!("eyJhbGciOiJub25lIn0.{payload}.");
    }
    token
}

fn redirect(service: &Service) -> Response {
    let address = format!("{}/keys", service.issuer);
    (StatusCode::FOUND, [(header::LOCATION, address)]).into_response()
}

async fn user_info(State(service): State<Service>, headers: HeaderMap) -> Response {
    let trick = service.note("/user-info");
    let shown = headers[header::AUTHORIZATION].to_str().unwrap();
    let access_token = shown.strip_prefix("Bearer ").unwrap();
    let person = service.inside.lock().tokens[access_token].clone();
    let mut claims = person;
    match trick {
        Trick::HugeUserInfo => return json_of(2 << 20),
        Trick::UserInfoNoJson => return text(StatusCode::OK, "<b>rubbish</b>"),
        Trick::UserInfoRedirect => return redirect(&service),
        Trick::UserInfoOfAnother => {
            claims.insert("sub".to_owned(), "another".into());
        }
        _ => {}
    }
    if service.inside.lock().has_signed_user_info() && trick != Trick::UserInfoUnsigned {
        let now = jiff::Timestamp::now().as_second();
        let frame = json!({"iss": service.issuer, "aud": "vigie", "iat": now, "exp": now + 60});
        claims.extend(frame.as_object().unwrap().clone());
        let key = match trick {
            Trick::UserInfoWrongSignature => key(SECOND_KEY, "first"),
            _ => key(FIRST_KEY, "first"),
        };
        let body = signed(Value::Object(claims), &key, None);
        return ([(header::CONTENT_TYPE, "application/jwt")], body).into_response();
    }
    Json(Value::Object(claims)).into_response()
}

impl Inside {
    /// One who has `siret` is of a service that signs what it tells, as ProConnect does.
    fn has_signed_user_info(&self) -> bool {
        self.tokens
            .values()
            .any(|person| person.contains_key("siret"))
    }
}
