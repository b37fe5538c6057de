//! Every fault of a request has a reply of its own, and leaves nothing behind.

use hearby_tests::{
    assertions::{assert_field_problem, assert_problem, assert_scores},
    clock::now_ms,
    collector::{ADMIN_TOKEN, Collector, site_id, survey_id},
    fixtures::{SITE, create_shop, response, response_id_at, with, wrong_key},
    http::Reply,
};
use serde_json::{Value, json};
use wire::{limits::DEFINITION_MAX_BYTES, routes};

use domain::DAY_MS;

/// Runs a check against a fresh shop, and asserts that its surveys are as empty afterwards.
fn nothing_is_stored(check: impl FnOnce(&Collector)) {
    let collector = Collector::start();
    create_shop(&collector);
    check(&collector);
    for survey in ["nps", "ces", "csat"] {
        assert_scores(&collector.summary(SITE, survey), &[]);
    }
}

fn post(collector: &Collector, body: &Value) -> Reply {
    collector.post(&body.to_string())
}

#[test]
fn a_score_that_is_no_whole_number_is_refused_never_rounded() {
    nothing_is_stored(|collector| {
        for score in [json!(6.5), json!(9.0), json!("9"), json!(null), json!(true), json!([9])] {
            let reply = post(collector, &with(response("nps", 0), "score", score));
            assert_field_problem(&reply, 422, "invalid", "/score", "a whole number");
        }
        let mut missing = response("nps", 0);
        missing.as_object_mut().unwrap().remove("score");
        let reply = post(collector, &missing);
        assert_field_problem(&reply, 422, "invalid", "/score", "a whole number");
    });
}

#[test]
fn a_score_outside_the_surveys_own_scale_is_refused_with_that_scale() {
    nothing_is_stored(|collector| {
        for (survey, score, scale) in [
            ("nps", json!(-1), "from 0 to 10"),
            ("nps", json!(11), "from 0 to 10"),
            ("ces", json!(0), "from 1 to 7"),
            ("ces", json!(8), "from 1 to 7"),
            ("csat", json!(0), "from 1 to 5"),
            ("csat", json!(6), "from 1 to 5"),
            ("csat", json!(i64::MAX), "from 1 to 5"),
        ] {
            let reply = post(collector, &with(response(survey, 0), "score", score));
            assert_field_problem(&reply, 422, "invalid", "/score", scale);
        }
    });
}

#[test]
fn an_unknown_site_or_survey_is_not_found_each_by_its_own_name() {
    nothing_is_stored(|collector| {
        let reply = post(collector, &with(response("nps", 9), "site", json!("nobody")));
        assert_problem(&reply, 404, "unknown-site");
        assert_problem(&post(collector, &response("nothing", 9)), 404, "unknown-survey");
        for (path, name) in [
            ("/e/nobody.js", "unknown-site"),
            ("/v1/form/nobody/nps?lang=en", "unknown-site"),
            ("/v1/form/shop/nothing?lang=en", "unknown-survey"),
        ] {
            assert_problem(&collector.get(path), 404, name);
        }
        let path = routes::summary(&site_id(SITE), &survey_id("nothing"));
        assert_problem(&collector.as_admin("GET", &path, None), 404, "unknown-survey");
    });
}

#[test]
fn each_bad_field_is_named_with_what_is_allowed_there() {
    nothing_is_stored(|collector| {
        for (field, value, pointer, allowed) in [
            ("id", json!("7"), "/id", "a UUID version 7"),
            ("id", json!("017f22e2-79b0-4cc3-98c4-dc0c0c07398f"), "/id", "a UUID version 7"),
            ("site", json!("Shop!"), "/site", "a-z, 0-9 and -"),
            ("survey", json!(""), "/survey", "a-z, 0-9 and -"),
            ("version", json!(0), "/version", "a whole number from 1"),
            ("comment", json!("ậ".repeat(2_001)), "/comment", "at most 2000 characters"),
            ("touchpoint", json!("x".repeat(65)), "/touchpoint", "1 to 64 bytes"),
            ("page", json!("/a\u{7}"), "/page", "without control characters"),
            ("lang", json!("not a tag"), "/lang", "a language tag"),
            ("device", json!("fridge"), "/device", "phone, tablet, desktop"),
            ("respondent", json!(""), "/respondent", "1 to 256 bytes"),
            ("attributes", json!({"Plan": "pro"}), "/attributes/Plan", "a letter first"),
            ("attributes", json!({"a/b": "pro"}), "/attributes/a~1b", "a letter first"),
            ("attributes", json!([]), "/attributes", "an object"),
            ("finished", json!("yes"), "/finished", "true or false"),
            ("elapsed_ms", json!(-1), "/elapsed_ms", "milliseconds"),
            ("scor", json!(9), "/scor", "one of id"),
        ] {
            let reply = post(collector, &with(response("nps", 9), field, value));
            assert_field_problem(&reply, 422, "invalid", pointer, allowed);
        }
    });
}

#[test]
fn all_bad_fields_are_named_at_once() {
    nothing_is_stored(|collector| {
        let body = json!({"id": "x", "site": SITE, "survey": "nps", "score": "9"});
        let problem = assert_problem(&post(collector, &body), 422, "invalid");
        let pointers: Vec<&str> = problem.errors.iter().map(|e| e.pointer.as_str()).collect();
        assert_eq!(pointers, ["/id", "/score"]);
    });
}

#[test]
fn a_body_that_is_not_json_is_told_apart_from_json_that_is_wrong() {
    nothing_is_stored(|collector| {
        for body in ["", "{", "nope", "{\"id\":1,}", "score=9"] {
            assert_problem(&collector.post(body), 400, "not-json");
        }
        let headers = [("content-type", "text/plain")];
        let reply = collector.send("POST", routes::RESPONSES, &headers, Some(b"\xff\xfe"));
        assert_problem(&reply, 400, "not-json");
        assert_field_problem(&collector.post("[9]"), 422, "invalid", "", "an object");
    });
}

#[test]
fn a_comment_of_ten_kilobytes_is_too_large_to_be_read() {
    nothing_is_stored(|collector| {
        let body = with(response("nps", 9), "comment", json!("x".repeat(10 * 1024)));
        let problem = assert_problem(&post(collector, &body), 413, "too-large");
        assert!(problem.detail.contains("8192"), "{}", problem.detail);
        // Beyond the length that is read at all, the reply is the same. Not far beyond: the runtime
        // reads another 64 KiB of a refused request, then closes the connection, whether the reply
        // was read or not.
        let body = with(response("nps", 9), "comment", json!("x".repeat(DEFINITION_MAX_BYTES)));
        assert_problem(&post(collector, &body), 413, "too-large");
    });
}

#[test]
fn a_body_of_another_media_type_is_refused() {
    nothing_is_stored(|collector| {
        let body = response("nps", 9).to_string();
        for media_type in ["application/x-www-form-urlencoded", "text/html"] {
            let headers = [("content-type", media_type)];
            let reply = collector.send("POST", routes::RESPONSES, &headers, Some(body.as_bytes()));
            assert_problem(&reply, 415, "media-type");
        }
    });
}

#[test]
fn another_method_is_told_which_ones_there_are() {
    nothing_is_stored(|collector| {
        for (method, path, allow) in [
            ("GET", routes::RESPONSES.to_owned(), "POST"),
            ("DELETE", routes::RESPONSES.to_owned(), "POST"),
            ("POST", routes::summary(&site_id(SITE), &survey_id("nps")), "GET"),
            ("POST", "/e/shop.js".to_owned(), "GET"),
        ] {
            let body = (method == "POST").then_some(&b"{}"[..]);
            let reply = collector.send(method, &path, &[("content-type", "text/plain")], body);
            assert_problem(&reply, 405, "method-not-allowed");
            assert!(reply.header("allow").contains(allow), "{method} {path}: {reply:?}");
        }
        assert_problem(&collector.get("/v2/responses"), 404, "not-found");
    });
}

#[test]
fn no_key_a_wrong_key_and_another_sites_key_are_three_different_refusals() {
    nothing_is_stored(|collector| {
        collector.put_site("other", &json!({"product": "Other"}));
        let foreign = collector.create_key("other", "write");
        let own = collector.create_key(SITE, "read");
        let path = routes::summary(&site_id(SITE), &survey_id("nps"));

        assert_problem(&collector.get(&path), 401, "no-key");
        assert!(collector.get(&path).header("www-authenticate").starts_with("Bearer"));
        let basic = collector.send("GET", &path, &[("authorization", "Basic YTpi")], None);
        assert_problem(&basic, 401, "no-key");

        for key in ["nonsense", &wrong_key(&own), &ADMIN_TOKEN[1..], &own[..own.len() - 1]] {
            let reply = collector.with_key(key, "GET", &path, None);
            assert_problem(&reply, 401, "wrong-key");
        }
        assert_problem(&collector.with_key(&foreign, "GET", &path, None), 403, "foreign-key");
        let _ = collector.with_key(&own, "GET", &path, None).expect(200);
    });
}

#[test]
fn sites_and_keys_are_the_operators_alone() {
    nothing_is_stored(|collector| {
        let key = collector.create_key(SITE, "write");
        let site = json!({"product": "Mine now"});
        let path = routes::site(&site_id(SITE));
        assert_problem(&collector.with_key(&key, "PUT", &path, Some(&site)), 403, "admin-only");
        let reply =
            collector.send("PUT", &path, &[("content-type", "application/json")], Some(b"{}"));
        assert_problem(&reply, 401, "no-key");
        let reply = collector.as_admin("GET", &path, None).expect(200);
        assert!(reply.text().contains("Trà Sen"), "{}", reply.text());
    });
}

#[test]
fn a_page_that_the_owner_did_not_list_can_not_send_responses() {
    nothing_is_stored(|collector| {
        let site = json!({"product": "Trà Sen", "origins": ["https://shop.example"]});
        collector.put_site(SITE, &site);
        let body = response("nps", 9).to_string();
        for origin in
            ["https://evil.example", "http://shop.example", "https://shop.example:8443", "null"]
        {
            let headers = [("content-type", "text/plain"), ("origin", origin)];
            let reply = collector.send("POST", routes::RESPONSES, &headers, Some(body.as_bytes()));
            assert_problem(&reply, 403, "origin-not-allowed");
        }
    });
}

#[test]
fn a_page_that_the_owner_listed_can_send_responses() {
    let collector = Collector::start();
    create_shop(&collector);
    let site = json!({"product": "Trà Sen", "origins": ["https://shop.example"]});
    collector.put_site(SITE, &site);
    let body = response("nps", 9).to_string();
    let headers = [("content-type", "text/plain"), ("origin", "https://shop.example")];
    let reply = collector.send("POST", routes::RESPONSES, &headers, Some(body.as_bytes()));
    let _ = reply.expect(201);
    assert_scores(&collector.summary(SITE, "nps"), &[9]);
}

#[test]
fn an_id_from_a_clock_that_is_wrong_is_refused_with_the_right_time() {
    nothing_is_stored(|collector| {
        for off_ms in [-9 * DAY_MS, DAY_MS] {
            let id = response_id_at(now_ms() + off_ms);
            let reply = post(collector, &with(response("nps", 9), "id", json!(id)));
            let problem = assert_problem(&reply, 422, "clock-skew");
            let told = problem.now_at.expect("the collector's clock");
            let hour = domain::Hour::parse(&told[..13]).unwrap();
            let around = hour.start().plus_ms(-60_000)..hour.end().plus_ms(60_000);
            assert!(around.contains(&domain::Instant::from_unix_ms(now_ms())), "{told}");
        }
    });
}

#[test]
fn a_definition_with_a_mistake_is_refused_whole() {
    nothing_is_stored(|collector| {
        let path = routes::survey(&site_id(SITE), &survey_id("nps"));
        for (definition, pointer, allowed) in [
            (json!({}), "/kind", "nps, ces, csat or csi"),
            (json!({"kind": "nps", "theme": {"accent": "#ffff00"}}), "/theme/accent", "contrast"),
            (json!({"kind": "nps", "display": {"delay_ms": -1}}), "/display/delay_ms", "0 to"),
        ] {
            let reply = collector.as_admin("PUT", &path, Some(&definition));
            assert_field_problem(&reply, 422, "invalid", pointer, allowed);
        }
        let reply = collector.get("/v1/form/shop/nps?lang=en").expect(200);
        assert_eq!(reply.json()["version"], 1, "a refused definition left a version");
    });
}

#[test]
fn a_period_that_is_none_is_refused_with_its_parameter() {
    nothing_is_stored(|collector| {
        let path = routes::summary(&site_id(SITE), &survey_id("nps"));
        for (query, pointer) in [
            ("from=yesterday", "?from"),
            ("to=2026-13-01", "?to"),
            ("tz=Mars/Olympus", "?tz"),
            ("confidence=2", "?confidence"),
        ] {
            let reply = collector.as_admin("GET", &format!("{path}?{query}"), None);
            assert_field_problem(&reply, 422, "invalid", pointer, "");
        }
    });
}
