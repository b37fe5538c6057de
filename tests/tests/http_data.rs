//! Owners' operations on responses, over real KV: pages, files, deletion, and a move to another
//! collector.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Write},
    net::TcpStream,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use hearby_tests::{
    assertions::assert_scores,
    collector::{ADMIN_TOKEN, Collector, site_id, survey_id},
    fixtures::{SITE, create_shop, response, with},
    http::{Client, Reply},
};
use serde_json::{Value, json};
use wire::routes;

const CONNECTIONS: usize = 8;

fn shop() -> Collector {
    let collector = Collector::start();
    create_shop(&collector);
    collector
}

/// Posts them over several connections; each must be taken.
fn post_all(collector: &Collector, bodies: &[Value]) {
    let url = format!("{}{}", collector.url(), routes::RESPONSES);
    let next = AtomicUsize::new(0);
    let refused = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let client = Client::default();
                while let Some(body) = bodies.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let body = body.to_string();
                    let headers = [("content-type", "text/plain;charset=UTF-8")];
                    let reply = client.must_send("POST", &url, &headers, Some(body.as_bytes()));
                    if reply.status != 201 {
                        refused.lock().unwrap().push(reply.text());
                    }
                }
            });
        }
    });
    assert_eq!(refused.into_inner().unwrap(), [""; 0]);
}

/// Returns the address in the `Link` to the next piece.
fn next(reply: &Reply) -> Option<String> {
    let link = reply.header("link").strip_prefix('<')?;
    Some(link.split('>').next()?.to_owned())
}

fn ids(lines: &str) -> Vec<String> {
    let values = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    values.filter_map(|value| value["id"].as_str().map(str::to_owned)).collect()
}

#[test]
fn three_thousand_responses_are_paged_and_exported_each_once() {
    let collector = shop();
    let bodies: Vec<Value> = (0..3_000)
        .map(|n| {
            let body = response("nps", (n % 11) as u8);
            if n % 10 == 0 {
                with(body, "comment", json!("=Trà \"ngon\",\r\nrất"))
            } else {
                body
            }
        })
        .collect();
    post_all(&collector, &bodies);
    let sent: BTreeSet<String> =
        bodies.iter().map(|body| body["id"].as_str().unwrap().to_owned()).collect();

    // As files.
    let path = routes::export_ndjson(&site_id(SITE), &survey_id("nps"));
    let file = collector.as_admin("GET", &path, None).expect(200);
    assert_eq!(file.header("content-type"), "application/x-ndjson; charset=utf-8");
    assert_eq!(next(&file), None);
    let found = ids(&file.text());
    assert!(found.len() == 3_000 && found.iter().cloned().collect::<BTreeSet<_>>() == sent);
    let last: Value = serde_json::from_str(file.text().lines().last().unwrap()).unwrap();
    assert_eq!(last, json!({"responses": 3_000}));

    let path = routes::export_csv(&site_id(SITE), &survey_id("nps"));
    let mut address = Some(format!("{path}?limit=1300&bom=true"));
    let mut pieces = String::new();
    while let Some(at) = address {
        let piece = collector.as_admin("GET", &at, None).expect(200);
        address = next(&piece);
        pieces += &piece.text();
    }
    assert_eq!(pieces.matches("\u{feff}\"id\",\"survey\",\"version\",").count(), 1);
    assert_eq!(pieces.matches("\r\n").count(), 3_001);
    assert_eq!(pieces.matches(",\"'=Trà \"\"ngon\"\",\nrất\",").count(), 300);
    assert!(sent.iter().all(|id| pieces.contains(id.as_str())));

    // A page at a time, while other responses arrive.
    let path = routes::responses(&site_id(SITE), &survey_id("nps"));
    let mut cursor = String::new();
    let mut paged = Vec::new();
    loop {
        let reply = collector.as_admin("GET", &format!("{path}?limit=100{cursor}"), None);
        let page = reply.expect(200).json();
        let items = page["items"].as_array().unwrap();
        paged.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
        let _ = collector.post(&response("nps", 5).to_string()).expect(201);
    }
    assert!(paged.is_sorted_by(|a, b| a > b), "the newest first, each once");
    assert!(paged.len() == 3_000 && paged.into_iter().collect::<BTreeSet<_>>() == sent);

    // A filter that needs the values.
    let query = format!("{path}?text=TR%C3%80&limit=100&order=oldest");
    let page = collector.as_admin("GET", &query, None).expect(200).json();
    assert_eq!(page["items"].as_array().unwrap().len(), 100);
    assert_eq!(page["items"][0]["comment"], "=Trà \"ngon\",\nrất");
}

#[test]
fn one_response_and_all_of_a_respondent_are_deleted() {
    let collector = shop();
    let (one, other) = (response("nps", 0), response("nps", 10));
    for body in [&one, &other] {
        let _ = collector.post(&body.to_string()).expect(201);
    }
    for (n, survey) in ["nps", "ces", "csat"].into_iter().enumerate() {
        for who in ["an@example.com", "binh@example.com"] {
            let body = with(response(survey, 3 + n as u8), "respondent", json!(who));
            let _ = collector.post(&body.to_string()).expect(201);
        }
    }
    let path = routes::responses(&site_id(SITE), &survey_id("nps"));
    let address = format!("{path}/{}", one["id"].as_str().unwrap());
    let shown = collector.as_admin("GET", &address, None).expect(200).json();
    assert_eq!((&shown["score"], &shown["group"]), (&json!(0), &json!("detractor")));
    for _ in 0..2 {
        let _ = collector.as_admin("DELETE", &address, None).expect(204);
    }
    let _ = collector.as_admin("GET", &address, None).expect(404);
    assert_scores(&collector.summary(SITE, "nps"), &[3, 3, 10]);

    let body = json!({"respondent": "an@example.com"});
    let path = routes::respondent_deletion(&site_id(SITE));
    let done = collector.as_admin("POST", &path, Some(&body)).expect(200).json();
    assert_eq!(done, json!({"deleted": 3, "done": true}));
    assert_scores(&collector.summary(SITE, "nps"), &[3, 10]);
    assert_scores(&collector.summary(SITE, "ces"), &[4]);
    assert_scores(&collector.summary(SITE, "csat"), &[5]);
    let path = routes::respondent_responses(&site_id(SITE));
    let page = collector.as_admin("POST", &path, Some(&body)).expect(200).json();
    assert_eq!(page, json!({"items": []}));
}

#[test]
fn a_site_moves_to_another_collector_and_every_summary_is_the_same() {
    let from = shop();
    let bodies: Vec<Value> = (0..900)
        .map(|n| {
            let (survey, score) = [("nps", n % 11), ("ces", 1 + n % 7), ("csat", 1 + n % 5)][n % 3];
            let body = response(survey, score as u8);
            if n % 4 == 0 { with(body, "respondent", json!("an@example.com")) } else { body }
        })
        .collect();
    post_all(&from, &bodies);
    let key = from.create_key(SITE, "read");

    // In pieces, as the loop in the collector's README takes them.
    let mut address = Some(format!("{}?limit=400", routes::backup(&site_id(SITE))));
    let mut lines = String::new();
    while let Some(at) = address {
        let piece = from.as_admin("GET", &at, None).expect(200);
        address = next(&piece);
        lines += &piece.text();
    }
    let lines: Vec<&str> = lines.lines().collect();

    let to = Collector::start();
    let bearer = format!("Bearer {ADMIN_TOKEN}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/x-ndjson")];
    let restore = |lines: &[&str]| {
        let body = lines.join("\n");
        let path = routes::restore(&site_id(SITE));
        to.send("POST", &path, &headers, Some(body.as_bytes())).expect(200).json()
    };
    let mut n_responses = 0;
    for chunk in lines.chunks(200) {
        n_responses += restore(chunk)["responses"].as_u64().unwrap();
    }
    assert_eq!(n_responses, 900);
    let is_same = || {
        for survey in ["nps", "ces", "csat"] {
            let summary = to.summary(SITE, survey);
            assert_eq!(summary, from.summary(SITE, survey));
            assert!(summary.is_final && summary.responses == 300, "{summary:?}");
        }
    };
    is_same();
    // A second time, in another order: nothing changes.
    for chunk in lines.chunks(150).rev() {
        let _ = restore(chunk);
    }
    is_same();
    // The restored keys open the site, and respondents are still found.
    let path = routes::summary(&site_id(SITE), &survey_id("nps"));
    let _ = to.with_key(&key, "GET", &path, None).expect(200);
    let body = json!({"respondent": "an@example.com"});
    let path = routes::respondent_deletion(&site_id(SITE));
    let mut deleted = 0;
    loop {
        let done = to.as_admin("POST", &path, Some(&body)).expect(200).json();
        deleted += done["deleted"].as_u64().unwrap();
        if done["done"] == true {
            break;
        }
    }
    assert_eq!(deleted, 225);
}

#[test]
fn a_body_beyond_a_megabyte_is_refused_and_a_whole_piece_of_one_is_read() {
    let collector = shop();
    let bearer = format!("Bearer {ADMIN_TOKEN}");
    let path = routes::restore(&site_id(SITE));
    let line = format!("{}{{\"responses\":0}}\n", " ".repeat(5_000));
    let headers = [("authorization", bearer.as_str())];
    let whole = line.repeat(200);
    assert_eq!(collector.send("POST", &path, &headers, Some(whole.as_bytes())).status, 200);

    // A refused body is not read, and the connection is closed: a client that still writes may
    // never see the reply. So the body is announced and not sent.
    let address = collector.url().replace("http://", "");
    let mut connection = TcpStream::connect(&address).unwrap();
    let announced = 1024 * 1024 + 1;
    write!(
        connection,
        "POST {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: {bearer}\r\n\
         content-length: {announced}\r\n\r\n"
    )
    .unwrap();
    let mut status = String::new();
    BufReader::new(connection).read_line(&mut status).unwrap();
    assert_eq!(status.split(' ').nth(1), Some("413"), "{status}");
}
