//! A year in workerd's own KV: its summary by list and by rollups, and the cron that makes them.
//!
//! The responses are written into KV directly, because no request may bring one that is older than
//! 8 days; and there are 20,000 of them, because this KV takes some milliseconds a write. The
//! million is counted in `collector/tests/year/`, over a store in memory.

use std::collections::BTreeMap;

use domain::{DAY_MS, Instant, ResponseId};
use hearby_tests::{
    clock::{Stopwatch, date, now_ms},
    collector::Collector,
    fixtures::{SITE, backdate_survey, create_site, response_id_at, with},
    random::Random,
};
use serde_json::{Value, json};
use wire::summary::Summary;

const RESPONSES: u64 = 20_000;
/// Schedule of `wrangler.toml` at which days are folded in advance.
const HOURLY: &str = "20 * * * *";

/// Figures of the written responses.
#[derive(Default)]
struct Expected {
    by_score: BTreeMap<String, u64>,
    by_day: BTreeMap<String, u64>,
    by_page: BTreeMap<String, u64>,
}

/// Returns the time so many days ago in UTC: `date(days_ago(0).unix_ms())` is today.
fn days_ago(days: i64) -> Instant {
    Instant::from_unix_ms((now_ms() / DAY_MS - days) * DAY_MS)
}

/// Creates a survey that was made so many days ago.
fn create_old_survey(collector: &Collector, days: i64) {
    create_site(collector);
    let definition = json!({"kind": "nps", "attributes": ["plan"]});
    collector.put_survey(SITE, "nps", &definition);
    backdate_survey(collector, "nps", days_ago(days).unix_ms());
}

/// Writes responses of the days before today into KV: most of the evening, and most of the first
/// pages.
fn write_responses(collector: &Collector, responses: u64, days: u64) -> Expected {
    let mut random = Random(7);
    let mut expected = Expected::default();
    let mut entries = Vec::new();
    for n in 0..responses {
        let day = days_ago(1 + random.below(days) as i64);
        let into_day_ms = (0..3).map(|_| random.below(DAY_MS as u64)).max().unwrap_or_default();
        let given = day.plus_ms(into_day_ms as i64);
        let id = ResponseId::new(given, u128::from(n) << 40);
        let score = random.below(11);
        let page = format!("/tea/{}", (0..3).map(|_| random.below(60)).min().unwrap_or_default());
        let plan = ["free", "pro"][random.below(2) as usize];
        let metadata =
            json!({"s": score, "t": "checkout", "p": page, "l": "vi", "a": {"plan": plan}});
        let key = format!("r:{SITE}:nps:{}:{id}", given.hour());
        entries.push((key, String::new(), Some(metadata)));
        *expected.by_score.entry(score.to_string()).or_default() += 1;
        *expected.by_day.entry(date(given.unix_ms())).or_default() += 1;
        *expected.by_page.entry(page).or_default() += 1;
    }
    entries.chunks(2_000).for_each(|entries| collector.put_into_kv(entries));
    expected
}

#[track_caller]
fn assert_is(summary: &Summary, expected: &Expected) {
    assert!(summary.is_final);
    let counts: BTreeMap<String, u64> =
        summary.counts.0.iter().filter(|(_, count)| *count > 0).cloned().collect();
    assert_eq!(counts, expected.by_score);
    for point in summary.series.iter().flatten() {
        let n = expected.by_day.get(&point.start).copied().unwrap_or(0);
        assert_eq!((point.responses, point.score.value.is_some()), (n, n > 0), "{}", point.start);
    }
    let Some(by) = &summary.breakdowns else { return };
    let pages: BTreeMap<String, u64> = by["page"]
        .iter()
        .map(|value| (value.value.name().unwrap_or_default().to_owned(), value.responses))
        .collect();
    assert_eq!(pages, expected.by_page);
    for (dim, values) in by {
        let n: u64 = values.iter().map(|value| value.responses).sum();
        assert_eq!(n, summary.responses, "{dim}");
    }
}

#[test]
fn a_years_summary_is_the_same_by_list_and_by_rollups() {
    let collector = Collector::start_alone();
    create_old_survey(&collector, 365);
    let watch = Stopwatch::start();
    let expected = write_responses(&collector, RESPONSES, 365);
    println!("{RESPONSES} responses written into KV in {:?}", watch.elapsed());
    let period =
        format!("?from={}&to={}", date(days_ago(365).unix_ms()), date(days_ago(0).unix_ms()));

    // By list, in as many requests as needed; each leaves rollups to the next.
    let mut n_requests = 0;
    let by_list = loop {
        let watch = Stopwatch::start();
        let summary = collector.summary_of(SITE, "nps", &format!("{period}&partial=true"));
        n_requests += 1;
        let (n, elapsed) = (summary.responses, watch.elapsed());
        println!("by list, request {n_requests}: {n} responses in {elapsed:?}");
        if summary.is_final {
            break summary;
        }
        assert!(n_requests < 10, "folded to {:?}", summary.progress);
    };
    assert_is(&by_list, &expected);
    assert_eq!(collector.keys_in_kv(&format!("roll:{SITE}:nps:")).len(), 365);

    let dims = "&breakdown=touchpoint,page,lang,device,plan";
    for more in ["", "&interval=day", dims, &format!("&interval=day{dims}")] {
        let query = format!("{period}{more}");
        let mut best = None;
        for _ in 0..5 {
            let watch = Stopwatch::start();
            let summary = collector.summary_of(SITE, "nps", &query);
            best = best.into_iter().chain([watch.elapsed()]).min();
            assert_is(&summary, &expected);
            assert_eq!(summary.series.map_or(365, |series| series.len()), 365);
        }
        println!("by rollups{more}: {:?}", best.unwrap_or_default());
    }
}

#[test]
fn the_cron_keeps_rollups_of_closed_days_and_leaves_what_is_marked() {
    let collector = Collector::start_alone();
    create_old_survey(&collector, 9);
    let mut expected = write_responses(&collector, 300, 9);
    // A late response, as a visitor's queue brings it: its day can't be folded for some minutes.
    let late = days_ago(3).plus_ms(DAY_MS / 2);
    let body =
        json!({"id": response_id_at(late.unix_ms()), "site": SITE, "survey": "nps", "score": 10});
    let body = with(body, "page", Value::from("/late"));
    let _ = collector.post(&body.to_string()).expect(201);
    *expected.by_score.entry("10".to_owned()).or_default() += 1;
    *expected.by_day.entry(date(late.unix_ms())).or_default() += 1;
    *expected.by_page.entry("/late".to_owned()).or_default() += 1;
    let rolled = || collector.keys_in_kv(&format!("roll:{SITE}:nps:"));
    assert_eq!(rolled(), Vec::<String>::new());

    collector.run_cron(HOURLY);
    let days = rolled();
    let key = |days: i64| format!("roll:{SITE}:nps:{}", date(days_ago(days).unix_ms()));
    for ago in 2..=10 {
        assert_eq!(days.contains(&key(ago)), ago != 3, "{ago} days ago: {days:?}");
    }
    assert_eq!(collector.keys_in_kv("dirty:").len(), 1);
    // Another run removes none, and no recent mark.
    collector.run_cron(HOURLY);
    assert!(days.iter().all(|day| rolled().contains(day)));
    assert_eq!(collector.keys_in_kv("dirty:").len(), 1);

    let period =
        format!("?from={}&to={}", date(days_ago(9).unix_ms()), date(days_ago(0).unix_ms()));
    assert_is(
        &collector.summary_of(SITE, "nps", &format!("{period}&interval=day&breakdown=page")),
        &expected,
    );
}
