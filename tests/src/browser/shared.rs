//! Browsers that go from test to test: to start one costs more than most tests.
//!
//! In: lending them, and making them as new. Not in: which tests change a browser for good.

use std::sync::Mutex;

use super::{Browser, Engine, SIZE};

/// Browsers whose test is over. They end with this process.
static IDLE: Mutex<Vec<Browser>> = Mutex::new(Vec::new());

pub(super) fn borrow_or_open(engine: Engine) -> Option<Browser> {
    let mut idle = IDLE.lock().unwrap();
    let found = idle.iter().position(|browser| browser.engine == engine);
    let found = found.map(|at| idle.swap_remove(at));
    drop(idle);
    found.or_else(|| Browser::open(engine))
}

/// Takes a browser back, as new: with an empty page of the usual size. One that is changed for good
/// is closed.
pub(super) fn give_back(browser: Browser) {
    if browser.is_changed.get() {
        return;
    }
    browser.go("about:blank");
    browser.release_keys();
    browser.move_to(0.0, 0.0);
    if browser.viewport() != SIZE {
        let [width, height] = SIZE;
        browser.resize(width, height);
    }
    IDLE.lock().unwrap().push(browser);
}
