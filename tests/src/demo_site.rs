//! The demo's own shop (`demo-site/`), as `cargo xtask demo` serves it, with a collector.

use std::fs;

use serde_json::Value;
use wire::{form::Form, routes};

use crate::{
    collector::{Collector, site_id, survey_id},
    environment,
    pages::Pages,
};

/// Name of the site in the pages' tags.
pub const SITE: &str = "demo";
/// Address of the collector in the pages.
const COLLECTOR: &str = "http://127.0.0.1:8787";

/// The demo's pages on one origin, their collector on another.
#[derive(Debug)]
pub struct DemoSite {
    /// Collector that gets the responses.
    pub collector: Collector,
    /// `/index.html`, `/install/react.html` and so on.
    pub pages: Pages,
}

impl DemoSite {
    /// Starts both, with the site and the surveys of `demo-site/hearby/`.
    #[must_use]
    #[track_caller]
    pub fn start() -> DemoSite {
        DemoSite::start_with_policy(None)
    }

    /// Runs [`DemoSite::start`] with a content security policy on each page. `{collector}` in the
    /// policy stands for the collector's origin.
    #[must_use]
    #[track_caller]
    pub fn start_with_policy(policy: Option<&str>) -> DemoSite {
        let collector = Collector::start();
        collector.put_site(SITE, &definition("site"));
        for survey in ["nps", "ces", "csat", "install"] {
            collector.put_survey(SITE, survey, &definition(survey));
        }
        let policy = policy.map(|policy| policy.replace("{collector}", &collector.url()));
        let headers: Vec<(&str, &str)> =
            policy.iter().map(|policy| ("Content-Security-Policy", policy.as_str())).collect();
        let folder = environment::root().join("demo-site");
        let pages = Pages::serve_renamed(&folder, COLLECTOR, collector.url(), &headers);
        DemoSite { collector, pages }
    }

    /// Returns the English texts of a survey.
    #[must_use]
    #[track_caller]
    pub fn form(&self, survey: &str) -> Form {
        let path = routes::form(&site_id(SITE), &survey_id(survey), "en");
        serde_json::from_slice(&self.collector.get(&path).expect(200).body).unwrap()
    }
}

/// Reads a definition of the shop's owner.
#[track_caller]
fn definition(name: &str) -> Value {
    let file = environment::root().join(format!("demo-site/hearby/{name}.json"));
    serde_json::from_slice(&fs::read(&file).unwrap()).unwrap()
}
