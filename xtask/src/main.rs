//! `cargo xtask build | demo | dev | test | bench | size | package |
//! release`: the only build tooling.
//!
//! In: finding or installing what a build needs, building, running, measuring. It drives other
//! programs and knows the crates of this workspace by their file names only. Not in: anything
//! that ships.

mod apt;
mod bench;
mod build;
mod cli;
mod demo;
mod dev;
#[cfg(test)]
mod docs;
mod error;
mod examples;
mod interrupt;
mod npm;
mod package;
mod paths;
mod ports;
mod process;
mod progress;
mod python;
mod release;
mod size;
mod test;
mod toolchain;
mod tools;

use std::{env, process::ExitCode};

use crate::{
    cli::Command,
    error::{Error, Result},
    paths::Paths,
};

fn main() -> ExitCode {
    match act() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error}");
            ExitCode::from(if matches!(error, Error::Usage(_)) { 2 } else { 1 })
        }
    }
}

fn act() -> Result<()> {
    let command = cli::parse(env::args().skip(1))?;
    interrupt::install()?;
    match command {
        Command::Build(parts) => build::run(&Paths::find()?, &parts),
        Command::Demo(options) => demo::run(&Paths::find()?, options),
        Command::Dev(options) => dev::run(&Paths::find()?, options),
        Command::Test(steps) => test::run(&Paths::find()?, &steps),
        Command::TestNamed(step, name) => test::run_named(&Paths::find()?, step, &name),
        Command::Bench(options) => bench::run(&Paths::find()?, &options),
        Command::Size { check } => size::run(&Paths::find()?, check),
        Command::Package { takes_last_build } => package::run(&Paths::find()?, takes_last_build),
        Command::Release(act) => release::run(&Paths::find()?, &act),
        Command::Help => {
            println!("{}", cli::HELP);
            Ok(())
        }
    }
}
