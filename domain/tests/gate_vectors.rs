//! The gate against `tests/vectors/gate/`, which test the loader as well.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a malformed vector shall fail the test")]

use domain::targeting::{
    Conditions, Consent, Decision, Device, DisplayRules, Facts, SamplePercent, ScrollPercent,
    SiteRules, SurveyMemory, UrlPattern, UrlRules, bucket, decide, due,
};
use domain::{Instant, SurveyId};
use serde_json::{Map, Value};

#[test]
fn every_rule_decides_as_its_vectors_say() {
    let survey = SurveyId::parse("nps").unwrap();
    let cases = vectors(include_str!("../../tests/vectors/gate/rules.json"));
    assert!(cases.len() > 100);
    for mut case in cases {
        let name = case.remove("name").unwrap();
        let site = site_rules(case.remove("site"));
        let rules = display_rules(case.remove("rules").unwrap());
        let facts = facts(case.remove("facts").unwrap());
        let now = instant(&case.remove("now_ms").unwrap());
        let mut expected = object(case.remove("expected").unwrap());
        nothing_left(&case);
        for pattern in rules.urls.include.iter().chain(&rules.urls.exclude) {
            // A pattern that matches a page must not be refused as matching none.
            let is_met = pattern.is_met_by(&facts.url);
            assert!(!is_met || pattern.can_be_met().is_ok(), "{name}");
        }
        match decide(&site, &survey, &rules, &facts, now) {
            Decision::Show(found) => {
                let expected = expected.remove("show").map(conditions);
                assert_eq!(Some(found), expected, "{name}");
            }
            Decision::Skip(found) => {
                let expected = expected.remove("skip");
                assert_eq!(Some(found.as_str().into()), expected, "{name}");
            }
        }
        nothing_left(&expected);
    }
}

#[test]
fn surveys_due_at_once_come_in_their_order() {
    let cases = vectors(include_str!("../../tests/vectors/gate/order.json"));
    assert!(cases.len() >= 10);
    for mut case in cases {
        let name = case.remove("name").unwrap();
        let site = site_rules(case.remove("site"));
        let surveys: Vec<(SurveyId, DisplayRules)> = list(case.remove("surveys").unwrap())
            .into_iter()
            .map(|entry| {
                let mut entry = object(entry);
                let id = SurveyId::parse(entry["survey"].as_str().unwrap()).unwrap();
                (id, display_rules(entry.remove("rules").unwrap()))
            })
            .collect();
        let facts = facts(case.remove("facts").unwrap());
        let now = instant(&case.remove("now_ms").unwrap());
        let expected = list(case.remove("expected").unwrap());
        nothing_left(&case);
        let found: Vec<&str> =
            due(&site, &surveys, &facts, now).iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn regular_expressions_are_accepted_as_their_vectors_say() {
    let cases = vectors(include_str!("../../tests/vectors/gate/regex.json"));
    assert!(cases.len() > 40);
    for case in cases {
        let accepted = UrlPattern::regex(case["pattern"].as_str().unwrap()).is_ok();
        assert_eq!(accepted, case["accepted"].as_bool().unwrap(), "{case:?}");
    }
}

#[test]
fn visitors_fall_into_the_same_buckets_everywhere() {
    let cases = vectors(include_str!("../../tests/vectors/gate/sampling.json"));
    assert!(cases.len() > 50);
    for case in cases {
        let survey = SurveyId::parse(case["survey"].as_str().unwrap()).unwrap();
        let found = bucket(case["visitor_id"].as_str().unwrap(), &survey);
        assert_eq!(u64::from(found), case["bucket"].as_u64().unwrap(), "{case:?}");
    }
}

fn site_rules(json: Option<Value>) -> SiteRules {
    let mut rules = SiteRules::default();
    for (field, value) in json.map(object).unwrap_or_default() {
        match field.as_str() {
            "pause_between_surveys_days" => rules.pause_between_surveys_days = whole(&value),
            "honour_gpc" => rules.honour_gpc = value.as_bool().unwrap(),
            "consent" => rules.consent = Consent::parse(&text(&value)).unwrap(),
            other => panic!("unknown field {other}"),
        }
    }
    rules
}

fn display_rules(json: Value) -> DisplayRules {
    let mut rules = DisplayRules::default();
    for (field, value) in object(json) {
        match field.as_str() {
            "urls" => rules.urls = url_rules(value),
            "devices" => rules.devices = list(value).iter().map(device).collect(),
            "languages" => rules.languages = list(value).iter().map(text).collect(),
            "from" => rules.from = Instant::parse(&text(&value)),
            "until" => rules.until = Instant::parse(&text(&value)),
            "event" => rules.event = Some(text(&value)),
            "delay_ms" => rules.delay_ms = whole(&value),
            "scroll_percent" => rules.scroll_percent = Some(scroll_percent(&value)),
            "exit_intent" => rules.exit_intent = value.as_bool().unwrap(),
            "sample_percent" => {
                rules.sample_percent = SamplePercent::new(value.as_f64().unwrap()).unwrap();
            }
            "wait_after_response_days" => rules.wait_after_response_days = whole(&value),
            "wait_after_dismissal_days" => rules.wait_after_dismissal_days = whole(&value),
            "max_shows" => rules.max_shows = whole(&value),
            "priority" => {
                rules.priority = i32::try_from(value.as_i64().unwrap()).unwrap();
            }
            other => panic!("unknown field {other}"),
        }
    }
    rules
}

fn url_rules(json: Value) -> UrlRules {
    let mut urls = UrlRules::default();
    for (field, value) in object(json) {
        let patterns = list(value).into_iter().map(url_pattern).collect();
        match field.as_str() {
            "include" => urls.include = patterns,
            "exclude" => urls.exclude = patterns,
            other => panic!("unknown field {other}"),
        }
    }
    urls
}

fn url_pattern(json: Value) -> UrlPattern {
    let (sort, value) = object(json).into_iter().next().unwrap();
    match sort.as_str() {
        "exact" => UrlPattern::exact(&text(&value)),
        "prefix" => UrlPattern::prefix(&text(&value)),
        "glob" => UrlPattern::glob(&text(&value)),
        "regex" => UrlPattern::regex(&text(&value)).unwrap(),
        other => panic!("unknown sort {other}"),
    }
}

fn facts(json: Value) -> Facts {
    let mut facts = Facts::default();
    for (field, value) in object(json) {
        match field.as_str() {
            "url" => facts.url = text(&value),
            "device" => facts.device = device(&value),
            "language" => facts.language = text(&value),
            "event" => facts.event = Some(text(&value)),
            "visitor_id" => facts.visitor_id = text(&value),
            "gpc" => facts.gpc = value.as_bool().unwrap(),
            "consent_given" => facts.consent_given = value.as_bool().unwrap(),
            "last_shown_ms" => facts.last_shown = Some(instant(&value)),
            "surveys" => {
                facts.surveys = object(value)
                    .into_iter()
                    .map(|(id, memory)| (SurveyId::parse(&id).unwrap(), survey_memory(memory)))
                    .collect();
            }
            other => panic!("unknown field {other}"),
        }
    }
    facts
}

fn survey_memory(json: Value) -> SurveyMemory {
    let mut memory = SurveyMemory::default();
    for (field, value) in object(json) {
        match field.as_str() {
            "last_answered_ms" => memory.last_answered = Some(instant(&value)),
            "last_dismissed_ms" => memory.last_dismissed = Some(instant(&value)),
            "shows_without_answer" => memory.shows_without_answer = whole(&value),
            other => panic!("unknown field {other}"),
        }
    }
    memory
}

fn conditions(json: Value) -> Conditions {
    let mut conditions = Conditions::default();
    for (field, value) in object(json) {
        match field.as_str() {
            "delay_ms" => conditions.delay_ms = whole(&value),
            "scroll_percent" => conditions.scroll_percent = Some(scroll_percent(&value)),
            "exit_intent" => conditions.exit_intent = value.as_bool().unwrap(),
            other => panic!("unknown field {other}"),
        }
    }
    conditions
}

fn vectors(json: &str) -> Vec<Map<String, Value>> {
    serde_json::from_str(json).unwrap()
}

fn nothing_left(object: &Map<String, Value>) {
    assert!(object.is_empty(), "unknown fields {object:?}");
}

fn object(json: Value) -> Map<String, Value> {
    serde_json::from_value(json).unwrap()
}

fn list(json: Value) -> Vec<Value> {
    serde_json::from_value(json).unwrap()
}

fn text(json: &Value) -> String {
    json.as_str().unwrap().to_owned()
}

fn whole(json: &Value) -> u32 {
    u32::try_from(json.as_u64().unwrap()).unwrap()
}

fn instant(json: &Value) -> Instant {
    Instant::from_unix_ms(json.as_i64().unwrap())
}

fn device(json: &Value) -> Device {
    Device::parse(json.as_str().unwrap()).unwrap()
}

fn scroll_percent(json: &Value) -> ScrollPercent {
    ScrollPercent::new(u8::try_from(json.as_u64().unwrap()).unwrap()).unwrap()
}
