//! The card “where it hurts”: the values of a dimension, first what drags the score down most, as whiskers in a
//! table.

use leptos::{ev::Event, prelude::*};

use super::{
    Shown,
    parts::{dimension_name, filter_value, value_name},
};
use crate::{
    address::View,
    api::{ValueFigure, Verdict},
    components::{Axis, Look, confidence_level},
    dimension::dimensions,
    frame::{Words, use_here, use_show, use_words},
    intl,
    scale::axis,
};

/// The card “where it hurts”.
#[component]
pub(super) fn Hurts(shown: Shown) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.survey;
    let (here, show) = (use_here(), use_show());
    let all = shown.summary.breakdowns.clone().unwrap_or_default();
    let survey = expect_context::<super::Entry>().0.get_untracked();
    // A dimension that nobody's response has a value of helps no one.
    let has_values = |name: &String| {
        all.get(name).is_some_and(|values| values.iter().any(|it| it.value.name().is_some()))
    };
    let names: Vec<String> = dimensions(survey.as_ref()).into_iter().filter(has_values).collect();
    let first = names.first().cloned();
    let chosen = {
        let names = names.clone();
        Memo::new(move |_| {
            let asked = here.view.get().by.filter(|by| names.contains(by));
            asked.or_else(|| first.clone())
        })
    };
    let choose = move |event: Event| {
        let by = Some(event_target_value(&event));
        show(&View { by, ..here.view.get_untracked() });
    };
    let options = names.iter().map(|name| {
        let value = name.clone();
        let is_chosen = {
            let value = value.clone();
            move || chosen.get().as_ref() == Some(&value)
        };
        view! { <option value=value prop:selected=is_chosen>{dimension_name(words, name)}</option> }
    });
    let options = options.collect_view();
    let table = move || match chosen.get() {
        Some(dimension) => view! { <Values shown=shown.clone() dimension/> }.into_any(),
        None => view! { <p class="quiet">{texts.hurts_empty}</p> }.into_any(),
    };
    view! {
        <section class="card" aria-labelledby="h-hurts">
            <header>
                <div><h2 id="h-hurts">{texts.hurts}</h2><p>{texts.hurts_note}</p></div>
                {(names.len() > 1).then(|| view! {
                    <label class="row no-print choose">
                        <span class="quiet small">{texts.by}</span>
                        <select class="filter" on:change=choose>{options}</select>
                    </label>
                })}
            </header>
            {table}
        </section>
    }
}

/// Number of rows before the rest is asked for.
const ROWS: usize = 12;

#[component]
fn Values(shown: Shown, dimension: String) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.survey;
    let Shown { summary, scale, view } = shown;
    let values = summary.dragging(&dimension);
    let of_all = summary.score.as_ref().and_then(|score| score.value);
    let ends = axis(
        values
            .iter()
            .flat_map(|value| [value.score.low, value.score.value, value.score.high])
            .chain([of_all])
            .flatten(),
        scale.ends(),
    );
    let compared = values.iter().filter(|value| value.comparison.is_some()).count();
    let number = of_all.map(|score| scale.number(words, score)).unwrap_or_default();
    let caption = (texts.hurts_caption)(&number, compared);
    let is_all = RwSignal::new(values.len() <= ROWS);
    let name = dimension_name(words, &dimension);
    let count = values.len();
    let rows = move || {
        let most = if is_all.get() { usize::MAX } else { ROWS };
        let rows = values.iter().take(most).map(|value| {
            let row = Row { words, scale, ends, of_all };
            row.draw(value, &dimension, use_here())
        });
        rows.collect_view()
    };
    let level = confidence_level(&view);
    view! {
        <div class="whiskers">
            <table>
                <caption>{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{name}</th>
                        <th scope="col" class="track">
                            <span class="scale-ends">
                                <span>{scale.plain(words, ends.0)}</span>
                                <span>{(texts.scale)(&level)}</span>
                                <span>{scale.plain(words, ends.1)}</span>
                            </span>
                        </th>
                        <th scope="col">{texts.score}</th>
                        <th scope="col">{texts.moves}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {move || (!is_all.get()).then(|| view! {
            <p class="no-print more">
                <button class="button little" type="button" on:click=move |_| is_all.set(true)>
                    {texts.all}" ("{intl::count(words.lang, count as u64)}")"
                </button>
            </p>
        })}
    }
}

/// Values that all rows share.
#[derive(Clone, Copy)]
struct Row {
    words: Words,
    scale: crate::scale::Scale,
    ends: (f64, f64),
    of_all: Option<f64>,
}

impl Row {
    fn draw(
        self,
        value: &ValueFigure,
        dimension: &str,
        here: crate::frame::Here,
    ) -> impl IntoView + use<> {
        let Row { words, scale, ends, of_all } = self;
        let verdicts = &words.texts.verdicts;
        let score = value.score.clone();
        let verdict = value.comparison.as_ref().map(|it| it.verdict);
        let (look, said) = match verdict {
            _ if score.is_few() => (Look::Few, verdicts.few_beside_rest),
            Some(Verdict::Worse) => (Look::Low, verdicts.worse_than_rest),
            Some(Verdict::Better) => (Look::High, verdicts.better_than_rest),
            Some(Verdict::NoDifference) => (Look::Plain, verdicts.like_rest),
            Some(Verdict::TooFew) => (Look::Few, verdicts.few_beside_rest),
            _ => (Look::Plain, ""),
        };
        let name = value_name(words, dimension, &value.value);
        let shown = intl::count(words.lang, value.responses);
        let responses = (words.texts.common.responses)(value.responses, &shown);
        let only = filter_value(&value.value).map(|value| {
            here.with(&View { by: None, ..here.view.get_untracked().with(dimension, value) })
        });
        let title = (words.texts.survey.only)(&name);
        let named = match only {
            Some(address) => view! {
                <a href=address title=title data-noscroll=""><bdi>{name}</bdi></a>
            }
            .into_any(),
            None => view! { <bdi>{name}</bdi> }.into_any(),
        };
        let drag = value.drag.as_ref().filter(|_| look != Look::Few).and_then(|drag| drag.value);
        let is_told = matches!(look, Look::Low | Look::High);
        let drag = drag.map(|drag| {
            let drag = scale.signed(words, drag);
            if is_told {
                view! { <b>{drag}</b> }.into_any()
            } else {
                view! { <span>{drag}</span> }.into_any()
            }
        });
        view! {
            <tr>
                <th scope="row" class="text">{named}<small>{responses}</small></th>
                <td class="track">
                    <Axis low=score.low value=score.value high=score.high ends zero=of_all look/>
                </td>
                <td>
                    <b>{score.value.map(|value| scale.number(words, value))}</b>
                    <small>{scale.range(words, score.low, score.high)}</small>
                </td>
                <td class="drag">{drag}<small>{said}</small></td>
            </tr>
        }
    }
}
