//! One survey's card.

use std::sync::Arc;

use leptos::{html, prelude::*};

use crate::{
    address::View,
    api::{ApiError, Summary, SurveyEntry, Verdict},
    charts::{Chart, Picture, Spark},
    components::{
        Progress, ScoreFigure, VerdictChip, change_sentence, confidence_level, points, short_change,
    },
    frame::use_words,
    intl,
    scale::{Scale, interval_of, piece_days},
    shell::use_site,
};

/// A card; the whole of it is one link.
#[component]
pub(crate) fn Card(
    survey: SurveyEntry,
    reply: Result<Arc<Summary>, ApiError>,
    address: String,
    view: View,
    retry: Callback<()>,
) -> impl IntoView {
    let words = use_words();
    let common = &words.texts.common;
    let scale = Scale::of(&survey.definition.kind);
    let is_live = survey.definition.state != "paused";
    let state = if is_live { ("chip live", common.live) } else { ("chip paused", common.paused) };
    let product = use_site().product;
    let question = survey.clone();
    let asked = move || {
        let question = question.question(words.lang.tag(), &product.get())?;
        Some(view! { <p class="asked"><bdi>{format!("“{question}”")}</bdi></p> })
    };
    let inside = match reply {
        Ok(summary) => view! { <Inside scale summary view/> }.into_any(),
        Err(_) => view! {
            <p class="say">{common.fault}</p>
            <p class="raised">
                <button class="button little" type="button" on:click=move |_| retry.run(())>
                    {common.try_again}
                </button>
            </p>
        }
        .into_any(),
    };
    view! {
        <li class="card survey">
            <header class="top">
                <span class="chip kind">{scale.name()}</span>
                <span class=state.0>{state.1}</span>
            </header>
            <div>
                <h3><a href=address><bdi>{survey.title()}</bdi></a></h3>
                {asked}
            </div>
            {inside}
        </li>
    }
}

#[component]
fn Inside(scale: Scale, summary: Arc<Summary>, view: View) -> impl IntoView {
    let words = use_words();
    let (common, texts) = (&words.texts.common, &words.texts.overview);
    let verdict = summary.verdict();
    let level = confidence_level(&view);
    let target = summary.target.as_ref().map(|target| target.value);
    let has_score = summary.score.as_ref().is_some_and(|score| score.value.is_some());
    let figure = summary.score.clone().filter(|_| has_score).map(|figure| {
        view! { <div><ScoreFigure scale figure target/></div> }
    });
    let short = summary.change.as_ref().and_then(|c| short_change(words, scale, c, &level));
    let said = match verdict {
        Verdict::Better | Verdict::Worse | Verdict::NoDifference => short.unwrap_or_default(),
        Verdict::NothingBefore => change_sentence(words, scale, &summary, &view).0,
        Verdict::TooFew | Verdict::NotFinal | Verdict::None => {
            change_sentence(words, scale, &summary, &view).1
        }
    };
    let progress = summary.progress.clone().filter(|_| !summary.is_final);
    let count = summary.responses.map(|n| intl::count(words.lang, n));
    let comments = summary.comments.filter(|n| *n > 0).map(|n| intl::count(words.lang, n));
    view! {
        {figure}
        <div class="stack verdict-stack">
            <VerdictChip summary=Arc::clone(&summary) compare=view.compare/>
            <p class="say">{said}</p>
        </div>
        {progress.map(|progress| view! { <Progress share=progress.share counted=progress.responses/> })}
        <Trend scale summary=Arc::clone(&summary) view/>
        {count.map(|count| view! {
            <dl class="facts">
                <div><dt>{(common.responses)(summary.responses.unwrap_or_default(), "")}</dt><dd>{count}</dd></div>
                {comments.map(|comments| view! {
                    <div><dt>{texts.with_comment}</dt><dd>{comments}</dd></div>
                })}
            </dl>
        })}
    }
}

#[component]
fn Trend(scale: Scale, summary: Arc<Summary>, view: View) -> impl IntoView {
    let words = use_words();
    let pieces = summary.series.clone().unwrap_or_default();
    let told = pieces.iter().filter(|piece| piece.responses >= 10).count();
    if told < 2 {
        return None;
    }
    let first = pieces.first().and_then(piece_days).map(|(day, _)| intl::day(words.lang, day));
    let last = pieces.last().and_then(piece_days).map(|(_, day)| intl::day(words.lang, day));
    let number = |piece: Option<&crate::api::Piece>| {
        piece
            .and_then(|piece| piece.score.value)
            .map_or_else(String::new, |v| scale.number(words, v))
    };
    let sentence = (words.texts.survey.over_time_said)(
        &intl::count(words.lang, pieces.len() as u64),
        &number(pieces.iter().find(|piece| piece.score.value.is_some())),
        &number(pieces.iter().rfind(|piece| piece.score.value.is_some())),
    );
    let picture = Picture::Spark(Spark {
        points: points(words, scale, &pieces),
        target: summary.target.as_ref().map(|target| target.value),
        scale: scale.ends().into(),
        sentence,
    });
    let node = NodeRef::<html::Div>::new();
    let pieces_named = (words.texts.overview.pieces)(interval_of(&view));
    Some(view! {
        <div class="spark"><Chart picture=Signal::stored(picture) lang=Signal::stored(words.lang) node/></div>
        <p class="axis-ends" aria-hidden="true">
            <span>{first}</span><span>{pieces_named}</span><span>{last}</span>
        </p>
    })
}
