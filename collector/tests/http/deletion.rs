//! Surveys and sites that are deleted, with and without their responses.

use crate::support::{Collector, NOW, assert_field, assert_problem, id_at, parsed, response, with};
use serde_json::{Value, json};
use wire::{
    page::{Erased, Page},
    survey::SurveyResource,
};

use domain::HOUR_MS;

const SITE: &str = "/v1/sites/demo";
const SURVEYS: &str = "/v1/sites/demo/surveys";
const SURVEY: &str = "/v1/sites/demo/surveys/nps";
const WITH_RESPONSES: &str = "/v1/sites/demo/surveys/nps?responses=delete";

#[test]
fn a_deleted_survey_is_gone_for_visitors_and_its_responses_can_still_be_read() {
    let mut collector = Collector::new();
    collector.post(&response("nps", 9, 1).to_string());
    assert!(collector.get("/e/demo.js").body.contains(r#""i":"nps""#));
    for _ in 0..2 {
        let reply = collector.admin("DELETE", SURVEY, &Value::Null);
        assert_eq!((reply.status, reply.body.as_str()), (204, ""));
    }
    for isolate in ["that deleted", "another"] {
        assert!(!collector.get("/e/demo.js").body.contains(r#""i":"nps""#), "{isolate}");
        assert_problem(&collector.get("/v1/form/demo/nps"), 404, "unknown-survey");
        let late = collector.post(&response("nps", 8, 2).to_string());
        assert_problem(&late, 404, "unknown-survey");
        assert_problem(&collector.admin("GET", SURVEY, &Value::Null), 404, "unknown-survey");
        let pause = collector.admin("POST", &format!("{SURVEY}/pause"), &Value::Null);
        assert_problem(&pause, 404, "unknown-survey");
        assert_eq!(collector.summary("nps", "").responses, 1);
        let first = collector.admin("GET", &format!("{SURVEY}/versions/1"), &Value::Null);
        assert_eq!(first.status, 200);
        collector.restart();
    }
    let listed: Page<SurveyResource> = parsed(&collector.admin("GET", SURVEYS, &Value::Null));
    let deleted: Vec<(&str, Option<&str>)> = listed
        .items
        .iter()
        .map(|survey| (survey.survey.as_str(), survey.deleted_at.as_deref()))
        .collect();
    assert_eq!(deleted, [("ces", None), ("csat", None), ("nps", Some("2026-11-22T03:00:00.000Z"))]);
}

#[test]
fn a_survey_that_comes_back_goes_on_with_its_responses_and_its_versions() {
    let collector = Collector::new();
    collector.post(&response("nps", 9, 1).to_string());
    collector.admin("DELETE", SURVEY, &Value::Null);
    let other_kind = collector.admin("PUT", SURVEY, &json!({"kind": "ces"}));
    assert_problem(&other_kind, 409, "kind-fixed");
    // Word for word the definition that was deleted.
    let back = collector.admin("PUT", SURVEY, &json!({"kind": "nps"}));
    assert_eq!((back.status, parsed::<SurveyResource>(&back).version), (201, 2));
    assert_eq!(collector.post(&response("nps", 8, 2).to_string()).status, 201);
    assert_eq!(collector.summary("nps", "").responses, 2);
    assert!(collector.get("/e/demo.js").body.contains(r#""i":"nps""#));
}

#[test]
fn responses_are_deleted_only_when_asked_and_their_kind_is_free_only_when_none_can_come() {
    let mut collector = Collector::new();
    collector.post(&response("nps", 9, 1).to_string());
    collector.post(&response("ces", 5, 2).to_string());
    let step = |collector: &Collector| {
        let reply = collector.admin("DELETE", WITH_RESPONSES, &Value::Null);
        let wait_seconds: i64 = reply.header("retry-after").unwrap_or("0").parse().unwrap();
        (reply.status, parsed::<Erased>(&reply), wait_seconds)
    };
    // The response and the one version.
    let first = step(&collector);
    assert_eq!(first, (202, Erased { deleted: 2, done: false }, 1));
    assert_eq!(collector.stored_responses().len(), 1, "the other survey's stays");
    let same_kind = collector.admin("PUT", SURVEY, &json!({"kind": "nps"}));
    assert_problem(&same_kind, 409, "being-deleted");

    let (status, erased, wait_seconds) = step(&collector);
    assert_eq!((status, erased), (202, Erased { deleted: 0, done: false }));
    // An isolate that did not know yet has taken one.
    let late = format!("r:demo:nps:2026-11-22T03:{}", id_at(NOW, 9));
    let late = collector::store::keys::Key::listed(&late);
    let entry = collector::store::Entry {
        metadata: Some(r#"{"s":3}"#),
        ..collector::store::Entry::of("{}")
    };
    pollster::block_on(collector::store::Store::put(&collector.store.memory, &late, entry))
        .unwrap();

    collector.pass_ms(wait_seconds * 1_000 - 1);
    assert_eq!(step(&collector).1, Erased { deleted: 1, done: false });
    assert_eq!(step(&collector), (202, Erased { deleted: 0, done: false }, 1));
    collector.pass_ms(1);
    let last = step(&collector);
    assert_eq!(last, (202, Erased { deleted: 0, done: false }, 12 * 60));
    let left = collector.stored_keys().into_iter().filter(|key| key.contains(":nps"));
    assert_eq!(left.collect::<Vec<_>>(), ["survey:demo:nps"], "says that nothing else is left");
    let expires_unix_s = collector.store.memory.expiration("survey:demo:nps").unwrap();
    assert_eq!(expires_unix_s * 1_000, collector.now.plus_ms(HOUR_MS).unix_ms());

    // Whoever was shown an older record may still be deleting.
    collector.pass_ms(last.2 * 1_000 - 1);
    assert_eq!(step(&collector), (202, Erased { deleted: 0, done: false }, 1));
    let too_soon = collector.admin("PUT", SURVEY, &json!({"kind": "nps"}));
    assert_problem(&too_soon, 409, "being-deleted");
    collector.pass_ms(1);
    assert_eq!(step(&collector), (200, Erased { deleted: 0, done: true }, 0));
    assert_eq!(step(&collector), (200, Erased { deleted: 0, done: true }, 0));
    assert_eq!(collector.admin("DELETE", SURVEY, &Value::Null).status, 204);
    let get = collector.admin("GET", SURVEY, &Value::Null);
    assert_problem(&get, 404, "unknown-survey");
    let listed: Page<SurveyResource> = parsed(&collector.admin("GET", SURVEYS, &Value::Null));
    assert_eq!(listed.items.len(), 2);
    let back = collector.admin("PUT", SURVEY, &json!({"kind": "csat"}));
    assert_eq!((back.status, parsed::<SurveyResource>(&back).version), (201, 1));
    assert_eq!(collector.summary("nps", "").responses, 0);
}

#[test]
fn a_deletion_takes_no_more_than_a_request_may_and_goes_on_where_it_was() {
    let collector = Collector::new();
    for n in 0..2_000 {
        assert_eq!(collector.post(&response("nps", 9, n).to_string()).status, 201);
    }
    let mut deleted = 0;
    let mut n_steps = 0;
    while !collector.stored_responses().is_empty() {
        collector.store.operations.borrow_mut().clear();
        let reply = collector.admin("DELETE", WITH_RESPONSES, &Value::Null);
        assert_eq!(reply.status, 202);
        assert!(collector.store.operations.borrow().len() < 1_000);
        deleted += parsed::<Erased>(&reply).deleted;
        n_steps += 1;
    }
    assert_eq!((deleted, n_steps), (2_001, 3), "the responses and the one version");
}

#[test]
fn what_leads_from_respondents_to_a_surveys_responses_goes_with_them_and_other_surveys_stays() {
    let collector = Collector::new();
    for n in 0..20 {
        let survey = ["nps", "ces"][n as usize % 2];
        let named = with(response(survey, 5, n), "respondent", json!("an@example.com"));
        assert_eq!(collector.post(&named.to_string()).status, 201);
    }
    let erased: Erased = parsed(&collector.admin("DELETE", WITH_RESPONSES, &Value::Null));
    assert_eq!(erased, Erased { deleted: 21, done: false }, "responses, who: keys and the version");
    let who_keys = collector.stored_keys().into_iter().filter(|key| key.starts_with("who:"));
    let who_keys: Vec<String> = who_keys.collect();
    assert!(
        who_keys.len() == 10 && who_keys.iter().all(|key| key.contains(":ces:")),
        "{who_keys:?}"
    );
}

/// Runs the cron's part each hour; how many entries each run has deleted.
fn hourly(collector: &mut Collector, n: usize) -> Vec<u32> {
    let run = |_| {
        collector.store.operations.borrow_mut().clear();
        let n = collector.purge_by_cron();
        assert!(collector.store.operations.borrow().len() <= 45);
        collector.pass_ms(HOUR_MS);
        n
    };
    (0..n).map(run).collect()
}

#[test]
fn the_cron_goes_on_with_a_survey_until_nothing_is_left() {
    let mut collector = Collector::new();
    for n in 0..1_000 {
        assert_eq!(collector.post(&response("nps", 9, n).to_string()).status, 201);
    }
    collector.post(&response("ces", 5, 1_000).to_string());
    assert_eq!(hourly(&mut collector, 1), [0], "nothing was deleted");
    assert_eq!(collector.admin("DELETE", "/v1/sites/demo/surveys/csat", &Value::Null).status, 204);
    // As many as one request may, of 1,000 and the one version.
    let first: Erased = parsed(&collector.admin("DELETE", WITH_RESPONSES, &Value::Null));
    assert!(!first.done && first.deleted > 800, "{first:?}");
    let runs = hourly(&mut collector, 6);
    assert_eq!(first.deleted + runs.iter().sum::<u32>(), 1_001, "{runs:?}");
    assert!(runs.iter().all(|n| *n <= 36), "{runs:?}");
    assert_eq!(collector.stored_responses().len(), 1, "the other survey's stays");
    let left = collector.stored_keys().into_iter().filter(|key| key.contains(":nps"));
    assert_eq!(left.collect::<Vec<_>>(), ["survey:demo:nps"]);
    assert_eq!(collector.admin("PUT", SURVEY, &json!({"kind": "csat"})).status, 201);
    assert_eq!(hourly(&mut collector, 2), [0, 0]);
    assert_eq!(collector.admin("GET", SURVEY, &Value::Null).status, 200);
    let kept: Page<SurveyResource> = parsed(&collector.admin("GET", SURVEYS, &Value::Null));
    assert_eq!(kept.items.len(), 3, "one that was deleted without its responses stays");
}

#[test]
fn the_cron_goes_on_with_a_site_until_nothing_is_left() {
    let mut collector = Collector::new();
    for n in 0..30 {
        let named = with(response("nps", 9, n), "respondent", json!("an@example.com"));
        collector.post(&named.to_string());
    }
    let key = collector.new_key("demo", "write");
    // Written, and no more: the collector dies.
    let away = Some(collector::store::StoreError::Unavailable);
    *collector.store.next_puts.borrow_mut() = vec![away, away, away, None];
    assert_eq!(collector.admin("DELETE", SITE, &Value::Null).status, 503);
    let runs = hourly(&mut collector, 6);
    assert!(runs.iter().sum::<u32>() >= 66, "{runs:?}");
    assert_eq!(collector.stored_keys(), ["gone:demo"]);
    assert_problem(&collector.with_key(&key, "GET", SITE, &Value::Null), 401, "wrong-key");
    assert_eq!(collector.admin("PUT", SITE, &json!({"product": "P"})).status, 200);
    assert_eq!(hourly(&mut collector, 2), [0, 0]);
    assert_eq!(collector.admin("GET", SITE, &Value::Null).status, 200);
}

#[test]
fn a_name_is_free_once_nobody_who_was_shown_an_older_record_can_still_delete() {
    let mut collector = Collector::new();
    collector.post(&response("nps", 9, 1).to_string());
    collector.admin("DELETE", WITH_RESPONSES, &Value::Null);
    collector.pass_ms(HOUR_MS);
    collector.admin("DELETE", WITH_RESPONSES, &Value::Null);
    // Lists and reads lag ten minutes at the most, and a step ends within two.
    for _ in 0..12 {
        let again = collector.admin("PUT", SURVEY, &json!({"kind": "nps"}));
        assert_problem(&again, 409, "being-deleted");
        collector.pass_ms(60_000);
    }
    assert_eq!(collector.admin("PUT", SURVEY, &json!({"kind": "nps"})).status, 201);
}

#[test]
fn a_backup_does_not_bring_back_what_is_being_deleted() {
    let mut collector = Collector::new();
    collector.post(&response("nps", 9, 1).to_string());
    let lines = collector.admin("GET", "/v1/sites/demo/backup", &Value::Null).body;
    let restore = |collector: &Collector| {
        let mut request =
            crate::support::request("POST", "/v1/sites/demo/restore", lines.as_bytes());
        let token = format!("Bearer {}", crate::support::ADMIN);
        request.headers.authorization = Some(collector::runtime::secret::Secret::new(token));
        collector.send(&request)
    };
    collector.admin("DELETE", WITH_RESPONSES, &Value::Null);
    assert_problem(&restore(&collector), 409, "being-deleted");
    for _ in 0..3 {
        collector.pass_ms(HOUR_MS);
        collector.admin("DELETE", WITH_RESPONSES, &Value::Null);
    }
    assert_eq!(restore(&collector).status, 200);
    assert_eq!(collector.summary("nps", "").responses, 1);
}

#[test]
fn what_is_to_become_of_the_responses_is_said_in_two_words() {
    let collector = Collector::new();
    for query in
        ["responses=yes", "responses=", "response=delete", "responses=keep&responses=delete"]
    {
        let reply = collector.admin("DELETE", &format!("{SURVEY}?{query}"), &Value::Null);
        assert_field(
            &reply,
            if query.starts_with("responses") { "?responses" } else { "?response" },
            "",
        );
    }
    assert_eq!(collector.admin("GET", SURVEY, &Value::Null).status, 200);
    let key = collector.new_key("demo", "read");
    let reply = collector.with_key(&key, "DELETE", SURVEY, &Value::Null);
    assert_problem(&reply, 403, "scope-too-small");
}

#[test]
fn a_deleted_site_lets_nobody_in_and_leaves_nothing() {
    let mut collector = Collector::new();
    let key = collector.new_key("demo", "write");
    collector.admin("PUT", "/v1/sites/demo-2", &json!({"product": "Other"}));
    collector.admin("PUT", "/v1/sites/demo-2/surveys/nps", &json!({"kind": "nps"}));
    let other_key = collector.new_key("demo-2", "write");
    collector.post(&response("nps", 9, 1).to_string());
    collector.get("/e/demo.js");

    let by_owner = collector.with_key(&key, "DELETE", SITE, &Value::Null);
    assert_problem(&by_owner, 403, "admin-only");
    assert_eq!(collector.admin("DELETE", SITE, &Value::Null).status, 202);
    for _ in 0..2 {
        assert_problem(&collector.get("/e/demo.js"), 404, "unknown-site");
        assert_problem(&collector.get("/v1/form/demo/ces"), 404, "unknown-site");
        let late = collector.post(&response("ces", 5, 2).to_string());
        assert_problem(&late, 404, "unknown-site");
        assert_problem(&collector.with_key(&key, "GET", SITE, &Value::Null), 401, "wrong-key");
        for path in ["", "/surveys", "/surveys/ces", "/surveys/ces/summary", "/backup", "/keys"] {
            let reply = collector.admin("GET", &format!("{SITE}{path}"), &Value::Null);
            assert_problem(&reply, 404, "unknown-site");
        }
        let one = format!("{SITE}/surveys/nps/responses/{}", id_at(NOW, 1));
        for method in ["GET", "DELETE"] {
            assert_problem(&collector.admin(method, &one, &Value::Null), 404, "unknown-site");
        }
        let again = collector.admin("PUT", SITE, &json!({"product": "P"}));
        assert_problem(&again, 409, "being-deleted");
        collector.restart();
    }
    for (after_ms, is_done) in [(HOUR_MS, false), (11 * 60_000, false), (60_000, true), (0, true)] {
        collector.pass_ms(after_ms);
        if !is_done {
            let again = collector.admin("PUT", SITE, &json!({"product": "P"}));
            assert_problem(&again, 409, "being-deleted");
        }
        let last = collector.admin("DELETE", SITE, &Value::Null);
        let done = parsed::<Erased>(&last).done;
        assert_eq!((last.status == 200, done), (is_done, is_done), "{}", last.body);
    }
    let of_demo = |key: &String| key.ends_with(":demo") || key.contains(":demo:");
    let left: Vec<String> = collector.stored_keys().into_iter().filter(of_demo).collect();
    assert_eq!(left, ["gone:demo"], "says that nothing else is left");

    let there = collector.with_key(&other_key, "GET", "/v1/sites/demo-2", &Value::Null);
    assert_eq!(there.status, 200);
    assert_eq!(collector.get("/v1/form/demo-2/nps").status, 200);
    assert_eq!(collector.admin("PUT", SITE, &json!({"product": "P"})).status, 200);
    assert_problem(&collector.with_key(&key, "GET", SITE, &Value::Null), 401, "wrong-key");
}

#[test]
fn a_deletion_that_broke_off_is_repeated() {
    let collector = Collector::new();
    collector.post(&response("nps", 9, 1).to_string());
    let key = collector.new_key("demo", "read");
    // Every step fails once before it passes.
    for n_done in 0..9 {
        let away = Some(collector::store::StoreError::Unavailable);
        let mut next = vec![away; 3];
        next.extend(vec![None; n_done]);
        *collector.store.next_puts.borrow_mut() = next;
        let reply = collector.admin("DELETE", SITE, &Value::Null);
        assert!([202, 503].contains(&reply.status), "{}", reply.body);
        // The first write says that it is gone, the next deletion makes it so.
        if n_done > 1 {
            assert_problem(&collector.get("/v1/form/demo/nps"), 404, "unknown-site");
        }
    }
    collector.store.next_puts.borrow_mut().clear();
    collector.admin("DELETE", SITE, &Value::Null);
    let left = collector.stored_keys();
    assert_eq!(left, ["gone:demo"]);
    assert_problem(&collector.with_key(&key, "GET", SITE, &Value::Null), 401, "wrong-key");
}
