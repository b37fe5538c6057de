//! Bundles the apps of `demo-site/install/apps/` (npm, React, Vue) as a customer's own build would.
//! The other pages of the demo work without them.
//!
//! In: their npm packages; one bundle each in `demo-site/install/built/`. Not in: the apps
//! themselves, and anything that is deployed.

use std::process::Command;

use crate::{
    error::Result,
    npm::{self, Npm},
    paths::Paths,
    process,
};

/// Files of the apps.
const APPS: [&str; 3] = ["npm.js", "react.jsx", "vue.js"];

/// Definitions that the frameworks' own guides use in a production build.
const DEFINED: [&str; 4] = [
    "process.env.NODE_ENV=\"production\"",
    "__VUE_OPTIONS_API__=false",
    "__VUE_PROD_DEVTOOLS__=false",
    "__VUE_PROD_HYDRATION_MISMATCH_DETAILS__=false",
];

/// Builds the apps. This takes some seconds the first time, and less than one later.
///
/// # Errors
/// When npm or esbuild fail; their own words have been shown.
pub(crate) fn build(paths: &Paths, npm: &Npm) -> Result<()> {
    let folder = paths.root.join("demo-site").join("install").join("apps");
    npm::install(&folder)?;
    let mut command = Command::new(npm.esbuild());
    command.args(APPS).current_dir(&folder).arg("--outdir=../built");
    command.args(["--bundle", "--minify", "--format=esm", "--target=es2020", "--jsx=automatic"]);
    command.args(DEFINED.map(|name| format!("--define:{name}")));
    command.args(["--charset=utf8", "--legal-comments=none", "--log-level=warning"]);
    process::run("esbuild", &mut command)
}
