//! The loader: `widget/loader/loader.js` and its modules, bundled into one small script; once with all
//! rules and once for sites whose rules are plain.
//!
//! In: bundling, and the two placeholders. `__HEARBY_BUILD__` becomes the name of the widget's
//! build here. The string `"__HEARBY_GATE__"` stays, because the collector replaces it with a
//! site's gate at run time. It is a string, so that the file runs without a gate, too, and reports
//! that it has no collector.

use super::{
    Effort,
    script::{self, Format},
};
use crate::{
    error::{Error, Result},
    npm::Npm,
    paths::{self, Paths},
};

/// Placeholder that the collector replaces with the site's gate.
pub(crate) const GATE: &str = "\"__HEARBY_GATE__\"";
const BUILD: &str = "__HEARBY_BUILD__";

/// File name of the loader with all rules; the collector's `api/handlers/embed.rs` reads it.
pub(crate) const WITH_ALL_RULES: &str = "loader.js";
/// File name of the loader for sites with plain rules; the same handler reads it.
pub(crate) const WITH_PLAIN_RULES: &str = "loader-plain.js";

/// Condition in `widget/loader/package.json` that selects plain rules.
const PLAIN: &str = "hearby-plain";

/// A bundled loader that still has both placeholders.
pub(super) struct Bundle(String);

/// Both loaders.
pub(super) struct Bundles {
    /// For any site.
    pub(super) all: Bundle,
    /// For sites with plain rules.
    pub(super) plain: Bundle,
}

impl Bundle {
    /// Checks the placeholders.
    ///
    /// # Errors
    /// [`Error::Unexpected`] unless the gate's is there exactly once and the build's at least once.
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
pub(super) fn bundle(paths: &Paths, npm: &Npm, effort: Effort) -> Result<Bundles> {
    let entry = paths.root.join("widget").join("loader").join("loader.js");
    let bundle = |name: &str, conditions: &[&str]| {
        let bundled = paths.out.join(name);
        script::make_small(npm, &entry, Format::Classic, effort, &[], conditions, &bundled)?;
        Bundle::new(paths::read_text(&bundled)?)
    };
    Ok(Bundles { all: bundle(WITH_ALL_RULES, &[])?, plain: bundle(WITH_PLAIN_RULES, &[PLAIN])? })
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
