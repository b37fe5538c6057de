//! Rules on the pages where a survey is shown.

use super::{
    reach::{NeverMet, reach},
    regex::{Item, Regex, RegexError, Set},
};

/// Pages, by their address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UrlRules {
    /// Only here; empty: everywhere.
    pub include: Vec<UrlPattern>,
    /// Never here, whatever `include` says.
    pub exclude: Vec<UrlPattern>,
}

/// A set of addresses, compared letter by letter with the page's.
///
/// | the pattern | is compared with | of `https://shop.example/done?id=7#top` |
/// |---|---|---|
/// | `/done` | the path | `/done` |
/// | has a `?` | path and query | `/done?id=7` |
/// | has a `#` | also the fragment; the query, if a `?` stands before the `#` | `/done#top` |
/// | begins with `http` | the origin before all that | `https://shop.example/done` |
///
/// So `/done` matches whatever tracking parameters and jumps hang on it, and `/app#/checkout` is a
/// route that an app keeps in its fragment. Capital and small letters differ, and so do `/done` and
/// `/done/`.
///
/// Browsers write addresses in ASCII. Non-ASCII letters and spaces of a pattern are escaped in the
/// same way, so `/thanh-toán` may be written as people read it (not so in host names).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrlPattern {
    sort: Sort,
    text: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Sort {
    Exact,
    Prefix,
    Glob,
    Regex(Regex),
}

impl UrlRules {
    /// True if a survey may be shown on a page of this address.
    #[must_use]
    pub fn allow(&self, url: &str) -> bool {
        let is_met = |pattern: &UrlPattern| pattern.is_met_by(url);
        let is_included = self.include.is_empty() || self.include.iter().any(is_met);
        is_included && !self.exclude.iter().any(is_met)
    }
}

impl UrlPattern {
    /// Makes the pattern of this address alone.
    #[must_use]
    pub fn exact(text: &str) -> UrlPattern {
        UrlPattern { sort: Sort::Exact, text: as_browsers_write(text) }
    }

    /// Makes the pattern of every address that begins so. `/shop` takes in `/shopping`, `/shop/`
    /// does not.
    #[must_use]
    pub fn prefix(text: &str) -> UrlPattern {
        UrlPattern { sort: Sort::Prefix, text: as_browsers_write(text) }
    }

    /// Makes the pattern of every address of this shape: `*` stands for any run of characters, `/`
    /// and none included. `?` is no wildcard; it begins the query.
    #[must_use]
    pub fn glob(text: &str) -> UrlPattern {
        UrlPattern { sort: Sort::Glob, text: as_browsers_write(text) }
    }

    /// Makes the pattern of every address that a regular expression, of the subset in
    /// `targeting/regex.rs`, matches as a whole. The query counts if the pattern contains a
    /// question mark itself (`\?`), the fragment if it contains a `#`.
    ///
    /// ```
    /// # use domain::targeting::UrlPattern;
    /// let orders = UrlPattern::regex(r"/orders/\d+(/done|/paid)").unwrap();
    /// assert!(orders.is_met_by("https://shop.example/orders/7/paid?utm_source=mail"));
    /// assert!(UrlPattern::regex("(a+)+b").is_err());
    /// ```
    ///
    /// # Errors
    /// [`RegexError`] for a pattern outside of the subset: it could be slow on some address.
    pub fn regex(text: &str) -> Result<UrlPattern, RegexError> {
        Ok(UrlPattern { sort: Sort::Regex(Regex::parse(text)?), text: as_browsers_write(text) })
    }

    /// Returns the pattern's text, escaped as browsers write addresses.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the pattern for the loader: the text, or a regular expression of the same meaning in
    /// which a `?` always stands for a question mark.
    #[must_use]
    pub fn text_for_loader(&self) -> &str {
        match &self.sort {
            Sort::Regex(regex) => regex.written(),
            _ => &self.text,
        }
    }

    /// Returns the word for the pattern's sort: `exact`, `prefix`, `glob`, `regex`.
    #[must_use]
    pub const fn sort(&self) -> &'static str {
        match self.sort {
            Sort::Exact => "exact",
            Sort::Prefix => "prefix",
            Sort::Glob => "glob",
            Sort::Regex(_) => "regex",
        }
    }

    /// Ok if some page can match.
    ///
    /// ```
    /// # use domain::targeting::UrlPattern;
    /// assert!(UrlPattern::exact("/orders/{id}").can_be_met().is_err());
    /// ```
    ///
    /// # Errors
    /// [`NeverMet`], with the start of the pattern with which no address begins.
    pub fn can_be_met(&self) -> Result<(), NeverMet> {
        let text = self.text_for_loader();
        if let Some(origin) = with_default_port(text).filter(|_| !self.is_regex()) {
            return Err(NeverMet { start: Some(origin.to_owned()) });
        }
        let any = Item::Repeat { set: Set::ALL, min: 0, max: None };
        let one = |byte: u8| Item::Repeat { set: Set::one(byte), min: 1, max: Some(1) };
        let items: Vec<Item> = match &self.sort {
            Sort::Regex(regex) => regex.items().to_vec(),
            Sort::Exact => text.bytes().map(one).collect(),
            Sort::Prefix => text.bytes().map(one).chain([any]).collect(),
            Sort::Glob => text
                .bytes()
                .map(|byte| if byte == b'*' { any.clone() } else { one(byte) })
                .collect(),
        };
        reach(&items, Counted::by(text)).map_err(|index| {
            // In a regular expression, an item can be any number of characters.
            let end = if self.is_regex() { text.len() } else { index + 1 };
            let start = (index < items.len()).then(|| text.get(..end).unwrap_or(text).to_owned());
            NeverMet { start }
        })
    }

    const fn is_regex(&self) -> bool {
        matches!(self.sort, Sort::Regex(_))
    }

    /// True if the page of this whole address (`location.href`) matches.
    ///
    /// ```
    /// # use domain::targeting::UrlPattern;
    /// let done = UrlPattern::glob("/orders/*/done");
    /// assert!(done.is_met_by("https://shop.example/orders/7/done?utm_source=mail#top"));
    /// assert!(!done.is_met_by("https://shop.example/orders/done"));
    /// ```
    #[must_use]
    pub fn is_met_by(&self, url: &str) -> bool {
        let text = self.text_for_loader();
        let counted = Counted::by(text);
        let (whole, fragment) = url.split_once('#').unwrap_or((url, ""));
        let part = if counted.origin { whole } else { path_and_query(whole) };
        let (path, query) = part.split_once('?').unwrap_or((part, ""));
        let mut address = path.to_owned();
        // Empty when nothing stands behind the sign, as `location.search` and `location.hash` are.
        for (sign, rest, counts) in [('?', query, counted.query), ('#', fragment, counted.fragment)]
        {
            if counts && !rest.is_empty() {
                address.push(sign);
                address.push_str(rest);
            }
        }
        match &self.sort {
            Sort::Exact => address == text,
            Sort::Prefix => address.starts_with(text),
            Sort::Glob => glob_is_met(text, &address),
            Sort::Regex(regex) => regex.is_met_by(&address),
        }
    }
}

/// Parts of an address that a pattern is compared with, besides the path.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    pub(super) origin: bool,
    pub(super) query: bool,
    pub(super) fragment: bool,
}

impl Counted {
    /// Returns the parts named by the pattern's text for the loader.
    fn by(text: &str) -> Counted {
        let head = text.split('#').next().unwrap_or_default();
        Counted {
            origin: text.starts_with("http"),
            query: head.contains('?'),
            fragment: head.len() < text.len(),
        }
    }
}

/// Returns the origin of a text that names the port that browsers leave out.
fn with_default_port(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once("://")?;
    let port = if scheme == "https" { ":443" } else { ":80" };
    let host = rest.split('/').next()?;
    let end = scheme.len() + "://".len() + host.len();
    (host.ends_with(port) && end < text.len()).then(|| text.get(..=end)).flatten()
}

/// Returns the part behind the origin, as `location.pathname + location.search` gives it.
fn path_and_query(url: &str) -> &str {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    after_scheme.find('/').and_then(|slash| after_scheme.get(slash..)).unwrap_or("/")
}

/// Matches a glob: finds the pieces between stars one after the other, each as early as possible;
/// no backtracking, so no pattern is slow.
fn glob_is_met(glob: &str, address: &str) -> bool {
    let Some((head, tail)) = glob.split_once('*') else {
        return glob == address;
    };
    let (middle, last) = tail.rsplit_once('*').unwrap_or(("", tail));
    let inner = address.strip_prefix(head).and_then(|rest| rest.strip_suffix(last)).map(|inner| {
        middle
            .split('*')
            .try_fold(inner, |rest, piece| rest.split_once(piece).map(|(_, rest)| rest))
    });
    inner.flatten().is_some()
}

/// Percent-encodes what browsers percent-encode in both paths and queries, as far as people write
/// it: non-ASCII letters and spaces.
fn as_browsers_write(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii() && byte != b' ' {
            written.push(char::from(byte));
        } else {
            written.push_str(&format!("%{byte:02X}"));
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn meets(pattern: &UrlPattern, path: &str, expected: bool) {
        assert_eq!(pattern.is_met_by(&format!("https://a.example{path}")), expected, "{pattern:?}");
    }

    #[test]
    fn stars_stand_for_any_run_of_characters() {
        for (glob, path, expected) in [
            ("*", "/", true),
            ("/*", "/", true),
            ("/a*", "/a", true),
            ("/a*", "/b", false),
            ("/a/*/b", "/a//b", true),
            ("/a/*/b", "/a/b", false),
            ("/a/*/b", "/a/1/2/b", true),
            ("/a/*/b", "/a/1/bc", false),
            ("*b", "/ab", true),
            ("/a**b", "/ab", true),
            ("/*a*a", "/a", false),
            ("/*a*a", "/aa", true),
            ("/*ab*b", "/ab", false),
            ("/*ab*b", "/abb", true),
            ("/a*a", "/a", false),
            ("/a.c", "/abc", false),
        ] {
            meets(&UrlPattern::glob(glob), path, expected);
        }
    }

    #[test]
    fn a_long_run_of_stars_takes_no_longer() {
        let glob = UrlPattern::glob(&"/*a".repeat(60));
        meets(&glob, &"/aa".repeat(20_000), true);
        meets(&glob, &"/ab".repeat(20_000), false);
    }

    #[test]
    fn letters_are_escaped_as_browsers_do() {
        assert_eq!(UrlPattern::exact("/thanh toán").text(), "/thanh%20to%C3%A1n");
        assert_eq!(UrlPattern::exact("/a%20b").text(), "/a%20b");
    }
}
