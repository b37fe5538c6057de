//! Taking responses: what is kept, and that nothing is kept of what is refused.

use std::borrow::Cow;

use crate::support::{
    Collector, NOW, assert_field, assert_problem, id_at, parsed, request, response, with,
};
use collector::{api::http::Body, store::StoreError};
use domain::{DAY_MS, Instant};
use serde_json::{Value, json};

#[test]
fn a_response_is_one_write_under_the_key_that_its_id_names() {
    let collector = Collector::new();
    let reply = collector.post(&response("nps", 9, 1).to_string());
    assert_eq!(reply.status, 201, "{}", reply.body);
    assert_eq!(parsed::<Value>(&reply)["id"], id_at(NOW, 1));
    assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
    let key = format!("r:demo:nps:2026-11-22T03:{}.2", id_at(NOW, 1));
    // The isolate has written site and survey itself, but knows of no webhooks yet.
    let operations = collector.store.operations.take();
    assert_eq!(operations, ["get hooks:demo".to_owned(), format!("put {key}")]);
    assert_eq!(collector.post(&response("nps", 9, 1).to_string()).status, 201);
    assert_eq!(*collector.store.operations.borrow(), [format!("put {key}")]);
    assert_eq!(collector.stored_responses(), [key]);
}

#[test]
fn the_head_of_an_accepted_response_holds_nothing_made_for_it() {
    // The edge makes such a head into JavaScript's headers once; else header by header each time,
    // which took a tenth of a response.
    let reply = Collector::new().post(&response("nps", 9, 1).to_string());
    for (name, value) in &reply.headers {
        assert!(matches!(value, Cow::Borrowed(_)), "{name}: {value}");
    }
}

#[test]
fn an_isolate_that_has_just_started_reads_the_definitions_once() {
    let mut collector = Collector::new();
    collector.restart();
    for n in 0..3 {
        assert_eq!(collector.post(&response("nps", 9, n).to_string()).status, 201);
    }
    let operations = collector.store.operations.borrow();
    assert_eq!(operations[..3], ["get site:demo", "get survey:demo:nps", "get hooks:demo"]);
    assert!(operations[3..].iter().all(|operation| operation.starts_with("put r:demo:nps:")));
    assert_eq!(operations.len(), 3 + 3);
}

#[test]
fn everything_that_was_sent_is_kept_and_the_time_of_arrival_with_it() {
    let collector = Collector::new();
    let mut body = response("ces", 2, 1);
    for (field, value) in [
        ("version", json!(1)),
        ("comment", json!("Chờ lâu quá 😞 \"thật\"\n")),
        ("touchpoint", json!("support")),
        ("page", json!("/help?token=1")),
        ("lang", json!("vi-VN")),
        ("device", json!("phone")),
        ("respondent", json!("kh-7")),
        ("attributes", json!({"plan": "pro"})),
        ("finished", json!(false)),
        ("elapsed_ms", json!(4_100)),
    ] {
        body = with(body, field, value);
    }
    assert_eq!(collector.post(&body.to_string()).status, 201);
    let entries = collector.store.memory.entries();
    let (_, value) = entries.iter().find(|(key, _)| key.starts_with("r:")).unwrap();
    assert_eq!(
        serde_json::from_str::<Value>(value).unwrap(),
        json!({
            "id": id_at(NOW, 1), "version": 1, "score": 2, "comment": "Chờ lâu quá 😞 \"thật\"",
            "touchpoint": "support", "page": "/help", "lang": "vi-vn", "device": "phone",
            "respondent": "kh-7", "attributes": {"plan": "pro"}, "finished": false,
            "elapsed_ms": 4_100, "received_ms": NOW.unix_ms(),
        })
    );
}

#[test]
fn the_same_thousand_posted_again_change_nothing() {
    let collector = Collector::new();
    let bodies: Vec<String> = (0..1_000)
        .map(|n| {
            let id = id_at(NOW.plus_ms(-i64::from(n) * 61_000), n);
            with(response("nps", i64::from(n % 11), n), "id", json!(id)).to_string()
        })
        .collect();
    for body in &bodies {
        assert_eq!(collector.post(body).status, 201);
    }
    let responses = || {
        let entries = collector.store.memory.entries().into_iter();
        entries.filter(|(key, _)| key.starts_with("r:")).collect::<Vec<_>>()
    };
    let (stored, summary) = (responses(), collector.summary("nps", ""));
    assert_eq!(summary.responses, 1_000);
    for body in bodies.iter().rev() {
        assert_eq!(collector.post(body).status, 201);
    }
    assert_eq!(responses(), stored);
    assert_eq!(collector.summary("nps", ""), summary);
}

#[test]
fn a_later_state_of_the_same_response_takes_the_place_of_the_earlier() {
    let collector = Collector::new();
    let early = with(response("nps", 3, 1), "finished", json!(false));
    assert_eq!(collector.post(&early.to_string()).status, 201);
    let late = with(response("nps", 3, 1), "comment", json!("Giao chậm."));
    assert_eq!(collector.post(&late.to_string()).status, 201);
    let summary = collector.summary("nps", "");
    assert_eq!((summary.responses, summary.comments), (1, 1));
}

/// Posts a body that must be refused, and sees that nothing is kept of it.
#[track_caller]
fn refused(body: &str, status: u16, name: &str) {
    let collector = Collector::new();
    assert_problem(&collector.post(body), status, name);
    assert_eq!(collector.stored_responses(), [""; 0]);
}

#[track_caller]
fn refused_field(survey: &str, field: &str, value: Value, allowed: &str) {
    let collector = Collector::new();
    let body = with(response(survey, 5, 1), field, value);
    assert_field(&collector.post(&body.to_string()), &format!("/{field}"), allowed);
    assert_eq!(collector.stored_responses(), [""; 0]);
}

#[test]
fn a_score_that_is_not_on_the_surveys_scale_is_refused() {
    for score in [json!(6.5), json!("9"), json!(null), json!(9.0001), json!([9]), json!(true)] {
        refused_field("nps", "score", score, "a whole number");
    }
    for (survey, scores, scale) in
        [("nps", [-1, 11], "0 to 10"), ("ces", [0, 8], "1 to 7"), ("csat", [0, 6], "1 to 5")]
    {
        for score in scores {
            refused_field(survey, "score", json!(score), scale);
        }
    }
}

#[test]
fn a_bad_field_is_refused_with_its_name_and_what_is_allowed() {
    refused_field("nps", "comment", json!("ậ".repeat(2_001)), "at most 2000 characters");
    refused_field("nps", "id", json!("7"), "UUID version 7");
    refused_field("nps", "site", json!("r:demo"), "a-z");
    refused_field("nps", "devise", json!("phone"), "one of id");
}

#[test]
fn what_can_not_be_read_is_refused_by_its_reason() {
    refused("{", 400, "not-json");
    refused("", 400, "not-json");
    refused(&with(response("nps", 9, 1), "site", json!("nobody")).to_string(), 404, "unknown-site");
    refused(&response("nothing", 9, 1).to_string(), 404, "unknown-survey");
    let long = with(response("nps", 9, 1), "comment", json!("x".repeat(10 * 1024)));
    refused(&long.to_string(), 413, "too-large");
}

#[test]
fn a_body_of_exactly_the_limit_is_read_and_one_more_byte_is_not() {
    let collector = Collector::new();
    let body = response("nps", 9, 1).to_string();
    let padded = |bytes: usize| format!("{body}{}", " ".repeat(bytes - body.len()));
    assert_eq!(collector.post(&padded(8 * 1024)).status, 201);
    assert_problem(&collector.post(&padded(8 * 1024 + 1)), 413, "too-large");
}

#[test]
fn a_body_that_was_not_read_to_its_end_is_refused() {
    let collector = Collector::new();
    for (body, status, name) in
        [(Body::TooLarge, 413, "too-large"), (Body::CutShort, 400, "cut-short")]
    {
        let mut request = request("POST", "/v1/responses", b"");
        request.body = body;
        assert_problem(&collector.send(&request), status, name);
    }
}

#[test]
fn only_json_and_plain_text_are_taken_for_json() {
    let collector = Collector::new();
    let send = |content_type: Option<&str>, n: u32| {
        let body = response("nps", 9, n).to_string();
        let mut request = request("POST", "/v1/responses", body.as_bytes());
        request.headers.content_type = content_type.map(str::to_owned);
        collector.send(&request)
    };
    for (n, good) in (0..).zip([None, Some("text/plain"), Some("Application/JSON; charset=utf-8")])
    {
        assert_eq!(send(good, n).status, 201, "{good:?}");
    }
    for bad in ["", "text/html", "application/x-www-form-urlencoded", "application/jsonp"] {
        assert_problem(&send(Some(bad), 9), 415, "media-type");
    }
    assert_eq!(collector.stored_responses().len(), 3);
}

#[test]
fn an_id_is_taken_from_eight_days_ago_to_five_minutes_ahead_and_no_further() {
    let collector = Collector::new();
    let post = |offset_ms: i64| {
        let id = id_at(NOW.plus_ms(offset_ms), 1);
        collector.post(&with(response("nps", 9, 1), "id", json!(id)).to_string())
    };
    for good in [-8 * DAY_MS, 0, 5 * 60_000] {
        assert_eq!(post(good).status, 201, "{good}");
    }
    for bad in [-8 * DAY_MS - 1, 5 * 60_000 + 1] {
        let problem = assert_problem(&post(bad), 422, "clock-skew");
        assert_eq!(problem.now_at.as_deref(), Some("2026-11-22T03:00:00.000Z"));
    }
    assert_eq!(collector.stored_responses().len(), 3);
}

#[test]
fn a_site_that_lists_its_origins_takes_responses_from_them_alone() {
    let collector = Collector::new();
    let site = json!({"product": "P", "origins": ["https://shop.example"]});
    assert_eq!(collector.admin("PUT", "/v1/sites/demo", &site).status, 200);
    let send = |origin: Option<&str>| {
        let body = response("nps", 9, 1).to_string();
        let mut request = request("POST", "/v1/responses", body.as_bytes());
        request.headers.origin = origin.map(str::to_owned);
        collector.send(&request)
    };
    for bad in [
        None,
        Some("null"),
        Some(""),
        Some("http://shop.example"),
        Some("https://shop.example:8443"),
        Some("https://shop.example.evil.example"),
        Some("https://SHOP.example"),
    ] {
        assert_problem(&send(bad), 403, "origin-not-allowed");
    }
    assert_eq!(collector.stored_responses(), [""; 0]);
    assert_eq!(send(Some("https://shop.example")).status, 201);
}

#[test]
fn a_paused_survey_still_takes_responses() {
    let collector = Collector::new();
    let paused = json!({"kind": "nps", "state": "paused"});
    assert_eq!(collector.admin("PUT", "/v1/sites/demo/surveys/nps", &paused).status, 200);
    assert_eq!(collector.post(&response("nps", 9, 1).to_string()).status, 201);
}

#[test]
fn a_busy_store_is_asked_again_and_then_the_reply_is_no_promise() {
    let collector = Collector::new();
    let busy = Some(StoreError::Busy);
    let away = Some(StoreError::Unavailable);
    *collector.store.next_puts.borrow_mut() = vec![away, busy];
    assert_eq!(collector.post(&response("nps", 9, 1).to_string()).status, 201);
    let pauses: u32 = collector.runtime.pauses_ms.borrow().iter().sum();
    assert!(pauses > 1_000, "KV takes one write per key and second");

    *collector.store.next_puts.borrow_mut() = vec![busy, busy, busy];
    let reply = collector.post(&response("nps", 9, 2).to_string());
    assert_problem(&reply, 503, "store-busy");
    assert!(reply.header("retry-after").unwrap().parse::<u32>().unwrap() > 0);
    assert_eq!(collector.stored_responses().len(), 1);
}

#[test]
fn a_store_that_can_not_be_read_is_no_unknown_site() {
    let mut collector = Collector::new();
    collector.restart();
    *collector.store.is_unreadable.borrow_mut() = true;
    assert_problem(&collector.post(&response("nps", 9, 1).to_string()), 503, "store-busy");
}

#[test]
fn a_definition_is_remembered_for_a_while_and_then_read_again() {
    let mut collector = Collector::new();
    let post = |collector: &Collector, n| collector.post(&response("nps", 9, n).to_string());
    assert_eq!(post(&collector, 0).status, 201);
    collector.store.operations.borrow_mut().clear();
    collector.now = NOW.plus_ms(44_999);
    assert_eq!(post(&collector, 1).status, 201);
    assert_eq!(collector.store.n_operations("get"), 0);
    collector.now = NOW.plus_ms(45_000);
    assert_eq!(post(&collector, 2).status, 201);
    assert_eq!(collector.store.n_operations("get"), 3);
}

#[test]
fn while_the_store_is_away_responses_are_taken_by_what_was_last_known() {
    let mut collector = Collector::new();
    assert_eq!(collector.post(&response("nps", 9, 0).to_string()).status, 201);
    assert_eq!(collector.get("/v1/form/demo/nps").status, 200);
    *collector.store.is_unreadable.borrow_mut() = true;
    collector.now = NOW.plus_ms(299_999);
    assert_eq!(collector.post(&response("nps", 9, 1).to_string()).status, 201);
    assert_eq!(collector.get("/v1/form/demo/nps").status, 200);
    assert_eq!(collector.get("/preview/demo/nps").status, 200);
    // A deletion that is not known here is waited for that long.
    collector.now = NOW.plus_ms(300_000);
    assert_problem(&collector.post(&response("nps", 9, 2).to_string()), 503, "store-busy");
}

#[test]
fn when_the_days_reads_are_used_up_responses_are_taken_until_the_day_ends() {
    let mut collector = Collector::new();
    assert_eq!(collector.post(&response("nps", 9, 0).to_string()).status, 201);
    assert_eq!(collector.get("/e/demo.js").status, 200);
    *collector.store.is_read_up.borrow_mut() = true;
    for hours in 1..24 {
        collector.now = NOW.plus_ms(hours * 3_600_000);
        let id = id_at(collector.now, 1);
        let body = with(response("nps", 9, 1), "id", json!(id));
        assert_eq!(collector.post(&body.to_string()).status, 201, "{hours}");
        assert_eq!(collector.get("/v1/form/demo/nps").status, 200);
        assert_eq!(collector.get("/e/demo.js").status, 200);
    }
    // Of a survey that nobody has asked for yet, nothing is known.
    assert_problem(&collector.get("/v1/form/demo/other"), 503, "store-busy");
    collector.now = NOW.plus_ms(24 * 3_600_000);
    let late = with(response("nps", 9, 2), "id", json!(id_at(collector.now, 2)));
    assert_problem(&collector.post(&late.to_string()), 503, "store-busy");
}

#[test]
fn what_was_deleted_does_not_come_back_when_the_store_goes_away() {
    let mut collector = Collector::new();
    assert_eq!(collector.get("/v1/form/demo/nps").status, 200);
    assert_eq!(collector.get("/e/demo.js").status, 200);
    // Elsewhere in the world.
    for key in ["site:demo", "survey:demo:nps", "gate:demo"] {
        collector.remove(key);
    }
    collector.pass_ms(300_000);
    assert_problem(&collector.get("/v1/form/demo/nps"), 404, "unknown-site");
    assert_problem(&collector.get("/e/demo.js"), 404, "unknown-site");
    *collector.store.is_read_up.borrow_mut() = true;
    collector.pass_ms(60_000);
    assert_problem(&collector.get("/v1/form/demo/nps"), 503, "store-busy");
    assert_problem(&collector.get("/e/demo.js"), 503, "store-busy");
}

#[test]
fn an_hour_of_the_key_is_the_ids_own_not_the_arrivals() {
    let collector = Collector::new();
    let given = Instant::from_unix_ms(NOW.unix_ms() - 3 * DAY_MS - 1);
    let body = with(response("nps", 9, 1), "id", json!(id_at(given, 1)));
    assert_eq!(collector.post(&body.to_string()).status, 201);
    let key = format!("r:demo:nps:2026-11-19T02:{}.2", id_at(given, 1));
    assert_eq!(collector.stored_responses(), [key]);
}
