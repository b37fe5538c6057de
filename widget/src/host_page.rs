//! The popup's place on a page that isn't ours. Edge: the host page's DOM.
//!
//! In: the element with its shadow root, the style sheet, the top layer, focus on the way in and
//! out, events kept from the page's own listeners, the sort of device. Out: what is drawn inside.

use core::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use web_sys::HtmlElement;
use wire::response::Device;

use crate::property::{call, get, is, number, object, set, window};

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

/// Our element on the page; gone, with every listener, when this is dropped.
pub(crate) struct HostPage {
    element: JsValue,
    root: JsValue,
    came_from: Rc<RefCell<JsValue>>,
    /// Who is listened to, for what.
    listeners: RefCell<Vec<(JsValue, &'static str, Handler)>>,
}

impl HostPage {
    /// Puts our element on the page, with these styles; `None` where a page has no document or
    /// the browser no shadow roots.
    pub(crate) fn enter(css: &str) -> Option<HostPage> {
        let document = get(&window(), "document")?;
        let element = call(&document, "createElement", &[ELEMENT.into()])?;
        let root = call(&element, "attachShadow", &[object(&[("mode", "open".into())])])?;
        style(&document, &root, css);
        // Beside the body, where neither its transforms nor a framework that redraws it reach.
        call(&get(&document, "documentElement")?, "append", core::slice::from_ref(&element));
        // Without popovers (Safari below 17) the highest z-index has to do.
        call(&element, "setAttribute", &["popover".into(), "manual".into()]);
        call(&element, "showPopover", &[]);
        let page = HostPage {
            element,
            root,
            came_from: Rc::new(RefCell::new(JsValue::UNDEFINED)),
            listeners: RefCell::default(),
        };
        page.remember_where_focus_came_from();
        for name in KEPT_IN {
            let keep_in = |event| {
                call(&event, "stopPropagation", &[]);
            };
            page.listen(&page.element, name, Box::new(keep_in));
        }
        Some(page)
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

    /// An element in which a view can be mounted.
    pub(crate) fn mount_point(&self) -> Option<HtmlElement> {
        let point = call(&get(&window(), "document")?, "createElement", &["div".into()])?;
        call(&self.root, "append", core::slice::from_ref(&point));
        Some(point.unchecked_into())
    }

    /// The first element inside that fits a selector.
    pub(crate) fn find(&self, selector: &str) -> Option<JsValue> {
        call(&self.root, "querySelector", &[selector.into()])
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
            if is(&before, "isConnected") {
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

    /// Keeps `--keyboard` on an element at the height that an on-screen keyboard covers.
    pub(crate) fn stay_above_keyboard(&self, element: &JsValue) {
        let (Some(viewport), Some(style)) =
            (get(&window(), "visualViewport"), get(element, "style"))
        else {
            return;
        };
        for name in ["resize", "scroll"] {
            let (seen, style) = (viewport.clone(), style.clone());
            let follow = move |_| {
                let seen_px = number(&seen, "height") + number(&seen, "offsetTop");
                let covered_px = number(&window(), "innerHeight") - seen_px;
                // A zoomed-in visitor sees less, too, but nothing is covered then.
                let is_zoomed = number(&seen, "scale") > 1.01;
                let covered_px = if is_zoomed { 0.0 } else { covered_px };
                let value = px(covered_px);
                call(&style, "setProperty", &["--keyboard".into(), value.into()]);
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
    [&(length as u32).to_string(), "px"].concat()
}

/// Focus without scrolling the page.
fn focus(element: &JsValue) {
    call(element, "focus", &[object(&[("preventScroll", true.into())])]);
}

fn matches_media(query: &str) -> bool {
    call(&window(), "matchMedia", &[query.into()]).is_some_and(|media| is(&media, "matches"))
}
