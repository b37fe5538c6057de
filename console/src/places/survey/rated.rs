//! The card of what was rated: the attributes of an index, first what pulls it down most, as whiskers
//! in a table.

use leptos::prelude::*;

use super::{Entry, Shown};
use crate::{
    address::Compare,
    api::{Finding, RatedChange, RatedFigure, Verdict},
    components::{Axis, Look, confidence_level},
    frame::{Words, use_words},
    intl,
    scale::{Scale, axis},
};

/// The card of what was rated; nothing for a survey of one score.
#[component]
pub(super) fn Rated(shown: Shown) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.ratings;
    let Shown { summary, scale, view } = shown;
    let rated = summary.rated();
    if rated.is_empty() {
        return None;
    }
    let index = summary.score.as_ref().and_then(|score| score.value);
    let ends = rated.iter().flat_map(|one| [one.mean.low, one.mean.value, one.mean.high]);
    let ends = axis(ends.chain([index]).flatten(), scale.ends());
    let row = Row {
        words,
        scale,
        ends,
        index,
        is_weighed: are_weights_told(&rated),
        compare: view.compare,
    };
    let survey = expect_context::<Entry>().0.get_untracked();
    let change_of = |id: &str| summary.change.as_ref().and_then(|change| change.of_attribute(id));
    let rows = rated.iter().map(|one| {
        let label = survey.as_ref().map(|survey| survey.rated_label(&one.id, words.lang));
        row.draw(one, label.unwrap_or_else(|| one.id.clone()), change_of(&one.id))
    });
    let rows = rows.collect_view();
    let line = index.map(|index| (texts.caption_line)(&scale.number(words, index)));
    let caption = [Some(texts.caption.to_owned()), line];
    let caption = caption.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let level = confidence_level(&view);
    Some(view! {
        <section class="card rated" aria-labelledby="h-rated">
            <header>
                <div><h2 id="h-rated">{texts.heading}</h2><p>{texts.note}</p></div>
            </header>
            <div class="whiskers">
                <table>
                    <caption>{caption}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{texts.rated}</th>
                            <th scope="col" class="track">
                                <span class="scale-ends">
                                    <span>{scale.plain(words, ends.0)}</span>
                                    <span>{(texts.scale)(&level)}</span>
                                    <span>{scale.plain(words, ends.1)}</span>
                                </span>
                            </th>
                            <th scope="col">{texts.mean}</th>
                            <th scope="col">{texts.drag}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <footer>{texts.each_alone}</footer>
        </section>
    })
}

/// Returns a sentence about the attribute that pulls the index down most. Without its interval: chosen as
/// the greatest of several, it holds the truth less often than the interval of one.
pub(super) fn greatest(words: Words, shown: &Shown) -> Option<String> {
    let Shown { summary, scale, .. } = shown;
    summary.score.as_ref()?.value?;
    let first = summary.rated().into_iter().next()?;
    let Finding::Pulls { points, .. } = first.finding() else { return None };
    let survey = expect_context::<Entry>().0.get_untracked()?;
    let points = scale.number(words, points);
    Some((words.texts.ratings.pulls_most)(&survey.rated_label(&first.id, words.lang), &points))
}

/// True if the attributes weigh differently: what is the same for all need not be said of each.
fn are_weights_told(rated: &[RatedFigure]) -> bool {
    let first = rated.first().map(|one| one.weight_percent);
    // Equal shares of a whole are rounded alike.
    rated.iter().any(|one| Some(one.weight_percent) != first)
}

/// Values that all rows share.
#[derive(Clone, Copy)]
struct Row {
    words: Words,
    scale: Scale,
    ends: (f64, f64),
    index: Option<f64>,
    is_weighed: bool,
    compare: Compare,
}

impl Row {
    fn draw(
        self,
        one: &RatedFigure,
        label: String,
        change: Option<&RatedChange>,
    ) -> impl IntoView + use<> {
        let Row { words, scale, ends, index, .. } = self;
        let mean = one.mean.clone();
        let finding = one.finding();
        let is_few = matches!(finding, Finding::Few | Finding::NotRated);
        let look = if is_few { Look::Few } else { Look::Plain };
        view! {
            <tr>
                <th scope="row" class="text">
                    <bdi dir="auto">{label}</bdi>
                    <small>{self.about(one)}</small>
                </th>
                <td class="track">
                    <Axis low=mean.low value=mean.value high=mean.high ends zero=index look/>
                </td>
                <td>
                    <b>{mean.value.map(|value| scale.number(words, value))}</b>
                    <small>{scale.range(words, mean.low, mean.high)}</small>
                    {self.changed(change).map(|said| view! { <small>{said}</small> })}
                </td>
                <td class="drag">{self.said(finding)}</td>
            </tr>
        }
    }

    /// Returns the number of ratings and, where they differ, the weight.
    fn about(self, one: &RatedFigure) -> String {
        let Row { words, .. } = self;
        let texts = &words.texts.ratings;
        let ratings = (texts.ratings)(one.responses, &intl::count(words.lang, one.responses));
        let share = one.weight_percent;
        let decimals = u8::from(share.fract() != 0.0);
        let percent = || intl::number(words.lang, share, decimals);
        let weight = self.is_weighed.then(|| (texts.weighs)(&percent()));
        [Some(ratings), weight].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// Returns the drag in words, with its interval.
    fn said(self, finding: Finding) -> AnyView {
        let Row { words, scale, .. } = self;
        let texts = &words.texts.ratings;
        match finding {
            Finding::Pulls { points, low, high } => view! {
                <span>{(texts.pulls)(&scale.number(words, points))}</span>
                <small>{scale.range(words, Some(low), Some(high))}</small>
            }
            .into_any(),
            Finding::Full => view! { <span>{texts.full}</span> }.into_any(),
            Finding::Few => view! { <small>{texts.few}</small> }.into_any(),
            Finding::NotRated => view! { <small>{texts.not_rated}</small> }.into_any(),
        }
    }

    /// Returns the verdict on the mean's change with its range, where one can be told.
    fn changed(self, change: Option<&RatedChange>) -> Option<String> {
        let Row { words, scale, compare, .. } = self;
        let change = change?;
        let verdicts = &words.texts.verdicts;
        let verdict = match change.verdict() {
            Verdict::Better => (verdicts.better)(compare),
            Verdict::Worse => (verdicts.worse)(compare),
            Verdict::NoDifference => verdicts.same,
            _ => return None,
        };
        let range = scale.signed_range(words, change.low, change.high)?;
        Some((words.texts.ratings.changed)(verdict, &range))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_told_only_where_they_differ() {
        let told = |weights: &[f64]| {
            let one = |weight: &f64| {
                format!(r#"{{"id":"a","weight_percent":{weight},"responses":1,"mean":{{}}}}"#)
            };
            let json = weights.iter().map(one).collect::<Vec<_>>().join(",");
            let rated: Vec<RatedFigure> = serde_json::from_str(&format!("[{json}]")).unwrap();
            are_weights_told(&rated)
        };
        assert!(!told(&[]) && !told(&[33.3, 33.3, 33.3]));
        assert!(told(&[25.0, 25.0, 50.0]));
    }
}
