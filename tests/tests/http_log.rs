//! The operator's log as the Worker writes it.

use hearby_tests::{assertions::assert_problem, clock::wait_for, collector::Collector};
use serde_json::{Value, json};
use wire::routes;

/// The entry with that field, once it is there: the log comes through a pipe.
fn entry(collector: &Collector, field: &str, value: &Value) -> Value {
    wait_for("line in the log", || {
        let said = collector.said();
        let mut entries = said.lines().filter_map(|line| {
            let json = line.get(line.find("{\"event\"")?..)?;
            serde_json::from_str::<Value>(json).ok()
        });
        entries.find(|entry| entry[field] == *value)
    })
}

#[test]
fn a_failed_request_is_one_line_of_json_with_the_id_of_its_problem() {
    let collector = Collector::start_alone();
    let ray = "8f2b1c3d4e5f6a7b-HKG";
    let reply = collector.send("POST", routes::RESPONSES, &[("cf-ray", ray)], Some(b"{"));
    assert_eq!(assert_problem(&reply, 400, "not-json").request_id.as_deref(), Some(ray));
    let line = entry(&collector, "request_id", &json!(ray));
    assert_eq!(line["event"], "request-failed");
    assert_eq!((&line["method"], &line["route"]), (&json!("POST"), &json!("/v1/responses")));
    assert_eq!((&line["status"], &line["problem"]), (&json!(400), &json!("not-json")));
    assert!(line["elapsed_ms"].is_u64(), "{line}");

    let reply = collector.get("/e/nobody.js?secret-words");
    let id = assert_problem(&reply, 404, "unknown-site").request_id.unwrap();
    let line = entry(&collector, "request_id", &json!(id));
    assert_eq!(line["route"], "/e/{site}.js");
    assert!(!collector.said().contains("secret-words"));
}

#[test]
fn a_cron_says_in_the_same_way_what_it_has_done() {
    let collector = Collector::start_alone();
    collector.run_cron("*/10 * * * *");
    assert_eq!(entry(&collector, "event", &json!("events-redelivered"))["delivered"], 0);
    collector.run_cron("20 * * * *");
    for event in ["gates-compiled", "entries-purged", "days-folded", "who-keys-deleted"] {
        let _ = entry(&collector, "event", &json!(event));
    }
}
