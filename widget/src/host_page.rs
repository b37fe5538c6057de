//! The popup's place on a page that isn't ours. Edge: the host page's DOM.
//!
//! In: everything done to the card and around it once it is there: listeners, focus on the way in
//! and out, the modal card's end, the on-screen keyboard, the sort of device. Not in: its placing
//! (`card/place.js`), its drawing (`card/card.js`).

use core::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::{JsValue, closure::Closure};
use wire::response::Device;

use crate::{
    property::{call, each, get, is, number, object, query, window},
    text::{digits, joined},
};

/// Media query of a narrow screen, in CSS pixels: the smaller side of the smallest tablets is 600.
const PHONE: &str = "(max-width:599px),(max-height:599px)";
/// Media query of a finger as the main pointer.
const TOUCHED: &str = "(pointer:coarse)";

type Handler = Closure<dyn Fn(JsValue)>;

/// Our element on the page. Dropping this removes it with every listener.
pub(crate) struct HostPage {
    /// The element on the page.
    pub(crate) element: JsValue,
    root: JsValue,
    /// The card on which everything is drawn.
    pub(crate) card: JsValue,
    came_from: Rc<RefCell<JsValue>>,
    /// Targets that are listened to, each with the event's name.
    listeners: RefCell<Vec<(JsValue, &'static str, Handler)>>,
}

impl HostPage {
    /// Takes over our element, as `card/place.js` put it on the page with its card. `None` if it is
    /// missing: a page may have removed it.
    pub(crate) fn of(element: JsValue) -> Option<HostPage> {
        let root = get(&element, "shadowRoot")?;
        let host = HostPage {
            card: query(&root, ".card")?,
            element,
            root,
            came_from: Rc::new(RefCell::new(JsValue::UNDEFINED)),
            listeners: RefCell::default(),
        };
        host.remember_where_focus_came_from();
        is(&host.element, "isConnected").then_some(host)
    }

    /// Calls `handle` on each such event until the popup is gone.
    pub(crate) fn listen(
        &self,
        target: &JsValue,
        name: &'static str,
        handle: Box<dyn Fn(JsValue)>,
    ) {
        let handler = Closure::wrap(handle);
        call(target, "addEventListener", &listener(target, name, &handler));
        self.listeners.borrow_mut().push((target.clone(), name, handler));
    }

    /// Calls `handle` on each such event inside, until the popup is gone. Events of the visitor come
    /// by `card/guard.js`: [`handed_over`].
    pub(crate) fn listen_inside(&self, name: &'static str, handle: Box<dyn Fn(JsValue)>) {
        self.listen(&self.root, name, handle);
    }

    /// True if it stands in an element of the page, as a part of it, and not above all of it.
    pub(crate) fn is_inline(&self) -> bool {
        let is_above = call(&self.element, "hasAttribute", &["popover".into()]);
        is_above.is_some_and(|is| is.is_falsy())
    }

    /// Ends the modal card, so that the page can be used.
    pub(crate) fn let_go(&self) {
        call(&self.card, "close", &[]);
    }

    /// True if a pointer pressed beside a modal card, on its backdrop.
    pub(crate) fn is_beside(&self, target: &JsValue, event: &JsValue) -> bool {
        // A click made by a key may have no coordinates at all.
        if !is(&self.card, "open") || *target != self.card {
            return false;
        }
        let Some(rect) = call(&self.card, "getBoundingClientRect", &[]) else { return false };
        let [x, y] = ["clientX", "clientY"].map(|name| number(event, name));
        x < number(&rect, "left")
            || x > number(&rect, "right")
            || y < number(&rect, "top")
            || y > number(&rect, "bottom")
    }

    /// Moves focus from one end of a modal card to the other, if that is where it would leave. True
    /// if it moved.
    pub(crate) fn cycle_focus(&self, is_back: bool) -> bool {
        if !is(&self.card, "open") {
            return false;
        }
        let mut ends = None;
        each(&self.card, "button,textarea,summary,a", &mut |stop| {
            // Hidden elements have no width, and only one answer is a tab stop.
            let is_stop = number(&stop, "offsetWidth") > 0.0 && number(&stop, "tabIndex") >= 0.0;
            if is_stop && !is(&stop, "disabled") {
                let first = ends.take().map_or_else(|| stop.clone(), |(first, _)| first);
                ends = Some((first, stop));
            }
        });
        let Some((first, last)) = ends else { return false };
        let (leaves_at, goes_to) = if is_back { (&first, &last) } else { (&last, &first) };
        let now = get(&self.root, "activeElement").unwrap_or_default();
        let leaves = now == *leaves_at || (is_back && now == self.card);
        if leaves {
            focus(goes_to);
        }
        leaves
    }

    /// Sets a property of the card's own style.
    pub(crate) fn dress(&self, name: &str, value: &str) {
        set_property(&self.card, name, value);
    }

    /// Sets an attribute of the card, for the style sheet to follow.
    pub(crate) fn mark(&self, name: &str, value: &str) {
        call(&self.card, "setAttribute", &[name.into(), value.into()]);
    }

    /// True if the card has an attribute with that value.
    pub(crate) fn is_marked(&self, name: &str, value: &str) -> bool {
        let marked = call(&self.card, "getAttribute", &[name.into()]);
        marked.is_some_and(|marked| marked == value)
    }

    /// Returns the first element inside that fits a selector.
    pub(crate) fn find(&self, selector: &str) -> Option<JsValue> {
        query(&self.root, selector)
    }

    /// True if focus is inside.
    pub(crate) fn has_focus(&self) -> bool {
        is(&self.root, "activeElement")
    }

    /// Moves focus to an element inside.
    pub(crate) fn focus(&self, selector: &str) {
        if let Some(element) = self.find(selector) {
            focus(&element);
        }
    }

    /// Gives focus back to the element that had it before, if focus is inside.
    pub(crate) fn give_focus_back(&self) {
        if let Some(inside) = get(&self.root, "activeElement") {
            let before = self.came_from.replace(JsValue::UNDEFINED);
            // Nothing behind a modal card can take focus: the browser gives it back at the end.
            if is(&before, "isConnected") && !is(&self.card, "open") {
                focus(&before);
            } else {
                call(&inside, "blur", &[]);
            }
        }
    }

    /// True if the main pointer is a finger.
    pub(crate) fn is_touched(&self) -> bool {
        matches_media(TOUCHED)
    }

    /// Returns the sort of device.
    pub(crate) fn device(&self) -> Device {
        match (matches_media(TOUCHED), matches_media(PHONE)) {
            (true, true) => Device::Phone,
            (true, false) => Device::Tablet,
            (false, _) => Device::Desktop,
        }
    }

    /// Keeps `--hearby-keyboard` on the card at the height that an on-screen keyboard covers.
    pub(crate) fn stay_above_keyboard(&self) {
        let Some(viewport) = get(&window(), "visualViewport") else { return };
        for name in ["resize", "scroll"] {
            let (seen, card) = (viewport.clone(), self.card.clone());
            let follow = move |_| {
                let seen_px = number(&seen, "height") + number(&seen, "offsetTop");
                let covered_px = number(&window(), "innerHeight") - seen_px;
                // A zoomed-in visitor sees less, too, but no keyboard covers anything then.
                let is_zoomed = number(&seen, "scale") > 1.01;
                let covered_px = if is_zoomed { 0.0 } else { covered_px };
                set_property(&card, "--hearby-keyboard", &px(covered_px));
            };
            self.listen(&viewport, name, Box::new(follow));
        }
    }

    fn remember_where_focus_came_from(&self) {
        let (root, came_from) = (self.root.clone(), Rc::clone(&self.came_from));
        let remember = move |event: JsValue| {
            if let Some(before) = get(&handed_over(event), "relatedTarget") {
                let contains = call(&root, "contains", core::slice::from_ref(&before));
                if contains.is_some_and(|contains| contains.is_falsy()) {
                    came_from.replace(before);
                }
            }
        };
        self.listen_inside("card:focusin", Box::new(remember));
    }
}

impl Drop for HostPage {
    fn drop(&mut self) {
        for (target, name, handler) in self.listeners.take() {
            call(&target, "removeEventListener", &listener(&target, name, &handler));
        }
        call(&self.element, "remove", &[]);
    }
}

/// Returns the arguments that add and remove a listener. On the window it captures, so none of the
/// page's own listeners can keep an event from us.
fn listener(target: &JsValue, name: &str, handler: &Handler) -> [JsValue; 3] {
    [name.into(), handler.as_ref().clone(), (*target == window()).into()]
}

/// Returns the event of the visitor that an event inside hands over; any other is returned as it is.
pub(crate) fn handed_over(event: JsValue) -> JsValue {
    get(&event, "detail").unwrap_or(event)
}

/// Formats a length in whole CSS pixels, at least 0.
pub(crate) fn px(length: f64) -> String {
    joined(&[&digits(length as u64), "px"])
}

/// Sets a property of an element's own style: by script, which `style-src 'none'` allows.
pub(crate) fn set_property(element: &JsValue, name: &str, value: &str) {
    if let Some(style) = get(element, "style") {
        call(&style, "setProperty", &[name.into(), value.into()]);
    }
}

/// Focuses an element without scrolling the page.
pub(crate) fn focus(element: &JsValue) {
    call(element, "focus", &[object(&[("preventScroll", true.into())])]);
}

fn matches_media(query: &str) -> bool {
    call(&window(), "matchMedia", &[query.into()]).is_some_and(|media| is(&media, "matches"))
}
