//! Reasons for a score: ids of a survey's list that a visitor picked.
//!
//! **In scope:** valid ids, the built-in ones, and what was picked, as a list in JSON and as one
//! text in a key's metadata.
//! **Out of scope:** a survey's own list (`survey`), and the labels that visitors read (`forms`).

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::limits::{REASON_ID_MAX_BYTES, REASONS_PICKED_MAX};

/// The id by which a list opens the comment field in place of naming a reason.
pub const OTHER: &str = "other";

/// The ids that have built-in labels in English and Vietnamese: what is said of shops, then of
/// software, then [`OTHER`].
pub const BUILT_IN: [&str; 14] = [
    "price",
    "quality",
    "delivery",
    "selection",
    "service",
    "checkout",
    "returns",
    "ease",
    "speed",
    "reliability",
    "features",
    "integrations",
    "docs",
    OTHER,
];

/// Text of a response whose group has no list, in a version of the survey that lists reasons for
/// others.
pub const NOT_ASKED: &str = "-";

/// Text of a response that was asked and picked none.
pub const NONE_PICKED: &str = "";

/// Separator between ids in one text.
const COMMA: char = ',';

/// Reasons that a visitor picked of a list; maybe none. Each is there once, in the alphabet's order.
///
/// There is one more value, [`Reasons::not_asked`]: the survey's version has a list, but none for the
/// group of this score. Such a response is among those on whose score the reasons have their impact.
///
/// ```
/// use wire::reason::Reasons;
///
/// let picked = Reasons::of(["service", "price", "price"]).unwrap();
/// assert_eq!(picked.as_str(), "price,service");
/// assert_eq!(Reasons::of(["Price"]), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reasons(String);

impl Reasons {
    /// Returns the reasons with these ids; `None` if one is not an id, or if they are more than
    /// [`REASONS_PICKED_MAX`].
    #[must_use]
    pub fn of<'i>(ids: impl IntoIterator<Item = &'i str>) -> Option<Reasons> {
        let mut ids: Vec<&str> = ids.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        let are_valid = ids.len() <= REASONS_PICKED_MAX && ids.iter().all(|id| is_id(id));
        are_valid.then(|| Reasons(ids.join(",")))
    }

    /// Returns the reasons of a response that was not asked, though others were.
    #[must_use]
    pub fn not_asked() -> Reasons {
        Reasons(NOT_ASKED.to_owned())
    }

    /// Reads what [`Reasons::as_str`] gave; `None` for any other text.
    #[must_use]
    pub fn parse(joined: &str) -> Option<Reasons> {
        if joined == NOT_ASKED { Some(Reasons::not_asked()) } else { Reasons::of(ids(joined)) }
    }

    /// True unless the survey had no list for this response.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.0 != NOT_ASKED
    }

    /// Returns the two fields that stand for reasons in JSON: `reasons`, and `reasons_asked`, which is
    /// there only for [`Reasons::not_asked`].
    #[must_use]
    pub fn fields(reasons: Option<Reasons>) -> (Option<Reasons>, Option<bool>) {
        match reasons {
            Some(reasons) if !reasons.is_asked() => (None, Some(false)),
            reasons => (reasons, None),
        }
    }

    /// Returns the reasons that these two fields stand for. Whoever was asked, and of whom no more is
    /// told, has picked none.
    #[must_use]
    pub fn of_fields(reasons: Option<Reasons>, is_asked: Option<bool>) -> Option<Reasons> {
        let without = |is_asked| if is_asked { Reasons::default() } else { Reasons::not_asked() };
        reasons.or_else(|| is_asked.map(without))
    }

    /// Returns the ids as one text with commas between them; empty if none was picked, and `-` for
    /// [`Reasons::not_asked`].
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns each id.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        ids(&self.0)
    }
}

/// Returns each value under which a response with that text is counted: its ids, or else the whole text.
pub fn values(joined: &str) -> impl Iterator<Item = &str> {
    joined.split(COMMA)
}

/// Returns each id of a text that [`Reasons::as_str`] made.
pub fn ids(joined: &str) -> impl Iterator<Item = &str> {
    values(joined).filter(|id| ![NONE_PICKED, NOT_ASKED].contains(id))
}

/// True if a text can be a reason's id: 1 to [`REASON_ID_MAX_BYTES`] of a-z, 0-9 and `_`, a letter
/// first.
#[must_use]
pub fn is_id(text: &str) -> bool {
    text.len() <= REASON_ID_MAX_BYTES
        && text.as_bytes().first().is_some_and(u8::is_ascii_lowercase)
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// Describes in words the ids that [`is_id`] accepts.
#[must_use]
pub fn id_allowed() -> String {
    format!("1 to {REASON_ID_MAX_BYTES} of a-z, 0-9 and _, a letter first")
}

impl Serialize for Reasons {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Reasons {
    /// Reads a list. It drops what is no id, and what is too many: only another program writes that.
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Reasons, D::Error> {
        let listed: Vec<Cow<'_, str>> = Deserialize::deserialize(from)?;
        let valid = listed.iter().map(AsRef::as_ref).filter(|id| is_id(id));
        Ok(Reasons::of(valid.take(REASONS_PICKED_MAX)).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_a_list_in_json_and_one_text_in_metadata() {
        for (ids, json, text) in [
            (&[][..], "[]", ""),
            (&["price"][..], r#"["price"]"#, "price"),
            (&["b_2", "a", "b_2", "c"][..], r#"["a","b_2","c"]"#, "a,b_2,c"),
        ] {
            let reasons = Reasons::of(ids.iter().copied()).unwrap();
            assert_eq!(serde_json::to_string(&reasons).unwrap(), json);
            assert_eq!(serde_json::from_str::<Reasons>(json).unwrap(), reasons);
            assert_eq!(reasons.as_str(), text);
            assert_eq!(Reasons::parse(text), Some(reasons.clone()));
            assert_eq!(super::ids(text).collect::<Vec<_>>(), reasons.iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_response_that_was_not_asked_has_picked_nothing() {
        let not_asked = Reasons::not_asked();
        assert!(!not_asked.is_asked() && Reasons::of([]).unwrap().is_asked());
        assert_eq!((not_asked.as_str(), not_asked.iter().count()), ("-", 0));
        assert_eq!(Reasons::parse("-"), Some(not_asked.clone()));
        for reasons in [None, Some(not_asked), Some(Reasons::default()), Reasons::of(["a"])] {
            let (picked, is_asked) = Reasons::fields(reasons.clone());
            assert_eq!(Reasons::of_fields(picked, is_asked), reasons);
        }
        assert_eq!(Reasons::parse("a,B"), None);
    }

    #[test]
    fn an_id_is_short_and_plain_and_no_more_than_three_are_picked() {
        for id in ["", "Price", "1a", "_a", "a-b", "a,b", "giá", "abcdefghijklm"] {
            assert!(!is_id(id), "{id}");
            assert_eq!(Reasons::of([id]), None, "{id}");
        }
        assert!(is_id("abcdefghijkl"));
        assert_eq!(Reasons::of(["a", "b", "c", "d"]), None);
    }

    #[test]
    fn a_built_in_id_is_an_id_and_there_once() {
        let mut ids = BUILT_IN.to_vec();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), BUILT_IN.len());
        assert!(ids.iter().all(|id| is_id(id)));
    }

    #[test]
    fn what_another_program_wrote_loses_what_is_no_reason() {
        let read = |json: &str| serde_json::from_str::<Reasons>(json).unwrap();
        assert_eq!(read(r#"["A","a","b","c","d"]"#).as_str(), "a,b,c");
    }
}
