//! The collector's server: workerd, with its KV in `target/hearby/demo-kv/`.
//!
//! In: starting it, in one of two ways, and waiting for it. Not in: its contents.
//!
//! `cargo xtask demo` starts what an owner gets: the archive's files, laid out in `target/hearby/demo/`,
//! and their `run.mjs`. `cargo xtask dev` starts `xtask/npm/serve.mjs`: it runs the build where it lies,
//! takes the next one without a new start, and prints requests. An owner needs none of that, and a
//! laid-out copy would lie between the build and the page. Both keep the same files in the same form, so
//! what one has stored the other reads.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError},
    time::Duration,
};

use super::home::Home;
use crate::{
    error::{Doing, Error, Result},
    interrupt, npm,
    npm::Npm,
    package,
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

/// Starts the archive's `run.mjs`, after laying out the last build beside it.
///
/// # Errors
/// When nothing has been built, its tools can't be installed, or Node can't be started.
pub(super) fn start_packaged(
    paths: &Paths,
    home: &Home,
    port: u16,
    admin_token: &str,
) -> Result<Collector> {
    package::lay_out(paths, &home.program)?;
    let node = npm::node_of_archive(paths)?;
    // As run.mjs itself does it, but with a heartbeat; it then finds them there.
    npm::install_by(Some(&node), &home.program)?;
    Collector::start(&mut packaged(&node, &home.program, &home.data, port, admin_token))
}

/// Returns the command of `run.mjs` in that folder. No list of processes shows the token.
fn packaged(node: &Path, home: &Path, data: &Path, port: u16, admin_token: &str) -> Command {
    let mut command = Command::new(node);
    command.arg(home.join("run.mjs"));
    command.args(["--no-page", "--exit-with-stdin", "--port", &port.to_string()]);
    command.arg("--data").arg(data).env("HEARBY_ADMIN_TOKEN", admin_token);
    command
}

/// Starts the server that follows builds. It prints each request and the Worker's log to standard
/// error.
///
/// # Errors
/// When Node can't be started.
pub(super) fn start_following(
    home: &Home,
    npm: &Npm,
    port: u16,
    admin_token: &str,
) -> Result<Collector> {
    let mut command = npm.script("serve.mjs");
    command.args(["--port", &port.to_string(), "--admin-token", admin_token, "--exit-with-stdin"]);
    command.arg("--persist").arg(&home.data).arg("--tell");
    Collector::start(&mut command)
}

impl Collector {
    fn start(command: &mut Command) -> Result<Self> {
        // The server ends when its input closes; the pipe stays open while this process lives.
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut service = Service::start("The collector's server", command)?;
        let output = service.child().stdout.take();
        let output = output.ok_or_else(|| Error::Unexpected("The server has no output.".into()))?;
        Ok(Self { service, said: process::lines(output, |_| ()) })
    }

    /// # Errors
    /// When it has ended by itself.
    pub(super) fn check(&mut self) -> Result<()> {
        self.service.check()
    }

    /// Loads the newest build into a server that follows builds. This takes a third of the time of a new start.
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
        match heard {
            Ok(_) => Ok(()),
            // It has said why on standard error.
            Err(RecvTimeoutError::Disconnected) => {
                Err(Error::Unexpected("The collector's server has ended.".into()))
            }
            Err(RecvTimeoutError::Timeout) => Err(Error::Unexpected(format!(
                "The collector's server says nothing for {} s.",
                START_LIMIT.as_secs()
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_operators_token_is_no_argument_of_the_archives_program() {
        let (home, data) = (Path::new("/demo"), Path::new("/demo-kv"));
        let command = packaged(Path::new("node"), home, data, 9, "secret");
        let words: Vec<_> = command.get_args().map(|word| word.to_string_lossy()).collect();
        let expected = [
            "/demo/run.mjs",
            "--no-page",
            "--exit-with-stdin",
            "--port",
            "9",
            "--data",
            "/demo-kv",
        ];
        assert_eq!(words, expected);
        let given = command.get_envs().find_map(|(name, value)| {
            (name == "HEARBY_ADMIN_TOKEN").then(|| value.unwrap_or_default().to_string_lossy())
        });
        assert_eq!(given.as_deref(), Some("secret"));
    }

    #[test]
    fn the_archives_program_has_the_flags_that_it_is_started_with() {
        let program = include_str!("../../../collector/deploy/lib/running.mjs");
        for flag in ["--no-page", "--exit-with-stdin", "--port", "--data", "HEARBY_ADMIN_TOKEN"] {
            assert!(program.contains(&format!("\n  {flag} ")), "{flag}");
        }
    }
}
