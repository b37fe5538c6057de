//! The chosen period beside the other one, and the difference on an axis of its own.

use leptos::prelude::*;

use super::Shown;
use crate::{
    address::{encoded, survey_path},
    api::{Summary, Verdict},
    components::{Axis, Look, use_fetched},
    date::Date,
    frame::use_words,
    intl,
};

/// Two periods.
#[component]
pub(super) fn Compared(shown: Shown, site: String, name: String) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.survey;
    let Shown { summary, scale, view } = shown;
    let change = summary.change.clone()?;
    let difference = change.difference.clone();
    let (value, low, high) = (difference.value?, difference.low?, difference.high?);
    let score = summary.score.clone()?;
    let now = score.value?;
    let period = |from: &str, to: &str| {
        let days = Date::parse(from).zip(Date::parse(to));
        days.map(|(from, to)| intl::days_short(words.lang, from, to.plus(-1)))
    };
    let (from, to) = view.period.range(intl::today());
    let this = intl::days_short(words.lang, from, to.plus(-1));
    let path = format!(
        "{}/summary?from={}&to={}&tz={}&confidence={}&{}",
        survey_path(&site, &name),
        encoded(&change.from),
        encoded(&change.to),
        encoded(&intl::zone()),
        f64::from(view.confidence) / 100.0,
        view.filter_pairs().join("&"),
    );
    let other = period(&change.from, &change.to);
    // The difference's axis is as wide on both sides of zero.
    let reach = scale.reach([low, high]);
    let look = match summary.verdict() {
        Verdict::Better => Look::High,
        Verdict::Worse => Look::Low,
        _ => Look::Plain,
    };
    let ends = (words.texts.common.to)(&scale.signed(words, -reach), &scale.signed(words, reach));
    let foot = match summary.verdict() {
        Verdict::Better | Verdict::Worse => Some(texts.leaves_out_zero),
        Verdict::NoDifference => Some(texts.holds_zero),
        _ => None,
    };
    let count = summary.responses.unwrap_or_default();
    let responses = (words.texts.common.responses)(count, &intl::count(words.lang, count));
    // Every figure is the collector's: the other period's are asked for as such.
    let then = use_fetched::<Summary>(move || Some(path.clone()));
    let then_row = move || {
        let then = then.value.get()?;
        let (score, count) = (then.score.clone()?, then.responses?);
        let responses = (words.texts.common.responses)(count, &intl::count(words.lang, count));
        Some(view! {
            <tr>
                <th scope="row">{other.clone()}<small>{responses}</small></th>
                <td class="track">
                    <Axis
                        low=score.low
                        value=score.value
                        high=score.high
                        ends=scale.ends()
                        look=Look::Then
                    />
                </td>
                <td>
                    <b>{score.value.map(|value| scale.number(words, value))}</b>
                    <small>{scale.range(words, score.low, score.high)}</small>
                </td>
            </tr>
        })
    };
    // Beside the spread, where there is one.
    let class = if scale.kind().is_some() { "card half" } else { "card" };
    Some(view! {
        <section class=class aria-labelledby="h-compared">
            <header>
                <div><h2 id="h-compared">{texts.compared}</h2><p>{texts.compared_note}</p></div>
            </header>
            <div class="whiskers">
                <table>
                    <caption class="hidden">{texts.compared}</caption>
                    <thead class="hidden">
                        <tr>
                            <th scope="col">{texts.period}</th>
                            <th scope="col" class="track">{(words.texts.common.interval)(&view.confidence.to_string())}</th>
                            <th scope="col">{texts.score}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <tr>
                            <th scope="row">{this}<small>{responses}</small></th>
                            <td class="track">
                                <Axis low=score.low value=score.value high=score.high ends=scale.ends()/>
                            </td>
                            <td>
                                <b>{scale.number(words, now)}</b>
                                <small>{scale.range(words, score.low, score.high)}</small>
                            </td>
                        </tr>
                        {then_row}
                        <tr>
                            <th scope="row">{texts.difference}<small>{ends}</small></th>
                            <td class="track">
                                <Axis
                                    low=Some(low)
                                    value=Some(value)
                                    high=Some(high)
                                    ends=(-reach, reach)
                                    zero=Some(0.0)
                                    look
                                />
                            </td>
                            <td>
                                <b>{scale.signed(words, value)}</b>
                                <small>{scale.signed_range(words, difference.low, difference.high)}</small>
                            </td>
                        </tr>
                    </tbody>
                </table>
            </div>
            {foot.map(|foot| view! { <footer>{foot}</footer> })}
        </section>
    })
}
