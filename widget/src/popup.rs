//! The open popup: what follows each act of the visitor. One a page.
//!
//! In: the popup's state, its timers, and the wiring of flow, view, delivery and page. Out: the
//! decisions themselves (`flow`, `delivery`) and what is drawn (`view`).
//!
//! Callbacks of the browser and of the page run in here at any time, one inside the other: state is
//! in cells that are borrowed for one statement, never while somebody else's code runs.

use core::cell::{Cell, RefCell};
use std::rc::Rc;

use domain::{Instant, ResponseId, Score};
use reactive_graph::{signal::ArcRwSignal, traits::Set};
use wasm_bindgen::JsValue;
use wire::limits::COMMENT_MAX_CHARS;

use crate::{
    clock,
    delivery::{
        hold::{Held, Moment, due_in_ms},
        queue::Body,
        send,
    },
    digits::digits,
    dress,
    flow::{Act, Step},
    form_json::{Form, text},
    host_page::{HostPage, Place, focus, px},
    keys::{self, TEN_WAIT_MS, Typed},
    options::Options,
    property::{self, get, is, set, window},
    random,
    response_json::{self, Answer},
    view::{self, Mounted, Shown},
};

/// How long the chosen answer is seen before the comment is asked for: long enough to notice.
const CHOSEN_SEEN_MS: i32 = 220;
/// The way out; style.css has the same figure.
const LEAVING_MS: i32 = 160;
/// How long the thanks stay: some 10 words at a slow reader's 3 a second, and a second to look up.
const THANKS_MS: i32 = 4_500;
/// How long after the first frame the question is spoken: an element must have been there for a
/// while before assistive technology hears what changes in it.
const SPOKEN_AFTER_MS: i32 = 500;
/// How often a popup that stays because somebody looks at it is asked whether it still is.
const STAYING_MS: i32 = 1_000;

const FIELD: &str = "textarea";
const STATUS: &str = "#status";

thread_local! {
    static OPEN: RefCell<Option<Rc<Popup>>> = const { RefCell::new(None) };
}

/// How many characters before a comment's limit they are counted.
const COUNT_FROM_LEFT: usize = 200;

/// One popup, from its first frame to the last.
struct Popup {
    options: Options,
    form: Form,
    host: HostPage,
    is_inline: bool,
    step: Cell<Step>,
    focused: Cell<u8>,
    shown: ArcRwSignal<Shown>,
    /// Whether a typed 1 waits for the 0 of a 10.
    has_typed_one: Cell<bool>,
    held: RefCell<Option<Held>>,
    shown_at_ms: i64,
    tapped_at_ms: Cell<i64>,
    typed_at_ms: Cell<Option<i64>>,
    /// Whether the page was told that it is closed. In an element of the page, the thanks stay.
    is_over: Cell<bool>,
    /// Takes the view away when it is dropped.
    mounted: Cell<Vec<Mounted>>,
}

fn current() -> Option<Rc<Popup>> {
    OPEN.with_borrow(Clone::clone)
}

/// Shows a form, unless a popup is open. Gives our element, if it came onto the page.
pub(crate) fn open(form: Form, mut options: Options) -> Option<JsValue> {
    if current().is_some_and(|popup| !popup.is_over.get()) {
        return None;
    }
    OPEN.take();
    let theme = &form.theme;
    let mut position = text(theme, "position");
    let into = if position == "inline" { get(theme, "into") } else { None };
    let place = match options.into.take().or(into) {
        Some(into) => Place::Inside(into),
        None if position == "centre" => Place::Modal,
        None => Place::Above,
    };
    let is_inline = matches!(place, Place::Inside(_));
    if is_inline {
        "inline".clone_into(&mut position);
    }
    let card_is = [
        (
            "class",
            &*["card ", &position, " ", form.kind.as_str(), " ", &form.said("style")].concat(),
        ),
        ("role", if is_inline { "region" } else { "dialog" }),
        ("aria-labelledby", "headline"),
        ("tabindex", "-1"),
        ("lang", &form.said("lang")),
        ("dir", &form.said("dir")),
    ];
    let Some(host) = HostPage::enter(view::CSS, place, &card_is) else {
        options.page.error("place-missing", "the page has no such element");
        return None;
    };
    options.asked.whole("version", form.version());
    options.asked.text("lang", &form.said("lang"));
    options.asked.text("device", host.device().as_str());
    let (step, focused) = (Step::Question, form.kind.scale().min);
    let shown = ArcRwSignal::new(Shown { step, focused });
    let mounted = view::draw(&host.card, &form, &shown)?;
    let popup = Rc::new(Popup {
        options,
        form,
        host,
        is_inline,
        step: Cell::new(step),
        focused: Cell::new(focused),
        shown,
        has_typed_one: Cell::default(),
        held: RefCell::default(),
        shown_at_ms: clock::visitor_now().unix_ms(),
        tapped_at_ms: Cell::default(),
        typed_at_ms: Cell::default(),
        is_over: Cell::default(),
        mounted: Cell::new(mounted),
    });
    OPEN.set(Some(Rc::clone(&popup)));
    popup.watch_page();
    popup.show();
    popup.host.hold();
    send::on_renewed(renew);
    popup.after(SPOKEN_AFTER_MS, |popup| {
        // Focus that came in, as it does in a modal card, had it said by the card's name.
        if !popup.host.has_focus() {
            popup.speak_headline();
        }
    });
    popup.options.page.shown();
    Some(popup.host.element.clone())
}

/// Something happens to the open popup, if there is one.
pub(crate) fn act(act: Act) {
    if let Some(popup) = current() {
        popup.act(act);
    }
}

/// The visitor answers.
pub(crate) fn choose(value: u8) {
    if let Some(popup) = current() {
        popup.choose(value);
    }
}

/// The visitor sends the comment, which may be empty, or goes on without one.
pub(crate) fn finish(with_comment: bool, is_by_keyboard: bool) {
    let Some(popup) = current() else { return };
    if popup.step.get().after(Act::Finish).is_none() {
        return;
    }
    let comment = if with_comment { popup.comment() } else { String::new() };
    popup.send_at(Moment::Commented(comment));
    if !is_by_keyboard {
        // Nothing is left to be pressed, and focus inside would keep the thanks open.
        popup.host.give_focus_back();
    }
    popup.act(Act::Finish);
}

/// The visitor pressed something else than a button: beside a modal card, on its backdrop, it closes
/// the card, unless there is a comment to be lost.
pub(crate) fn press_beside(event: &JsValue) {
    let Some(popup) = current() else { return };
    if popup.host.is_beside(event) && popup.comment().is_empty() {
        popup.act(Act::Close);
    }
}

/// The visitor pressed Tab. Whether focus was led from one end of the card to the other.
pub(crate) fn cycle_focus(is_back: bool) -> bool {
    current().is_some_and(|popup| popup.host.cycle_focus(is_back))
}

/// The visitor is writing a comment.
pub(crate) fn typed() {
    let Some(popup) = current() else { return };
    popup.typed_at_ms.set(Some(clock::visitor_now().unix_ms()));
    let len = popup.comment().encode_utf16().count();
    let is_counted = len + COUNT_FROM_LEFT >= COMMENT_MAX_CHARS;
    let [len_text, most] = [len, COMMENT_MAX_CHARS].map(|n| digits(n as u32));
    let count = if is_counted { [&len_text, " / ", &most].concat() } else { String::new() };
    popup.write("#count", &count);
    if len >= COMMENT_MAX_CHARS {
        popup.write(STATUS, &text(&popup.form.words, "too_long"));
    }
}

/// The visitor pressed a key that may move focus along the scale from the answer `value`. Arrows
/// choose nothing: a choice is sent, and can't be taken back. Whether it did.
pub(crate) fn move_focus(key: &str, value: u8) -> bool {
    let Some(popup) = current() else { return false };
    let scale = popup.form.kind.scale();
    let position = usize::from(value.saturating_sub(scale.min));
    let is_rtl = popup.form.said("dir") == "rtl";
    let Some(next) = keys::focus_after(key, position, scale.len(), is_rtl) else { return false };
    let next = scale.min.saturating_add(u8::try_from(next).unwrap_or_default());
    popup.focused.set(next);
    popup.show();
    popup.host.focus(&["#", &keys::answer_id(next)].concat());
    true
}

/// The visitor pressed a key that may be a digit of an answer. Whether it was.
pub(crate) fn type_digit(key: &str) -> bool {
    let Some(popup) = current().filter(|popup| popup.step.get() == Step::Question) else {
        return false;
    };
    match keys::typed(key, popup.has_typed_one.take(), popup.form.kind.scale()) {
        Some(Typed::Answer(value)) => popup.choose(value),
        Some(Typed::OneOrTen) => {
            popup.has_typed_one.set(true);
            popup.after(TEN_WAIT_MS, |popup| {
                if popup.has_typed_one.take() {
                    popup.choose(1);
                }
            });
        }
        None => return false,
    }
    true
}

fn renew(old: ResponseId, new: ResponseId) {
    if let Some(popup) = current()
        && let Some(held) = popup.held.borrow_mut().as_mut()
    {
        held.renew(old, new);
    }
}

impl Popup {
    fn act(self: &Rc<Self>, act: Act) {
        let Some(step) = self.step.get().after(act) else { return };
        let had_focus = self.host.has_focus();
        self.step.set(step);
        self.show();
        match step {
            Step::Question => {}
            Step::Chosen(score) => self.chosen(score),
            Step::Comment(_) => {
                if had_focus {
                    // Where focus goes is said; the question before is over.
                    self.write(STATUS, "");
                    // A finger's first touch should not bring up a keyboard over half the page.
                    let is_touched = self.host.is_touched();
                    self.after(0, if is_touched { focus_card } else { focus_comment });
                } else {
                    self.after(0, Popup::speak_headline);
                }
            }
            Step::Thanks(_) => {
                let has_button = self.offer_button();
                if had_focus {
                    self.after(0, focus_card);
                }
                self.after(0, Popup::speak_headline);
                if self.is_inline {
                    // What is below would jump up under somebody's pointer.
                    self.tell_closed();
                } else if !has_button && !self.options.is_preview {
                    self.after(THANKS_MS, Popup::close_when_seen);
                }
            }
            Step::Closed(score) => self.leave(score),
        }
    }

    /// Has the view show the state as it is now.
    fn show(&self) {
        let (step, focused) = (self.step.get(), self.focused.get());
        if let Some(screen) = step.screen() {
            if self.is_inline {
                // A part of the page that shrinks takes what is below it along.
                self.host
                    .dress("min-height", &px(property::number(&self.host.card, "offsetHeight")));
            }
            self.host.mark("data-screen", screen);
            self.write("#headline", &self.form.headline(step));
            self.shown.set(Shown { step, focused });
        }
    }

    /// Puts the button for the answer's group under the thanks. Whether there is one.
    fn offer_button(&self) -> bool {
        let button = self.step.get().score().and_then(|score| self.form.button(score));
        if let (Some(button), Some(link)) = (&button, self.host.find("#more")) {
            set(&link, "href", &text(button, "url").into());
            set(&link, "textContent", &text(button, "label").into());
        }
        button.is_some()
    }

    /// Tells the page, once, that the popup is in nobody's way any more.
    fn tell_closed(&self) {
        if !self.is_over.replace(true) {
            let page = self.options.page.clone();
            clock::after(0, Box::new(move || page.closed()));
        }
    }

    fn choose(self: &Rc<Self>, value: u8) {
        if let Ok(score) = Score::new(self.form.kind, i64::from(value)) {
            self.act(Act::Choose(score));
        }
    }

    fn chosen(self: &Rc<Self>, score: Score) {
        let now = clock::visitor_now();
        self.tapped_at_ms.set(now.unix_ms());
        // Where nothing is held, nothing can be sent.
        if !self.options.is_preview {
            self.held.replace(Some(Held::new(Answer {
                id: ResponseId::new(clock::now(), random::bits()),
                score,
                comment: None,
                complete: false,
                elapsed_ms: u32::try_from(now.unix_ms() - self.shown_at_ms).unwrap_or_default(),
            })));
            self.send_when_due();
        }
        self.after(CHOSEN_SEEN_MS, |popup| popup.act(Act::AskForComment));
        self.options.page.answered(score);
    }

    fn leave(self: &Rc<Self>, score: Option<Score>) {
        self.send_at(Moment::Closed);
        self.host.mark("data-leaving", "true");
        // First, for until then nothing behind a modal card can be focused.
        self.host.let_go();
        self.host.give_focus_back();
        self.after(LEAVING_MS, |popup| {
            popup.mounted.take();
            // The element goes with the last one who holds the popup, which is the timer.
            OPEN.take();
            popup.tell_closed();
        });
        if score.is_none() {
            self.options.page.dismissed();
        }
    }

    fn send_when_due(self: &Rc<Self>) {
        let now_ms = clock::visitor_now().unix_ms();
        let due_ms = due_in_ms(self.tapped_at_ms.get(), self.typed_at_ms.get(), now_ms);
        if due_ms > 0 {
            self.after(i32::try_from(due_ms).unwrap_or_default(), Popup::send_when_due);
        } else {
            self.send_at(Moment::WaitOver);
        }
    }

    fn send_at(&self, moment: Moment) {
        if let Some(body) = self.body_at(moment) {
            send::deliver(&self.options.base, &self.options.page, body);
        }
    }

    fn body_at(&self, moment: Moment) -> Option<Body> {
        let mut held = self.held.borrow_mut();
        let state = held.as_mut()?.at(moment)?;
        let json = response_json::write(&self.options.asked, state.answer);
        Body::new(&json, Instant::from_unix_ms(self.tapped_at_ms.get()), state.is_tried)
    }

    fn watch_page(self: &Rc<Self>) {
        let popup = Rc::downgrade(self);
        let hand_over = move |_| {
            if let Some(popup) = popup.upgrade()
                && let Some(body) = popup.body_at(Moment::PageHidden)
            {
                send::hand_over(&popup.options.base, body);
            }
        };
        self.host.listen(&window(), "pagehide", Box::new(hand_over));
        if let Some(document) = get(&window(), "document") {
            let (popup, seen) = (Rc::downgrade(self), document.clone());
            let send = move |_| {
                if let Some(popup) = popup.upgrade().filter(|_| is(&seen, "hidden")) {
                    // Unlike a beacon, this tells whether it arrived, should the page come back.
                    popup.send_at(Moment::PageHidden);
                }
            };
            self.host.listen(&document, "visibilitychange", Box::new(send));
        }
        self.host.listen_inside("click", view::on_click);
        self.host.listen_inside("keydown", view::on_key);
        self.host.listen_inside("input", view::on_input);
        // A modal card that the browser closes (a back gesture, a key of its own) goes as by ours.
        self.host.listen(&self.host.card, "close", Box::new(|_| act(Act::Close)));
        self.host.stay_above_keyboard();
        dress::dress(&self.host, &self.form.theme);
    }

    fn close_when_seen(self: &Rc<Self>) {
        // A finger leaves no pointer behind, but browsers pretend that it does. A modal card is under
        // every pointer, by its backdrop: what is on it counts.
        let is_pointed_at =
            !self.host.is_touched() && self.host.find(":not(dialog):hover").is_some();
        if is_pointed_at || self.host.has_focus() {
            self.after(STAYING_MS, Popup::close_when_seen);
        } else {
            self.act(Act::Close);
        }
    }

    /// What stands in the comment field.
    fn comment(&self) -> String {
        let field = self.host.find(FIELD);
        field.and_then(|field| property::text(&field, "value")).unwrap_or_default()
    }

    /// Has assistive technology say the headline, without moving focus.
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

    /// Does something later, unless the popup is gone by then.
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

fn focus_card(popup: &Rc<Popup>) {
    focus(&popup.host.card);
}

fn focus_comment(popup: &Rc<Popup>) {
    popup.host.focus(FIELD);
}
