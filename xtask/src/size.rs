//! Sizes of the downloads of a visitor and an owner in bytes, and the budgets for them
//! (`xtask/budgets.json`).
//!
//! In: measuring, adding up, comparing. Not in: the budgets' numbers.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::{
    build,
    error::{Error, Result},
    npm::{self, Npm},
    paths::{self, Paths},
    process,
};

/// Sizes of one file in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) raw: u64,
    pub(crate) gzip: u64,
    pub(crate) brotli: u64,
}

impl Size {
    /// Returns the size as an entry of a manifest.
    pub(crate) fn entry(self, path: &str) -> Value {
        json!({ "path": path, "raw": self.raw, "gzip": self.gzip, "brotli": self.brotli })
    }

    fn parse(value: &Value) -> Option<Self> {
        let number = |name: &str| value.get(name)?.as_u64();
        Some(Self { raw: number("raw")?, gzip: number("gzip")?, brotli: number("brotli")? })
    }

    /// Adds two sizes. Files are compressed one by one, so sizes add up.
    fn plus(self, other: Self) -> Self {
        Self {
            raw: self.raw + other.raw,
            gzip: self.gzip + other.gzip,
            brotli: self.brotli + other.brotli,
        }
    }
}

/// An entry of `xtask/budgets.json`, in bytes after brotli.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Budget {
    /// Greatest size that passes.
    most: u64,
    /// The size we aim at.
    goal: u64,
}

#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Goal,
    WithinBudget,
    Exceeded,
}

impl Budget {
    fn judge(self, size: Size) -> Verdict {
        match size.brotli {
            brotli if brotli <= self.goal => Verdict::Goal,
            brotli if brotli <= self.most => Verdict::WithinBudget,
            _ => Verdict::Exceeded,
        }
    }
}

/// A realistic gate, used if the shared vectors have none: three surveys of one site, with the
/// address that the collector adds. It has rules of every type that is not plain.
const SAMPLE_GATE: &str = concat!(
    r#"{"o":"https://hearby.example.com","s":"my-shop","g":7,"q":["#,
    r#"{"i":"csat","u":["g*/checkout/done*"],"t":1500,"a":90,"n":30,"m":3},"#,
    r#"{"i":"ces","u":["p/support/answers/"],"t":2000,"r":5000,"a":30,"n":14,"m":3},"#,
    r#"{"i":"nps","u":["e/","g*/product/*"],"x":["p/account/","g*/checkout/*"],"d":"pd","#,
    r#""l":["en","vi"],"y":30,"t":4000,"r":1000,"a":90,"n":30,"m":3}]}"#,
);

/// A realistic gate of one survey with plain rules.
const PLAIN_GATE: &str = concat!(
    r#"{"o":"https://hearby.example.com","s":"my-shop","g":7,"q":["#,
    r#"{"i":"nps","u":["e/","g*/product/*"],"x":["p/account/","g*/checkout/*"],"#,
    r#""t":4000,"r":1000,"a":90,"n":30,"m":3}]}"#,
);

/// Prints the sizes; with `check`, fails when one is over budget.
///
/// # Errors
/// Without a build; over budget.
pub(crate) fn run(paths: &Paths, check: bool) -> Result<()> {
    let npm = npm::get(paths)?;
    let files = shown_files(paths)?;
    let sizes = measure(&npm, &files)?;
    let [plain, loader] = [0, 1].map(|nth| sizes.get(nth).copied().unwrap_or_default());
    let shown = sizes.iter().skip(2).fold(Size::default(), |sum, size| sum.plus(*size));

    println!("{:<34}{:>9}{:>9}{:>9}", "", "raw", "gzip", "brotli");
    for (file, size) in files.iter().zip(&sizes) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        print_line(&name, *size);
    }
    let ratings = measure_ratings(paths, &npm)?;
    let console = measure_console(paths, &npm)?;
    let budgets = budgets(paths)?;
    let mut exceeded = Vec::new();
    let all = [
        ("plain_loader", plain),
        ("loader", loader),
        ("first_show", shown),
        ("ratings", ratings),
        ("console", console),
    ];
    for (name, size) in all {
        print_line(&format!("= {name}"), size);
        let budget = budgets.get(name).and_then(parse_budget).ok_or_else(|| {
            Error::Unexpected(format!("xtask/budgets.json has no whole numbers for {name}."))
        })?;
        let Budget { most, goal } = budget;
        match budget.judge(size) {
            Verdict::Goal => println!("    within the goal of {goal} B"),
            Verdict::WithinBudget => println!("    within {most} B; the goal is {goal} B"),
            Verdict::Exceeded => exceeded.push(format!("{name}: {} B of {most} B", size.brotli)),
        }
    }
    if exceeded.is_empty() {
        return Ok(());
    }
    let text = format!("Over budget (brotli): {}.", exceeded.join(", "));
    if check {
        return Err(Error::Unexpected(text));
    }
    println!("{text}");
    Ok(())
}

/// Returns the size of what a first show of ratings loads beside.
fn measure_ratings(paths: &Paths, npm: &Npm) -> Result<Size> {
    let built = build::manifest_files(paths)?;
    let part = built.iter().filter(|name| name.ends_with(build::RATINGS));
    let part: Vec<PathBuf> = part.map(|name| paths.assets().join(name)).collect();
    Ok(measure(npm, &part)?.into_iter().fold(Size::default(), Size::plus))
}

/// Prints each file of the console, and returns their sum.
fn measure_console(paths: &Paths, npm: &Npm) -> Result<Size> {
    let files = build::console_files(paths)?;
    let sizes = measure(npm, &files)?;
    for (file, size) in files.iter().zip(&sizes) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        print_line(&format!("console/{name}"), *size);
    }
    Ok(sizes.iter().fold(Size::default(), |sum, size| sum.plus(*size)))
}

/// Measures files as servers send them.
///
/// # Errors
/// When one can't be read.
pub(crate) fn measure(npm: &Npm, files: &[PathBuf]) -> Result<Vec<Size>> {
    let said = process::capture(npm.script("compress.mjs").args(files))?;
    serde_json::from_str::<Vec<Value>>(&said)
        .ok()
        .and_then(|sizes| sizes.iter().map(Size::parse).collect())
        .ok_or_else(|| Error::Unexpected(format!("compress.mjs said: {said}")))
}

/// Returns the loader for plain rules and the loader for all rules, each with a gate in it, then
/// all files that a first show loads.
fn shown_files(paths: &Paths) -> Result<Vec<PathBuf>> {
    let built = build::manifest_files(paths)?;
    let assets = paths.assets();
    let with_gate = |name: &str, called: &str, gate: &str| {
        let script = paths::read_text(&assets.join(name))?.replace(build::GATE, gate);
        let file = paths.out.join("size").join(called);
        paths::write(&file, under_one_name(&script, &built))?;
        Ok::<PathBuf, Error>(file)
    };
    let plain = with_gate(build::WITH_PLAIN_RULES, "loader, plain rules", PLAIN_GATE)?;
    let loader = with_gate(build::WITH_ALL_RULES, "loader, all rules", &gate(paths)?)?;

    let others = [build::PREVIEW, build::RATINGS];
    let is_shown =
        |name: &&String| name.starts_with("w/") && !others.iter().any(|it| name.ends_with(it));
    let widget = built.iter().filter(is_shown).map(|name| assets.join(name));
    let form = vectors(paths).join("form-sample.json");
    let form = form.is_file().then_some(form);
    Ok([plain, loader].into_iter().chain(widget).chain(form).collect())
}

/// Fixed build name for a measured loader.
const ONE_NAME: &str = "3f9a1c07";

/// Returns the loader with a fixed build name. The real name is a hash. It compresses better or
/// worse by chance, which changes the loader's size by some ten bytes: of two builds with the same
/// loader, one could be within the budget and the other over it.
fn under_one_name(script: &str, built: &[String]) -> String {
    let name = built.iter().find_map(|file| file.strip_prefix("w/")?.split('/').next());
    name.map_or_else(|| script.to_owned(), |name| script.replace(name, ONE_NAME))
}

/// Returns the gate of the shared vectors, or else the sample, without white space.
fn gate(paths: &Paths) -> Result<String> {
    let file = vectors(paths).join("gate-sample.json");
    if !file.is_file() {
        return Ok(SAMPLE_GATE.to_owned());
    }
    let gate: Value = serde_json::from_str(&paths::read_text(&file)?)
        .map_err(|error| Error::Unexpected(format!("{}: {error}", file.display())))?;
    Ok(gate.to_string())
}

fn vectors(paths: &Paths) -> PathBuf {
    paths.root.join("tests").join("vectors")
}

fn budgets(paths: &Paths) -> Result<Value> {
    let file = paths.root.join("xtask").join("budgets.json");
    serde_json::from_str(&paths::read_text(&file)?)
        .map_err(|error| Error::Unexpected(format!("{}: {error}", file.display())))
}

fn parse_budget(value: &Value) -> Option<Budget> {
    Some(Budget { most: value.get("brotli")?.as_u64()?, goal: value.get("goal")?.as_u64()? })
}

fn print_line(name: &str, size: Size) {
    println!("{name:<34}{:>9}{:>9}{:>9}", size.raw, size.gzip, size.brotli);
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUDGET: Budget = Budget { most: 2048, goal: 1536 };

    #[track_caller]
    fn is(brotli: u64, expected: Verdict) {
        assert_eq!(BUDGET.judge(Size { brotli, ..Size::default() }), expected, "{brotli}");
    }

    #[test]
    fn budgets_include_their_bounds() {
        is(1536, Verdict::Goal);
        is(1537, Verdict::WithinBudget);
        is(2048, Verdict::WithinBudget);
        is(2049, Verdict::Exceeded);
    }

    #[test]
    fn the_budget_file_has_all_budgets() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(root.join("budgets.json")).unwrap();
        let budgets: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(parse_budget(&budgets["plain_loader"]), Some(BUDGET));
        assert_eq!(parse_budget(&budgets["loader"]), Some(Budget { most: 2_304, goal: 2_048 }));
        assert_eq!(
            parse_budget(&budgets["first_show"]),
            Some(Budget { most: 40_960, goal: 32_768 })
        );
        assert_eq!(
            parse_budget(&budgets["console"]),
            Some(Budget { most: 460_800, goal: 409_600 })
        );
    }

    #[test]
    fn the_same_loader_measures_the_same_whatever_its_build_is_called() {
        let measured = |name: &str| {
            let built = ["loader.js".to_owned(), format!("w/{name}/widget.js")];
            under_one_name(&format!("`${{base}}/w/{name}/`"), &built)
        };
        assert_eq!(measured("0123abcd"), measured("ffffffff"));
    }

    #[test]
    fn the_sample_gates_are_json() {
        for sample in [SAMPLE_GATE, PLAIN_GATE] {
            let gate: Value = serde_json::from_str(sample).unwrap();
            assert_eq!(gate.to_string().len(), sample.len());
        }
    }
}
