//! A response's answer in the side panel: in its heading, and rating by rating.

use leptos::prelude::*;

use crate::{
    api::{Response, SurveyEntry},
    frame::{Words, use_words},
    intl,
    scale::{Scale, group_name},
};

/// Returns the answer in words: `Detractors, 4 of 10`, or `Index 62.50 of 100`.
pub(crate) fn heading(words: Words, survey: Option<&SurveyEntry>, item: &Response) -> String {
    let scale = Scale::of_survey(survey);
    let texts = &words.texts.ratings;
    match (item.score, scale.kind(), item.index) {
        (Some(score), Some(kind), _) => {
            let group = group_name(words, item.group.as_deref().unwrap_or_default());
            let count = |n: u8| intl::count(words.lang, n.into());
            let score = (words.texts.responses.of_scale)(&count(score), &count(kind.scale().max));
            format!("{group}, {score}")
        }
        (_, _, Some(index)) => (texts.index_of)(&scale.number(words, index)),
        _ => texts.no_index.to_owned(),
    }
}

/// All ratings of a response, and what it left out; nothing for a survey of one score.
#[component]
pub(crate) fn Ratings(item: Response, survey: Option<SurveyEntry>) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.ratings;
    let survey = survey?;
    let most = survey.rating_max().map(|most| intl::count(words.lang, most.into()));
    let shown = move |rating: u8| {
        let rating = intl::count(words.lang, rating.into());
        match &most {
            Some(most) => (words.texts.responses.of_scale)(&rating, most),
            None => rating,
        }
    };
    let rows: Vec<_> = survey
        .ratings(&item, words.lang)
        .into_iter()
        .map(|(label, rating)| {
            let rating = match rating {
                Some(rating) => view! { <b>{shown(rating)}</b> }.into_any(),
                None => view! { <span class="quiet">{texts.left_out}</span> }.into_any(),
            };
            view! { <dt><bdi dir="auto">{label}</bdi></dt><dd>{rating}</dd> }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section>
                <h3>{texts.given}</h3>
                <dl class="pairs">{rows}</dl>
            </section>
        }
    })
}
