//! Mouse and keyboard as a person uses them: the mouse goes to a point and presses, keys go down
//! and up. The browser decides which element they meet, so a covered element can't be clicked.

use serde_json::{Value, json};

use super::Browser;

/// Keys without a character, as WebDriver names them.
pub mod key {
    /// Tab.
    pub const TAB: &str = "\u{e004}";
    /// Enter.
    pub const ENTER: &str = "\u{e007}";
    /// Escape.
    pub const ESCAPE: &str = "\u{e00c}";
    /// Space.
    pub const SPACE: &str = " ";
    /// Left arrow.
    pub const LEFT: &str = "\u{e012}";
    /// Right arrow.
    pub const RIGHT: &str = "\u{e014}";
    /// Up arrow.
    pub const UP: &str = "\u{e013}";
    /// Down arrow.
    pub const DOWN: &str = "\u{e015}";
    /// Home: the first of a row.
    pub const HOME: &str = "\u{e011}";
    /// End: the last of a row.
    pub const END: &str = "\u{e010}";
}

const SHIFT: &str = "\u{e008}";

impl Browser {
    /// Clicks with the mouse, or taps with a finger where there is touch, at a point of the viewport
    /// in CSS pixels.
    #[track_caller]
    pub fn click_at(&self, x: f64, y: f64) {
        let (x, y) = (x.round() as i64, y.round() as i64);
        let pointer = if self.has_touch.get() { "touch" } else { "mouse" };
        self.act(&json!({
            "type": "pointer",
            "id": pointer,
            "parameters": {"pointerType": pointer},
            "actions": [
                {"type": "pointerMove", "duration": 0, "x": x, "y": y, "origin": "viewport"},
                {"type": "pointerDown", "button": 0},
                {"type": "pointerUp", "button": 0},
            ],
        }));
    }

    /// Calls [`Browser::click_at`] on the middle of the page's element that fits a selector.
    #[track_caller]
    pub fn click_on(&self, selector: &str) {
        let middle = self.run_with(
            "const element = document.querySelector(arguments[0]);\
             element.scrollIntoView({block: 'center', behavior: 'instant'});\
             const {left, top, width, height} = element.getBoundingClientRect();\
             return [left + width / 2, top + height / 2]",
            &json!([selector]),
        );
        let [x, y]: [f64; 2] = serde_json::from_value(middle).expect("an element");
        self.click_at(x, y);
    }

    /// Moves the mouse to a point of the viewport, without a click.
    #[track_caller]
    pub fn move_to(&self, x: f64, y: f64) {
        let (x, y) = (x.round() as i64, y.round() as i64);
        let step =
            json!({"type": "pointerMove", "duration": 0, "x": x, "y": y, "origin": "viewport"});
        self.act(&json!({
            "type": "pointer",
            "id": "mouse",
            "parameters": {"pointerType": "mouse"},
            "actions": [step],
        }));
    }

    /// Turns the mouse wheel over a point of the viewport, downwards by `by_px`.
    #[track_caller]
    pub fn turn_wheel_at(&self, x: f64, y: f64, by_px: u32) {
        let (x, y) = (x.round() as i64, y.round() as i64);
        let step = json!({"type": "scroll", "duration": 0, "x": x, "y": y, "deltaX": 0,
            "deltaY": by_px, "origin": "viewport"});
        self.act(&json!({"type": "wheel", "id": "wheel", "actions": [step]}));
    }

    /// Releases all keys and buttons that are still held.
    #[track_caller]
    pub(super) fn release_keys(&self) {
        self.session.delete("/actions");
    }

    /// Presses and releases one key.
    #[track_caller]
    pub fn press(&self, key: &str) {
        self.type_keys(&[key]);
    }

    /// Presses Tab while Shift is held: one stop back.
    #[track_caller]
    pub fn press_shift_tab(&self) {
        let actions = [
            json!({"type": "keyDown", "value": SHIFT}),
            json!({"type": "keyDown", "value": key::TAB}),
            json!({"type": "keyUp", "value": key::TAB}),
            json!({"type": "keyUp", "value": SHIFT}),
        ];
        self.act(&json!({"type": "key", "id": "keyboard", "actions": actions}));
    }

    /// Types a text, key by key.
    #[track_caller]
    pub fn type_text(&self, text: &str) {
        let keys: Vec<String> = text.chars().map(|c| c.to_string()).collect();
        self.type_keys(&keys.iter().map(String::as_str).collect::<Vec<_>>());
    }

    #[track_caller]
    fn type_keys(&self, keys: &[&str]) {
        let stroke = |key: &&str| {
            [json!({"type": "keyDown", "value": *key}), json!({"type": "keyUp", "value": *key})]
        };
        let actions: Vec<Value> = keys.iter().flat_map(stroke).collect();
        self.act(&json!({"type": "key", "id": "keyboard", "actions": actions}));
    }

    #[track_caller]
    fn act(&self, source: &Value) {
        self.session.post("/actions", &json!({"actions": [source]}));
    }
}
