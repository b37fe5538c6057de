//! Checks that the description and the code agree.
//!
//! In here: the files are what is made, and the collector serves them. Not in here: routes
//! (`routes`), bodies (`bodies`), prose (`prose`), and what generated clients need (`clients`).

mod bodies;
mod clients;
mod prose;
mod routes;

use std::{fs, path::Path};

use serde_json::Value;

use crate::{
    document, page,
    support::{Collector, parsed},
};

fn built() -> Value {
    document::build(&document::operations())
}

/// Fails when a file is not what is made; writes it instead when asked to.
#[track_caller]
fn is_kept(file: &str, made: &str, is_same: impl Fn(&str) -> bool) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("api").join(file);
    if std::env::var_os("HEARBY_UPDATE_API").is_some() {
        fs::write(&path, made).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(is_same(&kept), "api/{file} is old: HEARBY_UPDATE_API=1 cargo test --test openapi");
}

#[test]
fn what_is_served_is_what_is_made() {
    let operations = document::operations();
    let document = document::build(&operations);
    let text = document::to_text(&document, 0) + "\n";
    is_kept("openapi.json", &text, |kept| {
        serde_json::from_str::<Value>(kept).is_ok_and(|kept| kept == document)
    });
    let html = page::build(&document, &operations);
    is_kept("docs.html", &html, |kept| kept == html);
}

#[test]
fn the_description_and_its_page_are_for_everybody() {
    let collector = Collector::empty();
    let description = collector.get("/v1/openapi.json");
    assert_eq!(
        (description.status, description.header("content-type")),
        (200, Some("application/json"))
    );
    assert!(description.header("cache-control").unwrap().starts_with("public"));
    assert_eq!(parsed::<Value>(&description)["openapi"], "3.1.0");
    let page = collector.get("/v1/docs");
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    // Its style is allowed by its hash, and nothing else is.
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    assert!(!page.body.contains("<script") && !page.body.contains("://fonts"));
    assert!(!page.body.contains(" style="), "the policy would drop it");
}

/// Returns the value, or the one that it refers to.
pub(crate) fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let reference = value["$ref"].as_str().unwrap_or_default();
    match reference.strip_prefix('#') {
        Some(pointer) => document.pointer(pointer).unwrap(),
        None => value,
    }
}
