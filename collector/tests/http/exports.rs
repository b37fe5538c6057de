//! Exports: whole, honest about what they hold, and nothing in them that a spreadsheet would run.

use collector::responses::csv::{COLUMNS, unguarded};
use domain::ResponseId;
use serde_json::{Value, json};
use wire::responses::{LastLine, ResponseResource};

use crate::{
    garbage::Numbers,
    paging::{keep, old_collector},
    support::{
        ADMIN, Collector, NOW, assert_field, assert_problem, parsed, request, response, with,
    },
};
use collector::{api::http::Reply, runtime::secret::Secret, text::plain_text::neutralised};

const CSV: &str = "/v1/sites/demo/surveys/nps/export.csv";
const NDJSON: &str = "/v1/sites/demo/surveys/nps/export.ndjson";

#[track_caller]
fn get(collector: &Collector, address: &str) -> Reply {
    let reply = collector.admin("GET", address, &Value::Null);
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply
}

/// The address of the next piece, by its `Link`.
fn next(reply: &Reply) -> Option<String> {
    let link = reply.header("link")?;
    let (address, rest) = link.strip_prefix('<')?.split_once('>')?;
    assert_eq!(rest, "; rel=\"next\"");
    Some(address.to_owned())
}

fn rows(csv: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    let records = reader.records().map(Result::unwrap);
    records.map(|record| record.iter().map(str::to_owned).collect()).collect()
}

/// A text as a visitor may write it, and one that nobody would.
fn some_text(numbers: &mut Numbers, most: usize) -> String {
    const PARTS: [&str; 24] = [
        "=",
        "+",
        "-",
        "@",
        "'",
        "\"",
        ",",
        ";",
        "\t",
        "\r",
        "\n",
        "\r\n",
        " ",
        "a",
        "7",
        "ậ",
        "😀",
        "＝",
        "\u{feff}",
        "\u{202e}",
        "\u{7}",
        "HYPERLINK(",
        "|cmd",
        "\\",
    ];
    (0..=numbers.below(most)).map(|_| PARTS[numbers.below(PARTS.len())]).collect()
}

#[test]
fn a_csv_reads_back_as_what_was_stored_and_no_cell_begins_a_formula() {
    let mut numbers = Numbers(11);
    for round in 0..40 {
        let collector = old_collector(1_000);
        let mut stored = Vec::new();
        for n in 0..40 {
            let mut body = response("nps", i64::try_from(numbers.below(11)).unwrap(), n);
            for field in ["comment", "touchpoint", "respondent", "page"] {
                let text = some_text(&mut numbers, 8);
                // Only comments may hold control characters.
                let text = match field {
                    "comment" => text,
                    _ => text.replace(|c: char| c.is_control(), ""),
                };
                if numbers.below(3) > 0 && !text.is_empty() {
                    body = with(body, field, json!(text));
                }
            }
            if numbers.below(2) == 0 {
                let text = some_text(&mut numbers, 5).replace(|c: char| c.is_control(), "x");
                body = with(body, "attributes", json!({"plan": text}));
                body = with(body, "elapsed_ms", json!(numbers.below(100_000)));
            }
            let at = NOW.plus_ms(-i64::try_from(numbers.below(1 << 30)).unwrap());
            let id = ResponseId::new(at, u128::from(n));
            keep(&collector, id, &body);
            stored.push((id, with(body, "id", json!(id.to_string()))));
        }
        stored.sort_by_key(|(id, _)| *id);
        let reply = get(&collector, CSV);
        assert_eq!(reply.header("content-type"), Some("text/csv; charset=utf-8; header=present"));
        assert_eq!(reply.body.matches("\r\n").count(), {
            // Every line ends so, and no text holds one: they are neutralised to line feeds.
            stored.len() + 1
        });
        let rows = rows(&reply.body);
        assert_eq!(rows[0], COLUMNS);
        for (row, (id, body)) in rows[1..].iter().zip(&stored) {
            let text = |field: &str| {
                let text = body[field].as_str().unwrap_or_default();
                // As the collector takes them.
                let text = match field {
                    "comment" => text.trim(),
                    "page" => text.split(['?', '#']).next().unwrap(),
                    _ => text,
                };
                neutralised(text).into_owned()
            };
            let cell = |name: &str| row[COLUMNS.iter().position(|c| *c == name).unwrap()].as_str();
            assert_eq!(cell("id"), id.to_string());
            assert_eq!(cell("score"), body["score"].to_string());
            for field in ["comment", "touchpoint", "respondent", "page"] {
                assert_eq!(unguarded(cell(field)), text(field), "round {round}");
            }
            let elapsed_ms = body.get("elapsed_ms").map(Value::to_string).unwrap_or_default();
            assert_eq!(cell("elapsed_ms"), elapsed_ms);
            let attributes = match body["attributes"]["plan"].as_str() {
                Some(plan) => json!({"plan": neutralised(plan)}).to_string(),
                None => String::new(),
            };
            assert_eq!(unguarded(cell("attributes")), attributes);
            for cell in row {
                let first = cell.trim_start().trim_start_matches('\u{feff}').chars().next();
                let is_sign = first.is_some_and(|c| "=+-@＝＋－＠".contains(c));
                assert!(!is_sign && !cell.starts_with(['\t', '\r', '\n']), "{cell:?}");
            }
        }
        // Nor does one that begins in the middle, for a reader with another separator.
        for cell in reply.body.split([',', ';', '\t', '\r', '\n']) {
            let first = cell.trim_start_matches([' ', '"', '\u{feff}']).chars().next();
            let is_sign = first.is_some_and(|c| "=+-@＝＋－＠".contains(c));
            assert!(!is_sign, "{cell:?} in {}", reply.body);
        }
        assert_eq!(rows.len(), stored.len() + 1);
    }
}

#[test]
fn every_text_cell_is_quoted_and_numbers_and_truth_values_are_not() {
    let collector = Collector::new();
    let mut body = response("nps", 9, 1);
    body = with(body, "comment", json!("Nice; but slow"));
    body = with(body, "version", json!(1));
    body = with(body, "wording", json!(2));
    body = with(body, "source", json!("popup"));
    body = with(body, "reasons", json!(["price", "other"]));
    assert_eq!(collector.post(&body.to_string()).status, 201);
    let csv = get(&collector, CSV).body;
    let lines: Vec<&str> = csv.split_terminator("\r\n").collect();
    assert_eq!(lines[0], format!("\"{}\"", COLUMNS.join("\",\"")));
    let (time, id) = ("2026-11-22T03:00:00.000Z", crate::support::id_at(NOW, 1));
    assert_eq!(
        lines[1],
        format!(
            "\"{id}\",\"nps\",1,2,\"{time}\",\"{time}\",9,\"promoter\",\"Nice; but slow\",\
             \"\",\"\",\"\",\"\",\"popup\",\"\",\"\",true,,\"other,price\",true,\"\","
        )
    );
}

#[test]
fn a_byte_order_mark_comes_when_asked_for_and_only_once() {
    let collector = Collector::new();
    assert_eq!(collector.post(&response("nps", 9, 1).to_string()).status, 201);
    assert_eq!(collector.post(&response("nps", 9, 2).to_string()).status, 201);
    assert!(get(&collector, CSV).body.starts_with("\"id\","));
    let first = get(&collector, &format!("{CSV}?bom=true&limit=1"));
    assert!(first.body.starts_with("\u{feff}\"id\",\"survey\",\"version\","));
    let second = get(&collector, &next(&first).unwrap());
    assert!(second.body.starts_with("\"01"), "{}", second.body);
    assert_eq!(second.header("content-type"), Some("text/csv; charset=utf-8; header=absent"));
    assert_eq!(next(&second), None);
}

#[test]
fn pieces_one_after_the_other_are_the_whole_file() {
    let mut numbers = Numbers(13);
    for round in 0..30 {
        let collector = old_collector([1, 3, 20, 1_000][numbers.below(4)]);
        for n in 0..numbers.below(150) {
            let at = NOW.plus_ms(-i64::try_from(numbers.below(1 << 34)).unwrap());
            let id = ResponseId::new(at, n as u128);
            keep(&collector, id, &response("nps", 9, 1));
        }
        for address in [CSV, NDJSON] {
            let whole = get(&collector, address);
            assert_eq!(next(&whole), None);
            let limit = 1 + numbers.below(60);
            let mut address = Some(format!("{address}?limit={limit}"));
            let mut pieces = String::new();
            let mut n_pieces = 0;
            while let Some(piece_address) = address {
                let piece = get(&collector, &piece_address);
                address = next(&piece);
                let last: Option<LastLine> =
                    piece.body.lines().last().and_then(|line| serde_json::from_str(line).ok());
                if let Some(last) = &last {
                    // Both say the same.
                    assert_eq!(last.next.is_none(), address.is_none());
                    let cursor = last.next.as_deref().unwrap_or("none");
                    assert!(address.as_deref().is_none_or(|address| address.contains(cursor)));
                    assert_eq!(last.responses as usize, piece.body.lines().count() - 1);
                }
                let lines = piece.body.split_inclusive('\n');
                let n = piece.body.lines().count() - usize::from(last.is_some());
                pieces.extend(lines.take(n));
                n_pieces += 1;
            }
            let n_lines = pieces.lines().count();
            let whole_lines: String = whole.body.split_inclusive('\n').take(n_lines).collect();
            assert_eq!(pieces, whole_lines, "round {round}: {n_pieces} pieces");
            assert_eq!(whole.body.lines().count() - n_lines, usize::from(address_is_json(&whole)));
        }
    }
}

fn address_is_json(reply: &Reply) -> bool {
    reply.header("content-type") == Some("application/x-ndjson; charset=utf-8")
}

#[test]
fn the_lines_of_an_ndjson_are_what_a_page_shows_and_the_last_says_that_it_is_all() {
    let collector = Collector::new();
    for n in 0..3 {
        let body = with(response("nps", 9, n), "comment", json!("Tốt\n\u{2066}lắm"));
        assert_eq!(collector.post(&body.to_string()).status, 201);
    }
    let reply = get(&collector, NDJSON);
    let lines: Vec<&str> = reply.body.lines().collect();
    let page: Value = parsed(&get(&collector, "/v1/sites/demo/surveys/nps/responses?order=oldest"));
    for (n, line) in lines[..3].iter().enumerate() {
        assert_eq!(serde_json::from_str::<Value>(line).unwrap(), page["items"][n]);
        let shown: ResponseResource = serde_json::from_str(line).unwrap();
        assert_eq!(shown.comment.as_deref(), Some("Tốt\n\u{fffd}lắm"));
    }
    let last: LastLine = serde_json::from_str(lines[3]).unwrap();
    assert_eq!(last, LastLine { responses: 3, next: None });
    assert_eq!(lines.len(), 4);
}

#[test]
fn a_period_of_a_time_zone_is_exported_alone() {
    let collector = old_collector(1_000);
    for hours in 0..72 {
        let id = ResponseId::new(NOW.plus_ms(-hours * 3_600_000), 1);
        keep(&collector, id, &response("nps", 9, 1));
    }
    let query = "from=2026-11-21&to=2026-11-22&tz=Asia/Ho_Chi_Minh";
    let reply = get(&collector, &format!("{NDJSON}?{query}"));
    let shown: Vec<ResponseResource> =
        reply.body.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    assert_eq!(shown.len(), 24);
    assert_eq!(shown[0].given_at, "2026-11-20T17:00:00.000Z");
    assert_eq!(shown[23].given_at, "2026-11-21T16:00:00.000Z");
}

#[test]
fn when_the_store_goes_away_in_the_middle_the_file_is_broken_off() {
    let collector = Collector::new();
    for n in 0..250 {
        assert_eq!(collector.post(&response("nps", 9, n).to_string()).status, 201);
    }
    for address in [CSV, NDJSON] {
        let mut request = request("GET", address, b"");
        request.headers.authorization = Some(Secret::new(format!("Bearer {ADMIN}")));
        let answer = collector.begin(&request);
        assert_eq!(answer.reply.status, 200);
        *collector.store.is_unreadable.borrow_mut() = true;
        let collected = collector.collect(answer.stream.unwrap());
        assert_eq!(collected.map_err(|error| error.status()), Err(503));
        *collector.store.is_unreadable.borrow_mut() = false;
    }
    assert!(!collector.runtime.pauses_ms.borrow().is_empty(), "it tried again first");
}

#[test]
fn a_large_export_takes_one_operation_for_a_hundred_values() {
    let collector = old_collector(1_000);
    for n in 0..30_000_i64 {
        let id = ResponseId::new(NOW.plus_ms(-n * 600_000), 1);
        keep(&collector, id, &response("nps", 9, 1));
    }
    collector.store.operations.borrow_mut().clear();
    let reply = get(&collector, &format!("{NDJSON}?limit=50000"));
    assert_eq!(reply.body.lines().count(), 30_001);
    let operations = collector.store.operations.borrow();
    let n_values = operations.iter().filter(|operation| operation.ends_with("keys")).count();
    assert_eq!(n_values, 300);
    assert!(operations.len() < 380, "{}", operations.len());
}

#[test]
fn an_export_needs_a_key_and_good_parameters() {
    let collector = Collector::new();
    for address in [CSV, NDJSON] {
        assert_problem(&collector.get(address), 401, "no-key");
        let read = collector.new_key("demo", "read");
        assert_eq!(collector.with_key(&read, "GET", address, &Value::Null).status, 200);
        assert_eq!(collector.with_key(&read, "HEAD", address, &Value::Null).body, "");
    }
    for (address, pointer, allowed) in [
        (format!("{CSV}?bom=yes"), "?bom", "true or false"),
        (format!("{NDJSON}?bom=true"), "?bom", "one of"),
        (format!("{CSV}?limit=50001"), "?limit", "from 1 to 50000"),
        (format!("{CSV}?cursor=n00000000000000000000000000000000"), "?cursor", "the same order"),
        (format!("{NDJSON}?group=happy"), "?group", "one of detractor, passive, promoter"),
        (format!("{CSV}?text="), "?text", "1 to 200 bytes"),
    ] {
        assert_field(&collector.admin("GET", &address, &Value::Null), pointer, allowed);
    }
}
