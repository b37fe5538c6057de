//! The first card: the score, the verdict in words, and the facts beside it.

use std::sync::Arc;

use leptos::prelude::*;
use wire::dimension::Dimension;

use super::{Shown, parts::value_name, rated::greatest};
use crate::{
    api::{TargetVerdict, Verdict},
    components::{
        Parts, Progress, ScoreFigure, VerdictChip, change_sentence, confidence_level, few_or_power,
    },
    dimension::FIRST,
    frame::{Words, use_words},
    intl,
};

/// The verdict.
#[component]
pub(super) fn VerdictCard(shown: Shown) -> impl IntoView {
    let words = use_words();
    let common = &words.texts.common;
    let Shown { summary, scale, view } = shown.clone();
    let level = confidence_level(&view);
    let (heading, sentence) = change_sentence(words, scale, &summary, &view);
    let target = summary.target.as_ref().map(|target| target.value);
    let figure = summary.score.clone().filter(|score| score.value.is_some());
    let groups = summary.groups.clone().filter(|it| figure.is_some() && !it.0.is_empty());
    let left = figure.map(|figure| {
        let named = (common.interval)(&level);
        view! {
            <div>
                <ScoreFigure scale figure target named=Some(named)/>
                {groups.map(|groups| view! { <div class="groups"><Parts scale groups/></div> })}
            </div>
        }
    });
    let is_alone = left.is_none();
    let progress = summary.progress.clone().filter(|_| !summary.is_final);
    let power = (summary.verdict() == Verdict::NoDifference)
        .then(|| few_or_power(words, scale, summary.power.as_ref()))
        .flatten();
    let rated = greatest(words, &shown);
    let hurts = worst(words, &shown);
    view! {
        <section class="card verdict-card" class:alone=is_alone aria-labelledby="said">
            {left}
            <div class="words">
                <VerdictChip summary=Arc::clone(&summary) compare=view.compare/>
                <h2 id="said">{heading}</h2>
                <p>{sentence}</p>
                {power.map(|power| view! { <p>{power}</p> })}
                {rated.map(|rated| view! { <p>{rated}</p> })}
                {hurts.map(|hurts| view! { <p>{hurts}</p> })}
                {progress.map(|it| view! { <Progress share=it.share counted=it.responses/> })}
            </div>
            <Facts shown/>
        </section>
    }
}

/// Returns a sentence about the touchpoint that can be told to be worse than the rest.
fn worst(words: Words, shown: &Shown) -> Option<String> {
    let worse = FIRST.map(Dimension::as_str).into_iter().find_map(|dimension| {
        let values = shown.summary.dragging(dimension);
        let is_worse = |value: &&crate::api::ValueFigure| {
            value.comparison.as_ref().is_some_and(|it| it.verdict == Verdict::Worse)
        };
        values.iter().find(is_worse).map(|value| (dimension, value.clone()))
    });
    let (dimension, value) = worse?;
    let score = shown.scale.number(words, value.score.value?);
    Some((words.texts.verdicts.hurts)(&value_name(words, dimension, &value.value), &score))
}

#[component]
fn Facts(shown: Shown) -> impl IntoView {
    let words = use_words();
    let (common, texts) = (&words.texts.common, &words.texts.survey);
    let verdicts = &words.texts.verdicts;
    let Shown { summary, scale, .. } = shown;
    let responses = summary.responses?;
    let count = |n: u64| intl::count(words.lang, n);
    let comments = summary.comments.map(|comments| {
        let share = (responses > 0).then(|| intl::percent(words.lang, comments, responses, 1));
        view! { <div><dt>{texts.with_comment}</dt><dd>{count(comments)}<small>{share}</small></dd></div> }
    });
    let counted = summary.indexed_responses.filter(|n| *n != responses).map(|n| {
        let (name, note) = (words.texts.ratings.counted, words.texts.ratings.counted_note);
        view! { <div><dt>{name}</dt><dd>{count(n)}<small>{note}</small></dd></div> }
    });
    let target = summary.target.as_ref().map(|target| {
        let (said, more) = match target.verdict {
            TargetVerdict::Reached => (verdicts.reached, None),
            TargetVerdict::Missed => (verdicts.missed, None),
            TargetVerdict::Open => {
                (verdicts.open, target.more_responses.map(|n| (verdicts.open_advice)(&count(n))))
            }
            TargetVerdict::Unsaid => ("–", None),
        };
        let name = (verdicts.target)(&scale.plain(words, target.value));
        view! { <div><dt>{name}</dt><dd>{said}<small>{more}</small></dd></div> }
    });
    Some(view! {
        <dl class="facts-row">
            <div><dt>{common.responses_label}</dt><dd>{count(responses)}</dd></div>
            {counted}
            {comments}
            {target}
        </dl>
    })
}
