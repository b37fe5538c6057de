//! An app, installed and built by npm under `target/hearby/matrix/`, and its running server.
//!
//! In: a Node that is new enough, npm's commands, their output when they fail. Not in: what the
//! commands are; each app's `package.json` has `build` and `start`.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use hearby_tests::{
    child::Running, clock::wait_within, environment, http::Client, ports::free_port,
};
use serde_json::Value;

use crate::apps::App;

/// Version of Node for the apps where the machine's is older: the frameworks need 22 or 24.
const NODE: &str = "24.21.0";

/// Variables that keep the frameworks from asking, and from telling their makers.
const QUIET: [(&str, &str); 6] = [
    ("CI", "1"),
    ("NEXT_TELEMETRY_DISABLED", "1"),
    ("NUXT_TELEMETRY_DISABLED", "1"),
    ("ASTRO_TELEMETRY_DISABLED", "1"),
    ("NG_CLI_ANALYTICS", "false"),
    ("NO_COLOR", "1"),
];

/// Most lines of a failed command's output that are told.
const MOST_LINES: usize = 12;

/// A built app.
#[derive(Debug)]
pub(crate) struct Built {
    folder: PathBuf,
    /// `PATH` with a Node that is new enough.
    path: String,
    versions: String,
}

/// A running app. It ends when it is dropped.
#[derive(Debug)]
pub(crate) struct Serving {
    /// The server's port.
    pub(crate) port: u16,
    /// Versions of the app's packages.
    pub(crate) versions: String,
    _running: Running,
}

impl Built {
    /// Installs and builds an app; nothing is done when its files are those of the last time.
    pub(crate) fn of(app: &App) -> Built {
        let path = path_with_node();
        let (folder, mut files) = (cache().join(app.name), BTreeMap::new());
        for name in app.base.into_iter().chain([app.name]) {
            let source = environment::root().join("tests/matrix/apps").join(name);
            read_files(&source, &source, &mut files);
        }
        let stamp = folder.join("built-from");
        let sum: String = files.iter().map(|(name, text)| format!("{name}\n{text}\n")).collect();
        if fs::read_to_string(&stamp).is_ok_and(|before| before == sum) {
            let versions = versions(app, &folder);
            return Built { folder, path, versions };
        }
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        for (name, text) in files {
            let file = folder.join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        install(&folder, &path, &[]);
        run(npm(&folder, &path).args(["run", "build"]));
        fs::write(stamp, sum).unwrap();
        let versions = versions(app, &folder);
        Built { folder, path, versions }
    }

    /// Starts its server, and waits until that replies.
    pub(crate) fn serve(self) -> Serving {
        let port = free_port();
        let mut start = Command::new(environment::program("HEARBY_NPM", &["npm"]));
        start.arg("--prefix").arg(&self.folder).args(["run", "start"]);
        start.envs(QUIET).env("PATH", self.path).env("PORT", port.to_string());
        let mut running = Running::start(&mut start);
        let (client, url) = (Client::default(), format!("http://127.0.0.1:{port}/"));
        wait_within(Duration::from_secs(60), "app that replies", || {
            assert!(!running.has_ended(), "the server ended by itself:\n{}", running.said());
            client.send("GET", &url, &[], None).ok().filter(|reply| reply.status == 200)
        });
        Serving { port, versions: self.versions, _running: running }
    }
}

fn cache() -> PathBuf {
    environment::root().join("target/hearby/matrix")
}

/// Reads a folder's text files by their paths in it.
fn read_files(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_files(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            files.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
}

/// Returns a `PATH` whose Node the frameworks accept: the machine's own, or one from npm.
fn path_with_node() -> String {
    let before = env::var("PATH").unwrap_or_default();
    let node = environment::program("HEARBY_NODE", &["node"]);
    let said = Command::new(&node).arg("--version").output().expect("Node");
    let version = String::from_utf8_lossy(&said.stdout).into_owned();
    let major = |version: &str| -> Option<u32> {
        version.trim_start_matches('v').split('.').next()?.parse().ok()
    };
    if major(&version) >= major(NODE) {
        return format!("{}:{before}", node.parent().unwrap().display());
    }
    let folder = cache().join("node");
    let bin = folder.join("node_modules/.bin");
    let path = format!("{}:{before}", bin.display());
    let package = format!("node@{NODE}");
    if !fs::read_to_string(folder.join("built-from")).is_ok_and(|before| before == package) {
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("package.json"), "{\"private\": true}").unwrap();
        install(&folder, &before, &[&package]);
        fs::write(folder.join("built-from"), package).unwrap();
    }
    path
}

/// Installs a folder's packages; without a lock file, as exact versions stand in `package.json`.
fn install(folder: &Path, path: &str, packages: &[&str]) {
    let mut command = npm(folder, path);
    command.args(["install", "--no-audit", "--no-fund", "--no-package-lock"]).args(packages);
    run(&mut command);
}

fn npm(folder: &Path, path: &str) -> Command {
    let mut command = Command::new(environment::program("HEARBY_NPM", &["npm"]));
    command.current_dir(folder).envs(QUIET).env("PATH", path);
    command
}

/// Runs a command to its end.
#[track_caller]
fn run(command: &mut Command) {
    let done = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    if done.status.success() {
        return;
    }
    let said = [done.stdout, done.stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
    let lines: Vec<&str> = said.iter().flat_map(|said| said.lines()).collect();
    let words: Vec<_> = command.get_args().map(|word| word.to_string_lossy()).collect();
    let last = lines[lines.len().saturating_sub(MOST_LINES)..].join("\n");
    panic!("npm {}: {}\n{last}", words.join(" "), done.status)
}

/// Returns the versions that are installed: `next 16.4.6, react 19.3.1`.
fn versions(app: &App, folder: &Path) -> String {
    let version = |name: &&str| {
        let file = folder.join("node_modules").join(name).join("package.json");
        let package: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
        format!("{name} {}", package["version"].as_str().unwrap_or_default())
    };
    app.packages.iter().map(version).collect::<Vec<_>>().join(", ")
}
