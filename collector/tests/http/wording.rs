//! Versions of the built-in wording: whose site has which, and how a response's is kept and counted.

use collector::{
    store::{Entry, Store, keys::Key},
    text::rfc3339,
};
use domain::{HOUR_MS, Instant, ResponseId, SiteId};
use serde_json::{Value, json};
use wire::{form::Form, site::SiteResource, wording::Wording};

use crate::{
    moving::{backup, post_lines},
    support::{Collector, NOW, assert_field, parsed, response, with},
};

const SITE: &str = "/v1/sites/demo";
const FORM: &str = "/v1/form/demo/nps?lang=de";
const SURVEY: &str = "/v1/sites/demo/surveys/nps";
const LOW_FIRST: &str = "Sehr unwahrscheinlich";
const LOW_SECOND: &str = "Überhaupt nicht wahrscheinlich";

/// A collector whose site was stored before wording had versions.
fn of_an_earlier_release() -> Collector {
    let mut collector = Collector::new();
    let entries = collector.store.memory.entries();
    let (_, stored) = entries.into_iter().find(|(name, _)| name == "site:demo").unwrap();
    let mut record: Value = serde_json::from_str(&stored).unwrap();
    assert!(record["definition"].as_object_mut().unwrap().remove("wording").is_some());
    store_site(&collector, &record);
    collector.restart();
    collector
}

/// Another isolate has stored the site's record.
fn store_site(collector: &Collector, record: &Value) {
    let (key, text) = (Key::site(&SiteId::parse("demo").unwrap()), record.to_string());
    pollster::block_on(collector.store.memory.put(&key, Entry::of(&text))).unwrap();
}

#[track_caller]
fn asked_in(collector: &Collector, wording: Wording) {
    let site: SiteResource = parsed(&collector.admin("GET", SITE, &Value::Null));
    assert_eq!(site.definition.wording, wording);
    let form: Form = parsed(&collector.get(FORM));
    assert_eq!(form.wording, wording);
    let low = if wording == Wording::First { LOW_FIRST } else { LOW_SECOND };
    assert_eq!(form.low, low);
}

#[track_caller]
fn put(collector: &Collector, site: &Value) {
    let reply = collector.admin("PUT", SITE, site);
    assert_eq!(reply.status, 200, "{}", reply.body);
}

#[test]
fn a_new_site_has_the_newest_wording_and_shows_it() {
    let collector = Collector::new();
    asked_in(&collector, Wording::NEWEST);
    let shown: Value = parsed(&collector.admin("GET", SITE, &Value::Null));
    assert_eq!(shown["definition"]["wording"], 2);
}

#[test]
fn a_site_of_an_earlier_release_stays_on_the_first_until_its_owner_says_otherwise() {
    let mut collector = of_an_earlier_release();
    asked_in(&collector, Wording::First);
    // A change of something else, by this isolate and by one that knows nothing yet.
    for product in ["Trà Sen", "Tea"] {
        put(&collector, &json!({"product": product}));
        asked_in(&collector, Wording::First);
        collector.restart();
        asked_in(&collector, Wording::First);
    }
    put(&collector, &json!({"product": "Tea", "wording": 2}));
    asked_in(&collector, Wording::Second);
    put(&collector, &json!({"product": "Trà Sen"}));
    asked_in(&collector, Wording::Second);
    put(&collector, &json!({"product": "Trà Sen", "wording": 1}));
    asked_in(&collector, Wording::First);
}

#[test]
fn what_is_read_of_a_site_can_be_put_back() {
    for collector in [Collector::new(), of_an_earlier_release()] {
        let shown: Value = parsed(&collector.admin("GET", SITE, &Value::Null));
        put(&collector, &shown["definition"]);
        assert_eq!(parsed::<Value>(&collector.admin("GET", SITE, &Value::Null)), shown);
    }
}

#[test]
fn the_newer_of_what_the_store_and_the_isolate_know_counts() {
    let mut collector = Collector::new();
    // The store does not show yet what this isolate has written.
    put(&collector, &json!({"product": "Tea", "wording": 1}));
    collector.store.unlisted.borrow_mut().push("site:demo".to_owned());
    put(&collector, &json!({"product": "Trà Sen"}));
    asked_in(&collector, Wording::First);
    collector.store.unlisted.borrow_mut().clear();
    // Another isolate has written since.
    collector.pass_ms(60_000);
    let changed_ms = collector.now.unix_ms() - 1;
    let definition = json!({"product": "Tea", "lang": "en", "wording": 2, "origins": [],
        "pause_between_surveys_days": 7, "consent": "always", "honour_gpc": false});
    let record = json!({"definition": definition, "changed_ms": changed_ms});
    store_site(&collector, &record);
    put(&collector, &json!({"product": "Trà Sen"}));
    asked_in(&collector, Wording::Second);
}

#[test]
fn a_wording_that_there_is_not_is_refused_with_those_that_there_are() {
    let collector = Collector::new();
    for wording in [json!(0), json!(3), json!("1"), json!(1.5)] {
        let reply = collector.admin("PUT", SITE, &json!({"product": "Tea", "wording": wording}));
        assert_field(&reply, "/wording", "a whole number from 1 to 2");
        let reply = collector.post(&with(response("nps", 9, 1), "wording", wording).to_string());
        assert_field(&reply, "/wording", "a whole number from 1 to 2");
    }
    for wording in ["0", "3", "two", "+1"] {
        let asked = format!("{SURVEY}/summary?filter[wording]={wording}");
        let reply = collector.admin("GET", &asked, &Value::Null);
        assert_field(&reply, "?filter[wording]", "a whole number from 1 to 2");
    }
    asked_in(&collector, Wording::NEWEST);
}

#[test]
fn an_own_question_is_asked_in_the_sites_wording_all_the_same() {
    let collector = of_an_earlier_release();
    let own = json!({"kind": "nps", "texts": {"de": {"question": "Na?"}}});
    assert_eq!(collector.admin("PUT", &format!("{SITE}/surveys/nps"), &own).status, 200);
    let form: Form = parsed(&collector.get(FORM));
    assert_eq!((form.question.as_str(), form.wording), ("Na?", Wording::First));
}

/// Responses without a wording, then in the first one, then in the second.
fn answered() -> Collector {
    let mut collector = of_an_earlier_release();
    let asked = [None, None, Some(1), Some(1), Some(2), Some(2), Some(2)];
    for (n, wording) in (0..).zip(asked) {
        let id = ResponseId::new(collector.now, u128::from(n));
        let body = with(response("nps", if n < 4 { 3 } else { 9 }, n), "id", json!(id.to_string()));
        let body = with(body, "wording", json!(wording));
        assert_eq!(collector.post(&body.to_string()).status, 201);
        collector.pass_ms(24 * HOUR_MS);
    }
    collector
}

fn days(collector: &Collector) -> String {
    let day = |ms: i64| {
        let text = rfc3339::utc(Instant::from_unix_ms(ms));
        text.split('T').next().unwrap_or_default().to_owned()
    };
    let (from, to) = (NOW.unix_ms(), collector.now.unix_ms());
    format!("from={}&to={}", day(from), day(to + 24 * HOUR_MS))
}

#[test]
fn a_responses_wording_is_kept_exported_counted_and_found() {
    let collector = answered();
    let days = days(&collector);
    for _ in 0..2 {
        let summary = collector.summary("nps", &format!("?{days}&breakdown=wording"));
        let by = &summary.breakdowns.unwrap()["wording"];
        let mut found: Vec<_> = by.iter().map(|of| (of.value.name(), of.responses)).collect();
        found.sort_unstable();
        assert_eq!(found, [(None, 2), (Some("1"), 2), (Some("2"), 3)]);
        for (asked, n) in [("", 2), ("1", 2), ("2", 3), ("02", 3)] {
            let asked = format!("?{days}&filter[wording]={asked}");
            assert_eq!(collector.summary("nps", &asked).responses, n, "{asked}");
        }
    }
    let list = collector.admin("GET", &format!("{SURVEY}/responses?{days}&limit=20"), &Value::Null);
    let page: Value = parsed(&list);
    let told = |line: &Value| line["wording"].as_u64();
    let listed: Vec<_> = page["items"].as_array().unwrap().iter().map(told).collect();
    assert_eq!(listed, [Some(2), Some(2), Some(2), Some(1), Some(1), None, None]);
    let found = format!("{SURVEY}/responses?{days}&filter[wording]=1");
    let page: Value = parsed(&collector.admin("GET", &found, &Value::Null));
    assert_eq!(page["items"].as_array().unwrap().len(), 2);
    let export = |format: &str| {
        let asked = format!("{SURVEY}/export.{format}?{days}");
        collector.admin("GET", &asked, &Value::Null).body
    };
    let ndjson = export("ndjson");
    assert_eq!(ndjson.matches(r#""wording":2"#).count(), 3, "{ndjson}");
    let csv = export("csv");
    let column = |line: &str| line.split(',').nth(3).unwrap_or_default().to_owned();
    let columns: Vec<String> = csv.split_terminator("\r\n").map(column).collect();
    assert_eq!(columns, ["\"wording\"", "", "", "1", "1", "2", "2", "2"]);
}

#[test]
fn a_backup_brings_back_the_wording_of_site_and_responses() {
    for (site, wording) in [
        (json!({"product": "Tea", "wording": 1}), Wording::First),
        (json!({"product": "Tea"}), Wording::Second),
    ] {
        let collector = Collector::new();
        put(&collector, &site);
        let body = with(response("nps", 9, 1), "wording", json!(1));
        assert_eq!(collector.post(&body.to_string()).status, 201);
        let lines = backup(&collector, "demo");
        let other = Collector::empty();
        let reply = post_lines(&other, "demo", &lines);
        assert_eq!(reply.status, 200, "{}", reply.body);
        asked_in(&other, wording);
        assert_eq!(other.summary("nps", "?filter[wording]=1").responses, 1);
    }
}

#[test]
fn a_backup_of_an_earlier_release_brings_back_the_first_wording() {
    let site = r#"{"site":{"changed_ms":1,"definition":{"product":"Tea"}}}"#;
    let collector = Collector::empty();
    let reply = post_lines(&collector, "demo", site);
    assert_eq!(reply.status, 200, "{}", reply.body);
    let site: SiteResource = parsed(&collector.admin("GET", SITE, &Value::Null));
    assert_eq!(site.definition.wording, Wording::First);
}
