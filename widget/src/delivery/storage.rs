//! The visitor's storage. Edge: the page's `localStorage`, in which every access may throw.

use core::cell::RefCell;

use wasm_bindgen::JsValue;

use super::queue::Queue;
use crate::{
    clock,
    property::{call, get, text, window},
};

/// Key of the queue. The loader reads it, too, to find out if there is anything to send.
const KEY: &str = "hearby:queue";

thread_local! {
    /// Queue of this page view, once the storage has failed.
    static MEMORY: RefCell<Option<Queue>> = const { RefCell::new(None) };
}

/// Returns the queue.
pub(super) fn load() -> Queue {
    if let Some(queue) = MEMORY.with_borrow(Clone::clone) {
        return queue;
    }
    Queue::parse(&stored().unwrap_or_default(), clock::visitor_now())
}

/// Writes the queue. Another tab may write at the same time: at worst a response is sent twice,
/// which the collector counts as one.
pub(super) fn save(queue: Queue) {
    let wanted = queue.to_text();
    if let Some(storage) = storage() {
        match &wanted {
            Some(text) => call(&storage, "setItem", &[KEY.into(), text.into()]),
            None => call(&storage, "removeItem", &[KEY.into()]),
        };
    }
    // Neither call reports if it worked, so this compares. If the storage can't be changed, the
    // memory holds the queue; otherwise the old queue would be sent for ever.
    MEMORY.set(if stored() == wanted { None } else { Some(queue) });
}

/// Forgets the queue in memory, which the storage did not take.
pub(super) fn discard() {
    MEMORY.set(None);
}

fn stored() -> Option<String> {
    text(&storage()?, KEY)
}

fn storage() -> Option<JsValue> {
    get(&window(), "localStorage")
}
