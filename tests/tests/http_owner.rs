//! Operations of owners and the operator on sites, keys and surveys, in the real runtime.

use hearby_tests::{
    assertions::{assert_problem, assert_scores},
    collector::{ADMIN_TOKEN, Collector, site_id, survey_id},
    fixtures::{SITE, create_shop, response, with, wrong_key},
};
use serde_json::{Value, json};
use wire::{
    page::{Erased, Page},
    routes,
    site::{KeyResource, SiteResource},
    survey::SurveyResource,
};

const FOLDING_CRON: &str = "20 * * * *";

fn shop() -> Collector {
    let collector = Collector::start();
    create_shop(&collector);
    collector
}

#[track_caller]
fn page<T: serde::de::DeserializeOwned>(collector: &Collector, path: &str) -> Page<T> {
    let reply = collector.as_admin("GET", path, None).expect(200);
    serde_json::from_slice(&reply.body).unwrap_or_else(|e| panic!("{e}: {}", reply.text()))
}

#[test]
fn keys_rotate_and_a_revoked_one_opens_nothing() {
    let collector = shop();
    let (old, new) = (collector.create_key(SITE, "read"), collector.create_key(SITE, "write"));
    let keys = routes::keys(&site_id(SITE));
    let listed: Page<KeyResource> = page(&collector, &keys);
    assert_eq!((listed.items.len(), listed.next), (2, None));
    let path = routes::survey(&site_id(SITE), &survey_id("nps"));
    let _ = collector.with_key(&old, "GET", &path, None).expect(200);
    let id = old.split('_').nth(1).expect("an id");
    let revoke = routes::key(&site_id(SITE), id);
    let reply = collector.with_key(&new, "DELETE", &revoke, None).expect(204);
    assert!(reply.body.is_empty());
    assert_problem(&collector.with_key(&old, "GET", &path, None), 401, "wrong-key");
    let _ = collector.with_key(&new, "GET", &path, None).expect(200);
    assert_problem(&collector.with_key(&new, "DELETE", &revoke, None), 404, "unknown-key");
    let in_address = format!("{path}?key={new}");
    let reply = collector.get(&in_address);
    assert_problem(&reply, 400, "key-in-address");
    assert!(!reply.text().contains(&new));
}

#[test]
fn sites_and_surveys_are_listed_by_pages() {
    let collector = shop();
    for site in ["a", "b"] {
        collector.put_site(site, &json!({"product": site}));
    }
    let first: Page<SiteResource> = page(&collector, "/v1/sites?limit=2");
    let names: Vec<&str> = first.items.iter().map(|site| site.site.as_str()).collect();
    assert_eq!((names, first.next.as_deref()), (vec!["a", "b"], Some("b")));
    let rest: Page<SiteResource> = page(&collector, "/v1/sites?limit=2&cursor=b");
    assert_eq!((rest.items[0].site.as_str(), rest.next), (SITE, None));
    let surveys: Page<SurveyResource> = page(&collector, &routes::surveys(&site_id(SITE)));
    let names: Vec<&str> = surveys.items.iter().map(|survey| survey.survey.as_str()).collect();
    assert_eq!(names, ["ces", "csat", "nps"]);
}

#[test]
fn a_survey_pauses_comes_back_and_is_deleted_with_its_responses() {
    let collector = shop();
    let (site, survey) = (site_id(SITE), survey_id("nps"));
    let is_in_script = || collector.get("/e/shop.js").expect(200).text().contains(r#""i":"nps""#);
    let _ = collector.post(&response("nps", 9).to_string()).expect(201);
    assert!(is_in_script());
    let _ = collector.as_admin("POST", &routes::pause(&site, &survey), None).expect(200);
    assert!(!is_in_script());
    let _ = collector.as_admin("POST", &routes::resume(&site, &survey), None).expect(200);
    assert!(is_in_script());
    let versions: Page<SurveyResource> = page(&collector, &routes::versions(&site, &survey));
    let numbers: Vec<u32> = versions.items.iter().map(|survey| survey.version).collect();
    assert_eq!(numbers, [3, 2, 1]);
    let first = collector.as_admin("GET", &routes::version(&site, &survey, 1), None).expect(200);
    assert_eq!(first.json()["version"], 1);

    let path = routes::survey(&site, &survey);
    let _ = collector.as_admin("DELETE", &path, None).expect(204);
    assert!(!is_in_script());
    let form = routes::form(&site, &survey, "vi");
    assert_problem(&collector.get(&form), 404, "unknown-survey");
    assert_problem(&collector.post(&response("nps", 9).to_string()), 404, "unknown-survey");
    assert_scores(&collector.summary(SITE, "nps"), &[9]);

    let with_answers = format!("{path}?responses=delete");
    let reply = collector.as_admin("DELETE", &with_answers, None).expect(202);
    let erased: Erased = serde_json::from_slice(&reply.body).expect("a step");
    // A response, three versions, and rollups that summaries have left.
    assert!(erased.deleted >= 4 && !erased.done, "{erased:?}");
    assert!(!reply.header("retry-after").is_empty());
    assert_eq!(collector.summary(SITE, "nps").responses, 0);
}

#[test]
fn the_cron_goes_on_with_an_erasure_that_nobody_repeats() {
    let collector = shop();
    // As after an owner's one request on a survey with many responses: deleted an hour ago.
    let now = hearby_tests::clock::now_ms();
    let (deleted_ms, given) = (now - 3_600_000, domain::Instant::from_unix_ms(now - 7_200_000));
    let record = json!({
        "version": 1, "definition": {"kind": "nps"}, "changed_ms": deleted_ms,
        "deleted_ms": deleted_ms, "is_erasing": true,
    });
    let mut entries = vec![
        (format!("survey:{SITE}:old"), record.to_string(), None),
        (format!("survey:{SITE}:old:v1"), record.to_string(), None),
    ];
    for n in 0..20_u128 {
        let id = domain::ResponseId::new(given, n << 40);
        let place = format!("old:{}:{id}", given.hour());
        let value = json!({"id": id.to_string(), "score": 9, "finished": true,
                           "received_ms": given.unix_ms(), "respondent": "an@example.com"});
        entries.push((format!("r:{SITE}:{place}"), value.to_string(), Some(json!({"s": 9}))));
        let named = with(response("nps", 9), "respondent", json!("an@example.com"));
        if n == 0 {
            let _ = collector.post(&named.to_string()).expect(201);
        }
        let who = collector.keys_in_kv("who:")[0].clone();
        let respondent = who.split(':').nth(2).unwrap_or_default();
        entries.push((format!("who:{SITE}:{respondent}:{place}"), String::new(), None));
    }
    collector.put_into_kv(&entries);
    let left = || {
        let keys: Vec<String> = collector.keys_in_kv("").into_iter().collect();
        keys.into_iter().filter(|key| key.contains(":old")).collect::<Vec<_>>()
    };
    assert_eq!(left().len(), 42);
    // 40 operations a run, and one to see that nothing is left.
    for _ in 0..3 {
        collector.run_cron(FOLDING_CRON);
    }
    assert_eq!(left(), [format!("survey:{SITE}:old")]);
    assert_eq!(collector.keys_in_kv("who:").len(), 1, "the other survey's stays");
    let path = routes::survey(&site_id(SITE), &survey_id("old"));
    let reply = collector.as_admin("DELETE", &format!("{path}?responses=delete"), None).expect(202);
    assert_eq!(reply.json(), json!({"deleted": 0, "done": false}));
    assert!(reply.header("retry-after").parse::<i64>().unwrap() > 600, "until the name is free");
    assert_scores(&collector.summary(SITE, "nps"), &[9]);
}

#[test]
fn a_deleted_site_is_gone_at_once() {
    let collector = shop();
    let key = collector.create_key(SITE, "write");
    let path = routes::site(&site_id(SITE));
    let _ = collector.as_admin("DELETE", &path, None).expect(202);
    assert_problem(&collector.get("/e/shop.js"), 404, "unknown-site");
    assert_problem(&collector.post(&response("nps", 9).to_string()), 404, "unknown-site");
    assert_problem(&collector.with_key(&key, "GET", &path, None), 401, "wrong-key");
    let again = collector.as_admin("PUT", &path, Some(&json!({"product": "P"})));
    assert_problem(&again, 409, "being-deleted");
    // Also for the operator.
    for path in [routes::surveys(&site_id(SITE)), routes::survey(&site_id(SITE), &survey_id("nps"))]
    {
        assert_problem(&collector.as_admin("GET", &path, None), 404, "unknown-site");
    }
}

#[test]
fn nothing_is_sent_twice_and_nothing_is_overwritten_unseen() {
    let collector = shop();
    let path = routes::survey(&site_id(SITE), &survey_id("nps"));
    let pause = routes::pause(&site_id(SITE), &survey_id("nps"));
    let bearer = format!("Bearer {ADMIN_TOKEN}");
    let send_to = |path: &str, method: &str, name: &str, tag: &str, body: Option<&Value>| {
        let headers =
            [("authorization", bearer.as_str()), ("content-type", "application/json"), (name, tag)];
        let body = body.map(ToString::to_string);
        collector.send(method, path, &headers, body.as_deref().map(str::as_bytes))
    };
    let send = |method: &str, name: &str, tag: &str, body: Option<&Value>| {
        send_to(&path, method, name, tag, body)
    };
    let seen = collector.as_admin("GET", &path, None).expect(200).header("etag").to_owned();
    let known = send("GET", "if-none-match", &seen, None).expect(304);
    assert!(known.body.is_empty());
    let mine = json!({"kind": "nps", "display": {"delay_ms": 1}});
    let _ = send("PUT", "if-match", &seen, Some(&mine)).expect(200);
    let theirs = json!({"kind": "nps", "display": {"delay_ms": 2}});
    assert_problem(&send("PUT", "if-match", &seen, Some(&theirs)), 412, "changed-meanwhile");
    let paused = send_to(&pause, "POST", "if-match", &seen, Some(&json!({})));
    assert_problem(&paused, 412, "changed-meanwhile");
    for path in ["/e/shop.js", "/v1/form/shop/nps?lang=en"] {
        let tag = collector.get(path).expect(200).header("etag").to_owned();
        let again = collector.send("GET", path, &[("if-none-match", &tag)], None).expect(304);
        assert!(again.header("cache-control").contains("max-age=300"), "{path}");
    }
}

#[test]
fn the_limiter_of_the_runtime_stops_a_flood_and_a_guesser() {
    let limits = ["LIMIT_VISITOR=5", "LIMIT_SITE=8", "LIMIT_WRONG_KEYS=3", "LIMIT_UNKNOWN=3"];
    let collector = Collector::start_limited(&limits);
    create_shop(&collector);
    let post = |address: &str| {
        let body = response("nps", 9).to_string();
        let headers = [("content-type", "text/plain"), ("cf-connecting-ip", address)];
        collector.send("POST", routes::RESPONSES, &headers, Some(body.as_bytes()))
    };
    for _ in 0..5 {
        let _ = post("2001:db8::1").expect(201);
    }
    let reply = post("2001:db8::2");
    assert_problem(&reply, 429, "rate-limited");
    assert_eq!(reply.header("retry-after"), "60");
    for n in 0..3 {
        let _ = post(&format!("203.0.113.{n}")).expect(201);
    }
    assert_problem(&post("203.0.113.9"), 429, "rate-limited");
    assert_eq!(collector.summary(SITE, "nps").responses, 8);

    let script = |name: &str| {
        let headers = [("cf-connecting-ip", "203.0.113.5")];
        collector.send("GET", &format!("/e/{name}.js"), &headers, None)
    };
    for n in 0..3 {
        assert_problem(&script(&format!("no-{n}")), 404, "unknown-site");
        // Its absence is known by then, so the request is not counted.
        assert_problem(&script("no-0"), 404, "unknown-site");
    }
    for n in 3..6 {
        assert_problem(&script(&format!("no-{n}")), 429, "rate-limited");
    }
    // Everybody can read an address that is in memory.
    let _ = script(SITE).expect(200);

    let path = routes::site(&site_id(SITE));
    let own = collector.create_key(SITE, "read");
    let with = |key: &str| {
        let bearer = format!("Bearer {key}");
        let headers = [("authorization", bearer.as_str()), ("cf-connecting-ip", "203.0.113.7")];
        collector.send("GET", &path, &headers, None)
    };
    for _ in 0..3 {
        assert_problem(&with("guess"), 401, "wrong-key");
    }
    assert_problem(&with("guess"), 429, "rate-limited");
    assert_problem(&with(ADMIN_TOKEN), 429, "rate-limited");
    // An owner who shares the address is not limited, whatever else comes from there.
    for n in 0..12 {
        let wrong = wrong_key(&own);
        let wrong = if n % 2 == 0 { wrong } else { format!("{wrong}y") };
        assert_problem(&with(&wrong), 401, "wrong-key");
    }
    let _ = with(&own).expect(200);
}

#[test]
fn the_cron_compiles_no_gate_that_is_as_it_should_be() {
    let collector = shop();
    let before = collector.get("/e/shop.js").expect(200).text();
    collector.run_cron(FOLDING_CRON);
    assert_eq!(collector.get("/e/shop.js").expect(200).text(), before);
}
