//! The popup's place on a page that isn't ours. Edge: the host page's DOM.
//!
//! In: the element with its shadow root, the style sheet, the top layer, focus on the way in and
//! out, events kept from the page's own listeners, the sort of device. Out: what is drawn inside.

use core::cell::RefCell;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{
    CssStyleSheet, Document, Event, EventTarget, FocusEvent, HtmlElement, ShadowRoot,
    ShadowRootInit, ShadowRootMode, Window,
};
use wire::response::Device;

use crate::property;

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
    "pointerdown",
    "pointerup",
    "touchend",
    "touchstart",
    "paste",
];

/// A narrow screen in CSS pixels: the smaller side of the smallest tablets is 600.
const PHONE_BELOW_PX: &str = "(max-width:599px),(max-height:599px)";

/// A listener that must be taken off again.
struct Listener {
    target: EventTarget,
    name: &'static str,
    closure: Closure<dyn Fn(Event)>,
}

/// Our element on the page; gone, with every listener, when this is dropped.
pub(crate) struct HostPage {
    window: Window,
    element: HtmlElement,
    root: ShadowRoot,
    came_from: Rc<RefCell<Option<HtmlElement>>>,
    listeners: RefCell<Vec<Listener>>,
}

impl HostPage {
    /// Puts our element on the page, with these styles; `None` where a page has no document or
    /// the browser no shadow roots.
    pub(crate) fn enter(css: &str) -> Option<HostPage> {
        let window = web_sys::window()?;
        let document = window.document()?;
        let element: HtmlElement = document.create_element(ELEMENT).ok()?.unchecked_into();
        let root = element.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).ok()?;
        style(&document, &root, css);
        // Beside the body, where neither its transforms nor a framework that redraws it reach.
        document.document_element()?.append_child(&element).ok()?;
        // Without popovers (Safari below 17) the highest z-index has to do.
        let _ = element.set_attribute("popover", "manual");
        let _ = element.show_popover();
        let page = HostPage {
            window,
            element,
            root,
            came_from: Rc::default(),
            listeners: RefCell::default(),
        };
        page.remember_where_focus_came_from();
        for name in KEPT_IN {
            page.listen(page.element.clone().into(), name, |event| event.stop_propagation());
        }
        Some(page)
    }

    /// Calls `handle` on each such event until the popup is gone.
    pub(crate) fn listen(
        &self,
        target: EventTarget,
        name: &'static str,
        handle: impl Fn(Event) + 'static,
    ) {
        let closure: Closure<dyn Fn(Event)> = Closure::new(handle);
        let _ = target.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
        self.listeners.borrow_mut().push(Listener { target, name, closure });
    }

    /// The page's window.
    pub(crate) fn window(&self) -> &Window {
        &self.window
    }

    /// An element in which a view can be mounted.
    pub(crate) fn mount_point(&self) -> Option<HtmlElement> {
        let point = self.element.owner_document()?.create_element("div").ok()?;
        self.root.append_child(&point).ok()?;
        point.dyn_into().ok()
    }

    /// The first element inside that fits a selector.
    pub(crate) fn find(&self, selector: &str) -> Option<HtmlElement> {
        self.root.query_selector(selector).ok()??.dyn_into().ok()
    }

    /// Whether focus is inside.
    pub(crate) fn has_focus(&self) -> bool {
        self.root.active_element().is_some()
    }

    /// Moves focus to an element inside.
    pub(crate) fn focus(&self, selector: &str) {
        if let Some(element) = self.find(selector) {
            focus(&element);
        }
    }

    /// Gives focus back to where it was before it came in, if it is inside.
    pub(crate) fn give_focus_back(&self) {
        let Some(inside) = self.root.active_element() else { return };
        match self.came_from.borrow_mut().take().filter(|element| element.is_connected()) {
            Some(element) => focus(&element),
            None => {
                let _ = inside.unchecked_into::<HtmlElement>().blur();
            }
        }
    }

    /// Whether the main pointer is a finger.
    pub(crate) fn is_touched(&self) -> bool {
        self.matches("(pointer:coarse)")
    }

    /// The sort of device.
    pub(crate) fn device(&self) -> Device {
        match (self.is_touched(), self.matches(PHONE_BELOW_PX)) {
            (true, true) => Device::Phone,
            (true, false) => Device::Tablet,
            (false, _) => Device::Desktop,
        }
    }

    fn matches(&self, media: &str) -> bool {
        self.window.match_media(media).ok().flatten().is_some_and(|query| query.matches())
    }

    /// Keeps `--keyboard` on an element at the height that an on-screen keyboard covers.
    pub(crate) fn stay_above_keyboard(&self, element: HtmlElement) {
        let window: JsValue = self.window.clone().into();
        let Some(viewport) = property::get(&window, "visualViewport") else { return };
        let number = |object: &JsValue, key| property::number(object, key).unwrap_or_default();
        for name in ["resize", "scroll"] {
            let (window, seen, element) = (window.clone(), viewport.clone(), element.clone());
            self.listen(viewport.clone().unchecked_into(), name, move |_| {
                let covered = number(&window, "innerHeight")
                    - number(&seen, "height")
                    - number(&seen, "offsetTop");
                // A zoomed-in visitor sees less, too, but nothing is covered then.
                let covered = if number(&seen, "scale") > 1.01 { 0.0 } else { covered.max(0.0) };
                let _ = element.style().set_property("--keyboard", &format!("{covered}px"));
            });
        }
    }

    fn remember_where_focus_came_from(&self) {
        let (root, came_from) = (self.root.clone(), Rc::clone(&self.came_from));
        // On the shadow root: outside of it, the event would name our element alone.
        self.listen(self.root.clone().into(), "focusin", move |event| {
            let before = event.unchecked_ref::<FocusEvent>().related_target();
            let before = before.and_then(|target| target.dyn_into::<HtmlElement>().ok());
            if let Some(element) = before.filter(|element| !root.contains(Some(element))) {
                came_from.replace(Some(element));
            }
        });
    }
}

impl Drop for HostPage {
    fn drop(&mut self) {
        for Listener { target, name, closure } in self.listeners.take() {
            let callback = closure.as_ref().unchecked_ref();
            let _ = target.remove_event_listener_with_callback(name, callback);
        }
        self.element.remove();
    }
}

/// A constructed style sheet passes `style-src 'none'`; where there is none (Safari below 16.4), a
/// style element has to do.
fn style(document: &Document, root: &ShadowRoot, css: &str) {
    if let Ok(sheet) = CssStyleSheet::new()
        && sheet.replace_sync(css).is_ok()
    {
        property::set(root, "adoptedStyleSheets", &Array::of1(&sheet));
    } else if let Ok(element) = document.create_element("style") {
        element.set_text_content(Some(css));
        let _ = root.append_child(&element);
    }
}

/// Focus without scrolling the page.
fn focus(element: &HtmlElement) {
    if let Some(focus) = property::function(element, "focus") {
        let _ = focus.call1(element, &property::object([("preventScroll", true.into())]));
    }
}
