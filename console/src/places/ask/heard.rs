//! The last response, or that there is none.

use leptos::prelude::*;

use crate::{
    address::{Place, survey_path, with_survey},
    api::{List, Response, SurveyEntry},
    components::{Failure, Icon, icon, use_fetched},
    frame::use_words,
    intl,
    shell::use_site,
};

/// The newest response of a survey, or what to do until there is one.
#[component]
pub(crate) fn Heard(survey: SurveyEntry) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.ask;
    let site = use_site();
    let name = StoredValue::new(survey.survey.clone());
    let newest = use_fetched::<List<Response>>(move || {
        let survey = survey_path(&site.name.get_value(), &name.get_value());
        Some(format!("{survey}/responses?limit=1"))
    });
    let is_paused = survey.definition.state == "paused";
    let read = {
        let place = Place::Responses { site: site.name.get_value() };
        with_survey(&place, &survey.survey)
    };
    let words_of = move || {
        let newest = newest.value.get()?;
        let found = newest.items.first().cloned();
        let (sign, class, title, says) = match &found {
            _ if is_paused => {
                (icon::CLOCK, "seen-waits", texts.paused.to_owned(), texts.paused_advice.into_any())
            }
            Some(response) => {
                let ago = intl::relative(words.lang, &response.given_at);
                let place = response.touchpoint.clone().or_else(|| response.page.clone());
                let says = match place {
                    // The words around a page's own name keep their direction.
                    Some(place) => {
                        (texts.heard_from)(&format!("\u{2068}{place}\u{2069}")).into_any()
                    }
                    None => texts.heard_somewhere.into_any(),
                };
                (icon::CHECK, "seen-heard", (texts.heard)(&ago), says)
            }
            None => (
                icon::SEND,
                "seen-waits",
                texts.not_heard.to_owned(),
                texts.not_heard_advice.into_any(),
            ),
        };
        let link = found.is_some().then(|| {
            view! { <a class="button plain" href=read.clone()>{texts.read_it}</a> }
        });
        Some(view! {
            <span class=class><Icon path=sign/></span>
            <div role="status">
                <h2 id="seen">{title}</h2>
                <p>{says}</p>
            </div>
            {link}
        })
    };
    let check = move || if newest.is_loading.get() { texts.checking } else { texts.check_again };
    move || {
        if let (Some(error), None) = (newest.error.get(), newest.value.get()) {
            return view! { <Failure error retry=newest.retrying()/> }.into_any();
        }
        let away = newest.error.get().map(|error| {
            let title = crate::components::title_of(&error, &words.texts.common);
            view! { <p class="fault" role="alert">{title}</p> }
        });
        view! {
            <section class="card seen" aria-labelledby="seen">
                {words_of()}
                <div class="actions">
                    <button
                        type="button"
                        class="button"
                        aria-disabled=move || newest.is_loading.get().to_string()
                        on:click=move |_| {
                            if !newest.is_loading.get_untracked() {
                                newest.retry();
                            }
                        }
                    >
                        {check}
                    </button>
                </div>
                {away}
            </section>
        }
        .into_any()
    }
}
