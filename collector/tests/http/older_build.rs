//! A KV namespace that the build of 2026-11-25 has filled: this build gives the same figures for
//! it, lists the same responses, finds the same people, and takes all of it along in a backup.
//!
//! `tests/fixtures/kv-2026-11-25/README.md` says how the entries were made, and by what.

mod filters;

use std::collections::{BTreeMap, BTreeSet};

use collector::{
    definitions::gates,
    deletion::who_keys,
    rollups::cron::fold_closed_days,
    store::{
        Entry, Store, budget::Budget, context::Context, keys::Key, stored_response::StoredResponse,
    },
};
use domain::{Confidence, Figure, Group, HOUR_MS, Instant, Kind, Score, Tally};
use serde::Deserialize;
use serde_json::{Value, json};
use wire::{
    respondent::RespondentDeletion,
    responses::ResponseResource,
    summary::{BreakdownValue, Summary, ValueFigure},
};

use crate::{
    moving::{backup, post_lines},
    support::{Collector, NOW, parsed, request},
};

const ENTRIES: &str = include_str!("../fixtures/kv-2026-11-25/kv.ndjson");
const FIGURES: &str = include_str!("../fixtures/kv-2026-11-25/figures.json");
const SURVEYS: [&str; 4] = ["nps", "ces", "csat", "old"];

/// One entry, byte for byte.
#[derive(Deserialize)]
struct Kept {
    key: String,
    value: String,
    metadata: Option<String>,
    expires_s: Option<i64>,
}

/// Replies of the older build about its own entries.
#[derive(Deserialize)]
struct Said {
    now_ms: i64,
    read_key: String,
    /// Number of responses that it found of each respondent.
    respondents: BTreeMap<String, u64>,
    /// Number of responses that it listed of each survey.
    listed: BTreeMap<String, u64>,
    figures: Vec<Figures>,
}

/// A piece of a period: its ends, responses and score.
type Point = (String, String, u64, Option<f64>);

/// A value of a dimension, with its responses and score.
type OfValue = (Option<String>, u64, Option<f64>);

/// A summary, without what names it and without intervals: some of their methods are others since.
#[derive(Debug, PartialEq, Deserialize)]
struct Figures {
    asked: Asked,
    responses: u64,
    comments: u64,
    score: Option<f64>,
    mean: Option<f64>,
    easy: Option<f64>,
    groups: BTreeMap<String, u64>,
    counts: BTreeMap<String, u64>,
    series: Option<Vec<Point>>,
    by: Option<BTreeMap<String, Vec<OfValue>>>,
    change: Option<f64>,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
struct Asked {
    survey: String,
    from: String,
    to: String,
    tz: Option<String>,
    unit: Option<String>,
    dims: Option<String>,
    other: Option<String>,
}

impl Asked {
    fn query(&self) -> String {
        let Asked { survey: _, from, to, tz, unit, dims, other } = self;
        let more = [("tz", tz), ("interval", unit), ("breakdown", dims), ("compare", other)];
        let more = more.iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
        let more = more.map(|(name, value)| format!("&{name}={}", value.replace('/', "%2F")));
        format!("?from={from}&to={to}{}", more.collect::<String>())
    }
}

impl Figures {
    fn of(asked: &Asked, summary: &Summary) -> Figures {
        let counts = |counts: &wire::summary::Counts| counts.0.iter().cloned().collect();
        let value = |of: &ValueFigure| {
            let name = match &of.value {
                BreakdownValue::Other => Some("other".to_owned()),
                named_or_none => named_or_none.name().map(str::to_owned),
            };
            (name, of.responses, of.score.value)
        };
        // Instants have had their milliseconds since.
        let instant = |text: &str| text.replace(".000", "");
        let series = summary.series.as_ref().map(|points| {
            let point = points.iter();
            point
                .map(|p| (instant(&p.start), instant(&p.end), p.responses, p.score.value))
                .collect()
        });
        let by = summary.breakdowns.as_ref().map(|by| {
            by.iter().map(|(dim, all)| (dim.clone(), all.iter().map(value).collect())).collect()
        });
        Figures {
            asked: asked.clone(),
            responses: summary.responses,
            comments: summary.comments,
            score: summary.score.value,
            mean: summary.mean.as_ref().and_then(|mean| mean.as_ref()?.value),
            easy: summary.easy_percent.as_ref().and_then(|easy| easy.value),
            groups: counts(&summary.groups),
            counts: counts(&summary.counts),
            series,
            by,
            change: summary.change.as_ref().and_then(|change| change.value),
        }
    }
}

fn said() -> Said {
    serde_json::from_str(FIGURES).unwrap()
}

fn entries() -> Vec<Kept> {
    ENTRIES.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// This build, over those of the entries whose key is wanted, at the time of the last of them.
fn older_store(is_wanted: impl Fn(&str) -> bool) -> Collector {
    let mut collector = Collector::empty();
    collector.pass_ms(said().now_ms - NOW.unix_ms());
    for kept in entries().iter().filter(|kept| is_wanted(&kept.key)) {
        let entry = Entry {
            value: &kept.value,
            metadata: kept.metadata.as_deref(),
            expires_unix_s: kept.expires_s,
        };
        pollster::block_on(collector.store.memory.put(&Key::listed(&kept.key), entry)).unwrap();
    }
    collector
}

fn everything(_: &str) -> bool {
    true
}

/// The hourly cron, and that of the webhooks.
fn crons(collector: &Collector) {
    let Collector { store, runtime, cache, now, .. } = collector;
    let context = Context { store, runtime, cache, now: *now };
    collector.redeliver();
    collector.purge_by_cron();
    pollster::block_on(async {
        gates::refresh_all(&context, gates::CRON_BUDGET).await.unwrap();
        fold_closed_days(&context, Budget::CRON).await.unwrap();
        who_keys::tidy(&context, Budget::TIDY).await.unwrap();
    });
}

#[track_caller]
fn summary(collector: &Collector, site: &str, asked: &Asked) -> Summary {
    let address =
        format!("/v1/sites/{site}/surveys/{}/summary{}&partial=true", asked.survey, asked.query());
    let summaries = (0..30).map(|_| {
        let reply = collector.admin("GET", &address, &Value::Null);
        assert_eq!(reply.status, 200, "{}", reply.body);
        parsed::<Summary>(&reply)
    });
    summaries.into_iter().find(|summary| summary.is_final).expect("it never gets final")
}

#[track_caller]
fn same_figures(collector: &Collector, site: &str) {
    for expected in said().figures {
        let found = summary(collector, site, &expected.asked);
        assert_eq!(Figures::of(&expected.asked, &found), expected);
    }
}

/// Returns the older build's stored responses of a survey, by their ids.
fn stored(survey: &str) -> BTreeMap<String, Kept> {
    let prefix = format!("r:shop:{survey}:");
    let all = entries().into_iter().filter(|kept| kept.key.starts_with(&prefix));
    all.map(|kept| (kept.key.rsplit(':').next().unwrap().to_owned(), kept)).collect()
}

/// The responses that name somebody, by survey and id.
fn of_respondent(collector: &Collector, respondent: &str) -> BTreeSet<String> {
    let entries = collector.store.memory.entries().into_iter();
    let responses = entries.filter(|(key, _)| key.starts_with("r:shop:"));
    let named = responses.filter(|(_, value)| {
        let stored: StoredResponse<'_> = serde_json::from_str(value).unwrap();
        stored.respondent.as_deref() == Some(respondent)
    });
    named.map(|(key, _)| key).collect()
}

#[test]
fn its_figures_are_the_same_now_after_the_crons_and_a_week_later() {
    let mut collector = older_store(everything);
    same_figures(&collector, "shop");
    // Whether or not its cache and its notes of late writes are there.
    same_figures(&older_store(|key| !key.starts_with("roll:")), "shop");
    for hours in [0, 1, 1, 24, 6 * 24] {
        collector.pass_ms(hours * HOUR_MS);
        collector.restart();
        crons(&collector);
        same_figures(&collector, "shop");
    }
    let left = collector.stored_keys().into_iter().filter(|key| key.starts_with("dirty:"));
    assert_eq!(left.count(), 0, "the cron takes them away");
}

#[test]
fn its_intervals_are_todays_of_the_same_counts() {
    let collector = older_store(everything);
    for said in said().figures {
        let summary = summary(&collector, "shop", &said.asked);
        let kind = Kind::parse(&summary.asked.kind).unwrap();
        let mut tally = Tally::new(kind);
        for (score, n) in &said.counts {
            let score = Score::new(kind, score.parse().unwrap()).unwrap();
            tally.add_count(score, *n).unwrap();
        }
        let confidence = Confidence::default();
        let ends = |figure: Option<Figure>| {
            let interval = figure.map(Figure::rounded).and_then(|figure| figure.interval);
            interval.map_or((None, None), |of| (Some(of.low), Some(of.high)))
        };
        let score = &summary.score;
        assert_eq!((score.low, score.high), ends(Figure::score(&tally, confidence)));
        if let Some(easy) = &summary.easy_percent {
            let expected = Figure::group_percent(&tally, Group::Easy, confidence);
            assert_eq!((easy.low, easy.high), ends(expected));
        }
    }
}

#[test]
fn its_responses_are_listed_and_exported_as_they_were_given() {
    let collector = older_store(everything);
    for survey in SURVEYS {
        let base = format!("/v1/sites/shop/surveys/{survey}");
        let stored = stored(survey);
        assert_eq!(stored.len() as u64, said().listed[survey]);
        let export = collector.admin("GET", &format!("{base}/export.ndjson"), &Value::Null);
        let lines = export.body.lines().filter(|line| line.contains(r#""id""#));
        let exported: Vec<ResponseResource> =
            lines.map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(exported.len(), stored.len());
        for one in &exported {
            let was: StoredResponse<'_> = serde_json::from_str(&stored[&one.id].value).unwrap();
            let text =
                |text: &Option<std::borrow::Cow<'_, str>>| text.as_deref().map(str::to_owned);
            assert_eq!((one.version, one.score), (was.version, was.score));
            assert_eq!(one.comment, text(&was.comment));
            assert_eq!(one.touchpoint, text(&was.touchpoint));
            assert_eq!(one.page, text(&was.page));
            assert_eq!(one.lang, text(&was.lang));
            assert_eq!(one.device, text(&was.device));
            assert_eq!(one.respondent, text(&was.respondent));
            let attributes = was.attributes.iter();
            let attributes = attributes.map(|(name, value)| (name.to_string(), value.to_string()));
            assert_eq!(one.attributes, attributes.collect());
            assert_eq!((one.finished, one.elapsed_ms), (was.finished, was.elapsed_ms));
        }
        let csv = collector.admin("GET", &format!("{base}/export.csv"), &Value::Null);
        let rows = csv::Reader::from_reader(csv.body.as_bytes()).into_records().count();
        assert_eq!(rows, stored.len());
        let mut listed = 0;
        let mut cursor = String::new();
        loop {
            let address = format!("{base}/responses?limit=100{cursor}");
            let page: Value = parsed(&collector.admin("GET", &address, &Value::Null));
            listed += page["items"].as_array().unwrap().len();
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(listed, stored.len());
    }
}

#[test]
fn its_respondents_are_found_and_deleted_to_the_last_response() {
    let mut collector = older_store(everything);
    for (respondent, n) in said().respondents {
        let named = of_respondent(&collector, &respondent);
        assert_eq!(named.len() as u64, n, "{respondent}");
        let body = json!({"respondent": respondent});
        let shown = collector.admin("POST", "/v1/sites/shop/respondents/responses", &body);
        let shown: Value = parsed(&shown);
        assert_eq!(shown["items"].as_array().unwrap().len() as u64, n, "{respondent}");
        let address = "/v1/sites/shop/respondents/delete";
        let done: RespondentDeletion = parsed(&collector.admin("POST", address, &body));
        assert_eq!((done.deleted, done.done), (n, true), "{respondent}");
        assert_eq!(of_respondent(&collector, &respondent).len(), 0, "{respondent}");
        let entries = collector.store.memory.entries();
        let telling = entries.iter().filter(|(key, value)| {
            key.starts_with("due:shop") && value.contains(&json!(respondent).to_string())
        });
        assert_eq!(telling.count(), 0, "{respondent}");
    }
    // Eight days later nothing leads to them any more.
    collector.pass_ms(9 * 24 * HOUR_MS);
    crons(&collector);
    let who = collector.stored_keys().into_iter().filter(|key| key.starts_with("who:shop:"));
    assert_eq!(who.count(), 0);
}

#[test]
fn its_backup_is_complete_and_gives_the_same_figures_elsewhere() {
    let collector = older_store(everything);
    let mut other = Collector::empty();
    other.pass_ms(said().now_ms - NOW.unix_ms());
    for site in ["shop", "zoo"] {
        let lines: Vec<String> = backup(&collector, site).lines().map(str::to_owned).collect();
        for lines in lines.chunks(200) {
            let reply = post_lines(&other, site, &lines.join("\n"));
            assert_eq!(reply.status, 200, "{}", reply.body);
        }
    }
    // By then rollups of hours that were just written into are believed.
    other.pass_ms(HOUR_MS);
    same_figures(&other, "shop");
    let kept = |collector: &Collector, family: &str| -> BTreeSet<String> {
        let keys = collector.stored_keys().into_iter();
        keys.filter(|key| key.starts_with(family) && !key.contains(":gone")).collect()
    };
    for family in ["site:", "key:", "keyof:", "survey:", "hook:"] {
        assert_eq!(kept(&other, family), kept(&collector, family), "{family}");
    }
    let id = |key: &String| key.split(':').nth(4).unwrap()[..36].to_owned();
    let ids = |collector: &Collector| -> BTreeSet<String> {
        kept(collector, "r:").iter().map(id).collect()
    };
    assert_eq!(ids(&other), ids(&collector));
    for one in kept(&other, "r:zoo:") {
        assert!(other.store.memory.expiration(&one).is_some());
    }
}

#[test]
fn its_keys_open_and_its_deleted_surveys_stay_deleted() {
    let mut collector = older_store(everything);
    let read_key = said().read_key;
    let address = "/v1/sites/shop/surveys/nps/summary";
    assert_eq!(collector.with_key(&read_key, "GET", address, &Value::Null).status, 200);
    assert_eq!(collector.with_key(&read_key, "DELETE", "/v1/sites/shop", &Value::Null).status, 403);
    let form =
        |survey: &str| collector.send(&request("GET", &format!("/v1/form/shop/{survey}"), b""));
    assert_eq!((form("nps").status, form("old").status, form("gone").status), (200, 404, 404));
    // The one that was being deleted with its responses is gone by and by, without its owner.
    for _ in 0..3 {
        collector.pass_ms(HOUR_MS);
        crons(&collector);
    }
    let now_s = collector.now.unix_ms() / 1_000;
    let record = "survey:shop:gone";
    let left: Vec<String> =
        collector.stored_keys().into_iter().filter(|key| key.contains(":gone")).collect();
    assert_eq!(left, [record]);
    let expires_s = collector.store.memory.expiration(record).unwrap();
    assert!(expires_s < now_s + 60 * 60 + 1 && Instant::from_unix_ms(expires_s * 1_000) > NOW);
}
