//! Changes of what is asked, to be marked over time: versions of the survey, and of the built-in
//! wording.
//!
//! In: when each began. Not in: how a picture draws a mark (`trend`).
//!
//! The collector tells when a version was written. A wording is a site's, so it begins for a survey
//! when the first response in it comes; that is looked for only where the period has several.

use leptos::prelude::*;
use wire::wording::Wording;

use super::Entry;
use crate::{
    address::{Interval, View, survey_path},
    api::{List, Piece, Summary, SurveyEntry},
    charts::{Mark, Point},
    components::use_fetched,
    date::Date,
    frame::Words,
    intl,
    scale::{interval_of, piece_days},
    shell::use_site,
};

/// Number of a survey's newest versions that are marked at most.
const VERSIONS: u32 = 20;

/// Most days whose responses are looked through one by one; the API gives 1,000 pieces at most.
const DAYS_MAX: i64 = 740;

/// The name of the dimension.
const WORDING: &str = "wording";

/// A change of what is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
enum What {
    Version(u32),
    Wording(u8),
}

/// A change, and the reader's day on which it began.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Change {
    what: What,
    day: Date,
}

/// Returns the changes of the survey, as far as they are known by now.
pub(super) fn use_changes(summary: &Summary, view: &View) -> Memo<Vec<Change>> {
    let site = use_site();
    let entry = expect_context::<Entry>();
    // A first version marks no change.
    let versions = use_fetched::<List<SurveyEntry>>(move || {
        let entry = entry.0.get().filter(|entry| entry.version > 1)?;
        let path = survey_path(&site.name.get_value(), &entry.survey);
        Some(format!("{path}/versions?limit={VERSIONS}"))
    });
    let newer = newer_wording(summary);
    let first_day = summary.series.as_deref().and_then(first_day_of);
    let first_day = first_day.unwrap_or_else(|| view.period.range(intl::today()).0);
    let interval = if view.period.days() <= DAYS_MAX { Interval::Day } else { interval_of(view) };
    let period = view.period_pairs(intl::today(), &intl::zone());
    let asked_in_it = use_fetched::<Summary>(move || {
        let (entry, wording) = (entry.0.get()?, newer?);
        let path = survey_path(&site.name.get_value(), &entry.survey);
        let interval = interval.as_str();
        Some(format!("{path}/summary?{period}&interval={interval}&filter[{WORDING}]={wording}"))
    });
    Memo::new(move |_| {
        let versions = versions.value.get();
        let versions = versions.iter().flat_map(|list| &list.items).filter_map(Change::of_version);
        let wording = asked_in_it.value.get().and_then(|summary| {
            let began = first_day_of(summary.series.as_deref()?)?;
            // What was there from the first response on has changed nothing.
            let change = Change { what: What::Wording(newer?.number()), day: began };
            (began > first_day).then_some(change)
        });
        versions.chain(wording).collect()
    })
}

/// Returns the newest wording of the period, if responses in another one are there, too. Responses
/// without one are of a time before wording had versions.
fn newer_wording(summary: &Summary) -> Option<Wording> {
    let values = summary.breakdowns.as_ref()?.get(WORDING)?;
    let named = values.iter().filter_map(|value| value.value.name()?.parse().ok());
    let newest = named.filter_map(Wording::from_number).max()?;
    (values.len() > 1 && newest > Wording::First).then_some(newest)
}

/// Returns the first day of the first piece with responses.
fn first_day_of(series: &[Piece]) -> Option<Date> {
    let piece = series.iter().find(|piece| piece.responses > 0)?;
    piece_days(piece).map(|(from, _)| from)
}

impl Change {
    fn of_version(entry: &SurveyEntry) -> Option<Change> {
        let day = intl::local_day(&entry.changed_at)?;
        (entry.version > 1).then_some(Change { what: What::Version(entry.version), day })
    }

    /// Returns its mark in a picture.
    pub(super) fn mark(self, words: Words) -> Mark {
        let texts = &words.texts.survey;
        let (text, short) = match self.what {
            What::Version(version) => ((texts.version_mark)(version), format!("v{version}")),
            What::Wording(wording) => ((texts.wording_mark)(wording), format!("w{wording}")),
        };
        Mark { at: self.at(), text, short, kind: "version" }
    }

    /// Returns what a table says of it.
    pub(super) fn note(self, words: Words) -> String {
        let (texts, day) = (&words.texts.survey, intl::day(words.lang, self.day));
        match self.what {
            What::Version(version) => (texts.version_from)(version, &day),
            What::Wording(wording) => (texts.wording_from)(wording, &day),
        }
    }

    /// Returns its day as the pieces tell theirs.
    fn at(self) -> f64 {
        self.day.utc_ms() as f64
    }

    pub(super) fn is_in(self, point: &Point) -> bool {
        (point.from..point.to).contains(&self.at())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(breakdowns: &str, series: &str) -> Summary {
        let json = format!(
            r#"{{"kind":"nps","from":"2026-11-01","to":"2026-11-08","final":true,
                "breakdowns":{breakdowns},"series":{series}}}"#
        );
        serde_json::from_str(&json).unwrap()
    }

    #[track_caller]
    fn newer(values: &[&str], wording: Option<Wording>) {
        let value = |value: &&str| format!(r#"{{"value":{value},"responses":3,"score":{{}}}}"#);
        let values = values.iter().map(value).collect::<Vec<_>>().join(",");
        let summary = summary(&format!(r#"{{"wording":[{values}]}}"#), "[]");
        assert_eq!(newer_wording(&summary), wording, "{values}");
    }

    #[test]
    fn a_wording_is_newer_when_there_are_responses_in_another_one() {
        newer(&[], None);
        newer(&["\"2\""], None);
        newer(&["null"], None);
        newer(&["null", "\"1\""], None);
        newer(&["\"1\"", "\"2\""], Some(Wording::Second));
        newer(&["null", "\"2\""], Some(Wording::Second));
        newer(&["null", "\"1\"", "\"2\""], Some(Wording::Second));
        newer(&["\"x\"", "\"7\""], None);
    }

    #[test]
    fn it_begins_with_the_first_response() {
        let piece = |day: u32, n: u32| {
            format!(
                r#"{{"start":"2026-11-0{day}","end":"2026-11-0{}","responses":{n},"score":{{}}}}"#,
                day + 1
            )
        };
        let began = |pieces: [String; 3]| {
            let series = format!("[{}]", pieces.join(","));
            first_day_of(&summary("{}", &series).series.unwrap())
        };
        assert_eq!(began([piece(1, 0), piece(2, 4), piece(3, 1)]), Date::new(2026, 11, 2));
        assert_eq!(began([piece(1, 0), piece(2, 0), piece(3, 0)]), None);
    }
}
