//! A response's answer in few letters: its badge, and the line of its ratings.
//!
//! In: what lists show of it. Not in: what the side panel says (`places::responses`).

use leptos::prelude::*;

use crate::{api::Response, frame::Words, intl, scale::group_class};

/// Sign of a response that has neither a score nor an index.
const NONE: &str = "–";

/// Returns the class and the text of a response's badge: the score in its group's colour, or the
/// index without decimals.
pub(crate) fn badge(words: Words, response: &Response) -> (&'static str, String) {
    match (response.score, response.index) {
        (Some(score), _) => {
            let group = response.group.as_deref().unwrap_or_default();
            (group_class(group), intl::count(words.lang, score.into()))
        }
        (None, Some(index)) => ("index", intl::number(words.lang, index, 0)),
        (None, None) => ("index", NONE.to_owned()),
    }
}

/// The ratings that are there, by label: `The tea 4 · The staff 5`. Nothing where there are none.
#[component]
pub(crate) fn RatingsLine(ratings: Vec<(String, Option<u8>)>) -> impl IntoView {
    let given = ratings.into_iter().filter_map(|(label, rating)| Some((label, rating?)));
    let given: Vec<_> = given
        .enumerate()
        .map(|(at, (label, rating))| {
            let dot = (at > 0).then_some(" · ");
            view! { {dot}<bdi dir="auto">{label}</bdi>" "<b>{rating}</b> }
        })
        .collect();
    (!given.is_empty()).then(|| view! { <p class="ratings">{given}</p> })
}
