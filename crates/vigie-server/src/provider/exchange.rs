//! The conversation of a sign-in: where to send the person, what to make of the code she comes back with, where to sign
//! out (OpenID Connect Core 1.0, section 3.1; PKCE, RFC 7636; RP-Initiated Logout 1.0).

use std::borrow::Cow;

use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreResponseType,
    CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AccessToken, AccessTokenHash, AdditionalClaims, AuthType, AuthenticationContextClass,
    AuthenticationFlow, AuthorizationCode, ClaimsVerificationError, Client, ClientId, CsrfToken,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdToken, IdTokenClaims,
    IdTokenFields, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier,
    ProviderMetadataWithLogout, RedirectUrl, RequestTokenError, Scope, SignatureVerificationError,
    StandardErrorResponse, StandardTokenResponse, SubjectIdentifier, TokenResponse as _,
    UserInfoClaims, UserInfoError,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;
use vigie_store::SecretHash;

use super::call::{CallError, call};
use super::claims::Claims;
use super::settings::{AcrAskedBy, UserInfo};
use super::{Provider, ProviderError};
use crate::access::random_bytes;

/// Longest subject and `acr` that are kept, in bytes (a subject has 255 at most: OpenID Connect Core 1.0, section 2).
const LONGEST_NAME: usize = 255;
/// Longest token that is kept for signing out, in bytes: it becomes a part of an address.
const LONGEST_TOKEN: usize = 6_000;
/// Signatures that are looked at: those that the service alone can make.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 5] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Claims that the standard does not name.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Other {
    #[serde(flatten)]
    all: Map<String, Value>,
}

impl AdditionalClaims for Other {}

type Token =
    IdToken<Other, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;
type Tokens = StandardTokenResponse<
    IdTokenFields<
        Other,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;
type TokenError = StandardErrorResponse<CoreErrorResponseType>;
type Speaker = Client<
    Other,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    TokenError,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What the browser that begins a sign-in keeps in a cookie. State, nonce and PKCE verifier follow from it, so that
/// nobody else can end the sign-in, and the store holds nothing but its hash. Not shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct FlowSecret([u8; 32]);

impl FlowSecret {
    /// A new one.
    ///
    /// # Errors
    /// When the operating system has no random bytes.
    pub fn random() -> std::io::Result<Self> {
        Ok(Self(random_bytes()?))
    }

    /// A secret as the cookie writes it; `None` when it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        Some(Self(blake3::Hash::from_hex(text).ok()?.into()))
    }

    /// As the cookie writes it.
    pub fn written(&self) -> String {
        blake3::Hash::from_bytes(self.0).to_hex().to_string()
    }

    /// What the store keeps of it.
    pub fn hash(&self) -> SecretHash {
        SecretHash(blake3::hash(&self.0).into())
    }

    /// Whether the service sends back the state of this sign-in.
    pub fn has_state(&self, text: &str) -> bool {
        // Compares digests, so that the time tells nothing of the state.
        blake3::hash(text.as_bytes()) == blake3::hash(self.state().as_bytes())
    }

    fn state(&self) -> String {
        self.derived("vigie sign-in state")
    }

    fn nonce(&self) -> Nonce {
        Nonce::new(self.derived("vigie sign-in nonce"))
    }

    fn verifier(&self) -> PkceCodeVerifier {
        PkceCodeVerifier::new(self.derived("vigie sign-in verifier"))
    }

    fn derived(&self, context: &'static str) -> String {
        let key = blake3::derive_key(context, &self.0);
        blake3::Hash::from_bytes(key).to_hex().to_string()
    }
}

impl std::fmt::Debug for FlowSecret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("FlowSecret(…)")
    }
}

/// A person who came back, and what the service says of her.
#[derive(Debug, Clone)]
pub struct Arrived {
    /// Who she is there, always the same.
    pub subject: String,
    /// What the service says of her.
    pub claims: Claims,
    /// How well she showed who she is, in the service's words.
    pub acr: Option<String>,
    /// The token by which her session there is ended; empty when it is too long for that.
    pub identity_token: String,
}

impl Provider {
    /// Where a person is sent to sign in.
    ///
    /// # Errors
    /// When the service does not describe itself.
    pub async fn begin(&self, secret: &FlowSecret) -> Result<Url, ProviderError> {
        let speaker = self.speaker(self.metadata().await?)?;
        let (state, nonce) = (secret.state(), secret.nonce());
        let scopes = self.settings.scopes.iter();
        let mut request = speaker
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                move || CsrfToken::new(state),
                move || nonce,
            )
            .add_scopes(
                scopes
                    .filter(|scope| *scope != "openid")
                    .map(|scope| Scope::new(scope.clone())),
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(
                &secret.verifier(),
            ));
        let acr = &self.settings.acr;
        match acr.by {
            _ if acr.asked.is_empty() => {}
            AcrAskedBy::AcrValues => {
                for value in &acr.asked {
                    let value = AuthenticationContextClass::new(value.clone());
                    request = request.add_auth_context_value(value);
                }
            }
            AcrAskedBy::Claims => {
                let wanted = serde_json::json!({
                    "id_token": {"acr": {"essential": true, "values": acr.asked}}
                });
                request = request.add_extra_param("claims", wanted.to_string());
            }
        }
        Ok(request.url().0)
    }

    /// What a person comes back with, turned into who she is.
    ///
    /// # Errors
    /// A service that does not answer, or whose answer does not hold.
    pub async fn finish(
        &self,
        code: String,
        secret: &FlowSecret,
    ) -> Result<Arrived, ProviderError> {
        let metadata = self.metadata().await?;
        let speaker = self.speaker(metadata.clone())?;
        let tokens = self.exchange(speaker.clone(), code, secret.verifier());
        let tokens = tokens.await?;
        let token = tokens
            .id_token()
            .ok_or_else(|| ProviderError::Unusable("no identity token".to_owned()))?;
        let nonce = secret.nonce();
        let (speaker, claims) = match verified(&speaker, token, tokens.access_token(), &nonce) {
            Err(Untrue::UnknownKey) => {
                let renewed = self.speaker(self.renewed_metadata().await?)?;
                let claims = verified(&renewed, token, tokens.access_token(), &nonce)?;
                (renewed, claims)
            }
            other => (speaker, other?),
        };
        let subject = claims.subject().as_str().to_owned();
        if subject.is_empty() || subject.len() > LONGEST_NAME {
            return Err(ProviderError::Unusable(
                "a subject without measure".to_owned(),
            ));
        }
        let acr = claims.auth_context_ref().map(|acr| acr.as_str().to_owned());
        let acr = acr.filter(|acr| acr.len() <= LONGEST_NAME);
        self.check_acr(acr.as_deref())?;
        let user_info = self.user_info(speaker, tokens.access_token().clone(), &subject);
        let user_info = user_info.await?;
        let identity_token = token.to_string();
        Ok(Arrived {
            claims: Claims::new(object(&claims)?, user_info),
            subject,
            acr,
            identity_token: if identity_token.len() > LONGEST_TOKEN {
                String::new()
            } else {
                identity_token
            },
        })
    }

    /// Where a person is sent to sign out there; `None` when the service has no such address, or is not known now.
    pub async fn sign_out_address(&self, identity_token: &str, back: &str) -> Option<Url> {
        let metadata = self.metadata().await.ok()?;
        let end = metadata
            .additional_metadata()
            .end_session_endpoint
            .as_ref()?;
        let state = FlowSecret::random().ok()?.state();
        let mut address = end.url().clone();
        let mut query = address.query_pairs_mut();
        if !identity_token.is_empty() {
            query.append_pair("id_token_hint", identity_token);
        }
        query
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("post_logout_redirect_uri", back)
            .append_pair("state", &state);
        drop(query);
        Some(address)
    }

    /// Whether what was shown counts as our second factor.
    pub fn is_second_factor(&self, acr: Option<&str>) -> bool {
        let enough = &self.settings.acr.second_factor;
        acr.is_some_and(|acr| enough.iter().any(|one| one == acr))
    }

    fn check_acr(&self, acr: Option<&str>) -> Result<(), ProviderError> {
        let accepted = &self.settings.acr.accepted;
        let is_enough =
            accepted.is_empty() || acr.is_some_and(|acr| accepted.iter().any(|one| one == acr));
        if is_enough {
            return Ok(());
        }
        let shown = vigie_model::shown(acr.unwrap_or("nothing"), 100);
        Err(ProviderError::TooWeak(shown))
    }

    fn speaker(&self, metadata: ProviderMetadataWithLogout) -> Result<Speaker, ProviderError> {
        let return_address = RedirectUrl::new(self.return_address.clone())
            .map_err(|error| ProviderError::Unusable(error.to_string()))?;
        let auth_type = auth_type(&metadata);
        let client_id = ClientId::new(self.settings.client_id.clone());
        let secret = self.settings.secret.clone();
        Ok(Client::from_provider_metadata(metadata, client_id, secret)
            .set_redirect_uri(return_address)
            .set_auth_type(auth_type))
    }

    async fn exchange(
        &self,
        speaker: Speaker,
        code: String,
        verifier: PkceCodeVerifier,
    ) -> Result<Tokens, ProviderError> {
        let agent = self.agent.clone();
        self.converse(move || {
            let request = speaker
                .exchange_code(AuthorizationCode::new(code))
                .map_err(|error| ProviderError::Unusable(error.to_string()))?;
            request
                .set_pkce_verifier(verifier)
                .request(&|request| call(&agent, request))
                .map_err(|error| of_token(&error))
        })
        .await
    }

    async fn user_info(
        &self,
        speaker: Speaker,
        access_token: AccessToken,
        subject: &str,
    ) -> Result<Map<String, Value>, ProviderError> {
        let wanted = self.settings.user_info;
        let has_address = speaker.user_info_url().is_some();
        match wanted {
            UserInfo::None => return Ok(Map::new()),
            UserInfo::Plain if !has_address => return Ok(Map::new()),
            UserInfo::Plain | UserInfo::Signed => {}
        }
        if !is_header_value(access_token.secret()) {
            return Err(ProviderError::Unusable(
                "an access token of no shape".to_owned(),
            ));
        }
        let (agent, subject) = (
            self.agent.clone(),
            SubjectIdentifier::new(subject.to_owned()),
        );
        self.converse(move || {
            let request = speaker
                .user_info(access_token, Some(subject))
                .map_err(|error| ProviderError::Unusable(error.to_string()))?
                .require_signed_response(wanted == UserInfo::Signed);
            let claims: UserInfoClaims<Other, CoreGenderClaim> = request
                .request(&|request| call(&agent, request))
                .map_err(|error| of_user_info(&error))?;
            object(&claims)
        })
        .await
    }
}

/// The library puts the token into a header without asking whether it can stand there.
fn is_header_value(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The usual way of showing the secret, unless the service takes only the other.
fn auth_type(metadata: &ProviderMetadataWithLogout) -> AuthType {
    use openidconnect::core::CoreClientAuthMethod::{ClientSecretBasic, ClientSecretPost};
    match metadata.token_endpoint_auth_methods_supported() {
        Some(methods)
            if !methods.contains(&ClientSecretBasic) && methods.contains(&ClientSecretPost) =>
        {
            AuthType::RequestBody
        }
        _ => AuthType::BasicAuth,
    }
}

/// Why a token is not believed.
enum Untrue {
    /// It names a key that is not known: the service may have a new one.
    UnknownKey,
    /// Anything else.
    For(String),
}

impl From<Untrue> for ProviderError {
    fn from(untrue: Untrue) -> Self {
        Self::Unusable(match untrue {
            Untrue::UnknownKey => "a token signed with an unknown key".to_owned(),
            Untrue::For(reason) => reason,
        })
    }
}

/// The claims of a token of this service, for us, for this sign-in, not expired, and handed out with this access token.
fn verified(
    speaker: &Speaker,
    token: &Token,
    access_token: &AccessToken,
    nonce: &Nonce,
) -> Result<IdTokenClaims<Other, CoreGenderClaim>, Untrue> {
    let verifier = speaker.id_token_verifier().set_allowed_algs(ALGORITHMS);
    let claims = token
        .claims(&verifier, nonce)
        .map_err(|error| match error {
            ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey,
            ) => Untrue::UnknownKey,
            error => Untrue::For(vigie_model::shown(&error.to_string(), 300)),
        })?;
    if let Some(expected) = claims.access_token_hash() {
        let algorithm = token.signing_alg();
        let algorithm = algorithm.map_err(|error| Untrue::For(error.to_string()))?;
        let key = token.signing_key(&verifier);
        let key = key.map_err(|error| Untrue::For(error.to_string()))?;
        let hash = AccessTokenHash::from_token(access_token, algorithm, key);
        if hash.ok().as_ref() != Some(expected) {
            return Err(Untrue::For("another access token".to_owned()));
        }
    }
    Ok(claims.clone())
}

fn object(claims: &impl Serialize) -> Result<Map<String, Value>, ProviderError> {
    match serde_json::to_value(claims) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(ProviderError::Unusable("claims of no shape".to_owned())),
        Err(error) => Err(ProviderError::Unusable(error.to_string())),
    }
}

fn of_token(error: &RequestTokenError<CallError, TokenError>) -> ProviderError {
    match error {
        RequestTokenError::Request(error) => error.into(),
        RequestTokenError::ServerResponse(answer) => {
            let text = vigie_model::shown(&answer.to_string(), 300);
            if *answer.error() == CoreErrorResponseType::InvalidGrant {
                ProviderError::CodeRefused(text)
            } else {
                ProviderError::Unusable(text)
            }
        }
        RequestTokenError::Parse(error, _) => {
            ProviderError::Unusable(format!("its tokens: {}", cut(error)))
        }
        RequestTokenError::Other(text) => ProviderError::Unusable(cut(text)),
    }
}

fn of_user_info(error: &UserInfoError<CallError>) -> ProviderError {
    match error {
        UserInfoError::Request(error) => error.into(),
        UserInfoError::Response(status, _, _) => {
            ProviderError::Unusable(format!("what it tells more: status {}", status.as_u16()))
        }
        error => ProviderError::Unusable(format!("what it tells more: {}", cut(error))),
    }
}

/// Text from outside, for the log.
fn cut(text: &impl std::fmt::Display) -> String {
    let text: Cow<'_, str> = text.to_string().into();
    vigie_model::shown(&text, 300)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn state_nonce_and_verifier_follow_from_the_secret_and_tell_nothing_of_each_other() {
        let secret = FlowSecret::random().unwrap();
        let again = FlowSecret::parse(&secret.written()).unwrap();
        assert!(again.has_state(&secret.state()) && !again.has_state(""));
        let all = [
            secret.written(),
            secret.state(),
            secret.nonce().secret().clone(),
            secret.verifier().secret().clone(),
            blake3::Hash::from_bytes(secret.hash().0)
                .to_hex()
                .to_string(),
        ];
        for (place, one) in all.iter().enumerate() {
            assert_eq!(one.len(), 64);
            assert!(!all[place + 1..].contains(one));
        }
        assert!(!format!("{secret:?}").contains(&secret.written()));
        assert!(FlowSecret::parse("").is_none() && FlowSecret::parse("ab").is_none());
    }
}
