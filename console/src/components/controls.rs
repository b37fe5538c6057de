//! Controls: chart or table, and the choice of a period.

use leptos::{ev::SubmitEvent, html::Input, prelude::*};

use super::{Icon, icon};
use crate::{
    address::{Period, View},
    date::Date,
    frame::{link, use_here, use_show, use_words},
    intl,
};

/// Periods that are one press away, in days.
const DAYS: [i64; 4] = [7, 30, 90, 365];

/// Chart or table, as native radio buttons; the style sheet shows the one that is chosen.
#[component]
pub(crate) fn AsSwitch(
    /// A name that no other pair of the page has.
    name: &'static str,
) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.common;
    view! {
        <fieldset class="switch">
            <legend class="hidden">{texts.show_as}</legend>
            <label><input type="radio" name=name value="chart" checked/><span>{texts.chart}</span></label>
            <label><input type="radio" name=name value="table"/><span>{texts.table}</span></label>
        </fieldset>
    }
}

/// Returns the classes of a card with a chart and a table.
pub(crate) fn as_class(more: &str) -> String {
    format!("card picture {more}")
}

/// Returns a period's name: `Last 30 days`, or its days.
pub(crate) fn period_name(words: crate::frame::Words, period: Period) -> String {
    match period {
        Period::Days(days) => (words.texts.overview.last_days)(days),
        Period::Range(from, to) => intl::days_short(words.lang, from, to.plus(-1)),
    }
}

/// The choice of a period: a button that opens a native popover with links and two dates.
#[component]
pub(crate) fn PeriodChoice(
    /// The button's classes.
    class: &'static str,
) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.overview;
    let here = use_here();
    let show = use_show();
    let (first, last) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let links = move || {
        let view = here.view.get();
        let entries = DAYS.into_iter().map(|days| {
            let chosen = Period::Days(days);
            let address = link(&here.place.get(), &View { period: chosen, ..view.clone() });
            let is_chosen = (view.period == chosen).then_some("true");
            view! {
                <li><a href=address aria-current=is_chosen data-noscroll="" on:click=close_popover>
                    {(texts.last_days)(days)}
                </a></li>
            }
        });
        entries.collect_view()
    };
    let (from, to) = here.view.get_untracked().period.range(intl::today());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let day = |node: NodeRef<Input>| Date::parse(&node.get_untracked()?.value());
        let Some((from, to)) = day(first).zip(day(last)) else { return };
        let (from, to) = if from <= to { (from, to) } else { (to, from) };
        let period = Period::Range(from, to.plus(1));
        close("period");
        show(&View { period, ..here.view.get_untracked() });
    };
    view! {
        <button class=class type="button" popovertarget="period">
            <Icon path=icon::CLOCK/>
            {move || period_name(words, here.view.get().period)}
            <Icon path=icon::DOWN/>
        </button>
        <div id="period" popover="auto" class="menu" role="group" aria-label=texts.period>
            <ul>{links}</ul>
            <form on:submit=submit class="stack" aria-label=texts.other_period>
                <div class="row">
                    <label class="label">
                        {texts.from}
                        <input class="input" type="date" required value=from.to_string() node_ref=first/>
                    </label>
                    <label class="label">
                        {texts.to}
                        <input class="input" type="date" required value=to.plus(-1).to_string() node_ref=last/>
                    </label>
                </div>
                <button class="button" type="submit">{texts.show}</button>
            </form>
        </div>
    }
}

/// Closes the popover in which something was pressed.
pub(crate) fn close_popover(event: leptos::ev::MouseEvent) {
    use wasm_bindgen::JsCast;
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let popover = target.and_then(|target| target.closest("[popover]").ok().flatten());
    if let Some(popover) = popover.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = popover.hide_popover();
    }
}

/// Closes a popover by its id.
pub(crate) fn close(id: &str) {
    use wasm_bindgen::JsCast;
    let popover = document().get_element_by_id(id);
    if let Some(popover) = popover.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = popover.hide_popover();
    }
}
