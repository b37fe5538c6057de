//! The open popup: effects of each act of the visitor. At most one on a page.
//!
//! In: the popup's state, its timers, and the wiring of flow, view, delivery and page; this file
//! takes the card over, `visitor` handles the visitor's acts, `steps` their effects, `sending` the
//! response. Not in: the decisions themselves (`flow`, `delivery`) and the drawing (`view`).
//!
//! Callbacks of the browser and of the page run in here at any time, one inside the other: state is
//! in cells that are borrowed for one statement, never while somebody else's code runs.

mod sending;
mod steps;
mod visitor;

use core::cell::{Cell, RefCell};
use std::rc::Rc;

use reactive_graph::signal::ArcRwSignal;
use wire::dimension::Source;

use crate::{
    clock,
    delivery::{
        hold::{Held, Moment},
        send,
    },
    flow::{Act, Step},
    form_json::{Form, text},
    host_page::HostPage,
    options::Options,
    property::{self, set, window},
    view::{self, Followed, Shown},
};

/// Milliseconds after the first frame at which the question is spoken: an element must have been
/// there for a while before assistive technology notices changes in it.
const SPOKEN_AFTER_MS: i32 = 500;

const FIELD: &str = "textarea";
const STATUS: &str = "#status";

pub(crate) use visitor::{
    choose, cycle_focus, finish, move_focus, press_beside, type_digit, typed,
};

thread_local! {
    static OPEN: RefCell<Option<Rc<Popup>>> = const { RefCell::new(None) };
}

/// One popup, from its first frame to the last.
struct Popup {
    options: Options,
    form: Form,
    host: HostPage,
    step: Cell<Step>,
    focused: Cell<u8>,
    shown: ArcRwSignal<Shown>,
    /// True if a typed 1 waits for the 0 of a 10.
    has_typed_one: Cell<bool>,
    held: RefCell<Option<Held>>,
    shown_at_ms: i64,
    tapped_at_ms: Cell<i64>,
    typed_at_ms: Cell<Option<i64>>,
    /// True if the page was told that it is closed. In an element of the page, the thanks stay.
    is_over: Cell<bool>,
    /// Attributes that follow signals until this is dropped.
    followed: Cell<Option<Followed>>,
}

fn current() -> Option<Rc<Popup>> {
    OPEN.with_borrow(Clone::clone)
}

/// Opens the popup on the drawn card, unless one is open; `None` if it did not open.
pub(crate) fn open(form: Form, mut options: Options) -> Option<()> {
    if current().is_some_and(|popup| !popup.is_over.get()) {
        return None;
    }
    OPEN.take();
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
    let (step, focused) = (Step::Question, form.kind.scale().min);
    let shown = ArcRwSignal::new(Shown { step, focused });
    let followed = view::follow(&host.card, form.kind, &shown);
    let shown_at_ms = clock::visitor_now().unix_ms() - options.waited_ms;
    let popup = Rc::new(Popup {
        options,
        form,
        host,
        step: Cell::new(step),
        focused: Cell::new(focused),
        shown,
        has_typed_one: Cell::default(),
        held: RefCell::default(),
        shown_at_ms,
        tapped_at_ms: Cell::default(),
        typed_at_ms: Cell::default(),
        is_over: Cell::default(),
        followed: Cell::new(Some(followed)),
    });
    OPEN.set(Some(Rc::clone(&popup)));
    popup.watch_page();
    send::on_renewed(sending::renew);
    popup.after(SPOKEN_AFTER_MS, |popup| {
        // Focus that came in, as in a modal card, had it spoken as the card's name.
        if !popup.host.has_focus() {
            popup.speak_headline();
        }
    });
    popup.options.page.shown();
    Some(())
}

/// Applies an act to the open popup, if there is one.
pub(crate) fn act(act: Act) {
    if let Some(popup) = current() {
        popup.act(act);
    }
}

/// Drops the response that is still held, so that it is never sent.
pub(crate) fn discard() {
    if let Some(popup) = current() {
        popup.held.take();
    }
}

impl Popup {
    fn watch_page(self: &Rc<Self>) {
        let popup = Rc::downgrade(self);
        let hand_over = move |_| {
            if let Some(popup) = popup.upgrade()
                && let Some(body) = popup.body_at(Moment::PageHidden)
            {
                send::hand_over(&popup.options.address, &popup.options.page, body);
            }
        };
        self.host.listen(&window(), "pagehide", Box::new(hand_over));
        let popup = Rc::downgrade(self);
        let send = move |_| {
            if let Some(popup) = popup.upgrade().filter(|_| property::is_hidden()) {
                popup.send_at(Moment::PageHidden);
            }
        };
        self.host.listen(&window(), "visibilitychange", Box::new(send));
        self.host.listen_inside("click", view::on_click);
        self.host.listen_inside("keydown", view::on_key);
        self.host.listen_inside("input", view::on_input);
        // A modal card that the browser closes (a back gesture, a key of its own) closes like one
        // of ours.
        self.host.listen(&self.host.card, "close", Box::new(|_| act(Act::Close)));
        self.host.stay_above_keyboard();
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
