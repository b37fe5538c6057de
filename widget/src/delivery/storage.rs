//! The visitor's storage. Edge: `localStorage` of the page, in which every access may throw.

use core::cell::RefCell;

use wasm_bindgen::JsValue;

use super::queue::Queue;
use crate::{
    clock,
    property::{call, get, text, window},
};

/// The key; the loader looks at it, too, to know whether there is anything to send.
const KEY: &str = "hearby:queue";

thread_local! {
    /// The queue of this page view, once the storage has failed.
    static MEMORY: RefCell<Option<Queue>> = const { RefCell::new(None) };
}

/// What waits now.
pub(super) fn load() -> Queue {
    if let Some(queue) = MEMORY.with_borrow(Clone::clone) {
        return queue;
    }
    Queue::parse(&stored().unwrap_or_default(), clock::visitor_now())
}

/// Writes what waits. Another tab may do the same at once: at worst an answer is sent twice, which
/// the collector takes as one.
pub(super) fn save(queue: Queue) {
    let wanted = queue.to_text();
    if let Some(storage) = storage() {
        match &wanted {
            Some(text) => call(&storage, "setItem", &[KEY.into(), text.into()]),
            None => call(&storage, "removeItem", &[KEY.into()]),
        };
    }
    // Neither tells whether it worked. A queue that can't be emptied would be sent for ever.
    MEMORY.set(if stored() == wanted { None } else { Some(queue) });
}

/// Forgets what the storage did not take.
pub(super) fn discard() {
    MEMORY.set(None);
}

fn stored() -> Option<String> {
    text(&storage()?, KEY)
}

fn storage() -> Option<JsValue> {
    get(&window(), "localStorage")
}
