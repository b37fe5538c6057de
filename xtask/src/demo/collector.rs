//! The collector's server: `xtask/npm/serve.mjs` runs workerd, with its KV in
//! `target/hearby/demo-kv/`.

use std::{
    fs,
    io::{self, Write as _},
    path::PathBuf,
    process::Stdio,
    sync::mpsc::Receiver,
    time::Duration,
};

use crate::{
    error::{Doing, Error, Result},
    interrupt,
    npm::Npm,
    paths::Paths,
    process::{self, Service},
};

/// Time limit for the start. It takes a second; a machine under load takes longer.
const START_LIMIT: Duration = Duration::from_secs(60);

/// The server, and the lines that it prints. It prints one each time it is ready.
pub(super) struct Collector {
    service: Service,
    said: Receiver<String>,
}

/// The folder with the responses.
pub(super) fn folder(paths: &Paths) -> PathBuf {
    paths.out.join("demo-kv")
}

/// Removes all responses.
///
/// # Errors
/// When the files can't be removed.
pub(super) fn forget(paths: &Paths) -> Result<()> {
    match fs::remove_dir_all(folder(paths)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other.doing(|| "removing the responses so far".to_owned()),
    }
}

/// Starts the server. With `is_told`, it prints each request and the Worker's log to standard
/// error.
///
/// # Errors
/// When Node can't be started.
pub(super) fn start(
    paths: &Paths,
    npm: &Npm,
    port: u16,
    admin_token: &str,
    is_told: bool,
) -> Result<Collector> {
    let mut command = npm.script("serve.mjs");
    command.args(["--port", &port.to_string(), "--admin-token", admin_token, "--exit-with-stdin"]);
    command.arg("--persist").arg(folder(paths));
    if is_told {
        command.arg("--tell");
    }
    // The server ends when its input closes; the pipe stays open while this process lives.
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut service = Service::start("The collector's server", &mut command)?;
    let output = service.child().stdout.take();
    let output = output.ok_or_else(|| Error::Unexpected("The server has no output.".into()))?;
    let said = process::lines(output, |_| ());
    Ok(Collector { service, said })
}

impl Collector {
    /// # Errors
    /// When it has ended by itself.
    pub(super) fn check(&mut self) -> Result<()> {
        self.service.check()
    }

    /// Loads the newest build into the server. This takes a third of the time of a new start.
    ///
    /// # Errors
    /// When it ends instead.
    pub(super) fn reload(&mut self) -> Result<()> {
        let doing = || "having the collector run what is built".to_owned();
        if let Some(input) = &mut self.service.child().stdin {
            input.write_all(b"reload\n").and_then(|()| input.flush()).doing(doing)?;
        }
        self.wait_until_ready()
    }

    /// Waits until the server says that it is ready: after a start, and after each reload.
    ///
    /// # Errors
    /// When it ends, or says nothing in time.
    pub(super) fn wait_until_ready(&mut self) -> Result<()> {
        let heard = self.said.recv_timeout(START_LIMIT);
        interrupt::check()?;
        if heard.is_ok() {
            return Ok(());
        }
        self.service.check()?;
        Err(Error::Unexpected(format!(
            "The collector's server says nothing for {} s.",
            START_LIMIT.as_secs()
        )))
    }
}
