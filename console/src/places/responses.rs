//! The place “responses”: what people said, by filters that form a sentence.
//!
//! In: the list, one response, files. Not in: figures.

mod answer;
mod detail;
mod export;
mod filters;
mod help;
mod inbox;
mod keyboard;
mod keys;
mod list;
mod pieces;
mod question;
mod values;

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use self::{
    detail::Detail, export::ExportMenu, filters::FilterBar, inbox::Inbox, list::ResponseList,
};
use self::{
    pieces::{CutOff, FileType, Whole, file_name, next_of},
    question::{ALL_DAYS, Question},
};
use crate::{
    address::Place,
    api::SurveyEntry,
    components::{Failure, NoSurvey, PlaceHead},
    frame::{name_page, use_words},
    scale::Scale,
    shell::use_site,
};

/// Context that the place's parts share.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asking {
    /// Question in the address.
    question: Memo<Question>,
    /// The survey that it means.
    survey: Memo<Option<SurveyEntry>>,
}

impl Asking {
    fn get() -> Asking {
        expect_context::<Asking>()
    }

    /// Returns the address of another question.
    fn link(question: &Question) -> String {
        let place = Place::Responses { site: use_site().name.get_value() };
        let query = question.query();
        if query.is_empty() { place.path() } else { format!("{}?{query}", place.path()) }
    }

    /// Returns the way to another question.
    fn going() -> impl Fn(&Question) + Clone + 'static {
        let navigate = use_navigate();
        let site = use_site();
        move |question: &Question| {
            let place = Place::Responses { site: site.name.get_value() };
            let address = format!("{}?{}", place.path(), question.query());
            let options =
                NavigateOptions { resolve: false, scroll: false, ..NavigateOptions::default() };
            navigate(&address, options);
        }
    }
}

/// The place.
#[component]
pub(crate) fn Responses() -> impl IntoView {
    let words = use_words();
    let site = use_site();
    let title = words.texts.shell.responses;
    Effect::new(move |_| name_page(&[title, &site.product.get()]));
    let search = use_location().search;
    let written = Memo::new(move |_| Question::parse(&search.get()));
    let survey = Memo::new(move |_| {
        let asked = written.get().survey;
        let all = site.surveys.get()?;
        let found = match &asked {
            Some(name) => all.iter().find(|survey| survey.survey == *name),
            None => all.iter().find(|survey| survey.deleted_at.is_none()).or(all.first()),
        };
        found.cloned()
    });
    // The collector refuses groups where there are none.
    let question = Memo::new(move |_| {
        let question = written.get();
        let has_groups = Scale::of_survey(survey.get().as_ref()).kind().is_some();
        Question { group: question.group.filter(|_| has_groups), ..question }
    });
    provide_context(Asking { question, survey });
    let inbox = Inbox::begin(question, survey);
    let texts = &words.texts.responses;
    let is_empty = move || site.surveys.get().is_some_and(|all| all.is_empty());
    let body = move || {
        if let Some(error) = site.error.get() {
            let retry = Callback::new(move |()| site.fetch());
            return view! { <Failure error retry/> }.into_any();
        }
        if is_empty() {
            return view! { <NoSurvey title=texts.no_survey advice=texts.no_survey_advice/> }
                .into_any();
        }
        view! {
            <FilterBar/>
            <div class="inbox">
                <ResponseList inbox/>
                <Detail inbox/>
            </div>
        }
        .into_any()
    };
    view! {
        <PlaceHead
            title=title
            intro=move || texts.intro
            actions=move || view! { <ExportMenu inbox/> }
        />
        {body}
    }
}
