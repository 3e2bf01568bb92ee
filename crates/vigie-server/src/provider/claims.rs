//! What a service says of a person, looked up where the settings say it stands.

use serde_json::{Map, Value};
use vigie_model::{Rpps, SiteCode};

use super::settings::ClaimPaths;

/// Most values taken from one place: who works at more establishments is told by the operator.
const MOST_VALUES: usize = 200;
/// Longest value that may mean something, in bytes.
const LONGEST_VALUE: usize = 256;

/// What a service says of a person, verified to come from it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Claims(Map<String, Value>);

impl Claims {
    /// Claims of the first token, completed by what the service tells more; the first token counts where both speak.
    pub fn new(token: Map<String, Value>, user_info: Map<String, Value>) -> Self {
        let mut all = user_info;
        all.extend(token.into_iter().filter(|(_, value)| !value.is_null()));
        Self(all)
    }

    /// The number in the directory of health professionals. Pro Santé Connect writes an 8 before it, the kind of its
    /// identifier; another kind is none.
    pub fn rpps(&self, paths: &ClaimPaths) -> Option<Rpps> {
        let texts = paths.rpps.iter().flat_map(|path| self.texts(path));
        let numbers = texts.filter_map(|text| {
            let digits = match text.len() {
                12 => text.strip_prefix('8')?,
                11 => text.as_str(),
                _ => return None,
            };
            digits.parse().ok()
        });
        numbers.take(1).next()
    }

    /// Codes of the establishments where the person works, each once.
    pub fn sites(&self, paths: &ClaimPaths) -> Vec<SiteCode> {
        let texts = paths.sites.iter().flat_map(|path| self.texts(path));
        let mut codes: Vec<SiteCode> = Vec::new();
        for code in texts.filter_map(|text| text.parse().ok()) {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        codes
    }

    /// The address of mail, when the service says that it has verified it.
    pub fn verified_mail(&self) -> Option<&str> {
        let is_verified = self.0.get("email_verified") == Some(&Value::Bool(true));
        self.text("email").filter(|_| is_verified)
    }

    /// How the person is called; empty when nothing says so.
    pub fn name(&self) -> String {
        if let Some(name) = self.text("name") {
            return name.to_owned();
        }
        let family = self.text("family_name").or_else(|| self.text("usual_name"));
        let parts: Vec<&str> = [self.text("given_name"), family]
            .into_iter()
            .flatten()
            .collect();
        parts.join(" ")
    }

    fn text(&self, name: &str) -> Option<&str> {
        let text = self.0.get(name)?.as_str()?.trim();
        let fits = !text.is_empty() && text.len() <= LONGEST_VALUE;
        fits.then_some(text)
    }

    /// Texts and whole numbers at a path, lists gone through, without spaces around them.
    fn texts(&self, path: &str) -> Vec<String> {
        let mut found = Vec::new();
        let mut names = path.split('.');
        if let Some(value) = names.next().and_then(|name| self.0.get(name)) {
            collect(value, &names.collect::<Vec<_>>(), &mut found);
        }
        found
    }
}

/// The depth is bounded by the path, and by the reader of JSON for lists in lists.
fn collect(value: &Value, rest: &[&str], found: &mut Vec<String>) {
    if found.len() >= MOST_VALUES {
        return;
    }
    match (value, rest) {
        (Value::Array(values), _) => {
            for value in values {
                collect(value, rest, found);
            }
        }
        (Value::Object(fields), [name, rest @ ..]) => {
            if let Some(value) = fields.get(*name) {
                collect(value, rest, found);
            }
        }
        (Value::String(text), []) if text.len() <= LONGEST_VALUE && !text.trim().is_empty() => {
            found.push(text.trim().to_owned());
        }
        (Value::Number(number), []) => {
            found.extend(number.as_u64().map(|number| number.to_string()));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::json;

    fn claims(value: &Value) -> Claims {
        Claims::new(Map::new(), value.as_object().unwrap().clone())
    }

    fn paths(rpps: &[&str], sites: &[&str]) -> ClaimPaths {
        let owned = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
        ClaimPaths {
            rpps: owned(rpps),
            sites: owned(sites),
        }
    }

    /// The shape that public code reads from Pro Santé Connect; the person is one of its test cards, the establishments
    /// are those of our tests.
    fn of_pro_sante_connect() -> Claims {
        claims(&json!({
            "sub": "f:550dc1c8-d97b-4b1e-ac8c-8eb4471cf9dd:899700218896",
            "preferred_username": "899700218896",
            "SubjectNameID": "899700218896",
            "given_name": "ROBERT",
            "family_name": "SPECIALISTE0021889",
            "SubjectRefPro": {"codeCivilite": "M", "exercices": [
                {"codeProfession": "21", "activities": [
                    {"numeroFinessSite": "750000010", "numeroSiretSite": ""},
                    {"numeroFinessSite": "0B0193488"}]},
                {"codeProfession": "21", "activities": [{"numeroFinessSite": " 290000017 "}, {"numeroFinessSite": "750000010"}]},
                {"codeProfession": "21"}]}
        }))
    }

    #[test]
    fn a_professional_has_the_number_and_the_establishments_of_her_activities() {
        let paths = paths(
            &["SubjectNameID"],
            &["SubjectRefPro.exercices.activities.numeroFinessSite"],
        );
        let found = of_pro_sante_connect();
        assert_eq!(found.rpps(&paths), "99700218896".parse().ok());
        let sites: Vec<String> = found
            .sites(&paths)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(sites, ["750000010", "290000017"]);
        assert_eq!(found.name(), "ROBERT SPECIALISTE0021889");
    }

    #[rstest]
    #[case(json!("899700218896"), true)]
    #[case(json!("99700218896"), true)]
    #[case(json!(899_700_218_896_u64), true)]
    // ADELI; another kind of identifier; a wrong key; hostile values.
    #[case(json!("0759300187"), false)]
    #[case(json!("399700218896"), false)]
    #[case(json!("899700218897"), false)]
    #[case(json!("8 99700218896"), false)]
    #[case(json!(""), false)]
    #[case(json!(true), false)]
    #[case(json!({"a": "899700218896"}), false)]
    #[case(json!("9".repeat(100_000)), false)]
    fn a_number_of_the_directory_has_its_key_and_its_kind(
        #[case] value: Value,
        #[case] is_one: bool,
    ) {
        let found = claims(&json!({"id": value})).rpps(&paths(&["absent", "id"], &[]));
        assert_eq!(found, is_one.then(|| "99700218896".parse().unwrap()));
    }

    #[test]
    fn claims_without_end_give_no_more_than_a_few_values() {
        let many = json!({"siret": vec![json!(["26010004500012", "77220148900022"]); 100_000]});
        let found = claims(&many);
        assert!(found.texts("siret").len() <= MOST_VALUES + 1);
        assert_eq!(found.sites(&paths(&[], &["siret"])).len(), 2);
        assert!(found.texts("siret.siret").is_empty() && found.texts("").is_empty());
    }

    #[rstest]
    #[case(json!({"email": "a@b.fr", "email_verified": true}), Some("a@b.fr"))]
    #[case(json!({"email": "a@b.fr", "email_verified": "true"}), None)]
    #[case(json!({"email": "a@b.fr", "email_verified": false}), None)]
    #[case(json!({"email": "a@b.fr"}), None)]
    #[case(json!({"email": ["a@b.fr"], "email_verified": true}), None)]
    fn an_address_counts_when_the_service_has_verified_it(
        #[case] value: Value,
        #[case] expected: Option<&str>,
    ) {
        assert_eq!(claims(&value).verified_mail(), expected);
    }

    #[test]
    fn the_token_counts_where_it_and_the_rest_disagree() {
        let map = |value: Value| value.as_object().unwrap().clone();
        let both = Claims::new(
            map(json!({"sub": "1", "name": null, "acr": "eidas2"})),
            map(json!({"sub": "2", "name": "Marie", "acr": "eidas3"})),
        );
        assert_eq!(both.name(), "Marie");
        assert_eq!(
            (both.text("sub"), both.text("acr")),
            (Some("1"), Some("eidas2"))
        );
    }
}
