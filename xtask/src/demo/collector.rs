//! The collector's server: workerd by `xtask/npm/serve.mjs`, its KV in `target/hearby/demo-kv/`.

use std::{fs, io, path::PathBuf, process::Stdio, thread, time::Duration};

use crate::{
    error::{Doing, Error, Result},
    interrupt,
    npm::Npm,
    paths::Paths,
    process::Service,
    progress::Stopwatch,
};

/// It takes a second; a machine under load takes longer.
const START_LIMIT: Duration = Duration::from_secs(60);

fn folder(paths: &Paths) -> PathBuf {
    paths.out.join("demo-kv")
}

/// Removes all answers.
///
/// # Errors
/// When the files can't be removed.
pub(super) fn forget(paths: &Paths) -> Result<()> {
    match fs::remove_dir_all(folder(paths)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other.doing(|| "removing the answers so far".to_owned()),
    }
}

/// `is_told`: each request, and the Worker's log, is told on standard error.
///
/// # Errors
/// When Node can't be started.
pub(super) fn start(
    paths: &Paths,
    npm: &Npm,
    port: u16,
    admin_token: &str,
    is_told: bool,
) -> Result<Service> {
    let mut command = npm.script("serve.mjs");
    command.args(["--port", &port.to_string(), "--admin-token", admin_token, "--exit-with-stdin"]);
    command.arg("--persist").arg(folder(paths));
    if is_told {
        command.arg("--tell");
    }
    // Its input stays open as long as this process lives; its one line of output is for scripts.
    command.stdin(Stdio::piped()).stdout(Stdio::null());
    Service::start("The collector's server", &mut command)
}

/// # Errors
/// When the server ends, or doesn't answer in time.
pub(super) fn wait_until_ready(server: &mut Service, address: &str) -> Result<()> {
    let watch = Stopwatch::start();
    let url = format!("{address}/healthz");
    loop {
        interrupt::check()?;
        server.check()?;
        let answer = ureq::get(&url).config().timeout_global(Some(START_LIMIT)).build().call();
        match answer {
            Ok(_) => return Ok(()),
            Err(error) if watch.elapsed() > START_LIMIT => {
                return Err(Error::Unexpected(format!("{url} doesn't answer: {error}")));
            }
            Err(_) => thread::sleep(Duration::from_millis(100)),
        }
    }
}
