//! The open popups: effects of each act of the visitor. At most one stands above the page. Others
//! may stand in elements of the page at the same time.
//!
//! In: the popup's state, its timers, and the wiring of flow, view, delivery and page; this file
//! takes the card over, `visitor` handles the visitor's acts, `steps` their effects, `reasons` the
//! reasons under the score, `rated` ratings in place of a score, `sending` the response. Not in: the
//! decisions themselves (`flow`, `delivery`) and the drawing (`view`).
//!
//! Callbacks of the browser and of the page run in here at any time, even within one another. So
//! state is in cells that are borrowed for one statement, and never while foreign code runs.

mod rated;
mod reasons;
mod sending;
mod steps;
mod visitor;

use core::cell::{Cell, RefCell};
use std::rc::Rc;

use reactive_graph::signal::ArcRwSignal;
use wasm_bindgen::JsValue;
use wire::dimension::Source;

use crate::{
    clock,
    delivery::{
        hold::{Held, Moment},
        send,
    },
    flow::{Act, Step},
    form_json::{Form, text},
    host_page::{HostPage, handed_over},
    options::Options,
    property::{self, set, window},
    view::{self, Followed, Shown},
};

/// Milliseconds after the first frame at which the question is spoken: an element must have been
/// there for a while before assistive technology notices changes in it.
const SPOKEN_AFTER_MS: i32 = 500;

pub(crate) use rated::rate;

const FIELD: &str = "textarea";
const STATUS: &str = "#status";

thread_local! {
    static OPEN: RefCell<Vec<Rc<Popup>>> = const { RefCell::new(Vec::new()) };
}

/// One popup, from its first frame to the last.
pub(crate) struct Popup {
    options: Options,
    form: Form,
    host: HostPage,
    step: Cell<Step>,
    focused: Cell<u8>,
    shown: ArcRwSignal<Shown>,
    /// True if a typed 1 waits for the 0 of a 10.
    has_typed_one: Cell<bool>,
    /// True once the visitor was told that the comment, as it is, has not been sent.
    is_warned: Cell<bool>,
    held: RefCell<Option<Held>>,
    shown_at_ms: i64,
    tapped_at_ms: Cell<i64>,
    typed_at_ms: Cell<Option<i64>>,
    /// Place of the group whose reasons the visitor sees.
    reasons_of: Cell<u64>,
    /// True if the page was told that the popup is closed. The thanks of an inline card still stay.
    is_over: Cell<bool>,
    /// Attributes that follow signals until this is dropped.
    followed: Cell<Option<Followed>>,
}

/// Calls `then` with each popup on the page. `then` may close popups, because nothing is borrowed
/// while it runs.
fn each(then: &dyn Fn(&Rc<Popup>)) {
    let mut index = OPEN.with_borrow(Vec::len);
    while index > 0 {
        index -= 1;
        if let Some(popup) = OPEN.with_borrow(|open| open.get(index).cloned()) {
            then(&popup);
        }
    }
}

/// Opens the popup on the drawn card; `None` if it did not open.
pub(crate) fn open(form: Form, mut options: Options) -> Option<()> {
    let Some(host) = options.element.take().and_then(HostPage::of) else {
        options.page.error("place-missing", "the page has no such element");
        return None;
    };
    for name in ["version", "wording"] {
        if let Some(number) = form.number(name) {
            options.asked.whole(name, number);
        }
    }
    options.asked.text("lang", &form.said("lang"));
    options.asked.text("device", host.device().as_str());
    let source = if host.is_inline() { Source::Inline } else { Source::Popup };
    options.asked.text("source", source.as_str());
    let (step, focused) = (Step::Question, form.scale().min);
    let shown = ArcRwSignal::new(Shown { step, focused });
    let followed = view::follow(&host.card, form.scale(), &shown);
    let shown_at_ms = clock::visitor_now().unix_ms() - options.waited_ms;
    let popup = Rc::new(Popup {
        options,
        form,
        host,
        step: Cell::new(step),
        focused: Cell::new(focused),
        shown,
        has_typed_one: Cell::default(),
        is_warned: Cell::default(),
        held: RefCell::default(),
        shown_at_ms,
        tapped_at_ms: Cell::default(),
        typed_at_ms: Cell::default(),
        reasons_of: Cell::default(),
        is_over: Cell::default(),
        followed: Cell::new(Some(followed)),
    });
    OPEN.with_borrow_mut(|open| open.push(Rc::clone(&popup)));
    popup.watch_page();
    send::on_renewed(sending::renew);
    popup.after(SPOKEN_AFTER_MS, |popup| {
        // If focus has moved into the card, as into a modal one, the question was spoken as its
        // name.
        if !popup.host.has_focus() {
            popup.speak_headline();
        }
    });
    popup.options.page.shown();
    Some(())
}

/// Closes the popup on that element of ours, if there is one.
pub(crate) fn close(element: &JsValue) {
    each(&|popup| {
        if popup.host.element == *element {
            popup.act(Act::Close);
        }
    });
}

/// Drops the responses that are still held, so that they are never sent.
pub(crate) fn discard() {
    each(&|popup| drop(popup.held.take()));
}

impl Popup {
    fn watch_page(self: &Rc<Self>) {
        let hand_over = self.handler(|popup, _| {
            if let Some(body) = popup.body_at(Moment::PageHidden) {
                send::hand_over(&popup.options.address, &popup.options.page, body);
            }
        });
        self.host.listen(&window(), "pagehide", hand_over);
        let send = self.handler(|popup, _| {
            if property::is_hidden() {
                popup.send_at(Moment::PageHidden);
            }
        });
        self.host.listen(&window(), "visibilitychange", send);
        self.host.listen_inside("card:click", self.handler(view::on_click));
        self.host.listen_inside("card:keydown", self.handler(view::on_key));
        self.host.listen_inside("card:input", self.handler(view::on_input));
        // The browser can close a modal card by itself (a back gesture, a key). The popup then
        // closes as usual.
        let close = self.handler(|popup, _| popup.act(Act::Close));
        self.host.listen(&self.host.card, "close", close);
        self.host.stay_above_keyboard();
    }

    /// Returns a listener that does nothing once the popup is gone.
    fn handler(self: &Rc<Self>, handle: fn(&Rc<Popup>, JsValue)) -> Box<dyn Fn(JsValue)> {
        let popup = Rc::downgrade(self);
        Box::new(move |event| {
            if let Some(popup) = popup.upgrade() {
                handle(&popup, handed_over(event));
            }
        })
    }

    /// Returns the text in the comment field.
    fn comment(&self) -> String {
        let field = self.host.find(FIELD);
        field.and_then(|field| property::text(&field, "value")).unwrap_or_default()
    }

    /// Has assistive technology speak the headline, without moving focus.
    fn speak_headline(self: &Rc<Self>) {
        if let Some(headline) = self.host.find("#headline") {
            self.write(STATUS, &text(&headline, "textContent"));
        }
    }

    /// Puts words into an element that has no others.
    fn write(&self, selector: &str, words: &str) {
        if let Some(element) = self.host.find(selector) {
            set(&element, "textContent", &words.into());
        }
    }

    /// Runs `then` later, unless the popup is gone by then.
    fn after(self: &Rc<Self>, wait_ms: i32, then: fn(&Rc<Popup>)) {
        let popup = Rc::downgrade(self);
        let then = move || {
            if let Some(popup) = popup.upgrade() {
                then(&popup);
            }
        };
        clock::after(wait_ms, Box::new(then));
    }
}
