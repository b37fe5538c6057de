//! The open popup: what follows each act of the visitor. One a page.
//!
//! In: the popup's state, its timers, and the wiring of flow, view, delivery and page. Out: the
//! decisions themselves (`flow`, `delivery`) and what is drawn (`view`).
//!
//! Callbacks of the browser and of the page run in here at any time, one inside the other: state is
//! in cells that are borrowed for one statement, never while somebody else's code runs.

use core::cell::{Cell, RefCell};
use std::rc::Rc;

use domain::{Kind, ResponseId, Score};
use leptos::{
    mount::{UnmountHandle, mount_to},
    prelude::{AnyView, IntoAny, Render, RwSignal, Set},
};
use wire::{form::Form, limits::COMMENT_MAX_CHARS};

use crate::{
    clock,
    delivery::{
        hold::{Held, Moment, due_in_ms},
        queue::Body,
        send,
    },
    flow::{Act, Step},
    host_page::HostPage,
    keys::{self, TEN_WAIT_MS, Typed},
    options::Options,
    property, random,
    response_json::{self, Answer, Context},
    view::{self, Shown},
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

thread_local! {
    static OPEN: RefCell<Option<Rc<Popup>>> = const { RefCell::new(None) };
}

/// One popup, from its first frame to the last.
pub(crate) struct Popup {
    options: Options,
    context: Context,
    host: HostPage,
    kind: Kind,
    step: Cell<Step>,
    shown: Shown,
    /// Whether a typed 1 waits for the 0 of a 10.
    has_typed_one: Cell<bool>,
    held: RefCell<Option<Held>>,
    shown_at_ms: i64,
    tapped_at_ms: Cell<i64>,
    typed_at_ms: Cell<Option<i64>>,
    mounted: RefCell<Option<UnmountHandle<<AnyView as Render>::State>>>,
}

/// The open popup.
pub(crate) fn current() -> Option<Rc<Popup>> {
    OPEN.with_borrow(Clone::clone)
}

/// Shows a form, unless a popup is open.
pub(crate) fn open(kind: Kind, form: Form, options: Options) {
    if current().is_some() {
        return;
    }
    let Some(host) = HostPage::enter(view::CSS) else { return };
    let Some(mount_point) = host.mount_point() else { return };
    let context = Context {
        site: options.site.clone(),
        survey: options.survey.clone(),
        version: form.version,
        touchpoint: options.touchpoint.clone(),
        page: options.page.clone(),
        lang: form.lang.clone(),
        device: host.device().as_str(),
        respondent: options.respondent.clone(),
        attributes: options.attributes.clone(),
    };
    let shown =
        Shown { step: RwSignal::new(Step::Question), screen: RwSignal::new(Step::Question) };
    let popup = Rc::new(Popup {
        options,
        context,
        host,
        step: Cell::new(Step::Question),
        shown,
        has_typed_one: Cell::default(),
        kind,
        held: RefCell::default(),
        shown_at_ms: clock::now().unix_ms(),
        tapped_at_ms: Cell::default(),
        typed_at_ms: Cell::default(),
        mounted: RefCell::default(),
    });
    OPEN.set(Some(Rc::clone(&popup)));
    let mounted = mount_to(mount_point, move || view::popup(kind, form, shown).into_any());
    popup.mounted.replace(Some(mounted));
    popup.watch_page();
    send::on_renewed(renew);
    clock::after(SPOKEN_AFTER_MS, popup.then(|popup| popup.speak_headline()));
    popup.options.events.shown();
}

/// Something happens to the open popup, if there is one.
pub(crate) fn act(act: Act) {
    if let Some(popup) = current() {
        popup.act(act);
    }
}

/// The visitor sends the comment, which may be empty.
pub(crate) fn finish(is_by_keyboard: bool) {
    if let Some(popup) = current() {
        let comment = popup.comment();
        popup.finish(comment, is_by_keyboard);
    }
}

/// The visitor goes on without a comment, whatever stands in the field.
pub(crate) fn finish_without_comment(is_by_keyboard: bool) {
    if let Some(popup) = current() {
        popup.finish(String::new(), is_by_keyboard);
    }
}

/// The visitor is writing a comment; its length in UTF-16 units. `too_long` is said at the limit.
pub(crate) fn typed(too_long: &str) -> usize {
    let Some(popup) = current() else { return 0 };
    popup.typed_at_ms.set(Some(clock::now().unix_ms()));
    let len = popup.comment().encode_utf16().count();
    if len >= COMMENT_MAX_CHARS {
        popup.speak(too_long);
    }
    len
}

/// The visitor pressed a key that may be a digit.
pub(crate) fn type_digit(key: &str) {
    let Some(popup) = current().filter(|popup| popup.step.get() == Step::Question) else { return };
    match keys::typed(key, popup.has_typed_one.take(), popup.kind.scale()) {
        Some(Typed::Answer(value)) => popup.choose(value),
        Some(Typed::OneOrTen) => {
            popup.has_typed_one.set(true);
            clock::after(
                TEN_WAIT_MS,
                popup.then(|popup| {
                    if popup.has_typed_one.take() {
                        popup.choose(1);
                    }
                }),
            );
        }
        None => {}
    }
}

fn renew(old: ResponseId, new: ResponseId) {
    if let Some(popup) = current()
        && let Some(held) = popup.held.borrow_mut().as_mut()
    {
        held.renew(old, new);
    }
}

impl Popup {
    /// Our place on the page.
    pub(crate) fn host(&self) -> &HostPage {
        &self.host
    }

    fn act(self: &Rc<Self>, act: Act) {
        let Some(step) = self.step.get().after(act) else { return };
        let had_focus = self.host.has_focus();
        self.step.set(step);
        self.shown.step.set(step);
        if matches!(step, Step::Comment(_) | Step::Thanks(_)) {
            self.shown.screen.set(step);
        }
        match step {
            Step::Question => {}
            Step::Chosen(score) => self.chosen(score),
            Step::Comment(_) => {
                if had_focus {
                    // A finger's first touch should not bring up a keyboard over half the page.
                    self.focus_soon(if self.host.is_touched() { ".card" } else { "textarea" });
                }
            }
            Step::Thanks(_) => {
                if had_focus {
                    self.focus_soon(".card");
                }
                clock::after(0, self.then(|popup| popup.speak_headline()));
                self.close_when_seen(THANKS_MS);
            }
            Step::Closed(score) => self.leave(score),
        }
    }

    fn choose(self: &Rc<Self>, value: u8) {
        if let Ok(score) = Score::new(self.kind, i64::from(value)) {
            self.act(Act::Choose(score));
        }
    }

    fn finish(self: &Rc<Self>, comment: String, is_by_keyboard: bool) {
        if self.step.get().after(Act::Finish).is_none() {
            return;
        }
        self.send_at(Moment::Commented(comment));
        if !is_by_keyboard {
            // Nothing is left to be pressed, and focus inside would keep the thanks open.
            self.host.give_focus_back();
        }
        self.act(Act::Finish);
    }

    /// What stands in the comment field.
    fn comment(&self) -> String {
        let field = self.host.find("textarea");
        field.and_then(|field| property::text(&field, "value")).unwrap_or_default()
    }

    fn speak_headline(&self) {
        let words = self.host.find("#headline").and_then(|headline| headline.text_content());
        self.speak(&words.unwrap_or_default());
    }

    /// Has assistive technology say something, without moving focus.
    fn speak(&self, words: &str) {
        if let Some(status) = self.host.find(".status") {
            status.set_text_content(Some(words));
        }
    }

    fn chosen(self: &Rc<Self>, score: Score) {
        let now_ms = clock::now().unix_ms();
        self.tapped_at_ms.set(now_ms);
        self.held.replace(Some(Held::new(Answer {
            id: ResponseId::new(clock::now(), random::bits()),
            score,
            comment: None,
            complete: false,
            elapsed_ms: u32::try_from(now_ms - self.shown_at_ms).unwrap_or_default(),
        })));
        self.send_when_due();
        clock::after(CHOSEN_SEEN_MS, self.then(|popup| popup.act(Act::AskForComment)));
        self.options.events.answered(score);
    }

    fn leave(self: &Rc<Self>, score: Option<Score>) {
        self.send_at(Moment::Closed);
        self.host.give_focus_back();
        clock::after(
            LEAVING_MS,
            self.then(|popup| {
                popup.mounted.take();
                OPEN.take();
                // The element goes with the last one who holds the popup, which is this callback.
                let events = popup.options.events.clone();
                drop(popup);
                events.closed();
            }),
        );
        if score.is_none() {
            self.options.events.dismissed();
        }
    }

    fn send_when_due(self: &Rc<Self>) {
        let now_ms = clock::now().unix_ms();
        let due_ms = due_in_ms(self.tapped_at_ms.get(), self.typed_at_ms.get(), now_ms);
        if due_ms > 0 {
            let due_ms = i32::try_from(due_ms).unwrap_or_default();
            clock::after(due_ms, self.then(|popup| popup.send_when_due()));
        } else {
            self.send_at(Moment::WaitOver);
        }
    }

    fn send_at(&self, moment: Moment) {
        if let Some(body) = self.body_at(moment) {
            send::deliver(&self.options.base, &self.options.events, body);
        }
    }

    fn body_at(&self, moment: Moment) -> Option<Body> {
        let mut held = self.held.borrow_mut();
        let answer = held.as_mut()?.at(moment)?;
        Body::parse(&response_json::write(&self.context, answer))
    }

    fn watch_page(self: &Rc<Self>) {
        let window = self.host.window();
        let popup = Rc::downgrade(self);
        self.host.listen(window.clone().into(), "pagehide", move |_| {
            if let Some(popup) = popup.upgrade()
                && let Some(body) = popup.body_at(Moment::PageHidden)
            {
                send::hand_over(&popup.options.base, body);
            }
        });
        let Some(document) = window.document() else { return };
        let popup = Rc::downgrade(self);
        self.host.listen(document.clone().into(), "visibilitychange", move |_| {
            if let Some(popup) = popup.upgrade().filter(|_| document.hidden()) {
                // Unlike a beacon, this tells whether it arrived, should the page come back.
                popup.send_at(Moment::PageHidden);
            }
        });
        if let Some(card) = self.host.find(".card") {
            self.host.stay_above_keyboard(card);
        }
    }

    fn focus_soon(self: &Rc<Self>, selector: &'static str) {
        // After the view has drawn the step, which it does before the next timer.
        clock::after(0, self.then(move |popup| popup.host.focus(selector)));
    }

    fn close_when_seen(self: &Rc<Self>, wait_ms: i32) {
        clock::after(
            wait_ms,
            self.then(|popup| {
                // A finger leaves no pointer behind, but browsers pretend that it does.
                let is_pointed_at =
                    !popup.host.is_touched() && popup.host.find(".card:hover").is_some();
                if is_pointed_at || popup.host.has_focus() {
                    popup.close_when_seen(STAYING_MS);
                } else {
                    popup.act(Act::Close);
                }
            }),
        );
    }

    /// A callback that does nothing once the popup is gone.
    fn then(self: &Rc<Self>, then: impl FnOnce(Rc<Popup>) + 'static) -> Box<dyn FnOnce()> {
        let popup = Rc::downgrade(self);
        Box::new(move || {
            if let Some(popup) = popup.upgrade() {
                then(popup);
            }
        })
    }
}
