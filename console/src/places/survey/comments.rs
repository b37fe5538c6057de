//! The newest comments. They are text: nothing in them is markup, and no link can be pressed.

use leptos::prelude::*;

use super::{Shown, parts::text_name};
use crate::{
    address::{Place, View, survey_path, with_survey},
    api::{List, Response},
    components::{badge, use_fetched},
    frame::use_words,
    intl,
};

/// The newest comments.
#[component]
pub(super) fn Comments(shown: Shown, site: String, name: String) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.survey;
    let Shown { summary, view, .. } = shown;
    let path = path(&site, &name, &view);
    let is_any = summary.comments.is_some_and(|comments| comments > 0);
    let newest = use_fetched::<List<Response>>(move || is_any.then(|| path.clone()));
    let all = {
        let place = Place::Responses { site };
        let query = View { by: None, interval: None, ..view }.query();
        let more = if query.is_empty() { String::new() } else { format!("&{query}") };
        format!("{}{more}", with_survey(&place, &name))
    };
    let list = move || {
        if !is_any {
            return view! { <p class="quiet">{texts.words_empty}</p> }.into_any();
        }
        let Some(list) = newest.value.get() else { return ().into_any() };
        let entries = list.items.iter().map(|response| {
            let (class, answer) = badge(words, response);
            let place = response.touchpoint.clone().or_else(|| response.page.clone());
            let device = response.device.as_deref().map(|it| text_name(words, None, "device", it));
            let told: Vec<String> =
                [place, device, Some(intl::relative(words.lang, &response.given_at))]
                    .into_iter()
                    .flatten()
                    .collect();
            let comment = response.comment.clone().unwrap_or_default();
            view! {
                <li class="comment">
                    <span class=format!("badge {class}")>{answer}</span>
                    <div>
                        <p dir="auto" class="said">{comment}</p>
                        <p class="quiet small"><bdi>{told.join(" · ")}</bdi></p>
                    </div>
                </li>
            }
        });
        view! { <ul class="stack">{entries.collect_view()}</ul> }.into_any()
    };
    let count = intl::count(words.lang, summary.comments.unwrap_or_default());
    view! {
        <section class="card" aria-labelledby="h-words">
            <header>
                <div>
                    <h2 id="h-words">{texts.words}</h2>
                    {is_any.then(|| view! { <p>{(texts.words_note)(&count)}</p> })}
                </div>
                <a class="button little no-print" href=all>{texts.read_all}</a>
            </header>
            {list}
        </section>
    }
}

fn path(site: &str, survey: &str, view: &View) -> String {
    let mut path = format!(
        "{}/responses?{}&has_comment=true&limit=5",
        survey_path(site, survey),
        view.period_pairs(intl::today(), &intl::zone()),
    );
    for pair in view.filter_pairs() {
        path.push('&');
        path.push_str(&pair);
    }
    path
}
