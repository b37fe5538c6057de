//! Runs other programs: with their output printed, captured, or as services in the background.
//!
//! In: waiting with a heartbeat, ending children on Ctrl-C, finding programs in PATH. Not in: the
//! choice of programs, and its reasons.

use std::{
    env,
    io::{self, BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

use crate::{
    error::{Doing, Error, Result},
    interrupt,
    progress::{self, HEARTBEAT, Stopwatch},
};

/// Time that a service has to end by itself before it is killed. Also the time for which xtask
/// still reads a program's output after its end.
const GRACE: Duration = Duration::from_secs(4);
const POLL: Duration = Duration::from_millis(20);

/// Runs a program and prints its output; the heartbeat calls it `name`.
///
/// # Errors
/// When it can't be started, ends with a failure, or Ctrl-C is pressed.
pub(crate) fn run(name: &str, command: &mut Command) -> Result<()> {
    interrupt::check()?;
    let shown = show(command);
    let mut child = spawn(command.stdin(Stdio::null()))?;
    wait(name, &mut child, shown)
}

/// Runs a program, prints its output, and passes each line of its standard output to `read`; the
/// heartbeat calls it `name`.
///
/// # Errors
/// As [`run`].
pub(crate) fn run_and_read(
    name: &str,
    command: &mut Command,
    mut read: impl FnMut(&str),
) -> Result<()> {
    interrupt::check()?;
    let shown = show(command);
    let mut child = spawn(command.stdin(Stdio::null()).stdout(Stdio::piped()))?;
    let output = child.stdout.take().map(|output| lines(output, |line| println!("{line}")));
    let result = wait(name, &mut child, shown);
    // A child of the program may outlive it and hold the pipe open.
    while let Some(Ok(line)) = output.as_ref().map(|lines| lines.recv_timeout(GRACE)) {
        read(&line);
    }
    result
}

/// Reads a program's output in the background until it ends. It calls `show` with each line at
/// once, and sends the line to the returned receiver.
pub(crate) fn lines(output: ChildStdout, show: impl Fn(&str) + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).split(b'\n').map_while(io::Result::ok) {
            let line = String::from_utf8_lossy(&line).into_owned();
            show(&line);
            // Reads on even if the receiver is gone, because a full pipe would block the program.
            let _ = sender.send(line);
        }
    });
    receiver
}

/// Runs a quick program and returns its standard output.
///
/// # Errors
/// When it can't be started or ends with a failure; the error holds its output.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .doing(|| format!("`{}` could not be started", show(command)))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(text);
    }
    let output = format!("{text}{}", String::from_utf8_lossy(&output.stderr));
    Err(Error::Failed { command: show(command), output })
}

/// Finds a program in PATH.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let names = if cfg!(windows) {
        vec![format!("{program}.exe"), format!("{program}.cmd")]
    } else {
        vec![program.to_owned()]
    };
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH")?).collect();
    folders
        .iter()
        .flat_map(|folder| names.iter().map(|name| folder.join(name)))
        .find(|p| p.is_file())
}

/// Program in the background that ends when this value is dropped.
pub(crate) struct Service {
    name: String,
    child: Child,
}

impl Service {
    /// # Errors
    /// When it can't be started.
    pub(crate) fn start(name: &str, command: &mut Command) -> Result<Self> {
        Ok(Self { name: name.to_owned(), child: spawn(command)? })
    }

    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// # Errors
    /// When the program has ended by itself.
    pub(crate) fn check(&mut self) -> Result<()> {
        match self.child.try_wait() {
            Ok(None) => Ok(()),
            Ok(Some(status)) => {
                Err(Error::Unexpected(format!("{} has ended: {status}.", self.name)))
            }
            Err(source) => Err(Error::Io { doing: format!("watching {}", self.name), source }),
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

fn spawn(command: &mut Command) -> Result<Child> {
    command.spawn().doing(|| format!("`{}` could not be started", show(command)))
}

/// Waits with a heartbeat for the end of a program; `shown` is its command line for messages.
fn wait(name: &str, child: &mut Child, shown: String) -> Result<()> {
    let watch = Stopwatch::start();
    let mut next = HEARTBEAT;
    loop {
        if let Some(status) = child.try_wait().doing(|| format!("waiting for `{shown}`"))? {
            interrupt::check()?;
            return if status.success() {
                Ok(())
            } else {
                Err(Error::Failed { command: shown, output: String::new() })
            };
        }
        if interrupt::requested() {
            end(child);
            return Err(Error::Interrupted);
        }
        if watch.elapsed() >= next {
            progress::note(&format!("… {name}: {}", progress::seconds(watch.elapsed())));
            next += HEARTBEAT;
        }
        thread::sleep(POLL);
    }
}

/// Asks a child to end (closed input, SIGTERM), then kills it.
fn end(child: &mut Child) {
    drop(child.stdin.take());
    if matches!(child.try_wait(), Ok(Some(_))) {
        return;
    }
    if cfg!(unix) {
        // `std` can only kill. A program that gets SIGTERM can end its own children first.
        let _ = Command::new("kill").arg(child.id().to_string()).stderr(Stdio::null()).status();
    }
    let watch = Stopwatch::start();
    while watch.elapsed() < GRACE {
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        thread::sleep(POLL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

fn show(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(command.get_program()).to_string_lossy();
    let arguments = command.get_args().map(|argument| argument.to_string_lossy());
    std::iter::once(name).chain(arguments).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_by_its_name_and_arguments() {
        let mut command = Command::new("/usr/bin/cargo");
        command.args(["build", "--release"]);
        assert_eq!(show(&command), "cargo build --release");
    }

    #[test]
    #[cfg(unix)]
    fn a_failing_program_gives_its_words_in_the_error() {
        let error =
            capture(Command::new("sh").args(["-c", "echo reason >&2; exit 3"])).unwrap_err();
        assert!(error.to_string().contains("reason"), "{error}");
    }

    #[test]
    #[cfg(unix)]
    fn all_lines_of_an_output_are_read_whatever_they_hold() {
        let mut lines = Vec::new();
        let mut command = Command::new("sh");
        command.args(["-c", "echo one; printf '\\377\\n'; printf last"]);
        run_and_read("sh", &mut command, |line| lines.push(line.to_owned())).unwrap();
        assert_eq!(lines, ["one", "\u{fffd}", "last"]);
    }

    #[test]
    #[cfg(unix)]
    fn a_service_ends_when_it_goes_out_of_scope() {
        let service = Service::start("sleep", Command::new("sleep").arg("60")).unwrap();
        let id = service.child.id().to_string();
        drop(service);
        assert!(capture(Command::new("kill").args(["-0", &id])).is_err());
    }
}
