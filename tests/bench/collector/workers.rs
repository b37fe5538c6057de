//! The four Workers, started by `serve.mjs`: collector and twin, each over both sorts of KV.

use std::{net::SocketAddr, process::Command};

use hearby_tests::{child::Running, clock::wait_for, collector::ADMIN_TOKEN, environment};
use serde_json::Value;
use tempfile::TempDir;

/// The Worker that replies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The collector.
    Collector,
    /// Its yardstick, `twin.js`.
    Twin,
}

/// The KV beneath it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kv {
    /// miniflare's, in SQLite.
    Simulator,
    /// `instant_kv.js`: only the Worker's own time remains.
    Instant,
    /// `kept_kv.js`: the same, and keeps responses. For the collector alone.
    Kept,
}

impl Kv {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kv::Simulator => "simulator",
            Kv::Instant => "instant",
            Kv::Kept => "kept",
        }
    }
}

/// The running Workers; they end when this is dropped.
#[derive(Debug)]
pub(crate) struct Workers {
    urls: Value,
    pub(crate) workerd: u32,
    _running: Running,
    _kv: TempDir,
}

impl Workers {
    pub(crate) fn start() -> Workers {
        let kv = TempDir::with_prefix("hearby-bench-").unwrap();
        let root = environment::root();
        let node = environment::program("HEARBY_NODE", &["node"]);
        let mut running = Running::start(
            Command::new(node)
                .arg(root.join("tests/bench/collector/serve.mjs"))
                .args(["--admin-token", ADMIN_TOKEN])
                .arg("--root")
                .arg(&root)
                .arg("--persist")
                .arg(kv.path()),
        );
        let ready = wait_for("Workers that are ready", || {
            let said = running.said();
            assert!(!running.has_ended(), "the Workers ended by themselves:\n{said}");
            said.lines().find(|line| line.starts_with("{\"ready\"")).map(str::to_owned)
        });
        let ready: Value = serde_json::from_str(&ready).unwrap();
        let workerd = u32::try_from(ready["workerd"].as_u64().unwrap()).unwrap();
        Workers { urls: ready["urls"].clone(), workerd, _running: running, _kv: kv }
    }

    pub(crate) fn url(&self, side: Side, kv: Kv) -> &str {
        let side = match side {
            Side::Collector => "collector",
            Side::Twin => "twin",
        };
        self.named(&format!("{side}-{}", kv.name()))
    }

    /// Returns the address at which everything in the simulator's KV can be read.
    pub(crate) fn reader(&self) -> &str {
        self.named("reader")
    }

    pub(crate) fn address(&self, side: Side, kv: Kv) -> SocketAddr {
        self.url(side, kv).strip_prefix("http://").unwrap().parse().unwrap()
    }

    fn named(&self, name: &str) -> &str {
        self.urls[name].as_str().unwrap()
    }
}
