//! The shapes of bodies: their fields and bounds are the parser's, and examples fit them.
//!
//! Not in here: the replies of other tests, each of which is held to its shape where it is got
//! (`collector/tests/http/described.rs`).

use std::collections::BTreeSet;

use serde_json::{Value, json};
use wire::dimension::Dimension;

use super::{built, resolved};
use crate::{
    document,
    support::{Collector, NOW, id_at, parsed, response, with},
};

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
                        "texts": {"vi": {"x": 1}}, "reasons": {"x": 1, "passive": [{"x": 1}]}});
    let problem: Value = parsed(&collector.admin("PUT", "/v1/sites/demo/surveys/x", &nested));
    let errors = problem["errors"].as_array().unwrap();
    let schemas = &document["components"]["schemas"];
    for (pointer, schema) in [
        ("/display/x", &schemas["SurveyDisplay"]),
        ("/theme/x", &schemas["SurveyTheme"]),
        ("/texts/vi/x", &schemas["SurveyTexts"]),
        ("/theme/dark/x", &schemas["SurveyTheme"]["properties"]["dark"]),
        ("/thanks_button/promoter/x", &schemas["ThanksButton"]),
        ("/reasons/passive/0/x", &schemas["Reason"]),
        ("/display/urls/x", &schemas["SurveyDisplay"]["properties"]["urls"]),
    ] {
        assert_eq!(known_fields(errors, pointer), properties(schema), "{pointer}");
    }
    let rated = json!({"kind": "csi", "rated_attributes": [{"x": 1}, {"x": 1}]});
    let problem: Value = parsed(&collector.admin("PUT", "/v1/sites/demo/surveys/x", &rated));
    let errors = problem["errors"].as_array().unwrap();
    let known = known_fields(errors, "/rated_attributes/1/x");
    assert_eq!(known, properties(&schemas["RatedAttribute"]));
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
        assert!(fields.get("reasons").is_some(), "{fields}");
    }
}

#[test]
fn the_bounds_of_ratings_are_those_of_the_parser() {
    let collector = Collector::new();
    let ids = ["a", "b_2", "c"].map(|id| json!({"id": id, "label": {"en": id}}));
    let survey = json!({"kind": "csi", "scale": "1-10", "rated_attributes": ids});
    let reply = collector.admin("PUT", "/v1/sites/demo/surveys/csi", &survey);
    assert_eq!(reply.status, 201, "{}", reply.body);
    let document = built();
    let validator = validator(&document, &json!({"$ref": "#/components/schemas/NewResponse"}));
    for (ratings, is_good) in [
        (json!({"a": 1, "b_2": 10}), true),
        (json!({"a": 0}), false),
        (json!({"a": 11}), false),
        (json!({"a": 2.5}), false),
        (json!({"A": 1}), false),
        (json!([1]), false),
    ] {
        let body =
            json!({"id": id_at(NOW, 1), "site": "demo", "survey": "csi", "ratings": ratings});
        assert_eq!(validator.is_valid(&body), is_good, "{body}");
        assert_eq!(collector.post(&body.to_string()).status == 201, is_good, "{body}");
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
    let long_id = "a".repeat(wire::limits::REASON_ID_MAX_BYTES);
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
        ("score", json!(0), json!(-1)),
        ("version", json!(1), json!(0)),
        ("wording", json!(1), json!(0)),
        ("wording", json!(2), json!(3)),
        ("elapsed_ms", json!(u32::MAX), json!(u64::from(u32::MAX) + 1)),
        ("finished", json!(false), json!("false")),
        ("attributes", json!({"a_1": label}), json!({"A": "x"})),
        ("attributes", json!({"a": null}), json!({"a": 1})),
        ("reasons", json!(["a", "b_2", "c"]), json!(["a", "b", "c", "d"])),
        ("reasons", json!([]), json!(["A"])),
        ("reasons", json!([long_id]), json!([format!("{long_id}a")])),
        ("id", json!(id_at(NOW, 7)), json!("7")),
        ("site", json!("demo"), json!("Demo")),
    ] {
        for (value, is_good) in [(good, true), (bad, false)] {
            let body = with(response("nps", 9, 1), field, value);
            assert_eq!(validator.is_valid(&body), is_good, "{field}: {body}");
            let status = collector.post(&body.to_string()).status;
            assert_eq!(status == 201, is_good, "{field}: {status} {body}");
        }
    }
}
