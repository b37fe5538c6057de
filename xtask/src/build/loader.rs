//! The loader: `widget/loader/loader.js` and its modules, bundled into one small script.
//!
//! In: bundling, and the two placeholders. `__HEARBY_BUILD__` becomes the name of the widget's
//! build here; the text `"__HEARBY_GATE__"` stays, because the collector replaces it with a site's
//! gate at run time. It is a text, so that the file runs without it, too, and says what it lacks.

use super::{
    Effort,
    script::{self, Format},
};
use crate::{
    error::{Error, Result},
    npm::Npm,
    paths::{self, Paths},
};

/// Placeholder that the collector replaces with the gate.
pub(crate) const GATE: &str = "\"__HEARBY_GATE__\"";
const BUILD: &str = "__HEARBY_BUILD__";

/// Bundled loader, with both placeholders in it.
pub(super) struct Bundle(String);

impl Bundle {
    /// Checks the placeholders.
    ///
    /// # Errors
    /// [`Error::Unexpected`] unless the gate's is there once and the build's at all.
    fn new(script: String) -> Result<Self> {
        let gates = script.matches(GATE).count();
        if gates != 1 {
            return Err(Error::Unexpected(format!(
                "The bundled loader has {GATE} {gates} times; it must be there once."
            )));
        }
        if !script.contains(BUILD) {
            return Err(Error::Unexpected(format!("The bundled loader lacks {BUILD}.")));
        }
        Ok(Self(script))
    }

    /// Returns the script that loads this build of the widget.
    pub(super) fn for_build(&self, hash: &str) -> String {
        self.0.replace(BUILD, hash)
    }
}

/// # Errors
/// When a tool fails or a placeholder is missing.
pub(super) fn bundle(paths: &Paths, npm: &Npm, effort: Effort) -> Result<Bundle> {
    let bundled = paths.out.join("loader.js");
    let entry = paths.root.join("widget").join("loader").join("loader.js");
    script::make_small(npm, &entry, Format::Classic, effort, &[], &bundled)?;
    Bundle::new(paths::read_text(&bundled)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is_refused(script: &str, because: &str) {
        let error = Bundle::new(script.into()).err().unwrap().to_string();
        assert!(error.contains(because), "{error}");
    }

    #[test]
    fn the_build_is_named_and_the_gate_is_left() {
        let bundle = Bundle::new(r#"f("__HEARBY_GATE__","/w/__HEARBY_BUILD__/")"#.into()).unwrap();
        assert_eq!(bundle.for_build("abc"), r#"f("__HEARBY_GATE__","/w/abc/")"#);
    }

    #[test]
    fn a_bundle_without_its_placeholders_is_refused() {
        is_refused(r#"f("__HEARBY_BUILD__")"#, "\"__HEARBY_GATE__\" 0 times");
        is_refused(r#"f(__HEARBY_GATE__,"__HEARBY_BUILD__")"#, "\"__HEARBY_GATE__\" 0 times");
        is_refused(
            r#"f("__HEARBY_GATE__","__HEARBY_GATE__","__HEARBY_BUILD__")"#,
            "\"__HEARBY_GATE__\" 2 times",
        );
        is_refused("f(\"__HEARBY_GATE__\")", "lacks __HEARBY_BUILD__");
    }
}
