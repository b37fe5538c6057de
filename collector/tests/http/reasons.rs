//! Reasons in summaries, held to what an export of all responses says.

use std::collections::BTreeMap;

use domain::{Confidence, Figure, HOUR_MS, Impact, Kind, Reason, ResponseId, Score, Tally};
use serde_json::{Value, json};
use wire::summary::{GroupShare, ReasonFigures, ScoreFigure, Summary};

use crate::{
    filters::by_hand::export,
    garbage::Numbers,
    paging::{keep, old_collector},
    support::{Collector, NOW, assert_field, response, with},
};

const SUMMARY: &str = "/v1/sites/demo/surveys/nps/summary";

/// Asks detractors and passives alone, as an owner would.
fn fill(collector: &Collector, n: usize) {
    let mut numbers = Numbers(7);
    for n in 0..n {
        let score = numbers.below(11) as i64;
        let hours = i64::try_from(numbers.below(60 * 24)).unwrap();
        let picked = match (score, numbers.below(5)) {
            (9.., _) | (_, 0) => Value::Null,
            (_, 1) => json!([]),
            (0..=6, 2) => json!(["delivery", "price"]),
            (_, 3) => json!(["price"]),
            _ => json!(["delivery", "other", "staff"]),
        };
        let mut body = with(response("nps", score, 0), "reasons", picked.clone());
        // Some visitors saw a version of the survey without lists.
        let (is_older, is_asked) = (picked.is_null() && n % 3 == 0, !picked.is_null());
        if !is_older {
            body = with(body, "attributes", json!({"shown": "lists"}));
            body = with(body, "reasons_asked", json!(is_asked));
        }
        body = with(body, "lang", json!(["en", "vi"][numbers.below(2)]));
        let id = ResponseId::new(NOW.plus_ms(-hours * HOUR_MS), numbers.below(1 << 30) as u128);
        keep(collector, id, &body);
    }
}

fn of(figure: Option<Figure>) -> (Option<f64>, Option<f64>, Option<f64>) {
    let figure = figure.map(Figure::rounded);
    let interval = figure.and_then(|figure| figure.interval);
    (figure.map(|of| of.value), interval.map(|of| of.low), interval.map(|of| of.high))
}

fn told(figure: &ScoreFigure) -> (Option<f64>, Option<f64>, Option<f64>) {
    (figure.value, figure.low, figure.high)
}

#[track_caller]
fn is_what_the_lines_say(found: &ReasonFigures, lines: &[&Value]) {
    let confidence = Confidence::default();
    let of_lines = |is_of: &dyn Fn(&Value) -> bool| {
        let mut tally = Tally::new(Kind::Nps);
        for line in lines.iter().filter(|line| is_of(line)) {
            tally.add(Score::new(Kind::Nps, line["score"].as_i64().unwrap()).unwrap()).unwrap();
        }
        tally
    };
    let tally = |is_of: &dyn Fn(&Vec<Value>) -> bool| {
        of_lines(&|line| line["reasons"].as_array().is_some_and(is_of))
    };
    let with_lists = of_lines(&|line| line["attributes"]["shown"] == "lists");
    let asked = tally(&|_| true);
    assert_eq!(found.asked, asked.responses());
    assert_eq!(found.none_picked, tally(&Vec::is_empty).responses());
    let mut times = BTreeMap::new();
    for id in lines.iter().filter_map(|line| line["reasons"].as_array()).flatten() {
        *times.entry(id.as_str().unwrap()).or_insert(0) += 1;
    }
    let mut expected: Vec<(&str, u64)> = times.into_iter().collect();
    expected.sort_by_key(|(id, n)| (core::cmp::Reverse(*n), *id));
    let named = found.reasons.iter().map(|one| (one.reason.as_str(), one.responses));
    assert_eq!(named.collect::<Vec<_>>(), expected);
    for one in &found.reasons {
        let picked = tally(&|ids| ids.contains(&json!(one.reason)));
        let share = Figure::percent(picked.responses(), asked.responses(), confidence);
        assert_eq!(told(&one.share), of(share));
        assert_eq!(told(&one.score), of(Figure::score(&picked, confidence)));
        let reason = Reason::new(with_lists.clone(), picked.clone()).unwrap();
        let impact = reason.impact(confidence).ok().map(Impact::rounded);
        assert_eq!(one.impact.value, impact.map(|impact| impact.value));
        assert_eq!(one.impact.significant, impact.and_then(|impact| impact.significant));
        let low = impact.and_then(|impact| impact.interval).map(|interval| interval.low);
        assert_eq!(one.impact.low, low);
        let groups: Vec<(&str, u64, u64)> =
            one.groups.iter().map(|of: &GroupShare| (&*of.group, of.asked, of.responses)).collect();
        let all = Kind::Nps
            .groups()
            .map(|group| (group.as_str(), asked.group_count(group), picked.group_count(group)));
        let there = all.into_iter().filter(|(_, asked, _)| *asked > 0);
        assert_eq!(groups, there.collect::<Vec<_>>());
    }
}

#[test]
fn reasons_are_counted_as_an_export_has_them_from_lists_and_from_rollups() {
    let collector = old_collector(1_000);
    fill(&collector, 900);
    let all = export(&collector, "");
    let long = "?from=2026-01-01&to=2026-11-23&reasons=true";
    for (query, is_taken) in [
        (long, (|_| true) as fn(&&Value) -> bool),
        ("?from=2026-01-01&to=2026-11-23&reasons=true&filter[lang]=vi", |line| {
            line["lang"] == "vi"
        }),
        ("?from=2026-01-01&to=2026-11-23&reasons=true&filter[reason]=price", |line| {
            line["reasons"].as_array().is_some_and(|ids| ids.contains(&json!("price")))
        }),
        ("?from=2026-01-01&to=2026-11-23&reasons=true&filter[reason]=", |line| {
            line["reasons"].as_array().is_none_or(Vec::is_empty)
        }),
        // Days of Hanoi cut those of rollups.
        ("?from=2026-01-01&to=2026-11-23&tz=Asia/Ho_Chi_Minh&reasons=true", |_| true),
        (long, |_| true),
    ] {
        let summary: Summary = collector.summary("nps", query);
        assert!(summary.is_final, "{query}");
        let lines: Vec<&Value> = all.iter().filter(is_taken).collect();
        assert_eq!(summary.responses, lines.len() as u64, "{query}");
        is_what_the_lines_say(summary.reasons.as_ref().unwrap(), &lines);
    }
    let summary = collector.summary("nps", "?from=2026-01-01&to=2026-11-23");
    assert_eq!(summary.reasons, None);
}

#[test]
fn one_groups_reasons_say_so_and_nobody_asked_gives_no_figure() {
    let collector = Collector::new();
    let none = collector.summary("nps", "?reasons=true").reasons.unwrap();
    assert_eq!((none.asked, none.reasons.len(), none.notes.len()), (0, 0, 1));
    for n in 0..12 {
        let body = with(response("nps", 2, n), "reasons", json!(["price"]));
        assert_eq!(collector.post(&body.to_string()).status, 201);
    }
    let reasons = collector.summary("nps", "?reasons=true").reasons.unwrap();
    assert_eq!(reasons.notes, ["shares-overlap", "one-group"]);
    let body = with(response("nps", 10, 12), "reasons_asked", json!(false));
    assert_eq!(collector.post(&body.to_string()).status, 201);
    let all = collector.summary("nps", "?reasons=true").reasons.unwrap();
    assert_eq!(all.notes, ["shares-overlap", "one-group", "some-not-asked"]);
    assert_eq!((all.asked, all.reasons[0].impact.value), (12, Some(184.6)));
    let price = &reasons.reasons[0];
    assert_eq!((price.responses, price.share.value), (12, Some(100.0)));
    // Nobody is left who did not pick it.
    assert_eq!(price.impact.value, None);
}

#[test]
fn a_reason_is_a_filter_and_no_breakdown_and_a_wrong_one_is_told() {
    let collector = Collector::new();
    let get = |query: &str| collector.admin("GET", &format!("{SUMMARY}?{query}"), &Value::Null);
    assert_field(&get("filter[reason]=Price"), "?filter[reason]", "1 to 12 of a-z");
    assert_field(&get("breakdown=reason"), "?breakdown", "touchpoint");
    assert_field(&get("reasons=yes"), "?reasons", "true or false");
}
