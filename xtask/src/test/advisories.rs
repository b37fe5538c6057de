//! Advisories: known faults of the crates and npm packages that are pinned here.
//!
//! In: querying RustSec's database (by cargo-deny) and npm's (by `npm audit`), and separating
//! findings from databases that did not answer. Not in: the crates that may be used at all
//! (`checks::deny`).
//!
//! Not every machine can reach the databases. The step skips one that doesn't answer, and reports
//! this. With `HEARBY_ADVISORIES=required`, as the weekly job sets it
//! (`.github/workflows/advisories.yml`), it fails instead.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;

use super::Done;
use crate::{
    error::{Doing, Error, Result},
    interrupt,
    paths::Paths,
    process, progress, tools,
};

const REQUIRED: &str = "HEARBY_ADVISORIES";

/// Result of a query to a database.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    /// The database has no advisory for us.
    Clean,
    /// The database has these advisories.
    Found(String),
    /// The database did not answer. Holds the program's message.
    Unreachable(String),
}

/// # Errors
/// When something was found, or when a database that is required could not be asked.
pub(super) fn run(paths: &Paths) -> Result<Done> {
    let mut replies = vec![
        ("crates".to_owned(), ask_rustsec(paths, &paths.root.join("Cargo.toml"))?),
        ("crates of fuzz".to_owned(), ask_rustsec(paths, &paths.root.join("fuzz/Cargo.toml"))?),
    ];
    for folder in locked_folders(&paths.root) {
        let name = folder.strip_prefix(&paths.root).unwrap_or(&folder).display().to_string();
        replies.push((format!("npm in {name}"), ask_npm(&folder)?));
    }
    for (name, asked) in &replies {
        progress::note(&match asked {
            Asked::Clean => format!("{name}: nothing known"),
            Asked::Found(what) => format!("{name}: {what}"),
            Asked::Unreachable(why) => format!("{name}: NOT CHECKED: {why}"),
        });
    }
    verdict(&replies, env::var(REQUIRED).is_ok_and(|value| value == "required"))
}

fn verdict(replies: &[(String, Asked)], is_required: bool) -> Result<Done> {
    let names = |is: fn(&Asked) -> bool| -> Vec<&str> {
        replies.iter().filter(|(_, asked)| is(asked)).map(|(name, _)| name.as_str()).collect()
    };
    let found = names(|asked| matches!(asked, Asked::Found(_)));
    let unreachable = names(|asked| matches!(asked, Asked::Unreachable(_)));
    if !found.is_empty() {
        return Err(Error::Unexpected(format!("advisories on {}", found.join(", "))));
    }
    if unreachable.is_empty() {
        return Ok(Done::Passed);
    }
    let why = format!("not reached, so not checked: {}", unreachable.join(", "));
    if is_required { Err(Error::Unexpected(why)) } else { Ok(Done::Skipped(why)) }
}

fn ask_rustsec(paths: &Paths, manifest: &Path) -> Result<Asked> {
    let program = tools::get(paths, tools::CARGO_DENY)?;
    let mut command = Command::new(program);
    command.arg("--manifest-path").arg(manifest);
    command.arg("--config").arg(paths.root.join("deny.toml"));
    command.args(["check", "--hide-inclusion-graph", "advisories"]);
    // cargo-deny calls git, which must not wait for a password.
    command.env("GIT_TERMINAL_PROMPT", "0").current_dir(&paths.root);
    let (is_good, said) = output(&mut command)?;
    read_cargo_deny(is_good, &said).ok_or_else(|| Error::Failed {
        command: "cargo deny check advisories".into(),
        output: said,
    })
}

/// Reads cargo-deny's output; `None` if it reports neither an advisory nor a failed access to the
/// database.
fn read_cargo_deny(is_good: bool, said: &str) -> Option<Asked> {
    if is_good {
        Some(Asked::Clean)
    } else if said.contains("advisories FAILED") {
        let errors = said.lines().filter(|line| line.starts_with("error"));
        Some(Asked::Found(errors.collect::<Vec<_>>().join("; ")))
    } else {
        said.contains("fetch advisory database").then(|| Asked::Unreachable(first_line(said)))
    }
}

/// Returns the folders that pin npm packages: those in `git`, not installed ones.
fn locked_folders(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() && !["node_modules", "target", ".git"].iter().any(|skip| name == *skip) {
            found.extend(locked_folders(&path));
        } else if name == "package-lock.json" {
            found.push(folder.to_owned());
        }
    }
    found.sort();
    found
}

fn ask_npm(folder: &Path) -> Result<Asked> {
    let Some(npm) = process::find("npm") else {
        return Ok(Asked::Unreachable("npm is not installed".into()));
    };
    let mut command = Command::new(npm);
    // It reads only the lock file, so nothing has to be installed.
    command.args(["audit", "--package-lock-only", "--json"]);
    command.args(["--fetch-retries=0", "--fetch-timeout=20000"]).current_dir(folder);
    let (_, said) = output(&mut command)?;
    Ok(read_npm(&said))
}

fn read_npm(said: &str) -> Asked {
    let json = said.find('{').and_then(|start| said.get(start..));
    let report: Value = json
        .and_then(|json| serde_json::Deserializer::from_str(json).into_iter().next()?.ok())
        .unwrap_or_default();
    let Some(total) = report.pointer("/metadata/vulnerabilities/total").and_then(Value::as_u64)
    else {
        let message = report.get("message").and_then(Value::as_str).unwrap_or(said);
        return Asked::Unreachable(first_line(message));
    };
    if total == 0 {
        return Asked::Clean;
    }
    let packages = report.get("vulnerabilities").and_then(Value::as_object);
    let names = packages.into_iter().flatten().map(|(name, about)| {
        format!("{name} ({})", about.get("severity").and_then(Value::as_str).unwrap_or("?"))
    });
    Asked::Found(names.collect::<Vec<_>>().join(", "))
}

fn first_line(said: &str) -> String {
    said.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("no reply").to_owned()
}

/// Returns a program's output, and true if it succeeded.
fn output(command: &mut Command) -> Result<(bool, String)> {
    interrupt::check()?;
    let output = command.stdin(Stdio::null()).output();
    let output = output.doing(|| "asking for advisories".to_owned())?;
    let said =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    Ok((output.status.success(), said.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replies(asked: [Asked; 2]) -> Vec<(String, Asked)> {
        ["crates", "npm in x"].into_iter().map(str::to_owned).zip(asked).collect()
    }

    #[test]
    fn what_cannot_be_asked_is_skipped_and_said_and_what_is_found_fails() {
        let away = || Asked::Unreachable("no host".into());
        let found = || Asked::Found("left-pad (high)".into());
        let skipped = verdict(&replies([away(), Asked::Clean]), false);
        assert!(matches!(skipped, Ok(Done::Skipped(why)) if why.ends_with("not checked: crates")));
        assert!(verdict(&replies([away(), Asked::Clean]), true).is_err(), "the weekly job");
        assert!(verdict(&replies([away(), found()]), false).is_err());
        assert!(verdict(&replies([found(), Asked::Clean]), false).is_err());
        let passed = verdict(&replies([Asked::Clean, Asked::Clean]), true);
        assert!(matches!(passed, Ok(Done::Passed)));
    }

    #[test]
    fn what_cargo_deny_says_is_told_apart() {
        assert_eq!(read_cargo_deny(true, "advisories ok"), Some(Asked::Clean));
        let found = "error[vulnerability]: a use after free\n  …\n\nadvisories FAILED";
        let expected = Asked::Found("error[vulnerability]: a use after free".into());
        assert_eq!(read_cargo_deny(false, found), Some(expected));
        let away = "[ERROR] failed to fetch advisory database\nfatal: unable to access";
        let expected = Asked::Unreachable("[ERROR] failed to fetch advisory database".into());
        assert_eq!(read_cargo_deny(false, away), Some(expected));
        assert_eq!(read_cargo_deny(false, "error: unexpected argument '--config'"), None);
    }

    #[test]
    fn what_npm_says_is_told_apart() {
        let report = |total: u64, packages: &str| {
            format!(
                r#"{{"vulnerabilities":{{{packages}}},"metadata":{{"vulnerabilities":{{"total":{total}}}}}}}"#
            )
        };
        assert_eq!(read_npm(&report(0, "")), Asked::Clean);
        let found = report(1, r#""left-pad":{"severity":"high"}"#);
        assert_eq!(read_npm(&found), Asked::Found("left-pad (high)".into()));
        let refused = "{\"message\": \"405 Method Not Allowed\", \"statusCode\": 405}\nnpm error x";
        assert_eq!(read_npm(refused), Asked::Unreachable("405 Method Not Allowed".into()));
        assert_eq!(read_npm("npm error network\n"), Asked::Unreachable("npm error network".into()));
    }

    #[test]
    fn every_lock_file_is_looked_at() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(""));
        let folders = locked_folders(root);
        assert!(folders.contains(&root.join("xtask/npm")), "{folders:?}");
        assert!(folders.iter().all(|folder| !folder.ends_with("node_modules")), "{folders:?}");
    }

    #[test]
    fn the_weekly_job_runs_this_step_and_takes_no_silence_for_an_answer() {
        let job = include_str!("../../../.github/workflows/advisories.yml");
        assert!(job.contains("run: cargo xtask test advisories\n"), "{job}");
        assert!(job.contains(&format!("{REQUIRED}: required\n")), "{job}");
        assert!(job.contains("schedule:\n    - cron: "), "{job}");
    }
}
