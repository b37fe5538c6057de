//! Browsers that go from test to test: to start one costs more than most tests.
//!
//! In: lending them, making them as new, and the folder of their profiles. Not in: which tests change
//! a browser for good.

use std::{
    env,
    os::unix::process::CommandExt,
    path::PathBuf,
    process::{self, Child, Command, Stdio},
    sync::{Mutex, OnceLock},
};

use super::{Browser, Engine, SIZE};

/// Browsers whose test is over. They end with this process.
static IDLE: Mutex<Vec<Browser>> = Mutex::new(Vec::new());

/// Deletes the folder when its input ends: with this process, however that ends.
const TIDY: &str = r#"read -r _; sleep 1; rm -rf "$0""#;

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

/// Returns the folder for the profiles of this process's browsers. It is deleted after the process:
/// what stands in a `static` is not dropped.
pub(super) fn profiles() -> PathBuf {
    static TIDIER: OnceLock<Child> = OnceLock::new();
    let folder = env::temp_dir().join(format!("hearby-profiles-{}", process::id()));
    TIDIER.get_or_init(|| {
        std::fs::create_dir_all(&folder).unwrap();
        Command::new("sh")
            .args(["-c", TIDY])
            .arg(&folder)
            .process_group(0)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap()
    });
    folder
}
