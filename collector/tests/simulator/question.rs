//! Questions of an owner beyond a score: pieces, breakdowns, a comparison; and checks of the reply.

use std::{cmp::Reverse, collections::BTreeMap};

use collector::{
    rollups::wanted::Span,
    summary::period::{Asked, Period},
};
use domain::{Change, Confidence, DAY_MS, Figure, Instant, MetricTally};
use serde_json::Value;
use wire::summary::{ScoreFigure, Summary};

use crate::{
    check::stored_values,
    filter::{Filter, picked, value_of},
    rated::{answer, attributes_are},
    scene::Scene,
};

/// A question for the summary of a span.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) span: Span,
    tz: &'static str,
    by: Option<&'static str>,
    dims: Vec<&'static str>,
    compares: bool,
    reasons: bool,
    pub(crate) filter: Filter,
}

/// Some with whole quarters of an hour, and one without.
const ZONES: [&str; 6] =
    ["UTC", "Asia/Ho_Chi_Minh", "Asia/Kathmandu", "America/New_York", "-03:30", "+05:17"];

impl Question {
    /// One that some owner may ask.
    pub(crate) fn any(scene: &Scene, survey: usize, span: Span) -> Question {
        let dice = scene.world.dice();
        let days = (span.end.unix_ms() - span.start.unix_ms()) / DAY_MS;
        let tz = *dice.pick(&ZONES);
        // A zone that goes through quarters of an hour may do so a few times only.
        let finest = match (tz, days) {
            ("+05:17", 15..) => 2,
            (_, 41..) | ("+05:17", _) => 1,
            _ => 0,
        };
        let units = ["hour", "day", "week", "month", "quarter", "year"];
        let dims = ["touchpoint", "page", "lang", "device", "version", "wording", "source", "plan"];
        Question {
            span,
            tz,
            by: dice.happens(500).then(|| *dice.pick(&units[finest..])),
            dims: if dice.happens(500) {
                dims.into_iter().filter(|_| dice.happens(500)).collect()
            } else {
                Vec::new()
            },
            compares: dice.happens(200),
            reasons: dice.happens(300) && scene.surveys[survey].kind.of_score().is_some(),
            filter: if dice.happens(400) { Filter::any(dice) } else { Filter::default() },
        }
    }

    pub(crate) fn query(&self) -> String {
        let text = |at: Instant| jiff::Timestamp::from_millisecond(at.unix_ms()).unwrap();
        let tz = self.tz.replace('+', "%2B");
        let mut query =
            format!("from={}&to={}&tz={tz}", text(self.span.start), text(self.span.end));
        if let Some(by) = self.by {
            query += &format!("&interval={by}");
        }
        if !self.dims.is_empty() {
            query += &format!("&breakdown={}", self.dims.join(","));
        }
        // What there is of one that is not final is checked, too.
        query += "&partial=true";
        if self.compares {
            query += "&compare=previous";
        }
        if self.reasons {
            query += "&reasons=true";
        }
        query + &self.filter.query()
    }

    /// True if all that was asked for is there to the end.
    pub(crate) fn is_final(&self, summary: &Summary) -> bool {
        let change = summary.change.as_ref();
        let is_compared = change.is_none_or(|change| change.note.as_deref() != Some("not-final"));
        summary.is_final && is_compared
    }

    /// The parts are the whole, at any time.
    pub(crate) fn adds_up(&self, summary: &Summary) -> Result<(), String> {
        assert_eq!(summary.series.is_some(), self.by.is_some());
        assert_eq!(summary.breakdowns.as_ref().map_or(0, BTreeMap::len), self.dims.len());
        let off = |what: &str, n: u64| format!("{what} adds up to {n}: {summary:?}, {self:?}");
        if let Some(series) = &summary.series {
            let n = series.iter().map(|point| point.responses).sum();
            if n != summary.responses {
                return Err(off("the series", n));
            }
            assert!(series.windows(2).all(|pair| pair[0].end == pair[1].start));
        }
        // What lies within a quarter of an hour is listed twice, and something may come between.
        let is_aligned = |at: Instant| at.unix_ms() % (15 * 60_000) == 0;
        let ends_are = is_aligned(self.span.start) && is_aligned(self.span.end);
        let is_one_list = ends_are && (self.tz != "+05:17" || self.by.is_none());
        for (dim, values) in summary.breakdowns.iter().flatten().filter(|_| is_one_list) {
            let n = values.iter().map(|value| value.responses).sum();
            if n != summary.responses {
                return Err(off(dim, n));
            }
        }
        Ok(())
    }

    /// Checks that the reply is what brute force counts, once everything is settled.
    pub(crate) fn is_right(
        &self,
        scene: &Scene,
        survey: usize,
        summary: &Summary,
    ) -> Result<(), String> {
        let kind = &scene.surveys[survey].kind;
        let values = stored_values(scene, survey);
        let tally = |span: Span, is_of: &dyn Fn(&Value) -> bool| {
            let mut tally = MetricTally::new(kind.metric());
            for (id, value) in &values {
                let is_in = id.instant() >= span.start && id.instant() < span.end;
                if is_in && self.filter.passes(value) && is_of(value) {
                    tally.add(&answer(kind, value)).unwrap();
                }
            }
            tally
        };
        let any = |_: &Value| true;
        let wrong = |what: String| Err(format!("{what} in {summary:?} for {self:?}"));
        if let MetricTally::Csi(counted) = tally(self.span, &any)
            && let Err(what) = attributes_are(summary, kind, &counted)
        {
            return wrong(what);
        }
        for point in summary.series.iter().flatten() {
            let tally = tally(self.span_of(&point.start, &point.end), &any);
            if figures(&tally) != of(point.responses, &point.score) {
                return wrong(format!("{tally:?} is not {point:?}"));
            }
        }
        for (dim, found) in summary.breakdowns.iter().flatten() {
            let mut expected: Vec<(u64, Option<String>)> = Vec::new();
            let is = |value: &Value| value_of(value, dim);
            let in_span = values.iter().filter(|(id, value)| {
                let is_in = id.instant() >= self.span.start && id.instant() < self.span.end;
                is_in && self.filter.passes(value)
            });
            let mut names: Vec<Option<String>> = in_span.map(|(_, value)| is(value)).collect();
            names.sort();
            names.dedup();
            for name in names {
                let tally = tally(self.span, &|value| is(value) == name);
                expected.push((tally.responses(), name.clone()));
                let figures = figures(&tally);
                let is_found = found.iter().any(|found| {
                    found.value.name() == name.as_deref()
                        && of(found.responses, &found.score) == figures
                });
                if !is_found {
                    return wrong(format!("{dim} {name:?} should be {figures:?}"));
                }
            }
            expected.sort_by_key(|(n, name)| (Reverse(*n), name.clone()));
            let found: Vec<(u64, Option<String>)> = found
                .iter()
                .map(|found| (found.responses, found.value.name().map(str::to_owned)))
                .collect();
            if found != expected {
                return wrong(format!("{dim} should be {expected:?}"));
            }
        }
        if let Some(found) = &summary.reasons {
            let asked = tally(self.span, &|value| picked(value).is_some());
            let none = tally(self.span, &|value| picked(value).is_some_and(|ids| ids.is_empty()));
            if (found.asked, found.none_picked) != (asked.responses(), none.responses()) {
                return wrong(format!("{asked:?} were asked for reasons, {none:?} picked none"));
            }
            for id in ["price", "delivery"] {
                let is =
                    |value: &Value| picked(value).is_some_and(|ids| ids.iter().any(|of| of == id));
                let figures = figures(&tally(self.span, &is));
                let found = found.reasons.iter().find(|found| found.reason == id);
                let found =
                    found.map_or((0, None, None, None), |one| of(one.responses, &one.score));
                if found != figures {
                    return wrong(format!("{id} should be {figures:?}"));
                }
            }
        }
        match &summary.change {
            None => Ok(()),
            Some(change) => {
                let length_ms = self.span.end.unix_ms() - self.span.start.unix_ms();
                let previous =
                    Span { start: self.span.start.plus_ms(-length_ms), end: self.span.start };
                let (now, before) = (tally(self.span, &any), tally(previous, &any));
                let expected = now.change_since(&before, Confidence::default()).unwrap();
                let expected = expected.map(Change::rounded);
                let value = expected.map(|change| change.value);
                let significant = expected.and_then(|change| change.significant);
                if (change.value, change.significant) == (value, significant) {
                    Ok(())
                } else {
                    wrong(format!("the change should be {expected:?}"))
                }
            }
        }
    }

    fn span_of(&self, start: &str, end: &str) -> Span {
        let asked = Asked { from: Some(start), to: Some(end), tz: Some(self.tz) };
        let period = Period::parse(asked, self.span.end).unwrap();
        Span { start: period.start, end: period.end }
    }
}

fn of(responses: u64, score: &ScoreFigure) -> (u64, Option<f64>, Option<f64>, Option<f64>) {
    (responses, score.value, score.low, score.high)
}

fn figures(tally: &MetricTally) -> (u64, Option<f64>, Option<f64>, Option<f64>) {
    let figure = tally.score(Confidence::default()).map(Figure::rounded);
    let interval = figure.and_then(|figure| figure.interval);
    let (low, high) = (interval.map(|i| i.low), interval.map(|i| i.high));
    (tally.responses(), figure.map(|figure| figure.value), low, high)
}
