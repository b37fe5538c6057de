//! Responses that have not arrived yet, as they lie in the visitor's storage: a JSON list of
//! `[body, tapped at, tried, collector]`. Plain values; [`super::storage`] reads and writes them.
//!
//! The storage belongs to the page's origin, on which several tags may run. So each entry names its
//! collector, its body names its site, and it is sent only there (see [`Address`]). An entry of an
//! older release names no collector. It can't be known, so such an entry is never sent, and is too
//! old within a week.
//!
//! Reading it back takes no JSON parser: each entry begins with its body's id, and no JSON string,
//! in which quotes are escaped, can look like that. The loader removes entries, too.

use domain::{Instant, ResponseId};

/// Greatest number of kept bodies: one site rarely has more than one, and 20 bodies of at most 8
/// KiB stay far below the 5 MB that a page's storage holds.
const LEN_MAX: usize = 20;

/// Milliseconds for which a response is kept. The collector takes ids of up to 8 days; one more
/// than this.
const AGE_MAX_MS: i64 = 7 * 24 * 60 * 60 * 1_000;

const ENTRY_STARTS: &str = "[{\"id\":\"";
const ID_STARTS: &str = "{\"id\":\"";
const ID_BYTES: usize = 36;
const SITE_STARTS: &str = "\",\"site\":\"";

/// A collector and one of its sites: the destination of a tag's responses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Address {
    /// The collector's origin.
    pub(crate) base: String,
    /// The site's name.
    pub(crate) site: String,
    /// Collectors that had this site before, as its owner says.
    pub(crate) former: Vec<String>,
}

/// One state of one response, ready to be posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Body {
    id: ResponseId,
    json: String,
    tapped_at: Instant,
    is_tried: bool,
    /// Origin of the collector; empty in an entry of an older release.
    base: String,
}

/// Bodies that have not arrived, oldest first; one for each id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Queue(Vec<Body>);

impl Body {
    /// Takes a body as `response_json` writes it, for the collector `base`; `None` for anything
    /// else, which may be another program's.
    ///
    /// `tapped_at` is by the visitor's own clock, whatever the id says. `is_tried`: an earlier
    /// attempt to send this id, in this state or an older one, may have reached the store.
    pub(crate) fn new(json: &str, base: &str, tapped_at: Instant, is_tried: bool) -> Option<Body> {
        let rest = json.strip_prefix(ID_STARTS)?;
        let id = ResponseId::parse(rest.get(..ID_BYTES)?).ok()?;
        let is_whole = rest.ends_with('}') && !json.contains('\n');
        let (json, base) = (json.to_owned(), base.to_owned());
        is_whole.then_some(Body { id, json, tapped_at, is_tried, base })
    }

    /// Reads an entry of [`entries`].
    fn parse(rest: &str) -> Option<Body> {
        let entry = [ID_STARTS, rest.trim_end_matches(['\n', ',', ']'])].concat();
        let (_, flags) = entry.rsplit_once('}')?;
        let json = entry.get(..entry.len() - flags.len())?;
        let (tapped_ms, tried) = flags.strip_prefix(',')?.split_once(',')?;
        let (tried, base) = tried.split_once(',').unwrap_or((tried, ""));
        let tapped_at = Instant::from_unix_ms(tapped_ms.parse().ok()?);
        Body::new(json, base.trim_matches('"'), tapped_at, tried != "0")
    }

    fn write(&self, text: &mut String) {
        let tapped_ms = self.tapped_at.unix_ms().to_string();
        let tried = if self.is_tried { ",1" } else { ",0" };
        for part in ["[", &self.json, ",", &tapped_ms, tried] {
            text.push_str(part);
        }
        if !self.base.is_empty() {
            // The address is as browsers write it, so nothing in it is escaped in JSON.
            for part in [",\"", &self.base, "\""] {
                text.push_str(part);
            }
        }
        text.push(']');
    }

    /// True if the response was given to this address, or to a former collector of the site as its
    /// owner says.
    fn is_for(&self, address: &Address) -> bool {
        let rest = self.json.get(ID_STARTS.len() + ID_BYTES..).unwrap_or_default();
        let site = rest.strip_prefix(SITE_STARTS).and_then(|rest| rest.split('"').next());
        site == Some(&address.site)
            && (self.base == address.base || address.former.contains(&self.base))
            && !self.base.is_empty()
    }

    /// Returns the id of the response.
    pub(crate) fn id(&self) -> ResponseId {
        self.id
    }

    /// Returns the time of the answer by the visitor's own clock.
    pub(crate) fn tapped_at(&self) -> Instant {
        self.tapped_at
    }

    /// True if an earlier attempt may have reached the store.
    pub(crate) fn is_tried(&self) -> bool {
        self.is_tried
    }

    /// Returns the body marked as one that an attempt may have stored.
    pub(crate) fn tried(self) -> Body {
        Body { is_tried: true, ..self }
    }

    /// Returns the JSON to post.
    pub(crate) fn json(&self) -> &str {
        &self.json
    }

    /// Returns the same response under another id, which has not been tried yet.
    fn with_id(&self, id: ResponseId) -> Body {
        let rest = self.json.get(ID_STARTS.len() + ID_BYTES..).unwrap_or_default();
        let json = [ID_STARTS, &id.to_text(), rest].concat();
        Body { id, json, is_tried: false, ..self.clone() }
    }
}

/// Returns the entries of a list, each from behind its [`ENTRY_STARTS`] to the next one's, or to
/// the end. It looks at each bracket: the standard library's search for a text costs 631 B.
fn entries(text: &str) -> impl Iterator<Item = &str> {
    let starts_at = |(at, _)| text.get(at..)?.strip_prefix(ENTRY_STARTS);
    let mut starts = text.match_indices('[').filter_map(starts_at).peekable();
    core::iter::from_fn(move || {
        let rest = starts.next()?;
        let behind = starts.peek().map_or(0, |next| next.len() + ENTRY_STARTS.len());
        rest.get(..rest.len() - behind)
    })
}

impl Queue {
    /// Reads the stored text; entries that are too old or not ours are left out. `now` is by the
    /// visitor's own clock.
    ///
    /// A time in the visitor's own future counts as now: a clock that was fast for a while must not
    /// keep a response for longer than others.
    pub(crate) fn parse(text: &str, now: Instant) -> Queue {
        let oldest = now.plus_ms(-AGE_MAX_MS);
        let mut bodies: Vec<Body> =
            entries(text).filter_map(Body::parse).filter(|body| body.tapped_at >= oldest).collect();
        for body in &mut bodies {
            body.tapped_at = body.tapped_at.min(now);
        }
        Queue(bodies)
    }

    /// Returns the text to store; `None` when nothing waits, so that the storage holds nothing of
    /// ours.
    pub(crate) fn to_text(&self) -> Option<String> {
        if self.0.is_empty() {
            return None;
        }
        let mut text = String::new();
        for body in &self.0 {
            text.push_str(if text.is_empty() { "[" } else { ",\n" });
            body.write(&mut text);
        }
        text.push(']');
        Some(text)
    }

    /// Returns the body to send next to this address, except the `skipped`, as it is before the
    /// attempt. In the queue it counts as tried from now on, because the page may go away during
    /// the attempt.
    pub(crate) fn take_up(&mut self, address: &Address, skipped: &[ResponseId]) -> Option<Body> {
        let is_next = |body: &&mut Body| body.is_for(address) && !skipped.contains(&body.id);
        let next = self.0.iter_mut().find(is_next)?;
        let body = next.clone();
        next.is_tried = true;
        Some(body)
    }

    /// Marks an id as untried again: the attempt certainly reached nothing.
    pub(crate) fn untry(&mut self, id: ResponseId) {
        for body in self.0.iter_mut().filter(|body| body.id == id) {
            body.is_tried = false;
        }
    }

    /// Adds a body: in the place of an older state of the same response, else at the end. When
    /// there are too many, the oldest is given up.
    pub(crate) fn put(&mut self, mut body: Body) {
        match self.0.iter_mut().find(|other| other.id == body.id) {
            Some(older) => {
                body.is_tried |= older.is_tried;
                *older = body;
            }
            None => self.0.push(body),
        }
        if self.0.len() > LEN_MAX {
            self.0.remove(0);
        }
    }

    /// Removes a body, unless a newer state of the response has come in meanwhile.
    pub(crate) fn remove(&mut self, body: &Body) {
        self.0.retain(|other| other.json != body.json);
    }

    /// Moves the state that waits under `old` to the id `new`.
    pub(crate) fn renew(&mut self, old: ResponseId, new: ResponseId) {
        for body in &mut self.0 {
            if body.id == old {
                *body = body.with_id(new);
            }
        }
    }
}

#[cfg(test)]
mod tests {
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
        for text in
            ["", "null", "[]", "{}", "[1,2]", "[{\"id\":\"x\"}]", "[\n]", "\u{0}", "}", "}}"]
        {
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
}
