//! Our popup, as a visitor meets it: by the roles, names and places of its parts.
//!
//! In: finding it through its shadow root, reading it, using it by mouse and keys. Not in: class
//! names and tags, which are internal to the widget.

use serde_json::Value;

use super::Browser;
use crate::clock::{PATIENCE, found_within, wait_for};

/// Script that reads the popup; see the file.
const READER: &str = include_str!("popup.js");

/// Our popup on a page.
#[derive(Clone, Copy, Debug)]
pub struct Popup<'a> {
    browser: &'a Browser,
}

/// The popup at a moment when it stands still.
#[derive(Clone, Debug)]
pub struct State {
    /// Its accessible name.
    pub name: String,
    /// Its whole visible text.
    pub text: String,
    /// The direction of its text: `ltr` or `rtl`.
    pub dir: String,
    /// Its language.
    pub lang: String,
    /// Left, top, width and height in CSS pixels.
    pub rect: [f64; 4],
    /// The answers, from the low end of the scale to the high end.
    pub scores: Vec<Part>,
    /// Its buttons.
    pub buttons: Vec<Part>,
    /// The comment field, when it is there.
    pub comment: Option<Part>,
    /// True if the keyboard's focus is in it.
    pub focused: bool,
}

/// A part that can be used.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its accessible name.
    pub name: String,
    /// Its role.
    pub role: String,
    /// Its text, when it is a field.
    pub value: String,
    /// True if it is chosen.
    pub checked: bool,
    /// True if the keyboard's focus is on it.
    pub focused: bool,
    /// Left, top, width and height in CSS pixels.
    pub rect: [f64; 4],
}

impl<'a> Popup<'a> {
    pub(super) const fn on(browser: &'a Browser) -> Popup<'a> {
        Popup { browser }
    }

    /// Returns the popup's current state; `None` while it isn't on screen or still moves.
    #[must_use]
    #[track_caller]
    pub fn now(&self) -> Option<State> {
        let value = self.browser.run_async(&format!("{READER}\nreadWhenStill(arguments[0])"));
        value.is_object().then(|| State::read(&value))
    }

    /// Waits until the popup is there.
    #[track_caller]
    pub fn wait(&self) -> State {
        self.wait_until("popup", |_| true)
    }

    /// Waits until the popup is there and meets a condition.
    #[track_caller]
    pub fn wait_until(&self, what: &str, is: impl Fn(&State) -> bool) -> State {
        let mut last = None;
        let found = found_within(PATIENCE, || {
            let now = self.now();
            last.clone_from(&now);
            now.filter(&is)
        });
        found.unwrap_or_else(|| {
            let recorded = self.browser.recorded();
            panic!("still no {what}; last seen: {last:#?}\non the page: {recorded:#?}")
        })
    }

    /// Waits until the scale is there.
    #[track_caller]
    pub fn wait_for_scale(&self) -> State {
        self.wait_until("scale", |state| !state.scores.is_empty())
    }

    /// Waits until the comment step is there.
    #[track_caller]
    pub fn wait_for_comment_step(&self) -> State {
        self.wait_until("comment field", |state| state.comment.is_some())
    }

    /// Waits until it has gone.
    #[track_caller]
    pub fn wait_until_gone(&self) {
        wait_for("end of the popup", || self.is_gone().then_some(()));
    }

    /// True if nothing of it is on screen.
    #[must_use]
    #[track_caller]
    pub fn is_gone(&self) -> bool {
        self.browser.run(&format!("{READER}\nreturn findDialog() === null")) == Value::Bool(true)
    }

    /// Clicks an answer; the lowest of the scale has index 0.
    #[track_caller]
    pub fn click_answer(&self, index: usize) {
        let state = self.wait_for_scale();
        self.click(state.scores.get(index).unwrap_or_else(|| panic!("{index} in {state:#?}")));
    }

    /// Clicks the button of that name.
    #[track_caller]
    pub fn click_button(&self, name: &str) {
        let state = self.wait_until(name, |state| state.button(name).is_some());
        self.click(state.button(name).expect("waited for it"));
    }

    /// Goes to the button of that name by Tab, and presses Enter.
    #[track_caller]
    pub fn click_button_by_keyboard(&self, name: &str) {
        self.tab_to(name, |state| state.button(name).is_some_and(|button| button.focused));
        self.browser.press(super::key::ENTER);
    }

    /// Clicks into the comment field and types.
    #[track_caller]
    pub fn type_comment(&self, text: &str) {
        let state = self.wait_for_comment_step();
        self.click(state.comment.as_ref().expect("waited for it"));
        self.browser.type_text(text);
        self.wait_until("typed comment", |state| {
            state.comment.as_ref().is_some_and(|field| field.value == text)
        });
    }

    /// Presses Tab until the focus is on a part that meets a condition.
    #[track_caller]
    pub fn tab_to(&self, what: &str, is: impl Fn(&State) -> bool) -> State {
        for _ in 0..MOST_TABS {
            let state = self.wait();
            if is(&state) {
                return state;
            }
            self.browser.press(super::key::TAB);
        }
        panic!("{MOST_TABS} tabs don't reach {what}: {:#?}", self.now())
    }

    #[track_caller]
    fn click(&self, part: &Part) {
        let [left, top, width, height] = part.rect;
        self.browser.click_at(left + width / 2.0, top + height / 2.0);
    }
}

/// Greatest number of Tab presses: more than any of our pages has stops before the popup.
const MOST_TABS: usize = 200;

impl State {
    /// Returns the button of that name.
    #[must_use]
    pub fn button(&self, name: &str) -> Option<&Part> {
        self.buttons.iter().find(|button| button.name == name)
    }

    /// Returns the index of the chosen answer on the scale, if there is one.
    #[must_use]
    pub fn chosen(&self) -> Option<usize> {
        self.scores.iter().position(|part| part.checked)
    }

    /// True if the focus is on one of the answers.
    #[must_use]
    pub fn focus_on_scale(&self) -> bool {
        self.scores.iter().any(|part| part.focused)
    }

    /// True if the focus is in the comment field.
    #[must_use]
    pub fn focus_on_comment(&self) -> bool {
        self.comment.as_ref().is_some_and(|field| field.focused)
    }

    fn read(value: &Value) -> State {
        let parts = |value: &Value| -> Vec<Part> {
            value.as_array().into_iter().flatten().map(Part::read).collect()
        };
        State {
            name: text(&value["name"]),
            text: text(&value["text"]),
            dir: text(&value["dir"]),
            lang: text(&value["lang"]),
            rect: rect(&value["rect"]),
            scores: parts(&value["scores"]),
            buttons: parts(&value["buttons"]),
            comment: Some(&value["comment"]).filter(|part| part.is_object()).map(Part::read),
            focused: value["focused"] == Value::Bool(true),
        }
    }
}

impl Part {
    fn read(value: &Value) -> Part {
        Part {
            name: text(&value["name"]),
            role: text(&value["role"]),
            value: text(&value["value"]),
            checked: value["checked"] == Value::Bool(true),
            focused: value["focused"] == Value::Bool(true),
            rect: rect(&value["rect"]),
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn rect(value: &Value) -> [f64; 4] {
    serde_json::from_value(value.clone()).expect("left, top, width, height")
}
