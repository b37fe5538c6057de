//! The tests against real programs: crate `tests`, given the built files, Node and browsers.

use std::{env, path::PathBuf, process::Command, thread};

use super::{
    Done, LeftOut,
    browsers::{self, Browsers},
    checks,
    display::Display,
    failures,
    named::{self, Name, Named},
    office,
};
use crate::{
    apt,
    error::{Error, Result},
    examples, npm,
    paths::Paths,
    process, python,
};

/// Version of openapi-python-client. It is pinned, because another version may generate other
/// clients; we have reviewed those of this one.
const CLIENT_MAKER_VERSION: &str = "0.29.1";

pub(super) fn run(paths: &Paths) -> Result<Done> {
    let surroundings = Surroundings::prepare(paths)?;
    let mut command = cargo_test(paths);
    command.arg("--no-fail-fast");
    // Only as many tests compute at once as there are cores; the others wait
    // (`tests/src/slots.rs`).
    let cores = thread::available_parallelism().map_or(1, usize::from);
    command.env("RUST_TEST_THREADS", (2 * cores).to_string());
    surroundings.tell(&mut command);
    failures::run("tests against the real thing", &mut command)?;
    Ok(Done::without(surroundings.left_out()))
}

/// Runs the tests of a name, and shows their output.
pub(super) fn run_named(paths: &Paths, name: &Name) -> Result<()> {
    let surroundings = Surroundings::prepare(paths)?;
    for Named { program, package, tests } in named::find(name, cargo_test(paths))? {
        let mut command = Command::new(program);
        command.args(["--exact", "--nocapture"]).args(tests).current_dir(package);
        surroundings.tell(&mut command);
        process::run("tests against the real thing", &mut command)?;
    }
    Ok(())
}

/// A program that reads the collector's exports or makes a client: its name in the verdict, its
/// environment variable, and its path or the reason why it is missing.
type Reader = (&'static str, &'static str, std::result::Result<PathBuf, String>);

/// Everything that the tests need: built files, Node, browsers, readers, a display.
struct Surroundings<'a> {
    paths: &'a Paths,
    node: PathBuf,
    browsers: Browsers,
    readers: [Reader; 2],
    /// `None` if the developer's own display shows the browsers.
    display: Option<Display>,
}

impl Surroundings<'_> {
    fn prepare(paths: &Paths) -> Result<Surroundings<'_>> {
        let npm = npm::get(paths)?;
        for folder in ["pages", "tools"] {
            npm::install(&paths.root.join("tests").join(folder))?;
        }
        examples::build(paths, &npm)?;
        have_curl()?;
        let browsers = browsers::get(paths)?;
        let maker = "openapi-python-client";
        let made = python::program(paths, maker, CLIENT_MAKER_VERSION, maker)?;
        let readers = [
            ("libreoffice", "HEARBY_SOFFICE", office::get()?),
            (maker, "HEARBY_OPENAPI_PYTHON_CLIENT", made),
        ];
        let xvfb = browsers.xvfb().ok_or_else(|| Error::Unexpected("Xvfb is gone.".into()))?;
        let display = if is_shown()? { None } else { Some(Display::start(xvfb)?) };
        Ok(Surroundings { paths, node: npm.node, browsers, readers, display })
    }

    fn tell(&self, command: &mut Command) {
        command.env("HEARBY_ROOT", &self.paths.root);
        command.env("HEARBY_ASSETS", self.paths.assets());
        command.env("HEARBY_NODE", &self.node);
        command.envs(self.browsers.variables());
        for (_, variable, reader) in &self.readers {
            if let Ok(program) = reader {
                command.env(variable, program);
            }
        }
        if let Some(display) = &self.display {
            command.env("DISPLAY", display.name());
        }
    }

    /// Returns the parts that could not be tested on this machine.
    fn left_out(&self) -> Vec<LeftOut> {
        let why = "is not here: tested in Chromium and WebKitGTK only".to_owned();
        let firefox = (!self.browsers.has_firefox()).then_some(LeftOut { name: "firefox", why });
        let readers = self.readers.iter().filter_map(|(name, _, reader)| {
            Some(LeftOut { name, why: reader.as_ref().err()?.clone() })
        });
        firefox.into_iter().chain(readers).collect()
    }
}

/// Installs curl, by which the README's requests are sent, if it is missing and may be installed.
fn have_curl() -> Result<()> {
    if process::find("curl").is_some() {
        return Ok(());
    }
    if apt::may_install() {
        return apt::install(&["curl", "ca-certificates"]);
    }
    Err(Error::Missing {
        what: "The tests of the README need curl.".into(),
        run: "sudo apt-get install curl".into(),
    })
}

/// True if the developer wants to see the browsers: `HEARBY_SHOW=1`.
fn is_shown() -> Result<bool> {
    if env::var_os("HEARBY_SHOW").is_none_or(|value| value != "1") {
        return Ok(false);
    }
    if env::var_os("DISPLAY").is_none() {
        return Err(Error::Usage("HEARBY_SHOW=1 needs a display: DISPLAY is not set.".into()));
    }
    Ok(true)
}

fn cargo_test(paths: &Paths) -> Command {
    checks::cargo_command(paths, &["test", "--package", "hearby-tests"])
}
