//! Filters as a sentence: “From detractors on ‘Recommend us’ in the last 30 days with …”.

use domain::Kind;
use leptos::{ev, html, prelude::*};

use super::{ALL_DAYS, Asking, Question, keyboard::SEARCH_FIELD, values};
use crate::{
    address::Period,
    api::title,
    components::{Icon, Menu, close_menu, icon},
    date::Date,
    frame::{Words, use_words},
    intl,
    scale::{Scale, group_name},
    shell::use_site,
};

/// Periods to choose from, in days.
const PERIODS: [i64; 6] = [1, 7, 30, 90, 365, ALL_DAYS];

/// The id of the panel with more filters.
pub(crate) const ADD_FILTER: &str = "add-filter";

/// The sentence.
#[component]
pub(crate) fn FilterBar() -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.responses;
    let asking = Asking::get();
    move || {
        let question = asking.question.get();
        let chips = chips(&question, words);
        let with = (!chips.is_empty()).then(|| view! { <span>{texts.with}</span> });
        let is_narrowed = question.is_narrowed();
        let clear = Asking::link(&question.cleared());
        let has_groups = Scale::of_survey(asking.survey.get().as_ref()).kind().is_some();
        let groups = if has_groups {
            view! { <GroupMenu question=question.clone()/> }.into_any()
        } else {
            view! { <span>{texts.everyone}</span> }.into_any()
        };
        view! {
            <div class="filters filterbar" role="group" aria-label=texts.filters>
                <span>{texts.those_in}</span>
                {groups}
                <span>{texts.on}</span>
                <SurveyMenu question=question.clone()/>
                <span>{texts.during}</span>
                <PeriodMenu question=question.clone()/>
                {with}
                {chips.into_iter().map(|chip| chip.draw(words)).collect_view()}
                <AddMenu question=question.clone()/>
                {is_narrowed.then(|| view! {
                    <a class="button plain little" href=clear>{texts.clear}</a>
                })}
            </div>
        }
    }
}

/// A filter that can be dropped alone.
struct Chip {
    name: Option<String>,
    value: String,
    without: Question,
}

impl Chip {
    fn draw(self, words: Words) -> impl IntoView {
        let named = self.name.map(|name| view! { <span class="of">{name}": "</span> });
        let label = (words.texts.responses.drop)(&self.value);
        view! {
            <span class="filter on chip-filter">
                {named}
                <bdi dir="auto">{self.value}</bdi>
                <a class="drop" href=Asking::link(&self.without) aria-label=label.clone() title=label>
                    <Icon path=icon::CROSS/>
                </a>
            </span>
        }
    }
}

fn chips(question: &Question, words: Words) -> Vec<Chip> {
    let texts = &words.texts.responses;
    let mut chips = Vec::new();
    if let Some(has_comment) = question.has_comment {
        let value = if has_comment { texts.with_comment } else { texts.without_comment };
        let without = Question { has_comment: None, ..question.clone() };
        chips.push(Chip { name: None, value: value.to_owned(), without });
    }
    if let Some(text) = &question.text {
        let without = Question { text: None, ..question.clone() };
        chips.push(Chip { name: None, value: (texts.saying)(text), without });
    }
    for filter in &question.view.filters {
        let shown: Vec<String> = filter
            .values
            .iter()
            .map(|value| values::shown(&filter.dimension, Some(value), words))
            .collect();
        let view = question.view.without(&filter.dimension);
        chips.push(Chip {
            name: Some(values::dimension_name(&filter.dimension, words)),
            value: shown.join(", "),
            without: Question { view, ..question.clone() },
        });
    }
    chips
}

/// A choice that is an address.
fn choice(label: String, question: &Question, is_current: bool) -> impl IntoView + use<> {
    view! {
        <li>
            <a href=Asking::link(question) aria-current=is_current.then_some("true")>
                <bdi dir="auto">{label}</bdi>
                {is_current.then(|| view! { <Icon path=icon::CHECK/> })}
            </a>
        </li>
    }
}

#[component]
fn GroupMenu(question: Question) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.responses;
    let scale = Scale::of_survey(Asking::get().survey.get().as_ref());
    let lower = |name: &str| name.to_lowercase();
    let label = match &question.group {
        Some(group) => lower(&group_name(words, group)),
        None => texts.everyone.to_owned(),
    };
    let class = if question.group.is_some() { "filter on" } else { "filter" };
    let groups: Vec<AnyView> = scale
        .kind()
        .map(Kind::groups)
        .into_iter()
        .flatten()
        .map(|group| {
            let word = group.as_str();
            let is_current = question.group.as_deref() == Some(word);
            let asked = Question { group: Some(word.to_owned()), ..question.clone() };
            choice(lower(&group_name(words, word)), &asked, is_current).into_any()
        })
        .collect();
    let everyone = Question { group: None, ..question.clone() };
    view! {
        <Menu id="group-filter" class label=label.into_any()>
            <ul class="picks">
                {choice(texts.everyone.to_owned(), &everyone, question.group.is_none())}
                {groups}
            </ul>
        </Menu>
    }
}

#[component]
fn SurveyMenu(question: Question) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.responses;
    let site = use_site();
    let current = Asking::get().survey.get();
    let label = current
        .as_ref()
        .map(|survey| (texts.survey_named)(&title(&survey.survey)))
        .unwrap_or_else(|| words.texts.common.loading.to_owned());
    let all = site.surveys.get().unwrap_or_default();
    let surveys = all.iter().map(|survey| -> AnyView {
        let is_current = current.as_ref().is_some_and(|current| current.survey == survey.survey);
        // Groups and attributes are the survey's own.
        let asked = Question {
            survey: Some(survey.survey.clone()),
            group: None,
            text: question.text.clone(),
            has_comment: question.has_comment,
            view: question.view.clone(),
        };
        let mut name = title(&survey.survey);
        if survey.deleted_at.is_some() {
            name = format!("{name} ({})", words.texts.common.deleted.to_lowercase());
        }
        choice(name, &asked, is_current).into_any()
    });
    let surveys: Vec<AnyView> = surveys.collect();
    view! {
        <Menu id="survey-filter" class="filter on" label=label.into_any()>
            <ul class="picks">{surveys}</ul>
        </Menu>
    }
}

fn period_name(period: Period, words: Words) -> String {
    let texts = &words.texts.responses;
    match period {
        Period::Days(ALL_DAYS) => texts.all_time.to_owned(),
        Period::Days(days) => {
            (texts.last_days)(days, &intl::count(words.lang, days.unsigned_abs()))
        }
        Period::Range(from, to) => intl::days(words.lang, from, to.plus(-1)),
    }
}

#[component]
fn PeriodMenu(question: Question) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.responses;
    let label = period_name(question.view.period, words);
    let with_period = {
        let question = question.clone();
        move |period: Period| {
            let mut view = question.view.clone();
            view.period = period;
            Question { view, ..question.clone() }
        }
    };
    let choices = PERIODS.map(|days| {
        let period = Period::Days(days);
        let name = period_name(period, words);
        choice(name, &with_period(period), question.view.period == period)
    });
    let (first, last) = question.view.period.range(intl::today());
    let from = NodeRef::<html::Input>::new();
    let to = NodeRef::<html::Input>::new();
    let is_wrong = RwSignal::new(false);
    let go = Asking::going();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let read = |node: NodeRef<html::Input>| Date::parse(&node.get_untracked()?.value());
        let (Some(from), Some(to)) = (read(from), read(to)) else { return };
        is_wrong.set(to < from);
        if to >= from {
            close_menu("period-filter");
            go(&with_period(Period::Range(from, to.plus(1))));
        }
    };
    let first = if question.view.period == Period::Days(ALL_DAYS) { last.plus(-30) } else { first };
    view! {
        <Menu id="period-filter" class="filter on" label=label.into_any()>
            <ul class="picks">{choices.into_iter().collect_view()}</ul>
            <form class="sheet-form" on:submit=submit>
                <p class="label">{texts.own_dates}</p>
                <div class="pair">
                    <label>
                        {texts.from}
                        <input node_ref=from class="input" type="date" required value=first.to_string()/>
                    </label>
                    <label>
                        {texts.to}
                        <input
                            node_ref=to
                            class="input"
                            type="date"
                            required
                            value=last.plus(-1).to_string()
                            aria-invalid=move || is_wrong.get().to_string()
                            aria-describedby="dates-fault"
                        />
                    </label>
                </div>
                <p id="dates-fault" class="fault" role="alert">
                    {move || is_wrong.get().then_some(texts.end_before_start)}
                </p>
                <button class="button" type="submit">{texts.apply}</button>
            </form>
        </Menu>
    }
}

/// Everything else by which the list can be narrowed.
#[component]
fn AddMenu(question: Question) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.responses;
    let wanted = RwSignal::new(false);
    let opened = Callback::new(move |()| wanted.set(true));
    let comment = [(true, texts.with_comment), (false, texts.without_comment)];
    let comment = comment.map(|(has, name)| {
        let asked = Question { has_comment: Some(has), ..question.clone() };
        choice(name.to_owned(), &asked, question.has_comment == Some(has))
    });
    let field = NodeRef::<html::Input>::new();
    let go = Asking::going();
    let search = {
        let question = question.clone();
        move |event: ev::SubmitEvent| {
            event.prevent_default();
            let text = field.get_untracked().map(|field| field.value()).unwrap_or_default();
            let text = Some(text.trim().to_owned()).filter(|text| !text.is_empty());
            close_menu(ADD_FILTER);
            go(&Question { text, ..question.clone() });
        }
    };
    let text = question.text.clone().unwrap_or_default();
    view! {
        <Menu id=ADD_FILTER class="filter add" sign=icon::PLUS opened label=texts.add_filter.into_any()>
            <form class="sheet-form" role="search" on:submit=search>
                <label for=SEARCH_FIELD>{texts.search}</label>
                <div class="copy">
                    <input
                        node_ref=field
                        id=SEARCH_FIELD
                        class="input"
                        type="text"
                        enterkeyhint="search"
                        autocomplete="off"
                        maxlength="60"
                        value=text
                        aria-describedby="search-hint"
                    />
                    <button class="button" type="submit">{texts.apply}</button>
                </div>
                <p class="hint" id="search-hint">{texts.search_hint}</p>
            </form>
            <ul class="picks">{comment.into_iter().collect_view()}</ul>
            <values::ValueChoices question wanted/>
        </Menu>
    }
}
