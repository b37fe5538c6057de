//! Tests of a survey's definition.

use super::*;

#[track_caller]
fn refused(body: &str, pointer: &str, allowed: &str) {
    match SurveyDefinition::parse(body.as_bytes()) {
        Err(Unreadable::Invalid(errors)) => assert!(
            errors.iter().any(|e| e.pointer == pointer && e.allowed.contains(allowed)),
            "{errors:?}"
        ),
        other => panic!("{body}: {other:?}"),
    }
}

#[test]
fn what_an_earlier_release_kept_means_what_it_meant_and_is_no_request() {
    let kept = br#"{"kind":"nps","display":{"from_ms":1795316400000,"until_ms":1795402800000,
                    "wait_after_answer_days":7}}"#;
    let today = br#"{"kind":"nps","display":{"from":"2026-11-22T03:00:00.000Z",
                     "until":"2026-11-23T03:00:00Z","wait_after_response_days":7}}"#;
    let expected = SurveyDefinition::parse(today).unwrap();
    assert_eq!(expected.display.0.from.unwrap().unix_ms(), 1_795_316_400_000);
    assert_eq!(SurveyDefinition::parse_kept(kept).unwrap(), expected);
    let stored = r#"{"from_ms":1795316400000,"until_ms":1795402800000,"wait_after_answer_days":7}"#;
    assert_eq!(serde_json::from_str::<Display>(stored).unwrap(), expected.display);
    for former in ["from_ms", "until_ms", "wait_after_answer_days"] {
        let body = format!(r#"{{"kind":"nps","display":{{"{former}":1}}}}"#);
        refused(&body, &format!("/display/{former}"), "wait_after_response_days");
    }
}

#[test]
fn a_kind_is_enough() {
    let survey = SurveyDefinition::parse(br#"{"kind":"ces"}"#).unwrap();
    assert_eq!(
        (survey.kind.of_score(), survey.state, survey.style),
        (Some(Kind::Ces), State::Live, Style::Numbers)
    );
}

#[test]
fn a_definition_survives_being_stored() {
    let body = r##"{"kind":"csat","state":"paused","style":"faces",
        "texts":{"vi":{"question":"Bạn hài lòng với {product}?","thanks":{"satisfied":"Cảm ơn!"}}},
        "display":{"urls":{"include":[{"prefix":"/shop"},{"glob":"/p/*/done"}],"exclude":[{"exact":"/cart"}]},
                   "event":"paid","preload":true,"delay_ms":1500,"max_shows":1,"devices":["phone"]},
        "theme":{"accent":"#0a7f5a","position":"bottom-start"},"attributes":["plan","country"]}"##;
    let survey = SurveyDefinition::parse(body.as_bytes()).unwrap();
    let stored = serde_json::to_vec(&survey).unwrap();
    assert_eq!(serde_json::from_slice::<SurveyDefinition>(&stored).unwrap(), survey);
    assert_eq!(SurveyDefinition::parse(&stored).unwrap(), survey);
}

#[test]
fn attributes_are_a_set() {
    let read = |names: &str| {
        let body = format!(r#"{{"kind":"nps","attributes":{names}}}"#);
        SurveyDefinition::parse(body.as_bytes()).unwrap().attributes
    };
    assert_eq!(read(r#"["plan","country","plan"]"#), ["country", "plan"]);
    assert_eq!(read("[]"), read("null"));
}

#[test]
fn each_mistake_is_named_with_its_pointer() {
    refused("{}", "/kind", "nps, ces, csat or csi");
    refused(r#"{"kind":"poll"}"#, "/kind", "nps, ces, csat or csi");
    refused(r#"{"kind":"nps","style":"stars"}"#, "/style", "numbers");
    refused(r#"{"kind":"nps","titel":"x"}"#, "/titel", "one of kind");
    let ahead_of_nothing = r#"{"kind":"nps","display":{"preload":true}}"#;
    refused(ahead_of_nothing, "/display/preload", "with an event");
    refused(r#"{"kind":"nps","texts":{"en":{"question":""}}}"#, "/texts/en/question", "1 to 300");
    refused(
        r#"{"kind":"nps","texts":{"en":{"thanks":{"easy":"x"}}}}"#,
        "/texts/en/thanks/easy",
        "detractor",
    );
    refused(r#"{"kind":"nps","display":{"delay_ms":-1}}"#, "/display/delay_ms", "0 to");
    refused(
        r#"{"kind":"nps","display":{"urls":{"include":[{"regex":"a"}]}}}"#,
        "/display/urls/include/0",
        "exact",
    );
    refused(r#"{"kind":"nps","display":{"devices":["fridge"]}}"#, "/display/devices/0", "phone");
    for name in ["Plan", "", "1st", "page", "a-b", "version", "wording", "source"] {
        let body = format!(r#"{{"kind":"nps","attributes":["plan","{name}"]}}"#);
        refused(&body, "/attributes/1", "none of touchpoint, page, lang, device, ver");
    }
    refused(r#"{"kind":"nps","attributes":["a","b","c","d","e","f"]}"#, "/attributes", "5");
    refused(r#"{"kind":"nps","theme":{"accent":"red"}}"#, "/theme/accent", "#rrggbb");
    refused(r##"{"kind":"nps","theme":{"accent":"#ffff00"}}"##, "/theme/accent", "contrast");
}

#[test]
fn a_kept_definition_loses_attributes_whose_names_dimensions_have_now() {
    let body = br#"{"kind":"nps","attributes":["plan","reason","source"]}"#;
    assert_eq!(SurveyDefinition::parse_kept(body).unwrap().attributes, ["plan"]);
    assert!(SurveyDefinition::parse(body).is_err());
}
