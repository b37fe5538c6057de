//! Backups: what comes back is what was there, however often, and nothing bad comes in by that way.

use domain::{DAY_MS, ResponseId};
use serde_json::{Value, json};
use wire::{backup::Restored, responses::LastLine, summary::Summary};

use crate::{
    garbage::Numbers,
    moving::{backup, post_lines},
    paging::{keep, old_collector},
    support::{Collector, NOW, assert_field, assert_problem, parsed, request, response, with},
};

const BACKUP: &str = "/v1/sites/demo/backup";
const RESTORE: &str = "/v1/sites/demo/restore";

/// A site with a year of responses, surveys of several versions, keys, and webhooks.
fn filled(page_max: usize) -> Collector {
    let collector = old_collector(page_max);
    let site = json!({"product": "Trà Sen", "origins": ["https://shop.example"], "lang": "vi"});
    assert_eq!(collector.admin("PUT", "/v1/sites/demo", &site).status, 200);
    for (survey, body) in [
        ("nps", json!({"kind": "nps", "texts": {"vi": {"question": "Q {product}"}}})),
        ("nps", json!({"kind": "nps", "display": {"urls": {"include": [{"glob": "/p/*"}]}}})),
        ("nps-2", json!({"kind": "csat", "style": "faces", "theme": {"position": "top-start"}})),
    ] {
        let reply = collector.admin("PUT", &format!("/v1/sites/demo/surveys/{survey}"), &body);
        assert!(reply.status < 300, "{}", reply.body);
    }
    let mut numbers = Numbers(17);
    for n in 0..450_u32 {
        let score = i64::try_from(numbers.below(11)).unwrap();
        let mut body = response("nps", score, n);
        if n % 3 == 0 {
            body = with(body, "comment", json!("Tốt\n\u{202e}\"lắm\" \\ 😀"));
            body = with(body, "attributes", json!({"plan": "pro"}));
        }
        body = match n % 4 {
            0 => with(body, "reasons", json!([])),
            1 => with(body, "reasons", json!(["price", "delivery"])),
            2 => with(body, "reasons_asked", json!(false)),
            _ => body,
        };
        let ago = i64::try_from(numbers.below(360)).unwrap() * DAY_MS
            + i64::try_from(numbers.below(86_400_000)).unwrap();
        keep(&collector, ResponseId::new(NOW.plus_ms(-ago), u128::from(n)), &body);
    }
    for n in 0..20 {
        let mut csat = request("POST", "/v1/responses", &[]);
        let body = with(response("nps-2", 1 + i64::from(n) % 5, n), "respondent", json!("an@b.vn"));
        csat.body = collector::api::http::Body::Complete(body.to_string().into_bytes());
        csat.headers.origin = Some("https://shop.example".to_owned());
        assert_eq!(collector.send(&csat).status, 201);
    }
    let _ = (collector.new_key("demo", "read"), collector.new_key("demo", "write"));
    for (name, body) in [
        ("chat", json!({"url": "https://chat.example/T0/B0", "format": "slack", "active": false})),
        ("crm", json!({"url": "https://crm.example/", "surveys": ["nps"], "groups": ["passive"]})),
    ] {
        assert_eq!(collector.admin("PUT", &webhook(name), &body).status, 201);
    }
    // One whose secret before still signs.
    let renewed = collector.admin("POST", &format!("{}/secret", webhook("crm")), &Value::Null);
    assert_eq!(renewed.status, 200);
    collector
}

fn webhook(name: &str) -> String {
    format!("/v1/sites/demo/webhooks/{name}")
}

#[track_caller]
fn restore(collector: &Collector, site: &str, lines: &str) -> Restored {
    let lines: Vec<&str> = lines.lines().collect();
    let mut all = Restored::default();
    for chunk in lines.chunks(200) {
        collector.store.operations.borrow_mut().clear();
        let reply = post_lines(collector, site, &chunk.join("\n"));
        assert_eq!(reply.status, 200, "{}", reply.body);
        let restored: Restored = parsed(&reply);
        all.definitions += restored.definitions;
        all.responses += restored.responses;
        all.expired += restored.expired;
        all.erased += restored.erased;
        assert!(collector.store.operations.borrow().len() < 700);
    }
    all
}

/// The summary of all time, asked for until it is final.
#[track_caller]
fn summary(collector: &Collector, survey: &str) -> Summary {
    let mut summaries =
        (0..30).map(|_| collector.summary(survey, "?from=2025-11-01&reasons=true&partial=true"));
    summaries.find(|summary| summary.is_final).expect("it never gets final")
}

/// Until then nobody trusts a rollup of hours that were just written into.
fn pass_13_minutes(collector: &mut Collector) {
    let ms = 13 * 60 * 1_000;
    collector.now = collector.now.plus_ms(ms);
    *collector.runtime.clock_ahead_ms.borrow_mut() += ms;
}

/// Returns the entries that a backup is about.
fn kept(collector: &Collector, families: &[&str]) -> Vec<(String, String, Option<i64>)> {
    let entries = collector.store.memory.entries().into_iter();
    let of_family = |key: &str| families.iter().any(|family| key.starts_with(family));
    entries
        .filter(|(key, _)| of_family(key))
        .map(|(key, value)| {
            let expires = collector.store.memory.expiration(&key);
            (key, value, expires)
        })
        .collect()
}

/// All that belongs to a site, but what follows from the rest.
fn moved(collector: &Collector) -> Vec<(String, String, Option<i64>)> {
    let follows = ["gate:", "roll:", "dirty:"];
    let mut all = kept(collector, &[""]);
    all.retain(|(key, ..)| !follows.iter().any(|family| key.starts_with(family)));
    all
}

#[test]
fn a_site_moves_with_all_that_belongs_to_it_and_every_figure_is_the_same() {
    for page_max in [7, 1_000] {
        let from = filled(page_max);
        let lines = backup(&from, "demo");
        let mut to = Collector::empty();
        let restored = restore(&to, "demo", &lines);
        assert_eq!((restored.responses, restored.expired), (470, 0));
        assert_eq!(moved(&to), moved(&from));
        assert!(kept(&to, &["hook:", "hooks"]).len() == 4 && kept(&to, &["keyof:"]).len() == 2);
        assert!(kept(&to, &["r:"]).len() == 470 && kept(&to, &["who:"]).len() == 20);
        pass_13_minutes(&mut to);
        for survey in ["nps", "nps-2", "ces"] {
            assert_eq!(summary(&to, survey), summary(&from, survey));
        }
        let restored = summary(&to, "nps");
        let reasons = restored.reasons.unwrap();
        assert_eq!((restored.responses, reasons.asked, reasons.none_picked), (450, 226, 113));
        // Once more changes nothing, though rollups were made meanwhile.
        restore(&to, "demo", &lines);
        assert_eq!(moved(&to), moved(&from));
        assert_eq!(backup(&to, "demo"), lines);
    }
}

#[test]
fn pieces_of_a_backup_are_the_whole() {
    let collector = filled(100);
    let whole = backup(&collector, "demo");
    let mut address = Some(format!("{BACKUP}?limit=60"));
    let (mut pieces, mut n) = (String::new(), 0);
    while let Some(at) = address {
        let reply = collector.admin("GET", &at, &Value::Null);
        address = reply
            .header("link")
            .map(|link| link.strip_prefix('<').unwrap().split('>').next().unwrap().to_owned());
        let (lines, last) = reply.body.trim_end().rsplit_once('\n').unwrap_or(("", &reply.body));
        let last: LastLine = serde_json::from_str(last).unwrap();
        assert_eq!(last.next.is_none(), address.is_none());
        pieces += lines;
        pieces.extend((!lines.is_empty()).then_some('\n'));
        n += 1;
    }
    let (lines, last) = whole.trim_end().rsplit_once('\n').unwrap();
    assert_eq!(pieces, format!("{lines}\n"));
    assert_eq!(last, r#"{"responses":470}"#);
    assert_eq!(n, 8);
}

#[test]
fn a_site_may_come_back_under_another_name_and_its_keys_open_that_one() {
    let from = Collector::new();
    let key = from.new_key("demo", "write");
    let body = with(response("nps", 9, 1), "respondent", json!("an"));
    assert_eq!(from.post(&body.to_string()).status, 201);
    let to = Collector::empty();
    restore(&to, "shop", &backup(&from, "demo"));
    let deleted = to.with_key(
        &key,
        "POST",
        "/v1/sites/shop/respondents/delete",
        &json!({"respondent": "an"}),
    );
    assert_eq!(deleted.body, r#"{"deleted":1,"done":true}"#);
    let foreign = to.with_key(&key, "GET", "/v1/sites/demo", &Value::Null);
    assert_problem(&foreign, 403, "foreign-key");
}

#[test]
fn a_webhook_comes_back_with_its_secret_but_not_over_a_later_one() {
    let from = Collector::new();
    let body = json!({"url": "https://crm.example/"});
    assert_eq!(from.admin("PUT", &webhook("crm"), &body).status, 201);
    assert_eq!(from.post(&response("nps", 9, 1).to_string()).status, 201);
    let lines = backup(&from, "demo");
    let mut to = Collector::empty();
    restore(&to, "demo", &lines);
    let hook = |collector: &Collector| kept(collector, &["hook:"]);
    assert_eq!(hook(&to), hook(&from));
    assert_eq!(kept(&to, &["due:"]).len(), 0, "a restored response was told");
    // The isolate that restored it knows it at once.
    assert_eq!(to.post(&response("nps", 8, 2).to_string()).status, 201);
    assert_eq!(kept(&to, &["due:demo:crm:"]).len(), 1);
    to.now = NOW.plus_ms(60_000);
    let renewed = to.admin("POST", &format!("{}/secret", webhook("crm")), &Value::Null);
    assert_eq!(renewed.status, 200);
    let later = hook(&to);
    assert_ne!(later, hook(&from));
    restore(&to, "demo", &lines);
    assert_eq!(hook(&to), later);
}

#[test]
fn what_expires_expires_as_before_and_what_has_expired_stays_away() {
    let from = Collector::new();
    let site = json!({"product": "P", "retention_days": 3});
    assert_eq!(from.admin("PUT", "/v1/sites/demo", &site).status, 200);
    assert_eq!(from.post(&response("nps", 9, 1).to_string()).status, 201);
    let lines = backup(&from, "demo");
    let mut to = Collector::empty();
    assert_eq!(restore(&to, "demo", &lines).responses, 1);
    assert_eq!(kept(&to, &["r:"]), kept(&from, &["r:"]));
    to = Collector::empty();
    to.now = NOW.plus_ms(5 * DAY_MS);
    let restored = restore(&to, "demo", &lines);
    assert_eq!((restored.responses, restored.expired), (0, 1));
    assert_eq!(to.stored_responses(), [""; 0]);
}

#[test]
fn hours_that_may_have_been_counted_are_marked_before_responses_come_back() {
    let from = filled(1_000);
    let mut to = Collector::empty();
    let lines = backup(&from, "demo");
    let (definitions, rest) = lines.split_at(lines.find("\"response\"").unwrap() - 20);
    let split = definitions.rfind('\n').unwrap() + 1;
    restore(&to, "demo", &lines[..split]);
    // Every day is counted, as empty.
    assert_eq!(summary(&to, "nps").responses, 0);
    restore(&to, "demo", &lines[split..]);
    let operations = to.store.operations.borrow();
    let first = |prefix: &str| operations.iter().position(|op| op.starts_with(prefix)).unwrap();
    assert!(first("put dirty:demo:nps:") < first("put r:demo:nps:"));
    drop(operations);
    assert!(!rest.is_empty());
    // Rollups that were made before are not believed, and new ones are, once lists show everything.
    pass_13_minutes(&mut to);
    assert_eq!(summary(&to, "nps").responses, 450);
}

#[track_caller]
fn refused(line: &str, pointer: &str, allowed: &str) {
    let collector = Collector::new();
    let good = format!(
        r#"{{"survey":"nps","response":{{"id":"{}","score":9,"finished":true,"received_ms":5}}}}"#,
        ResponseId::new(NOW, 1)
    );
    let before = collector.store.memory.entries();
    let reply = post_lines(&collector, "demo", &format!("{good}\n\n{line}\n{good}"));
    assert_field(&reply, &format!("line 3: {pointer}"), allowed);
    assert_eq!(collector.store.memory.entries(), before, "something was written");
}

#[test]
fn a_bad_line_is_named_and_nothing_is_written() {
    let id = ResponseId::new(NOW, 2).to_string();
    let response = |rest: &str| {
        format!(r#"{{"survey":"nps","response":{{"id":"{id}","finished":true,{rest}}}}}"#)
    };
    let good = r#""score":9,"received_ms":5"#;
    refused("{}", "", "a line of a backup");
    refused("[]", "", "an object");
    refused(r#"{"survey":"N","response":{}}"#, "/survey", "a-z");
    refused(&response(r#""score":11,"received_ms":5"#), "/response/score", "0 to 10");
    refused(&response(r#""score":"9","received_ms":5"#), "/response/score", "a whole number");
    refused(&response(r#""score":9"#), "/response/received_ms", "from 0");
    refused(&response(&format!(r#"{good},"devise":"x""#)), "/response/devise", "one of id");
    refused(&response(&format!(r#"{good},"site":"x""#)), "/response/site", "none");
    let ahead = ResponseId::new(NOW.plus_ms(DAY_MS), 2).to_string();
    refused(&response(good).replace(&id, &ahead), "/response/id", "not ahead");
    let old = ResponseId::new(NOW.plus_ms(-30 * DAY_MS), 2).to_string();
    refused(&response(good).replace(&id, &old), "/response/id", "restore the survey");
    refused(
        r#"{"site":{"changed_ms":1,"definition":{"product":""}}}"#,
        "/site/definition/product",
        "1 to",
    );
    refused(
        r#"{"survey":"x","version":{"version":1,"changed_ms":1,"definition":{"kind":"smile"}}}"#,
        "/version/definition/kind",
        "nps, ces, csat or csi",
    );
    refused(
        r#"{"survey":"x","newest":{"version":0,"changed_ms":1,"definition":{"kind":"nps"}}}"#,
        "/newest/version",
        "from 1",
    );
    refused(r#"{"key":"x","record":{}}"#, "/key", "8 characters");
    let key = json!({"key": "abcd2345", "record": {"site": "demo", "name": "n", "scope": "write",
        "sha256": "0", "created_ms": 1}});
    refused(&key.to_string(), "/record/sha256", "64 digits");
    let hook = |secret: &str, url: &str| {
        let definition = json!({"url": url});
        let record = json!({"definition": definition, "secret": secret, "changed_ms": 1});
        json!({"webhook": "crm", "record": record}).to_string()
    };
    let secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    refused(&hook("whsec_AQ==", "https://a.example/"), "/record/secret", "24 to 64");
    refused(&hook(&secret[6..], "https://a.example/"), "/record/secret", "whsec_");
    refused(&hook(secret, "https://10.0.0.1/"), "/record/definition/url", "a public host");
    refused(&hook(secret, ""), "/record/definition/url", "an https address");
    refused(&hook(secret, "https://a.example/").replace("crm", "C"), "/webhook", "a-z");
    refused(r#"{"webhook":"crm","record":7}"#, "/record", "a record");
    refused(r#"{"hearby":"backup","format":2,"of_site":"x"}"#, "/format", "1");
}

#[test]
fn a_restore_is_bounded_and_the_operators_alone() {
    let collector = Collector::new();
    let too_many = "{\"responses\":1}\n".repeat(201);
    assert_field(&post_lines(&collector, "demo", &too_many), "line 201: ", "at most 200 lines");
    assert_eq!(post_lines(&collector, "demo", "").status, 200);
    assert_problem(&post_lines(&collector, "demo", "{\"responses\":1}\n{"), 400, "not-json");
    assert_problem(&post_lines(&collector, "demo", "\u{0}"), 400, "not-json");
    let unknown = r#"{"survey":"x","response":{"id":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
        "score":1,"finished":true,"received_ms":1}}"#
        .replace('\n', "");
    assert_problem(&post_lines(&collector, "demo", &unknown), 404, "unknown-survey");
    let other_kind = r#"{"survey":"nps","newest":{"version":9,"changed_ms":1,
        "definition":{"kind":"ces"}}}"#
        .replace('\n', "");
    assert_problem(&post_lines(&collector, "demo", &other_kind), 409, "kind-fixed");
    let webhooks: Vec<String> = (0..11)
        .map(|n| {
            let definition = json!({"url": "https://a.example/"});
            let secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
            let record = json!({"definition": definition, "secret": secret, "changed_ms": 1});
            json!({"webhook": format!("w{n}"), "record": record}).to_string()
        })
        .collect();
    assert_eq!(post_lines(&collector, "demo", &webhooks[..10].join("\n")).status, 200);
    for lines in [webhooks.join("\n"), webhooks[10].clone()] {
        assert_problem(&post_lines(&collector, "demo", &lines), 409, "too-many-webhooks");
    }
    let write = collector.new_key("demo", "write");
    for (method, path) in [("GET", BACKUP), ("POST", RESTORE)] {
        let refused = collector.with_key(&write, method, path, &Value::Null);
        assert_problem(&refused, 403, "admin-only");
    }
    let nobody = collector.admin("GET", "/v1/sites/nobody/backup", &Value::Null);
    assert_problem(&nobody, 404, "unknown-site");
    let cursor = collector.admin("GET", &format!("{BACKUP}?cursor=nps"), &Value::Null);
    assert_field(&cursor, "?cursor", "an earlier piece");
}

#[test]
fn a_backup_of_a_build_that_said_complete_comes_back_as_it_was() {
    let collector = Collector::new();
    let id = ResponseId::new(NOW, 1);
    let lines = format!(
        "{}\n{}\n{}\n",
        r#"{"survey":"csat","newest":{"version":1,"changed_ms":1,"definition":{"kind":"csat","display":{"from_ms":1795316400000,"wait_after_answer_days":7}}}}"#,
        format_args!(
            r#"{{"survey":"nps","response":{{"id":"{id}","score":9,"complete":false,"received_ms":5}}}}"#
        ),
        r#"{"complete":true,"responses":1}"#,
    );
    let restored: Restored = parsed(&post_lines(&collector, "demo", &lines));
    assert_eq!(restored.responses, 1);
    let path = format!("/v1/sites/demo/surveys/nps/responses/{id}");
    let shown: Value = parsed(&collector.admin("GET", &path, &Value::Null));
    assert_eq!(shown["finished"], false);
    let survey: Value =
        parsed(&collector.admin("GET", "/v1/sites/demo/surveys/csat", &Value::Null));
    let display = json!({"from": "2026-11-22T03:00:00.000Z", "wait_after_response_days": 7});
    assert_eq!(survey["definition"]["display"], display);
}
