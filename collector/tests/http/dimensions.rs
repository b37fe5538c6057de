//! Touchpoints, pages and attributes as figures name them: decoded, composed, never merged.

use serde_json::{Value, json};

use crate::support::{ADMIN, Collector, NOW, parsed, request, response, with};
use collector::runtime::secret::Secret;

const RESPONSES: &str = "/v1/sites/demo/surveys/nps/responses";

/// The values of a dimension of all responses, in their order.
#[track_caller]
fn values(collector: &Collector, dim: &str) -> Vec<Option<String>> {
    let summary = collector.summary("nps", &format!("?breakdown={dim}"));
    let by = summary.breakdowns.unwrap();
    let mut values: Vec<Option<String>> =
        by[dim].iter().map(|one| one.value.name().map(str::to_owned)).collect();
    values.sort();
    values
}

fn post(collector: &Collector, n: u32, field: &str, value: &str) {
    let body = with(response("nps", 9, n), field, json!(value));
    let reply = collector.post(&body.to_string());
    assert_eq!(reply.status, 201, "{}", reply.body);
}

#[test]
fn thai_paths_that_differ_far_behind_are_two_pages_in_thai() {
    let collector = Collector::new();
    let path = |end: &str| format!("/{}{end}", "%E0%B8%AA".repeat(60));
    for (n, page) in
        [path(""), path("%E0%B8%81"), "/%E0%B8%AA%E0%B8%B5".to_owned()].iter().enumerate()
    {
        post(&collector, u32::try_from(n).unwrap(), "page", page);
    }
    let pages = values(&collector, "page");
    assert_eq!(pages.len(), 3, "{pages:?}");
    let long = format!("/{}~", "ส".repeat(34));
    assert_eq!(pages.iter().filter(|page| page.as_ref().unwrap().starts_with(&long)).count(), 2);
    assert!(pages.contains(&Some("/สี".to_owned())), "{pages:?}");
    // A response has the same text as its figure.
    let list = collector.admin("GET", RESPONSES, &Value::Null).body;
    for page in pages.iter().flatten() {
        assert!(list.contains(&format!("\"page\":\"{page}\"")), "{page} {list}");
    }
}

#[test]
fn letters_are_the_same_however_they_were_typed() {
    let collector = Collector::new();
    for (n, touchpoint) in [(0, "thanh toa\u{301}n"), (1, "thanh toán")] {
        post(&collector, n, "touchpoint", touchpoint);
    }
    assert_eq!(values(&collector, "touchpoint"), [Some("thanh toán".to_owned())]);
    for (n, page) in [(2, "/toa%CC%81n"), (3, "/to%C3%A1n"), (4, "/to\u{e1}n")] {
        post(&collector, n, "page", page);
    }
    assert_eq!(values(&collector, "page"), [None, Some("/toán".to_owned())]);
}

#[test]
fn a_restore_keeps_a_page_as_an_earlier_release_kept_it() {
    let collector = Collector::new();
    post(&collector, 0, "page", "/x");
    let backup = collector.admin("GET", "/v1/sites/demo/backup", &Value::Null).body;
    let kept = format!("/{}%E0", "%E0%B8%AA".repeat(21));
    let old = backup.replace("\"page\":\"/x\"", &format!("\"page\":\"{kept}\""));
    assert_ne!(old, backup);
    let elsewhere = Collector::empty();
    let mut request = request("POST", "/v1/sites/demo/restore", old.as_bytes());
    request.headers.authorization = Some(Secret::new(format!("Bearer {ADMIN}")));
    request.headers.content_type = Some("application/x-ndjson".to_owned());
    let reply = elsewhere.send(&request);
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert_eq!(values(&elsewhere, "page"), [Some(kept.clone())]);
    let list: Value = parsed(&elsewhere.admin("GET", RESPONSES, &Value::Null));
    assert!(list.to_string().contains(&kept), "{list} at {NOW:?}");
}
