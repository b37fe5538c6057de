//! Ctrl-C and requests to end.
//!
//! In: one flag, which all waiting code checks. Not in: ending children (see `process`).

use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::{Error, Result};

static REQUESTED: AtomicBool = AtomicBool::new(false);

/// Makes Ctrl-C (and SIGTERM, SIGHUP) set the flag instead of ending the process, so that xtask can
/// stop the programs that it started.
pub(crate) fn install() -> Result<()> {
    ctrlc::set_handler(|| REQUESTED.store(true, Ordering::SeqCst))
        .map_err(|error| Error::Unexpected(format!("Ctrl-C can't be handled here: {error}")))
}

pub(crate) fn requested() -> bool {
    REQUESTED.load(Ordering::SeqCst)
}

/// # Errors
/// [`Error::Interrupted`] once an end was requested.
pub(crate) fn check() -> Result<()> {
    if requested() { Err(Error::Interrupted) } else { Ok(()) }
}
