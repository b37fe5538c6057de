//! One form for what others read: times, media types, lists; and texts that are the same letters.

use serde_json::{Value, json};
use wire::{responses::ResponsePage, summary::Summary};

use crate::{
    paging::{keep, old_collector},
    support::{Collector, NOW, assert_field, id_at, parsed, response, with},
};
use domain::ResponseId;

const SURVEY: &str = "/v1/sites/demo/surveys/nps";

/// Vietnamese as one keyboard writes it, and as another does.
const COMPOSED: &str = "Giao hàng chậm";
const DECOMPOSED: &str = "Giao ha\u{300}ng cha\u{323}\u{302}m";

#[track_caller]
fn get(collector: &Collector, address: &str) -> collector::api::http::Reply {
    let reply = collector.admin("GET", address, &Value::Null);
    assert_eq!(reply.status, 200, "{address}: {}", reply.body);
    reply
}

/// Every text in a value that is a time.
fn times(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) if text.parse::<jiff::Timestamp>().is_ok() => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| times(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| times(field, found)),
        _ => {}
    }
}

#[test]
fn every_time_in_every_reply_has_three_decimals() {
    let collector = Collector::new();
    collector.admin("PUT", "/v1/sites/demo/webhooks/crm", &json!({"url": "https://a.example"}));
    // A whole second, tenths, hundredths and thousandths.
    for (n, ms) in [0, 400, 120, 123].into_iter().enumerate() {
        let mut body = response("nps", 9, u32::try_from(n).unwrap());
        body = with(body, "id", json!(id_at(NOW.plus_ms(ms - 1_000), n as u32)));
        let reply = collector.post(&body.to_string());
        assert_eq!(reply.status, 201, "{}", reply.body);
        collector.deliver();
    }
    let mut found = Vec::new();
    for address in [
        format!("{SURVEY}/responses"),
        format!(
            "{SURVEY}/summary?interval=hour&from=2026-11-22T00:00:00Z&to=2026-11-22T04:00:00.5Z"
        ),
        format!("{SURVEY}/summary?interval=hour&from=2026-11-22&to=2026-11-23&tz=Asia/Tokyo"),
        "/v1/sites/demo/webhooks/crm".to_owned(),
    ] {
        times(&parsed(&get(&collector, &address)), &mut found);
    }
    for line in get(&collector, &format!("{SURVEY}/export.ndjson")).body.lines() {
        times(&serde_json::from_str(line).unwrap(), &mut found);
    }
    for posted in collector.runtime.posts.take() {
        times(&serde_json::from_str(&posted.body).unwrap(), &mut found);
    }
    let csv = get(&collector, &format!("{SURVEY}/export.csv")).body;
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    for row in rows.records() {
        found.extend(
            row.unwrap()
                .iter()
                .filter(|cell| cell.contains('T') && cell.contains(':'))
                .map(str::to_owned),
        );
    }
    assert!(found.len() > 60, "{found:?}");
    for time in found {
        let (_, decimals) = time.split_once('.').unwrap_or_else(|| panic!("{time}"));
        let n_digits = decimals.bytes().take_while(u8::is_ascii_digit).count();
        assert_eq!(n_digits, 3, "{time}");
    }
}

#[test]
fn lines_of_json_say_that_they_are_utf_8() {
    let collector = Collector::new();
    for address in [&format!("{SURVEY}/export.ndjson"), "/v1/sites/demo/backup"] {
        let reply = get(&collector, address);
        let media_type = Some("application/x-ndjson; charset=utf-8");
        assert_eq!(reply.header("content-type"), media_type, "{address}");
    }
}

#[test]
fn every_list_is_items_and_perhaps_a_next() {
    let collector = Collector::new();
    for address in [
        "/v1/sites",
        "/v1/sites/demo/keys",
        "/v1/sites/demo/surveys",
        &format!("{SURVEY}/versions"),
        &format!("{SURVEY}/responses"),
        "/v1/sites/demo/webhooks",
    ] {
        let list: Value = parsed(&get(&collector, address));
        let names: Vec<&String> = list.as_object().unwrap().keys().collect();
        assert!(list["items"].is_array(), "{address}: {list}");
        assert!(names.iter().all(|name| ["items", "next"].contains(&name.as_str())), "{address}");
        // Each takes the same parameters and refuses the same.
        get(&collector, &format!("{address}?limit=1"));
        let refused = collector.admin("GET", &format!("{address}?limit=0"), &Value::Null);
        assert_field(&refused, "?limit", "a whole number from 1 to 100");
    }
    let of = json!({"respondent": "an@example.com"});
    let list = collector.admin("POST", "/v1/sites/demo/respondents/responses", &of);
    assert_eq!(list.body, r#"{"items":[]}"#);
}

#[test]
fn a_plus_that_was_not_escaped_is_read_in_every_parameter_of_time() {
    let collector = Collector::new();
    collector.post(&response("nps", 9, 1).to_string());
    let escaped = "from=2026-11-22T00:00:00%2B07:00&to=2026-11-23T00:00:00%2B07:00&tz=%2B07:00\
                   &compare=2026-11-01T00:00:00%2B07:00/2026-11-02T00:00:00%2B07:00";
    let plain = escaped.replace("%2B", "+");
    let summary =
        |query: &str| -> Summary { parsed(&get(&collector, &format!("{SURVEY}/summary?{query}"))) };
    assert_eq!(summary(&plain), summary(escaped));
    assert_eq!(summary(&plain).asked.from, "2026-11-21T17:00:00.000Z");
    let period = plain.split("&compare").next().unwrap();
    for address in ["responses", "export.csv", "export.ndjson"] {
        let reply = get(&collector, &format!("{SURVEY}/{address}?{period}"));
        assert!(reply.body.contains(&id_at(NOW, 1)), "{address}: {}", reply.body);
    }
}

#[test]
fn texts_of_the_same_letters_are_found_and_counted_as_one() {
    let collector = old_collector(100);
    for (n, text) in [COMPOSED, DECOMPOSED, "Giao hang cham"].into_iter().enumerate() {
        let mut body = response("nps", 9, 0);
        for field in ["comment", "touchpoint"] {
            body = with(body, field, json!(text));
        }
        keep(&collector, ResponseId::new(NOW.plus_ms(-60_000), n as u128), &body);
    }
    let escaped =
        |text: &str| -> String { form_urlencoded::byte_serialize(text.as_bytes()).collect() };
    for text in [COMPOSED, DECOMPOSED] {
        for query in [
            format!("text={}", escaped(text)),
            format!("text={}", escaped(&text.to_uppercase())),
            format!("touchpoint={}", escaped(text)),
        ] {
            let page: ResponsePage =
                parsed(&get(&collector, &format!("{SURVEY}/responses?{query}")));
            assert_eq!(page.items.len(), 2, "{query}");
        }
    }
    let summary: Summary =
        parsed(&get(&collector, &format!("{SURVEY}/summary?breakdown=touchpoint")));
    let by: Vec<(Option<&str>, u64)> = summary
        .breakdowns
        .iter()
        .flatten()
        .flat_map(|(_, values)| values)
        .map(|value| (value.value.name(), value.responses))
        .collect();
    assert_eq!(by, [(Some(COMPOSED), 2), (Some("Giao hang cham"), 1)]);
}

#[test]
fn a_touchpoint_that_is_kept_in_a_shorter_form_is_found_by_its_own() {
    let collector = old_collector(100);
    // Each of these letters becomes two, so the composed text is longer than a label may be.
    let long = "\u{958}".repeat(21);
    let body = with(response("nps", 9, 0), "touchpoint", json!(long));
    keep(&collector, ResponseId::new(NOW.plus_ms(-60_000), 1), &body);
    let escaped: String = form_urlencoded::byte_serialize(long.as_bytes()).collect();
    let address = format!("{SURVEY}/responses?touchpoint={escaped}");
    let page: ResponsePage = parsed(&get(&collector, &address));
    assert_eq!(page.items.len(), 1);
    assert_ne!(page.items[0].touchpoint.as_deref(), Some(&*long));
}
