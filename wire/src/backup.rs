//! Backups: their first line, and the reply to a restore.

use serde::{Deserialize, Serialize};

/// The first line of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstLine {
    /// Always `backup`.
    pub hearby: String,
    /// The format of the lines: [`FORMAT`].
    pub format: u32,
    /// The site that was saved. It may be restored under another name.
    pub of_site: String,
}

/// The only format of lines so far.
pub const FORMAT: u32 = 1;

/// The reply to restored lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Restored {
    /// Sites, keys, webhooks, and versions of surveys that were written.
    pub definitions: u64,
    /// Responses that were written.
    pub responses: u64,
    /// Responses that were left out, because their retention time is over.
    pub expired: u64,
    /// Responses that were left out, because they or their respondent were deleted after the
    /// collector had taken them.
    #[serde(default)]
    pub erased: u64,
    /// Keys that were left out, because they have been revoked since.
    #[serde(default)]
    pub revoked: u64,
}
