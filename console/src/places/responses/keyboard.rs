//! Keys of the list: listening, and moving through it.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{
    inbox::Inbox,
    keys::{Action, Pressed, action},
};
use crate::components::Asked;

const LETTERS_KEY: &str = "hearby-console-letters";
/// The search's field stands in this menu.
pub(crate) const SEARCH_FIELD: &str = "search";
/// The button that opens that menu.
pub(crate) const ADD_BUTTON: &str = "[popovertarget='add-filter']";
/// The heading of the detail.
pub(crate) const DETAIL_HEADING: &str = "response";

/// Listens as long as the list is there; returns whether keys of one letter are on.
pub(crate) fn listen(inbox: Inbox, list: NodeRef<html::Section>, help: Asked) -> RwSignal<bool> {
    let letters = RwSignal::new(are_letters_on());
    let handle = window_event_listener(ev::keydown, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let tag = target.as_ref().map(Element::tag_name).unwrap_or_default();
        let is_open = |selector: &str| document().query_selector(selector).ok().flatten().is_some();
        // Dialogs and menus have keys of their own.
        if event.default_prevented() || is_open("dialog[open]") || is_open(":popover-open") {
            return;
        }
        let pressed = Pressed {
            is_chord: event.ctrl_key() || event.alt_key() || event.meta_key(),
            is_writing: matches!(tag.as_str(), "INPUT" | "TEXTAREA" | "SELECT"),
            is_on_control: matches!(tag.as_str(), "A" | "BUTTON" | "SUMMARY"),
            has_letters: letters.get_untracked(),
        };
        let Some(action) = action(&event.key(), pressed) else { return };
        let is_done = match action {
            Action::Next => step(inbox, list, 1),
            Action::Previous => step(inbox, list, -1),
            Action::Open => open(inbox),
            Action::Close => close(inbox),
            Action::Search => search(),
            Action::Help => {
                help.ask();
                true
            }
        };
        if is_done {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
    letters
}

/// Keeps the reader's choice in this browser.
pub(crate) fn keep_letters(are_on: bool) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(LETTERS_KEY, if are_on { "on" } else { "off" });
    }
}

fn are_letters_on() -> bool {
    let storage = window().local_storage().ok().flatten();
    let kept = storage.and_then(|storage| storage.get_item(LETTERS_KEY).ok().flatten());
    kept.as_deref() != Some("off")
}

/// Looks at the next or the previous response, and takes the focus along.
fn step(inbox: Inbox, list: NodeRef<html::Section>, by: isize) -> bool {
    let ids: Vec<String> =
        inbox.items.with_untracked(|items| items.iter().map(|item| item.id.clone()).collect());
    let chosen = inbox.chosen.get_untracked();
    let at = chosen.and_then(|chosen| ids.iter().position(|id| *id == chosen));
    let to = match at {
        None => Some(0),
        Some(at) => at.checked_add_signed(by),
    };
    if to.is_some_and(|to| to + 3 > ids.len()) && inbox.next.get_untracked().is_some() {
        inbox.more();
    }
    let Some(id) = to.and_then(|to| ids.get(to)) else { return true };
    inbox.chosen.set(Some(id.clone()));
    let Some(list) = list.get_untracked() else { return true };
    let row = list.query_selector(&format!("[data-id='{id}']")).ok().flatten();
    focus(row);
    true
}

/// Goes into the detail of the chosen response.
pub(crate) fn open(inbox: Inbox) -> bool {
    if inbox.chosen.get_untracked().is_none() {
        return false;
    }
    inbox.is_open.set(true);
    // Once it is drawn.
    request_animation_frame(|| focus(document().get_element_by_id(DETAIL_HEADING)));
    true
}

/// Goes back from the detail to its row.
pub(crate) fn close(inbox: Inbox) -> bool {
    if !inbox.is_open.get_untracked() {
        return false;
    }
    inbox.is_open.set(false);
    if let Some(id) = inbox.chosen.get_untracked() {
        focus(document().query_selector(&format!("[data-id='{id}']")).ok().flatten());
    }
    true
}

fn search() -> bool {
    let button = document().query_selector(ADD_BUTTON).ok().flatten();
    let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) else {
        return false;
    };
    button.click();
    request_animation_frame(|| focus(document().get_element_by_id(SEARCH_FIELD)));
    true
}

fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
