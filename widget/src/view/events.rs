//! Handlers of the visitor's events on the card. There is one listener for each kind of event; the
//! target's id decides the action.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::{
    flow::Act,
    keys,
    popup::Popup,
    property::{call, get, is, number, text},
};

/// Handles a press, by finger, pointer or key.
pub(crate) fn on_click(popup: &Rc<Popup>, event: JsValue) {
    let target = target_of(&event);
    let button = button_of(&target).unwrap_or_default();
    let id = text(&button, "id").unwrap_or_default();
    // Number of clicks of the pointer here; 0 for the keyboard.
    let clicks = number(&event, "detail") as u32;
    match id.as_str() {
        "more" => popup.act(Act::Close),
        "close" => popup.close(),
        // A reason may have come under the pointer, too.
        "" if is(&button, "value") => {
            if clicks < 2 {
                popup.pick(&button);
            }
        }
        "" => popup.press_beside(&target, &event),
        // The second click of a double click on an answer hits the button that has come under it.
        "change" if clicks < 2 => popup.change(),
        "skip" if clicks < 2 => popup.skip(clicks == 0),
        "send" if clicks < 2 => popup.finish(true, clicks == 0),
        id => {
            if let Some(value) = keys::answer_of(id) {
                popup.choose(value);
            }
        }
    }
}

/// Handles a key, wherever on the card focus is.
pub(crate) fn on_key(popup: &Rc<Popup>, event: JsValue) {
    // Keys during a composition belong to the input method: there, Esc and Enter end it.
    if is(&event, "isComposing") || is(&event, "altKey") {
        return;
    }
    let key = text(&event, "key").unwrap_or_default();
    if is(&event, "ctrlKey") || is(&event, "metaKey") {
        if key == "Enter" {
            popup.finish(true, true);
        }
        return;
    }
    let button = button_of(&target_of(&event));
    let answer = button.and_then(|button| keys::answer_of(&text(&button, "id")?));
    let is_ours = match (key.as_str(), answer) {
        ("Escape", _) => {
            popup.close();
            true
        }
        ("Tab", _) => popup.cycle_focus(is(&event, "shiftKey")),
        // Only with focus on the scale: a card that has just taken focus may get keys meant for the
        // page.
        (_, Some(value)) => popup.move_focus(&key, value) || popup.type_digit(&key),
        _ => false,
    };
    if is_ours {
        // The page should not scroll, nor close a dialog of its own.
        call(&event, "preventDefault", &[]);
    }
}

/// Handles input in the comment field.
pub(crate) fn on_input(popup: &Rc<Popup>, _: JsValue) {
    popup.typed();
}

/// Returns the target of an event inside the card. The event's own `target` is our element, because
/// the listener is outside of it.
fn target_of(event: &JsValue) -> JsValue {
    let path = call(event, "composedPath", &[]);
    path.and_then(|path| get(&path, "0")).unwrap_or_default()
}

/// Returns the button or link around an element.
fn button_of(target: &JsValue) -> Option<JsValue> {
    call(target, "closest", &["button,a".into()])
}
