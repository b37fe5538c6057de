//! An archive whose bytes depend on nothing but the names and contents of its files.
//!
//! In: order, times, owners and modes. Not in: which files there are.

use std::io::{self, Write as _};

use flate2::{Compression, GzBuilder};
use sha2::{Digest as _, Sha256};
use tar::{Builder, EntryType, Header};

use super::files::Files;
use crate::error::{Doing as _, Result};

/// Time of every file: the first second of 1980, as zip archives know none before.
const MODIFIED_S: u64 = 315_532_800;

/// Returns a `.tar.gz` with these files in a folder called `name`.
///
/// # Errors
/// When a name is too long for the format.
pub(super) fn write(name: &str, files: &Files) -> Result<Vec<u8>> {
    compressed(name, files).doing(|| format!("writing the archive {name}"))
}

fn compressed(name: &str, files: &Files) -> io::Result<Vec<u8>> {
    // Without a time or a name in its header, and with the same level everywhere.
    let gzip = GzBuilder::new().operating_system(255).write(Vec::new(), Compression::best());
    let mut tar = Builder::new(gzip);
    // The map's order is that of the names.
    for (path, file) in files {
        let mut header = Header::new_ustar();
        header.set_entry_type(EntryType::Regular);
        header.set_size(file.bytes.len() as u64);
        header.set_mode(if file.is_program { 0o755 } else { 0o644 });
        header.set_mtime(MODIFIED_S);
        header.set_uid(0);
        header.set_gid(0);
        tar.append_data(&mut header, format!("{name}/{path}"), file.bytes.as_slice())?;
    }
    let mut gzip = tar.into_inner()?;
    gzip.flush()?;
    gzip.finish()
}

/// Returns the hexadecimal SHA-256 of an archive.
pub(super) fn checksum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::{io::Read as _, path::PathBuf};

    use flate2::read::GzDecoder;

    use super::*;
    use crate::package::files::File;

    fn files() -> Files {
        let of = |text: &str, is_program| File { bytes: text.as_bytes().to_vec(), is_program };
        [
            ("b/run.sh".to_owned(), of("#!/bin/sh\n", true)),
            ("a.txt".to_owned(), of("Trà Sen", false)),
        ]
        .into_iter()
        .collect()
    }

    #[test]
    fn the_same_files_make_the_same_bytes() {
        assert_eq!(write("x-1", &files()).unwrap(), write("x-1", &files()).unwrap());
        assert_ne!(write("x-1", &files()).unwrap(), write("x-2", &files()).unwrap());
    }

    #[test]
    fn an_archive_names_no_person_no_machine_and_no_moment() {
        let bytes = write("x-1", &files()).unwrap();
        assert_eq!(bytes.get(3..10), Some([0, 0, 0, 0, 0, 2, 255].as_slice()), "the gzip header");
        let mut tar = tar::Archive::new(GzDecoder::new(bytes.as_slice()));
        let mut seen = Vec::new();
        for entry in tar.entries().unwrap() {
            let mut entry = entry.unwrap();
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            let header = entry.header();
            assert_eq!(header.mtime().unwrap(), MODIFIED_S);
            assert_eq!((header.uid().unwrap(), header.gid().unwrap()), (0, 0));
            assert_eq!((header.username(), header.groupname()), (Ok(Some("")), Ok(Some(""))));
            seen.push((entry.path().unwrap().into_owned(), header.mode().unwrap(), text));
        }
        let expected = [
            (PathBuf::from("x-1/a.txt"), 0o644, "Trà Sen".to_owned()),
            (PathBuf::from("x-1/b/run.sh"), 0o755, "#!/bin/sh\n".to_owned()),
        ];
        assert_eq!(seen, expected);
    }
}
