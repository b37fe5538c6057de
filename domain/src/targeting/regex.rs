//! Regular expressions for addresses: a subset in which matching takes time in proportion to the
//! address, even in an engine that backtracks, as browsers' do.
//!
//! In: the accepted subset, its reasons, its meaning. Not in: the part of an address that is
//! compared (`url`).
//!
//! A pattern is always compared as a whole. It is a row of:
//!
//! | item | stands for |
//! |---|---|
//! | `a`, `/`, `\.` | itself; `\` before a sign that isn't a letter or digit |
//! | `.` `\d` `\w` `[a-z_-]` `[^/]` | one character of the set |
//! | either of these with `?` `*` `+` `{2}` `{2,}` `{2,4}` | so many of them |
//! | `(news\|blog)` | one of these texts |
//!
//! A browser's engine tries again with less whenever the rest doesn't fit. That stays cheap when:
//!
//! - a repeated set has no character in common with what may follow it. Then one less fails at
//!   the very next character. So `[^/]+/` is taken, `.*a.*b` is not: such tries would multiply.
//! - One repetition may break that rule, if nothing behind it is repeated: it costs one comparison
//!   with a short text for each character, as `.*/done` does.
//! - No choice begins with another, so that at most one of them fits.
//! - Nothing in brackets is repeated, nothing looks ahead or back, nothing refers back.

#[cfg(test)]
mod cost;
mod parse;

use core::fmt;

/// An accepted pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Regex {
    items: Vec<Item>,
    /// The same pattern for the loader: a `?` in it always stands for a question mark.
    written: String,
}

/// Reason and place of a pattern's refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegexError {
    /// The character at fault; the first is 1.
    pub at: usize,
    fault: Fault,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Sign,
    Open,
    Class,
    Choice,
    Repeated,
    Count,
    Loose,
    Prefix,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// A character of the set, so many times; without `max` any number of times.
    Repeat { set: Set, min: u32, max: Option<u32> },
    /// One of these texts.
    Choice(Vec<Vec<u8>>),
}

/// ASCII characters, a bit each. Addresses have no others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Set(u128);

impl Regex {
    /// Reads a pattern.
    ///
    /// # Errors
    /// [`RegexError`] for everything outside of the subset.
    pub(super) fn parse(text: &str) -> Result<Regex, RegexError> {
        let (items, written) = parse::parse(text)?;
        stays_cheap(&items)?;
        Ok(Regex { items: items.into_iter().map(|(_, item)| item).collect(), written })
    }

    pub(super) fn items(&self) -> &[Item] {
        &self.items
    }

    pub(super) fn written(&self) -> &str {
        &self.written
    }

    /// True if the whole address matches. All places up to which the items so far can reach are
    /// followed at once, so nothing is tried twice.
    pub(super) fn is_met_by(&self, address: &str) -> bool {
        let address = address.as_bytes();
        let mut reached = vec![false; address.len() + 1];
        if let Some(start) = reached.first_mut() {
            *start = true;
        }
        for item in &self.items {
            reached = item.reach(&reached, address);
        }
        reached.last() == Some(&true)
    }
}

/// Checks the rules of the module's head for repetitions.
fn stays_cheap(items: &[(usize, Item)]) -> Result<(), RegexError> {
    let mut loose_at = None;
    for (index, (at, item)) in items.iter().enumerate() {
        let Item::Repeat { set, min, max } = item else { continue };
        if *max == Some(*min) {
            continue;
        }
        if let Some(at) = loose_at {
            return Err(RegexError { at, fault: Fault::Loose });
        }
        let behind = items.iter().skip(index + 1).map(|(_, item)| item);
        if set.meets(first_of(behind)) {
            loose_at = Some(*at);
        }
    }
    Ok(())
}

/// Returns the characters with which a row of items may begin.
fn first_of<'a>(items: impl Iterator<Item = &'a Item>) -> Set {
    let mut first = Set(0);
    for item in items {
        match item {
            Item::Repeat { set, min, .. } => {
                first = first.and(*set);
                if *min > 0 {
                    break;
                }
            }
            Item::Choice(texts) => {
                let starts = texts.iter().filter_map(|text| text.first());
                return starts.fold(first, |first, byte| first.and(Set::one(*byte)));
            }
        }
    }
    first
}

impl Item {
    /// Returns the places that this item reaches from these.
    fn reach(&self, from: &[bool], address: &[u8]) -> Vec<bool> {
        match self {
            Item::Repeat { set, min, max } => {
                let mut reached = from.to_vec();
                for _ in 0..*min {
                    reached = set.step(&reached, address);
                }
                let Some(max) = max else { return set.run(&reached, address) };
                let mut last = reached.clone();
                for _ in *min..*max {
                    last = set.step(&last, address);
                    reached.iter_mut().zip(&last).for_each(|(to, more)| *to |= more);
                }
                reached
            }
            Item::Choice(texts) => {
                let mut reached = vec![false; from.len()];
                for (at, _) in from.iter().enumerate().filter(|(_, is_reached)| **is_reached) {
                    let rest = address.get(at..).unwrap_or_default();
                    for text in texts.iter().filter(|text| rest.starts_with(text)) {
                        if let Some(place) = reached.get_mut(at + text.len()) {
                            *place = true;
                        }
                    }
                }
                reached
            }
        }
    }
}

impl Set {
    pub(super) const ALL: Set = Set(u128::MAX);

    pub(super) fn one(byte: u8) -> Set {
        Set(1_u128.checked_shl(u32::from(byte)).unwrap_or(0))
    }

    fn range(from: u8, to: u8) -> Set {
        (from..=to).fold(Set(0), |set, byte| set.and(Set::one(byte)))
    }

    const fn and(self, other: Set) -> Set {
        Set(self.0 | other.0)
    }

    const fn without(self) -> Set {
        Set(!self.0)
    }

    const fn meets(self, other: Set) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn has(self, byte: u8) -> bool {
        self.meets(Set::one(byte))
    }

    /// Returns the places one character further.
    fn step(self, from: &[bool], address: &[u8]) -> Vec<bool> {
        let further = from.iter().zip(address).map(|(reached, byte)| *reached && self.has(*byte));
        core::iter::once(false).chain(further).collect()
    }

    /// Returns the places any number of characters further.
    fn run(self, from: &[bool], address: &[u8]) -> Vec<bool> {
        let mut is_running = false;
        let bytes_before = core::iter::once(None).chain(address.iter().map(Some));
        from.iter()
            .zip(bytes_before)
            .map(|(reached, byte)| {
                is_running = *reached || is_running && byte.is_some_and(|byte| self.has(*byte));
                is_running
            })
            .collect()
    }
}

impl fmt::Display for RegexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match self.fault {
            Fault::Sign => {
                "this sign has no meaning here; put \\ before it to mean the sign itself"
            }
            Fault::Open => "what is opened here is not closed",
            Fault::Class => "a set is [abc], [a-z0-9_-] or [^/], in ASCII, with \\ before [ ] \\ ^",
            Fault::Choice => "a choice is two or more plain texts, such as (news|blog)",
            Fault::Repeated => "only one character or set can be repeated, and once",
            Fault::Count => "a count is from 0 to 50, the smaller one first",
            Fault::Loose => {
                "this repetition can also take what follows it, so nothing behind it may be \
                 repeated; name a set without what follows, such as [^/]+ before a /"
            }
            Fault::Prefix => "one choice begins with another; give them patterns of their own",
        };
        write!(f, "character {}: {why}", self.at)
    }
}

impl core::error::Error for RegexError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn meets(pattern: &str, address: &str, expected: bool) {
        let regex = Regex::parse(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
        assert_eq!(regex.is_met_by(address), expected, "{pattern} {address}");
    }

    #[test]
    fn each_item_stands_for_what_the_table_says() {
        for (pattern, address, expected) in [
            ("/a.c", "/abc", true),
            (r"/a\.c", "/abc", false),
            (r"/\d+", "/2026", true),
            (r"/\d+", "/", false),
            (r"/\w*", "/", true),
            ("/[^/]+/x", "/a-b/x", true),
            ("/[^/]+/x", "/a/b/x", false),
            ("/[a-c]{2}", "/ab", true),
            ("/[a-c]{2}", "/abc", false),
            ("/a{2,3}", "/aaaa", false),
            ("/a{2,}", "/aaaa", true),
            ("/a?b", "/b", true),
            ("/(news|blog)/.*", "/blog/1", true),
            ("/(news|blog)/.*", "/shop/1", false),
            (".*/done", "/a/done/done", true),
            (".*/done", "/a/done/", false),
            (r"/[\d-]*", "/2026-11", true),
            (r"/[\]\^]*", "/^]", true),
            ("/thanh toán", "/thanh%20to%C3%A1n", true),
            ("/(giỏ|bán)", "/gi%E1%BB%8F", true),
        ] {
            meets(pattern, address, expected);
        }
    }

    #[test]
    fn the_whole_address_is_compared() {
        meets("/done", "/done/x", false);
        meets("/done", "/x/done", false);
        meets("", "", true);
    }

    #[test]
    fn a_question_mark_that_counts_is_written_as_a_count() {
        for (pattern, written) in [
            ("https?://a/.*", "https{0,1}://a/.*"),
            (r"/a\?b=\d", r"/a\?b=\d"),
            ("/[?x]", r"/[\?x]"),
            ("/a{2,}b{3}", "/a{2,}b{3}"),
            ("/(á|b)", "/(%C3%A1|b)"),
        ] {
            assert_eq!(Regex::parse(pattern).unwrap().written(), written);
        }
    }

    #[test]
    fn a_long_address_takes_no_longer_in_each_character() {
        let regex = Regex::parse(r"/[^/]+/\d*[a-z]+/.*x(ab|cd)").unwrap();
        assert!(!regex.is_met_by(&"/a/1".repeat(50_000)));
    }
}
