//! Check that a pattern can match some page. One that matches no address is an owner's mistake: the
//! survey would never be shown.
//!
//! In: addresses as browsers write them, followed side by side with the pattern. Not in: matching
//! an address (`url`).

use core::fmt;

use super::{
    regex::{Item, Set},
    url::Counted,
};

/// Error: no address matches a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeverMet {
    /// Longest start of the pattern plus the item at which no address goes on; `None` when no
    /// address ends where the pattern does.
    pub start: Option<String>,
}

/// Place in an address, by the characters before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// This much of a scheme is still to come.
    Scheme(&'static [u8]),
    /// A host's name; true behind its first character.
    Host(bool),
    /// A host's number, in brackets.
    Number,
    /// A bracket that ended it.
    NumberEnd,
    /// A port; true behind its first digit.
    Port(bool),
    /// A `/` of the path and so many dots, up to two.
    Slash(u8),
    /// Something else of the path.
    Path,
    /// The query; true behind its first character. Without one, the `?` doesn't count.
    Query(bool),
    /// The fragment, likewise.
    Fragment(bool),
}

/// Ok if some address matches the whole row of items.
///
/// # Errors
/// Index of the first item that no address goes on with; the number of items when no address ends
/// there.
pub(super) fn reach(items: &[Item], counted: Counted) -> Result<(), usize> {
    let mut places = if counted.origin {
        vec![Place::Scheme(b"http://"), Place::Scheme(b"https://")]
    } else {
        // A path begins with a slash, and so does nothing else.
        vec![Place::Port(true)]
    };
    for (index, item) in items.iter().enumerate() {
        places = through(item, &places, counted);
        if places.is_empty() {
            return Err(index);
        }
    }
    if places.iter().any(|place| place.may_end()) { Ok(()) } else { Err(items.len()) }
}

/// Returns the places behind an item.
fn through(item: &Item, from: &[Place], counted: Counted) -> Vec<Place> {
    match item {
        Item::Repeat { set, min, max } => {
            let mut places = from.to_vec();
            for _ in 0..*min {
                places = step(*set, &places, counted);
            }
            let mut last = places.clone();
            // There are fewer places than that, so more repetitions lead to no other.
            for _ in *min..max.unwrap_or(*min + 64) {
                last = step(*set, &last, counted);
                last.retain(|place| !places.contains(place));
                places.extend_from_slice(&last);
            }
            places
        }
        Item::Choice(texts) => {
            let mut places = Vec::new();
            for text in texts {
                let behind = text
                    .iter()
                    .fold(from.to_vec(), |places, byte| step(Set::one(*byte), &places, counted));
                add(&mut places, behind);
            }
            places
        }
    }
}

/// Returns the places behind one character of a set.
fn step(set: Set, from: &[Place], counted: Counted) -> Vec<Place> {
    let mut places = Vec::new();
    for byte in (b'!'..=b'~').filter(|byte| set.has(*byte)) {
        add(&mut places, from.iter().filter_map(|place| place.behind(byte, counted)));
    }
    places
}

fn add(places: &mut Vec<Place>, more: impl IntoIterator<Item = Place>) {
    for place in more {
        if !places.contains(&place) {
            places.push(place);
        }
    }
}

impl Place {
    /// Returns the place behind a character; `None` where no browser writes it.
    fn behind(self, byte: u8, counted: Counted) -> Option<Place> {
        let is_in_path = !b"\"#<>?`{}\\/".contains(&byte);
        match (self, byte) {
            (Place::Scheme([first, rest @ ..]), _) if *first == byte => {
                Some(if rest.is_empty() { Place::Host(false) } else { Place::Scheme(rest) })
            }
            (Place::Host(_), b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~') => {
                Some(Place::Host(true))
            }
            (Place::Host(false), b'[') => Some(Place::Number),
            (Place::Number, b'0'..=b'9' | b'a'..=b'f' | b':' | b'.') => Some(Place::Number),
            (Place::Number, b']') => Some(Place::NumberEnd),
            (Place::Host(true) | Place::NumberEnd, b':') => Some(Place::Port(false)),
            (Place::Port(_), b'0'..=b'9') if counted.origin => Some(Place::Port(true)),
            (Place::Host(true) | Place::NumberEnd | Place::Port(true), b'/') => {
                Some(Place::Slash(0))
            }
            // Browsers resolve pieces of dots alone before they load a page.
            (Place::Slash(dots), b'.') => {
                Some(if dots < 2 { Place::Slash(dots + 1) } else { Place::Path })
            }
            (Place::Slash(0) | Place::Path, b'/') => Some(Place::Slash(0)),
            (Place::Slash(0) | Place::Path, b'?') if counted.query => Some(Place::Query(false)),
            (Place::Slash(0) | Place::Path | Place::Query(true), b'#') if counted.fragment => {
                Some(Place::Fragment(false))
            }
            (Place::Slash(_) | Place::Path, _) if is_in_path => Some(Place::Path),
            (Place::Query(_), _) if !b"\"#<>'".contains(&byte) => Some(Place::Query(true)),
            (Place::Fragment(_), _) if !b"\"<>`".contains(&byte) => Some(Place::Fragment(true)),
            _ => None,
        }
    }

    const fn may_end(self) -> bool {
        matches!(self, Place::Slash(0) | Place::Path | Place::Query(true) | Place::Fragment(true))
    }
}

impl fmt::Display for NeverMet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.start {
            Some(start) => write!(f, "can never be met: no address begins with {start}"),
            None => f.write_str("can never be met: no address ends like this"),
        }
    }
}

impl core::error::Error for NeverMet {}

#[cfg(test)]
mod tests {
    use crate::targeting::UrlPattern;

    #[track_caller]
    fn is_met(pattern: &UrlPattern, expected: Result<(), Option<&str>>) {
        let found = pattern.can_be_met().map_err(|never| never.start);
        let expected = expected.map_err(|start| start.map(str::to_owned));
        assert_eq!(found, expected, "{pattern:?}");
    }

    #[test]
    fn what_some_address_meets_passes() {
        for text in [
            "/",
            "/app#/checkout",
            "/app?a=1#/b?c",
            "/#!/x",
            "/a#b#c",
            "/thanh toán",
            "/a//b",
            "/...",
            "/.well-known",
            "/a..b/",
            "/100%",
            "https://shop.example/",
            "http://127.0.0.1:8080/a",
            "http://[::1]:1/",
            "https://xn--tt-bja.example/x?y",
            "/a|b^c",
            "/it's",
            "/a?{b}",
        ] {
            is_met(&UrlPattern::exact(text), Ok(()));
        }
        for text in ["http", "https://shop", "https://shop.example", "/a?", "/a#", "/a/.", "/a/.."]
        {
            is_met(&UrlPattern::prefix(text), Ok(()));
        }
        for text in ["*", "*#/a", "https://*.shop.example/*", "*?*a=b*", "https://*shop.example"] {
            is_met(&UrlPattern::glob(text), Ok(()));
        }
        for text in [r"/a\d+", "https?://a[.]b/.*", r"/a\?b=.*", "/(news|blog)#/[^/]+", ".*/done"] {
            is_met(&UrlPattern::regex(text).unwrap(), Ok(()));
        }
    }

    #[test]
    fn what_no_address_meets_is_told_with_its_place() {
        for (text, start) in [
            ("/orders/{id}", Some("/orders/{")),
            ("/a<b>", Some("/a<")),
            (r"/a\b", Some(r"/a\")),
            ("/a?b='c'", Some("/a?b='")),
            ("/a/../b", Some("/a/../")),
            ("/a/.", None),
            ("/a?", None),
            ("/a#", None),
            ("/a?#/b", Some("/a?#")),
            ("https://shop.example", None),
            ("https://shop.example?a", Some("https://shop.example?")),
            ("https://shop.example#/a", Some("https://shop.example#")),
            ("https://Shop.example/", Some("https://S")),
            ("https://tèt.example/", Some("https://t%")),
            ("https://me@shop.example/", Some("https://me@")),
            ("https://shop.example:443/", Some("https://shop.example:443/")),
            ("http://shop.example:80/", Some("http://shop.example:80/")),
            ("https:///a", Some("https:///")),
            ("http:/a", Some("http:/a")),
            ("httpx", Some("httpx")),
        ] {
            is_met(&UrlPattern::exact(text), Err(start));
        }
        is_met(&UrlPattern::prefix("/orders/{id}"), Err(Some("/orders/{")));
        is_met(&UrlPattern::prefix("https://shop.example?"), Err(Some("https://shop.example?")));
        is_met(&UrlPattern::glob("/a*{b}"), Err(Some("/a*{")));
        is_met(&UrlPattern::glob("https://*.Shop.example"), Ok(()));
        is_met(&UrlPattern::regex(r"/a\{\d\}").unwrap(), Err(Some("/a\\{\\d\\}")));
        is_met(&UrlPattern::regex("https://a[.]b").unwrap(), Err(None));
    }
}
