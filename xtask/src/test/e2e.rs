//! The tests against the real thing: crate `tests`, given the built files, Node and browsers.

use std::process::Command;

use super::{Done, browsers, display::Display, office};
use crate::{
    error::{Error, Result},
    examples, npm,
    paths::Paths,
    process, python,
};

/// Another version may make other clients; this one's were looked at.
const CLIENT_MAKER_VERSION: &str = "0.29.1";

pub(super) fn run(paths: &Paths) -> Result<Done> {
    let npm = npm::get(paths)?;
    for folder in ["pages", "tools"] {
        npm::install(&paths.root.join("tests").join(folder))?;
    }
    examples::build(paths, &npm)?;
    let browsers = browsers::get(paths)?;
    let maker = "openapi-python-client";
    let readers = [
        ("HEARBY_SOFFICE", office::get()?),
        (
            "HEARBY_OPENAPI_PYTHON_CLIENT",
            python::program(paths, maker, CLIENT_MAKER_VERSION, maker)?,
        ),
    ];
    let xvfb = browsers.xvfb().ok_or_else(|| Error::Unexpected("Xvfb is gone.".into()))?;
    let display = Display::start(xvfb)?;

    let mut command = Command::new("cargo");
    command.args(["test", "--no-fail-fast", "--package", "hearby-tests"]).current_dir(&paths.root);
    command.env("CARGO_TARGET_DIR", &paths.cargo_target);
    command.env("HEARBY_ROOT", &paths.root);
    command.env("HEARBY_ASSETS", paths.assets());
    command.env("HEARBY_NODE", &npm.node);
    command.env("DISPLAY", display.name());
    command.envs(browsers.variables());
    let mut skipped = Vec::new();
    for (variable, reader) in readers {
        match reader {
            Ok(program) => {
                command.env(variable, program);
            }
            Err(why) => skipped.push(why),
        }
    }
    process::run("tests against the real thing", &mut command)?;
    Ok(if skipped.is_empty() { Done::Passed } else { Done::Without(skipped.join("; ")) })
}
