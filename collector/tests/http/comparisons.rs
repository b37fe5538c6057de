//! Drag and comparison of a breakdown's values, power and targets over HTTP.

use serde_json::{Value, json};
use wire::summary::{Summary, ValueFigure};

use crate::support::{Collector, NOW, assert_field, id_at, parsed, response, with};
use collector::testing::memory::MemoryStore;

use domain::HOUR_MS;

/// Posts so many responses of a score from a touchpoint; without a name, from none.
#[track_caller]
fn post(collector: &Collector, survey: &str, touchpoint: &str, counts: &[(i64, u32)], first: u32) {
    let scores = counts.iter().flat_map(|(score, n)| (0..*n).map(move |_| *score));
    for (n, score) in (first..).zip(scores) {
        let mut body =
            with(response(survey, score, n), "id", json!(id_at(NOW.plus_ms(-HOUR_MS), n)));
        if !touchpoint.is_empty() {
            body = with(body, "touchpoint", json!(touchpoint));
        }
        let reply = collector.post(&body.to_string());
        assert_eq!(reply.status, 201, "{}", reply.body);
    }
}

#[track_caller]
fn value<'a>(summary: &'a Summary, dim: &str, name: Option<&str>) -> &'a ValueFigure {
    let values = &summary.breakdowns.as_ref().unwrap()[dim];
    values.iter().find(|one| one.value.name() == name).unwrap()
}

#[track_caller]
fn raw(collector: &Collector, survey: &str, query: &str) -> Value {
    let address = format!("/v1/sites/demo/surveys/{survey}/summary{query}");
    let reply = collector.admin("GET", &address, &Value::Null);
    assert_eq!(reply.status, 200, "{}", reply.body);
    parsed(&reply)
}

#[test]
fn a_drag_is_the_score_of_all_minus_the_score_without_the_value() {
    let collector = Collector::new();
    // 60 promoters; 40 of whom half are detractors; 20 passives of no touchpoint.
    post(&collector, "nps", "home", &[(10, 60)], 0);
    post(&collector, "nps", "checkout", &[(9, 20), (3, 20)], 1_000);
    post(&collector, "nps", "", &[(7, 20)], 2_000);
    let summary = collector.summary("nps", "?breakdown=touchpoint");
    // (80 − 20) / 120.
    assert_eq!(summary.score.value, Some(50.0));
    let checkout = value(&summary, "touchpoint", Some("checkout"));
    // Without it 60 / 80 = 75; it has 0, the others 75.
    let drag = checkout.drag.as_ref().unwrap();
    assert_eq!(drag.value, -25.0);
    let difference = &checkout.comparison.difference;
    assert_eq!(difference.value, Some(-75.0));
    assert_eq!(checkout.comparison.verdict, "worse");
    // A third of the responses: a third of the difference, and of its interval.
    assert!((difference.low.unwrap() / 3.0 - drag.low.unwrap()).abs() < 0.06);
    assert!((difference.high.unwrap() / 3.0 - drag.high.unwrap()).abs() < 0.06);
    assert!(drag.low.unwrap() < -25.0 && drag.high.unwrap() < 0.0);
    let home = value(&summary, "touchpoint", Some("home"));
    // (20 − 20) / 60 without it.
    assert_eq!(home.drag.as_ref().unwrap().value, 50.0);
    assert_eq!((home.comparison.verdict.as_str(), home.comparison.p_value), ("better", Some(1e-6)));
    // Responses without a touchpoint are compared, too: 0 beside 60 of 100.
    let none = value(&summary, "touchpoint", None);
    assert_eq!(none.drag.as_ref().unwrap().value, -10.0);
    assert_eq!(none.comparison.difference.value, Some(-60.0));
    // The values come in the order of their responses, as before.
    let order: Vec<u64> =
        summary.breakdowns.as_ref().unwrap()["touchpoint"].iter().map(|v| v.responses).collect();
    assert_eq!(order, [60, 40, 20]);
    // No other dimension has more than one value here: nothing to compare it with.
    let summary = raw(&collector, "nps", "?breakdown=lang");
    let alone = &summary["breakdowns"]["lang"][0];
    assert_eq!((&alone["responses"], &alone["drag"]), (&json!(120), &Value::Null));
    let nothing = json!({"value": null, "low": null, "high": null});
    assert_eq!(
        alone["comparison"],
        json!({"verdict": "none", "difference": nothing, "p_value": null})
    );
}

#[test]
fn a_value_that_alone_would_stand_out_does_not_among_many() {
    let collector = Collector::new();
    post(&collector, "csat", "search", &[(5, 26), (1, 14)], 0);
    post(&collector, "csat", "page-0", &[(5, 33), (1, 7)], 1_000);
    let two = collector.summary("csat", "?breakdown=touchpoint&confidence=0.9");
    let search = value(&two, "touchpoint", Some("search"));
    // 65 % beside 82.5 %: as two periods would be compared.
    assert_eq!(search.comparison.difference.value, Some(-17.5));
    assert_eq!(search.comparison.verdict, "worse");
    assert!(search.comparison.p_value.unwrap() <= 0.1);
    let p_of_two = search.comparison.p_value.unwrap();
    // Its mirror image.
    let other = value(&two, "touchpoint", Some("page-0"));
    assert_eq!(
        (other.comparison.verdict.as_str(), other.comparison.p_value),
        ("better", Some(p_of_two))
    );
    // Six more that are alike: the same difference, and one of eight.
    for n in 1..7 {
        post(&collector, "csat", &format!("page-{n}"), &[(5, 33), (1, 7)], 1_000 + 100 * n);
    }
    let eight = collector.summary("csat", "?breakdown=touchpoint&confidence=0.9");
    let search = value(&eight, "touchpoint", Some("search"));
    assert_eq!(search.comparison.difference.value, Some(-17.5));
    assert_eq!(search.comparison.verdict, "no-difference");
    let difference = &search.comparison.difference;
    assert!(difference.low.unwrap() < -17.5 && difference.high.unwrap() > 0.0);
    // 257 of 320 are 80.3 %, and 82.5 % without it.
    assert_eq!(search.drag.as_ref().unwrap().value, -2.2);
}

#[test]
fn fewer_than_ten_are_not_compared_and_count_for_nothing() {
    let collector = Collector::new();
    post(&collector, "ces", "a", &[(6, 20), (5, 20)], 0);
    post(&collector, "ces", "b", &[(3, 20), (4, 20)], 100);
    let before = collector.summary("ces", "?breakdown=touchpoint");
    let b = value(&before, "touchpoint", Some("b"));
    // 3.5 beside 5.5.
    assert_eq!(b.comparison.difference.value, Some(-2.0));
    assert_eq!((b.comparison.verdict.as_str(), b.drag.as_ref().unwrap().value), ("worse", -1.0));
    post(&collector, "ces", "c", &[(1, 9)], 200);
    post(&collector, "ces", "d", &[(1, 1)], 300);
    let summary = collector.summary("ces", "?breakdown=touchpoint");
    let c = value(&summary, "touchpoint", Some("c"));
    assert_eq!((c.comparison.verdict.as_str(), c.comparison.p_value), ("too-few", None));
    // 1 beside (40 · 5.5 + 40 · 3.5 + 1) / 81 = 4.46.
    assert_eq!(c.comparison.difference.value, Some(-3.46));
    assert!(c.drag.is_some());
    // One response has a difference, and no interval.
    let d = value(&summary, "touchpoint", Some("d"));
    let difference = &d.comparison.difference;
    assert!(difference.value.is_some() && difference.low.is_none() && difference.high.is_none());
    assert_eq!(d.drag.as_ref().unwrap().low, None);
    // Nobody at all: no value, so none is compared.
    let nothing = raw(&collector, "nps", "?breakdown=touchpoint");
    assert_eq!(nothing["breakdowns"]["touchpoint"], json!([]));
}

#[test]
fn values_that_are_not_named_are_compared_as_one() {
    let collector = Collector::new();
    for n in 0..115_u32 {
        let score = if n < 100 { 10 } else { 0 };
        let body = with(response("nps", score, n), "page", json!(format!("/p/{n:03}")));
        assert_eq!(collector.post(&body.to_string()).status, 201);
    }
    let summary = raw(&collector, "nps", "?breakdown=page");
    let pages = summary["breakdowns"]["page"].as_array().unwrap();
    let other = pages.last().unwrap();
    assert_eq!((&other["other"], &other["responses"]), (&json!(true), &json!(15)));
    assert_eq!(other["comparison"]["verdict"], "worse");
    assert_eq!(other["comparison"]["difference"]["value"], -200.0);
    assert_eq!(pages[0]["comparison"]["verdict"], "too-few");
}

#[test]
fn power_says_how_many_responses_tell_a_change() {
    let collector = Collector::new();
    let power = |survey: &str, query: &str| raw(&collector, survey, query)["power"].clone();
    let none = json!({"difference": 10.0, "responses_needed": null, "more_responses": null});
    assert_eq!(power("csat", "?power=10"), none);
    assert_eq!(power("csat", ""), Value::Null);
    post(&collector, "csat", "", &[(5, 50), (1, 50)], 0);
    // Half of them satisfied, then 60 %: 7.85 · (0.25 + 0.24) / 0.01 = 385, as in every textbook.
    let needed = power("csat", "?power=10");
    assert_eq!(needed, json!({"difference": 10.0, "responses_needed": 390, "more_responses": 290}));
    // A smaller change and more confidence take more.
    assert_eq!(power("csat", "?power=5")["responses_needed"], 1_600);
    assert_eq!(power("csat", "?power=10&confidence=0.99")["responses_needed"], 580);
    // Enough of them are there already: none is lacking.
    assert_eq!(power("csat", "?power=30")["more_responses"], 0);
    assert_eq!(power("csat", "?power=49.5")["responses_needed"], 11);
    // From 50 nothing is 60 points away.
    assert_eq!(power("csat", "?power=60")["responses_needed"], Value::Null);
    for (survey, power, allowed) in [
        ("nps", "0", "above 0 to 200, at most one decimal"),
        ("nps", "201", "above 0 to 200"),
        ("nps", "1.25", "one decimal"),
        ("nps", "-5", "above 0"),
        ("nps", "1e1", "above 0"),
        ("nps", "", "above 0"),
        ("nps", ".5", "above 0"),
        ("nps", "NaN", "above 0"),
        ("ces", "6.01", "above 0 to 6, at most two decimals"),
        ("csat", "100.5", "above 0 to 100"),
    ] {
        let address = format!("/v1/sites/demo/surveys/{survey}/summary?power={power}");
        assert_field(&collector.admin("GET", &address, &Value::Null), "?power", allowed);
    }
}

#[test]
fn a_target_is_kept_with_the_survey_and_its_verdict_is_in_the_summary() {
    let collector = Collector::new();
    let address = "/v1/sites/demo/surveys/nps";
    let set = |target: Value| {
        let reply = collector.admin("PUT", address, &json!({"kind": "nps", "target": target}));
        assert_eq!(reply.status, 200, "{}", reply.body);
        parsed::<Value>(&reply)
    };
    let target = || raw(&collector, "nps", "")["target"].clone();
    assert_eq!(target(), Value::Null);
    let version =
        parsed::<Value>(&collector.admin("GET", address, &Value::Null))["version"].clone();
    let changed = set(json!(40));
    // It is part of the definition, so a change makes a version; the same again makes none.
    assert_eq!(changed["definition"]["target"], 40.0);
    assert_eq!(changed["version"], version.as_u64().unwrap() + 1);
    assert_eq!(set(json!(40.0))["version"], changed["version"]);
    let told = |verdict: &str| json!({"value": 40.0, "verdict": verdict, "more_responses": null});
    assert_eq!(target(), told("none"));
    post(&collector, "nps", "", &[(10, 9)], 0);
    assert_eq!(target(), told("too-few"));
    // 41 promoters, 4 passives and 15 detractors: 43.3 [20.0, 62.6], too wide to say.
    post(&collector, "nps", "", &[(10, 32), (7, 4), (0, 15)], 100);
    let open = target();
    assert_eq!((&open["verdict"], &open["value"]), (&json!("open"), &json!(40.0)));
    // 7.85 · variance 7,456 / 3.33² = 5,270 in all.
    let more = open["more_responses"].as_u64().unwrap();
    assert!((5_000..=5_500).contains(&more), "{more}");
    set(json!(15));
    assert_eq!(target()["verdict"], "reached");
    assert_eq!(target()["more_responses"], Value::Null);
    set(json!(70.5));
    assert_eq!(target()["verdict"], "missed");
    set(Value::Null);
    assert_eq!(target(), Value::Null);
    let refused = collector.admin("PUT", address, &json!({"kind": "nps", "target": 101}));
    assert_field(&refused, "/target", "from -100 to 100");
    let refused =
        collector.admin("PUT", "/v1/sites/demo/surveys/ces", &json!({"kind": "ces", "target": 0}));
    assert_field(&refused, "/target", "from 1 to 7");
}

#[test]
fn the_visitors_form_has_nothing_of_a_target() {
    let collector = Collector::new();
    let survey = json!({"kind": "csat", "target": 82.5});
    assert_eq!(collector.admin("PUT", "/v1/sites/demo/surveys/csat", &survey).status, 200);
    let form = collector.get("/v1/form/demo/csat?lang=en");
    assert!(!form.body.contains("target") && !form.body.contains("82.5"), "{}", form.body);
    // A backup has it.
    let backup = collector.admin("GET", "/v1/sites/demo/backup", &Value::Null);
    assert!(backup.body.contains("\"target\":82.5"), "{}", backup.body);
}

#[test]
fn nothing_is_compared_nor_planned_while_responses_are_not_counted() {
    let collector = Collector::with_store(MemoryStore::with_pages_of(5));
    let survey = json!({"kind": "nps", "target": -20});
    assert_eq!(collector.admin("PUT", "/v1/sites/demo/surveys/nps", &survey).status, 200);
    for n in 0..1_000_u32 {
        let ago_ms = i64::from(n) * 400_000;
        collector.runtime.clock_ahead_ms.replace(-ago_ms);
        let body = with(
            response("nps", if n % 2 == 0 { 9 } else { 0 }, n),
            "id",
            json!(id_at(NOW.plus_ms(-ago_ms), n)),
        );
        let body = with(body, "touchpoint", json!(if n % 2 == 0 { "home" } else { "checkout" }));
        assert_eq!(collector.post(&body.to_string()).status, 201);
    }
    collector.runtime.clock_ahead_ms.replace(0);
    let query = "?breakdown=touchpoint&power=10";
    let pending = raw(&collector, "nps", query);
    assert_eq!(pending["final"], false);
    for name in ["breakdowns", "power", "target"] {
        assert_eq!(pending.get(name), Some(&Value::Null), "{name}");
    }
    let part = raw(&collector, "nps", &format!("{query}&partial=true"));
    assert_eq!(part["final"], false);
    let power = json!({"difference": 10.0, "responses_needed": null, "more_responses": null});
    assert_eq!(part["power"], power);
    let target = json!({"value": -20.0, "verdict": "not-final", "more_responses": null});
    assert_eq!(part["target"], target);
    let values = part["breakdowns"]["touchpoint"].as_array().unwrap();
    let nothing = json!({"value": null, "low": null, "high": null});
    assert_eq!(values.len(), 2);
    for value in values {
        assert!(value["score"]["value"].is_number());
        let comparison = json!({"verdict": "not-final", "difference": nothing, "p_value": null});
        assert_eq!((&value["drag"], &value["comparison"]), (&Value::Null, &comparison));
    }
}
