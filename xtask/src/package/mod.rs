//! `cargo xtask package`: the archive that is deployed without Rust, and the template for Cloudflare's
//! deploy button.
//!
//! In: what is in each, and where they are written. Not in: how an archive is written (`archive`), the
//! programs in it (`collector/deploy/`).

mod archive;
mod files;
mod folder;
mod licences;
mod template;

use std::path::{Path, PathBuf};

use crate::{
    build,
    cli::Part,
    error::Result,
    paths::{self, Paths},
    progress,
};

/// Version of everything that is released together.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Files that a run of this command has written.
pub(crate) struct Package {
    /// Archive with everything that a deployment needs.
    pub(crate) archive: PathBuf,
}

/// Builds everything, unless the last build is to be taken as it is, and packages it.
///
/// # Errors
/// When a build fails, or something is missing that belongs into the archive.
pub(crate) fn run(paths: &Paths, takes_last_build: bool) -> Result<()> {
    if !takes_last_build {
        build::run(paths, &Part::ALL)?;
    }
    make(paths).map(|_| ())
}

/// Packages the last build.
///
/// # Errors
/// As [`run`].
pub(crate) fn make(paths: &Paths) -> Result<Package> {
    let folder = paths.out.join("package");
    let built = files::of_build(paths)?;
    let licences = licences::of_shipped(paths)?;

    let mut deployed = built.clone();
    deployed.extend(files::of_programs(paths)?);
    deployed.extend(licences.clone());
    let name = format!("hearby-{VERSION}");
    let archive = write(paths, &folder, &name, &deployed)?;

    let mut buttoned = built;
    buttoned.extend(template::files(&paths.root)?);
    buttoned.extend(licences);
    template::check(&buttoned)?;
    folder::lay_out(&folder.join("template"), &buttoned)?;
    write(paths, &folder, &format!("hearby-template-{VERSION}"), &buttoned)?;
    Ok(Package { archive })
}

/// Lays the last build and the archive's programs out in a folder, as an unpacked archive has them, but
/// without licences; the tools that an earlier run installed there stay.
///
/// # Errors
/// When nothing has been built, or the folder can't be written.
pub(crate) fn lay_out(paths: &Paths, folder: &Path) -> Result<()> {
    let mut files = files::of_build(paths)?;
    files.extend(files::of_programs(paths)?);
    folder::bring_up_to_date(folder, &files)
}

/// Writes `{name}.tar.gz`, and its checksum beside it in the form of `sha256sum`.
fn write(paths: &Paths, folder: &Path, name: &str, files: &files::Files) -> Result<PathBuf> {
    let file = folder.join(format!("{name}.tar.gz"));
    let bytes = archive::write(name, files)?;
    let sum = archive::checksum(&bytes);
    paths::write(&file, &bytes)?;
    paths::write(&folder.join(format!("{name}.tar.gz.sha256")), format!("{sum}  {name}.tar.gz\n"))?;
    let shown = file.strip_prefix(&paths.root).unwrap_or(&file).display();
    progress::note(&format!("{shown}: {} files, {} KiB", files.len(), bytes.len() / 1024));
    Ok(file)
}
