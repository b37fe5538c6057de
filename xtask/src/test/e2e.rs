//! The tests against the real thing: crate `tests`, given the built files, Node and browsers.

use std::process::Command;

use super::{Done, LeftOut, browsers, display::Display};
use crate::{
    error::{Error, Result},
    examples, npm,
    paths::Paths,
    process,
};

pub(super) fn run(paths: &Paths) -> Result<Done> {
    let npm = npm::get(paths)?;
    for folder in ["pages", "tools"] {
        npm::install(&paths.root.join("tests").join(folder))?;
    }
    examples::build(paths, &npm)?;
    let browsers = browsers::get(paths)?;
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
    process::run("tests against the real thing", &mut command)?;
    if browsers.has_firefox() {
        return Ok(Done::Passed);
    }
    let why = "is not here: tested in Chromium and WebKitGTK only".to_owned();
    Ok(Done::PassedWithout(LeftOut { name: "firefox", why }))
}
