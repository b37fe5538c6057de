//! The card of reasons: what visitors picked under their score, and how much it weighs.

use leptos::prelude::*;
use wire::{
    dimension::DimensionName,
    summary::{Impact, ReasonFigure},
};

use super::{Entry, Shown};
use crate::{
    address::View,
    components::{Axis, Look, confidence_level},
    frame::{Words, use_here, use_words},
    intl,
    scale::Scale,
};

/// The reasons; nothing where nobody was asked for any.
#[component]
pub(super) fn Reasons(shown: Shown) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.reasons;
    let here = use_here();
    let Shown { summary, scale, view } = shown;
    let reasons = summary.reasons.clone().filter(|reasons| reasons.asked > 0)?;
    let survey = expect_context::<Entry>().0.get_untracked();
    let list = most_harmful_first(reasons.reasons);
    let ends = list.iter().flat_map(|it| [it.impact.low, it.impact.value, it.impact.high]);
    let reach = scale.reach(ends.flatten());
    let of_entry = |reason: &ReasonFigure| {
        let id = reason.reason.as_str();
        let name = survey.as_ref().map_or_else(|| id.to_owned(), |it| it.reason(id, words.lang));
        let only = view_of(&here.view.get_untracked(), id);
        row(words, scale, reach, reason, (name, here.with(&only)))
    };
    let rows = list.iter().map(of_entry).collect_view();
    let asked =
        (words.texts.common.responses)(reasons.asked, &intl::count(words.lang, reasons.asked));
    let none = intl::percent(words.lang, reasons.none_picked, reasons.asked, 0);
    let has_note = |word: &str| reasons.notes.iter().any(|note| note == word);
    let notes = [
        Some(texts.shares_overlap),
        has_note("one-group").then_some(texts.one_group),
        has_note("some-not-asked").then_some(texts.some_not_asked),
    ];
    let notes = notes.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let level = confidence_level(&view);
    Some(view! {
        <section class="card" aria-labelledby="h-reasons">
            <header>
                <div>
                    <h2 id="h-reasons">{texts.heading}</h2>
                    <p>{(texts.asked)(&asked, &none)}</p>
                </div>
            </header>
            <div class="whiskers">
                <table>
                    <caption>{texts.caption}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{texts.reason}</th>
                            <th scope="col" class="track">
                                <span class="scale-ends">
                                    <span>{scale.signed(words, -reach)}</span>
                                    <span>{(texts.scale)(&level)}</span>
                                    <span>{scale.signed(words, reach)}</span>
                                </span>
                            </th>
                            <th scope="col">{texts.impact}</th>
                            <th scope="col">{texts.share}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <footer>{notes}</footer>
        </section>
    })
}

/// Returns the view of the responses that picked a reason.
fn view_of(view: &View, id: &str) -> View {
    View { by: None, ..view.with(DimensionName::Reason.as_str(), id) }
}

/// Sorts reasons: first those that cost the score most, at the end those that can't be judged.
fn most_harmful_first(mut reasons: Vec<ReasonFigure>) -> Vec<ReasonFigure> {
    let weight = |impact: &Impact| (impact.significant.is_none(), -impact.value.unwrap_or(0.0));
    reasons.sort_by(|a, b| {
        let ((few_a, less_a), (few_b, less_b)) = (weight(&a.impact), weight(&b.impact));
        few_a.cmp(&few_b).then(less_a.total_cmp(&less_b))
    });
    reasons
}

fn row(
    words: Words,
    scale: Scale,
    reach: f64,
    reason: &ReasonFigure,
    (name, only): (String, String),
) -> impl IntoView + use<> {
    let texts = &words.texts.reasons;
    let impact = reason.impact.clone();
    let (look, said) = match impact.significant {
        None if impact.note.is_none() => (Look::Plain, ""),
        None => (Look::Few, words.texts.verdicts.few_beside_rest),
        Some(false) => (Look::Plain, texts.no_difference),
        Some(true) if impact.value.is_some_and(|value| value > 0.0) => (Look::Low, texts.hurts),
        Some(true) => (Look::High, texts.helps),
    };
    let is_told = matches!(look, Look::Low | Look::High);
    let value = impact.value.map(|value| scale.signed(words, value));
    let value = value.map(|value| match is_told {
        true => view! { <b>{value}</b> }.into_any(),
        false => view! { <span>{value}</span> }.into_any(),
    });
    let share = reason.share.clone();
    let percent = |value: f64| intl::number(words.lang, value, 0);
    let range = share
        .low
        .zip(share.high)
        .map(|(low, high)| (words.texts.common.to)(&percent(low), &percent(high)));
    let count = intl::count(words.lang, reason.responses);
    let responses = (words.texts.common.responses)(reason.responses, &count);
    let title = (words.texts.survey.only)(&name);
    view! {
        <tr>
            <th scope="row" class="text">
                <a href=only title=title data-noscroll=""><bdi dir="auto">{name}</bdi></a>
                <small>{responses}</small>
            </th>
            <td class="track">
                <Axis
                    low=impact.low
                    value=impact.value
                    high=impact.high
                    ends=(-reach, reach)
                    zero=Some(0.0)
                    look
                />
            </td>
            <td class="drag">{value}<small>{said}</small></td>
            <td>
                <b>{share.value.map(percent)}"%"</b>
                <small>{range}</small>
            </td>
        </tr>
    }
}
