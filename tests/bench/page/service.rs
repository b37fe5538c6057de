//! The files that every contender loads, served alike: brotli at its best, from memory, from one
//! server.
//!
//! In: our files as the collector serves them, the peers' from their npm packages, and a stand-in
//! for the peer's API. Not in: the page that is measured (`stage`).

use std::{collections::HashMap, fs, io::Write, path::Path, process::Command};

use hearby_tests::{collector::Collector, environment, server::Reply};
use serde_json::{Value, json};

/// Kept by the browser for a year, as each of the makers advises for versioned files.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// The peers' own advice for files without a version in their name.
const MINUTES: &str = "public, max-age=300";

/// One file, compressed once.
#[derive(Debug)]
struct File {
    media_type: String,
    cache_control: String,
    brotli: Vec<u8>,
}

/// All files, by path and query.
#[derive(Debug, Default)]
pub(crate) struct Service {
    files: HashMap<String, File>,
}

impl Service {
    /// Takes our files from a running collector and the peers' from their packages.
    #[track_caller]
    pub(crate) fn new(collector: &Collector) -> Service {
        let mut service = Service::default();
        service.take_ours(collector);
        service.take_peers();
        service
    }

    /// Replies to a request of either method; a posted body is accepted and dropped.
    pub(crate) fn reply(&self, url: &str) -> Reply {
        let path = url.split('?').next().unwrap_or_default();
        let file = self.files.get(url).or_else(|| self.files.get(path));
        let mut headers = vec![
            header("Access-Control-Allow-Origin", "*"),
            header("Access-Control-Allow-Headers", "*"),
            header("Timing-Allow-Origin", "*"),
            header("Cross-Origin-Resource-Policy", "cross-origin"),
        ];
        let Some(file) = file else {
            headers.push(header("Content-Type", "application/json"));
            let body = api(path).to_string().into_bytes();
            return Reply { status: "200 OK", headers, body };
        };
        headers.push(header("Content-Type", &file.media_type));
        headers.push(header("Cache-Control", &file.cache_control));
        headers.push(header("Content-Encoding", "br"));
        Reply { status: "200 OK", headers, body: file.brotli.clone() }
    }

    fn take_ours(&mut self, collector: &Collector) {
        for site in ["idle", "due", "event", "preload"] {
            self.take(collector, &format!("/e/{site}.js"));
            self.take(collector, &format!("/v1/form/{site}/nps?lang=en"));
        }
        let assets = environment::root().join("target/hearby/assets");
        for hash in fs::read_dir(assets.join("w")).expect("a built widget").flatten() {
            for file in fs::read_dir(hash.path()).into_iter().flatten().flatten() {
                let path = file.path();
                let path = path.strip_prefix(&assets).expect("inside").display().to_string();
                self.take(collector, &format!("/{path}"));
            }
        }
    }

    fn take(&mut self, collector: &Collector, path: &str) {
        let reply = collector.get(path).expect(200);
        let file = File {
            media_type: reply.header("content-type").to_owned(),
            cache_control: reply.header("cache-control").to_owned(),
            brotli: brotli(&reply.body),
        };
        self.files.insert(path.to_owned(), file);
    }

    fn take_peers(&mut self) {
        let peers = environment::root().join("tests/bench/peers");
        let posthog = peers.join("node_modules/posthog-js/dist");
        let package = read(&peers.join("node_modules/posthog-js/package.json"));
        let package: Value = serde_json::from_slice(&package).expect("a package");
        let version = package["version"].as_str().expect("a version");
        self.put_script("/static/array.js", &read(&posthog.join("array.js")), MINUTES);
        let surveys = format!("/static/{version}/surveys.js");
        self.put_script(&surveys, &read(&posthog.join("surveys.js")), IMMUTABLE);
        let config = format!(
            "(window._POSTHOG_REMOTE_CONFIG=window._POSTHOG_REMOTE_CONFIG||{{}})['phc_bench']=\
             {{config:{},siteApps:[]}}",
            remote_config()
        );
        self.put_script("/array/phc_bench/config.js", config.as_bytes(), MINUTES);
        self.put_script("/peers/vanilla.js", include_bytes!("vanilla.js"), IMMUTABLE);
        self.put_script("/peers/sentry.js", &sentry(&peers), IMMUTABLE);
    }

    fn put_script(&mut self, path: &str, text: &[u8], cache_control: &str) {
        let file = File {
            media_type: "text/javascript".to_owned(),
            cache_control: cache_control.to_owned(),
            brotli: brotli(text),
        };
        self.files.insert(path.to_owned(), file);
    }
}

/// Bundles Sentry, whose package has no ready file, by esbuild as its users do.
fn sentry(peers: &Path) -> Vec<u8> {
    let esbuild = environment::root().join("xtask/npm/node_modules/.bin/esbuild");
    let out = environment::root().join("target/hearby/bench/sentry.js");
    let entry = environment::root().join("tests/bench/page/sentry.js");
    let status = Command::new(esbuild)
        .arg(entry)
        .args(["--bundle", "--minify", "--format=iife", "--log-level=error"])
        .arg(format!("--outfile={}", out.display()))
        .env("NODE_PATH", peers.join("node_modules"))
        .status()
        .expect("esbuild");
    assert!(status.success(), "esbuild could not bundle Sentry's feedback");
    read(&out)
}

/// Replies for the peer's API: one active NPS popover, nothing else switched on.
fn api(path: &str) -> Value {
    match path {
        "/array/phc_bench/config" => remote_config(),
        "/api/surveys/" => json!({ "surveys": surveys() }),
        "/flags/" => json!({"flags": {}, "errorsWhileComputingFlags": false, "requestId": "bench"}),
        _ => json!({"status": 1}),
    }
}

fn remote_config() -> Value {
    json!({
        "token": "phc_bench",
        "supportedCompression": ["gzip", "gzip-js"],
        "hasFeatureFlags": false,
        "captureDeadClicks": false,
        "capturePerformance": false,
        "autocapture_opt_out": true,
        "autocaptureExceptions": false,
        "analytics": {"endpoint": "/i/v0/e/"},
        "elementsChainAsString": true,
        "sessionRecording": false,
        "heatmaps": false,
        "surveys": true,
        "defaultIdentifiedOnly": true,
    })
}

fn surveys() -> Value {
    let survey = |id: &str, conditions: Value| {
        json!({
            "id": id,
            "name": id,
            "description": "",
            "type": "popover",
            "questions": [{
                "id": format!("{id}-question"),
                "type": "rating",
                "display": "number",
                "scale": 10,
                "question": "How likely are you to recommend us to a friend?",
                "lowerBoundLabel": "Not at all",
                "upperBoundLabel": "Very likely",
            }],
            "appearance": {"displayThankYouMessage": true, "thankYouMessageHeader": "Thank you!"},
            "conditions": conditions,
            "start_date": "2026-01-01T00:00:00Z",
            "end_date": null,
            "current_iteration": null,
            "current_iteration_start_date": null,
            "feature_flag_keys": [],
        })
    };
    let on_path = |path: &str| json!({"url": path, "urlMatchType": "icontains"});
    let mut on_event = on_path("/event");
    on_event["events"] = json!({"values": [{"name": "ask"}]});
    json!([survey("due", on_path("/due")), survey("event", on_event)])
}

fn read(file: &Path) -> Vec<u8> {
    fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut out, 4096, 11, 22);
    writer.write_all(bytes).expect("memory");
    drop(writer);
    out
}

pub(crate) fn header(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}
