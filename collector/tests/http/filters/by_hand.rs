//! Responses with all sorts of labels, and what is counted by hand in an export of them.

use std::collections::BTreeSet;

use collector::summary::period::{Asked, Period};
use domain::{
    Change, Confidence, DAY_MS, Figure, HOUR_MS, Instant, Kind, ResponseId, Score, Tally,
};
use serde_json::{Value, json};
use wire::summary::{ScoreFigure, Summary};

use crate::{
    garbage::Numbers,
    paging::{keep, old_collector},
    support::{Collector, NOW, response, with},
};

pub(super) const SURVEY: &str = "/v1/sites/demo/surveys/nps";

/// Values by dimension, as a request asks for them.
pub(super) type Asks = Vec<(&'static str, &'static str)>;

/// Labels as visitors send them; an absent one is `null`.
fn sent() -> [(&'static str, Vec<Value>); 9] {
    let long = "ậ".repeat(21);
    [
        (
            "touchpoint",
            vec![
                Value::Null,
                json!("checkout"),
                json!("Hỗ trợ"),
                json!("Hô\u{303} trơ\u{323}"),
                json!(long),
            ],
        ),
        (
            "page",
            vec![
                Value::Null,
                json!("/a"),
                json!("/b?x=1"),
                json!("?x=1"),
                json!("/%E1%BA%A5m"),
                json!("/a\u{202e}b"),
            ],
        ),
        ("lang", vec![Value::Null, json!("vi"), json!("pt-BR")]),
        ("device", vec![Value::Null, json!("phone"), json!("tablet")]),
        ("version", vec![Value::Null, json!(1), json!(2), json!(10)]),
        ("wording", vec![Value::Null, json!(1), json!(2)]),
        ("source", vec![Value::Null, json!("popup"), json!("inline"), json!("kiosk")]),
        ("plan", vec![Value::Null, json!("pro"), json!("free & easy")]),
        (
            "reasons",
            vec![Value::Null, json!([]), json!(["price"]), json!(["price", "other"]), json!(["a"])],
        ),
    ]
}

/// Wanted values of each dimension.
const ASKED: [(&str, &[&str]); 9] = [
    ("touchpoint", &["", "checkout", "Hỗ trợ", "Hô\u{303} trơ\u{323}", "nowhere"]),
    ("page", &["", "/a", "/b", "/ấm", "/a\u{fffd}b", "/a\u{202e}b"]),
    ("lang", &["", "vi", "pt-BR", "PT-br"]),
    ("device", &["", "phone", "tablet", "desktop"]),
    ("version", &["", "1", "2", "10", "0002"]),
    ("wording", &["", "1", "2", "02"]),
    ("source", &["", "popup", "inline", "kiosk", "qr"]),
    ("plan", &["", "pro", "free & easy"]),
    ("reason", &["", "price", "other", "staff"]),
];

pub(super) fn collector() -> Collector {
    collector_with_pages_of(1_000)
}

pub(super) fn collector_with_pages_of(page_max: usize) -> Collector {
    let mut collector = old_collector(page_max);
    collector.now = NOW.plus_ms(-399 * DAY_MS);
    let survey = json!({"kind": "nps", "attributes": ["plan"]});
    assert_eq!(collector.admin("PUT", SURVEY, &survey).status, 200);
    collector.now = NOW;
    collector
}

/// Keeps responses of the last days: many a day at first, and few of long ago.
pub(super) fn fill(collector: &Collector, numbers: &mut Numbers, n: usize) {
    for _ in 0..n {
        let most = [40_usize, 40, 3, 1][numbers.below(4)] * 96;
        let quarters = i64::try_from(numbers.below(most)).unwrap();
        let ms =
            quarters * HOUR_MS / 4 + i64::try_from(numbers.below(HOUR_MS as usize / 4)).unwrap();
        let mut body = response("nps", i64::try_from(numbers.below(11)).unwrap(), 0);
        for (field, values) in sent() {
            let value = values[numbers.below(values.len())].clone();
            body = match field {
                "plan" => with(body, "attributes", json!({"plan": value})),
                _ => with(body, field, value),
            };
        }
        if numbers.below(4) == 0 {
            let comments = ["x", "Giao HÀNG chậm", "wet box"];
            body = with(body, "comment", json!(comments[numbers.below(comments.len())]));
        }
        keep(collector, ResponseId::new(NOW.plus_ms(-ms), numbers.below(1 << 30) as u128), &body);
    }
}

pub(super) fn escaped(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

pub(super) fn query(asks: &Asks) -> String {
    let one = |(name, value): &(&str, &str)| format!("&filter%5B{name}%5D={}", escaped(value));
    asks.iter().map(one).collect()
}

/// One to four values of one to three dimensions.
pub(super) fn any(numbers: &mut Numbers) -> Asks {
    let mut asks = Vec::new();
    for _ in 0..1 + numbers.below(3) {
        let (name, values) = ASKED[numbers.below(ASKED.len())];
        for _ in 0..1 + numbers.below(2) {
            asks.push((name, values[numbers.below(values.len())]));
        }
    }
    asks
}

/// A value as JSON of an export has it; an empty one is none.
fn value_of(line: &Value, name: &str) -> String {
    let value = if name == "plan" { &line["attributes"]["plan"] } else { &line[name] };
    match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        _ => String::new(),
    }
}

/// True if a line of an export passes. Told by what the line shows, apart from how a request may
/// write it.
pub(super) fn passes(line: &Value, asks: &Asks) -> bool {
    let written = |name: &str, value: &str| match (name, value) {
        ("lang", value) => value.to_lowercase(),
        ("version", "0002") | ("wording", "02") => "2".to_owned(),
        (_, "Hô\u{303} trơ\u{323}") => "Hỗ trợ".to_owned(),
        (_, "/a\u{202e}b") => "/a\u{fffd}b".to_owned(),
        (_, value) => value.to_owned(),
    };
    asks.iter().all(|(name, _)| {
        let of_name = asks.iter().filter(|(other, _)| other == name);
        of_name.into_iter().any(|(name, value)| match (*name, line["reasons"].as_array()) {
            ("reason", Some(picked)) if !picked.is_empty() => picked.contains(&json!(value)),
            ("reason", _) => value.is_empty(),
            _ => value_of(line, name) == written(name, value),
        })
    })
}

#[track_caller]
pub(crate) fn export(collector: &Collector, query: &str) -> Vec<Value> {
    let reply = collector.admin("GET", &format!("{SURVEY}/export.ndjson?{query}"), &Value::Null);
    assert_eq!(reply.status, 200, "{}", reply.body);
    let mut lines: Vec<Value> =
        reply.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let last = lines.pop().unwrap();
    assert_eq!(
        (last["responses"].as_u64(), &last["next"]),
        (Some(lines.len() as u64), &Value::Null)
    );
    lines
}

fn given_at(line: &Value) -> Instant {
    ResponseId::parse(line["id"].as_str().unwrap()).unwrap().instant()
}

/// The score of those lines, in figures.
fn tally<'l>(lines: impl Iterator<Item = &'l Value>) -> Tally {
    let mut tally = Tally::new(Kind::Nps);
    for line in lines {
        tally.add(Score::new(Kind::Nps, line["score"].as_i64().unwrap()).unwrap()).unwrap();
    }
    tally
}

fn figures(tally: &Tally) -> (u64, Option<f64>, Option<f64>) {
    let figure = Figure::score(tally, Confidence::default()).map(Figure::rounded);
    let value = figure.map(|figure| figure.value);
    (tally.responses(), value, figure.and_then(|figure| figure.interval).map(|of| of.low))
}

fn of(responses: u64, score: &ScoreFigure) -> (u64, Option<f64>, Option<f64>) {
    (responses, score.value, score.low)
}

fn period(from: &str, to: &str, tz: &str) -> Period {
    Period::parse(Asked { from: Some(from), to: Some(to), tz: Some(tz) }, NOW).unwrap()
}

/// Holds a filtered summary to what is counted by hand in all responses.
#[track_caller]
pub(super) fn counts(
    collector: &Collector,
    all: &[Value],
    asks: &Asks,
    (from, to, tz): (&str, &str, &str),
    more: &str,
) {
    let period_of = period;
    let zone = escaped(tz);
    let address = format!("?from={from}&to={to}&tz={zone}{more}{}", query(asks));
    let summary: Summary = collector.summary("nps", &address);
    assert!(summary.is_final, "{address}");
    let within = |from: &str, to: &str| {
        let period = period_of(from, to, tz);
        let is_in = move |line: &&Value| {
            let at = given_at(line);
            at >= period.start && at < period.end && passes(line, asks)
        };
        all.iter().filter(is_in).collect::<Vec<_>>()
    };
    let lines = within(from, to);
    let n = lines.len() as u64;
    assert_eq!(
        of(summary.responses, &summary.score),
        figures(&tally(lines.iter().copied())),
        "{address}"
    );
    let n_comments = lines.iter().filter(|line| line.get("comment").is_some()).count();
    assert_eq!(summary.comments, n_comments as u64, "{address}");
    for point in summary.series.iter().flatten() {
        let lines = within(&point.start, &point.end);
        let expected = figures(&tally(lines.into_iter()));
        assert_eq!(of(point.responses, &point.score), expected, "{address} {}", point.start);
    }
    for (name, values) in summary.breakdowns.iter().flatten() {
        assert_eq!(values.iter().map(|value| value.responses).sum::<u64>(), n, "{address}");
        for value in values {
            // Only an empty page is named by an empty text.
            let is = |line: &&&Value| match value.value.name() {
                Some("") => line[name] == "",
                Some(text) => value_of(line, name) == text,
                None if name == "page" => line.get("page").is_none(),
                None => value_of(line, name).is_empty(),
            };
            let expected = figures(&tally(lines.iter().filter(is).copied()));
            assert_eq!(of(value.responses, &value.score), expected, "{address} {value:?}");
        }
    }
    if let Some(change) = &summary.change {
        let before = tally(within(&change.from, &change.to).into_iter());
        let now = tally(lines.iter().copied());
        let expected = Change::between(&now, &before, Confidence::default()).unwrap();
        let expected = expected.map(|change| change.rounded().value);
        assert_eq!(change.value, expected, "{address}");
    }
    let asked: BTreeSet<&str> = asks.iter().map(|(name, _)| *name).collect();
    assert!(summary.asked.filters.keys().map(String::as_str).eq(asked), "{address}");
}
