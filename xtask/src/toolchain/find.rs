//! Rust compilers on this machine.
//!
//! In: asking them for their version, and looking at their files. Not in: choosing one.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{
    TARGET,
    choice::{Compiler, Facts},
};
use crate::{apt, paths::Paths, process};

pub(super) fn facts(paths: &Paths) -> Facts {
    let allowed = env::var("RUSTUP_AUTO_INSTALL").as_deref() != Ok("0");
    Facts {
        // Cargo set it when it built this program; without it, any compiler will do.
        oldest_minor: minor(env!("CARGO_PKG_RUST_VERSION")).unwrap_or(0),
        active: active(paths),
        debian: compiler(paths, Path::new("/usr/bin/cargo"), Path::new("/usr/bin/rustc")),
        rustup_may_install: allowed && process::find("rustup").is_some(),
        apt_may_install: apt::may_install(),
    }
}

/// Returns the compiler of this checkout: the programs themselves, not rustup's proxies.
fn active(paths: &Paths) -> Option<Compiler> {
    let asked = process::find("rustc")?;
    let sysroot = ask(paths, &asked, &["--print", "sysroot"])?;
    let program = |name: &str| {
        let own =
            Path::new(&sysroot).join("bin").join(format!("{name}{}", env::consts::EXE_SUFFIX));
        if own.is_file() { Some(own) } else { process::find(name) }
    };
    compiler(paths, &program("cargo")?, &program("rustc")?)
}

fn compiler(paths: &Paths, cargo: &Path, rustc: &Path) -> Option<Compiler> {
    if !cargo.is_file() || !rustc.is_file() {
        return None;
    }
    let version = ask(paths, rustc, &["-vV"])?;
    let sysroot = PathBuf::from(ask(paths, rustc, &["--print", "sysroot"])?);
    let libraries = sysroot.join("lib").join("rustlib");
    let linker = libraries
        .join(field(&version, "host")?)
        .join("bin")
        .join(format!("rust-lld{}", env::consts::EXE_SUFFIX));
    Some(Compiler {
        cargo: cargo.to_owned(),
        rustc: rustc.to_owned(),
        minor: minor(field(&version, "release")?)?,
        source: libraries.join("src/rust/library/std/Cargo.toml").is_file(),
        target: has_std(&libraries.join(TARGET).join("lib")),
        linker: linker.is_file().then_some(linker),
    })
}

fn ask(paths: &Paths, rustc: &Path, words: &[&str]) -> Option<String> {
    let said = process::capture(Command::new(rustc).args(words).current_dir(&paths.root)).ok()?;
    Some(said.trim().to_owned())
}

/// True if the folder has a library; an empty folder is not a target.
fn has_std(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|files| {
        files.flatten().any(|file| file.file_name().to_string_lossy().starts_with("libstd-"))
    })
}

/// Returns the value of a line `name: value` of `rustc -vV`.
fn field<'a>(version: &'a str, name: &str) -> Option<&'a str> {
    version.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

/// Reads `96` of `1.96.0` and of `1.96.0-nightly`.
fn minor(release: &str) -> Option<u32> {
    release.strip_prefix("1.")?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compilers_answer_is_read_line_by_line() {
        let version = "rustc 1.96.0 (ac68faa20 2026-05-25)\nbinary: rustc\nhost: x86_64-unknown-linux-gnu\nrelease: 1.96.0";
        assert_eq!(field(version, "host"), Some("x86_64-unknown-linux-gnu"));
        assert_eq!(field(version, "release"), Some("1.96.0"));
        assert_eq!(field(version, "LLVM version"), None);
    }

    #[test]
    fn the_minor_version_is_read_from_releases_and_nightlies() {
        assert_eq!(minor("1.96.0"), Some(96));
        assert_eq!(minor("1.97.0-nightly"), Some(97));
        assert_eq!(minor("1.91"), Some(91));
        assert_eq!(minor("2.0.0"), None);
    }
}
