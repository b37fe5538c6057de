//! The collector in workerd, with a KV folder of its own: starting, killing, restarting, and its
//! routes.

use std::{io::Write, net::TcpStream, path::Path, process::Command, sync::Mutex, thread};

use domain::{SiteId, SurveyId};
use serde_json::{Value, json};
use tempfile::TempDir;
use wire::{routes, summary::Summary};

use crate::{
    child::{Running, temporary},
    clock::wait_for,
    environment,
    http::{Client, Reply},
    ports::free_port,
    slots,
};

/// Admin token of every collector that a test starts.
pub const ADMIN_TOKEN: &str = "admin-token-of-the-tests-0123456789abcdef";

/// Idle programs without options, whose tests are over. Turning one into another collector is much
/// cheaper than starting one.
static IDLE: Mutex<Vec<Serving>> = Mutex::new(Vec::new());

/// A running `serve.mjs`.
#[derive(Debug)]
struct Serving {
    running: Running,
    control_port: u16,
    /// Folder of its KV.
    kv: TempDir,
    /// Number of the current KV namespace; `None` if the program can't become another collector.
    generation: Option<u32>,
}

/// A running collector. Dropping it ends its program, or keeps the program for another test, which
/// uses it as a new collector.
#[derive(Debug)]
pub struct Collector {
    /// `None` once it is dropped.
    serving: Mutex<Option<Serving>>,
    port: u16,
    options: Vec<String>,
    client: Client,
}

impl Collector {
    /// Starts a collector with an empty KV.
    #[must_use]
    #[track_caller]
    pub fn start() -> Collector {
        slots::begin();
        let port = free_port();
        let idle = IDLE.lock().unwrap().pop();
        let serving = idle.and_then(|idle| idle.renewed(port));
        let serving = serving.unwrap_or_else(|| Serving::start(port, &[], Some(0)));
        Collector::of(serving, port, Vec::new())
    }

    /// Starts a collector in a new program, which no other test has used.
    #[must_use]
    #[track_caller]
    pub fn start_alone() -> Collector {
        Collector::start_with(&[])
    }

    /// Starts a collector with an empty KV and these variables: `NAME=VALUE`.
    #[must_use]
    #[track_caller]
    pub fn start_with(vars: &[&str]) -> Collector {
        Collector::start_by(vars.iter().flat_map(|var| ["--var", var]))
    }

    /// Starts a collector with an empty KV and these rate limits a minute: `NAME=N`.
    #[must_use]
    #[track_caller]
    pub fn start_limited(limits: &[&str]) -> Collector {
        Collector::start_by(limits.iter().flat_map(|limit| ["--limit", limit]))
    }

    /// Starts a collector with an empty KV and this secret `SIGNING_KEYS`, or without the secret if
    /// the text is empty. Every other collector makes its own secret.
    #[must_use]
    #[track_caller]
    pub fn start_signing(keys: &str) -> Collector {
        Collector::start_by(["--signing-keys", keys].into_iter())
    }

    /// Starts a collector with an empty KV and these options of `serve.mjs`.
    #[must_use]
    #[track_caller]
    pub fn start_options(options: &[&str]) -> Collector {
        Collector::start_by(options.iter().copied())
    }

    /// Restarts a collector of [`Collector::start_signing`] on the same KV, with another secret.
    #[track_caller]
    pub fn change_signing_keys(&mut self, keys: &str) {
        self.kill();
        self.options = ["--signing-keys", keys].map(str::to_owned).to_vec();
        self.start_again();
    }

    #[track_caller]
    fn start_by<'a>(options: impl Iterator<Item = &'a str>) -> Collector {
        slots::begin();
        let port = free_port();
        let options: Vec<String> = options.map(str::to_owned).collect();
        Collector::of(Serving::start(port, &options, None), port, options)
    }

    fn of(serving: Serving, port: u16, options: Vec<String>) -> Collector {
        Collector { serving: Mutex::new(Some(serving)), port, options, client: Client::default() }
    }

    #[track_caller]
    fn with<T>(&self, act: impl FnOnce(&mut Serving) -> T) -> T {
        act(self.serving.lock().unwrap().as_mut().expect("a collector that is not dropped"))
    }

    /// Returns an address by which tests control `serve.mjs`.
    fn control(&self, path: &str) -> String {
        self.with(|serving| format!("http://127.0.0.1:{}{path}", serving.control_port))
    }

    /// Returns its origin: `http://127.0.0.1:…`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Ends it as abruptly as a power cut.
    pub fn kill(&self) {
        self.with(|serving| serving.running.kill());
    }

    /// Restarts it after [`Collector::kill`], on the same port and KV.
    #[track_caller]
    pub fn start_again(&self) {
        self.with(|serving| {
            serving.running = serving.serve(self.port, &self.options);
        });
    }

    /// Runs a cron job to its end, as Cloudflare does at this schedule of `wrangler.toml`.
    #[track_caller]
    pub fn run_cron(&self, schedule: &str) {
        let schedule = schedule.replace(' ', "+");
        let url = self.control(&format!("/cron?schedule={schedule}"));
        let reply = self.client.must_send("POST", &url, &[], None).expect(200);
        assert_eq!(reply.json()["outcome"], "ok", "{}", self.said());
    }

    /// Returns everything that it has printed.
    #[must_use]
    pub fn said(&self) -> String {
        self.with(|serving| serving.running.said())
    }

    /// Sends a request to a path, without a key.
    #[must_use]
    #[track_caller]
    pub fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&[u8]>,
    ) -> Reply {
        self.client.must_send(method, &format!("{}{path}", self.url()), headers, body)
    }

    /// Gets a path, without a key.
    #[must_use]
    #[track_caller]
    pub fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[], None)
    }

    /// Sends JSON to a path as the operator.
    #[must_use]
    #[track_caller]
    pub fn as_admin(&self, method: &str, path: &str, body: Option<&Value>) -> Reply {
        self.with_key(ADMIN_TOKEN, method, path, body)
    }

    /// Sends JSON to a path with a key.
    #[must_use]
    #[track_caller]
    pub fn with_key(&self, key: &str, method: &str, path: &str, body: Option<&Value>) -> Reply {
        let bearer = format!("Bearer {key}");
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        let headers = if body.is_some() { &headers[..] } else { &headers[..1] };
        let body = body.map(ToString::to_string);
        self.send(method, path, headers, body.as_deref().map(str::as_bytes))
    }

    /// Creates or changes a site.
    #[track_caller]
    pub fn put_site(&self, site: &str, definition: &Value) {
        let reply = self.as_admin("PUT", &routes::site(&site_id(site)), Some(definition));
        assert!((200..300).contains(&reply.status), "{}: {}", reply.status, reply.text());
    }

    /// Creates or changes a survey.
    #[track_caller]
    pub fn put_survey(&self, site: &str, survey: &str, definition: &Value) {
        let path = routes::survey(&site_id(site), &survey_id(survey));
        let reply = self.as_admin("PUT", &path, Some(definition));
        assert!((200..300).contains(&reply.status), "{}: {}", reply.status, reply.text());
    }

    /// Creates a key; `scope` is `read` or `write`.
    #[must_use]
    #[track_caller]
    pub fn create_key(&self, site: &str, scope: &str) -> String {
        let body = json!({"name": "of a test", "scope": scope});
        let reply = self.as_admin("POST", &routes::keys(&site_id(site)), Some(&body)).expect(201);
        reply.json()["key"].as_str().expect("a key").to_owned()
    }

    /// Posts a response as a browser does while the page is open.
    #[must_use]
    #[track_caller]
    pub fn post(&self, body: &str) -> Reply {
        let headers = [("content-type", "text/plain;charset=UTF-8")];
        self.send("POST", routes::RESPONSES, &headers, Some(body.as_bytes()))
    }

    /// Writes entries into KV that no request could write, such as old ones. An entry is a key, a
    /// value and metadata.
    #[track_caller]
    pub fn put_into_kv(&self, entries: &[(String, String, Option<Value>)]) {
        let lines: Vec<String> = entries.iter().map(|entry| json!(entry).to_string()).collect();
        let url = self.control("/kv");
        let lines = lines.join("\n");
        let reply = Client::patient().must_send("POST", &url, &[], Some(lines.as_bytes()));
        let n = reply.expect(200).json();
        assert_eq!(n.as_u64(), Some(entries.len() as u64));
    }

    /// Returns the keys in KV that begin with `prefix`.
    #[must_use]
    #[track_caller]
    pub fn keys_in_kv(&self, prefix: &str) -> Vec<String> {
        let url = self.control(&format!("/kv?prefix={prefix}"));
        let names = self.client.must_send("GET", &url, &[], None).expect(200).json();
        serde_json::from_value(names).unwrap()
    }

    /// Returns the memory that workerd uses, in bytes.
    #[must_use]
    #[track_caller]
    pub fn memory_bytes(&self) -> u64 {
        let url = self.control("/memory");
        let reply = self.client.must_send("GET", &url, &[], None).expect(200);
        reply.json().as_u64().unwrap()
    }

    /// Sends the head of a request, with these `headers` about the body, and returns the connection
    /// without sending the body.
    #[must_use]
    #[track_caller]
    pub fn begin(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> TcpStream {
        let mut connection = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n");
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        connection.write_all(format!("{head}\r\n").as_bytes()).unwrap();
        connection
    }

    /// Returns the summary of a survey's recent responses.
    #[must_use]
    #[track_caller]
    pub fn summary(&self, site: &str, survey: &str) -> Summary {
        self.summary_of(site, survey, "")
    }

    /// Returns the summary of a survey for a query such as `?interval=day`.
    #[must_use]
    #[track_caller]
    pub fn summary_of(&self, site: &str, survey: &str, query: &str) -> Summary {
        let path = routes::summary(&site_id(site), &survey_id(survey));
        let reply = self.as_admin("GET", &format!("{path}{query}"), None).expect(200);
        serde_json::from_slice(&reply.body).unwrap_or_else(|e| panic!("{e}: {}", reply.text()))
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        let serving = self.serving.get_mut().ok().and_then(Option::take);
        if let Some(serving) = serving.filter(|serving| serving.generation.is_some())
            && !thread::panicking()
        {
            IDLE.lock().unwrap().push(serving);
        }
    }
}

impl Serving {
    #[track_caller]
    fn start(port: u16, options: &[String], generation: Option<u32>) -> Serving {
        let control_port = free_port();
        let kv = TempDir::with_prefix_in("kv-", temporary()).unwrap();
        let running = start(port, control_port, options, kv.path(), generation);
        Serving { running, control_port, kv, generation }
    }

    /// Starts the program again on the same KV.
    #[track_caller]
    fn serve(&self, port: u16, options: &[String]) -> Running {
        start(port, self.control_port, options, self.kv.path(), self.generation)
    }

    /// Turns it into another collector at that port; `None` if it has ended or has no KV namespace
    /// left.
    fn renewed(mut self, port: u16) -> Option<Serving> {
        let url = format!("http://127.0.0.1:{}/renew?port={port}", self.control_port);
        let reply = Client::default().send("POST", &url, &[], None).ok()?;
        self.generation = Some(serde_json::from_slice(&reply.body).ok()?);
        self.running.forget_said();
        Some(self)
    }
}

/// Makes a site's name.
#[must_use]
#[track_caller]
pub fn site_id(site: &str) -> SiteId {
    SiteId::parse(site).unwrap_or_else(|error| panic!("{site}: {error}"))
}

/// Makes a survey's name.
#[must_use]
#[track_caller]
pub fn survey_id(survey: &str) -> SurveyId {
    SurveyId::parse(survey).unwrap_or_else(|error| panic!("{survey}: {error}"))
}

#[track_caller]
fn start(
    port: u16,
    control_port: u16,
    options: &[String],
    kv: &Path,
    generation: Option<u32>,
) -> Running {
    let renewable = generation.map(|nth| format!("--renewable={nth}"));
    let node = environment::program("HEARBY_NODE", &["node"]);
    let mut running = Running::start(
        Command::new(node)
            .arg(environment::root().join("xtask/npm/serve.mjs"))
            .args(["--port", &port.to_string(), "--admin-token", ADMIN_TOKEN, "--exit-with-stdin"])
            .args(["--control-port", &control_port.to_string()])
            .args(options)
            .args(renewable)
            .arg("--persist")
            .arg(kv),
    );
    wait_for("collector that is ready", || {
        let said = running.said();
        assert!(!running.has_ended(), "the collector ended by itself:\n{said}");
        said.contains("\"ready\":true").then_some(())
    });
    running
}
