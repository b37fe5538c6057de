//! LibreOffice Calc, which reads the collector's exports: finds it, or installs it if that is
//! allowed.

use std::path::PathBuf;

use crate::{apt, error::Result, process};

/// Finds or installs it. If neither works, returns the reason.
///
/// # Errors
/// When apt-get fails.
pub(super) fn get() -> Result<std::result::Result<PathBuf, String>> {
    if find().is_none() && apt::may_install() {
        apt::install(&["libreoffice-calc"])?;
    }
    Ok(find().ok_or_else(|| "LibreOffice is not installed".to_owned()))
}

fn find() -> Option<PathBuf> {
    ["soffice", "libreoffice"].iter().find_map(|name| process::find(name))
}
