//! Checks that the description and the code agree.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use collector::api::{cors::Audience, router::ROUTES};
use serde_json::{Value, json};
use wire::dimension::Dimension;

use crate::{
    document,
    operation::{Operation, Who},
    page,
    support::{Collector, parsed},
};

const README: &str = include_str!("../../README.md");

fn built() -> Value {
    document::build(&document::operations())
}

/// Fails when a file is not what is made; writes it instead when asked to.
#[track_caller]
fn is_kept(file: &str, made: &str, is_same: impl Fn(&str) -> bool) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("api").join(file);
    if std::env::var_os("HEARBY_UPDATE_API").is_some() {
        fs::write(&path, made).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(is_same(&kept), "api/{file} is old: HEARBY_UPDATE_API=1 cargo test --test openapi");
}

#[test]
fn what_is_served_is_what_is_made() {
    let operations = document::operations();
    let document = document::build(&operations);
    let text = document::to_text(&document, 0) + "\n";
    is_kept("openapi.json", &text, |kept| {
        serde_json::from_str::<Value>(kept).is_ok_and(|kept| kept == document)
    });
    let html = page::build(&document, &operations);
    is_kept("docs.html", &html, |kept| kept == html);
}

#[test]
fn every_route_is_described_once_and_for_those_who_may_call_it() {
    let operations = document::operations();
    for route in ROUTES {
        let of_route = |operation: &&Operation| operation.route.operation_id == route.operation_id;
        let described: Vec<&Operation> = operations.iter().filter(of_route).collect();
        let [operation] = described.as_slice() else {
            panic!("{} is described {} times", route.operation_id, described.len());
        };
        let is_for_anyone = operation.who == Who::Anyone;
        let is_for_visitors = route.audience == Audience::Visitors;
        assert_eq!(is_for_anyone, is_for_visitors, "{}", route.operation_id);
        assert_eq!(
            operation.is_guarded(),
            route.is_conditional,
            "{}: guarded there, or conditional in the table, and not in both",
            route.operation_id
        );
    }
}

/// The routes of a table's row in the README: `POST …/surveys/{survey}/pause`, `/resume`.
fn routes_of_row(cell: &str) -> Vec<(String, String)> {
    let mut routes: Vec<(String, String)> = Vec::new();
    for code in cell.split('`').skip(1).step_by(2) {
        let (method, address) = match code.split_once(' ') {
            Some((method, address)) => (method.to_owned(), address),
            None => (routes.last().unwrap().0.clone(), code),
        };
        let path = address.split('?').next().unwrap();
        let path = match path.strip_prefix('…') {
            Some(rest) => format!("/v1/sites/{{site}}{rest}"),
            // Only its end differs from the one before it.
            None if !code.contains(' ') => {
                let (start, _) = routes.last().unwrap().1.rsplit_once('/').unwrap();
                format!("{start}/{}", path.trim_start_matches('/'))
            }
            None => path.to_owned(),
        };
        routes.push((method, path));
    }
    routes
}

#[test]
fn the_readme_lists_every_route_with_who_may_call_it() {
    let section = README.split("\n## Routes\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let mut listed: BTreeMap<(String, String), String> = BTreeMap::new();
    for row in section.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        for route in routes_of_row(cells[1]) {
            let who = match cells[2] {
                "read key" | "write key" | "admin token" | "the console" => cells[2],
                _ => "anyone",
            };
            assert_eq!(listed.insert(route, who.to_owned()), None, "{row}");
        }
    }
    let described: BTreeMap<(String, String), String> = document::operations()
        .iter()
        .map(|operation| {
            let who = match operation.who {
                Who::Anyone => "anyone",
                Who::Read => "read key",
                Who::Write => "write key",
                Who::Admin => "admin token",
                Who::Console => "the console",
            };
            let method = operation.route.method.as_str().to_owned();
            ((method, operation.path.to_owned()), who.to_owned())
        })
        .collect();
    // Files, which are served without the Worker.
    let of_worker = listed.into_iter().filter(|((_, path), _)| !path.starts_with("/w/"));
    assert_eq!(of_worker.collect::<BTreeMap<_, _>>(), described);
}

#[test]
fn nothing_is_described_that_a_client_could_not_be_made_of() {
    let document = built();
    let mut ids = BTreeSet::new();
    for operation in document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|path| path.as_object().unwrap().values())
    {
        let id = operation["operationId"].as_str().unwrap();
        let is_word = id.starts_with(|c: char| c.is_ascii_lowercase())
            && id.chars().all(|c| c.is_ascii_alphabetic());
        assert!(is_word && !id.contains("V1"), "{id}");
        assert!(ids.insert(id.to_owned()), "{id} is there twice");
        // One class for all errors.
        for (status, reply) in operation["responses"].as_object().unwrap() {
            if let Some(problem) = reply["content"].get("application/problem+json") {
                let schema = json!({"$ref": "#/components/schemas/Problem"});
                assert_eq!(problem["schema"], schema, "{id} {status}");
            }
        }
    }
    assert!(["getSummary", "exportResponses"].iter().all(|id| ids.contains(*id)), "{ids:?}");
    // What clients have themselves: openapi-python-client's types and modules.
    let taken =
        ["Response", "File", "FileTypes", "Unset", "Client", "AuthenticatedClient", "Error"];
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let names: BTreeSet<String> = schemas.keys().map(|name| name.to_lowercase()).collect();
    assert_eq!(names.len(), schemas.len(), "two names differ in case alone");
    assert!(taken.iter().all(|name| !schemas.contains_key(*name)));
    // Words alone are constants: for `true`, openapi-python-client writes code that is none.
    fn constants<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("const"));
                fields.values().for_each(|field| constants(field, found));
            }
            Value::Array(items) => items.iter().for_each(|item| constants(item, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    constants(&document, &mut found);
    assert!(found.len() > 2 && found.iter().all(|constant| constant.is_string()), "{found:?}");
    // Words alone are enumerated, and say that they are words.
    fn enums(value: &Value, found: &mut Vec<Value>) {
        match value {
            Value::Object(fields) => {
                found
                    .extend(fields.get("enum").filter(|all| all.is_array()).map(|_| value.clone()));
                fields.values().for_each(|field| enums(field, found));
            }
            Value::Array(items) => items.iter().for_each(|item| enums(item, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    enums(&document, &mut found);
    assert!(found.len() > 10);
    for one in found {
        let is_of_words = one["enum"].as_array().unwrap().iter().all(Value::is_string);
        assert!(is_of_words && one["type"] == "string", "{one}");
    }
}

/// Every description within a value.
fn descriptions<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("description").and_then(Value::as_str));
            fields.values().for_each(|field| descriptions(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| descriptions(item, found)),
        _ => {}
    }
}

#[test]
fn what_is_said_of_a_field_is_said_to_those_who_do_not_know_the_code() {
    let schemas = &built()["components"]["schemas"];
    let mut found = Vec::new();
    descriptions(schemas, &mut found);
    assert!(found.len() > 150, "{}", found.len());
    for text in found {
        let code = text.split('`').skip(1).step_by(2);
        for word in code {
            let is_constant =
                word.contains('_') && word.chars().all(|c| c.is_ascii_uppercase() || c == '_');
            let is_rust = word.contains("::") || word.starts_with("Some(") || word == "None";
            assert!(!is_constant && !is_rust, "{text}");
        }
        assert!(!text.contains("[`") && !text.contains('\n'), "{text}");
    }
    // Whoever reads the shape of a reply finds each of its fields explained.
    for (name, schema) in schemas.as_object().unwrap() {
        let is_derived = schema.get("description").is_some();
        for (field, property) in schema["properties"].as_object().into_iter().flatten() {
            let is_explained = !is_derived || property.get("description").is_some();
            assert!(is_explained, "{name}.{field}");
        }
    }
}

/// The parser's own list of fields, which it tells whoever sends one that it doesn't know.
fn known_fields(errors: &[Value], pointer: &str) -> BTreeSet<String> {
    let error = errors.iter().find(|error| error["pointer"] == pointer);
    let error = error.unwrap_or_else(|| panic!("{pointer} is not refused: {errors:?}"));
    let allowed = error["allowed"].as_str().unwrap();
    let names = allowed.strip_prefix("one of ").unwrap_or_else(|| panic!("{pointer}: {allowed}"));
    names.split(", ").map(str::to_owned).collect()
}

#[test]
fn the_fields_of_each_body_are_those_that_its_parser_knows() {
    let operations = document::operations();
    let document = document::build(&operations);
    let properties = |schema: &Value| -> BTreeSet<String> {
        schema["properties"].as_object().unwrap().keys().cloned().collect()
    };
    let mut n_checked = 0;
    for operation in operations.iter().filter(|operation| operation.example_body().is_some()) {
        let described = operation.to_json();
        let schema = described.pointer("/requestBody/content/application~1json/schema").unwrap();
        let schema = resolved(&document, schema);
        let collector = Collector::new();
        let reply = collector.admin_with(
            &operation.method.to_uppercase(),
            &operation.example_address().replace("shop", "demo"),
            &json!({"no-such-field": 1}),
            |headers| {
                headers.console = Some("1".to_owned());
                headers.asked_at = Some("https://hearby.example.com".to_owned());
            },
        );
        let problem: Value = parsed(&reply);
        let errors = problem["errors"].as_array().cloned().unwrap_or_default();
        assert_eq!(
            known_fields(&errors, "/no-such-field"),
            properties(schema),
            "{}",
            operation.path
        );
        n_checked += 1;
    }
    assert!(n_checked >= 5);
    // And one level below, where a survey has objects in it.
    let collector = Collector::new();
    let nested = json!({"kind": "nps", "display": {"x": 1, "urls": {"x": 1}}, "theme": {"x": 1, "dark": {"x": 1}}, "thanks_button": {"promoter": {"x": 1}},
                        "texts": {"vi": {"x": 1}}});
    let problem: Value = parsed(&collector.admin("PUT", "/v1/sites/demo/surveys/x", &nested));
    let errors = problem["errors"].as_array().unwrap();
    let schemas = &document["components"]["schemas"];
    for (pointer, schema) in [
        ("/display/x", &schemas["SurveyDisplay"]),
        ("/theme/x", &schemas["SurveyTheme"]),
        ("/texts/vi/x", &schemas["SurveyTexts"]),
        ("/theme/dark/x", &schemas["SurveyTheme"]["properties"]["dark"]),
        ("/thanks_button/promoter/x", &schemas["ThanksButton"]),
        ("/display/urls/x", &schemas["SurveyDisplay"]["properties"]["urls"]),
    ] {
        assert_eq!(known_fields(errors, pointer), properties(schema), "{pointer}");
    }
}

/// Returns the value, or the one that it refers to.
pub(crate) fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let reference = value["$ref"].as_str().unwrap_or_default();
    match reference.strip_prefix('#') {
        Some(pointer) => document.pointer(pointer).unwrap(),
        None => value,
    }
}

/// A schema of the description by itself.
fn validator(document: &Value, schema: &Value) -> jsonschema::Validator {
    let mut alone = schema.clone();
    alone.as_object_mut().unwrap().insert("components".to_owned(), document["components"].clone());
    jsonschema::draft202012::new(&alone).unwrap()
}

#[test]
fn every_example_is_of_its_schema() {
    let document = built();
    let mut n_examples = 0;
    let mut check = |media_types: &Value| {
        for content in media_types.as_object().into_iter().flat_map(|types| types.values()) {
            let validator = validator(&document, &content["schema"]);
            let many = content["examples"].as_object().into_iter().flat_map(|all| all.values());
            let many = many.map(|one| &resolved(&document, one)["value"]);
            for example in many.chain(content.get("example")) {
                let errors: Vec<String> =
                    validator.iter_errors(example).map(|error| error.to_string()).collect();
                assert!(errors.is_empty(), "{example}: {errors:?}");
                n_examples += 1;
            }
        }
    };
    for path in document["paths"].as_object().unwrap().values() {
        for operation in path.as_object().unwrap().values() {
            check(&operation["requestBody"]["content"]);
            for reply in operation["responses"].as_object().unwrap().values() {
                check(&reply["content"]);
            }
        }
    }
    assert!(n_examples > 100, "{n_examples}");
}

/// Fields of each thing in a part of the description that has a touchpoint.
fn of_responses<'a>(part: &'a Value, found: &mut Vec<&'a Value>) {
    found.extend(part.get("properties").filter(|fields| fields.get("touchpoint").is_some()));
    let object = part.as_object().into_iter().flat_map(|object| object.values());
    let below = object.chain(part.as_array().into_iter().flatten());
    below.for_each(|below| of_responses(below, found));
}

#[test]
fn a_schema_that_has_a_touchpoint_has_every_dimension() {
    let document = built();
    let mut found = Vec::new();
    of_responses(&document["components"]["schemas"], &mut found);
    assert!(found.len() >= 3, "a response that is sent, kept, told to a webhook");
    for fields in found {
        for dimension in Dimension::ALL {
            assert!(fields.get(dimension.as_str()).is_some(), "{dimension:?}: {fields}");
        }
    }
}

#[test]
fn the_schemas_bounds_are_those_of_the_parser() {
    let collector = Collector::new();
    // Just allowed, and just not: each is refused by schema and parser alike.
    let document = built();
    let schema = json!({"$ref": "#/components/schemas/NewResponse"});
    let validator = validator(&document, &schema);
    let label = "a".repeat(wire::limits::LABEL_MAX_BYTES);
    let comment = "ậ".repeat(wire::limits::COMMENT_MAX_CHARS);
    let respondent = "a".repeat(wire::limits::RESPONDENT_MAX_BYTES);
    let lang = "a".repeat(wire::limits::LANG_MAX_BYTES);
    for (field, good, bad) in [
        ("comment", json!(comment), json!(format!("{comment}ậ"))),
        ("touchpoint", json!(label), json!(format!("{label}a"))),
        ("touchpoint", json!("a"), json!("")),
        ("touchpoint", json!(null), json!("a\u{1}")),
        ("respondent", json!(respondent), json!(format!("{respondent}a"))),
        ("lang", json!(lang), json!(format!("{lang}a"))),
        ("lang", json!("pt-BR"), json!("pt_BR")),
        ("device", json!("tablet"), json!("fridge")),
        ("source", json!("kiosk"), json!("web")),
        ("score", json!(10), json!(11)),
        ("score", json!(0), json!(null)),
        ("version", json!(1), json!(0)),
        ("wording", json!(1), json!(0)),
        ("wording", json!(2), json!(3)),
        ("elapsed_ms", json!(u32::MAX), json!(u64::from(u32::MAX) + 1)),
        ("finished", json!(false), json!("false")),
        ("attributes", json!({"a_1": label}), json!({"A": "x"})),
        ("attributes", json!({"a": null}), json!({"a": 1})),
        ("id", json!(crate::support::id_at(crate::support::NOW, 7)), json!("7")),
        ("site", json!("demo"), json!("Demo")),
    ] {
        for (value, is_good) in [(good, true), (bad, false)] {
            let body = crate::support::with(crate::support::response("nps", 9, 1), field, value);
            assert_eq!(validator.is_valid(&body), is_good, "{field}: {body}");
            let status = collector.post(&body.to_string()).status;
            assert_eq!(status == 201, is_good, "{field}: {status} {body}");
        }
    }
}

#[test]
fn the_description_and_its_page_are_for_everybody() {
    let collector = Collector::empty();
    let description = collector.get("/v1/openapi.json");
    assert_eq!(
        (description.status, description.header("content-type")),
        (200, Some("application/json"))
    );
    assert!(description.header("cache-control").unwrap().starts_with("public"));
    assert_eq!(parsed::<Value>(&description)["openapi"], "3.1.0");
    let page = collector.get("/v1/docs");
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    // Its style is allowed by its hash, and nothing else is.
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    assert!(!page.body.contains("<script") && !page.body.contains("://fonts"));
    assert!(!page.body.contains(" style="), "the policy would drop it");
}
