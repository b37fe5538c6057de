//! Series, breakdowns and comparisons over HTTP.

use serde_json::{Value, json};
use wire::summary::{BreakdownValue, Difference, Summary, ValueFigure};

use crate::support::{Collector, NOW, assert_field, id_at, response, with};

use domain::{DAY_MS, HOUR_MS};

/// Posts a response given so long ago.
#[track_caller]
fn post(collector: &Collector, survey: &str, ago_ms: i64, score: i64, n: u32, more: &Value) {
    let mut body = with(response(survey, score, n), "id", json!(id_at(NOW.plus_ms(-ago_ms), n)));
    for (field, value) in more.as_object().unwrap() {
        body = with(body, field, value.clone());
    }
    let reply = collector.post(&body.to_string());
    assert_eq!(reply.status, 201, "{}", reply.body);
}

/// By then marks of late responses are covered by a list.
fn half_an_hour_later(mut collector: Collector) -> Collector {
    collector.now = collector.now.plus_ms(HOUR_MS / 2);
    *collector.runtime.clock_ahead_ms.borrow_mut() += HOUR_MS / 2;
    collector
}

fn points(summary: &Summary) -> Vec<(&str, &str, u64, Option<f64>)> {
    let series = summary.series.as_ref().unwrap();
    series.iter().map(|p| (p.start.as_str(), p.end.as_str(), p.responses, p.score.value)).collect()
}

fn values<'a>(summary: &'a Summary, dim: &str) -> Vec<(Option<&'a str>, u64, Option<f64>)> {
    let by = summary.breakdowns.as_ref().unwrap();
    by[dim].iter().map(|v: &ValueFigure| (v.value.name(), v.responses, v.score.value)).collect()
}

#[test]
fn a_series_has_no_gaps_and_each_point_is_what_a_summary_of_its_ends_gives() {
    let collector = Collector::new();
    // NOW is 2026-11-22T03:00:00Z: in Hanoi ten in the morning, in New York still the day before.
    for (n, (hours_ago, score)) in (0..).zip([(1, 9), (4, 0), (30, 10), (31, 10), (100, 7)]) {
        post(&collector, "nps", hours_ago * HOUR_MS, score, n, &json!({}));
    }
    let summary = collector.summary("nps", "?from=2026-11-17&to=2026-11-24&interval=day");
    assert_eq!(
        points(&summary),
        [
            ("2026-11-17", "2026-11-18", 1, Some(0.0)),
            ("2026-11-18", "2026-11-19", 0, None),
            ("2026-11-19", "2026-11-20", 0, None),
            ("2026-11-20", "2026-11-21", 2, Some(100.0)),
            ("2026-11-21", "2026-11-22", 1, Some(-100.0)),
            ("2026-11-22", "2026-11-23", 1, Some(100.0)),
            ("2026-11-23", "2026-11-24", 0, None),
        ]
    );
    assert_eq!((summary.change, summary.breakdowns), (None, None));
    for by in ["hour", "day", "week", "month"] {
        for tz in ["UTC", "Asia/Ho_Chi_Minh", "Asia/Kathmandu", "America/New_York", "-05:17"] {
            let query = format!("?from=2026-11-17&to=2026-11-24&interval={by}&tz={tz}");
            if (by, tz) == ("hour", "-05:17") {
                continue;
            }
            let whole = collector.summary("nps", &query);
            let series = whole.series.unwrap();
            assert_eq!(
                (series[0].start.as_str(), whole.asked.from.as_str()),
                ("2026-11-17", "2026-11-17")
            );
            assert_eq!(series.last().unwrap().end, "2026-11-24");
            assert!(series.windows(2).all(|pair| pair[0].end == pair[1].start));
            assert_eq!(series.iter().map(|p| p.responses).sum::<u64>(), whole.responses, "{query}");
            for point in series {
                let (from, to) = (point.start.replace('+', "%2B"), point.end.replace('+', "%2B"));
                let alone = collector.summary("nps", &format!("?from={from}&to={to}&tz={tz}"));
                let score = alone.score;
                assert_eq!(
                    (alone.responses, score.value),
                    (point.responses, point.score.value),
                    "{query}"
                );
                assert_eq!((score.low, score.high), (point.score.low, point.score.high), "{query}");
            }
        }
    }
}

#[test]
fn a_day_that_begins_within_a_quarter_of_an_hour_is_exact_too() {
    let collector = Collector::new();
    // NOW is 03:00 UTC; in this zone the day began 8 hours and 17 minutes before, at 18:43.
    let begun_ms = 8 * HOUR_MS + 17 * 60_000;
    for (n, (before_ms, score)) in (0..).zip([(60_000, 0), (1, 0), (0, 9), (-60_000, 9)]) {
        post(&collector, "nps", begun_ms + before_ms, score, n, &json!({}));
    }
    for _ in 0..2 {
        let query = "?from=2026-11-21&to=2026-11-23&tz=%2B05:17&interval=day";
        let summary = collector.summary("nps", query);
        let days = [
            ("2026-11-21", "2026-11-22", 2, Some(-100.0)),
            ("2026-11-22", "2026-11-23", 2, Some(100.0)),
        ];
        assert_eq!(points(&summary), days);
    }
}

#[test]
fn a_breakdown_names_each_value_with_its_score_most_responses_first() {
    let collector = Collector::new();
    let survey = json!({"kind": "nps", "attributes": ["plan"]});
    assert_eq!(collector.admin("PUT", "/v1/sites/demo/surveys/nps", &survey).status, 200);
    let of = |touchpoint: &str, plan: &str| {
        json!({"touchpoint": touchpoint, "page": "/done?x=1", "lang": "vi", "device": "phone",
               "attributes": {"plan": plan, "seat": "7"}})
    };
    for (n, score) in (0..).zip([9, 10, 0]) {
        post(&collector, "nps", DAY_MS, score, n, &of("checkout", "pro"));
    }
    for (n, score) in (10..).zip([9, 9]) {
        post(&collector, "nps", 3 * DAY_MS, score, n, &of("support", "free"));
        post(&collector, "nps", 3 * DAY_MS + 1, score, n, &of("cart", "pro"));
    }
    post(&collector, "nps", HOUR_MS, 7, 20, &json!({}));
    // What comes first is listed and kept, what comes then is read.
    assert_eq!(collector.summary("nps", "").responses, 8);
    let mut collector = half_an_hour_later(collector);
    for query in [
        "?breakdown=touchpoint,plan&breakdown=page",
        "?breakdown=plan&breakdown=touchpoint&breakdown=page&breakdown=page",
    ] {
        let summary = collector.summary("nps", query);
        assert_eq!(summary.breakdowns.as_ref().unwrap().len(), 3);
        let touchpoints = [
            (Some("checkout"), 3, Some(33.3)),
            (Some("cart"), 2, Some(100.0)),
            (Some("support"), 2, Some(100.0)),
            (None, 1, Some(0.0)),
        ];
        assert_eq!(values(&summary, "touchpoint"), touchpoints);
        assert_eq!(
            values(&summary, "page"),
            [(Some("/done"), 7, Some(71.4)), (None, 1, Some(0.0))]
        );
        let plans =
            [(Some("pro"), 5, Some(60.0)), (Some("free"), 2, Some(100.0)), (None, 1, Some(0.0))];
        assert_eq!(values(&summary, "plan"), plans);
        // Lists of a minute ago are not remembered any more.
        collector.pass_ms(60_000);
        collector.store.operations.borrow_mut().push("again".to_owned());
    }
    let operations = collector.store.operations.borrow().clone();
    let again = operations.split(|operation| operation == "again").nth(1).unwrap();
    let lists: Vec<&String> =
        again.iter().filter(|operation| operation.contains("list r:")).collect();
    assert_eq!(lists, ["list r:demo:nps:2026-11-22"]);
    // A day of Hanoi is a part of two of UTC.
    let day = collector
        .summary("nps", "?breakdown=lang,device&tz=Asia/Ho_Chi_Minh&from=2026-11-21&to=2026-11-22");
    assert_eq!(values(&day, "lang"), [(Some("vi"), 3, Some(33.3))]);
    assert_eq!(values(&day, "device"), [(Some("phone"), 3, Some(33.3))]);
    let nothing = collector.summary("nps", "?breakdown=lang&from=2026-01-01&to=2026-02-01");
    assert_eq!(values(&nothing, "lang"), []);
}

#[test]
fn an_attribute_that_is_declared_later_is_found_in_what_was_folded_before() {
    let collector = Collector::new();
    post(&collector, "ces", 5 * DAY_MS, 6, 1, &json!({"attributes": {"plan": "pro"}}));
    let collector = half_an_hour_later(collector);
    for dims in ["touchpoint", "page", "lang", "device"] {
        assert_eq!(collector.summary("ces", &format!("?breakdown={dims}")).responses, 1);
    }
    let reply =
        collector.admin("GET", "/v1/sites/demo/surveys/ces/summary?breakdown=plan", &Value::Null);
    assert_field(&reply, "?breakdown", "touchpoint, page, lang, device");
    let survey = json!({"kind": "ces", "attributes": ["plan"]});
    assert_eq!(collector.admin("PUT", "/v1/sites/demo/surveys/ces", &survey).status, 200);
    for _ in 0..2 {
        let summary = collector.summary("ces", "?breakdown=plan");
        assert_eq!(values(&summary, "plan"), [(Some("pro"), 1, Some(6.0))]);
        // One response has a mean, but no interval.
        let plan = &summary.breakdowns.unwrap()["plan"][0];
        assert_eq!((plan.score.low, plan.score.high), (None, None));
    }
}

#[test]
fn beyond_a_hundred_values_the_others_are_one_group() {
    let collector = Collector::new();
    for n in 0..130 {
        let more = json!({"page": format!("/p/{n:03}"), "touchpoint": "other"});
        post(&collector, "csat", HOUR_MS, if n < 110 { 5 } else { 1 }, n, &more);
    }
    let summary = collector.summary("csat", "?breakdown=page,touchpoint");
    let by = summary.breakdowns.unwrap();
    let page = &by["page"];
    assert_eq!(page.len(), 101);
    assert_eq!(page[99].value, BreakdownValue::Named("/p/099".to_owned()));
    let other = &page[100];
    assert_eq!((&other.value, other.responses), (&BreakdownValue::Other, 30));
    assert_eq!(other.score.value, Some(33.3));
    // A value of that name is a value.
    assert_eq!(by["touchpoint"][0].value, BreakdownValue::Named("other".to_owned()));
}

#[test]
fn a_change_is_told_with_its_interval_and_whether_it_is_more_than_chance() {
    let collector = Collector::new();
    let change = |query: &str| collector.summary("nps", query).change.unwrap();
    let week = "?from=2026-11-21&to=2026-11-23&compare=previous";
    let empty = change(week);
    assert_eq!((empty.value, empty.low, empty.high, empty.significant), (None, None, None, None));
    assert_eq!(empty.note.as_deref(), Some("small-sample"));
    assert_eq!((empty.from.as_str(), empty.to.as_str()), ("2026-11-19", "2026-11-21"));
    for n in 0..40 {
        post(&collector, "nps", HOUR_MS, if n < 36 { 10 } else { 0 }, n, &json!({}));
    }
    assert_eq!(change(week).value, None);
    for n in 100..109 {
        post(&collector, "nps", 3 * DAY_MS, 0, n, &json!({}));
    }
    let small = change(week);
    assert_eq!((small.value, small.significant), (Some(180.0), None));
    assert_eq!((small.verdict.as_str(), empty.verdict.as_str()), ("too-few", "none"));
    assert_eq!(small.note.as_deref(), Some("small-sample"));
    assert!(small.low.unwrap() > 0.0 && small.high.unwrap() <= 200.0);
    post(&collector, "nps", 3 * DAY_MS, 0, 110, &json!({}));
    let sure = change(week);
    assert_eq!(sure.verdict, "better");
    assert_eq!((sure.value, sure.significant, sure.note), (Some(180.0), Some(true), None));
    assert_eq!((sure.mean, sure.easy_percent), (None, None));
    // Any other range, of any length, in the time zone.
    let range = "?from=2026-11-21&to=2026-11-23&tz=Asia/Ho_Chi_Minh&compare=2026-11-01/2026-11-21";
    assert_eq!(change(range).value, Some(180.0));
    let instants = change(
        "?from=2026-11-20&to=2026-11-23&compare=2026-11-18T00:00:00Z/2026-11-20T00:00:00Z\
         &confidence=0.9",
    );
    assert_eq!(instants.from, "2026-11-18T00:00:00.000Z");
    assert_eq!(instants.value, Some(180.0));
    // Nobody has answered yet, which is no error.
    let future = change("?from=2026-11-21&to=2026-11-23&compare=2027-01-01/2027-02-01");
    assert_eq!((future.value, future.note.as_deref()), (None, Some("small-sample")));
    assert_eq!(future.verdict, "none");
}

#[test]
fn means_and_shares_are_told_with_their_change_too() {
    let collector = Collector::new();
    for n in 0..30 {
        post(&collector, "ces", HOUR_MS, 7, n, &json!({}));
        post(&collector, "ces", 3 * DAY_MS, if n < 20 { 2 } else { 5 }, 100 + n, &json!({}));
        post(&collector, "csat", HOUR_MS, 5, n, &json!({}));
        post(&collector, "csat", 3 * DAY_MS, 4, 100 + n, &json!({}));
    }
    let change = |survey: &str| {
        let query = "?from=2026-11-21&to=2026-11-23&compare=previous";
        collector.summary(survey, query).change.unwrap()
    };
    let ces = change("ces");
    let mean = ces.mean.unwrap();
    assert_eq!((mean.value, mean.low, mean.high), (ces.value, ces.low, ces.high));
    assert_eq!((ces.value, ces.significant, mean.significant), (Some(4.0), Some(true), Some(true)));
    let easy = ces.easy_percent.unwrap();
    assert_eq!((easy.value, easy.significant), (Some(66.7), Some(true)));
    assert!(easy.low.unwrap() > 0.0 && easy.high.unwrap() < 100.0);
    // As many are satisfied; they are more so.
    let csat = change("csat");
    assert_eq!((csat.value, csat.significant, csat.easy_percent), (Some(0.0), Some(false), None));
    assert_eq!((ces.verdict.as_str(), csat.verdict.as_str()), ("better", "no-difference"));
    let mean = csat.mean.unwrap();
    assert_eq!((mean.value, mean.significant), (Some(1.0), Some(true)));
    // Nobody in either period: all of it is there, and null.
    let none = collector.summary("ces", "?from=2025-11-21&to=2025-11-23&compare=previous");
    let none = none.change.unwrap();
    assert_eq!(
        (none.mean, none.easy_percent),
        (Some(Difference::default()), Some(Difference::default()))
    );
}

#[test]
fn a_comparison_of_periods_that_overlap_is_refused_and_the_overlap_named() {
    let collector = Collector::new();
    let whole = "?from=2026-11-10&to=2026-11-20";
    for (query, overlap) in [
        (format!("{whole}&compare=2026-11-10/2026-11-20"), "from 2026-11-10 to 2026-11-20"),
        (format!("{whole}&compare=2026-11-01/2026-11-11"), "from 2026-11-10 to 2026-11-11"),
        (format!("{whole}&compare=2026-11-12/2026-11-13"), "from 2026-11-12 to 2026-11-13"),
        (format!("{whole}&compare=2026-10-01/2027-01-01"), "from 2026-11-10 to 2026-11-20"),
        (
            format!("{whole}&compare=2026-11-19T23:59:59.999Z/2026-11-30"),
            "from 2026-11-19T23:59:59.999Z to 2026-11-20",
        ),
        (
            format!("{whole}&tz=America/New_York&compare=2026-11-20T04:00:00Z/2026-11-30"),
            "from 2026-11-20T04:00:00.000Z to 2026-11-20",
        ),
        (
            "?from=2026-10-01&to=2026-11-20&compare=month-earlier".to_owned(),
            "from 2026-10-01 to 2026-10-20",
        ),
        // Without a period of its own: the thirty days before today.
        ("?compare=2026-10-01/2026-11-01".to_owned(), "from 2026-10-23 to 2026-11-01"),
    ] {
        let address = format!("/v1/sites/demo/surveys/nps/summary{query}");
        let reply = collector.admin("GET", &address, &Value::Null);
        assert_field(&reply, "?compare", "previous");
        assert!(reply.body.contains(overlap), "{query} {}", reply.body);
    }
    let apart = ["2026-11-01/2026-11-10", "2026-11-20/2026-11-21", "previous", "year-earlier"];
    for other in apart {
        collector.summary("nps", &format!("{whole}&compare={other}"));
    }
}

#[test]
fn a_comparison_without_an_end_is_one_of_whole_days() {
    let collector = Collector::new();
    // NOW is 2026-11-22T03:00:00Z: in Hanoi, too, the 22nd is not over; in New York it is the 21st.
    for (query, current, other) in [
        ("?compare=previous", ("2026-10-23", "2026-11-22"), ("2026-09-23", "2026-10-23")),
        (
            "?compare=previous&from=2026-11-15&tz=Asia/Ho_Chi_Minh",
            ("2026-11-15", "2026-11-22"),
            ("2026-11-08", "2026-11-15"),
        ),
        (
            "?compare=previous&tz=America/New_York",
            ("2026-10-22", "2026-11-21"),
            ("2026-09-22", "2026-10-22"),
        ),
        (
            "?compare=month-earlier&from=2026-10-01&to=2026-11-01",
            ("2026-10-01", "2026-11-01"),
            ("2026-09-01", "2026-10-01"),
        ),
        (
            "?compare=year-earlier&from=2026-10-01&to=2026-11-01&tz=Asia/Ho_Chi_Minh",
            ("2026-10-01", "2026-11-01"),
            ("2025-10-01", "2025-11-01"),
        ),
        (
            "?compare=previous&from=2026-11-20&to=2026-11-23",
            ("2026-11-20", "2026-11-23"),
            ("2026-11-17", "2026-11-20"),
        ),
    ] {
        let summary = collector.summary("nps", query);
        let change = summary.change.unwrap();
        assert_eq!((summary.asked.from.as_str(), summary.asked.to.as_str()), current, "{query}");
        assert_eq!((change.from.as_str(), change.to.as_str()), other, "{query}");
    }
    // Without a comparison, today is in.
    assert_eq!(collector.summary("nps", "").asked.to, "2026-11-23");
    let today = "/v1/sites/demo/surveys/nps/summary?from=2026-11-22&compare=previous";
    assert_field(&collector.admin("GET", today, &Value::Null), "?to", "later");
}

#[test]
fn a_bad_parameter_is_named_with_what_is_allowed() {
    let collector = Collector::new();
    for (query, pointer, allowed) in [
        ("?interval=minute", "?interval", "hour, day, week, month, quarter or year"),
        ("?interval=hour&from=2026-01-01&to=2026-06-01", "?interval", "day, week, month"),
        ("?interval=day&interval=week", "?interval", ""),
        ("?by=day", "?by", "one of from, to, tz, interval, breakdown"),
        ("?dim=page", "?dim", "one of from, to, tz, interval, breakdown"),
        ("?breakdown=colour", "?breakdown", "touchpoint, page, lang, device"),
        ("?breakdown=page,", "?breakdown", "touchpoint"),
        ("?breakdown=", "?breakdown", "touchpoint"),
        ("?compare=last", "?compare", "2026-10-01/2026-11-01"),
        ("?compare=month-earlier&from=0001-01-01&to=0001-01-15", "?compare", "month-earlier"),
        ("?compare=2026-10-01/x", "?compare", "previous"),
        ("?compare=", "?compare", "previous"),
        ("?compare=2026-10-01/", "?compare", "previous"),
        ("?compare=2026-10-01/2026-09-01", "?compare", "previous"),
        ("?from=2026-11-01&to=2026-11-01&compare=previous", "?to", "later"),
        ("?compare=2026-10-01/2026-10-01", "?compare", "previous"),
        ("?compare=previous&from=0001-01-01", "?compare", "previous"),
        ("?interval=day&tz=%2B05:17&from=2026-01-01", "?interval", "15 minutes"),
    ] {
        let address = format!("/v1/sites/demo/surveys/nps/summary{query}");
        assert_field(&collector.admin("GET", &address, &Value::Null), pointer, allowed);
    }
}
