//! The pages of `tests/pages/hostile`, which interfere with embedded scripts, and a collector with
//! the shop's surveys.

use crate::{
    browser::Browser,
    collector::Collector,
    environment,
    fixtures::create_shop,
    pages::Pages,
    shop::{tag, wait_for_loader},
};

/// A collector, and the pages with our tag.
#[derive(Debug)]
pub struct Hostile {
    /// Collector that gets the responses.
    pub collector: Collector,
    /// All folders of `tests/pages`, because one page loads an npm package from there.
    pub pages: Pages,
}

impl Hostile {
    /// Starts both.
    #[must_use]
    #[track_caller]
    pub fn start() -> Hostile {
        let collector = Collector::start();
        create_shop(&collector);
        let pages = Pages::serve(&environment::pages(), Some(tag(&collector)));
        Hostile { collector, pages }
    }

    /// Opens a page by its name, such as `faulty`, and waits until the loader has run.
    #[track_caller]
    pub fn visit(&self, browser: &Browser, page: &str) {
        browser.go(&self.pages.at(&format!("/hostile/{page}.html")));
        wait_for_loader(browser);
    }
}
