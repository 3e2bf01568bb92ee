//! The browsable reference of the API. The handlers and `/api/openapi.json` say the same in full.

mod operations;
mod reports;

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use vigie_pages::{ApiReference, Operation, OperationGroup, Parameter, ParameterPlace, Prose};

use super::answer;
use super::asked::Asked;
use super::shell::shell;
use crate::http::App;
use operations::{
    ALIVE, AVAILABILITY, COMPLETENESS, COVER, GET_MEDICINE, GET_PACK, HISTORY, METRICS, READY,
    SEARCH, STOCK,
};
use reports::{GET_RECEIPT, SEND_REPORT};

/// A text in French and in English.
type Text = (&'static str, &'static str);

/// `/{lang}/api`
pub async fn show(State(app): State<App>, headers: HeaderMap, asked: Asked) -> Response {
    let data_day = app.system.picture.read().latest();
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .filter(|host| is_plain_host(host));
    let reference = ApiReference {
        shell: shell(&app.system, &asked, data_day),
        document: "/api/openapi.json".to_owned(),
        groups: groups(&format!("http://{}", host.unwrap_or("localhost"))),
    };
    answer(reference.render(asked.language), &asked)
}

/// The Host header is the asker's word and goes into commands that people copy: letters, digits, `.`, `-`, `:` only.
fn is_plain_host(host: &str) -> bool {
    !host.is_empty()
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))
}

fn groups(server: &str) -> Vec<OperationGroup> {
    let group = |(french, english): Text, operations: &[&Stated]| OperationGroup {
        name: Prose::both(french, english),
        operations: operations
            .iter()
            .map(|operation| operation.shown(server))
            .collect(),
    };
    vec![
        group(
            ("Rapports de stock", "Stock reports"),
            &[&SEND_REPORT, &GET_RECEIPT],
        ),
        group(
            ("Médicaments et présentations", "Medicines and packs"),
            &[&SEARCH, &GET_MEDICINE, &GET_PACK],
        ),
        group(
            ("Stock et couverture", "Stock and cover"),
            &[&STOCK, &HISTORY, &COVER],
        ),
        group(
            (
                "Disponibilité et complétude",
                "Availability and completeness",
            ),
            &[&AVAILABILITY, &COMPLETENESS],
        ),
        group(("Service", "Service"), &[&ALIVE, &READY, &METRICS]),
    ]
}

/// An operation as written here.
struct Stated {
    identifier: &'static str,
    method: &'static str,
    path: &'static str,
    summary: Text,
    parameters: &'static [StatedParameter],
    /// What stands after `curl`; `{server}` is the address of this server.
    example: &'static str,
    answers: &'static [(u16, Text)],
}

struct StatedParameter(&'static str, ParameterPlace, &'static str, bool, Text);

impl Stated {
    fn shown(&self, server: &str) -> Operation {
        Operation {
            identifier: self.identifier.to_owned(),
            method: self.method.to_owned(),
            path: self.path.to_owned(),
            summary: prose(self.summary),
            parameters: self.parameters.iter().map(StatedParameter::shown).collect(),
            example: format!("curl {}", self.example.replace("{server}", server)),
            answers: self
                .answers
                .iter()
                .map(|(status, meaning)| (*status, prose(*meaning)))
                .collect(),
        }
    }
}

impl StatedParameter {
    fn shown(&self) -> Parameter {
        let Self(name, place, kind, required, meaning) = self;
        Parameter {
            name: (*name).to_owned(),
            place: *place,
            kind: (*kind).to_owned(),
            required: *required,
            meaning: prose(*meaning),
        }
    }
}

fn prose((french, english): Text) -> Prose {
    Prose::both(french, english)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("127.0.0.1:8080", true)]
    #[case("vigie.example", true)]
    #[case("[::1]:8080", true)]
    #[case("x'; rm -rf ~; '", false)]
    #[case("", false)]
    fn only_a_plain_host_goes_into_commands(#[case] host: &str, #[case] plain: bool) {
        assert_eq!(is_plain_host(host), plain);
    }

    #[test]
    fn every_parameter_of_a_path_is_explained() {
        for operation in groups("http://localhost")
            .iter()
            .flat_map(|group| &group.operations)
        {
            let in_path = operation
                .parameters
                .iter()
                .filter(|parameter| parameter.place == ParameterPlace::Path);
            for parameter in in_path {
                assert!(
                    operation.path.contains(&format!("{{{}}}", parameter.name)),
                    "{}",
                    operation.path
                );
            }
            assert!(!operation.example.contains("{server}"));
        }
    }
}
