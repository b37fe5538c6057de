//! The choice of a toolchain, as a function of facts about this machine.
//!
//! In: the facts that count, and their order. Not in: gathering them (`find`).

use std::path::PathBuf;

/// Facts about this machine.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    /// Minor version of the oldest allowed Rust: `91` for 1.91.
    pub(super) oldest_minor: u32,
    /// Compiler that built this program.
    pub(super) active: Option<Compiler>,
    /// Debian's compiler for the web, `/usr/bin/rustc`.
    pub(super) debian: Option<Compiler>,
    /// True if rustup is installed and may install toolchains.
    pub(super) rustup_may_install: bool,
    /// True as root on Debian.
    pub(super) apt_may_install: bool,
}

/// A compiler and the files that come with it.
#[derive(Debug, Clone)]
pub(super) struct Compiler {
    pub(super) cargo: PathBuf,
    pub(super) rustc: PathBuf,
    /// Minor version: `96` of 1.96.0.
    pub(super) minor: u32,
    /// True if the source of std is there.
    pub(super) source: bool,
    /// True if std for the target is there.
    pub(super) target: bool,
    /// Linker that comes with it.
    pub(super) linker: Option<PathBuf>,
}

/// Origin of the std library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Std {
    /// Compiled with the program, without unused parts: the smallest output.
    FromSource,
    /// The compiled library that comes with the compiler.
    Shipped,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    Active(Std),
    InstallByRustup,
    Debian,
    InstallByApt,
    Nothing,
}

/// Chooses in this order: a compiler with the source of std; one with the target; rustup; Debian's
/// packages. A compiler that is too old for the workspace doesn't count.
pub(super) fn choose(facts: &Facts) -> Choice {
    let new_enough = |compiler: &&Compiler| compiler.minor >= facts.oldest_minor;
    let active = facts.active.as_ref().filter(new_enough);
    let debian = facts.debian.as_ref().filter(new_enough);
    if active.is_some_and(|active| active.source) {
        Choice::Active(Std::FromSource)
    } else if active.is_some_and(|active| active.target) {
        Choice::Active(Std::Shipped)
    } else if facts.rustup_may_install {
        Choice::InstallByRustup
    } else if debian.is_some_and(|debian| debian.source) {
        Choice::Debian
    } else if facts.apt_may_install {
        Choice::InstallByApt
    } else {
        Choice::Nothing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLDEST: u32 = 91;

    fn compiler(source: bool, target: bool) -> Option<Compiler> {
        compiler_of(OLDEST, source, target)
    }

    fn compiler_of(minor: u32, source: bool, target: bool) -> Option<Compiler> {
        let (cargo, rustc) = (PathBuf::from("cargo"), PathBuf::from("rustc"));
        Some(Compiler { cargo, rustc, minor, source, target, linker: None })
    }

    #[track_caller]
    fn takes(facts: Facts, expected: Choice) {
        assert_eq!(choose(&facts), expected, "{facts:?}");
    }

    #[test]
    fn source_at_hand_wins_over_everything() {
        for target in [false, true] {
            takes(
                Facts {
                    oldest_minor: OLDEST,
                    active: compiler(true, target),
                    debian: compiler(true, false),
                    rustup_may_install: true,
                    apt_may_install: true,
                },
                Choice::Active(Std::FromSource),
            );
        }
    }

    #[test]
    fn a_target_at_hand_wins_over_installing() {
        takes(
            Facts {
                oldest_minor: OLDEST,
                active: compiler(false, true),
                debian: compiler(true, false),
                rustup_may_install: true,
                apt_may_install: true,
            },
            Choice::Active(Std::Shipped),
        );
    }

    #[test]
    fn rustup_installs_only_where_it_may() {
        let facts = Facts {
            oldest_minor: OLDEST,
            active: compiler(false, false),
            debian: compiler(true, false),
            rustup_may_install: true,
            apt_may_install: true,
        };
        takes(facts.clone(), Choice::InstallByRustup);
        takes(Facts { rustup_may_install: false, ..facts }, Choice::Debian);
    }

    #[test]
    fn debian_packages_come_last_and_only_as_root() {
        let facts = Facts {
            oldest_minor: OLDEST,
            active: compiler(false, false),
            debian: None,
            rustup_may_install: false,
            apt_may_install: true,
        };
        takes(facts.clone(), Choice::InstallByApt);
        takes(Facts { debian: compiler(false, false), ..facts.clone() }, Choice::InstallByApt);
        takes(Facts { apt_may_install: false, ..facts }, Choice::Nothing);
    }

    #[test]
    fn without_anything_nothing_is_taken() {
        let facts = Facts {
            oldest_minor: OLDEST,
            active: None,
            debian: None,
            rustup_may_install: false,
            apt_may_install: false,
        };
        takes(facts, Choice::Nothing);
    }

    #[test]
    fn a_compiler_that_is_too_old_is_none() {
        let facts = Facts {
            oldest_minor: OLDEST,
            active: compiler_of(OLDEST - 1, true, true),
            debian: compiler_of(OLDEST - 1, true, false),
            rustup_may_install: false,
            apt_may_install: true,
        };
        takes(facts.clone(), Choice::InstallByApt);
        takes(Facts { apt_may_install: false, ..facts }, Choice::Nothing);
    }
}
