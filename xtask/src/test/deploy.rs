//! The archive, tested as its users get it: packaged, unpacked where no Rust is, run by Node alone. The
//! demo, which runs it, too.
//!
//! In: packaging it twice, unpacking it, Node 22, the environment of the tests. Not in: the tests,
//! which are in `collector/deploy/tests/`, and what is tried of the demo (`demo`).

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{Done, browsers, checks, failures};
use crate::{
    demo,
    error::{Doing as _, Error, Result},
    npm, package,
    paths::{self, Paths},
    process,
};

/// Template that gets the tag, below `tests/pages/`.
const PAGE: &str = "node_modules/startbootstrap-clean-blog/dist";

/// Programs that a machine with Node has; the tests find no others in PATH.
#[cfg(unix)]
const PROGRAMS: [&str; 7] = ["npm", "sh", "env", "cat", "rm", "kill", "sleep"];

/// Packages twice, unpacks, and runs the tests on what came out.
pub(super) fn run(paths: &Paths) -> Result<Done> {
    if cfg!(not(unix)) {
        return Ok(Done::Skipped("it needs a Unix".into()));
    }
    let archive = package::make(paths)?.archive;
    let once = paths::read(&archive)?;
    if paths::read(&package::make(paths)?.archive)? != once {
        return Err(Error::Unexpected("Two packagings of one build differ.".into()));
    }
    names_no_folder(paths)?;
    let tests = paths.root.join("collector").join("deploy").join("tests");
    npm::install(&tests)?;
    // Templates that nobody here wrote: one of them gets the tag.
    let pages = paths.root.join("tests").join("pages");
    npm::install(&pages)?;
    let node = npm::node_of_archive(paths)?;

    let folder = paths.out.join("deploy-test");
    if folder.exists() {
        fs::remove_dir_all(&folder).doing(|| format!("removing {}", folder.display()))?;
    }
    let bin = folder.join("bin");
    paths::make_folder(&bin)?;
    process::run("tar", Command::new("tar").arg("xzf").arg(&archive).arg("-C").arg(&folder))?;
    link_programs(&bin, &node)?;

    let unpacked = folder.join(format!("hearby-{}", package::VERSION));
    // The first run installs the archive's tools, as on its user's machine; then no two tests do.
    let mut rehearsal = Command::new(bin.join("node"));
    rehearsal.args(["deploy.mjs", "--dry-run", "--yes", "--site", "https://shop.example.com"]);
    rehearsal.arg("--state").arg(folder.join("state")).current_dir(&unpacked).env("PATH", &bin);
    process::run("deploy.mjs --dry-run", &mut rehearsal)?;

    let mut command = failures::node(&bin.join("node"));
    // Each waits for programs that use one core.
    command.arg("--test-concurrency=2");
    command.args(checks::node_tests(&tests)).current_dir(&tests).env("PATH", &bin);
    command.env("HEARBY_UNPACKED", &unpacked);
    command.env("HEARBY_PAGE", pages.join(PAGE));
    if let Some(chromium) = browsers::chromium(paths)? {
        command.env("CHROMIUM", chromium);
    }
    command.env("HEARBY_TEMPLATE", paths.out.join("package").join("template"));
    failures::run("deploy tests", &mut command)?;
    // `cargo xtask demo` starts the same program; its tools are there already.
    demo::rehearse(paths, &unpacked)?;
    // 200 MB of tools, which a failure leaves there to be looked at.
    fs::remove_dir_all(&folder).doing(|| format!("removing {}", folder.display()))?;
    Ok(Done::Passed)
}

/// Checks that the Worker does not name the folders in which it was built: then it differs from the one
/// of another machine.
fn names_no_folder(paths: &Paths) -> Result<()> {
    let worker = paths::read(&paths.root.join("collector/build/index_bg.wasm"))?;
    let own = env::var_os("CARGO_HOME").or_else(|| env::var_os("HOME"));
    let folders = [Some(paths.root.clone()), Some(paths.cargo_target.clone()), own.map(Into::into)];
    for folder in folders.into_iter().flatten() {
        let name = folder.into_os_string().into_encoded_bytes();
        // One such as `/` is in every address.
        if name.len() > 3 && worker.windows(name.len()).any(|bytes| bytes == name) {
            let name = String::from_utf8_lossy(&name).into_owned();
            return Err(Error::Unexpected(format!("The Worker's code names the folder {name}.")));
        }
    }
    Ok(())
}

/// Makes a folder for PATH with Node and [`PROGRAMS`], so without cargo.
#[cfg(unix)]
fn link_programs(bin: &Path, node: &Path) -> Result<()> {
    let link = |program: PathBuf, name: &str| {
        std::os::unix::fs::symlink(program, bin.join(name)).doing(|| format!("linking {name}"))
    };
    link(node.to_owned(), "node")?;
    PROGRAMS.iter().try_for_each(|name| {
        // A few are part of the shell on some systems.
        process::find(name).map_or(Ok(()), |program| link(program, name))
    })
}

#[cfg(not(unix))]
fn link_programs(_: &Path, _: &Path) -> Result<()> {
    Ok(())
}
