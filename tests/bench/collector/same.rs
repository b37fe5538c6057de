//! Check that the yardstick does the same as the collector: same replies, and the same contents of
//! KV.

use hearby_tests::{
    clock::now_ms,
    fixtures::{response, response_id, response_id_at, with},
    http::{Client, Reply},
};
use serde_json::{Value, json};

use crate::{
    responses::samples,
    workers::{Kv, Side, Workers},
};

const HEADERS: [&str; 9] = [
    "access-control-allow-origin",
    "access-control-expose-headers",
    "cache-control",
    "content-length",
    "content-security-policy",
    "content-type",
    "cross-origin-resource-policy",
    "referrer-policy",
    "x-content-type-options",
];

/// Sends the same requests to both, good and bad, and compares.
pub(crate) fn check(workers: &Workers) {
    let accepted = accepted();
    for body in &accepted {
        let (collector, twin) = both(workers, "text/plain;charset=UTF-8", body.as_bytes());
        assert_eq!(
            (collector.status, twin.status),
            (201, 201),
            "{body}\n{}\n{}",
            collector.text(),
            twin.text()
        );
        assert_eq!(collector.text(), twin.text());
        for name in HEADERS {
            assert_eq!(collector.header(name), twin.header(name), "{name}");
        }
    }
    let (collectors, twins) = (kept(workers, "collector"), kept(workers, "twin"));
    let n_late = collectors.iter().filter(|entry| entry.name.starts_with("dirty:")).count();
    assert_eq!((collectors.len(), n_late), (accepted.len() + 1, 1));
    assert_eq!(collectors, twins);
    for (content_type, body) in refused() {
        let (collector, twin) = both(workers, content_type, &body);
        let name = |reply: &Reply| reply.json()["type"].clone();
        let shown = String::from_utf8_lossy(&body).into_owned();
        assert!(collector.status >= 400, "{shown}: {}", collector.text());
        assert_eq!((collector.status, name(&collector)), (twin.status, name(&twin)), "{shown}");
    }
    assert_eq!(kept(workers, "collector"), collectors);
    assert_eq!(kept(workers, "twin"), twins);
    println!(
        "Both store and reply the same: {} accepted, {} refused.",
        accepted.len(),
        refused().len()
    );
}

fn both(workers: &Workers, content_type: &str, body: &[u8]) -> (Reply, Reply) {
    let send = |side| {
        let url = format!("{}/v1/responses", workers.url(side, Kv::Simulator));
        Client::default().must_send("POST", &url, &[("content-type", content_type)], Some(body))
    };
    (send(Side::Collector), send(Side::Twin))
}

/// Contents of KV after a response, without its time.
#[derive(Debug, PartialEq)]
struct Kept {
    name: String,
    metadata: Value,
    value: String,
}

fn kept(workers: &Workers, namespace: &str) -> Vec<Kept> {
    let url = format!("{}/{namespace}", workers.reader());
    let all = Client::default().must_send("GET", &url, &[], None).expect(200).json();
    let kept = all.as_array().unwrap().iter().map(|entry| {
        let (name, value) = (entry["name"].as_str().unwrap(), entry["value"].as_str().unwrap());
        // A mark's name ends with the time and the id.
        let name = if name.starts_with("dirty:") { name.rsplit_once(':').unwrap().0 } else { name };
        let value = value.rfind(",\"received_ms\":").map_or(value, |at| &value[..at]);
        Kept { name: name.to_owned(), metadata: entry["metadata"].clone(), value: value.to_owned() }
    });
    kept.filter(|entry| entry.name.starts_with("r:") || entry.name.starts_with("dirty:")).collect()
}

fn accepted() -> Vec<String> {
    let full = || with(response("nps", 9), "page", json!("/a"));
    let mut bodies: Vec<Value> =
        (0..samples("").len()).map(|n| samples(&response_id())[n].clone()).collect();
    bodies.extend([
        response("nps", 0),
        // So late that a mark is written before it.
        with(full(), "id", json!(response_id_at(now_ms() - 2 * 60 * 60 * 1_000))),
        with(full(), "page", json!("/a?token=1#x")),
        with(full(), "page", json!("ậ".repeat(100))),
        with(full(), "comment", json!("  \n ")),
        with(full(), "comment", json!(" \u{1}\u{7f}\u{2028}\"\\/ ")),
        with(full(), "comment", json!("😀".repeat(1_900))),
        with(full(), "version", Value::Null),
        with(full(), "lang", json!("pt-BR")),
        with(full(), "wording", Value::Null),
        with(full(), "wording", json!(1)),
        with(full(), "source", json!("kiosk")),
        with(full(), "source", Value::Null),
        with(full(), "touchpoint", json!("ậ".repeat(21))),
        with(full(), "attributes", json!({})),
        with(full(), "attributes", json!({"b": "\"".repeat(64), "a": "2", "z": null})),
        with(full(), "id", json!(response_id().to_uppercase())),
        with(
            with(full(), "page", json!("\"".repeat(200))),
            "attributes",
            json!({"a": "\"".repeat(64), "b": "\\".repeat(64), "c": "\"".repeat(64), "d": "\"".repeat(64), "e": "\"".repeat(64)}),
        ),
    ]);
    bodies.iter().map(ToString::to_string).collect()
}

fn refused() -> Vec<(&'static str, Vec<u8>)> {
    const JSON: &str = "application/json";
    let good = || response("nps", 9);
    let mut refused = vec![
        ("text/html", good().to_string().into_bytes()),
        (JSON, b"{".to_vec()),
        (JSON, b"\xff".to_vec()),
        (JSON, "\u{feff}{}".into()),
        (JSON, b"[]".to_vec()),
        (JSON, vec![b' '; 9_000]),
    ];
    let fields = [
        ("id", json!("7")),
        ("id", json!("017f22e2-79b0-4cc3-98c4-dc0c0c07398f")),
        ("id", json!(response_id_at(now_ms() - 9 * 24 * 60 * 60 * 1_000))),
        ("id", json!(response_id_at(now_ms() + 6 * 60 * 1_000))),
        ("site", json!("Shop!")),
        ("site", json!("nobody")),
        ("survey", json!("")),
        ("survey", json!("nothing")),
        ("version", json!(0)),
        ("wording", json!(0)),
        ("wording", json!(3)),
        ("source", json!("web")),
        ("score", json!(11)),
        ("score", json!(-1)),
        ("score", json!(6.5)),
        ("score", json!("9")),
        ("score", Value::Null),
        ("comment", json!("ậ".repeat(2_001))),
        ("comment", json!(7)),
        ("touchpoint", json!("x".repeat(65))),
        ("touchpoint", json!("ậ".repeat(22))),
        ("page", json!("/a\u{7}")),
        ("lang", json!("not a tag")),
        ("device", json!("fridge")),
        ("respondent", json!("")),
        ("attributes", json!({"Plan": "pro"})),
        ("attributes", json!({"a": "1", "b": "1", "c": "1", "d": "1", "e": "1", "f": "1"})),
        ("attributes", json!([])),
        ("finished", json!("yes")),
        ("elapsed_ms", json!(-1)),
        ("scor", json!(9)),
    ];
    for (field, value) in fields {
        refused.push((JSON, with(good(), field, value).to_string().into_bytes()));
    }
    refused
}
