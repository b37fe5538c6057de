//! Replies of the collector to correct requests of visitors' browsers and owners.

use domain::Kind;
use hearby_tests::{
    assertions::{assert_problem, assert_scores},
    collector::{Collector, site_id, survey_id},
    fixtures::{SITE, create_shop, create_site, response, with},
    http::Reply,
};
use serde_json::{Value, json};
use wire::routes;

const PAGE_ORIGIN: &str = "https://shop.example";

fn shop() -> Collector {
    let collector = Collector::start();
    create_shop(&collector);
    collector
}

fn form(collector: &Collector, survey: &str, lang: &str) -> Value {
    let path = routes::form(&site_id(SITE), &survey_id(survey), lang);
    let reply = collector.get(&path).expect(200);
    assert!(reply.header("content-type").starts_with("application/json"));
    assert_eq!(reply.header("access-control-allow-origin"), "*");
    reply.json()
}

#[test]
fn the_collector_says_that_it_is_there() {
    let _ = Collector::start().get(routes::HEALTH).expect(200);
}

#[test]
fn an_accepted_response_gets_its_id_back_and_is_in_the_summary() {
    let collector = shop();
    let nine = response("nps", 9);
    let reply = collector.post(&nine.to_string()).expect(201);
    assert_eq!(reply.json()["id"], nine["id"]);
    assert_scores(&collector.summary(SITE, "nps"), &[9]);
}

#[test]
fn a_repeat_gets_the_first_reply_and_counted_once() {
    let collector = shop();
    let nine = response("nps", 9).to_string();
    let first = collector.post(&nine).expect(201);
    for _ in 0..3 {
        let again = collector.post(&nine).expect(201);
        assert_eq!(again.json(), first.json());
    }
    assert_scores(&collector.summary(SITE, "nps"), &[9]);
}

#[test]
fn a_later_comment_completes_the_same_response() {
    let collector = shop();
    let early = with(response("nps", 3), "finished", json!(false));
    let _ = collector.post(&early.to_string()).expect(201);
    assert_eq!(collector.summary(SITE, "nps").comments, 0);
    let whole = with(with(early, "finished", json!(true)), "comment", json!("Giao chậm."));
    let _ = collector.post(&whole.to_string()).expect(201);
    let summary = collector.summary(SITE, "nps");
    assert_scores(&summary, &[3]);
    assert_eq!(summary.comments, 1);
}

#[test]
fn a_late_beacon_of_the_score_alone_takes_no_comment_away() {
    let collector = shop();
    let whole = with(response("nps", 3), "comment", json!("Giao chậm."));
    let _ = collector.post(&whole.to_string()).expect(201);
    let mut early = with(whole, "finished", json!(false));
    early.as_object_mut().unwrap().remove("comment");
    let _ = collector.post(&early.to_string()).expect(201);
    let summary = collector.summary(SITE, "nps");
    assert_scores(&summary, &[3]);
    assert_eq!(summary.comments, 1);
}

#[test]
fn every_score_of_every_scale_is_taken_and_counted() {
    let collector = shop();
    for kind in Kind::ALL {
        let scores: Vec<u8> = kind.scale().values().collect();
        for score in &scores {
            let _ = collector.post(&response(kind.as_str(), *score).to_string()).expect(201);
        }
        assert_scores(&collector.summary(SITE, kind.as_str()), &scores);
    }
}

#[test]
fn the_summary_of_known_responses_has_the_known_score() {
    let collector = shop();
    // Promoters 3 of 6, detractors 2 of 6: (3 − 2) / 6 = 16.7.
    for score in [10, 9, 9, 7, 6, 0] {
        let _ = collector.post(&response("nps", score).to_string()).expect(201);
    }
    let nps = collector.summary(SITE, "nps");
    assert_eq!((nps.score.value, nps.score.method.as_str()), (Some(16.7), "adjusted-wald"));
    let ends = (nps.score.low.unwrap(), nps.score.high.unwrap());
    assert!(ends.0 < 16.7 && 16.7 < ends.1, "{ends:?}");

    // Satisfied are 4 and 5: 2 of 3; the mean is 12 / 3.
    for score in [5, 5, 2] {
        let _ = collector.post(&response("csat", score).to_string()).expect(201);
    }
    let csat = collector.summary(SITE, "csat");
    let mean = csat.mean.flatten().and_then(|mean| mean.value);
    assert_eq!((csat.score.value, mean), (Some(66.7), Some(4.0)));

    // The score of CES is its mean: 19 / 4; easy are 5 to 7: 3 of 4.
    for score in [7, 6, 5, 1] {
        let _ = collector.post(&response("ces", score).to_string()).expect(201);
    }
    let ces = collector.summary(SITE, "ces");
    assert_eq!(ces.score.value, Some(4.75));
    assert_eq!(ces.easy_percent.and_then(|easy| easy.value), Some(75.0));
}

#[test]
fn a_survey_without_responses_has_no_score_and_that_is_no_error() {
    let summary = shop().summary(SITE, "nps");
    assert_scores(&summary, &[]);
    assert_eq!((summary.score.low, summary.score.high), (None, None));
}

#[test]
fn both_media_types_of_browsers_are_taken_from_any_page_without_a_preflight() {
    let collector = shop();
    for media_type in ["text/plain;charset=UTF-8", "text/plain", "application/json"] {
        let body = response("nps", 8).to_string();
        let headers = [("content-type", media_type), ("origin", PAGE_ORIGIN)];
        let reply =
            collector.send("POST", routes::RESPONSES, &headers, Some(body.as_bytes())).expect(201);
        assert_eq!(reply.header("access-control-allow-origin"), "*", "{media_type}");
    }
    assert_scores(&collector.summary(SITE, "nps"), &[8, 8, 8]);
}

#[test]
fn a_page_that_asks_first_is_told_what_it_may_send() {
    let collector = shop();
    let headers = [
        ("origin", PAGE_ORIGIN),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type"),
    ];
    let reply = collector.send("OPTIONS", routes::RESPONSES, &headers, None).expect(204);
    assert_eq!(reply.header("access-control-allow-origin"), "*");
    assert!(reply.header("access-control-allow-methods").contains("POST"));
    assert!(reply.header("access-control-allow-headers").contains("content-type"));
}

#[test]
fn the_form_holds_every_text_in_the_language_asked_for() {
    let collector = shop();
    for kind in Kind::ALL {
        let english = form(&collector, kind.as_str(), "en-GB");
        let vietnamese = form(&collector, kind.as_str(), "vi-VN");
        assert_eq!((&english["lang"], &vietnamese["lang"]), (&json!("en"), &json!("vi")));
        assert_eq!(english["kind"], kind.as_str());
        for texts in [&english, &vietnamese] {
            assert_no_text_is_empty(texts);
            assert!(!texts.to_string().contains("{product}"), "{texts}");
        }
        for field in ["question", "low", "high", "follow_up", "thanks"] {
            assert_ne!(english[field], vietnamese[field], "{kind:?} {field}");
        }
    }
    let asked = form(&collector, "nps", "en")["question"].to_string();
    assert!(asked.contains("Trà Sen"), "{asked}");
}

#[test]
fn a_language_that_there_is_not_becomes_the_sites_own() {
    let collector = Collector::start();
    collector.put_site(SITE, &json!({"product": "Trà Sen", "lang": "vi"}));
    collector.put_survey(SITE, "nps", &json!({"kind": "nps"}));
    assert_eq!(form(&collector, "nps", "xx")["lang"], "vi");
    assert_eq!(form(&collector, "nps", "en")["lang"], "en");
}

#[test]
fn an_owners_texts_stand_in_the_form_in_place_of_ours() {
    let collector = Collector::start();
    create_site(&collector);
    let texts = json!({"en": {"question": "Would you send {product} to a friend?"}});
    collector.put_survey(SITE, "nps", &json!({"kind": "nps", "texts": texts}));
    let form = form(&collector, "nps", "en");
    assert_eq!(form["question"], "Would you send Trà Sen to a friend?");
    assert_no_text_is_empty(&form);
}

#[test]
fn the_tags_script_carries_the_sites_gate_and_may_be_cached_briefly() {
    let collector = shop();
    let reply = collector.get(&routes::embed(&site_id(SITE))).expect(200);
    assert!(reply.header("content-type").starts_with("text/javascript"), "{reply:?}");
    let script = reply.text();
    for survey in ["nps", "ces", "csat"] {
        assert!(script.contains(&format!("\"e\":\"ask-{survey}\"")), "{survey} in {script}");
    }
    assert!(!script.contains("__HEARBY_"), "a placeholder is left in {script}");
    let caching = reply.header("cache-control");
    assert!(caching.contains("public") && caching.contains("max-age=300"), "{caching}");
    assert!(caching.contains("stale-while-revalidate"), "{caching}");
}

#[test]
fn the_popups_files_may_be_kept_for_ever_and_are_readable_from_any_page() {
    let collector = shop();
    let script = collector.get(&routes::embed(&site_id(SITE))).expect(200).text();
    let build = build_in(&script);
    for (file, media_type) in
        [("widget.js", "text/javascript"), ("widget.wasm", "application/wasm")]
    {
        let reply = collector.get(&format!("/w/{build}/{file}")).expect(200);
        assert!(reply.header("content-type").starts_with(media_type), "{file}: {reply:?}");
        assert!(!reply.body.is_empty());
        let caching = reply.header("cache-control");
        assert!(caching.contains("immutable") && caching.contains("max-age=31536000"), "{caching}");
        assert_eq!(reply.header("access-control-allow-origin"), "*", "{file}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{file}");
        assert_eq!(reply.header("cross-origin-resource-policy"), "cross-origin", "{file}");
    }
    let missing: Reply = collector.get("/w/0000000000000000/widget.js");
    assert_eq!(missing.status, 404);
}

#[test]
fn a_paused_survey_leaves_the_gate_but_late_responses_still_count() {
    let collector = shop();
    collector.put_survey(SITE, "nps", &json!({"kind": "nps", "state": "paused"}));
    let script = collector.get(&routes::embed(&site_id(SITE))).expect(200).text();
    assert!(!script.contains("\"i\":\"nps\"") && script.contains("\"i\":\"ces\""), "{script}");
    let _ = collector.post(&response("nps", 9).to_string()).expect(201);
    assert_scores(&collector.summary(SITE, "nps"), &[9]);
}

#[test]
fn a_surveys_kind_never_changes_and_its_texts_do_as_a_new_version() {
    let collector = shop();
    let path = routes::survey(&site_id(SITE), &survey_id("nps"));
    let other_kind = collector.as_admin("PUT", &path, Some(&json!({"kind": "ces"})));
    assert_problem(&other_kind, 409, "kind-fixed");
    let before = form(&collector, "nps", "en")["version"].as_u64().expect("a version");
    let texts = json!({"en": {"question": "And now?"}});
    collector.put_survey(SITE, "nps", &json!({"kind": "nps", "texts": texts}));
    let after = form(&collector, "nps", "en");
    assert_eq!(
        (after["version"].as_u64(), &after["question"]),
        (Some(before + 1), &json!("And now?"))
    );
}

#[test]
fn a_read_key_reads_the_summary_and_a_write_key_defines_surveys() {
    let collector = shop();
    let (read, write) = (collector.create_key(SITE, "read"), collector.create_key(SITE, "write"));
    let survey = routes::survey(&site_id(SITE), &survey_id("nps"));
    let summary = routes::summary(&site_id(SITE), &survey_id("nps"));
    for key in [&read, &write] {
        let _ = collector.with_key(key, "GET", &summary, None).expect(200);
        let _ = collector.with_key(key, "GET", &survey, None).expect(200);
    }
    let definition = json!({"kind": "nps", "theme": {"radius_px": 0}});
    let reply = collector.with_key(&write, "PUT", &survey, Some(&definition));
    assert!((200..300).contains(&reply.status), "{}", reply.text());
    let reply = collector.with_key(&read, "PUT", &survey, Some(&definition));
    assert_problem(&reply, 403, "scope-too-small");
}

#[track_caller]
fn assert_no_text_is_empty(form: &Value) {
    match form {
        Value::String(text) => assert!(!text.trim().is_empty()),
        Value::Array(items) => items.iter().for_each(assert_no_text_is_empty),
        Value::Object(fields) => fields.values().for_each(assert_no_text_is_empty),
        _ => {}
    }
}

/// Returns the name of the build that a tag's script loads from.
#[track_caller]
fn build_in(script: &str) -> String {
    let start = script.find("/w/").expect("an address under /w/") + "/w/".len();
    script[start..].chars().take_while(char::is_ascii_alphanumeric).collect()
}
