//! A score with its interval, the axis below it, and the parts of a whole.

use domain::Kind;
use leptos::prelude::*;
use wire::summary::Counts;

use crate::{
    api::Figure,
    frame::use_words,
    intl,
    scale::{GROUP_CLASSES, Scale, position},
};

/// Look of a whisker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Look {
    /// The score's own.
    #[default]
    Plain,
    /// Worse than the rest.
    Low,
    /// Better than the rest.
    High,
    /// Fewer than ten responses.
    Few,
    /// The time before.
    Then,
}

impl Look {
    const fn class(self) -> &'static str {
        match self {
            Look::Plain => "axis",
            Look::Low => "axis is-low",
            Look::High => "axis is-high",
            Look::Few => "axis is-few",
            Look::Then => "axis is-then",
        }
    }
}

fn percent(value: f64) -> String {
    format!("{value:.2}")
}

/// An interval with its estimate on an axis. The numbers beside it say the same in words.
#[component]
pub(crate) fn Axis(
    low: Option<f64>,
    value: Option<f64>,
    high: Option<f64>,
    /// The axis' ends.
    ends: (f64, f64),
    /// Value of a line: zero, or the score of all.
    #[prop(optional_no_strip)]
    zero: Option<f64>,
    /// The target.
    #[prop(optional_no_strip)]
    goal: Option<f64>,
    #[prop(optional)] look: Look,
) -> impl IntoView {
    let at = move |value: f64| percent(position(value, ends));
    view! {
        <div class=look.class() aria-hidden="true">
            {zero.map(|zero| view! { <i class="zero" style:--at=at(zero)></i> })}
            {goal.map(|goal| view! { <i class="goal" style:--at=at(goal)></i> })}
            {low.zip(high).map(|(low, high)| view! {
                <i class="span" style:--lo=at(low) style:--hi=at(high)></i>
            })}
            {value.map(|value| view! { <i class="dot" style:--v=at(value)></i> })}
        </div>
    }
}

/// The score in large figures, with its interval and its place on the whole scale.
#[component]
pub(crate) fn ScoreFigure(
    scale: Scale,
    figure: Figure,
    #[prop(optional_no_strip)] target: Option<f64>,
    /// The words before the interval, such as `95% interval`.
    #[prop(optional_no_strip)]
    named: Option<String>,
) -> impl IntoView {
    let words = use_words();
    let common = &words.texts.common;
    let (low, high) = scale.ends();
    let is_few = figure.is_few();
    let unit = match scale {
        Scale::Score(Kind::Nps) | Scale::Index => None,
        Scale::Score(Kind::Csat) => Some("%".to_owned()),
        Scale::Score(Kind::Ces) => Some(format!(" {}", common.of_seven)),
    };
    let value = figure.value.map(|value| scale.number(words, value));
    let interval = scale.range(words, figure.low, figure.high);
    let look = if is_few { Look::Few } else { Look::Plain };
    let zero = (low < 0.0).then_some(0.0);
    view! {
        <p class="figure" class:faint=is_few>
            <b>{value}{unit.map(|unit| view! { <small>{unit}</small> })}</b>
            {interval.map(|interval| view! {
                <span>{named.map(|named| view! { {named}<br/> })}{interval}</span>
            })}
        </p>
        <Axis
            low=figure.low
            value=figure.value
            high=figure.high
            ends=scale.ends()
            zero
            goal=target
            look
        />
        <p class="axis-ends" aria-hidden="true">
            <span>{scale.plain(words, low)}</span>
            {zero.map(|zero| view! { <span>{scale.plain(words, zero)}</span> })}
            <span>{scale.plain(words, high)}</span>
        </p>
    }
}

/// The groups as parts of one bar, with their names and shares; nothing where there are none.
#[component]
pub(crate) fn Parts(scale: Scale, groups: Counts) -> impl IntoView {
    let words = use_words();
    let whole: u64 = groups.0.iter().map(|(_, count)| count).sum();
    let names = scale.groups(words)?;
    let entries: Vec<_> = groups
        .0
        .iter()
        .zip(names)
        .zip(GROUP_CLASSES)
        .map(|(((_, count), name), class)| (*count, name, class))
        .collect();
    let bar = entries.iter().filter(|(count, ..)| *count > 0).map(|(count, _, class)| {
        view! { <i class=*class style:--share=count.to_string()></i> }
    });
    let legend = entries.iter().map(|(count, name, class)| {
        view! {
            <li>
                <i class=format!("key {class}") aria-hidden="true"></i>
                {*name}" "
                <b class="strong">{intl::percent(words.lang, *count, whole, 0)}</b>
            </li>
        }
    });
    Some(view! {
        <div class="parts" aria-hidden="true">{bar.collect_view()}</div>
        <ul class="legend">{legend.collect_view()}</ul>
    })
}
