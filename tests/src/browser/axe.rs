//! axe-core, run in a page: its complaints about our popup, or about a page that is all ours.
//!
//! In: running all its rules over the whole page. Not in: its findings on the own parts of a page
//! that isn't ours.

use std::fs;

use serde_json::{Value, json};

use super::Browser;
use crate::environment;

/// Runs axe once; findings on our element, or on all of the page, are given by rule, place and
/// reason.
const RUN: &str = r"
const [isPage, done] = arguments.length > 1 ? arguments : [false, arguments[0]];
const ours = (found) => found.flatMap(({ id, help, nodes }) => nodes
  .filter(({ target }) => isPage || [target[0]].flat()[0].includes('hearby-survey'))
  .map(({ target, failureSummary, any }) => ({
    rule: id, help, target: target.flat().join(' '), why: failureSummary, data: any.map(({ data }) => data),
  })));
window.axe.run(document, {
  // Those of a page are looked at by themselves.
  iframes: false,
  resultTypes: ['violations', 'incomplete', 'passes'],
  // Off unless asked for, since WCAG 2.2 is young.
  rules: { 'target-size': { enabled: true } },
  // A digit is text, too. A page of ours may draw its ground by a pseudo-element of the same colour.
  checks: { 'color-contrast': { options: { ignoreLength: true, ignorePseudo: isPage } } },
}).then(
  ({ violations, incomplete, passes }) =>
    done({ violations: ours(violations), incomplete: ours(incomplete), passes: ours(passes).map(({ rule }) => rule) }),
  (error) => done({ error: String(error) }),
);";

/// Findings of axe-core on our popup.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Violations of rules.
    pub violations: Vec<Value>,
    /// Parts that it could not decide.
    pub incomplete: Vec<Value>,
    /// Rules that it checked and found kept.
    pub passes: Vec<String>,
}

impl Browser {
    /// Runs axe-core on the current page.
    ///
    /// It looks for backgrounds in the body alone, and our element may stand beside it: for the run
    /// it is moved into the body, where it stays until the popup is gone.
    ///
    /// # Panics
    /// When axe-core is not installed, or fails.
    #[must_use]
    #[track_caller]
    pub fn axe(&self) -> Verdict {
        if self.run("return !window.axe") == true {
            self.add_script(&source());
        }
        self.run(
            "const host = document.querySelector('hearby-survey');\
             if (document.body.contains(host)) return;\
             const modal = host.shadowRoot.querySelector(':modal');\
             document.body.append(host);\
             host.showPopover();\
             modal?.removeAttribute('open');\
             modal?.showModal()",
        );
        self.popup().wait();
        verdict(&self.run_async(RUN))
    }

    /// Runs axe-core over all of a page of ours, which may have a policy; frames are left out.
    ///
    /// # Panics
    /// When axe-core is not installed, or fails.
    #[must_use]
    #[track_caller]
    pub fn axe_of_page(&self) -> Verdict {
        // Not by a script element: the page's policy would refuse it.
        let script = format!("{}\n{RUN}", source());
        verdict(&self.run_async_with(&script, &json!([true])))
    }
}

fn source() -> String {
    let file = environment::root().join("tests/tools/node_modules/axe-core/axe.min.js");
    fs::read_to_string(&file).unwrap_or_else(|error| {
        panic!("run `npm ci` in tests/tools first (`cargo xtask test` does): {error}")
    })
}

#[track_caller]
fn verdict(said: &Value) -> Verdict {
    assert!(said["error"].is_null(), "{said}");
    let list = |name: &str| said[name].as_array().cloned().unwrap_or_default();
    Verdict {
        violations: list("violations"),
        incomplete: list("incomplete"),
        passes: list("passes").iter().filter_map(|r| r.as_str().map(str::to_owned)).collect(),
    }
}
