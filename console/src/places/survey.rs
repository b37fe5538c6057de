//! A survey's results: the verdict first, then the score over time, where it hurts, how it is spread.

mod bar;
mod changes;
mod comments;
mod compared;
mod hurts;
mod parts;
mod rated;
mod reasons;
mod spread;
mod trend;
mod verdict;

use std::sync::Arc;

use leptos::prelude::*;

use self::{
    bar::Bar, comments::Comments, compared::Compared, hurts::Hurts, rated::Rated, reasons::Reasons,
    spread::Spread, trend::Trend, verdict::VerdictCard,
};
use crate::{
    address::{Place, View},
    api::{ApiError, Summary, SurveyEntry},
    components::{Failure, Icon, Waiting, every_minute, icon, use_fetched},
    dimension::{dimensions, is_reason},
    frame::{link, name_page, use_here, use_words},
    intl,
    scale::Scale,
    shell::use_site,
};

/// Returns the path of all that the place shows, in one request.
pub(crate) fn path(site: &str, survey: &SurveyEntry, view: &View) -> String {
    let mut path = view.summary_path(site, &survey.survey, intl::today(), &intl::zone());
    let dimensions = dimensions(Some(survey)).join(",");
    let scale = Scale::of(&survey.definition.kind);
    path.push_str(&format!("{}&breakdown={dimensions}", scale.power()));
    let is_filtered = view.filters.iter().any(|of| is_reason(&of.dimension));
    if (is_filtered && scale.kind().is_some()) || !survey.definition.reasons.is_empty() {
        path.push_str("&reasons=true");
    }
    for pair in view.filter_pairs() {
        path.push('&');
        path.push_str(&pair);
    }
    path
}

/// The survey's definition, as a context of its pictures.
#[derive(Clone, Copy)]
struct Entry(Memo<Option<SurveyEntry>>);

impl Entry {
    /// Returns a picture's title outside of the page, and its files' name.
    fn picture(self, shows: &str, file: &str) -> (String, String) {
        let names = |entry: SurveyEntry| {
            (format!("{} · {shows}", entry.title()), format!("{}-{file}", entry.survey))
        };
        self.0.get_untracked().map(names).unwrap_or_default()
    }
}

/// A summary with all that its pictures need.
#[derive(Clone)]
struct Shown {
    summary: Arc<Summary>,
    scale: Scale,
    view: View,
}

/// A survey's results.
#[component]
pub(crate) fn Survey(site: String, survey: String) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.survey;
    let here = use_here();
    let data = use_site();
    let name = StoredValue::new(survey);
    let site = StoredValue::new(site);
    let entry = Memo::new(move |_| data.survey(&name.get_value()));
    provide_context(Entry(entry));
    let title = move || entry.get().map_or_else(|| name.get_value(), |entry| entry.title());
    Effect::new(move |_| name_page(&[&title(), &data.product.get()]));
    // The picture's interval alone is chosen within a page; all else is one request.
    let asked = Memo::new(move |_| {
        let view = View { by: None, ..here.view.get() };
        entry.get().map(|entry| (path(&site.get_value(), &entry, &view), view))
    });
    let summary = use_fetched::<Summary>(move || Some(asked.get()?.0));
    let is_pending = move || summary.value.get_untracked().is_some_and(|it| !it.is_final);
    every_minute(is_pending, move || summary.retry());
    let is_gone = move || data.surveys.get().is_some() && entry.get().is_none();
    let results = move || {
        if is_gone() {
            let retry = summary.retrying();
            return view! { <Failure error=ApiError::NotFound retry/> }.into_any();
        }
        if let Some(error) = summary
            .error
            .get()
            .or_else(|| data.error.get().filter(|_| data.surveys.get().is_none()))
        {
            let retry = Callback::new(move |()| {
                if data.surveys.get_untracked().is_none() {
                    data.fetch();
                }
                summary.retry();
            });
            return view! { <Failure error retry/> }.into_any();
        }
        let Some(summary) = summary.value.get() else { return view! { <Waiting/> }.into_any() };
        let scale = Scale::of(&summary.kind);
        let view = asked.get_untracked().map(|(_, view)| view).unwrap_or_default();
        let shown = Shown { summary, scale, view };
        view! { <Results shown name=name.get_value() site=site.get_value()/> }.into_any()
    };
    let chips = move || {
        let entry = entry.get()?;
        let common = &words.texts.common;
        let (class, state) = match (entry.deleted_at, entry.definition.state.as_str()) {
            (Some(_), _) => ("chip paused", common.deleted),
            (None, "paused") => ("chip paused", common.paused),
            (None, _) => ("chip live", common.live),
        };
        let kind = Scale::of(&entry.definition.kind).name();
        Some(view! { " "<span class="chip kind">{kind}</span>" "<span class=class>{state}</span> })
    };
    let question = move || {
        let question = entry.get()?.question(words.lang.tag(), &data.product.get())?;
        Some(view! { <p><bdi>{format!("“{question}”")}</bdi></p> })
    };
    let overview = move || {
        let place = Place::Overview { site: site.get_value() };
        link(&place, &View { filters: Vec::new(), by: None, interval: None, ..here.view.get() })
    };
    let print = move |_| {
        let _ = window().print();
    };
    view! {
        <div class="head">
            <div>
                <p class="crumb"><a href=overview>{words.texts.shell.overview}</a></p>
                <h1><bdi>{title}</bdi>{chips}</h1>
                {question}
            </div>
            <div class="actions">
                <button class="button" type="button" on:click=print>
                    <Icon path=icon::PRINT/>
                    {texts.print}
                </button>
            </div>
        </div>
        <Bar summary=summary.value entry/>
        <p class="hidden" role="status">
            {move || {
                let count = summary.value.get()?.responses?;
                let shown = intl::count(words.lang, count);
                Some((texts.left)(&(words.texts.common.responses)(count, &shown)))
            }}
        </p>
        <div class:stale=move || summary.is_loading.get()>{results}</div>
    }
}

/// The cards of one summary.
#[component]
fn Results(shown: Shown, name: String, site: String) -> impl IntoView {
    let words = use_words();
    let data = use_site();
    let summary = Arc::clone(&shown.summary);
    let has_score = summary.score.as_ref().is_some_and(|score| score.value.is_some());
    // Ratings may be there before anybody has rated enough for an index.
    let is_rated_alone = !has_score && summary.is_rated();
    let ratings = is_rated_alone.then(|| {
        view! {
            <div class="grid">
                <Rated shown=shown.clone()/>
                <Comments shown=shown.clone() site=site.clone() name=name.clone()/>
            </div>
        }
    });
    let pictures = has_score.then(|| {
        view! {
            <div class="grid">
                <Rated shown=shown.clone()/>
                <Trend shown=shown.clone()/>
                <Hurts shown=shown.clone()/>
                <Reasons shown=shown.clone()/>
                <Spread shown=shown.clone()/>
                <Compared shown=shown.clone() site=site.clone() name=name.clone()/>
                <Comments shown=shown.clone() site name=name.clone()/>
            </div>
        }
    });
    let (from, to) = shown.view.period.range(intl::today());
    let period = intl::days(words.lang, from, to.plus(-1));
    let time = intl::instant(words.lang, &intl::now());
    let printed = move || {
        let title = crate::api::title(&name);
        (words.texts.survey.printed)(&data.product.get(), &title, &period, &intl::zone(), &time)
    };
    view! {
        <VerdictCard shown=shown.clone()/>
        {ratings}
        {pictures}
        <p class="only-print small quiet">{printed}</p>
    }
}
