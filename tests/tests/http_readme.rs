//! The README's requests, as a reader sends them: each command by bash and curl, in the README's own
//! words, to a collector in the real runtime.
//!
//! Not in: the tag and the page's calls (`browser/readme.rs`), the archive's commands
//! (`collector/deploy/tests/readme.test.mjs`), and the table of all (`xtask/src/docs/readme.rs`).

use std::{
    fs,
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use hearby_tests::{
    collector::{ADMIN_TOKEN, Collector, site_id},
    environment,
    fixtures::{SITE, create_shop, response, with},
    snippets::{SPAN, of_kind},
};
use serde_json::{Value, json};
use tempfile::TempDir;
use wire::routes;

/// Address of the collector in the documents.
const ADDRESS: &str = "https://hearby.example.com";
/// Settings for curl. They stand in a file, so that a command is run as it is written.
const CURLRC: &str = "silent\nshow-error\nnoproxy = \"*\"\nwrite-out = \"\\n%{http_code}\"\n";
/// Requests at once when many responses are sent.
const SENDERS: usize = 4;

#[track_caller]
fn document(file: &str) -> String {
    let path = environment::root().join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the only one of the texts that contains `part`.
#[track_caller]
fn only(texts: Vec<String>, part: &str) -> String {
    let mut found: Vec<String> = texts.into_iter().filter(|text| text.contains(part)).collect();
    assert_eq!(found.len(), 1, "{part} in {found:#?}");
    found.remove(0)
}

/// Runs a command of the README in bash. Returns the reply's status and JSON.
#[track_caller]
fn run(command: &str, collector: &Collector, key: &str) -> (u16, Value) {
    let home = TempDir::new().unwrap();
    fs::write(home.path().join(".curlrc"), CURLRC).unwrap();
    let mut bash = Command::new("bash");
    bash.arg("-c").arg(command.replace(ADDRESS, &collector.url()));
    bash.env("CURL_HOME", home.path()).env("HEARBY", collector.url());
    bash.env("ADMIN_TOKEN", ADMIN_TOKEN).env("KEY", key);
    let output = bash.output().expect("bash, with curl");
    let said = String::from_utf8(output.stdout).unwrap();
    let failed = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command}\n{said}{failed}");
    let (body, status) = said.rsplit_once('\n').expect("a status behind the body");
    let body = serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {said}"));
    (status.parse().unwrap(), body)
}

/// Asserts that all of a JSON document is in another, with the same values.
#[track_caller]
fn assert_within(shown: &Value, whole: &Value, at: &str) {
    match shown {
        Value::Object(fields) => {
            for (name, value) in fields {
                assert_within(value, &whole[name], &format!("{at}/{name}"));
            }
        }
        _ => assert_eq!(shown, whole, "{at}"),
    }
}

/// Sends responses with these counts of scores, so many of them with a comment.
#[track_caller]
fn respond(collector: &Collector, counts: &Value, n_comments: u64) {
    let counts = counts.as_object().expect("counts by score");
    let scores: Vec<u8> = counts
        .iter()
        .flat_map(|(score, n)| vec![score.parse().unwrap(); n.as_u64().unwrap() as usize])
        .collect();
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..SENDERS {
            scope.spawn(|| {
                loop {
                    let nth = next.fetch_add(1, Ordering::Relaxed);
                    let Some(score) = scores.get(nth) else { break };
                    let plain = response("nps", *score);
                    let said = with(plain.clone(), "comment", json!("Trà rất thơm!"));
                    let body = if (nth as u64) < n_comments { said } else { plain };
                    let _ = collector.post(&body.to_string()).expect(201);
                }
            });
        }
    });
}

#[test]
fn another_site_is_made_as_the_readme_says() {
    let readme = document("README.md");
    let collector = Collector::start();
    let command = only(of_kind(&readme, "sh"), "/v1/sites/blog");
    let (status, made) = run(&command, &collector, "");
    assert_eq!(status, 200, "{made}");
    let site = routes::site(&site_id("blog"));
    let kept = || collector.as_admin("GET", &site, None).expect(200).json()["definition"].take();
    let definition = kept();
    assert_eq!(definition["origins"], json!(["https://blog.example.com"]));

    // The pause that the README speaks of, by the field that it names.
    let field = only(of_kind(&readme, SPAN), "pause_between_surveys");
    let days = &definition[field.trim_matches('"')];
    assert!(days.is_u64() && readme.contains(&format!("waits {days} days between")), "{days}");

    // And the line for a site that has moved.
    let field = only(of_kind(&readme, SPAN), "former_collectors");
    let field: Value = serde_json::from_str(&format!("{{{field}}}")).unwrap();
    assert_ne!(field["former_collectors"], json!([]));
    let mut moved = definition;
    moved["former_collectors"] = field["former_collectors"].clone();
    collector.put_site("blog", &moved);
    assert_within(&field, &kept(), "");
}

#[test]
fn the_summarys_command_gets_the_json_below_it() {
    let (readme, manual) = (document("README.md"), document("docs/summary.md"));
    let command = only(of_kind(&readme, "sh"), "/summary");
    assert_eq!(command, only(of_kind(&manual, "sh"), "/summary"));
    let json = |document: &str| -> Value {
        serde_json::from_str(&only(of_kind(document, "json"), "\"responses\": 412")).unwrap()
    };
    // The manual shows the same reply whole: by the counts in it, the README's figures come out.
    let mut whole = json(&manual);
    let collector = Collector::start();
    create_shop(&collector);
    respond(&collector, &whole["counts"], whole["comments"].as_u64().unwrap());
    let (status, reply) = run(&command, &collector, &collector.create_key(SITE, "read"));
    assert_eq!(status, 200, "{reply}");
    assert_within(&json(&readme), &reply, "README");
    for date in ["from", "to"] {
        let text = whole[date].take();
        assert_eq!(text.as_str().map(str::len), reply[date].as_str().map(str::len), "{date}");
        whole[date] = reply[date].clone();
    }
    assert_within(&whole, &reply, "docs/summary.md");
}

#[test]
fn the_addresses_of_the_readme_have_what_it_says() {
    let collector = Collector::start();
    let spans = of_kind(&document("README.md"), SPAN);
    let addresses: Vec<&String> = spans.iter().filter(|span| span.starts_with('/')).collect();
    assert!(!addresses.is_empty());
    for address in addresses {
        // As a browser asks: so the console's addresses have its page.
        let reply = collector.send("GET", address, &[("accept", "text/html,*/*")], None);
        assert_eq!(reply.status, 200, "{address}: {}", reply.text());
        if address.ends_with(".json") {
            assert!(reply.json()["openapi"].is_string(), "{address}");
        } else {
            assert!(reply.text().contains("<html"), "{address}");
        }
    }
}
