//! Clients generated from the description call the collector: the description can be programmed
//! against as it is.

use std::{fs, path::Path, process::Command};

use hearby_tests::{
    collector::{ADMIN_TOKEN, Collector},
    environment,
    fixtures::response_id,
};
use tempfile::TempDir;
use wire::routes;

/// Starts a collector, and returns it with a folder that holds its description.
fn described() -> (Collector, TempDir) {
    let collector = Collector::start();
    let folder = TempDir::with_prefix("hearby-client-").unwrap();
    let description = collector.get(routes::DESCRIPTION).expect(200);
    fs::write(folder.path().join("openapi.json"), &description.body).unwrap();
    (collector, folder)
}

fn clients() -> std::path::PathBuf {
    environment::root().join("tests/clients")
}

/// Runs a program to its end; a failure shows its output.
#[track_caller]
fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    assert!(output.status.success(), "{command:?}:\n{}\n{}", said[0], said[1]);
    said.concat()
}

#[test]
fn a_generated_python_client_is_whole_and_calls_the_collector() {
    let names = ["openapi-python-client"];
    let Some(program) = environment::find_program("HEARBY_OPENAPI_PYTHON_CLIENT", &names) else {
        println!("skipped: openapi-python-client is not installed");
        return;
    };
    let (collector, folder) = described();
    let client = folder.path().join("hearby_client");
    // A warning means that something is left out.
    run(Command::new(&program)
        .args(["generate", "--meta", "none", "--fail-on-warning", "--path", "openapi.json"])
        .arg("--config")
        .arg(clients().join("openapi-python-client.yml"))
        .arg("--output-path")
        .arg(&client)
        .current_dir(folder.path()));
    // The interpreter that has the client's dependencies.
    let python = program.with_file_name(if cfg!(windows) { "python.exe" } else { "python" });
    let said = run(Command::new(python).arg(clients().join("client.py")).args([
        client.to_str().unwrap(),
        &collector.url(),
        ADMIN_TOKEN,
        &response_id(),
    ]));
    println!("{said}");
}

#[test]
fn generated_typescript_types_are_strict_and_right() {
    let (collector, folder) = described();
    let modules = environment::root().join("tests/tools/node_modules");
    let node = environment::program("HEARBY_NODE", &["node"]);
    let at = |path: &str| modules.join(path);
    assert!(at("openapi-typescript").is_dir(), "run `npm ci` in tests/tools first");
    link(&modules, &folder.path().join("node_modules"));
    fs::write(folder.path().join("package.json"), r#"{"type": "module"}"#).unwrap();
    fs::copy(clients().join("client.ts"), folder.path().join("client.ts")).unwrap();
    run(Command::new(&node)
        .arg(at("openapi-typescript/bin/cli.js"))
        .args(["openapi.json", "--output", "hearby.d.ts"])
        .current_dir(folder.path()));
    run(Command::new(&node)
        .arg(at("typescript/bin/tsc"))
        .args(["client.ts", "--strict", "--noUncheckedIndexedAccess", "--skipLibCheck"])
        .args(["--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler"])
        .current_dir(folder.path()));
    run(Command::new(&node)
        .args(["client.js", &collector.url(), ADMIN_TOKEN, &response_id()])
        .current_dir(folder.path()));
}

#[cfg(unix)]
fn link(to: &Path, from: &Path) {
    std::os::unix::fs::symlink(to, from).unwrap();
}

#[cfg(windows)]
fn link(to: &Path, from: &Path) {
    std::os::windows::fs::symlink_dir(to, from).unwrap();
}
