//! A program that a test starts, in a process group of its own.
//!
//! In: starting it, reading its output, ending it and its children, even when the test panics; the
//! folder of their files. Not in: the choice of program.

use std::{
    env, fs,
    io::{BufRead, BufReader, Read},
    os::unix::process::CommandExt,
    path::PathBuf,
    process::{self, Child, ChildStdin, Command, Stdio},
    sync::{Arc, Mutex, OnceLock},
    thread,
};

use nix::{
    sys::signal::{Signal, killpg},
    unistd::Pid,
};

/// Shell script that becomes the program and starts a watcher beside it. The watcher kills the
/// whole group when its input closes, which happens whenever this process ends, even by a crash.
/// Drivers of browsers don't watch their input themselves.
const WATCHED: &str = r#"exec 3<&0; (read -r _ <&3; kill -9 0) & exec "$@" 3<&-"#;

/// Shell script that deletes a folder when its input closes, which happens whenever this process
/// ends. It waits a second, until the process's programs have ended, too.
const TIDY: &str = r#"read -r _; sleep 1; rm -rf "$0""#;

/// Returns the folder for the files of this process's programs. A script deletes it after the
/// process, because Rust doesn't drop values in a `static`.
pub(crate) fn temporary() -> PathBuf {
    static TIDIER: OnceLock<Child> = OnceLock::new();
    let folder = env::temp_dir().join(format!("hearby-tests-{}", process::id()));
    TIDIER.get_or_init(|| {
        fs::create_dir_all(&folder).unwrap();
        let mut tidier = Command::new("sh");
        tidier.args(["-c", TIDY]).arg(&folder).process_group(0).stdin(Stdio::piped());
        tidier.spawn().unwrap()
    });
    folder
}

/// A running program.
#[derive(Debug)]
pub struct Running {
    child: Child,
    said: Arc<Mutex<String>>,
    /// Input of the watcher; it stays open for as long as the program may run.
    _stdin: Option<ChildStdin>,
}

impl Running {
    /// Starts a program.
    pub fn start(command: &mut Command) -> Running {
        let mut watched = Command::new("sh");
        watched.args(["-c", WATCHED, "sh"]).arg(command.get_program()).args(command.get_args());
        watched.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let mut child = watched
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let said = Arc::new(Mutex::new(String::new()));
        keep(child.stdout.take().unwrap(), &said);
        keep(child.stderr.take().unwrap(), &said);
        let stdin = child.stdin.take();
        Running { child, said, _stdin: stdin }
    }

    /// Returns the program's whole output.
    pub fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// Forgets the output so far.
    pub fn forget_said(&mut self) {
        self.said.lock().unwrap().clear();
    }

    /// True if it has ended.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Kills it and its children at once with SIGKILL, so that no process can clean up.
    pub fn kill(&mut self) {
        if let Ok(pid) = i32::try_from(self.child.id()) {
            // Fails only when the whole group is gone already.
            let _ = killpg(Pid::from_raw(pid), Signal::SIGKILL);
        }
        let _ = self.child.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Reads a pipe to its end, because a full pipe would block the program.
fn keep(pipe: impl Read + Send + 'static, said: &Arc<Mutex<String>>) {
    let said = Arc::clone(said);
    thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            let mut said = said.lock().unwrap();
            said.push_str(&line);
            said.push('\n');
        }
    });
}
