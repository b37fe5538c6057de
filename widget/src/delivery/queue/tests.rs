//! Tests of the queue.

use super::*;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
const NOW: Instant = Instant::from_unix_ms(1_795_316_400_000);

fn id(days_ago: i64, random: u128) -> ResponseId {
    ResponseId::new(NOW.plus_ms(-days_ago * DAY_MS), random)
}

fn address() -> Address {
    Address { base: "https://c.example".to_owned(), site: "shop".to_owned(), former: vec![] }
}

fn body(days_ago: i64, random: u128, rest: &str) -> Body {
    body_for(&address(), days_ago, random, rest)
}

fn body_for(to: &Address, days_ago: i64, random: u128, rest: &str) -> Body {
    let (id, site) = (id(days_ago, random), &to.site);
    let json = format!("{{\"id\":\"{id}\",\"site\":\"{site}\",{rest}}}");
    Body::new(&json, &to.base, NOW.plus_ms(-days_ago * DAY_MS), false).unwrap()
}

fn take_up(queue: &mut Queue) -> Option<Body> {
    queue.take_up(&address(), &[])
}

fn queue(bodies: &[Body]) -> Queue {
    let mut queue = Queue::default();
    bodies.iter().cloned().for_each(|body| queue.put(body));
    queue
}

#[test]
fn what_is_stored_is_a_json_list_and_reads_back() {
    let full = queue(&[body(2, 1, "\"comment\":\"a],\\n[b\""), body(1, 2, "\"score\":7")]);
    let text = full.to_text().unwrap();
    let list: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(list[0][0]["comment"], "a],\n[b");
    assert_eq!(list[1][0]["id"], id(1, 2).to_string());
    assert_eq!(list[1][3], "https://c.example");
    assert_eq!(Queue::parse(&text, NOW), full);
    // The loader writes it so when it removes a site's entries.
    assert_eq!(Queue::parse(&text.replace(",\n", ","), NOW), full);
}

#[test]
fn what_looks_like_an_entry_inside_of_a_text_is_none() {
    let comment = serde_json::json!({"comment": "],\n[{\"id\":\"x\"},1,0]"}).to_string();
    let comment = comment.trim_matches(['{', '}']);
    let full = queue(&[body(0, 1, comment), body(0, 2, "\"score\":7")]);
    assert_eq!(Queue::parse(&full.to_text().unwrap(), NOW), full);
}

#[test]
fn that_a_body_was_tried_is_written_before_the_attempt() {
    let mut waiting = queue(&[body(0, 1, "\"score\":7"), body(0, 2, "\"score\":8")]);
    let first = take_up(&mut waiting).unwrap();
    assert!(!first.is_tried());
    let mut read_back = Queue::parse(&waiting.to_text().unwrap(), NOW);
    assert_eq!(read_back, waiting);
    assert!(take_up(&mut read_back).unwrap().is_tried());
    read_back.untry(first.id());
    assert!(!take_up(&mut read_back).unwrap().is_tried());
}

#[test]
fn a_newer_state_of_a_tried_response_is_tried_too() {
    let mut waiting = queue(&[body(0, 1, "\"score\":7")]);
    take_up(&mut waiting);
    waiting.put(body(0, 1, "\"comment\":\"a\""));
    assert!(take_up(&mut waiting).unwrap().is_tried());
}

#[test]
fn an_empty_queue_leaves_nothing_in_the_storage() {
    let mut queue = queue(&[body(0, 1, "\"score\":7")]);
    let first = take_up(&mut queue).unwrap();
    queue.remove(&first);
    assert_eq!(queue.to_text(), None);
}

#[test]
fn foreign_broken_and_old_entries_are_left_out() {
    for text in ["", "null", "[]", "{}", "[1,2]", "[{\"id\":\"x\"}]", "[\n]", "\u{0}", "}", "}}"] {
        assert_eq!(Queue::parse(text, NOW), Queue::default(), "{text:?}");
    }
    let fresh = body(7, 1, "\"score\":7");
    let text = queue(&[body(8, 2, "\"score\":1"), fresh.clone()]).to_text().unwrap();
    assert_eq!(Queue::parse(&text, NOW), queue(&[fresh]));
}

#[test]
fn an_entry_goes_to_its_own_collector_and_site_or_nowhere() {
    let own = address();
    let other_site = Address { site: "blog".to_owned(), ..address() };
    let other_collector = Address { base: "https://b.example".to_owned(), ..address() };
    let text = queue(&[
        body_for(&other_collector, 0, 1, "\"score\":1"),
        body_for(&other_site, 0, 2, "\"site\":\"shop\""),
        body_for(&own, 0, 3, "\"score\":3"),
    ])
    .to_text()
    .unwrap();
    for (address, random) in [(&other_collector, 1), (&other_site, 2), (&own, 3)] {
        let mut waiting = Queue::parse(&text, NOW);
        let taken = waiting.take_up(address, &[]).unwrap();
        assert_eq!(taken.id(), id(0, random));
        assert_eq!(waiting.take_up(address, &[taken.id()]), None);
        waiting.remove(&taken);
        assert_eq!(waiting.take_up(address, &[]), None);
        // Other sites' entries stay as they are.
        assert_eq!(waiting.0.len(), 2);
    }
}

#[test]
fn an_entry_for_a_former_collector_goes_to_the_one_that_its_owner_names() {
    let old = Address { base: "https://old.example".to_owned(), ..address() };
    let mut waiting = queue(&[body_for(&old, 0, 1, "\"score\":1")]);
    assert_eq!(take_up(&mut waiting), None);
    let moved = Address { former: vec!["https://old.example".to_owned()], ..address() };
    assert_eq!(waiting.take_up(&moved, &[]).unwrap().id(), id(0, 1));
    let elsewhere = Address { site: "blog".to_owned(), ..moved };
    assert_eq!(waiting.take_up(&elsewhere, &[]), None);
}

#[test]
fn an_entry_of_an_older_release_names_no_collector_goes_nowhere_and_ages() {
    let of_today = body(0, 1, "\"score\":7");
    let text = format!("[[{},{},1]]", of_today.json, NOW.unix_ms());
    let mut waiting = Queue::parse(&text, NOW);
    assert_eq!(waiting.0.len(), 1);
    let nobody = Address { base: String::new(), ..address() };
    let heir = Address { former: vec![String::new()], ..address() };
    for address in [address(), nobody, heir] {
        assert_eq!(waiting.take_up(&address, &[]), None, "{address:?}");
    }
    assert_eq!(waiting.to_text().unwrap(), text);
    assert_eq!(Queue::parse(&text, NOW.plus_ms(7 * DAY_MS + 1)), Queue::default());
}

#[test]
fn an_entry_from_the_visitors_own_future_ages_from_now_on() {
    let text = queue(&[body(-400, 1, "\"score\":7")]).to_text().unwrap();
    let read = Queue::parse(&text, NOW).to_text().unwrap();
    assert_ne!(Queue::parse(&read, NOW.plus_ms(7 * DAY_MS)), Queue::default());
    assert_eq!(Queue::parse(&read, NOW.plus_ms(7 * DAY_MS + 1)), Queue::default());
}

#[test]
fn an_entry_that_is_skipped_holds_up_none_behind_it() {
    let mut waiting = queue(&[body(0, 1, "\"score\":1"), body(0, 2, "\"score\":2")]);
    assert_eq!(waiting.take_up(&address(), &[id(0, 1)]).unwrap().id(), id(0, 2));
    assert_eq!(waiting.take_up(&address(), &[id(0, 1), id(0, 2)]), None);
}

#[test]
fn a_newer_state_takes_the_place_of_the_older() {
    let (score, comment) = (body(0, 1, "\"score\":7"), body(0, 1, "\"comment\":\"a\""));
    let mut waiting = queue(&[score.clone(), body(0, 2, "\"score\":1"), comment.clone()]);
    assert_eq!(waiting.0.first(), Some(&comment));
    // The older state's arrival does not take the newer one out.
    waiting.remove(&score);
    assert_eq!(waiting.0.first(), Some(&comment));
}

#[test]
fn the_twenty_newest_are_kept() {
    let all: Vec<Body> = (0..25).map(|n| body(0, n, "\"score\":7")).collect();
    let kept = queue(&all);
    assert_eq!(kept.0, all[5..]);
}

#[test]
fn a_renewed_id_is_not_tried_and_changes_nothing_else() {
    let mut waiting = queue(&[body(0, 1, "\"score\":7"), body(0, 2, "\"score\":8")]);
    take_up(&mut waiting);
    waiting.renew(id(0, 1), id(0, 9));
    assert_eq!(waiting, queue(&[body(0, 9, "\"score\":7"), body(0, 2, "\"score\":8")]));
}
