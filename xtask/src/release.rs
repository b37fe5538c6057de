//! `cargo xtask release 0.2.0`: one version everywhere, and a changelog whose entries have a date.
//!
//! In: the files that name the version, and how each names it. Not in: building and publishing, which
//! `.github/workflows/release.yml` does once the tag is pushed.

use std::process::Command;

use crate::{
    cli::Release,
    error::{Error, Result},
    paths::{self, Paths},
    process, progress,
};

/// Heading of the changelog's entries that no release has yet.
const UNRELEASED: &str = "## [Unreleased]";
const CHANGELOG: &str = "CHANGELOG.md";

/// Files with the version, and how it stands there. Its first place in each file is the one.
const FILES: [(&str, &str); 4] = [
    ("Cargo.toml", "\nversion = \""),
    ("widget/packages/hearby/package.json", "\n  \"version\": \""),
    ("collector/deploy/package.json", "\n  \"version\": \""),
    ("collector/deploy/package-lock.json", "\n  \"version\": \""),
];

/// # Errors
/// When the version is none, is older, or a file lacks its place; nothing is written then.
pub(crate) fn run(paths: &Paths, act: &Release) -> Result<()> {
    match act {
        Release::Make(version) => make(paths, version),
        Release::Check(version) => check(paths, version),
        Release::Notes => {
            let changelog = paths::read_text(&paths.root.join(CHANGELOG))?;
            let version = current(&paths::read_text(&paths.root.join("Cargo.toml"))?)?;
            println!("{}", notes(&changelog, &version)?);
            Ok(())
        }
    }
}

fn make(paths: &Paths, version: &str) -> Result<()> {
    let before = current(&paths::read_text(&paths.root.join("Cargo.toml"))?)?;
    let changelog = paths::read_text(&paths.root.join(CHANGELOG))?;
    let is_first = !changelog.contains(&format!("## [{before}]"));
    match (numbers(version), numbers(&before)) {
        (Some(new), Some(old)) if new > old || (is_first && new == old) => {}
        _ => {
            return Err(Error::Usage(format!(
                "{version} is no version after {before}. It has three numbers, such as 0.2.0."
            )));
        }
    }
    let mut made = vec![(CHANGELOG, dated(&changelog, version, &date(progress::now_ms()))?)];
    for (file, start) in FILES {
        let text = paths::read_text(&paths.root.join(file))?;
        let mut text = with_version(&text, start, version)
            .ok_or_else(|| Error::Unexpected(format!("{file} has no version at its place.")))?;
        if file.ends_with("package-lock.json") {
            // A lock file names it twice: its own, and that of the folder.
            let folder = "\n      \"version\": \"";
            text = with_version(&text, folder, version).ok_or_else(|| {
                Error::Unexpected(format!("{file} has no version of its folder."))
            })?;
        }
        made.push((file, text));
    }
    for (file, text) in made {
        paths::write(&paths.root.join(file), text)?;
    }
    // The crates' versions in Cargo.lock; nothing else may change there.
    let mut command = Command::new("cargo");
    command.args(["update", "--workspace", "--offline", "--quiet"]).current_dir(&paths.root);
    process::run("cargo update", &mut command)?;
    println!("{}", next_steps(version));
    Ok(())
}

/// Returns what the person who releases does next.
fn next_steps(version: &str) -> String {
    format!(
        "{version}, everywhere. Look at it, and at {CHANGELOG}; then\n  \
         HEARBY_UPDATE_API=1 cargo test -p hearby-collector --test openapi\n  \
         cargo xtask test\n  \
         git commit --all --message 'release: {version}'\n  \
         git tag --annotate v{version} --message 'Hearby {version}'\n  \
         git push --follow-tags"
    )
}

fn check(paths: &Paths, version: &str) -> Result<()> {
    for (file, start) in FILES {
        let text = paths::read_text(&paths.root.join(file))?;
        if !text.contains(&format!("{start}{version}\"")) {
            return Err(Error::Unexpected(format!("{file} has another version than {version}.")));
        }
    }
    notes(&paths::read_text(&paths.root.join(CHANGELOG))?, version).map(|_| ())
}

/// Returns the workspace's version.
fn current(manifest: &str) -> Result<String> {
    let rest = manifest.split_once("\nversion = \"").map(|(_, rest)| rest);
    let version = rest.and_then(|rest| rest.split('"').next());
    version.map(str::to_owned).ok_or_else(|| Error::Unexpected("Cargo.toml has no version.".into()))
}

/// Reads `0.2.0`; nothing for any other form.
fn numbers(version: &str) -> Option<[u32; 3]> {
    let parts: Vec<u32> =
        version.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let canonical = parts.iter().map(u32::to_string).collect::<Vec<_>>().join(".");
    (canonical == version).then(|| parts.try_into().ok()).flatten()
}

/// Replaces the text between the first `start` and the next quote.
fn with_version(text: &str, start: &str, version: &str) -> Option<String> {
    let (before, rest) = text.split_once(start)?;
    let (_, after) = rest.split_once('"')?;
    Some(format!("{before}{start}{version}\"{after}"))
}

/// Gives the entries that no release has yet to this one.
fn dated(changelog: &str, version: &str, date: &str) -> Result<String> {
    if changelog.matches(UNRELEASED).count() != 1 || notes(changelog, "Unreleased")?.is_empty() {
        return Err(Error::Unexpected(format!("{CHANGELOG} has no entries under {UNRELEASED}.")));
    }
    Ok(changelog.replacen(UNRELEASED, &format!("{UNRELEASED}\n\n## [{version}] - {date}"), 1))
}

/// Returns the entries of a version.
fn notes(changelog: &str, version: &str) -> Result<String> {
    let heading = format!("## [{version}]");
    let lines = changelog.lines().skip_while(|line| !line.starts_with(&heading));
    let entries: Vec<&str> = lines.skip(1).take_while(|line| !line.starts_with("## ")).collect();
    if entries.is_empty() {
        return Err(Error::Unexpected(format!("{CHANGELOG} has nothing about {version}.")));
    }
    Ok(entries.join("\n").trim().to_owned())
}

/// Returns the date (UTC) of a moment, such as `2026-11-30`.
fn date(unix_ms: i64) -> String {
    // Howard Hinnant's civil_from_days.
    let days = unix_ms.div_euclid(24 * 60 * 60 * 1_000) + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days - era * 146_097;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str =
        "# Changelog\n\n## [Unreleased]\n\n### Added\n- Tea.\n\n## [0.1.0] - 2026-11-01\n- All.\n";

    #[test]
    fn a_version_has_three_numbers() {
        assert_eq!(numbers("0.2.0"), Some([0, 2, 0]));
        assert!(numbers("0.10.0") > numbers("0.9.9"));
        for wrong in ["0.2", "v0.2.0", "0.2.0-rc.1", "0.02.0", "", "1.2.3.4"] {
            assert_eq!(numbers(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_release_takes_the_entries_that_none_has_yet() {
        let made = dated(LOG, "0.2.0", "2026-11-30").unwrap();
        assert!(made.contains("## [Unreleased]\n\n## [0.2.0] - 2026-11-30\n\n### Added\n- Tea."));
        assert_eq!(notes(&made, "0.2.0").unwrap(), "### Added\n- Tea.");
        assert_eq!(notes(&made, "0.1.0").unwrap(), "- All.");
        assert!(notes(&made, "0.3.0").is_err());
        assert!(dated(&made, "0.3.0", "2026-12-01").is_err(), "nothing is new");
    }

    #[test]
    fn a_version_is_replaced_at_its_place_alone() {
        let text = "{\n  \"name\": \"x\",\n  \"version\": \"0.1.0\",\n  \"other\": \"0.1.0\"\n}";
        let made = with_version(text, "\n  \"version\": \"", "0.2.0").unwrap();
        assert!(made.contains("\"version\": \"0.2.0\"") && made.contains("\"other\": \"0.1.0\""));
        assert_eq!(with_version("{}", "\n  \"version\": \"", "0.2.0"), None);
    }

    #[test]
    fn the_api_description_has_the_new_version_before_the_tests_compare_it() {
        let steps = next_steps("0.2.0");
        let of = |step| steps.find(step).unwrap();
        assert!(of("HEARBY_UPDATE_API=1") < of("cargo xtask test"), "{steps}");
    }

    #[test]
    fn dates_are_those_of_the_calendar() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(1_709_164_800_000), "2024-02-29");
        assert_eq!(date(1_796_083_199_999), "2026-11-30");
    }

    #[test]
    fn everything_that_is_released_has_one_version() {
        for (file, start) in FILES {
            let path = format!("{}/../{file}", env!("CARGO_MANIFEST_DIR"));
            let text = std::fs::read_to_string(path).unwrap();
            let version = env!("CARGO_PKG_VERSION");
            assert!(text.contains(&format!("{start}{version}\"")), "{file}");
        }
    }
}
