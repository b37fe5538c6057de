//! `tests/bench/RESULTS.md`: a section for each part. It stays until that part is measured again.
//!
//! In: joining the sections, and describing the machine that measured. Not in: measuring.

use std::{path::Path, process::Command};

use crate::{
    cli::BenchPart,
    npm::Npm,
    paths::{self, Paths},
    process,
};

const HEAD: &str = "# Results\n\nWritten by `cargo xtask bench`; `README.md` says how it measures. \
                    Ratios are of pairs measured a moment apart; absolute values are of the machine \
                    that is named with them.\n";

/// Returns the first line of a section. No other line of the file begins with it.
fn heading(part: BenchPart) -> String {
    format!("## `cargo xtask bench {}`", part.name())
}

/// Returns the file with one section added or replaced. Sections are in the parts' order.
pub(super) fn with_section(file: &str, part: BenchPart, section: &str) -> String {
    let mut text = HEAD.to_owned();
    for each in BenchPart::ALL {
        let kept = (each != part).then(|| section_of(file, each)).flatten();
        let section = if each == part { Some(section) } else { kept };
        if let Some(section) = section {
            text += &format!("\n{}\n\n{}\n", heading(each), section.trim());
        }
    }
    text
}

/// Returns the text under a part's heading, up to the next part's.
fn section_of(file: &str, part: BenchPart) -> Option<&str> {
    let start = |part| file.find(&format!("\n{}\n", heading(part))).map(|at| at + 1);
    let from = start(part)?;
    let next = BenchPart::ALL.into_iter().filter_map(start).filter(|at| *at > from).min();
    let section = file.get(from..next.unwrap_or(file.len()))?;
    section.split_once('\n').map(|(_, section)| section.trim())
}

/// Returns processor, cores and the versions that affect the results, as one line.
pub(super) fn machine(paths: &Paths, npm: &Npm, part: BenchPart) -> String {
    let processor = paths::read_text(Path::new("/proc/cpuinfo")).ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("model name"))?.to_owned();
        Some(line.split_once(':')?.1.trim().to_owned())
    });
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut facts = vec![
        processor.unwrap_or_else(|| "a processor".into()),
        format!("{cores} cores"),
        std::env::consts::OS.to_owned(),
    ];
    facts.extend(said(Command::new("rustc").arg("--version")));
    facts.extend(said(Command::new(&npm.node).arg("--version")).map(|text| format!("Node {text}")));
    let tools = paths.npm().join("node_modules");
    let peers = paths.root.join("tests").join("bench").join("peers").join("node_modules");
    let packages: &[(&Path, &str)] = match part {
        BenchPart::Collector => &[(&tools, "miniflare"), (&tools, "workerd")],
        BenchPart::Page => &[(&peers, "posthog-js"), (&peers, "@sentry/browser")],
        BenchPart::Console => &[],
    };
    for (folder, name) in packages {
        facts.extend(version(&folder.join(name)).map(|version| format!("{name} {version}")));
    }
    format!("Measured at {} on {}.", commit(paths), facts.join(", "))
}

/// Returns the commit that was measured, with a note if anything but results has changed since.
fn commit(paths: &Paths) -> String {
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        said(command.args(arguments).current_dir(&paths.root))
    };
    let Some(commit) = git(&["log", "-1", "--format=commit %h of %cs"]) else {
        return "no known commit".to_owned();
    };
    let but = ["--", ".", ":!tests/bench/RESULTS.md", ":!tests/bench/*.svg"];
    let changed = git(&[&["status", "--porcelain", "--untracked-files=no"], &but[..]].concat());
    if changed.is_some() { format!("{commit}, with changes,") } else { commit }
}

/// Returns a program's output, unless it fails or prints nothing.
fn said(command: &mut Command) -> Option<String> {
    let text = process::capture(command).ok()?.trim().to_owned();
    (!text.is_empty()).then_some(text)
}

fn version(package: &Path) -> Option<String> {
    let text = paths::read_text(&package.join("package.json")).ok()?;
    let package: serde_json::Value = serde_json::from_str(&text).ok()?;
    Some(package.get("version")?.as_str()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_measured_anew_replaces_its_section_alone() {
        let both = with_section("", BenchPart::Collector, "responses: 1\n\n## Inside\n\n| a |");
        let both = with_section(&both, BenchPart::Page, "bytes: 2");
        assert_eq!(section_of(&both, BenchPart::Page), Some("bytes: 2"));
        let anew = with_section(&both, BenchPart::Page, "bytes: 3");
        let collectors = "responses: 1\n\n## Inside\n\n| a |";
        assert_eq!(section_of(&anew, BenchPart::Collector), Some(collectors));
        assert_eq!(section_of(&anew, BenchPart::Page), Some("bytes: 3"));
        assert_eq!(anew, both.replace("bytes: 2", "bytes: 3"));
        let anew = with_section(&anew, BenchPart::Collector, "responses: 4");
        assert_eq!(section_of(&anew, BenchPart::Collector), Some("responses: 4"));
        assert_eq!(section_of(&anew, BenchPart::Page), Some("bytes: 3"));
    }

    #[test]
    fn sections_stand_in_the_order_of_the_parts_whichever_came_first() {
        let first = with_section("", BenchPart::Collector, "c");
        let other = with_section("", BenchPart::Page, "p");
        let both = with_section(&first, BenchPart::Page, "p");
        assert_eq!(both, with_section(&other, BenchPart::Collector, "c"));
        assert!(both.find(&heading(BenchPart::Collector)) < both.find(&heading(BenchPart::Page)));
    }

    #[test]
    fn the_same_put_in_again_changes_nothing() {
        let file = with_section("", BenchPart::Page, "bytes");
        assert_eq!(with_section(&file, BenchPart::Page, "bytes"), file);
    }
}
