//! Limits of a restore: it never brings back who was erased, takes what is another site's, or wins
//! over the future.
//!
//! In here: helpers. Not in here: the tests (`erased`, `site_keys`, `lines`), and what a restore does
//! bring back (`crate::backups`).

mod erased;
mod lines;
mod site_keys;

use wire::backup::Restored;

use crate::{
    moving::post_lines,
    support::{Collector, parsed},
};

const SITE: &str = "/v1/sites/demo";

#[track_caller]
fn restore(collector: &Collector, lines: &str) -> Restored {
    let reply = post_lines(collector, "demo", lines);
    assert_eq!(reply.status, 200, "{}", reply.body);
    parsed(&reply)
}

fn keys(collector: &Collector, prefix: &str) -> Vec<String> {
    collector.stored_keys().into_iter().filter(|key| key.starts_with(prefix)).collect()
}
