//! A KV namespace that the build of 2026-11-25 has filled, in workerd's own KV: the same scores.
//!
//! `collector/tests/http/older_build.rs` holds every figure of it to what that build said; here it is
//! the built Worker and a real list that read the same entries.

use std::{collections::BTreeMap, fs};

use hearby_tests::{collector::Collector, environment};
use serde_json::{Value, json};

/// The schedule of `wrangler.toml` that folds closed days.
const HOURLY: &str = "20 * * * *";

fn fixture(name: &str) -> String {
    let path = environment::root().join("collector/tests/fixtures/kv-2026-11-25").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A collector over those entries.
fn older_store() -> Collector {
    let collector = Collector::start();
    let entries: Vec<(String, String, Option<Value>)> = fixture("kv.ndjson")
        .lines()
        .map(|line| {
            let entry: Value = serde_json::from_str(line).unwrap();
            let text = |name: &str| entry[name].as_str().map(str::to_owned);
            let metadata = text("metadata").map(|text| serde_json::from_str(&text).unwrap());
            (text("key").unwrap(), text("value").unwrap(), metadata)
        })
        .collect();
    collector.put_into_kv(&entries);
    collector
}

#[track_caller]
fn same_scores(collector: &Collector, said: &Value) {
    for figures in said["figures"].as_array().unwrap() {
        let asked = |name: &str| figures["asked"][name].as_str();
        let (from, to) = (asked("from").unwrap(), asked("to").unwrap());
        let tz = asked("tz").map(|tz| format!("&tz={tz}")).unwrap_or_default();
        let query = format!("?from={from}&to={to}{tz}");
        let summary = collector.summary_of("shop", asked("survey").unwrap(), &query);
        let counts: BTreeMap<String, u64> = summary.counts.0.iter().cloned().collect();
        assert_eq!(json!(counts), figures["counts"], "{}", figures["asked"]);
        assert_eq!(json!(summary.score.value), figures["score"], "{}", figures["asked"]);
        assert_eq!(json!(summary.comments), figures["comments"], "{}", figures["asked"]);
    }
}

#[test]
fn entries_of_an_older_build_give_the_same_scores_before_and_after_the_cron() {
    let collector = older_store();
    let said: Value = serde_json::from_str(&fixture("figures.json")).unwrap();
    same_scores(&collector, &said);
    collector.run_cron(HOURLY);
    same_scores(&collector, &said);
    for (respondent, n) in said["respondents"].as_object().unwrap() {
        let body = json!({"respondent": respondent});
        let path = "/v1/sites/shop/respondents/delete";
        let deleted = collector.as_admin("POST", path, Some(&body)).expect(200).json();
        assert_eq!(&deleted["deleted"], n, "{respondent}");
    }
}
