//! Which services let people sign in, and what their word is good for.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use openidconnect::ClientSecret;
use serde::Deserialize;
use url::Url;
use vigie_model::{Role, Tier};

use super::{Provider, call};

/// Longest code, name and secret in characters.
const LONGEST: usize = 200;

/// A file of settings that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("cannot read {}: {error}", file.display())]
    File {
        /// Which.
        file: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// It is no JSON of the shape expected.
    #[error("{}: {error}", file.display())]
    Shape {
        /// Which.
        file: PathBuf,
        /// Where and why.
        error: serde_json::Error,
    },
    /// A value cannot be used.
    #[error("{}: provider `{code}`: {reason}", file.display())]
    Value {
        /// Which.
        file: PathBuf,
        /// Of which provider.
        code: String,
        /// What is wrong and what to write.
        reason: String,
    },
}

/// A service that lets people sign in.
#[derive(Debug, Clone)]
pub struct ProviderSettings {
    /// Its name in addresses: small letters, digits, hyphens.
    pub code: String,
    /// Its name on pages.
    pub name: String,
    /// How it calls itself in what it signs.
    pub issuer: Url,
    /// Where it describes itself.
    pub discovery: Url,
    /// Under which name it knows this server.
    pub client_id: String,
    /// What shows that this server is the one; `None` where PKCE alone does.
    pub secret: Option<ClientSecret>,
    /// What is asked for beside `openid`.
    pub scopes: Vec<String>,
    /// How well people must have shown who they are.
    pub acr: Acr,
    /// Where in its claims things stand.
    pub claims: ClaimPaths,
    /// How it tells more of a person.
    pub user_info: UserInfo,
    /// Whether a verified address of mail leads to the account with this address.
    pub trusts_mail: bool,
    /// Roles that its word gives over the registered sites it names.
    pub grants: Vec<Grant>,
}

/// How well people must have shown who they are, in the service's own words (`acr`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Acr {
    /// What is asked for.
    pub asked: Vec<String>,
    /// How it is asked for.
    pub by: AcrAskedBy,
    /// What is enough; empty when anything is.
    pub accepted: Vec<String>,
    /// What counts as our second factor.
    pub second_factor: Vec<String>,
}

/// How a service wants to be asked for an `acr`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AcrAskedBy {
    /// By the parameter `acr_values` (Pro Santé Connect).
    #[default]
    AcrValues,
    /// By the parameter `claims`, as something essential (ProConnect).
    Claims,
}

/// Where in the claims of a service things stand: names with points between them; lists are gone through.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClaimPaths {
    /// The number in the directory of health professionals; the first that is one counts.
    pub rpps: Vec<String>,
    /// Codes of establishments: FINESS, SIRET.
    pub sites: Vec<String>,
}

/// How a service tells more of a person than its first token does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserInfo {
    /// At its address for that, signed or not.
    #[default]
    Plain,
    /// At its address for that, and signed (ProConnect).
    Signed,
    /// Not at all.
    None,
}

/// A role that a service's word may give over a site of the tier it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grant {
    /// Over pharmacies.
    Pharmacy,
    /// Over hospital pharmacies.
    Hospital,
}

impl Grant {
    /// The role, and the tier of sites over which it is given.
    pub const fn role(self) -> (Role, Tier) {
        match self {
            Self::Pharmacy => (Role::Pharmacy, Tier::Pharmacy),
            Self::Hospital => (Role::Hospital, Tier::Hospital),
        }
    }
}

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    providers: Vec<Written>,
}

/// A service as the file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    code: String,
    name: String,
    issuer: Url,
    #[serde(default)]
    discovery: Option<Url>,
    client_id: String,
    #[serde(default)]
    secret_file: Option<PathBuf>,
    #[serde(default)]
    secret_variable: Option<String>,
    #[serde(default)]
    scopes: Vec<String>,
    #[serde(default)]
    acr: Acr,
    #[serde(default)]
    claims: ClaimPaths,
    #[serde(default)]
    user_info: UserInfo,
    #[serde(default)]
    trusts_mail: bool,
    #[serde(default)]
    grants: Vec<Grant>,
}

impl ProviderSettings {
    /// Reads a file of settings, and the secrets it points to. Paths of secrets begin at the file.
    ///
    /// # Errors
    /// [`SettingsError`], which says what to write.
    pub fn read(file: &Path) -> Result<Vec<Self>, SettingsError> {
        let text = std::fs::read_to_string(file).map_err(|error| SettingsError::File {
            file: file.to_owned(),
            error,
        })?;
        let written: File = serde_json::from_str(&text).map_err(|error| SettingsError::Shape {
            file: file.to_owned(),
            error,
        })?;
        let mut all: Vec<Self> = Vec::new();
        for one in written.providers {
            let code = vigie_model::shown(&one.code, LONGEST);
            let is_twice = all.iter().any(|other| other.code == one.code);
            let read = if is_twice {
                Err("another one has this code".to_owned())
            } else {
                one.checked(file)
            };
            all.push(read.map_err(|reason| SettingsError::Value {
                file: file.to_owned(),
                code,
                reason,
            })?);
        }
        Ok(all)
    }
}

impl Written {
    fn checked(self, file: &Path) -> Result<ProviderSettings, String> {
        let is_plain =
            |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-';
        if self.code.is_empty() || self.code.len() > 40 || !self.code.chars().all(is_plain) {
            return Err("write `code` in small letters, digits and hyphens, 40 at most".to_owned());
        }
        if self.name.trim().is_empty() || self.name.chars().count() > LONGEST {
            return Err("write a `name` of 200 signs at most".to_owned());
        }
        if self.client_id.trim().is_empty() {
            return Err("write the `client_id` that the service gave".to_owned());
        }
        let discovery = match &self.discovery {
            Some(address) => address.clone(),
            None => usual_discovery(&self.issuer)?,
        };
        for (name, address) in [("issuer", &self.issuer), ("discovery", &discovery)] {
            let is_safe = address.scheme() == "https"
                || (address.scheme() == "http" && call::is_loopback(address));
            if !is_safe {
                return Err(format!("write `{name}` with https"));
            }
        }
        Ok(ProviderSettings {
            secret: self.read_secret(file)?.map(ClientSecret::new),
            discovery,
            code: self.code,
            name: self.name.trim().to_owned(),
            issuer: self.issuer,
            client_id: self.client_id,
            scopes: self.scopes,
            acr: self.acr,
            claims: self.claims,
            user_info: self.user_info,
            trusts_mail: self.trusts_mail,
            grants: self.grants,
        })
    }

    fn read_secret(&self, file: &Path) -> Result<Option<String>, String> {
        let text = match (&self.secret_file, &self.secret_variable) {
            (None, None) => return Ok(None),
            (Some(_), Some(_)) => {
                return Err("write `secret_file` or `secret_variable`, not both".to_owned());
            }
            (Some(path), None) => {
                let path = file.parent().unwrap_or(Path::new("")).join(path);
                std::fs::read_to_string(&path)
                    .map_err(|error| format!("cannot read {}: {error}", path.display()))?
            }
            (None, Some(name)) => std::env::var(name)
                .map_err(|_| format!("the environment has no variable {name}"))?,
        };
        let secret = text.trim();
        if secret.is_empty() {
            return Err("the secret is empty".to_owned());
        }
        Ok(Some(secret.to_owned()))
    }
}

/// Where a service describes itself when nothing else is said (OpenID Connect Discovery 1.0, section 4).
fn usual_discovery(issuer: &Url) -> Result<Url, String> {
    let address = format!(
        "{}/.well-known/openid-configuration",
        issuer.as_str().trim_end_matches('/')
    );
    address
        .parse()
        .map_err(|_| "write `issuer` as an address".to_owned())
}

/// The services of this server.
#[derive(Debug, Default)]
pub struct Providers(Vec<Arc<Provider>>);

impl Providers {
    /// The services that the settings name; none without an address to come back to.
    pub fn new(settings: &[ProviderSettings], public_url: Option<&Url>) -> Self {
        let with_address = settings.iter().zip(std::iter::repeat(public_url));
        let all = with_address.filter_map(|(one, public_url)| {
            Some(Arc::new(Provider::new(one.clone(), public_url?)))
        });
        Self(all.collect())
    }

    /// In the order of the settings.
    pub fn all(&self) -> &[Arc<Provider>] {
        &self.0
    }

    /// The service with this code.
    pub fn find(&self, code: &str) -> Option<Arc<Provider>> {
        let found = self.0.iter().find(|one| one.settings.code == code);
        found.cloned()
    }

    /// The service with this issuer.
    pub fn find_issuer(&self, issuer: &str) -> Option<Arc<Provider>> {
        let found = self.0.iter().find(|one| one.issuer() == issuer);
        found.cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn read(text: &str) -> Result<Vec<ProviderSettings>, String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("sign-in.json");
        std::fs::write(folder.path().join("secret"), "tree\n").unwrap();
        std::fs::write(folder.path().join("nothing"), "\n").unwrap();
        std::fs::write(&file, text).unwrap();
        ProviderSettings::read(&file).map_err(|error| error.to_string())
    }

    fn with(line: &str) -> String {
        let plain = r#""code": "psc", "name": "Pro Santé Connect", "client_id": "vigie", "issuer": "https://login.example/a""#;
        format!("{{\"providers\": [{{{plain}{line}}}]}}")
    }

    #[test]
    fn what_is_not_written_has_the_usual_value() {
        let all = read(&with(r#", "secret_file": "secret""#)).unwrap();
        let one = &all[0];
        assert_eq!(
            one.discovery.as_str(),
            "https://login.example/a/.well-known/openid-configuration"
        );
        assert_eq!(one.secret.as_ref().unwrap().secret(), "tree");
        assert!(!format!("{one:?}").contains("tree"));
        assert!(!one.trusts_mail && one.grants.is_empty() && one.acr == Acr::default());
    }

    #[rstest]
    #[case(r#", "secret_file": "nothing""#, "the secret is empty")]
    #[case(r#", "secret_file": "absent""#, "cannot read")]
    #[case(r#", "secret_file": "secret", "secret_variable": "A""#, "not both")]
    #[case(r#", "secret_variable": "VIGIE_NO_SUCH_VARIABLE""#, "has no variable")]
    #[case(r#", "discovery": "http://login.example/""#, "with https")]
    #[case(r#", "grants": ["operator"]"#, "unknown variant `operator`")]
    #[case(r#", "acr": {"wanted": []}"#, "unknown field `wanted`")]
    #[case(r#", "colour": "blue""#, "unknown field `colour`")]
    fn what_cannot_be_used_is_named(#[case] line: &str, #[case] said: &str) {
        let error = read(&with(line)).unwrap_err();
        assert!(error.contains(said), "{error}");
    }

    #[test]
    fn the_example_of_the_documents_can_be_read() {
        let page = include_str!("../../../../docs/sign-in.md");
        let example = page.split("```json").nth(1).unwrap();
        let example = example.split("```").next().unwrap();
        let example = example
            .replace("\"pro-sante-connect.secret\"", "\"secret\"")
            .replace("\"VIGIE_PROCONNECT_SECRET\"", "\"PATH\"");
        let all = read(&example).unwrap();
        assert_eq!(all.len(), 2);
        assert_eq!(all[1].user_info, UserInfo::Signed);
        assert_eq!(all[1].acr.by, AcrAskedBy::Claims);
    }

    #[test]
    fn a_code_is_plain_and_stands_once() {
        let one = with("");
        let twice = one.replace("}]}", "}, {\"code\": \"psc\", \"name\": \"B\", \"client_id\": \"v\", \"issuer\": \"https://b.example\"}]}");
        assert!(
            read(&twice)
                .unwrap_err()
                .contains("another one has this code")
        );
        for wrong in ["", "PSC", "a/b", "../a", "a b"] {
            let error = read(&one.replace("\"psc\"", &format!("\"{wrong}\""))).unwrap_err();
            assert!(error.contains("small letters"), "{error}");
        }
    }

    #[test]
    fn only_this_machine_does_without_encryption() {
        let issuer = |address: &str| read(&with("").replace("https://login.example/a", address));
        assert!(issuer("http://127.0.0.1:9000").is_ok());
        assert!(issuer("http://localhost:9000").is_ok());
        for wrong in [
            "http://login.example",
            "ftp://login.example",
            "http://127.0.0.1.example",
        ] {
            assert!(issuer(wrong).is_err(), "{wrong}");
        }
    }
}
