//! Tests of responses as they are sent.

use domain::Kind;

use super::*;

const ID: &str = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";

fn body(rest: &str) -> String {
    format!(r#"{{"id":"{ID}","site":"demo","survey":"nps"{rest}}}"#)
}

#[track_caller]
fn refused(body: &str, pointer: &str, allowed: &str) {
    let result = Draft::parse(body.as_bytes()).and_then(|draft| draft.on(&Kind::Nps.into()));
    match result {
        Err(Unreadable::Invalid(errors)) => assert!(
            errors.iter().any(|e| e.pointer == pointer && e.allowed.contains(allowed)),
            "{errors:?}"
        ),
        other => panic!("{body}: {other:?}"),
    }
}

#[test]
fn an_id_a_site_a_survey_and_a_score_are_enough() {
    let draft = Draft::parse(body(r#","score":0"#).as_bytes()).unwrap();
    let response = draft.on(&Kind::Nps.into()).unwrap();
    assert_eq!((response.score().unwrap().value(), response.finished), (0, true));
}

#[test]
fn a_score_that_is_not_a_whole_number_of_the_scale_is_refused_never_rounded() {
    for score in ["-1", "11", "9007199254740993"] {
        refused(&body(&format!(r#","score":{score}"#)), "/score", "from 0 to 10");
    }
    for score in ["6.5", "9.0", "9.0001", "1e1", "\"9\"", "null", "true", "[9]", "{}", "1e400"] {
        let body = body(&format!(r#","score":{score}"#));
        if score == "1e400" {
            assert!(matches!(Draft::parse(body.as_bytes()), Err(Unreadable::NotJson(_))));
        } else {
            refused(&body, "/score", "a whole number");
        }
    }
    refused(&body(""), "/score", "a whole number");
}

#[test]
fn every_bad_field_is_named_at_once() {
    let Err(Unreadable::Invalid(errors)) =
        Draft::parse(br#"{"id":"x","site":"A","survey":"nps","score":"9","devise":"phone"}"#)
    else {
        panic!("accepted");
    };
    let pointers: Vec<&str> = errors.iter().map(|e| e.pointer.as_str()).collect();
    assert_eq!(pointers, ["/devise", "/id", "/site", "/score"]);
}

#[test]
fn a_comment_of_exactly_the_limit_passes_and_one_more_character_does_not() {
    let comment = |n: usize| body(&format!(r#","score":9,"comment":"{}""#, "ậ".repeat(n)));
    assert!(Draft::parse(comment(COMMENT_MAX_CHARS).as_bytes()).is_ok());
    refused(&comment(COMMENT_MAX_CHARS + 1), "/comment", "at most 2000 characters");
}

#[test]
fn an_empty_comment_is_no_comment() {
    let body = body(r#","score":9,"comment":"  \n ""#);
    let response = Draft::parse(body.as_bytes()).unwrap().on(&Kind::Nps.into()).unwrap();
    assert_eq!(response.comment, None);
}

#[test]
fn a_page_loses_its_query_and_is_refused_with_control_characters() {
    assert_eq!(page("/a?token=1#x").as_deref(), Some("/a"));
    assert_eq!(page("/a\n"), None);
}

#[test]
fn what_was_kept_is_read_as_it_is() {
    let encoded = "/%E0%B8%AA".repeat(20);
    let kept = body(&format!(
        r#","score":9,"page":"{encoded}","touchpoint":"e\u0301","attributes":{{"plan":"e\u0301"}}"#
    ));
    let draft = Draft::parse_kept(kept.as_bytes()).unwrap();
    assert_eq!(draft.labels.page, Some(encoded));
    assert_eq!(draft.labels.touchpoint.as_deref(), Some("e\u{301}"));
    assert_eq!(draft.labels.attributes["plan"], "e\u{301}");
    let told = Draft::parse(kept.as_bytes()).unwrap();
    assert_eq!(told.labels.touchpoint.as_deref(), Some("é"));
    assert_eq!(told.labels.attributes["plan"], "é");
}

#[test]
fn what_was_kept_may_say_complete_for_finished_and_a_page_may_not() {
    let kept = |rest: &str| {
        let draft = Draft::parse_kept(body(rest).as_bytes()).unwrap();
        draft.on(&Kind::Nps.into()).unwrap().finished
    };
    assert!(!kept(r#","score":9,"complete":false"#));
    assert!(kept(r#","score":9,"complete":true"#));
    assert!(!kept(r#","score":9,"finished":false"#));
    refused(&body(r#","score":9,"complete":false"#), "/complete", "finished");
}

#[test]
fn attributes_are_few_and_named_plainly() {
    let with = |attributes: &str| body(&format!(r#","score":9,"attributes":{attributes}"#));
    let draft = Draft::parse(with(r#"{"plan":"pro"}"#).as_bytes()).unwrap();
    assert_eq!(draft.labels.attributes, [("plan".to_owned(), "pro".to_owned())].into());
    refused(&with(r#"{"Plan":"pro"}"#), "/attributes/Plan", "a letter first");
    refused(&with(r#"{"plan":7}"#), "/attributes/plan", "1 to 64 bytes");
    refused(
        &with(r#"{"a":"1","b":"1","c":"1","d":"1","e":"1","f":"1"}"#),
        "/attributes",
        "at most 5",
    );
}

#[test]
fn what_is_no_object_in_json_is_refused_whole() {
    for text in ["", "{", "nope", "{\"id\":1,}", "\u{feff}{}"] {
        assert!(matches!(Draft::parse(text.as_bytes()), Err(Unreadable::NotJson(_))), "{text}");
    }
    assert!(matches!(Draft::parse(b"\xff"), Err(Unreadable::NotJson(_))));
    refused("[]", "", "an object");
}

#[test]
fn deep_nesting_is_refused_without_a_crash() {
    let deep = format!("{}{}", "[".repeat(4_000), "]".repeat(4_000));
    assert!(matches!(Draft::parse(deep.as_bytes()), Err(Unreadable::NotJson(_))));
}

#[test]
fn a_version_and_a_source_are_labels_and_bodies_without_them_have_none() {
    let read = |rest: &str| Draft::parse(body(rest).as_bytes()).unwrap().labels;
    let labels = read(r#","score":9,"version":3,"source":"kiosk""#);
    assert_eq!((labels.version, labels.source.as_deref()), (Some(3), Some("kiosk")));
    let labels = read(r#","score":9"#);
    assert_eq!((labels.version, labels.source), (None, None));
    for source in Source::ALL {
        let labels = read(&format!(r#","score":9,"source":"{source}""#));
        assert_eq!(labels.source.as_deref(), Some(source.as_str()));
    }
    let allowed = "popup, inline, link, email, qr, kiosk, import";
    for source in ["\"web\"", "\"Popup\"", "\"\"", "7"] {
        refused(&body(&format!(r#","score":9,"source":{source}"#)), "/source", allowed);
    }
    refused(&body(r#","score":9,"version":0"#), "/version", "a whole number from 1");
}

#[test]
fn a_wording_is_one_that_there_is() {
    let read = |rest: &str| Draft::parse(body(rest).as_bytes()).unwrap().labels.wording;
    assert_eq!(read(r#","score":9"#), None);
    for wording in Wording::ALL {
        let told = format!(r#","score":9,"wording":{wording}"#);
        assert_eq!(read(&told), Some(wording.number()));
    }
    for wording in ["0", "3", "-1", "258", "1.5", "\"2\""] {
        let told = format!(r#","score":9,"wording":{wording}"#);
        refused(&body(&told), "/wording", "a whole number from 1 to 2");
    }
}

#[test]
fn reasons_are_up_to_three_ids_each_once_and_none_picked_is_not_the_same_as_not_asked() {
    let read = |rest: &str| {
        let draft = Draft::parse(body(rest).as_bytes()).unwrap();
        draft.labels.reasons.map(|reasons| reasons.as_str().to_owned())
    };
    assert_eq!(read(r#","score":9"#), None);
    assert_eq!(read(r#","score":9,"reasons":null"#), None);
    assert_eq!(read(r#","score":9,"reasons":[]"#).as_deref(), Some(""));
    let told = r#","score":9,"reasons":["price","delivery","price"]"#;
    assert_eq!(read(told).as_deref(), Some("delivery,price"));
    assert_eq!(read(r#","score":9,"reasons_asked":false"#).as_deref(), Some("-"));
    assert_eq!(read(r#","score":9,"reasons_asked":true"#).as_deref(), Some(""));
    let both = r#","score":9,"reasons":[],"reasons_asked":false"#;
    refused(&body(both), "/reasons_asked", "true, or no reasons");
    let told = |reasons: &str| body(&format!(r#","score":9,"reasons":{reasons}"#));
    refused(&told(r#""price""#), "/reasons", "a list, each item 1 to 12 of a-z");
    refused(&told(r#"["a","b","c","d"]"#), "/reasons", "at most 3 items");
    refused(&told(r#"["Price"]"#), "/reasons/0", "a letter first");
    refused(&told(r#"["a",7]"#), "/reasons/1", "1 to 12 of a-z");
}

/// Attributes by the order of their ids: staff, tea.
fn tea_and_staff() -> SurveyKind {
    let body = br#"{"kind":"csi","scale":"1-5","rated_attributes":[
        {"id":"tea","label":{"en":"x"},"weight":2},{"id":"staff","label":{"en":"x"}}]}"#;
    crate::survey::SurveyDefinition::parse(body).unwrap().kind
}

#[test]
fn ratings_stand_in_place_of_a_score_and_what_is_null_was_not_rated() {
    let draft = Draft::parse(body(r#","ratings":{"tea":5,"staff":null}"#).as_bytes()).unwrap();
    let response = draft.clone().on(&tea_and_staff()).unwrap();
    let ratings = response.ratings().unwrap();
    assert_eq!(*ratings.by_id(), [("tea".to_owned(), 5)].into());
    assert_eq!(ratings.answers().ratings(), [None, Some(5)]);
    assert_eq!((response.score(), ratings.answers().index()), (None, Some(100.0)));
    assert!(draft.on(&Kind::Nps.into()).is_err());
}

#[test]
fn every_wrong_rating_is_named_at_once() {
    let body = body(r#","score":3,"ratings":{"coffee":1,"staff":6,"tea":5}"#);
    let draft = Draft::parse(body.as_bytes()).unwrap();
    let Err(Unreadable::Invalid(errors)) = draft.on(&tea_and_staff()) else { panic!("accepted") };
    let found: Vec<(&str, &str)> =
        errors.iter().map(|error| (&*error.pointer, &*error.allowed)).collect();
    assert_eq!(
        found,
        [
            ("/score", "ratings in its place"),
            ("/ratings/coffee", "one of staff, tea"),
            ("/ratings/staff", "a whole number from 1 to 5"),
        ]
    );
}
