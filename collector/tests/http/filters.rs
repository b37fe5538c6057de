//! Filters by dimension: what a filtered summary counts is what the export holds, whether its days
//! come from rollups or from lists, and a filtered export or list is a part of the whole.

pub(crate) mod by_hand;

use collector::{
    rollups::cron::fold_closed_days,
    store::{Entry, Store, budget::Budget, context::Context, keys::Key},
};
use domain::{DAY_MS, ResponseId};
use serde_json::{Value, json};
use wire::responses::{ResponsePage, ResponseResource};

use self::by_hand::{
    Asks, SURVEY, any, collector, collector_with_pages_of, counts, escaped, export, fill, passes,
    query,
};
use crate::{
    garbage::Numbers,
    paging::keep,
    support::{Collector, NOW, assert_field, parsed, response, with},
};

/// Deletes what rollups there are.
fn without_rollups(collector: &Collector) {
    for key in collector.stored_keys().iter().filter(|key| key.starts_with("roll:")) {
        collector.remove(key);
    }
}

fn n_rollups(collector: &Collector) -> usize {
    collector.stored_keys().iter().filter(|key| key.starts_with("roll:")).count()
}

#[test]
fn a_filtered_summary_counts_what_the_export_holds_with_rollups_and_without() {
    const SPANS: [(&str, &str, &str); 7] = [
        ("2026-10-10", "2026-11-24", "UTC"),
        ("2026-11-01", "2026-11-23", "Asia/Ho_Chi_Minh"),
        ("2026-10-20", "2026-11-22", "America/New_York"),
        ("2026-11-10", "2026-11-23", "+05:17"),
        ("2026-11-21", "2026-11-23", "Asia/Kathmandu"),
        ("2026-11-22", "2026-11-23", "UTC"),
        ("2026-11-02T10:07:31Z", "2026-11-20T00:00:00Z", "UTC"),
    ];
    const MORE: [&str; 9] = [
        "",
        "",
        "&interval=day",
        "&interval=week",
        "&interval=month",
        "&breakdown=touchpoint",
        "&breakdown=page,plan,version,source",
        "&compare=previous",
        "&interval=day&breakdown=source,lang,device&compare=previous",
    ];
    let mut numbers = Numbers(12);
    let collector = collector();
    fill(&collector, &mut numbers, 900);
    let all = export(&collector, "");
    assert_eq!(all.len(), 900);
    let context = Context {
        store: &collector.store,
        runtime: &collector.runtime,
        cache: &collector.cache,
        now: collector.now,
    };
    let mut n_from_rollups = 0;
    for round in 0..4 {
        without_rollups(&collector);
        if round % 2 == 1 {
            pollster::block_on(fold_closed_days(&context, Budget::CRON)).unwrap();
        }
        for n in 0..60 {
            let asks = any(&mut numbers);
            let more = MORE[numbers.below(MORE.len())];
            let span = SPANS[numbers.below(SPANS.len())];
            // What there is of a day that is not over can't be compared.
            if more.contains("compare") && span.1 > "2026-11-22" {
                continue;
            }
            collector.store.operations.borrow_mut().clear();
            counts(&collector, &all, &asks, span, more);
            n_from_rollups += u32::from(collector.store.n_operations("list r:") <= 3 && n > 0);
        }
        assert!(n_rollups(&collector) > 0, "filters by one dimension keep days");
    }
    assert!(n_from_rollups > 40, "{n_from_rollups}");
}

#[test]
fn whole_days_of_one_filter_are_read_from_rollups_and_only_once_listed() {
    let mut collector = collector();
    fill(&collector, &mut Numbers(3), 400);
    let all = export(&collector, "");
    let asks: Asks = vec![("touchpoint", "checkout"), ("touchpoint", "")];
    let span = ("2026-10-13", "2026-11-22", "UTC");
    counts(&collector, &all, &asks, span, "&interval=day&breakdown=touchpoint");
    collector.store.operations.borrow_mut().clear();
    counts(&collector, &all, &asks, span, "&interval=day&breakdown=touchpoint");
    let asks: Asks = vec![("source", "kiosk")];
    counts(&collector, &all, &asks, span, "&interval=week");
    assert_eq!(collector.store.n_operations("list r:"), 0);
    // Lists of a minute ago are not remembered any more.
    collector.pass_ms(60_000);
    // A day of Hanoi is a part of two of UTC: these are listed, and days between are not.
    counts(&collector, &all, &asks, (span.0, span.1, "Asia/Ho_Chi_Minh"), "");
    assert_eq!(collector.store.n_operations("list r:"), 2);
    collector.store.operations.borrow_mut().clear();
    // Two dimensions at once are in no rollup.
    let asks: Asks = vec![("source", "kiosk"), ("lang", "vi")];
    counts(&collector, &all, &asks, span, "");
    assert!(collector.store.n_operations("list r:") > 0);
    assert_eq!(
        (collector.store.n_operations("put"), collector.store.n_operations("get 100")),
        (0, 0)
    );
}

#[test]
fn values_that_a_day_does_not_keep_apart_are_listed() {
    let collector = collector();
    for n in 0..260 {
        let page = format!("/p/{n:03}");
        let body = with(response("nps", i64::from(n % 11), 0), "page", json!(page));
        keep(&collector, ResponseId::new(NOW.plus_ms(-3 * DAY_MS), n as u128), &body);
    }
    for _ in 0..2 {
        for (page, n) in [("/p/000", 1), ("/p/259", 1), ("/p/260", 0), ("", 0)] {
            let address = format!("?filter[page]={}", escaped(page));
            assert_eq!(collector.summary("nps", &address).responses, n, "{page}");
        }
    }
}

#[test]
fn a_filtered_export_or_list_is_that_part_of_the_whole() {
    let mut numbers = Numbers(5);
    let collector = collector_with_pages_of(50);
    fill(&collector, &mut numbers, 500);
    let all = export(&collector, "");
    for _ in 0..60 {
        let asks = any(&mut numbers);
        let expected: Vec<&Value> = all.iter().filter(|line| passes(line, &asks)).collect();
        let filter = query(&asks);
        let found = export(&collector, &filter);
        assert!(found.iter().eq(expected.iter().copied()), "{filter}");
        let csv = collector.admin("GET", &format!("{SURVEY}/export.csv?{filter}"), &Value::Null);
        let mut rows = csv::Reader::from_reader(csv.body.as_bytes());
        let ids: Vec<String> = rows.records().map(|row| row.unwrap()[0].to_owned()).collect();
        assert!(
            ids.iter().eq(expected.iter().map(|line| line["id"].as_str().unwrap())),
            "{filter}"
        );
        for order in ["oldest", "newest"] {
            let mut listed: Vec<ResponseResource> = Vec::new();
            let mut cursor = String::new();
            for _ in 0..10_000 {
                let address = format!("{SURVEY}/responses?limit=7&order={order}{filter}{cursor}");
                let page: ResponsePage = parsed(&collector.admin("GET", &address, &Value::Null));
                listed.extend(page.items);
                let Some(next) = page.next else { break };
                cursor = format!("&cursor={next}");
            }
            if order == "newest" {
                listed.reverse();
            }
            let ids = listed.iter().map(|shown| shown.id.as_str());
            assert!(ids.eq(expected.iter().map(|line| line["id"].as_str().unwrap())), "{filter}");
        }
    }
}

#[test]
fn files_of_a_group_a_text_or_comments_are_that_part_of_the_whole() {
    let collector = collector_with_pages_of(50);
    fill(&collector, &mut Numbers(6), 500);
    let all = export(&collector, "");
    let is_group = |line: &Value, group: &str| line["group"] == group;
    let comment = |line: &Value| line["comment"].as_str().unwrap_or_default().to_lowercase();
    type Passes<'a> = Box<dyn Fn(&Value) -> bool + 'a>;
    let cases: [(&str, Passes<'_>); 6] = [
        ("&group=detractor", Box::new(|line| is_group(line, "detractor"))),
        ("&has_comment=true", Box::new(|line| !comment(line).is_empty())),
        ("&has_comment=false", Box::new(|line| comment(line).is_empty())),
        ("&text=h%C3%A0ng", Box::new(|line| comment(line).contains("hàng"))),
        (
            "&text=BOX&group=passive&filter[device]=phone&filter[device]=tablet",
            Box::new(|line| {
                let is_some = ["phone", "tablet"].iter().any(|device| line["device"] == *device);
                is_some && is_group(line, "passive") && comment(line).contains("box")
            }),
        ),
        (
            "&touchpoint=checkout&lang=VI",
            Box::new(|line| line["touchpoint"] == "checkout" && line["lang"] == "vi"),
        ),
    ];
    for (query, passes) in cases {
        let expected: Vec<&Value> = all.iter().filter(|line| passes(line)).collect();
        assert!(expected.len() > 1 && expected.len() < all.len(), "{query}: {}", expected.len());
        let found = export(&collector, query);
        assert!(found.iter().eq(expected.iter().copied()), "{query}");
        let address = format!("{SURVEY}/export.csv?{}", &query[1..]);
        let csv = collector.admin("GET", &address, &Value::Null);
        let mut rows = csv::Reader::from_reader(csv.body.as_bytes());
        let ids: Vec<String> = rows.records().map(|row| row.unwrap()[0].to_owned()).collect();
        assert!(ids.iter().eq(expected.iter().map(|line| line["id"].as_str().unwrap())), "{query}");
    }
}

#[test]
fn a_piece_of_a_filtered_export_leads_to_the_next_by_its_link() {
    let collector = collector();
    fill(&collector, &mut Numbers(9), 200);
    let asks: Asks = vec![("device", "phone"), ("source", "")];
    let expected: Vec<Value> =
        export(&collector, "").into_iter().filter(|line| passes(line, &asks)).collect();
    let mut found: Vec<Value> = Vec::new();
    let mut address = format!("{SURVEY}/export.ndjson?limit=3{}", query(&asks));
    loop {
        let reply = collector.admin("GET", &address, &Value::Null);
        let lines = reply.body.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        found.extend(lines.filter(|line| line.get("id").is_some()));
        let Some(link) = reply.header("link") else { break };
        address = link.split(['<', '>']).nth(1).unwrap().to_owned();
        assert!(address.contains("filter%5Bdevice%5D=phone"), "{address}");
    }
    assert!(expected.len() > 6 && found == expected);
}

#[test]
fn what_comes_in_by_post_is_found_by_its_version_and_source() {
    let collector = Collector::new();
    let sent = [json!({"version": 1, "source": "popup"}), json!({"source": "inline"}), json!({})];
    for (n, more) in (0..).zip(sent) {
        let mut body = response("nps", 9, n);
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let reply = collector.post(&body.to_string());
        assert_eq!(reply.status, 201, "{}", reply.body);
    }
    for (filter, n) in [
        ("filter[version]=1", 1),
        ("filter[version]=", 2),
        ("filter[source]=popup&filter[source]=inline", 2),
        ("filter[source]=", 1),
        ("filter[source]=inline&filter[version]=", 1),
        ("filter[source]=inline&filter[version]=1", 0),
    ] {
        assert_eq!(collector.summary("nps", &format!("?{filter}")).responses, n, "{filter}");
    }
    let summary = collector.summary("nps", "?breakdown=version,source&filter[source]=popup");
    assert_eq!(summary.asked.filters, [("source".to_owned(), vec!["popup".to_owned()])].into());
    let by = summary.breakdowns.unwrap();
    assert_eq!((by["version"][0].value.name(), by["version"].len()), (Some("1"), 1));
    assert_eq!((by["source"][0].value.name(), by["source"].len()), (Some("popup"), 1));
    assert!(collector.summary("nps", "").asked.filters.is_empty());
}

#[test]
fn a_response_whose_key_lost_its_metadata_is_judged_by_its_value() {
    let collector = collector();
    for (n, touchpoint) in ["checkout", "support"].into_iter().enumerate() {
        let body = with(response("nps", 9, 0), "touchpoint", json!(touchpoint));
        keep(&collector, ResponseId::new(NOW.plus_ms(-3 * DAY_MS), n as u128), &body);
    }
    for (key, value) in collector.store.memory.entries() {
        if key.starts_with("r:") {
            let key = Key::listed(&key);
            pollster::block_on(collector.store.memory.put(&key, Entry::of(&value))).unwrap();
        }
    }
    let filter = "filter[touchpoint]=support";
    assert_eq!(collector.summary("nps", &format!("?{filter}")).responses, 1);
    let found = export(&collector, filter);
    assert_eq!((found.len(), &found[0]["touchpoint"]), (1, &json!("support")));
    let address = format!("{SURVEY}/responses?{filter}");
    let page: ResponsePage = parsed(&collector.admin("GET", &address, &Value::Null));
    assert_eq!(page.items.len(), 1);
}

#[test]
fn a_filtered_summary_that_cant_be_listed_in_time_is_not_final_and_says_how_far_it_is() {
    // Each list takes a page of ten keys: sixty of them are not enough.
    let collector = collector_with_pages_of(10);
    for n in 0..900_u32 {
        let body = with(response("nps", 9, 0), "lang", json!(["vi", "en"][n as usize % 2]));
        let at = NOW.plus_ms(-10 * DAY_MS + i64::from(n) * 700_000);
        keep(&collector, ResponseId::new(at, u128::from(n)), &body);
    }
    let two = "filter[lang]=vi&filter[touchpoint]=";
    let address = format!("{SURVEY}/summary?{two}&breakdown=lang&interval=day");
    for _ in 0..3 {
        let pending: Value = parsed(&collector.admin("GET", &address, &Value::Null));
        assert_eq!((&pending["final"], &pending["score"]), (&json!(false), &Value::Null));
        assert_eq!(pending["filters"], json!({"lang": ["vi"], "touchpoint": [""]}));
        assert!(pending["progress"]["share"].as_f64().unwrap() < 1.0);
        assert!(pending["progress"]["responses"].as_u64().unwrap() > 100, "{pending}");
        // Nothing of it can be kept, and whoever asks again is told so.
        assert_eq!(pending["progress"]["stalled"], json!(true));
    }
    let part = collector.summary("nps", &format!("?{two}&partial=true"));
    assert!(!part.is_final && part.responses < 450);
    // By one dimension it goes on with each request.
    let mut shares = Vec::new();
    let last = (0..9).find_map(|_| {
        let one = collector.summary("nps", "?filter[lang]=vi&partial=true");
        let Some(progress) = one.progress.as_ref() else { return Some(one) };
        assert!(!progress.stalled, "{progress:?}");
        shares.push(progress.share);
        None
    });
    assert!(!shares.is_empty() && shares.is_sorted(), "{shares:?}");
    assert_eq!(last.unwrap().responses, 450);
}

#[test]
fn a_wrong_filter_is_refused_with_what_is_allowed() {
    let collector = collector();
    let many: String = (0..21).map(|n| format!("&filter[page]=/{n}")).collect();
    let long = format!("filter[page]={}", "x".repeat(401));
    let all = "filter[touchpoint], filter[page], filter[lang], filter[device], filter[version], \
               filter[wording], filter[source], filter[plan]";
    for (query, pointer, allowed) in [
        ("filter[colour]=red", "?filter[colour]", all),
        ("filter[]=x", "?filter[]", all),
        ("filter[page=x", "?filter[page", all),
        ("filter[seat]=7", "?filter[seat]", all),
        ("filter[device]=watch", "?filter[device]", "one of phone, tablet, desktop, or nothing"),
        ("filter[source]=web", "?filter[source]", "popup, inline, link, email, qr, kiosk, import"),
        ("filter[version]=0", "?filter[version]", "a whole number from 1"),
        ("filter[version]=%2B1", "?filter[version]", "a whole number from 1"),
        ("filter[wording]=3", "?filter[wording]", "a whole number from 1 to 2"),
        ("filter[lang]=pt_BR", "?filter[lang]", "a language tag"),
        (&long, "?filter[page]", "at most 400 bytes"),
        (&many, "?filter", "at most 20 values"),
    ] {
        for place in ["summary", "responses", "export.csv", "export.ndjson"] {
            let reply = collector.admin("GET", &format!("{SURVEY}/{place}?{query}"), &Value::Null);
            assert_field(&reply, pointer, allowed);
        }
    }
    // Where nothing is filtered, it is no parameter.
    let reply = collector.admin("GET", &format!("{SURVEY}/versions?filter[page]=x"), &Value::Null);
    assert_field(&reply, "?filter[page]", "one of");
}
