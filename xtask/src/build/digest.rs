//! Content hashes: names of immutable files, and a check that an output belongs to an input.

use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::{error::Result, paths};

/// Returns the hex SHA-256 of several pieces. Other boundaries between them give another hash.
pub(super) fn of(pieces: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for piece in pieces {
        hasher.update((piece.len() as u64).to_le_bytes());
        hasher.update(piece);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Does the work, unless its last run had the same inputs.
///
/// # Errors
/// Those of the work.
pub(super) fn unless_fresh(
    stamp: &Path,
    digest: &str,
    work: impl FnOnce() -> Result<()>,
) -> Result<()> {
    if paths::read_text(stamp).is_ok_and(|last| last == digest) {
        return Ok(());
    }
    // If the work fails, the old stamp must not mark it as done.
    let _ = std::fs::remove_file(stamp);
    work()?;
    paths::write(stamp, digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_tells_where_pieces_end() {
        assert_ne!(of(&[b"ab", b"c"]), of(&[b"a", b"bc"]));
        assert_eq!(of(&[b"ab", b"c"]), of(&[b"ab", b"c"]));
        assert_eq!(of(&[]).len(), 64);
    }
}
