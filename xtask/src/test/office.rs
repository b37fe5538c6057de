//! LibreOffice's spreadsheet, which reads what the collector exports: where it is, and its
//! installation where that may be done.

use std::path::PathBuf;

use crate::{apt, error::Result, process};

/// Finds it, or installs it; why not, when it can't be had.
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
