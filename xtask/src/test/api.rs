//! Tests the built collector against the API's description. schemathesis generates valid and
//! invalid requests from it, and looks for a 5xx, an undocumented status, or a reply that doesn't
//! fit its schema.
//!
//! In: one bounded run. Not in: its installation (`python`), its settings for the API
//! (`tests/schemathesis.toml`).

use std::{
    fs,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use super::Done;
use crate::{
    error::{Error, Result},
    interrupt, npm,
    paths::Paths,
    ports,
    process::{self, Service},
    progress::Stopwatch,
    python,
};

/// Version of schemathesis. It is pinned, because another version tries other requests; we have
/// reviewed the findings of this one.
const VERSION: &str = "4.32.5";

/// Number of generated cases for an operation, besides those at bounds; `HEARBY_API_EXAMPLES` sets
/// more. It is a number and not a time, so that the cases don't depend on the machine's load.
const EXAMPLES: &str = "5";
const START_LIMIT: Duration = Duration::from_secs(60);
const TOKEN: &str = "admin-token-of-schemathesis-0123456789abcdef";

pub(super) fn run(paths: &Paths) -> Result<Done> {
    let program = match python::program(paths, "schemathesis", VERSION, "st")? {
        Ok(program) => program,
        Err(why) => return Ok(Done::Skipped(why)),
    };
    let port = ports::free()?;
    let address = format!("http://127.0.0.1:{port}");
    let mut server = serve(paths, port)?;
    wait_until_ready(&mut server, &address)?;
    for (path, body) in [
        ("/v1/sites/shop", r#"{"product":"P"}"#),
        ("/v1/sites/shop/surveys/nps", r#"{"kind":"nps"}"#),
        ("/v1/sites/closing", r#"{"product":"P"}"#),
    ] {
        ureq::put(format!("{address}{path}"))
            .header("authorization", format!("Bearer {TOKEN}"))
            .send(body)
            .map_err(|error| Error::Unexpected(format!("PUT {path}: {error}")))?;
    }
    let examples = std::env::var("HEARBY_API_EXAMPLES").unwrap_or_else(|_| EXAMPLES.to_owned());
    let mut command = Command::new(program);
    command
        .arg("--config-file")
        .arg(paths.root.join("tests").join("schemathesis.toml"))
        .args(["run", &format!("{address}/v1/openapi.json"), "--checks", "all", "--seed", "1"])
        .args(["--max-examples", &examples, "--continue-on-failure", "--no-color"])
        // schemathesis can't generate JSON lines; the host tests cover this route.
        .args(["--exclude-path", "/v1/sites/{site}/restore"])
        .args(["-H", &format!("Authorization: Bearer {TOKEN}")])
        .current_dir(&paths.out);
    process::run("schemathesis", &mut command)?;
    Ok(Done::Passed)
}

/// Starts the built collector, with an empty KV.
fn serve(paths: &Paths, port: u16) -> Result<Service> {
    let kv = paths.out.join("api-kv");
    let _ = fs::remove_dir_all(&kv);
    let npm = npm::get(paths)?;
    let mut command = npm.script("serve.mjs");
    command.args(["--port", &port.to_string(), "--admin-token", TOKEN, "--exit-with-stdin"]);
    command.arg("--persist").arg(kv).stdin(Stdio::piped()).stdout(Stdio::null());
    Service::start("The collector's server", &mut command)
}

fn wait_until_ready(server: &mut Service, address: &str) -> Result<()> {
    let watch = Stopwatch::start();
    loop {
        interrupt::check()?;
        server.check()?;
        match ureq::get(format!("{address}/healthz")).call() {
            Ok(_) => return Ok(()),
            Err(error) if watch.elapsed() > START_LIMIT => {
                return Err(Error::Unexpected(format!("{address} doesn't answer: {error}")));
            }
            Err(_) => thread::sleep(Duration::from_millis(100)),
        }
    }
}
