//! The Worker's console, which Cloudflare keeps as its log.

use collector::runtime::log::{Entry, Level};

/// Writes an entry as one line of its level.
pub(super) fn write(entry: &Entry<'_>) {
    let line = entry.to_line();
    match entry.level() {
        Level::Info => worker::console_log!("{line}"),
        Level::Warn => worker::console_warn!("{line}"),
        Level::Error => worker::console_error!("{line}"),
    }
}
