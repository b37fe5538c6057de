//! The command line: parses words into one [`Command`].
//!
//! In: names, defaults and the help text. Not in: doing anything.

use crate::{
    error::{Error, Result},
    test::{named::Name, steps::Step},
};

pub(crate) const HELP: &str = "\
cargo xtask <command>

  build [widget] [loader] [worker] [console]
                                     what is deployed, into target/hearby/ and collector/build/
  demo [--port N] [--demo-port N] [--reset]
                                     builds all, then runs the collector (8787) and a shop (8788);
                                     --reset forgets the responses so far
  dev [--port N] [--demo-port N] [--reset]
                                     the same, and what you change is built and seen at once, with
                                     requests and the collector's log
  test [step…]                       all checks, or the named ones:
                                     fmt clippy deny advisories zones host loader package charts
                                     build size deploy e2e api
  test e2e|host -- NAME              the tests of that name, and all that they need: parts of file,
                                     test and engine, such as `answer::chromium`;
                                     HEARBY_SHOW=1 shows the browser
  bench [--quick] [collector] [page] [console]
                                     how quick it is, beside a yardstick in the same run;
                                     --quick takes a minute or two
  package [--built]                  the archive that is deployed without Rust, and the template for
                                     Cloudflare's deploy button; --built takes the last build as it is
  release VERSION                    sets the version everywhere, and dates the changelog's entries;
                                     --check VERSION says if it is that one, --notes prints its
                                     entries
  size [--check]                     bytes that a visitor downloads; --check fails over budget
";

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Build(Vec<Part>),
    Demo(Demo),
    /// Runs the demo and rebuilds on every change.
    Dev(Demo),
    Test(Vec<Step>),
    /// The tests of a step that match a name.
    TestNamed(Step, Name),
    Bench(Bench),
    Size {
        check: bool,
    },
    Package {
        /// True to build nothing.
        takes_last_build: bool,
    },
    Release(Release),
    Help,
}

/// Task of `release`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Release {
    /// Makes a release of this version.
    Make(String),
    /// Fails unless everything has this version.
    Check(String),
    /// Prints the changelog's entries of the version.
    Notes,
}

/// Parts that `build` can build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Widget,
    Loader,
    Worker,
    Console,
}

impl Part {
    pub(crate) const ALL: [Part; 4] = [Part::Widget, Part::Loader, Part::Worker, Part::Console];
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Demo {
    /// Port of the collector on 127.0.0.1.
    pub(crate) port: u16,
    /// Port of the shop on 127.0.0.1: another origin, as with a real customer.
    pub(crate) demo_port: u16,
    /// True to delete the responses so far.
    pub(crate) reset: bool,
}

/// Parts that `bench` measures, and its precision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bench {
    /// True for a shorter, less precise run.
    pub(crate) quick: bool,
    /// The parts.
    pub(crate) parts: Vec<BenchPart>,
}

/// One part of the bench.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BenchPart {
    /// The collector beside a Worker in plain JavaScript.
    Collector,
    /// The popup beside its peers.
    Page,
    /// The console: the time until an owner sees something.
    Console,
}

impl BenchPart {
    pub(crate) const ALL: [Self; 3] = [Self::Collector, Self::Page, Self::Console];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Collector => "collector",
            Self::Page => "page",
            Self::Console => "console",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }
}

impl Default for Demo {
    fn default() -> Self {
        Self { port: 8787, demo_port: 8788, reset: false }
    }
}

/// # Errors
/// [`Error::Usage`] for a word that isn't known.
pub(crate) fn parse(words: impl IntoIterator<Item = String>) -> Result<Command> {
    let mut words = words.into_iter();
    match words.next().as_deref() {
        None | Some("help" | "--help" | "-h") => Ok(Command::Help),
        Some("build") => all_or(words, Part::ALL, part).map(Command::Build),
        Some("demo") => demo(words).map(Command::Demo),
        Some("dev") => demo(words).map(Command::Dev),
        Some("test") => test(words.collect()),
        Some("bench") => bench(words),
        Some("size") => flag(words, "--check").map(|check| Command::Size { check }),
        Some("package") => {
            flag(words, "--built").map(|takes_last_build| Command::Package { takes_last_build })
        }
        Some("release") => release(&words.collect::<Vec<_>>()),
        Some(other) => Err(usage(other)),
    }
}

fn release(words: &[String]) -> Result<Command> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let act = match words.as_slice() {
        ["--notes"] => Release::Notes,
        ["--check", version] => Release::Check((*version).to_owned()),
        [version] if !version.starts_with('-') => Release::Make((*version).to_owned()),
        _ => return Err(usage(&words.join(" "))),
    };
    Ok(Command::Release(act))
}

/// Looks up each word; without words, returns everything.
fn all_or<T: Copy + PartialEq>(
    words: impl Iterator<Item = String>,
    all: impl IntoIterator<Item = T>,
    look_up: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>> {
    let chosen: Vec<T> =
        words.map(|word| look_up(&word).ok_or_else(|| usage(&word))).collect::<Result<_>>()?;
    // In the order of `all`, whatever the order of the words.
    let nothing_chosen = chosen.is_empty();
    Ok(all.into_iter().filter(|item| nothing_chosen || chosen.contains(item)).collect())
}

fn test(words: Vec<String>) -> Result<Command> {
    let Some(dashes) = words.iter().position(|word| word == "--") else {
        return all_or(words.into_iter(), Step::ALL, Step::named).map(Command::Test);
    };
    let (steps, names) = words.split_at(dashes);
    let step = match steps {
        [step] => Step::named(step).filter(|step| step.has_named_tests()),
        _ => None,
    };
    match (step, names) {
        (Some(step), [_, name]) => Ok(Command::TestNamed(step, Name::new(name)?)),
        _ => Err(Error::Usage(
            "One test by name: `cargo xtask test e2e -- NAME` or `cargo xtask test host -- NAME`."
                .into(),
        )),
    }
}

fn part(word: &str) -> Option<Part> {
    match word {
        "widget" => Some(Part::Widget),
        "loader" => Some(Part::Loader),
        "worker" => Some(Part::Worker),
        "console" => Some(Part::Console),
        _ => None,
    }
}

fn demo(mut words: impl Iterator<Item = String>) -> Result<Demo> {
    let mut demo = Demo::default();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--reset" => demo.reset = true,
            "--port" => demo.port = port(&word, words.next())?,
            "--demo-port" => demo.demo_port = port(&word, words.next())?,
            other => return Err(usage(other)),
        }
    }
    if demo.port == demo.demo_port {
        return Err(Error::Usage("The collector and the shop need two different ports.".into()));
    }
    Ok(demo)
}

fn port(option: &str, word: Option<String>) -> Result<u16> {
    word.and_then(|word| word.parse().ok())
        .filter(|port| *port > 0)
        .ok_or_else(|| Error::Usage(format!("{option} needs a port from 1 to 65535.")))
}

fn bench(words: impl Iterator<Item = String>) -> Result<Command> {
    let (options, parts): (Vec<String>, Vec<String>) =
        words.partition(|word| word.starts_with("--"));
    if let Some(unknown) = options.iter().find(|option| *option != "--quick") {
        return Err(usage(unknown));
    }
    let parts = all_or(parts.into_iter(), BenchPart::ALL, BenchPart::named)?;
    Ok(Command::Bench(Bench { quick: !options.is_empty(), parts }))
}

/// Reads the words of a command that takes one flag. True if it is there.
fn flag(words: impl Iterator<Item = String>, name: &str) -> Result<bool> {
    let mut is_there = false;
    for word in words {
        if word != name {
            return Err(usage(&word));
        }
        is_there = true;
    }
    Ok(is_there)
}

fn usage(word: &str) -> Error {
    Error::Usage(format!("`{word}` is not known here.\n\n{HELP}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[track_caller]
    fn means(line: &str, expected: Command) {
        assert_eq!(parsed(line).unwrap(), expected);
    }

    #[track_caller]
    fn is_refused(line: &str, because: &str) {
        let error = parsed(line).unwrap_err().to_string();
        assert!(error.contains(because), "{error}");
    }

    #[test]
    fn without_words_help_is_shown() {
        means("", Command::Help);
        means("--help", Command::Help);
    }

    #[test]
    fn build_takes_parts_and_means_all_without_one() {
        means("build", Command::Build(Part::ALL.to_vec()));
        means("build worker", Command::Build(vec![Part::Worker]));
        means("build worker widget", Command::Build(vec![Part::Widget, Part::Worker]));
        means("build console", Command::Build(vec![Part::Console]));
        is_refused("build wigdet", "`wigdet`");
    }

    #[test]
    fn demo_takes_two_ports_and_a_reset() {
        means("demo", Command::Demo(Demo::default()));
        means(
            "demo --demo-port 2 --reset --port 1",
            Command::Demo(Demo { port: 1, demo_port: 2, reset: true }),
        );
        is_refused("demo --port", "--port needs a port");
        is_refused("demo --port 0", "--port needs a port");
        is_refused("demo --port 65536", "--port needs a port");
        is_refused("demo --port 8788", "two different ports");
        is_refused("demo --prot 1", "`--prot`");
    }

    #[test]
    fn test_takes_steps_and_runs_them_in_their_own_order() {
        means("test", Command::Test(Step::ALL.to_vec()));
        means("test host fmt", Command::Test(vec![Step::Fmt, Step::Host]));
        is_refused("test everything", "`everything`");
    }

    #[test]
    fn test_takes_one_name_after_a_step_that_has_named_tests() {
        let name = || Name::new("answer::chromium").unwrap();
        means("test e2e -- answer::chromium", Command::TestNamed(Step::E2e, name()));
        means("test host -- answer::chromium", Command::TestNamed(Step::Host, name()));
        for line in
            ["test -- a", "test fmt -- a", "test e2e host -- a", "test e2e --", "test e2e -- a b"]
        {
            is_refused(line, "One test by name");
        }
    }

    #[test]
    fn bench_takes_parts_and_a_quick_form() {
        let all = Bench { quick: false, parts: BenchPart::ALL.to_vec() };
        means("bench", Command::Bench(all));
        let quick = Bench { quick: true, parts: vec![BenchPart::Collector] };
        means("bench collector --quick", Command::Bench(quick));
        is_refused("bench --quik", "`--quik`");
        is_refused("bench colector", "`colector`");
    }

    #[test]
    fn size_takes_a_check() {
        means("size", Command::Size { check: false });
        means("size --check", Command::Size { check: true });
        is_refused("size --chekc", "`--chekc`");
    }

    #[test]
    fn package_builds_first_unless_it_is_told_not_to() {
        means("package", Command::Package { takes_last_build: false });
        means("package --built", Command::Package { takes_last_build: true });
        is_refused("package --build", "`--build`");
    }

    #[test]
    fn release_takes_a_version_a_check_or_notes() {
        means("release 0.2.0", Command::Release(Release::Make("0.2.0".into())));
        means("release --check 0.2.0", Command::Release(Release::Check("0.2.0".into())));
        means("release --notes", Command::Release(Release::Notes));
        is_refused("release", "is not known");
        is_refused("release --chekc 1", "`--chekc 1`");
    }

    #[test]
    fn help_names_every_step() {
        for step in Step::ALL {
            assert!(HELP.contains(step.name()), "{}", step.name());
        }
    }
}
