//! Puts the shop's year into the collector. The first start restores it as a backup; each later
//! start adds the days since.
//!
//! In: lines of a backup, the record of what was posted, posting many lines at once. Not in: the
//! story of the year (`year`).

use std::{
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use serde_json::{Value, json};

use super::{
    Addresses,
    api::Api,
    year::{self, Day, Given},
};
use crate::{
    error::{Error, Result},
    interrupt, paths,
    progress::{self, Stopwatch},
};

/// The most lines that the collector restores at once.
const LINES: usize = 200;
/// Number of parallel requests. In each, the collector makes one write after the other and waits.
const AT_ONCE: usize = 6;

/// Record of the posted days. It is stored beside the responses, so that both are deleted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Posted {
    /// The last day of the story: the day of the first start.
    last: Day,
    /// Time until which responses were posted.
    until_ms: i64,
}

/// The history, and how much of it has been posted.
pub(super) struct History {
    file: PathBuf,
    posted: Option<Posted>,
    now_ms: i64,
}

impl History {
    /// Reads the record of an earlier run. `file` is in the folder of the responses.
    pub(super) fn load(file: PathBuf, now_ms: i64) -> Self {
        let text = paths::read_text(&file).ok();
        let posted = text.and_then(|text| Posted::parse(&text));
        Self { file, posted, now_ms }
    }

    fn last(&self) -> Day {
        self.posted.map_or(Day::of(self.now_ms), |posted| posted.last)
    }

    /// Restores the versions of a survey, the newest with this definition, unless an earlier run
    /// has done so.
    ///
    /// # Errors
    /// When the collector refuses them.
    pub(super) fn restore_versions(
        &self,
        api: &Api<'_>,
        site: &str,
        survey: &str,
        definition: &str,
    ) -> Result<()> {
        let times_ms = year::versions_ms(survey, self.last());
        if self.posted.is_some() || times_ms.is_empty() {
            return Ok(());
        }
        let read = |error| Error::Unexpected(format!("demo-site/hearby/{survey}.json: {error}"));
        let definition: Value = serde_json::from_str(definition).map_err(read)?;
        let lines = version_lines(survey, &definition, &times_ms);
        api.send_lines(&restore_path(site), lines).map(|_| ())
    }

    /// Posts the missing part of the year, and requests its summaries until they are final.
    ///
    /// # Errors
    /// When the collector refuses something.
    pub(super) fn restore_responses(
        &self,
        addresses: &Addresses,
        token: &str,
        site: &str,
    ) -> Result<()> {
        let watch = Stopwatch::start();
        let after_ms = self.posted.map_or(i64::MIN, |posted| posted.until_ms);
        let given = year::responses(self.last(), after_ms, self.now_ms);
        post(addresses, token, site, &given)?;
        let posted = Posted { last: self.last(), until_ms: self.now_ms.max(after_ms) };
        paths::write(&self.file, posted.text())?;
        if given.is_empty() {
            return Ok(());
        }
        for survey in year::surveys() {
            wait_until_final(&Api::new(addresses, token), site, survey)?;
        }
        let took = progress::seconds(watch.elapsed());
        progress::note(&format!("{} responses of the shop's year, in {took}.", given.len()));
        Ok(())
    }
}

impl Posted {
    fn parse(text: &str) -> Option<Self> {
        let facts: Value = serde_json::from_str(text).ok()?;
        let whole = |name: &str| facts.get(name)?.as_i64();
        Some(Self { last: Day(whole("last_day")?), until_ms: whole("until_ms")? })
    }

    fn text(self) -> String {
        format!("{}\n", json!({ "last_day": self.last.0, "until_ms": self.until_ms }))
    }
}

fn restore_path(site: &str) -> String {
    format!("/v1/sites/{site}/restore")
}

/// Returns a line for each version, as a backup has it. Earlier versions have the built-in texts:
/// in the story, the shop chose its own words later.
fn version_lines(survey: &str, definition: &Value, times_ms: &[i64]) -> String {
    let mut lines = String::new();
    let mut add = |line: Value| lines.push_str(&format!("{line}\n"));
    for (number, changed_ms) in (1..).zip(times_ms) {
        let is_newest = number == times_ms.len();
        let mut of_version = definition.clone();
        if !is_newest && let Value::Object(fields) = &mut of_version {
            fields.remove("texts");
        }
        let record = json!({
            "version": number, "definition": of_version, "changed_ms": changed_ms,
        });
        add(json!({ "survey": survey, "version": record }));
        if is_newest {
            add(json!({ "survey": survey, "newest": record }));
        }
    }
    lines
}

/// Posts responses in as many requests as they need, several in parallel.
fn post(addresses: &Addresses, token: &str, site: &str, given: &[Given]) -> Result<()> {
    let path = restore_path(site);
    let chunks: Vec<&[Given]> = given.chunks(LINES).collect();
    let next = AtomicUsize::new(0);
    let work = || -> Result<()> {
        let api = Api::new(addresses, token);
        while let Some(chunk) = chunks.get(next.fetch_add(1, Ordering::Relaxed)) {
            interrupt::check()?;
            let line = |given: &Given| {
                format!("{}\n", json!({ "survey": given.survey, "response": given.response }))
            };
            api.send_lines(&path, chunk.iter().map(line).collect())?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| {
            let gone = |_| Error::Unexpected("A thread that posted responses is gone.".into());
            worker.join().map_err(gone)?
        })
    })
}

/// The most requests for a summary until it is final. Each of them counts thousands of responses.
const SUMMARIES: usize = 50;

/// Requests a survey's summary until the whole year is counted, so that the first visitor of the
/// console sees all of it.
fn wait_until_final(api: &Api<'_>, site: &str, survey: &str) -> Result<()> {
    let path = format!("/v1/sites/{site}/surveys/{survey}/summary?from=2000-01-01");
    for _ in 0..SUMMARIES {
        let said = api.send("GET", &path, "")?;
        let summary: Option<Value> = serde_json::from_str(&said).ok();
        if summary.is_some_and(|summary| summary.get("final") == Some(&Value::Bool(true))) {
            return Ok(());
        }
    }
    Err(Error::Unexpected(format!(
        "The year of `{survey}` isn't counted after all these requests."
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_posted_is_read_as_it_was_written() {
        let posted = Posted { last: Day(20_786), until_ms: 1_795_900_000_000 };
        assert_eq!(Posted::parse(&posted.text()), Some(posted));
        assert_eq!(Posted::parse("{}"), None);
        assert_eq!(Posted::parse(""), None);
    }

    #[test]
    fn only_the_newest_version_has_the_shops_words_and_comes_twice() {
        let definition = json!({ "kind": "ces", "texts": { "en": { "question": "Easy?" } } });
        let lines = version_lines("ces", &definition, &[1, 2]);
        let lines: Vec<Value> =
            lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0]["version"]["definition"], json!({ "kind": "ces" }));
        assert_eq!(lines[1]["version"]["definition"], definition);
        assert_eq!(lines[2]["newest"], lines[1]["version"]);
        assert_eq!(lines[2]["newest"]["version"], 2);
    }
}
