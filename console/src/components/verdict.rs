//! A verdict in words: a chip, a sentence, and a short form.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Icon, icon};
use crate::{
    address::{Compare, View},
    api::{Change, Figure, Power, Summary, Verdict},
    date::Date,
    frame::{Words, use_words},
    intl,
    scale::Scale,
};

/// A summary's verdict: sign, word and colour, in this order of importance. Nothing where enough
/// responses are compared with none: there is no difference to speak of.
#[component]
pub(crate) fn VerdictChip(summary: Arc<Summary>, compare: Compare) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.verdicts;
    let (class, sign, word) = match summary.verdict() {
        Verdict::NoDifference if summary.change.is_none() => return None,
        Verdict::Better => ("verdict better", icon::BETTER, (texts.better)(compare)),
        Verdict::Worse => ("verdict worse", icon::WORSE, (texts.worse)(compare)),
        Verdict::NoDifference => ("verdict same", icon::SAME, texts.same),
        Verdict::TooFew => ("verdict few", icon::FEW, texts.few),
        Verdict::NotFinal => ("verdict not-final", icon::CLOCK, texts.not_final),
        Verdict::NothingBefore => ("verdict none", icon::NONE, texts.nothing_before),
        Verdict::None => ("verdict none", icon::NONE, texts.none),
    };
    Some(view! { <span class=class><Icon path=sign/>{word}</span> })
}

/// Returns a view's level in words: `95`.
pub(crate) fn confidence_level(view: &View) -> String {
    view.confidence.to_string()
}

/// Returns a change in few words: `−0.41, with 95% certainty −0.70 to −0.12`.
pub(crate) fn short_change(
    words: Words,
    scale: Scale,
    change: &Change,
    level: &str,
) -> Option<String> {
    let difference = &change.difference;
    let signed = |value: Option<f64>| value.map(|value| scale.signed(words, value));
    let (value, low) = (signed(difference.value)?, signed(difference.low)?);
    Some((words.texts.verdicts.short)(&value, level, &low, &signed(difference.high)?))
}

/// Returns a heading and a sentence about a summary's change.
pub(crate) fn change_sentence(
    words: Words,
    scale: Scale,
    summary: &Summary,
    view: &View,
) -> (String, String) {
    let texts = &words.texts.verdicts;
    let ratings = &words.texts.ratings;
    // Its responses are not all in it.
    let is_index = summary.indexed_responses.is_some();
    let level = confidence_level(view);
    let number = |value: f64| scale.number(words, value.abs());
    let difference = summary.change.as_ref().map(|change| change.difference.clone());
    let ends = difference.and_then(|difference| difference.low.zip(difference.high));
    match (summary.verdict(), ends) {
        (Verdict::Better, Some((low, high))) => (
            (texts.better_line)(view.compare, &compared_days(words, summary)),
            (texts.rise)(&level, &number(low), &number(high)),
        ),
        // The least fall is the end that is nearer to zero.
        (Verdict::Worse, Some((low, high))) => (
            (texts.worse_line)(view.compare, &compared_days(words, summary)),
            (texts.fall)(&level, &number(high), &number(low)),
        ),
        (Verdict::NoDifference, Some((low, high))) => (
            format!("{}.", texts.same),
            (texts.anything)(&scale.signed(words, low), &scale.signed(words, high)),
        ),
        (Verdict::NotFinal, _) => {
            (texts.not_final_line.to_owned(), texts.not_final_advice.to_owned())
        }
        (Verdict::None, _) => (texts.none_line.to_owned(), texts.none_advice.to_owned()),
        (Verdict::NothingBefore, _) => {
            let line =
                if is_index { ratings.nothing_before_line } else { texts.nothing_before_line };
            (line(&compared_days(words, summary)), String::new())
        }
        (Verdict::TooFew, _) => {
            let line = if summary.score.as_ref().is_some_and(Figure::is_few) {
                let line = if is_index { ratings.few_line } else { texts.few_line };
                line(&intl::count(words.lang, summary.counted().unwrap_or_default()))
            } else {
                (texts.few_before_line)(&compared_days(words, summary))
            };
            (line, few_advice(words, scale, summary.power.as_ref()))
        }
        (Verdict::Better | Verdict::Worse | Verdict::NoDifference, None) => {
            let score = summary.score.clone().unwrap_or_default();
            let range = scale.range(words, score.low, score.high).unwrap_or_default();
            (scale.range_line(words, &level, &range), String::new())
        }
    }
}

/// Returns the days of the period that a summary is compared with.
fn compared_days(words: Words, summary: &Summary) -> String {
    let Some(change) = &summary.change else { return String::new() };
    match (Date::parse(&change.from), Date::parse(&change.to)) {
        (Some(from), Some(to)) => intl::days(words.lang, from, to.plus(-1)),
        _ => change.from.clone(),
    }
}

impl Scale {
    /// Returns a heading where nothing is compared.
    fn range_line(self, words: Words, level: &str, range: &str) -> String {
        format!("{}: {range}", (words.texts.common.interval)(level))
    }
}

/// Returns how many responses would tell a change, where more are needed.
pub(crate) fn few_or_power(words: Words, scale: Scale, power: Option<&Power>) -> Option<String> {
    let power = power?;
    let more = power.more_responses.filter(|more| *more > 0)?;
    let change = scale.plain(words, scale.step()?);
    let needed = intl::count(words.lang, power.responses_needed?);
    Some((words.texts.verdicts.power)(&change, &needed, &intl::count(words.lang, more)))
}

fn few_advice(words: Words, scale: Scale, power: Option<&Power>) -> String {
    let texts = &words.texts.verdicts;
    match power.and_then(|power| power.responses_needed).zip(scale.step()) {
        Some((needed, step)) => {
            let change = scale.plain(words, step);
            (texts.few_advice)(&change, &intl::count(words.lang, needed))
        }
        None => texts.few_plain.to_owned(),
    }
}
