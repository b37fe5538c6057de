//! A real browser with a window: pages are opened, looked at, clicked and typed into.
//!
//! In: the operations that all three engines share. Not in: starting each (`chromium`, `webkit`,
//! `firefox`), the protocol (`webdriver`), the look of our popup (`popup`).

mod accessibility;
mod axe;
mod chromium;
mod firefox;
mod input;
mod popup;
mod recorded;
mod shared;
mod webdriver;
mod webkit;

use std::{cell::Cell, fs};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

pub use axe::Verdict;
pub use input::key;
pub use popup::{Part, Popup, State};
pub use recorded::Recorded;

use crate::{
    child::{Running, temporary},
    clock::wait_for,
    environment,
    http::Client,
    slots,
};
use webdriver::Session;

/// Width and height of a page in a new browser, in CSS pixels.
const SIZE: [u32; 2] = [1280, 800];

/// A browser's engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chromium, with chromedriver.
    Chromium,
    /// WebKitGTK's MiniBrowser, with WebKitWebDriver.
    WebKit,
    /// Firefox, with geckodriver.
    Firefox,
}

/// An open browser. It ends when it is dropped.
#[derive(Debug)]
pub struct Browser {
    /// Its engine.
    pub engine: Engine,
    session: Session,
    /// True if it is pointed at with a finger rather than with a mouse.
    has_touch: Cell<bool>,
    /// True once something was changed that a new page doesn't undo.
    is_changed: Cell<bool>,
    // Dropped after the session, in this order.
    _driver: Running,
    profile: tempfile::TempDir,
}

impl Engine {
    /// Returns its name in file names and messages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Engine::Chromium => "chromium",
            Engine::WebKit => "webkit",
            Engine::Firefox => "firefox",
        }
    }
}

impl Browser {
    /// Opens a browser with an empty profile and a window of 1280 × 800. `None` only for Firefox,
    /// and only when geckodriver is missing; that is printed.
    #[must_use]
    #[track_caller]
    pub fn open(engine: Engine) -> Option<Browser> {
        slots::begin();
        let profile = tempfile::TempDir::with_prefix_in("profile-", temporary()).unwrap();
        let (driver, port, capabilities) = match engine {
            Engine::Chromium => chromium::start(profile.path()),
            Engine::WebKit => webkit::start(profile.path()),
            Engine::Firefox => match firefox::start(profile.path()) {
                Some(started) => started,
                None => {
                    println!("left out: Firefox, because geckodriver is not there");
                    return None;
                }
            },
        };
        let session = Session::new(port, &capabilities, &driver);
        let browser = Browser {
            engine,
            session,
            has_touch: Cell::new(false),
            is_changed: Cell::new(false),
            _driver: driver,
            profile,
        };
        let [width, height] = SIZE;
        browser.resize(width, height);
        Some(browser)
    }

    /// Keeps the browser from other tests: with cookies in it, or zoomed.
    pub fn close_after_test(&self) {
        self.is_changed.set(true);
    }

    /// Goes to a page and waits until its document is there; frames and pictures may still load.
    #[track_caller]
    pub fn go(&self, url: &str) {
        self.session.post("/url", &json!({"url": url}));
    }

    /// Loads the page again.
    #[track_caller]
    pub fn reload(&self) {
        self.session.post("/refresh", &json!({}));
    }

    /// Enters the page of the first frame in this one, until the next [`Browser::go`].
    #[track_caller]
    pub fn enter_frame(&self) {
        // A page is loaded once its frames are; entered earlier, the frame's document would still
        // be the empty one that the real one replaces.
        wait_for("page with its frames", || {
            (self.run("return document.readyState") == "complete").then_some(())
        });
        self.session.post("/frame", &json!({"id": 0}));
    }

    /// Goes back to the page before.
    #[track_caller]
    pub fn back(&self) {
        self.session.post("/back", &json!({}));
    }

    /// Opens another window and goes on in it; returns the name of the window before. Not a tab:
    /// pages in tabs behind others are hidden, and wait.
    #[must_use]
    #[track_caller]
    pub fn open_window(&self) -> String {
        self.is_changed.set(true);
        let before = self.session.get("/window").as_str().expect("a window").to_owned();
        let new = self.session.post("/window/new", &json!({"type": "window"}));
        self.switch_to(new["handle"].as_str().expect("a window"));
        before
    }

    /// Opens a tab before this page, which is hidden then, and goes on in it; returns the name of
    /// the window before.
    #[must_use]
    #[track_caller]
    pub fn open_tab(&self) -> String {
        self.is_changed.set(true);
        let before = self.session.get("/window").as_str().expect("a window").to_owned();
        let new = self.session.post("/window/new", &json!({"type": "tab"}));
        self.switch_to(new["handle"].as_str().expect("a tab"));
        before
    }

    /// Goes on in another window.
    #[track_caller]
    pub fn switch_to(&self, window: &str) {
        self.session.post("/window", &json!({"handle": window}));
    }

    /// Closes this window and goes on in another.
    #[track_caller]
    pub fn close_window(&self, next: &str) {
        self.session.delete("/window");
        self.switch_to(next);
    }

    /// Goes on in the page around the frame.
    #[track_caller]
    pub fn leave_frame(&self) {
        self.session.post("/frame/parent", &json!({}));
    }

    /// Runs the body of a function on the page and returns its result.
    #[track_caller]
    pub fn run(&self, script: &str) -> Value {
        self.run_with(script, &json!([]))
    }

    /// Runs [`Browser::run`] with arguments.
    #[track_caller]
    pub fn run_with(&self, script: &str, arguments: &Value) -> Value {
        self.session.post("/execute/sync", &json!({"script": script, "args": arguments}))
    }

    /// Adds a script to the page, as one of its own: functions that it replaces are replaced for
    /// the page's other scripts, too, unlike in [`Browser::run`] in Firefox. Pages with a policy
    /// refuse it.
    #[track_caller]
    pub fn add_script(&self, source: &str) {
        self.run_with(
            "const script = document.createElement('script');\
             script.textContent = arguments[0];\
             document.head.append(script);\
             script.remove()",
            &json!([source]),
        );
    }

    /// Runs the body of a function on the page and returns the value that it passes to its last
    /// argument.
    #[track_caller]
    pub fn run_async(&self, script: &str) -> Value {
        self.run_async_with(script, &json!([]))
    }

    /// Runs [`Browser::run_async`] with arguments before the last.
    #[track_caller]
    pub fn run_async_with(&self, script: &str, arguments: &Value) -> Value {
        self.session.post("/execute/async", &json!({"script": script, "args": arguments}))
    }

    /// Waits until the page has begun so many frames: all before the last are painted then.
    #[track_caller]
    pub fn wait_for_frames(&self, n_frames: u32) {
        self.run_async_with(
            "const [n_frames, done] = arguments;\
             const frames = (left) => left ? requestAnimationFrame(() => frames(left - 1)) : done();\
             frames(n_frames)",
            &json!([n_frames]),
        );
    }

    /// Makes the page `width` × `height` CSS pixels wide and high, without the window's frame.
    #[track_caller]
    pub fn resize(&self, width: u32, height: u32) {
        let mut rect = json!({"width": width, "height": height});
        // The frame's size is unknown before: set, measure, and set again by the difference.
        for _ in 0..2 {
            self.session.post("/window/rect", &rect);
            let [inner_width, inner_height] = self.viewport();
            let outer = |name: &str, want: u32, got: u32| {
                let now = rect[name].as_u64().unwrap_or_default() as i64;
                now + i64::from(want) - i64::from(got)
            };
            let next_width = outer("width", width, inner_width);
            let next_height = outer("height", height, inner_height);
            rect = json!({"width": next_width, "height": next_height});
        }
    }

    /// Returns the page's width and height in CSS pixels.
    #[must_use]
    #[track_caller]
    pub fn viewport(&self) -> [u32; 2] {
        let size = self.run("return [innerWidth, innerHeight]");
        serde_json::from_value(size).unwrap()
    }

    /// Makes Chromium show the page as a phone does: 390 × 844, with touch.
    ///
    /// # Panics
    /// In the other engines, whose drivers can't.
    #[track_caller]
    pub fn become_phone(&self) {
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            &json!({"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": true}),
        );
        self.devtools("Emulation.setTouchEmulationEnabled", &json!({"enabled": true}));
        self.has_touch.set(true);
    }

    /// Makes Chromium's processor that many times slower for the page.
    ///
    /// # Panics
    /// In the other engines, whose drivers can't.
    #[track_caller]
    pub fn slow_down(&self, times: u32) {
        self.devtools("Emulation.setCPUThrottlingRate", &json!({"rate": times}));
    }

    /// Makes Chromium tell the page that the visitor prefers dark.
    ///
    /// # Panics
    /// In the other engines, whose drivers can't.
    #[track_caller]
    pub fn prefer_dark(&self) {
        self.prefer("prefers-color-scheme", "dark");
    }

    /// Makes Chromium tell the page a preference of the visitor's: a media feature and its value.
    ///
    /// # Panics
    /// In the other engines, whose drivers can't.
    #[track_caller]
    pub fn prefer(&self, feature: &str, value: &str) {
        let features = json!([{"name": feature, "value": value}]);
        self.devtools("Emulation.setEmulatedMedia", &json!({"features": features}));
    }

    /// Saves a picture of the window as `{engine}-{name}.png`.
    #[track_caller]
    pub fn screenshot(&self, name: &str) {
        self.save(name, &self.picture());
    }

    /// Returns a picture of the window as PNG.
    #[must_use]
    #[track_caller]
    pub fn picture(&self) -> Vec<u8> {
        let png = self.session.get("/screenshot");
        BASE64_STANDARD.decode(png.as_str().expect("a picture")).unwrap()
    }

    /// Saves a picture as `{engine}-{name}.png`.
    #[track_caller]
    pub fn save(&self, name: &str, png: &[u8]) {
        let folder = environment::screenshots();
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("{}-{name}.png", self.engine.as_str())), png).unwrap();
    }

    /// Returns the content of a file that the page saved, by the end of its name, once it is whole.
    #[must_use]
    pub fn saved_file(&self, end: &str) -> Option<Vec<u8>> {
        // Where the engine puts it: in the home, which is the profile, or in its downloads.
        let folders = [self.profile.path().to_owned(), self.profile.path().join("Downloads")];
        let files = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
        let paths = files.filter_map(|file| Some(file.ok()?.path()));
        let paths = paths.filter(|path| path.to_str().is_some_and(|path| path.ends_with(end)));
        paths.filter_map(|path| fs::read(path).ok()).find(|content| !content.is_empty())
    }

    /// Returns our popup on this page.
    #[must_use]
    pub const fn popup(&self) -> Popup<'_> {
        Popup::on(self)
    }

    /// Returns the recorder's entries since the page was loaded.
    #[must_use]
    #[track_caller]
    pub fn recorded(&self) -> Recorded {
        Recorded::read(&self.run("return window.__recorded()"))
    }

    /// Sends Chromium a command of its developer tools, and returns the reply.
    ///
    /// # Panics
    /// In the other engines, which have no such thing.
    #[track_caller]
    pub fn devtools(&self, command: &str, parameters: &Value) -> Value {
        assert_eq!(self.engine, Engine::Chromium, "{command} is Chromium's own");
        self.is_changed.set(true);
        self.session.post("/goog/cdp/execute", &json!({"cmd": command, "params": parameters}))
    }
}

/// Lends a check a browser that other tests may have used; when Firefox is missing, its check is
/// skipped.
#[track_caller]
pub fn with_open(engine: Engine, check: fn(&Browser)) {
    slots::begin();
    if let Some(browser) = shared::borrow_or_open(engine) {
        check(&browser);
        shared::give_back(browser);
    }
}

/// Makes one test per engine from a body: `in_each_browser! { fn name(browser: &Browser) {…} }`.
///
/// Tests of one program share browsers, one after the other. What a test's pages keep is not seen by
/// the next, whose pages and collector have other ports: other origins. Cookies know no ports; a test
/// in which they matter calls [`Browser::close_after_test`].
#[macro_export]
macro_rules! in_each_browser {
    ($(#[$about:meta])* fn $name:ident($browser:ident: &Browser) $body:block) => {
        $(#[$about])*
        mod $name {
            use super::*;

            fn check($browser: &$crate::browser::Browser) $body

            #[test]
            fn chromium() {
                $crate::browser::with_open($crate::browser::Engine::Chromium, check);
            }
            #[test]
            fn webkit() {
                $crate::browser::with_open($crate::browser::Engine::WebKit, check);
            }
            #[test]
            fn firefox() {
                $crate::browser::with_open($crate::browser::Engine::Firefox, check);
            }
        }
    };
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.session.end();
    }
}

/// Makes a client for a driver: its own connection, because some drivers end when theirs is closed.
fn client() -> Client {
    Client::default()
}
