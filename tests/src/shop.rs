//! A shop with our tag, and its own collector. Most browser tests begin with it.

use serde_json::{Value, json};
use wire::{form::Form, routes};

use crate::{
    browser::Browser,
    clock::wait_for,
    collector::{Collector, site_id, survey_id},
    environment,
    fixtures::{SITE, create_shop, create_site},
    gateway::Gateway,
    pages::{Pages, Tag},
};

/// Places of a popup besides the page's corners.
pub const PLACES: [&str; 3] = ["centre", "bottom-bar", "inline"];

/// The tag's shop on one origin, the collector on another.
#[derive(Debug)]
pub struct Shop {
    /// Collector that gets the responses.
    pub collector: Collector,
    /// `tests/pages/shop`: `/index.html`, `/other.html`, `/queued.html`, `/vi.html`; or all folders.
    pub pages: Pages,
}

impl Shop {
    /// Starts a shop with the surveys `nps`, `ces` and `csat`, each asked on its event: `ask-nps`
    /// and so on.
    #[must_use]
    #[track_caller]
    pub fn asking_on_events() -> Shop {
        let collector = Collector::start();
        create_shop(&collector);
        Shop::of(collector)
    }

    /// Starts a shop with one NPS survey, `nps`, with these display rules.
    #[must_use]
    #[track_caller]
    pub fn asking_by(display: &Value) -> Shop {
        let collector = Collector::start();
        create_site(&collector);
        collector.put_survey(SITE, "nps", &json!({"kind": "nps", "display": display}));
        Shop::of(collector)
    }

    /// Starts a collector with this survey alone, as `nps`, and serves all folders of
    /// `tests/pages`.
    #[must_use]
    #[track_caller]
    pub fn before_all_pages(survey: &Value) -> Shop {
        let collector = Collector::start();
        create_site(&collector);
        collector.put_survey(SITE, "nps", survey);
        let pages = Pages::serve(&environment::pages(), Some(tag(&collector)));
        Shop { collector, pages }
    }

    /// Starts the shop of [`Shop::asking_on_events`] with these headers on its pages.
    #[must_use]
    #[track_caller]
    pub fn with_headers(headers: &[(&str, &str)]) -> Shop {
        let collector = Collector::start();
        create_shop(&collector);
        let folder = environment::pages().join("shop");
        let pages = Pages::serve_with_headers(&folder, Some(tag(&collector)), headers);
        Shop { collector, pages }
    }

    /// Starts a shop with NPS surveys in each place: `centre-light`, `bottom-bar-dark`,
    /// `inline-light` and so on. Each has every part of a card: a privacy notice, and a button
    /// under the thanks of detractors. Inline surveys need [`make_room`].
    #[must_use]
    #[track_caller]
    pub fn asking_everywhere() -> Shop {
        let shop = Shop::asking_on_events();
        let site = json!({
            "product": "Trà Sen",
            "lang": "en",
            "pause_between_surveys_days": 0,
            "privacy_url": "https://shop.example/privacy",
        });
        shop.collector.put_site(SITE, &site);
        let label =
            json!({"en": "Talk to us", "vi": "Nói chuyện với chúng tôi", "ar": "تحدّث إلينا"});
        let button = json!({"detractor": {"url": "https://shop.example/help", "label": label}});
        for place in PLACES {
            for scheme in ["light", "dark"] {
                let into = (place == "inline").then_some("#place");
                let survey = json!({
                    "kind": "nps",
                    "theme": {"position": place, "into": into, "scheme": scheme},
                    "thanks_button": button,
                    "display": {"event": "never"},
                });
                shop.collector.put_survey(SITE, &format!("{place}-{scheme}"), &survey);
            }
        }
        shop
    }

    /// Starts the shop of [`Shop::asking_on_events`], with a gateway between pages and collector.
    #[must_use]
    #[track_caller]
    pub fn behind_a_gateway() -> (Shop, Gateway) {
        let collector = Collector::start();
        create_shop(&collector);
        let gateway = Gateway::before(&collector.url());
        let tag = Tag { collector: gateway.url(), site: SITE.to_owned(), nonce: None };
        let pages = Pages::serve(&environment::pages().join("shop"), Some(tag));
        (Shop { collector, pages }, gateway)
    }

    fn of(collector: Collector) -> Shop {
        let pages = Pages::serve(&environment::pages().join("shop"), Some(tag(&collector)));
        Shop { collector, pages }
    }

    /// Opens a page of the shop, and waits until the tag's script has run. By then the script has
    /// decided if the page view shows a survey.
    #[track_caller]
    pub fn visit(&self, browser: &Browser, path: &str) {
        browser.go(&self.pages.at(path));
        wait_for_loader(browser);
    }

    /// Returns the texts of a survey.
    #[must_use]
    #[track_caller]
    pub fn form(&self, survey: &str, lang: &str) -> Form {
        let path = routes::form(&site_id(SITE), &survey_id(survey), lang);
        serde_json::from_slice(&self.collector.get(&path).expect(200).body).unwrap()
    }
}

/// Makes the tag of [`SITE`] on that collector.
#[must_use]
pub fn tag(collector: &Collector) -> Tag {
    Tag { collector: collector.url(), site: SITE.to_owned(), nonce: None }
}

/// Waits until the tag's script has run on the page.
#[track_caller]
pub fn wait_for_loader(browser: &Browser) {
    // Before the script has run, `hearby` may be a frame of another origin.
    let site = "try { return window.hearby?.site ?? null } catch { return null }";
    wait_for("script of the tag", || (browser.run(site) == SITE).then_some(()));
}

/// Gives the page an element for a survey, `#place`, between the buttons `#before` and `#after`.
#[track_caller]
pub fn make_room(browser: &Browser) {
    browser.run(
        "document.querySelector('main').insertAdjacentHTML('afterbegin',\
         '<button id=before>Before</button><div id=place></div><button id=after>After</button>')",
    );
}

/// Puts the tag of that collector's [`SITE`] on a page that has none, and waits for its script.
#[track_caller]
pub fn load_tag(browser: &Browser, collector: &Collector) {
    browser.run_with(
        "const script = document.createElement('script');\
         script.src = arguments[0];\
         document.head.append(script)",
        &json!([format!("{}/e/{SITE}.js", collector.url())]),
    );
    wait_for_loader(browser);
}

/// Waits until the memory has `n` shows of the survey without an answer, and makes the last of them
/// an hour old, so that the next show belongs to another visit.
#[track_caller]
pub fn end_visit(browser: &Browser, survey: &str, n_shows: u64) {
    let key = format!("hearby:{SITE}");
    let shows = "return JSON.parse(localStorage[arguments[0]] ?? '{}').q?.[arguments[1]]?.m ?? 0";
    wait_for("a show that counts", || {
        (browser.run_with(shows, &json!([key, survey])) == n_shows).then_some(())
    });
    browser.run_with(
        "const memory = JSON.parse(localStorage[arguments[0]]);\
         memory.t -= 3_600_000;\
         for (const own of Object.values(memory.q)) own.w -= 3_600_000;\
         localStorage[arguments[0]] = JSON.stringify(memory)",
        &json!([key]),
    );
}

/// Returns the scores that wait in the visitor's storage, oldest first.
#[must_use]
#[track_caller]
pub fn waiting_scores(browser: &Browser) -> Vec<u64> {
    let scores = browser
        .run("return JSON.parse(localStorage['hearby:queue'] ?? '[]').map(([body]) => body.score)");
    serde_json::from_value(scores).unwrap()
}

/// Has the page be hidden, as when the visitor looks at another tab.
#[track_caller]
pub fn look_away(browser: &Browser) {
    browser.run(
        "Object.defineProperty(Document.prototype, 'hidden', { get: () => true });\
         document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))",
    );
}

/// Fires an event through the page's `hearby`, as the page itself would.
#[track_caller]
pub fn happen(browser: &Browser, event: &str) {
    browser.run_with("hearby('event', arguments[0])", &json!([event]));
}
