//! The console of a satisfaction index: the index and its change, what pulls it down, responses with
//! their ratings, in both languages.

use hearby_tests::{
    browser::Browser,
    clock::{now_ms, wait_for},
    collector::Collector,
    fixtures::{SITE, backdate_survey, create_site, response_id_at, with},
    in_each_browser,
    owner::sign_in,
};
use serde_json::{Value, json};

use domain::DAY_MS;

const SURVEY: &str = "shop-csi";
/// Respondents of each period; fewer than ten could not be judged.
const TIMES: u64 = 12;
/// Widths of a page: a small phone, a desktop.
const WIDTHS_PX: [u32; 2] = [390, 1280];

/// Reads the card of what was rated: each row's name, mean and words.
const RATED: &str = "\
    const rows = document.querySelectorAll('[aria-labelledby=h-rated] tbody tr');\
    return [...rows].map((row) => [\
      row.querySelector('th bdi').innerText,\
      row.querySelector('td b').innerText,\
      row.querySelector('td.drag').innerText.trim().split('\\n')[0].trim(),\
    ]);";

/// Reads the change of the first row's mean, in words.
const CHANGED: &str = "\
    const row = document.querySelector('[aria-labelledby=h-rated] tbody tr');\
    return row?.querySelector('td:nth-child(3) small:last-child')?.innerText ?? '';";

/// Reads the ratings in the list, one line a response.
const LISTED: &str = "\
    return [...document.querySelectorAll('.answer')].map((row) => [\
      row.querySelector('.badge').innerText.trim().split(/\\s+/).at(-1),\
      row.querySelector('.ratings').innerText.replace(/\\s+/g, ' ').trim(),\
    ]);";

/// Reads the open response: its heading, and its ratings one by one.
const OPENED: &str = "\
    const one = document.querySelector('.case');\
    const pairs = [...(one?.querySelectorAll('section:has(dt bdi) dl.pairs') ?? [])];\
    const ratings = pairs[0]?.querySelectorAll('dt, dd') ?? [];\
    return [one?.querySelector('h2')?.innerText ?? '', [...ratings].map((each) => each.innerText)];";

fn post(collector: &Collector, days_ago: i64, ratings: Value, comment: Option<&str>) {
    let id = response_id_at(now_ms() - days_ago * DAY_MS);
    let body = json!({"id": id, "site": SITE, "survey": SURVEY, "ratings": ratings});
    let body = match comment {
        Some(comment) => with(body, "comment", json!(comment)),
        None => body,
    };
    let _ = collector.post(&body.to_string()).expect(201);
}

/// Starts a shop whose prices are rated worse than two days ago, and returns it with a key.
///
/// Of the newest responses, means are 87.5 (tea), 50 (staff) and 25 (price), with weights 2, 1, 1: the
/// index is 62.5, and what lacks to 100 are 6.25, 12.5 and 18.75. One more rated the staff alone, too
/// little for an index.
#[track_caller]
fn start() -> (Collector, String) {
    let collector = Collector::start();
    create_site(&collector);
    let definition = json!({
        "kind": "csi", "scale": "1-5", "display": {"event": "never"},
        "texts": {"en": {"question": "How did you like it?"}},
        "rated_attributes": [
            {"id": "tea", "label": {"en": "The tea", "vi": "Trà"}, "weight": 2},
            {"id": "staff", "label": {"en": "The staff"}},
            {"id": "price", "label": {"en": "The price", "vi": "Giá cả"}},
        ],
    });
    collector.put_survey(SITE, SURVEY, &definition);
    backdate_survey(&collector, SURVEY, now_ms() - 30 * DAY_MS);
    for n in 0..TIMES {
        // The two halves differ, or there would be nothing to be unsure of.
        let (tea, price) = if n % 2 == 0 { (5, 3) } else { (4, 1) };
        post(&collector, 2, json!({"tea": tea, "staff": 3, "price": 5}), None);
        post(&collector, 0, json!({"tea": tea, "staff": 3, "price": price}), None);
    }
    post(&collector, 0, json!({"staff": 3}), Some("Trà thơm."));
    let key = collector.create_key(SITE, "read");
    (collector, key)
}

/// Goes to a place and waits for words that stand there once all has come.
#[track_caller]
fn go(browser: &Browser, collector: &Collector, path: &str, words: &str) -> String {
    browser.go(&format!("{}/console/{SITE}/{path}", collector.url()));
    wait_for(words, || {
        let text = browser.run("return document.querySelector('main')?.innerText ?? ''");
        let text = text.as_str().unwrap_or_default().to_owned();
        text.contains(words).then_some(text)
    })
}

in_each_browser! {
    fn an_owner_sees_the_index_and_what_pulls_it_down(browser: &Browser) {
        let (collector, key) = start();
        sign_in(browser, &collector, &key);
        let overview = go(browser, &collector, "?lang=en&days=2", "62.50");
        assert!(overview.contains("CSI") && overview.contains("Shop CSI"), "{overview}");
        let place = format!("surveys/{SURVEY}?lang=en&days=2");
        let text = go(browser, &collector, &place, "pulls the index down by 6.25 points");
        let score = browser.run("return document.querySelector('.verdict-card .figure b').innerText");
        assert_eq!(score, "62.50", "{text}");
        assert!(text.contains("“The price” pulls the index down most: by 18.75 points"), "{text}");
        assert!(text.contains("In the index"), "{text}");
        let rows = json!([
            ["The price", "25.00", "pulls the index down by 18.75 points"],
            ["The staff", "50.00", "pulls the index down by 12.50 points"],
            ["The tea", "87.50", "pulls the index down by 6.25 points"],
        ]);
        assert_eq!(browser.run(RATED), rows);
        let changed = browser.run(CHANGED);
        assert!(changed.as_str().unwrap_or_default().starts_with("Worse than before: −"), "{changed}");
        let others = "return document.querySelectorAll('[aria-labelledby=h-spread], .groups').length";
        assert_eq!(browser.run(others), 0);
        let place = format!("surveys/{SURVEY}?lang=vi&days=2");
        let _ = go(browser, &collector, &place, "kéo chỉ số xuống 6,25 điểm");
        let rows = json!([
            ["Giá cả", "25,00", "kéo chỉ số xuống 18,75 điểm"],
            ["The staff", "50,00", "kéo chỉ số xuống 12,50 điểm"],
            ["Trà", "87,50", "kéo chỉ số xuống 6,25 điểm"],
        ]);
        assert_eq!(browser.run(RATED), rows);
    }
}

in_each_browser! {
    fn a_response_shows_its_ratings_in_the_list_and_beside_it(browser: &Browser) {
        let (collector, key) = start();
        sign_in(browser, &collector, &key);
        let place = format!("responses?survey={SURVEY}&lang=en&days=2");
        let _ = go(browser, &collector, &place, "Trà thơm.");
        let listed = browser.run(LISTED);
        let listed = listed.as_array().cloned().unwrap_or_default();
        assert_eq!(listed.len() as u64, TIMES + 1);
        assert!(listed.contains(&json!(["–", "The staff 3"])), "{listed:?}");
        assert!(listed.contains(&json!(["75", "The tea 5 · The staff 3 · The price 3"])), "{listed:?}");
        assert!(listed.contains(&json!(["50", "The tea 4 · The staff 3 · The price 1"])), "{listed:?}");
        assert_eq!(browser.run("return document.querySelectorAll('#group-filter').length"), 0);
        // A group in the address, as of another survey, limits nothing.
        let grouped = format!("{place}&group=detractor");
        let _ = go(browser, &collector, &grouped, "Trà thơm.");
        browser.run(
            "[...document.querySelectorAll('.answer')]\
             .find((row) => row.innerText.includes('The tea 5')).querySelector('.pick').click()",
        );
        let ratings = ["The tea", "5 of 5", "The staff", "3 of 5", "The price", "3 of 5"];
        let opened = json!(["Index 75.00 of 100", ratings]);
        wait_for("the response", || (browser.run(OPENED) == opened).then_some(()));
        let place = format!("responses?survey={SURVEY}&lang=vi&days=2");
        let _ = go(browser, &collector, &place, "Trà thơm.");
        browser.run(
            "[...document.querySelectorAll('.answer')]\
             .find((row) => row.innerText.includes('Trà thơm.')).querySelector('.pick').click()",
        );
        let ratings = ["Trà", "không đánh giá", "The staff", "3 trên 5", "Giá cả", "không đánh giá"];
        let opened = json!(["Đánh giá quá ít để có chỉ số", ratings]);
        wait_for("the response", || (browser.run(OPENED) == opened).then_some(()));
    }
}

in_each_browser! {
    fn the_places_of_an_index_are_clean_at_both_widths(browser: &Browser) {
        let (collector, key) = start();
        sign_in(browser, &collector, &key);
        let places = [
            ("?lang=en&days=2".to_owned(), "62.50"),
            (format!("surveys/{SURVEY}?lang=en&days=2"), "by 18.75 points"),
            (format!("surveys/{SURVEY}?lang=vi&days=2"), "18,75 điểm"),
            (format!("responses?survey={SURVEY}&lang=en&days=2"), "Trà thơm."),
            (format!("ask?survey={SURVEY}&lang=en"), "Shop CSI"),
        ];
        let fits = "return document.documentElement.scrollWidth <= innerWidth";
        let mut found = Vec::new();
        for width in WIDTHS_PX {
            // Firefox makes no window narrower than 500; still a narrow one.
            browser.resize(width, 900);
            for (place, words) in &places {
                let _ = go(browser, &collector, place, words);
                let verdict = browser.axe_of_page();
                assert!(verdict.passes.iter().any(|rule| rule == "color-contrast"), "{verdict:?}");
                let faults = verdict.violations.iter();
                found.extend(faults.map(|fault| format!("{place} at {width} px: {fault:#}")));
                assert_eq!(browser.run(fits), true, "{place} at {width} px is too wide");
            }
        }
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}
