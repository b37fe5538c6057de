//! The summary over HTTP: figures, periods and time zones.

use crate::support::{Collector, NOW, assert_field, assert_problem, id_at, parsed, response, with};
use collector::testing::memory::MemoryStore;
use domain::{Instant, ResponseId};
use serde_json::{Value, json};
use wire::summary::{Counts, Progress};

fn post(collector: &Collector, survey: &str, scores: &[i64]) {
    for (n, score) in (1..).zip(scores) {
        assert_eq!(collector.post(&response(survey, *score, n).to_string()).status, 201);
    }
}

fn counts(pairs: &[(&str, u64)]) -> Counts {
    Counts(pairs.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect())
}

#[test]
fn the_nps_of_known_responses_is_known() {
    let collector = Collector::new();
    post(&collector, "nps", &[10, 9, 9, 9, 9, 10, 10, 7, 8, 0]);
    let summary = collector.summary("nps", "");
    assert_eq!((summary.score.value, summary.score.method.as_str()), (Some(60.0), "adjusted-wald"));
    assert_eq!((summary.score.confidence, &summary.mean, summary.is_final), (0.95, &None, true));
    assert!(summary.score.low.unwrap() < 60.0 && summary.score.high.unwrap() > 60.0);
    assert_eq!(summary.groups, counts(&[("detractor", 1), ("passive", 2), ("promoter", 7)]));
    assert_eq!(
        (summary.responses, summary.counts.get("9"), summary.counts.get("1")),
        (10, Some(4), Some(0))
    );
    let names: Vec<String> = summary.counts.0.into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, (0..=10).map(|n| n.to_string()).collect::<Vec<_>>());
    assert_eq!((summary.asked.good.as_str(), summary.progress), ("high", None));
}

#[test]
fn ces_and_csat_have_their_own_figures() {
    let collector = Collector::new();
    post(&collector, "ces", &[7, 6, 5, 1]);
    post(&collector, "csat", &[5, 5, 2]);
    let ces = collector.summary("ces", "?confidence=0.9");
    assert_eq!((ces.score.value, ces.score.method.as_str()), (Some(4.75), "adjusted-t"));
    assert_eq!((ces.mean, ces.score.confidence), (Some(Some(ces.score.clone())), 0.9));
    let easy = ces.easy_percent.unwrap();
    assert_eq!((easy.value, easy.method.as_str(), easy.confidence), (Some(75.0), "wilson", 0.9));
    assert_eq!(ces.groups, counts(&[("hard", 1), ("neutral", 0), ("easy", 3)]));
    let csat = collector.summary("csat", "");
    assert_eq!((csat.score.value, csat.score.method.as_str()), (Some(66.7), "wilson"));
    assert_eq!(csat.easy_percent, None);
    let mean = csat.mean.flatten().unwrap();
    assert_eq!(
        (mean.value, mean.method.as_str(), mean.confidence),
        (Some(4.0), "adjusted-t", 0.95)
    );
    assert!(mean.low.unwrap() < 4.0 && mean.high.unwrap() > 4.0);
}

#[test]
fn whatever_fewer_than_ten_answered_says_so() {
    let collector = Collector::new();
    let note = |figure: &Value| figure["note"].as_str().map(str::to_owned);
    for (n, expected) in [(0, Some("small-sample")), (9, Some("small-sample")), (10, None)] {
        for (survey, score) in [("nps", 9), ("ces", 6), ("csat", 4)] {
            post(&collector, survey, &vec![score; n]);
            let address = format!(
                "/v1/sites/demo/surveys/{survey}/summary?interval=month&breakdown=device&from=2026-11-01\
                 &to=2026-12-01"
            );
            let reply = collector.admin("GET", &address, &Value::Null);
            let summary: Value = serde_json::from_str(&reply.body).unwrap();
            assert_eq!(note(&summary["score"]).as_deref(), expected, "{n} {summary}");
            assert_eq!(note(&summary["series"][0]["score"]).as_deref(), expected, "{n} {summary}");
            // Without responses, there is no value to speak of.
            let by = summary["breakdowns"]["device"].as_array().unwrap();
            assert_eq!(by.len(), n.min(1));
            assert!(
                by.iter().all(|value| note(&value["score"]).as_deref() == expected),
                "{n} {summary}"
            );
            let mean = summary.get("mean");
            match (survey, n) {
                ("nps", _) => assert_eq!(mean, None),
                (_, 0) => assert_eq!(mean, Some(&Value::Null), "null, and not absent"),
                _ => {
                    let mean = mean.unwrap();
                    assert_eq!(note(mean).as_deref(), expected, "{n} {mean}");
                    assert!(mean["low"].as_f64() < mean["value"].as_f64(), "{mean}");
                    assert!(mean["high"].as_f64() > mean["value"].as_f64(), "{mean}");
                }
            }
            if survey == "ces" {
                assert_eq!(note(&summary["easy_percent"]).as_deref(), expected, "{n} {summary}");
            }
        }
    }
}

#[test]
fn ten_sevens_are_no_certainty() {
    let collector = Collector::new();
    post(&collector, "ces", &[7; 10]);
    let score = collector.summary("ces", "").score;
    assert_eq!((score.value, score.low, score.high), (Some(7.0), Some(5.3), Some(7.0)));
}

#[test]
fn a_survey_without_responses_has_no_figures_and_that_is_no_error() {
    let collector = Collector::new();
    for survey in ["nps", "ces", "csat"] {
        let summary = collector.summary(survey, "");
        assert_eq!((summary.responses, summary.comments), (0, 0));
        assert_eq!(summary.mean, (survey != "nps").then_some(None));
        let score = summary.score;
        assert_eq!((score.value, score.low, score.high), (None, None, None));
    }
}

#[test]
fn a_day_is_one_of_the_time_zone_asked_for() {
    let collector = Collector::new();
    // 2026-11-21T17:00:00Z is midnight in Hanoi.
    let midnight = Instant::from_unix_ms(NOW.unix_ms() - 10 * 60 * 60 * 1_000);
    for (n, (offset_ms, score)) in (0..).zip([(-1, 0), (0, 9)]) {
        let id = id_at(midnight.plus_ms(offset_ms), n);
        let body = with(response("nps", score, n), "id", json!(id));
        assert_eq!(collector.post(&body.to_string()).status, 201);
    }
    let value = |query: &str| collector.summary("nps", query).score.value;
    for tz in ["Asia/Ho_Chi_Minh", "%2B07:00", "+07:00"] {
        assert_eq!(value(&format!("?tz={tz}&from=2026-11-21&to=2026-11-22")), Some(-100.0));
        assert_eq!(value(&format!("?tz={tz}&from=2026-11-22&to=2026-11-23")), Some(100.0));
    }
    assert_eq!(value("?from=2026-11-21&to=2026-11-22"), Some(0.0));
    assert_eq!(value("?from=2026-11-22&to=2026-11-23"), None);
    assert_eq!(value("?from=2026-11-21T17:00:00Z&to=2026-11-21T17:00:00.001Z"), Some(100.0));
    assert_eq!(value("?from=2026-11-21T16:59:59.999Z&to=2026-11-21T17:00:00Z"), Some(-100.0));
    let named = collector.summary("nps", "?tz=asia/ho_chi_minh&from=2026-11-21");
    assert_eq!((named.asked.from.as_str(), named.asked.to.as_str()), ("2026-11-21", "2026-11-23"));
    assert_eq!(named.asked.tz, "Asia/Ho_Chi_Minh");
}

#[test]
fn whatever_was_accepted_is_in_at_once_even_when_its_clock_is_ahead() {
    let collector = Collector::new();
    let id = id_at(NOW.plus_ms(5 * 60 * 1_000), 1);
    let body = with(response("nps", 9, 1), "id", json!(id));
    assert_eq!(collector.post(&body.to_string()).status, 201);
    assert_eq!(collector.summary("nps", "").responses, 1);
}

#[test]
fn a_month_is_read_with_a_handful_of_lists_and_but_two_a_minute_thereafter() {
    let mut collector = Collector::new();
    post(&collector, "nps", &[9; 20]);
    for (passed_ms, n_expected) in [(0, 5), (0, 0), (59_999, 0), (1, 2), (60_000, 2)] {
        collector.pass_ms(passed_ms);
        collector.store.operations.borrow_mut().clear();
        assert_eq!(collector.summary("nps", "").responses, 20);
        let operations = collector.store.operations.borrow();
        let n_lists = operations.iter().filter(|operation| operation.starts_with("list")).count();
        assert_eq!(n_lists, n_expected, "{operations:?}");
    }
}

#[test]
fn pages_of_any_size_add_up_to_the_same() {
    for page_max in [1, 2, 7, 1_000] {
        let collector = Collector::with_store(MemoryStore::with_pages_of(page_max));
        post(&collector, "nps", &[9, 9, 0, 8, 10, 3, 7]);
        let summary = collector.summary("nps", "");
        assert_eq!((summary.responses, summary.score.value), (7, Some(14.3)));
    }
}

#[test]
fn more_than_one_request_may_read_is_said_and_not_guessed() {
    let collector = Collector::with_store(MemoryStore::with_pages_of(5));
    let ids: Vec<String> =
        (0..1_000).map(|n| id_at(NOW.plus_ms(-i64::from(n) * 61_000), n)).collect();
    for (n, id) in (0..).zip(&ids) {
        // Each comes at its time.
        collector.runtime.clock_ahead_ms.replace(-i64::from(n) * 61_000);
        let body = with(response("nps", 9, n), "id", json!(id));
        assert_eq!(collector.post(&body.to_string()).status, 201);
    }
    collector.runtime.clock_ahead_ms.replace(0);
    let query = "?interval=day&compare=previous";
    let address = format!("/v1/sites/demo/surveys/nps/summary{query}");
    let reply: Value = parsed(&collector.admin("GET", &address, &Value::Null));
    let progress: Progress = serde_json::from_value(reply["progress"].clone()).unwrap();
    let given = |id: &String| ResponseId::parse(id).unwrap().instant().unix_ms();
    let n_before = |progress: &Progress| {
        let reached: jiff::Timestamp = progress.folded_to.parse().unwrap();
        ids.iter().filter(|id| given(id) < reached.as_millisecond()).count() as u64
    };
    assert_eq!((&reply["final"], progress.responses), (&json!(false), n_before(&progress)));
    assert!((200..1_000).contains(&progress.responses), "{progress:?}");
    assert!(progress.share > 0.9 && progress.share < 1.0, "{progress:?}");
    // Nothing looks like a result.
    let figures = ["responses", "comments", "score", "groups", "counts", "change", "series"];
    for name in figures {
        assert_eq!(reply.get(name), Some(&Value::Null), "{name}");
    }
    let by_page = "/v1/sites/demo/surveys/nps/summary?breakdown=page";
    let by_page: Value = parsed(&collector.admin("GET", by_page, &Value::Null));
    assert_eq!((&by_page["final"], by_page.get("breakdowns")), (&json!(false), Some(&Value::Null)));
    // Who asks for it sees what there is.
    let part = collector.summary("nps", &format!("{query}&partial=true"));
    let progress = part.progress.unwrap();
    assert_eq!((part.is_final, part.responses), (false, n_before(&progress)));
    assert_eq!((progress.responses, part.score.value), (part.responses, Some(100.0)));
    assert_eq!(part.change.unwrap().note.as_deref(), Some("not-final"));
    assert_field(
        &collector.admin("GET", &format!("{address}&partial=yes"), &Value::Null),
        "?partial",
        "true or false",
    );
}

#[test]
fn a_response_that_lost_its_metadata_still_counts() {
    let collector = Collector::new();
    let body = with(response("nps", 9, 1), "comment", json!("Tốt"));
    assert_eq!(collector.post(&body.to_string()).status, 201);
    let restored = Collector::new();
    pollster::block_on(async {
        use collector::store::{
            Entry, Store,
            keys::{Key, Rank},
        };
        let (_, value) = collector
            .store
            .memory
            .entries()
            .into_iter()
            .find(|(k, _)| k.starts_with("r:"))
            .unwrap();
        let id = domain::ResponseId::parse(&id_at(NOW, 1)).unwrap();
        let (site, survey) =
            (domain::SiteId::parse("demo").unwrap(), domain::SurveyId::parse("nps").unwrap());
        let key = Key::response(&site, &survey, id, Rank::FinishedCommented);
        restored.store.memory.put(&key, Entry::of(&value)).await.unwrap();
    });
    assert_eq!(restored.summary("nps", ""), collector.summary("nps", ""));
    assert_eq!(restored.summary("nps", "").comments, 1);
}

#[test]
fn a_bad_parameter_is_named_and_what_means_nothing_is_refused() {
    let collector = Collector::new();
    for (query, pointer) in [
        ("?from=yesterday", "?from"),
        ("?to=2026-02-30", "?to"),
        ("?from=2026-11-02&to=2026-11-01", "?to"),
        ("?tz=Mars%2FOlympus", "?tz"),
        ("?confidence=0.97", "?confidence"),
        ("?form=2026-11-01", "?form"),
        ("?from=2026-11-01&from=2026-11-02", "?from"),
    ] {
        let address = format!("/v1/sites/demo/surveys/nps/summary{query}");
        assert_field(&collector.admin("GET", &address, &Value::Null), pointer, "");
    }
}

#[test]
fn a_store_that_can_not_be_read_gives_no_summary_rather_than_a_wrong_one() {
    let collector = Collector::new();
    post(&collector, "nps", &[9]);
    *collector.store.is_unreadable.borrow_mut() = true;
    let reply = collector.admin("GET", "/v1/sites/demo/surveys/nps/summary", &Value::Null);
    assert_problem(&reply, 503, "store-busy");
}
