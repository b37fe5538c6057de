//! The visitor's storage. Edge: `localStorage` of the page, in which every call may throw.

use core::cell::RefCell;

use super::queue::Queue;
use crate::clock;

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
    let stored = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
    Queue::parse(&stored.unwrap_or_default(), clock::now())
}

/// Reads, changes and writes what waits. Another tab may do the same at once: at worst an answer
/// is sent twice, which the collector takes as one.
pub(super) fn update(change: impl FnOnce(&mut Queue)) {
    let mut queue = load();
    change(&mut queue);
    let stored = storage().is_some_and(|storage| match queue.to_text() {
        Some(text) => storage.set_item(KEY, &text).is_ok(),
        None => storage.remove_item(KEY).is_ok(),
    });
    MEMORY.set(if stored { None } else { Some(queue) });
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}
