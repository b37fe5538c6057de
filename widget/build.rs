//! Leaves out of the style sheet what a browser doesn't read, on its way into the WASM.
//!
//! In: comments, and white space that separates nothing. Out: everything that needs to understand
//! CSS; the sheet is ours, and has no strings in which white space or `/*` would matter.

use std::{env, error::Error, fs, path::Path};

const SHEET: &str = "src/view/style.css";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={SHEET}");
    println!("cargo::rerun-if-changed=build.rs");
    let sheet = fs::read_to_string(SHEET)?;
    let out = Path::new(&env::var("OUT_DIR")?).join("style.css");
    Ok(fs::write(out, minified(&sheet))?)
}

fn minified(sheet: &str) -> String {
    let mut minified = String::new();
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        minified.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    minified.push_str(rest);
    let mut minified = minified.split_whitespace().collect::<Vec<_>>().join(" ");
    // Not before ":" and "(": there, "a :focus" and "and (" need their space.
    for mark in ["{", "}", ";", ",", ">", "~"] {
        minified = minified.replace(&format!(" {mark}"), mark).replace(&format!("{mark} "), mark);
    }
    minified.replace(": ", ":").replace(";}", "}")
}
