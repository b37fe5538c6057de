//! The states of one response, in whatever order they come: an id counts, is shown and goes once,
//! as the newest state that its visitor has made.

use collector::{
    store::{
        Entry, Store,
        keys::{Key, Rank},
        stored_response::{Metadata, StoredResponse},
    },
    testing::memory::MemoryStore,
};
use domain::{DAY_MS, Instant, Kind, ResponseId, SiteId, SurveyId};
use serde_json::{Value, json};
use wire::{
    backup::Restored,
    respondent::RespondentDeletion,
    response::Draft,
    responses::{ResponsePage, ResponseResource},
};

use crate::support::{Collector, NOW, assert_problem, id_at, parsed, response, with};

const RESPONSES: &str = "/v1/sites/demo/surveys/nps/responses";

/// Each state of a response that was given then, in the order of the visitor's time. Each has a
/// score of its own, to be told by.
fn states(given: Instant, n: u32) -> [Value; 4] {
    let body = |score: i64, is_finished: bool, comment: Option<&str>| {
        let body = with(response("nps", score, n), "id", json!(id_at(given, n)));
        let body = with(body, "respondent", json!("an@example.com"));
        let body = with(body, "finished", json!(is_finished));
        comment.map_or(body.clone(), |comment| with(body, "comment", json!(comment)))
    };
    [body(1, false, None), body(2, false, Some("a")), body(3, true, None), body(4, true, Some("b"))]
}

/// All orders of so many things, and of all but some of them.
fn orders(n: usize) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = vec![Vec::new()];
    let mut at = 0;
    while let Some(begun) = all.get(at).cloned() {
        all.extend((0..n).filter(|next| !begun.contains(next)).map(|next| {
            let mut longer = begun.clone();
            longer.push(next);
            longer
        }));
        at += 1;
    }
    all.retain(|order| !order.is_empty());
    all
}

fn accept(collector: &Collector, body: &Value) {
    let reply = collector.post(&body.to_string());
    assert_eq!(reply.status, 201, "{}", reply.body);
}

/// Returns the survey's responses as every way of reading shows them: they must agree.
#[track_caller]
fn shown(collector: &Collector) -> Vec<ResponseResource> {
    let mut all: Vec<Vec<ResponseResource>> = Vec::new();
    for query in ["order=oldest", "order=oldest&limit=1", "order=newest", "order=newest&limit=1"] {
        let mut items = Vec::new();
        let mut next: Option<String> = None;
        loop {
            let cursor = next.map_or_else(String::new, |next| format!("&cursor={next}"));
            let address = format!("{RESPONSES}?{query}{cursor}");
            let page: ResponsePage = parsed(&collector.admin("GET", &address, &Value::Null));
            items.extend(page.items);
            next = page.next;
            if next.is_none() {
                break;
            }
        }
        if query.starts_with("order=newest") {
            items.reverse();
        }
        all.push(items);
    }
    let export = "/v1/sites/demo/surveys/nps/export.ndjson";
    let body = collector.admin("GET", export, &Value::Null).body;
    let lines = body.lines().filter(|line| line.contains("\"score\""));
    all.push(lines.map(|line| serde_json::from_str(line).unwrap()).collect());
    let asked = json!({"respondent": "an@example.com"});
    let address = "/v1/sites/demo/respondents/responses";
    all.push(parsed::<ResponsePage>(&collector.admin("POST", address, &asked)).items);
    let brief = |items: &[ResponseResource]| -> Vec<(String, Option<u8>)> {
        items.iter().map(|item| (item.id.clone(), item.score)).collect()
    };
    for (n, other) in all.iter().enumerate() {
        assert_eq!(brief(other), brief(&all[0]), "{n}");
        assert_eq!(*other, all[0]);
    }
    for item in &all[0] {
        let one = collector.admin("GET", &format!("{RESPONSES}/{}", item.id), &Value::Null);
        assert_eq!(parsed::<ResponseResource>(&one), *item);
    }
    // Pages are short here: what one request can't do the next goes on with.
    let mut summaries =
        (0..20).map(|_| collector.summary("nps", "?from=2026-11-01&breakdown=page&partial=true"));
    let summary = summaries.find(|summary| summary.is_final).unwrap();
    let comments = all[0].iter().filter(|item| item.comment.is_some()).count();
    assert_eq!((summary.responses, summary.comments), (all[0].len() as u64, comments as u64));
    let mut scores = std::collections::BTreeMap::new();
    all[0].iter().for_each(|item| *scores.entry(item.score.unwrap().to_string()).or_default() += 1);
    assert_eq!(summary.counts.0.into_iter().filter(|(_, n)| *n > 0).collect::<Vec<_>>(), {
        let scores: std::collections::BTreeMap<String, u64> = scores;
        scores.into_iter().collect::<Vec<_>>()
    });
    all.swap_remove(0)
}

#[test]
fn a_finished_response_with_its_comment_outlives_a_late_beacon_of_the_score_alone() {
    let collector = Collector::new();
    accept(&collector, &with(response("nps", 3, 1), "comment", json!("Giao chậm.")));
    accept(&collector, &with(response("nps", 3, 1), "finished", json!(false)));
    let one = collector.admin("GET", &format!("{RESPONSES}/{}", id_at(NOW, 1)), &Value::Null);
    let one: ResponseResource = parsed(&one);
    assert_eq!((one.comment.as_deref(), one.finished), (Some("Giao chậm."), true));
    let summary = collector.summary("nps", "");
    assert_eq!((summary.responses, summary.comments), (1, 1));
}

#[test]
fn whatever_the_order_of_arrival_each_id_is_there_once_as_its_visitors_newest_state() {
    for page_max in [9, 30, 1_000] {
        let mut collector = Collector::with_store(MemoryStore::with_pages_of(page_max));
        let orders = orders(4);
        // Some of today, some of days that are closed and counted before the rest arrives.
        let given = |n: u32| NOW.plus_ms(-i64::from(n % 4) * DAY_MS - i64::from(n) * 60_000);
        let post = |collector: &Collector, nth: usize| {
            for (n, order) in (0..).zip(&orders) {
                if let Some(state) = order.get(nth) {
                    accept(collector, &states(given(n), n)[*state]);
                }
            }
        };
        for nth in 0..4 {
            post(&collector, nth);
            let seen = shown(&collector);
            assert_eq!(seen.len(), orders.len());
            for (n, order) in (0..).zip(&orders) {
                let newest = order[..order.len().min(nth + 1)].iter().max().unwrap();
                let id = id_at(given(n), n);
                let item = seen.iter().find(|item| item.id == id).unwrap();
                assert_eq!(usize::from(item.score.unwrap()), newest + 1, "{order:?}");
                assert_eq!(item.finished, *newest >= 2);
            }
            // Rollups are made meanwhile, and marks do their work.
            collector.pass_ms(20 * 60 * 1_000);
            shown(&collector);
        }
        // The same once more changes nothing.
        let before = shown(&collector);
        (0..4).for_each(|nth| post(&collector, nth));
        collector.pass_ms(20 * 60 * 1_000);
        let again = shown(&collector);
        assert_eq!(again.len(), before.len());
        assert!(again.iter().zip(&before).all(|(a, b)| (&a.id, a.score) == (&b.id, b.score)));
    }
}

#[test]
fn a_response_costs_one_write_and_its_comment_another() {
    let collector = Collector::new();
    let writes = || {
        let operations = collector.store.operations.take().into_iter();
        operations.filter(|operation| operation.starts_with("put ")).count()
    };
    writes();
    accept(&collector, &with(response("nps", 9, 1), "comment", json!("Ngon")));
    assert_eq!(writes(), 1);
    accept(&collector, &with(response("nps", 9, 2), "finished", json!(false)));
    accept(&collector, &with(response("nps", 9, 2), "comment", json!("Ngon")));
    assert_eq!(writes(), 2);
}

/// Writes a state as releases until 2026-11-25 did: under the plain key.
fn keep_as_of_old(collector: &Collector, body: &Value) -> ResponseId {
    let response =
        Draft::parse(body.to_string().as_bytes()).unwrap().on(&Kind::Nps.into()).unwrap();
    let value = StoredResponse::of(&response, NOW).encode();
    let metadata = Metadata::of(&response).encode();
    let names = (SiteId::parse("demo").unwrap(), SurveyId::parse("nps").unwrap());
    let key = Key::response(&names.0, &names.1, response.id, Rank::FinishedCommented);
    let entry = Entry { value: &value, metadata: Some(&metadata), expires_unix_s: None };
    pollster::block_on(collector.store.memory.put(&key, entry)).unwrap();
    response.id
}

#[test]
fn what_an_older_release_has_stored_is_outdone_by_newer_states_alone() {
    for stored in 0..4 {
        for arriving in 0..4 {
            let collector = Collector::new();
            let states = states(NOW, 1);
            // Its `who:` key is there already, too.
            accept(&collector, &states[stored]);
            let names = (SiteId::parse("demo").unwrap(), SurveyId::parse("nps").unwrap());
            let id = keep_as_of_old(&collector, &states[stored]);
            for rank in &Rank::ALL[..3] {
                collector.remove(Key::response(&names.0, &names.1, id, *rank).as_str());
            }
            assert_eq!(usize::from(shown(&collector)[0].score.unwrap()), stored + 1);
            accept(&collector, &states[arriving]);
            let seen = shown(&collector);
            let newest = stored.max(arriving) + 1;
            assert_eq!(
                (seen.len(), usize::from(seen[0].score.unwrap())),
                (1, newest),
                "{stored} {arriving}"
            );
        }
    }
}

#[test]
fn a_deleted_response_is_gone_in_all_of_its_states() {
    for by_respondent in [false, true] {
        let collector = Collector::new();
        for given in [NOW, NOW.plus_ms(-5 * DAY_MS)] {
            for state in states(given, 1) {
                accept(&collector, &state);
            }
        }
        assert_eq!((shown(&collector).len(), collector.stored_responses().len()), (2, 8));
        if by_respondent {
            let asked = json!({"respondent": "an@example.com"});
            let done = collector.admin("POST", "/v1/sites/demo/respondents/delete", &asked);
            let done: RespondentDeletion = parsed(&done);
            assert_eq!((done.deleted, done.done), (2, true));
        } else {
            for given in [NOW, NOW.plus_ms(-5 * DAY_MS)] {
                let address = format!("{RESPONSES}/{}", id_at(given, 1));
                assert_eq!(collector.admin("DELETE", &address, &Value::Null).status, 204);
                let gone = collector.admin("GET", &address, &Value::Null);
                assert_problem(&gone, 404, "unknown-response");
            }
        }
        assert_eq!(collector.stored_responses(), [""; 0]);
        assert_eq!(shown(&collector), []);
    }
}

#[test]
fn a_deletion_that_ends_half_way_leaves_no_older_state_to_be_seen() {
    let newest = states(NOW, 1)[3]["score"].clone();
    for n_done in 0..4 {
        let collector = Collector::new();
        states(NOW, 1).iter().for_each(|state| accept(&collector, state));
        let mut outcomes = vec![None; n_done + 1];
        outcomes.insert(0, Some(collector::store::StoreError::UsedUp));
        *collector.store.next_puts.borrow_mut() = outcomes;
        let address = format!("{RESPONSES}/{}", id_at(NOW, 1));
        let reply = collector.admin("DELETE", &address, &Value::Null);
        assert_eq!(reply.status, 503, "{}", reply.body);
        let seen = shown(&collector);
        assert_eq!((seen.len(), json!(seen[0].score)), (1, newest.clone()), "{n_done}");
        assert_eq!(collector.admin("DELETE", &address, &Value::Null).status, 204);
        assert_eq!(shown(&collector), []);
    }
}

#[test]
fn a_state_that_is_listed_and_can_not_be_read_yet_hides_no_response() {
    let collector = Collector::new();
    let [partial, .., finished] = states(NOW, 1);
    accept(&collector, &partial);
    accept(&collector, &finished);
    // KV remembers for a minute that a key was not there.
    let id = ResponseId::parse(&id_at(NOW, 1)).unwrap();
    let names = (SiteId::parse("demo").unwrap(), SurveyId::parse("nps").unwrap());
    let key = Key::response(&names.0, &names.1, id, Rank::FinishedCommented);
    collector.store.unread.borrow_mut().push(key.as_str().to_owned());
    let page: ResponsePage = parsed(&collector.admin("GET", RESPONSES, &Value::Null));
    assert_eq!(page.items.iter().map(|item| item.score).collect::<Vec<_>>(), [Some(1)]);
    for export in ["/v1/sites/demo/surveys/nps/export.ndjson", "/v1/sites/demo/backup"] {
        let body = collector.admin("GET", export, &Value::Null).body;
        assert!(body.contains(&id_at(NOW, 1)), "{export}: {body}");
    }
    collector.store.unread.borrow_mut().clear();
    assert_eq!(shown(&collector)[0].score, Some(4));
}

#[test]
fn what_somebody_said_is_deleted_though_a_newer_state_names_nobody() {
    let collector = Collector::new();
    let [partial, _, _, mut finished] = states(NOW, 1);
    finished.as_object_mut().unwrap().remove("respondent");
    accept(&collector, &partial);
    accept(&collector, &finished);
    let asked = json!({"respondent": "an@example.com"});
    let done = collector.admin("POST", "/v1/sites/demo/respondents/delete", &asked);
    assert_eq!(parsed::<RespondentDeletion>(&done).deleted, 1);
    assert_eq!(collector.stored_responses(), [""; 0]);
}

#[test]
fn a_backup_holds_a_response_once_and_comes_back_beside_what_came_since() {
    let from = Collector::new();
    states(NOW, 1)[..2].iter().for_each(|state| accept(&from, state));
    let backup = from.admin("GET", "/v1/sites/demo/backup", &Value::Null).body;
    assert_eq!(backup.lines().filter(|line| line.contains("\"response\"")).count(), 1);
    let to = Collector::new();
    accept(&to, &states(NOW, 1)[3]);
    let mut request = crate::support::request("POST", "/v1/sites/demo/restore", backup.as_bytes());
    request.headers.content_type = Some("application/x-ndjson".to_owned());
    request.headers.authorization =
        Some(collector::runtime::secret::Secret::new(format!("Bearer {}", crate::support::ADMIN)));
    let reply = to.send(&request);
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert_eq!(parsed::<Restored>(&reply).responses, 1);
    let seen = shown(&to);
    assert_eq!((seen.len(), seen[0].score), (1, Some(4)));
}
