//! The browsable reference of the API. The handlers and `/api/openapi.json` say the same in full.

mod operations;
mod reports;

use axum::extract::State;
use axum::http::{HeaderMap, header::HOST};
use axum::response::Response;
use vigie_pages::{ApiReference, Operation, OperationGroup, Parameter, ParameterPlace, Prose};

use super::answer;
use super::asked::Asked;
use super::shell::shell;
use crate::http::App;

/// A text in French and in English.
type Text = (&'static str, &'static str);

/// `/{lang}/api`
pub async fn show(State(app): State<App>, headers: HeaderMap, asked: Asked) -> Response {
    let data_day = app.system.picture.read().latest();
    let host = headers
        .get(HOST)
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
    let shown = |group: &Group| OperationGroup {
        name: prose(group.name),
        operations: group
            .operations
            .iter()
            .map(|operation| operation.shown(server))
            .collect(),
    };
    std::iter::once(&reports::GROUP)
        .chain(&operations::GROUPS)
        .map(shown)
        .collect()
}

/// Operations that are shown together.
struct Group {
    name: Text,
    operations: &'static [Stated],
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

/// A parameter as written here.
#[derive(Clone, Copy)]
struct StatedParameter {
    name: &'static str,
    place: ParameterPlace,
    kind: &'static str,
    required: bool,
    meaning: Text,
}

/// A part of the path.
const fn path(
    name: &'static str,
    kind: &'static str,
    french: &'static str,
    english: &'static str,
) -> StatedParameter {
    StatedParameter {
        name,
        place: ParameterPlace::Path,
        kind,
        required: true,
        meaning: (french, english),
    }
}

/// A parameter of the query that may be left out.
const fn query(
    name: &'static str,
    kind: &'static str,
    french: &'static str,
    english: &'static str,
) -> StatedParameter {
    StatedParameter {
        place: ParameterPlace::Query,
        required: false,
        ..path(name, kind, french, english)
    }
}

/// A header that may be left out.
const fn header(
    name: &'static str,
    kind: &'static str,
    french: &'static str,
    english: &'static str,
) -> StatedParameter {
    StatedParameter {
        place: ParameterPlace::Header,
        ..query(name, kind, french, english)
    }
}

/// A parameter that may not be left out.
const fn required(parameter: StatedParameter) -> StatedParameter {
    StatedParameter {
        required: true,
        ..parameter
    }
}

/// The body.
const fn body(
    name: &'static str,
    kind: &'static str,
    french: &'static str,
    english: &'static str,
) -> StatedParameter {
    StatedParameter {
        place: ParameterPlace::Body,
        ..path(name, kind, french, english)
    }
}

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
        Parameter {
            name: self.name.to_owned(),
            place: self.place,
            kind: self.kind.to_owned(),
            required: self.required,
            meaning: prose(self.meaning),
        }
    }
}

fn prose((french, english): Text) -> Prose {
    Prose::both(french, english)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::api::Document;
    use rstest::rstest;
    use utoipa::OpenApi;

    #[rstest]
    #[case("127.0.0.1:8080", true)]
    #[case("vigie.example", true)]
    #[case("[::1]:8080", true)]
    #[case("x'; rm -rf ~; '", false)]
    #[case("", false)]
    fn only_a_plain_host_goes_into_commands(#[case] host: &str, #[case] plain: bool) {
        assert_eq!(is_plain_host(host), plain);
    }

    /// The names of the parameters of an operation of `/api/openapi.json`, in order.
    fn described(document: &serde_json::Value, operation: &Operation) -> Vec<String> {
        let method = operation.method.to_lowercase();
        let described = &document["paths"][&operation.path][method];
        assert!(described.is_object(), "{}", operation.path);
        let parameters = described["parameters"].as_array().into_iter().flatten();
        let mut names: Vec<String> = parameters
            .filter_map(|parameter| parameter["name"].as_str().map(str::to_owned))
            .collect();
        names.sort();
        names
    }

    #[test]
    fn the_parameters_shown_are_those_of_the_description_for_programs() {
        let document = serde_json::to_value(Document::openapi()).unwrap();
        let groups = groups("http://localhost");
        let operations = groups.iter().flat_map(|group| &group.operations);
        for operation in operations.filter(|operation| operation.path.starts_with("/api/")) {
            let in_address = operation.parameters.iter().filter(|parameter| {
                matches!(
                    parameter.place,
                    ParameterPlace::Path | ParameterPlace::Query
                )
            });
            let mut shown: Vec<String> =
                in_address.map(|parameter| parameter.name.clone()).collect();
            shown.sort();
            assert_eq!(shown, described(&document, operation), "{}", operation.path);
        }
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
