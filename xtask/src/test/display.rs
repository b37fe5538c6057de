//! A virtual display for WebKitGTK: Xvfb, which picks a free display number itself.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
};

use crate::{
    error::{Doing, Error, Result},
    process::Service,
};

/// Width, height and depth. The display's own pointer stands in the middle: outside of every window
/// that a test opens. Otherwise it would enter a page whenever a window above that page goes, as if
/// the test pointed there.
const SCREEN: &str = "5120x3200x24";

/// A running display. Dropping it ends it.
pub(super) struct Display {
    number: u32,
    _server: Service,
}

impl Display {
    /// # Errors
    /// When Xvfb can't be started or prints no number.
    pub(super) fn start(xvfb: &Path) -> Result<Self> {
        let mut command = Command::new(xvfb);
        command.args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = Service::start("Xvfb", &mut command)?;
        let output = server.child().stdout.take();
        let output =
            output.ok_or_else(|| Error::Unexpected("Xvfb has no output to read.".into()))?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line).doing(|| "reading Xvfb's display".into())?;
        let number = line
            .trim()
            .parse()
            .map_err(|_| Error::Unexpected(format!("Xvfb gave no display number: {line:?}")))?;
        Ok(Self { number, _server: server })
    }

    /// Returns the value of `DISPLAY`.
    pub(super) fn name(&self) -> String {
        format!(":{}", self.number)
    }
}
