//! States that every place has: away, no right, not there, busy, bad input, another fault.

use leptos::prelude::*;

use super::{Icon, icon};
use crate::{
    address::Place,
    api::ApiError,
    frame::{use_here, use_words},
    intl,
    texts::common,
};

/// The collector can't be reached.
#[component]
pub(crate) fn Away(
    /// Tries again.
    retry: Callback<()>,
) -> impl IntoView {
    view! { <Failure error=ApiError::Away retry/> }
}

/// Something that failed, with a way on.
#[component]
pub(crate) fn Failure(
    /// The reason.
    error: ApiError,
    /// Tries again.
    retry: Callback<()>,
) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.common;
    let (title, advice) = match &error {
        ApiError::Away => (texts.away, texts.away_advice.to_owned()),
        ApiError::NoRight | ApiError::SignedOut => {
            (texts.no_right, texts.no_right_advice.to_owned())
        }
        ApiError::NotFound => (texts.not_found, texts.not_found_advice.to_owned()),
        ApiError::Busy(seconds) => (texts.busy, (texts.busy_advice)(*seconds)),
        ApiError::Invalid(faults) => {
            let said = faults
                .iter()
                .map(|fault| format!("{}: {} ({})", fault.pointer, fault.detail, fault.allowed));
            (texts.invalid, said.collect::<Vec<_>>().join(" "))
        }
        ApiError::Conflict(word) => (texts.fault, word.clone()),
        ApiError::Other { title, request_id } => {
            let id = request_id.as_deref().map(texts.fault_advice);
            (texts.fault, [title.clone(), id.unwrap_or_default()].join(". "))
        }
    };
    let can_retry = matches!(error, ApiError::Away | ApiError::Busy(_) | ApiError::Other { .. });
    let sign = if error == ApiError::Away { icon::AWAY } else { icon::FAULT };
    let site = use_here().place.get_untracked().site().map(str::to_owned);
    let overview = site.map(|site| Place::Overview { site }).unwrap_or(Place::Home).path();
    view! {
        <section class="card empty" role="alert">
            <Icon path=sign/>
            <h2>{title}</h2>
            <p>{advice}</p>
            <p class="actions">
                {can_retry.then(|| view! {
                    <button class="button first" type="button" on:click=move |_| retry.run(())>
                        {texts.try_again}
                    </button>
                })}
                {(!can_retry).then(|| view! {
                    <a class="button" href=overview>{texts.to_overview}</a>
                })}
            </p>
        </section>
    }
}

/// The layout of what is on its way; it shows itself after 300 ms, and nothing of it is read aloud.
#[component]
pub(crate) fn Waiting(
    /// Number of cards.
    #[prop(default = 3)]
    cards: usize,
) -> impl IntoView {
    let words = use_words();
    let cards = (0..cards).map(|_| {
        view! {
            <div class="card survey">
                <span class="bone bone-chip"></span>
                <span class="bone bone-title"></span>
                <span class="bone bone-figure"></span>
                <span class="bone"></span>
                <span class="bone bone-chart"></span>
            </div>
        }
    });
    view! {
        <p class="hidden" role="status">{words.texts.common.loading}</p>
        <div class="surveys late" aria-hidden="true">{cards.collect_view()}</div>
    }
}

/// Share of a period that is counted.
#[component]
pub(crate) fn Progress(share: f64, counted: u64) -> impl IntoView {
    let words = use_words();
    let done = (share * 100.0).clamp(0.0, 100.0);
    let shown = intl::number(words.lang, done, 0);
    let counted = (words.texts.verdicts.counted)(&intl::count(words.lang, counted));
    view! {
        <div>
            <p class="row between small"><span>{counted.clone()}</span><span class="strong">{shown}"%"</span></p>
            <div
                class="progress"
                role="progressbar"
                aria-label=counted
                aria-valuenow=format!("{done:.0}")
                aria-valuemin="0"
                aria-valuemax="100"
            >
                <i style:--done=format!("{done:.1}")></i>
            </div>
        </div>
    }
}

/// Returns a failure in a few words, for where there is no room for a card.
pub(crate) fn title_of(error: &ApiError, texts: &common::Texts) -> String {
    let title = match error {
        ApiError::Away => texts.away,
        ApiError::NoRight | ApiError::SignedOut => texts.no_right,
        ApiError::NotFound => texts.not_found,
        ApiError::Busy(_) => texts.busy,
        ApiError::Invalid(_) => texts.invalid,
        ApiError::Conflict(_) | ApiError::Other { .. } => texts.fault,
    };
    title.to_owned()
}
