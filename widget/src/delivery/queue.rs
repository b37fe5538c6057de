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

use crate::text::{digits, joined, split_at_first, split_at_last};

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
        let is_whole = rest.ends_with('}') && !json.bytes().any(|byte| byte == b'\n');
        let (json, base) = (json.to_owned(), base.to_owned());
        is_whole.then_some(Body { id, json, tapped_at, is_tried, base })
    }

    /// Reads an entry of [`entries`], with whatever stands behind it in the list.
    fn parse(rest: &str) -> Option<Body> {
        let entry = joined(&[ID_STARTS, rest]);
        let (_, flags) = split_at_last(&entry, b'}')?;
        let json = entry.get(..entry.len() - flags.len())?;
        let (tapped_ms, flags) = split_at_first(flags.strip_prefix(",")?, b',')?;
        let quoted = split_at_first(flags, b'"').and_then(|(_, rest)| split_at_first(rest, b'"'));
        let base = quoted.map_or("", |(base, _)| base);
        let tapped_at = Instant::from_unix_ms(tapped_ms.parse().ok()?);
        Body::new(json, base, tapped_at, !flags.starts_with("0"))
    }

    fn write(&self, text: &mut String) {
        let tapped_ms = digits(u64::try_from(self.tapped_at.unix_ms()).unwrap_or_default());
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
        let site = rest.strip_prefix(SITE_STARTS).and_then(|rest| split_at_first(rest, b'"'));
        site.is_some_and(|(site, _)| site == address.site)
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
        let json = joined(&[ID_STARTS, &id.to_text(), rest]);
        Body { id, json, is_tried: false, ..self.clone() }
    }
}

/// Returns the entries of a list, each from behind its [`ENTRY_STARTS`] to the next one's, or to
/// the end. It looks at each bracket: the standard library's search for a text costs 631 B.
fn entries(text: &str) -> impl Iterator<Item = &str> {
    let mut starts = (0..text.len())
        .filter(|at| text.as_bytes().get(*at) == Some(&b'['))
        .filter_map(|at| text.get(at..)?.strip_prefix(ENTRY_STARTS))
        .peekable();
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
mod tests;
