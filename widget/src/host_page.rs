//! The popup's place on a page that isn't ours. Edge: the host page's DOM.
//!
//! In: the element with its shadow root and the card, the style sheet, the top layer, the page made
//! to wait behind a modal card, focus on the way in and out, events kept from the page's own
//! listeners, the sort of device. Out: what is drawn on the card.

use core::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use wire::response::Device;

use crate::{
    digits::digits,
    property::{call, get, is, number, object, query, set, text, window},
};

/// A name of our own, so that no rule of the page's style sheet is meant for it.
const ELEMENT: &str = "hearby-survey";

/// Events that end at our element. The page would see them with our element as their target: its
/// keyboard shortcuts would fire on letters of a comment, its focus trap would pull focus back, its
/// menus would close, and its analytics would record the answer.
const KEPT_IN: [&str; 14] = [
    "click",
    "focusin",
    "focusout",
    "input",
    "keydown",
    "keypress",
    "keyup",
    "mousedown",
    "mouseup",
    "paste",
    "pointerdown",
    "pointerup",
    "touchend",
    "touchstart",
];

/// A narrow screen in CSS pixels: the smaller side of the smallest tablets is 600.
const PHONE: &str = "(max-width:599px),(max-height:599px)";
/// The main pointer is a finger.
const TOUCHED: &str = "(pointer:coarse)";

#[wasm_bindgen]
extern "C" {
    /// A style sheet that passes `style-src 'none'`.
    type CSSStyleSheet;
    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<CSSStyleSheet, JsValue>;
}

type Handler = Closure<dyn Fn(JsValue)>;

/// Where on the page our element stands.
#[derive(Debug)]
pub(crate) enum Place {
    /// Above the page, which stays usable.
    Above,
    /// Above the page, which waits.
    Modal,
    /// In an element of the page: the element itself, or its selector.
    Inside(JsValue),
}

/// Our element on the page; gone, with every listener, when this is dropped.
pub(crate) struct HostPage {
    /// What stands on the page.
    pub(crate) element: JsValue,
    /// The page's element that ours is put into.
    parent: JsValue,
    root: JsValue,
    /// What everything is drawn on.
    pub(crate) card: JsValue,
    came_from: Rc<RefCell<JsValue>>,
    /// Who is listened to, for what.
    listeners: RefCell<Vec<(JsValue, &'static str, Handler)>>,
}

impl HostPage {
    /// Makes our element, with these styles and a card with these attributes; not yet on the page,
    /// so that all that is drawn on the card is styled and laid out once. `None` where a page has no
    /// document or no such place, or the browser no shadow roots.
    pub(crate) fn new(css: &str, place: Place, card_is: &[(&str, &str)]) -> Option<HostPage> {
        let document = get(&window(), "document")?;
        let create = |name: &str| call(&document, "createElement", &[name.into()]);
        let element = create(ELEMENT)?;
        let root = call(&element, "attachShadow", &[object(&[("mode", "open".into())])])?;
        style(&document, &root, css);
        // A modal dialog makes the page wait without a touch on any of its elements.
        let card = create(if matches!(place, Place::Modal) { "dialog" } else { "div" })?;
        for (name, value) in card_is {
            set_attribute(&card, name, value);
        }
        call(&root, "append", core::slice::from_ref(&card));
        // Beside the body, where neither its transforms nor a framework that redraws it reach.
        let parent = match place {
            Place::Inside(into) if into.is_string() => call(&document, "querySelector", &[into])?,
            Place::Inside(into) => into,
            _ => {
                set_attribute(&element, "popover", "manual");
                get(&document, "documentElement")?
            }
        };
        Some(HostPage {
            element,
            parent,
            root,
            card,
            came_from: Rc::new(RefCell::new(JsValue::UNDEFINED)),
            listeners: RefCell::default(),
        })
    }

    /// Puts our element on the page. Whether it is there: not so where the page handed over
    /// something else than an element of its own.
    pub(crate) fn enter(&self) -> bool {
        call(&self.parent, "append", core::slice::from_ref(&self.element));
        // Without popovers (Safari below 17) the highest z-index has to do.
        call(&self.element, "showPopover", &[]);
        self.remember_where_focus_came_from();
        for name in KEPT_IN {
            let keep_in = |event| {
                call(&event, "stopPropagation", &[]);
            };
            self.listen(&self.element, name, Box::new(keep_in));
        }
        is(&self.element, "isConnected")
    }

    /// Calls `handle` on each such event until the popup is gone.
    pub(crate) fn listen(
        &self,
        target: &JsValue,
        name: &'static str,
        handle: Box<dyn Fn(JsValue)>,
    ) {
        let handler = Closure::wrap(handle);
        call(target, "addEventListener", &[name.into(), handler.as_ref().clone()]);
        self.listeners.borrow_mut().push((target.clone(), name, handler));
    }

    /// Calls `handle` on each such event inside, until the popup is gone.
    pub(crate) fn listen_inside(&self, name: &'static str, handle: fn(JsValue)) {
        self.listen(&self.root, name, Box::new(handle));
    }

    /// Makes the page wait, if the card is modal: nothing of it can be reached until
    /// [`HostPage::let_go`]. Focus goes to the card, from where no key chooses an answer.
    pub(crate) fn hold(&self) {
        if is(&self.card, "showModal") {
            call(&self.card, "showModal", &[]);
            focus(&self.card);
        }
    }

    /// Lets a page that waits go on.
    pub(crate) fn let_go(&self) {
        call(&self.card, "close", &[]);
    }

    /// Whether a pointer went beside a modal card, on its backdrop.
    pub(crate) fn is_beside(&self, event: &JsValue) -> bool {
        // A key's click on what is inside may have no place at all.
        if !is(&self.card, "open") || get(event, "target").as_ref() != Some(&self.card) {
            return false;
        }
        let Some(rect) = call(&self.card, "getBoundingClientRect", &[]) else { return false };
        let [x, y] = ["clientX", "clientY"].map(|name| number(event, name));
        x < number(&rect, "left")
            || x > number(&rect, "right")
            || y < number(&rect, "top")
            || y > number(&rect, "bottom")
    }

    /// Takes focus from one end of a modal card to the other, if that is where it would leave.
    /// Whether it did.
    pub(crate) fn cycle_focus(&self, is_back: bool) -> bool {
        let stops = call(&self.card, "querySelectorAll", &["button,textarea,summary,a".into()]);
        let Some(stops) = stops.filter(|_| is(&self.card, "open")) else { return false };
        let mut ends = None;
        for index in 0..number(&stops, "length") as u32 {
            let stop = get(&stops, &digits(index)).unwrap_or_default();
            // What isn't seen has no width, and only one answer is a stop.
            if number(&stop, "offsetWidth") > 0.0 && number(&stop, "tabIndex") >= 0.0 {
                let first = ends.map_or_else(|| stop.clone(), |(first, _)| first);
                ends = Some((first, stop));
            }
        }
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
        set_attribute(&self.card, name, value);
    }

    /// The font of the page, at the place where we are.
    pub(crate) fn font(&self) -> Option<String> {
        let body = get(&get(&window(), "document")?, "body");
        let around = if is(&self.element, "popover") { body? } else { self.parent.clone() };
        text(&call(&window(), "getComputedStyle", &[around])?, "fontFamily")
    }

    /// The first element inside that fits a selector.
    pub(crate) fn find(&self, selector: &str) -> Option<JsValue> {
        query(&self.root, selector)
    }

    /// Whether focus is inside.
    pub(crate) fn has_focus(&self) -> bool {
        is(&self.root, "activeElement")
    }

    /// Moves focus to an element inside.
    pub(crate) fn focus(&self, selector: &str) {
        if let Some(element) = self.find(selector) {
            focus(&element);
        }
    }

    /// Gives focus back to where it was before it came in, if it is inside.
    pub(crate) fn give_focus_back(&self) {
        if let Some(inside) = get(&self.root, "activeElement") {
            let before = self.came_from.replace(JsValue::UNDEFINED);
            // Nothing behind a modal card can take it: the browser gives it back at the end.
            if is(&before, "isConnected") && !is(&self.card, "open") {
                focus(&before);
            } else {
                call(&inside, "blur", &[]);
            }
        }
    }

    /// Whether the main pointer is a finger.
    pub(crate) fn is_touched(&self) -> bool {
        matches_media(TOUCHED)
    }

    /// The sort of device.
    pub(crate) fn device(&self) -> Device {
        match (matches_media(TOUCHED), matches_media(PHONE)) {
            (true, true) => Device::Phone,
            (true, false) => Device::Tablet,
            (false, _) => Device::Desktop,
        }
    }

    /// Keeps `--keyboard` on the card at the height that an on-screen keyboard covers.
    pub(crate) fn stay_above_keyboard(&self) {
        let Some(viewport) = get(&window(), "visualViewport") else { return };
        for name in ["resize", "scroll"] {
            let (seen, card) = (viewport.clone(), self.card.clone());
            let follow = move |_| {
                let seen_px = number(&seen, "height") + number(&seen, "offsetTop");
                let covered_px = number(&window(), "innerHeight") - seen_px;
                // A zoomed-in visitor sees less, too, but nothing is covered then.
                let is_zoomed = number(&seen, "scale") > 1.01;
                let covered_px = if is_zoomed { 0.0 } else { covered_px };
                set_property(&card, "--keyboard", &px(covered_px));
            };
            self.listen(&viewport, name, Box::new(follow));
        }
    }

    fn remember_where_focus_came_from(&self) {
        let (root, came_from) = (self.root.clone(), Rc::clone(&self.came_from));
        let remember = move |event| {
            if let Some(before) = get(&event, "relatedTarget") {
                let contains = call(&root, "contains", core::slice::from_ref(&before));
                if contains.is_some_and(|contains| contains.is_falsy()) {
                    came_from.replace(before);
                }
            }
        };
        // On the shadow root: outside of it, the event would name our element alone.
        self.listen(&self.root, "focusin", Box::new(remember));
    }
}

impl Drop for HostPage {
    fn drop(&mut self) {
        for (target, name, handler) in self.listeners.take() {
            call(&target, "removeEventListener", &[name.into(), handler.as_ref().clone()]);
        }
        call(&self.element, "remove", &[]);
    }
}

fn style(document: &JsValue, root: &JsValue, css: &str) {
    if let Ok(sheet) = CSSStyleSheet::new() {
        call(&sheet, "replaceSync", &[css.into()]);
        let _ = Reflect::set(root, &"adoptedStyleSheets".into(), &Array::of1(&sheet));
    } else if let Some(element) = call(document, "createElement", &["style".into()]) {
        // Safari below 16.4 knows no constructed style sheets.
        set(&element, "textContent", &css.into());
        call(root, "append", &[element]);
    }
}

/// A length of whole CSS pixels; none below 0.
pub(crate) fn px(length: f64) -> String {
    [&digits(length as u32), "px"].concat()
}

/// Sets a property of an element's own style: by script, which passes `style-src 'none'`.
pub(crate) fn set_property(element: &JsValue, name: &str, value: &str) {
    if let Some(style) = get(element, "style") {
        call(&style, "setProperty", &[name.into(), value.into()]);
    }
}

/// Sets an attribute: by the import that leptos's renderer has anyway, at a fifth of the crossings
/// of a [`call`].
pub(crate) fn set_attribute(element: &JsValue, name: &str, value: &str) {
    let _ = element.unchecked_ref::<web_sys::Element>().set_attribute(name, value);
}

/// Focus without scrolling the page.
pub(crate) fn focus(element: &JsValue) {
    call(element, "focus", &[object(&[("preventScroll", true.into())])]);
}

/// A media query of the page's window.
pub(crate) fn media(query: &str) -> Option<JsValue> {
    call(&window(), "matchMedia", &[query.into()])
}

fn matches_media(query: &str) -> bool {
    media(query).is_some_and(|media| is(&media, "matches"))
}
