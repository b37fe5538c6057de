//! Cost of one request to its owner, and the figures that stay right when somebody sends a flood.

use collector::{
    runtime::limit::Limit,
    store::{
        Entry, Store,
        budget::Budget,
        keys::{DirtyMark, Key},
    },
};
use domain::{DAY_MS, Hour, Instant, MINUTE_MS, ResponseId, SiteId, SurveyId};
use serde_json::{Value, json};

use crate::support::{Collector, NOW, assert_problem, id_at, request, response, with};

fn puts(collector: &Collector, prefix: &str) -> usize {
    let operations = collector.store.operations.borrow();
    let prefix = format!("put {prefix}");
    operations.iter().filter(|operation| operation.starts_with(&prefix)).count()
}

/// A response of yesterday.
fn late(n: u32) -> Value {
    with(response("nps", 9, n), "id", json!(id_at(NOW.plus_ms(-DAY_MS), n)))
}

#[test]
fn repeats_of_an_old_id_leave_one_mark_a_minute_and_write_one() {
    let mut collector = Collector::new();
    for _ in 0..30 {
        assert_eq!(collector.post(&late(1).to_string()).status, 201);
        collector.pass_ms(MINUTE_MS / 10);
    }
    assert_eq!((puts(&collector, "dirty:"), puts(&collector, "r:")), (3, 30));
    let marks = collector.stored_keys().into_iter().filter(|key| key.starts_with("dirty:"));
    assert_eq!(marks.count(), 3);
}

/// A site with ten webhooks.
fn with_webhooks() -> Collector {
    let collector = Collector::new();
    for n in 0..10 {
        let path = format!("/v1/sites/demo/webhooks/w{n}");
        let body = json!({"url": format!("https://w{n}.example/")});
        assert_eq!(collector.admin("PUT", &path, &body).status, 201);
    }
    collector.store.operations.borrow_mut().clear();
    collector.runtime.counted.borrow_mut().clear();
    collector
}

#[test]
fn the_writes_of_a_response_are_counted_by_address_and_site_before_any_is_made() {
    let collector = with_webhooks();
    let dear = |n: u32| {
        let body = with(late(n), "respondent", json!(format!("kh-{n}")));
        let mut request = request("POST", "/v1/responses", body.to_string().as_bytes());
        request.headers.content_type = Some("text/plain".to_owned());
        request.headers.address = Some("2001:db8:1:2::3".parse().unwrap());
        collector.send(&request)
    };
    assert_eq!(dear(1).status, 201);
    // Its own, a `who:` key, a mark, ten events.
    assert_eq!(puts(&collector, ""), 13);
    let counted = |limit: Limit, name: &str| {
        let counted = collector.runtime.counted.borrow();
        counted.iter().filter(|one| **one == (limit, name.to_owned())).count()
    };
    assert_eq!(counted(Limit::Visitor, "responses:2001:db8:1:2::/64"), 1);
    assert_eq!(counted(Limit::Network, "responses:2001:db8:1::/48"), 1);
    assert_eq!(counted(Limit::Writes, "writes:2001:db8:1:2::/64"), 12);
    assert_eq!(counted(Limit::Network, "writes:2001:db8:1::/48"), 12);
    assert_eq!(counted(Limit::Site, "writes:demo"), 12);
    // Sixty writes a minute are five such responses, the mark being there; the sixth writes
    // nothing.
    *collector.runtime.most.borrow_mut() = Some(60);
    for n in 2..=5 {
        assert_eq!(dear(n).status, 201);
    }
    let before = puts(&collector, "");
    assert_problem(&dear(6), 429, "rate-limited");
    assert_eq!((puts(&collector, ""), before), (before, 13 + 4 * 12));
}

#[test]
fn a_plain_response_is_counted_once_by_each_limit() {
    let collector = Collector::new();
    collector.runtime.counted.borrow_mut().clear();
    assert_eq!(collector.post(&response("nps", 9, 1).to_string()).status, 201);
    assert_eq!(*collector.runtime.counted.borrow(), [(Limit::Site, "responses:demo".to_owned())]);
}

fn names() -> (SiteId, SurveyId) {
    (SiteId::parse("demo").unwrap(), SurveyId::parse("nps").unwrap())
}

/// Dirty marks as they were written until 2026-11-25, one for each repeat.
fn flood(collector: &Collector, hour: Hour, from: Instant, n: u32) {
    let (site, survey) = names();
    for n in 0..n {
        let at = from.plus_ms(i64::from(n) * 100);
        let id = ResponseId::new(hour.start(), u128::from(n));
        let mark = DirtyMark { site: site.clone(), survey: survey.clone(), hour, at, id };
        pollster::block_on(collector.store.memory.put(&Key::dirty(&mark), Entry::of(""))).unwrap();
    }
}

fn fold_closed_days(collector: &Collector) -> collector::rollups::cron::FoldReport {
    let Collector { store, runtime, cache, now, .. } = collector;
    let context = collector::store::context::Context { store, runtime, cache, now: *now };
    pollster::block_on(collector::rollups::cron::fold_closed_days(&context, Budget::CRON)).unwrap()
}

#[test]
fn a_flood_of_marks_makes_no_summary_wrong() {
    let mut collector = Collector::new();
    for day in 0..8_u32 {
        for n in 0..5 {
            let given = NOW.plus_ms(-i64::from(day) * DAY_MS - 1);
            let body = with(response("nps", 9, n), "id", json!(id_at(given, n)));
            assert_eq!(collector.post(&body.to_string()).status, 201);
        }
    }
    collector.pass_ms(60 * MINUTE_MS);
    // Rollups of all closed days.
    assert_eq!(collector.summary("nps", "?from=2026-11-10").responses, 40);
    let hour = NOW.plus_ms(-4 * DAY_MS).hour();
    flood(&collector, hour, collector.now, 31_000);
    for query in
        ["?from=2026-11-10", "?from=2026-11-10&breakdown=page&interval=day", "?from=2026-11-16"]
    {
        let summary = collector.summary("nps", query);
        let n = if query.ends_with("16") { 35 } else { 40 };
        assert_eq!((summary.responses, summary.is_final), (n, true), "{query}");
    }
    // What comes late into another day is not missed behind the flood.
    assert_eq!(collector.post(&late(99).to_string()).status, 201);
    assert_eq!(collector.summary("nps", "?from=2026-11-10").responses, 41);
    // The flood goes in steps, and nothing is wrong meanwhile.
    collector.pass_ms(80 * MINUTE_MS);
    let marks = |collector: &Collector| {
        collector.stored_keys().iter().filter(|key| key.starts_with("dirty:")).count()
    };
    let before = marks(&collector);
    for _ in 0..4 {
        fold_closed_days(&collector);
        collector.pass_ms(60 * MINUTE_MS);
        assert_eq!(collector.summary("nps", "?from=2026-11-10").responses, 41);
    }
    assert!(marks(&collector) <= before - 2 * 300, "{before} {}", marks(&collector));
}

#[test]
fn a_flood_of_one_surveys_marks_hides_no_others_from_the_cron() {
    let mut collector = Collector::new();
    flood(&collector, NOW.plus_ms(-4 * DAY_MS).hour(), collector.now, 11_000);
    let body = with(late(1), "survey", json!("ces"));
    let body = with(body, "score", json!(7));
    assert_eq!(collector.post(&body.to_string()).status, 201);
    let marks = |collector: &Collector, survey: &str| {
        let prefix = format!("dirty:demo:{survey}:");
        collector.stored_keys().iter().filter(|key| key.starts_with(&prefix)).count()
    };
    for _ in 0..3 {
        collector.pass_ms(60 * MINUTE_MS);
        fold_closed_days(&collector);
    }
    assert_eq!(marks(&collector, "ces"), 0);
    assert!(marks(&collector, "nps") < 11_000);
}
