//! Versions, sources and filters over that namespace, whose rollups know none of them: they count
//! neither by version nor by source, and no comments by dimension.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Confidence, Figure, Kind, Score, Tally};
use serde_json::Value;
use wire::summary::Summary;

use super::{HOUR_MS, crons, everything, older_store};
use crate::support::{Collector, parsed};

const PERIOD: &str = "from=2026-08-26&to=2026-11-26";

/// Lines of an export.
fn exported(collector: &Collector, survey: &str) -> Vec<Value> {
    let address = format!("/v1/sites/shop/surveys/{survey}/export.ndjson?{PERIOD}");
    let reply = collector.admin("GET", &address, &Value::Null);
    let lines = reply.body.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter(|line| line.get("id").is_some()).collect()
}

#[track_caller]
fn summary(collector: &Collector, survey: &str, query: &str) -> Summary {
    let address = format!("/v1/sites/shop/surveys/{survey}/summary?{PERIOD}&partial=true{query}");
    let summaries = (0..30).map(|_| {
        let reply = collector.admin("GET", &address, &Value::Null);
        assert_eq!(reply.status, 200, "{}", reply.body);
        parsed::<Summary>(&reply)
    });
    summaries.into_iter().find(|summary| summary.is_final).expect("it never gets final")
}

fn value_of(line: &Value, name: &str) -> String {
    let value = if name == "plan" { &line["attributes"]["plan"] } else { &line[name] };
    value
        .as_str()
        .map_or_else(|| value.as_u64().map_or(String::new(), |n| n.to_string()), str::to_owned)
}

/// Number of responses, of comments, and the score.
type Counted = (u64, u64, Option<f64>);

fn counted<'l>(lines: impl Iterator<Item = &'l Value>, kind: Kind) -> Counted {
    let (mut tally, mut comments) = (Tally::new(kind), 0);
    for line in lines {
        tally.add(Score::new(kind, line["score"].as_i64().unwrap()).unwrap()).unwrap();
        comments += u64::from(line.get("comment").is_some());
    }
    let figure = Figure::score(&tally, Confidence::default()).map(Figure::rounded);
    (tally.responses(), comments, figure.map(|figure| figure.value))
}

/// Every value of every dimension is counted as the export has it. Returns how many were.
#[track_caller]
fn filtered_as_exported(collector: &Collector) -> usize {
    let mut n = 0;
    for (survey, kind) in [("nps", Kind::Nps), ("ces", Kind::Ces), ("csat", Kind::Csat)] {
        let lines = exported(collector, survey);
        let names =
            ["touchpoint", "page", "lang", "device", "version", "wording", "source", "plan"];
        for name in names.into_iter().filter(|name| *name != "plan" || survey == "nps") {
            let values: BTreeSet<String> = lines.iter().map(|line| value_of(line, name)).collect();
            for value in values.into_iter().chain([String::new()]) {
                let escaped: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
                let expected = counted(lines.iter().filter(|l| value_of(l, name) == value), kind);
                let found = summary(collector, survey, &format!("&filter[{name}]={escaped}"));
                let found = (found.responses, found.comments, found.score.value);
                assert_eq!(found, expected, "{survey} {name} {value}");
                n += 1;
            }
        }
        let phones = lines.iter().filter(|line| line["device"] == "phone" && line["lang"] == "vi");
        let found = summary(collector, survey, "&filter[device]=phone&filter[lang]=vi");
        let found = (found.responses, found.comments, found.score.value);
        assert_eq!(found, counted(phones, kind), "{survey}");
    }
    n
}

#[test]
fn filters_count_in_it_what_its_export_holds_with_its_rollups_and_without() {
    let mut collector = older_store(everything);
    assert!(filtered_as_exported(&collector) > 30);
    filtered_as_exported(&older_store(|key| !key.starts_with("roll:")));
    for hours in [1, 24] {
        collector.pass_ms(hours * HOUR_MS);
        collector.restart();
        crons(&collector);
        filtered_as_exported(&collector);
    }
}

#[test]
fn its_versions_are_broken_down_and_its_responses_have_no_wording_and_no_source() {
    for collector in [older_store(everything), older_store(|key| !key.starts_with("roll:"))] {
        let mut versions: BTreeMap<Option<String>, u64> = BTreeMap::new();
        let lines = exported(&collector, "nps");
        for line in &lines {
            let version = line["version"].as_u64().map(|version| version.to_string());
            *versions.entry(version).or_default() += 1;
        }
        assert!(versions.len() > 1, "{versions:?}");
        let breakdowns =
            summary(&collector, "nps", "&breakdown=version,wording,source").breakdowns.unwrap();
        let found = breakdowns["version"].iter();
        let found = found.map(|of| (of.value.name().map(str::to_owned), of.responses)).collect();
        assert_eq!(versions, found);
        for name in ["wording", "source"] {
            let [none] = &breakdowns[name][..] else { panic!("{:?}", breakdowns[name]) };
            assert_eq!((none.value.name(), none.responses), (None, lines.len() as u64));
        }
    }
}

#[test]
fn the_cron_folds_no_day_again_for_what_its_rollups_lack() {
    let mut collector = older_store(everything);
    let before = collector.stored_keys().into_iter().filter(|key| key.starts_with("roll:"));
    let n_before = before.count();
    // Once around the clock it has looked at all days; late responses had some folded anew.
    for _ in 0..24 {
        collector.pass_ms(HOUR_MS);
        crons(&collector);
    }
    let n_written = collector.store.n_operations("put roll:");
    assert!(n_before > 50 && n_written < n_before / 2, "{n_written} of {n_before}");
}
