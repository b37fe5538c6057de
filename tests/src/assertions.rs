//! Assertions on replies and summaries. They are in one place, so that all failures look alike.

use domain::{Kind, Score};
use wire::{
    problem::{PROBLEM_MEDIA_TYPE, Problem},
    summary::Summary,
};

use crate::{browser::Browser, clock::wait_for, collector::Collector, http::Reply};

/// Asserts that the reply is a problem of that status and name (without `urn:hearby:problem:`).
#[track_caller]
pub fn assert_problem(reply: &Reply, status: u16, name: &str) -> Problem {
    let text = reply.text();
    assert_eq!(reply.status, status, "{text}");
    let media_type = reply.header("content-type");
    assert!(media_type.starts_with(PROBLEM_MEDIA_TYPE), "{media_type}: {text}");
    let problem: Problem =
        serde_json::from_slice(&reply.body).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(problem.kind, format!("urn:hearby:problem:{name}"), "{text}");
    assert_eq!(problem.status, status, "status in the body: {text}");
    assert!(!problem.title.is_empty(), "no title: {text}");
    problem
}

/// Asserts that the reply is a problem of invalid fields, and names this field and these allowed
/// values.
#[track_caller]
pub fn assert_field_problem(reply: &Reply, status: u16, name: &str, pointer: &str, allowed: &str) {
    let problem = assert_problem(reply, status, name);
    let named = problem.errors.iter().any(|e| e.pointer == pointer && e.allowed.contains(allowed));
    assert!(named, "no {pointer:?} with {allowed:?} allowed in {:?}", problem.errors);
}

/// Asserts that the summary counts exactly these scores, each as often as it is in the list.
#[track_caller]
pub fn assert_scores(summary: &Summary, scores: &[u8]) {
    let kind = Kind::parse(&summary.asked.kind).expect("a kind");
    let times = |value: u8| scores.iter().filter(|score| **score == value).count() as u64;
    let counts: Vec<(String, u64)> =
        kind.scale().values().map(|value| (value.to_string(), times(value))).collect();
    assert_eq!(summary.counts.0, counts);
    let groups: Vec<(String, u64)> = kind
        .groups()
        .into_iter()
        .map(|group| {
            let is_in =
                |score: &&u8| Score::new(kind, i64::from(**score)).unwrap().group() == group;
            (group.as_str().to_owned(), scores.iter().filter(is_in).count() as u64)
        })
        .collect();
    assert_eq!(summary.groups.0, groups);
    assert_eq!(summary.responses, scores.len() as u64);
    assert!(summary.is_final, "not everything is folded in");
    assert_eq!(summary.score.value.is_none(), scores.is_empty(), "{:?}", summary.score);
}

/// Waits until the collector has taken the page's response. Asserts that it has one response, with
/// this comment, and that neither the page nor its console reports an error of ours. `page` names
/// the page in a failure.
#[track_caller]
pub fn assert_answered_once(browser: &Browser, collector: &Collector, comment: &str, page: &str) {
    let recorded = wait_for("answer to be taken", || {
        Some(browser.recorded()).filter(|recorded| recorded.events().contains(&"sent"))
    });
    assert_eq!(recorded.events(), ["shown", "answered", "sent"], "{page}");
    assert_eq!(recorded.posted().len(), 1, "{page}");
    assert_eq!(recorded.posted()[0]["comment"], comment, "{page}");
    let ours: Vec<String> = recorded
        .complaints()
        .into_iter()
        .filter(|text| text.contains(&collector.url()) || text.contains("hearby"))
        .collect();
    assert_eq!(ours, [""; 0], "{page}");
}
