//! A rollup's value: cells, and behind a line break tallies by dimension, as a short text.
//!
//! A year is 365 of them, so they are made to be read fast: digits of 6 bits, no JSON, and a reader
//! decodes no more of the second line than is asked for.
//!
//! ```text
//! 1 kind as_of n (gap mask count…)×n
//! n (text length-of-the-rest none rest n (text mask count…)×n)×n
//! ```
//! - `1`: this form. Another form, or a text that breaks off, is no rollup: the hours are listed.
//! - Numbers: 5 bits a digit, the lowest first; the sixth bit says that another digit follows.
//! - `gap`: empty cells since the last one with responses. `mask`: two digits, a bit for each score
//!   from the scale's low end, then one for comments; `count`: one for each bit, never 0.
//! - `text`: its length in bytes and the text itself: first the dimension's name, then each value.
//! - `none`, `rest`: `mask count…` of the responses without a value, and with one not kept apart.
//!
//! Rollups of hours have no second line, nor have rollups that older releases have written.

use domain::{Instant, Kind};
use wire::dimension::DimensionName;

use crate::rollups::{
    counts::{Cells, Counts},
    dims::{Dim, Dims},
};

/// Counts of an hour or of a day, and the time at which the list began that they come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rollup {
    /// Time at which the list began. No write is missing that was done at least
    /// [`crate::store::timing::STALE_MS`] before.
    pub as_of: Instant,
    /// Counts by cell.
    pub cells: Cells,
    /// Counts by dimension, as far as they are known or were asked for.
    pub dims: Dims,
}

const FORM: u8 = b'1';
const DIGITS: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const MORE: u64 = 32;

/// Values of [`DIGITS`] by byte; 64 for any other byte.
const VALUES: [u8; 256] = {
    let mut values = [64; 256];
    let mut value = 0;
    while value < 64 {
        #[expect(clippy::indexing_slicing, reason = "both are in range; checked when compiled")]
        {
            values[DIGITS[value] as usize] = value as u8;
        }
        value += 1;
    }
    values
};

impl Rollup {
    /// The value's text.
    #[must_use]
    pub fn encode(&self, kind: Kind) -> String {
        let mut text = String::with_capacity(16 + 12 * self.cells.len());
        text.push(char::from(FORM));
        push_number(&mut text, kind_number(kind));
        push_number(&mut text, u64::try_from(self.as_of.unix_ms()).unwrap_or(0));
        push_number(&mut text, self.cells.len() as u64);
        let mut next = 0;
        for (cell, counts) in self.cells.iter() {
            push_number(&mut text, cell.saturating_sub(next) as u64);
            next = cell + 1;
            push_counts(&mut text, kind, counts);
        }
        if !self.dims.is_empty() {
            text.push('\n');
            push_dims(&mut text, kind, &self.dims);
        }
        text
    }

    /// Decodes a rollup from its text, with those of the wanted dimensions that it has. Returns
    /// `None` if this is not a rollup's text.
    #[must_use]
    pub fn decode(text: &str, kind: Kind, wanted: &[DimensionName]) -> Option<Rollup> {
        let text = text.strip_prefix(char::from(FORM))?;
        let (cells, dims) = text.split_once('\n').unwrap_or((text, ""));
        let mut digits = Digits(cells.as_bytes());
        if digits.number()? != kind_number(kind) {
            return None;
        }
        let as_of = Instant::from_unix_ms(i64::try_from(digits.number()?).ok()?);
        let n_cells = digits.number()?;
        let mut cells = Cells::default();
        let mut next = 0_usize;
        for _ in 0..n_cells {
            let cell = next.checked_add(usize::try_from(digits.number()?).ok()?)?;
            next = cell.checked_add(1)?;
            if !cells.push(cell, digits.counts(kind)?) {
                return None;
            }
        }
        // A second line that can't be read counts as missing: then a reader lists the day for its
        // dimensions.
        let read = || Digits(dims.as_bytes()).dims(kind, wanted).unwrap_or_default();
        let dims = if wanted.is_empty() { Dims::default() } else { read() };
        digits.0.is_empty().then_some(Rollup { as_of, cells, dims })
    }
}

struct Digits<'a>(&'a [u8]);

impl Digits<'_> {
    fn digit(&mut self) -> Option<u64> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        let value = *VALUES.get(usize::from(*first))?;
        (value < 64).then_some(u64::from(value))
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        // 12 digits of 5 bits: more than any time or count, and never beyond 64 bits.
        for shift in (0..60).step_by(5) {
            let digit = self.digit()?;
            number |= (digit & (MORE - 1)) << shift;
            if digit < MORE {
                return Some(number);
            }
        }
        None
    }

    fn counts(&mut self, kind: Kind) -> Option<Counts> {
        let mut counts = Counts::default();
        let mut mask = self.digit()? | (self.digit()? << 6);
        for value in kind.scale().values() {
            if mask & 1 == 1 {
                counts.add_count(usize::from(value), u32::try_from(self.number()?).ok()?);
            }
            mask >>= 1;
        }
        if mask & 1 == 1 {
            counts.add_comments(u32::try_from(self.number()?).ok()?);
        }
        (mask <= 1).then_some(counts)
    }

    fn dims(&mut self, kind: Kind, wanted: &[DimensionName]) -> Option<Dims> {
        let mut dims = Dims::default();
        for _ in 0..self.number()? {
            let name = self.text()?;
            let mut rest = Digits(self.bytes()?);
            if let Some(name) = wanted.iter().find(|wanted| wanted.in_rollups() == name) {
                dims.push(rest.dim(kind, name.clone())?);
            }
        }
        self.0.is_empty().then_some(dims)
    }

    fn dim(&mut self, kind: Kind, name: DimensionName) -> Option<Dim> {
        let mut dim = Dim::new(name);
        dim.none = self.counts(kind)?;
        dim.rest = self.counts(kind)?;
        for _ in 0..self.number()? {
            let value = self.text()?.to_owned();
            dim.values.insert(value, self.counts(kind)?);
        }
        self.0.is_empty().then_some(dim)
    }
}

impl<'a> Digits<'a> {
    fn text(&mut self) -> Option<&'a str> {
        core::str::from_utf8(self.bytes()?).ok()
    }

    /// Reads a number, and returns as many bytes.
    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }
}

fn push_dims(text: &mut String, kind: Kind, dims: &Dims) {
    push_number(text, dims.iter().count() as u64);
    for dim in dims.iter() {
        let mut rest = String::new();
        push_counts(&mut rest, kind, &dim.none);
        push_counts(&mut rest, kind, &dim.rest);
        push_number(&mut rest, dim.values.len() as u64);
        for (value, counts) in &dim.values {
            push_text(&mut rest, value);
            push_counts(&mut rest, kind, counts);
        }
        push_text(text, dim.name().in_rollups());
        push_text(text, &rest);
    }
}

fn push_text(text: &mut String, pushed: &str) {
    push_number(text, pushed.len() as u64);
    text.push_str(pushed);
}

fn push_counts(text: &mut String, kind: Kind, counts: &Counts) {
    let of_scores = kind.scale().values().map(|value| counts.of_score(usize::from(value)));
    let all = of_scores.chain([counts.comments()]);
    let bits = all.clone().enumerate();
    let mask = bits.fold(0, |mask, (bit, count)| mask | (u64::from(count > 0) << bit));
    push_digit(text, mask & 63);
    push_digit(text, mask >> 6);
    all.filter(|count| *count > 0).for_each(|count| push_number(text, u64::from(count)));
}

fn push_number(text: &mut String, mut number: u64) {
    while number >= MORE {
        push_digit(text, (number & (MORE - 1)) | MORE);
        number >>= 5;
    }
    push_digit(text, number);
}

fn push_digit(text: &mut String, value: u64) {
    let digit = usize::try_from(value).ok().and_then(|value| DIGITS.get(value));
    text.push(char::from(digit.copied().unwrap_or(b'!')));
}

/// Stays for ever: values are stored with it.
const fn kind_number(kind: Kind) -> u64 {
    match kind {
        Kind::Nps => 0,
        Kind::Ces => 1,
        Kind::Csat => 2,
    }
}

#[cfg(test)]
mod tests {
    use domain::Score;
    use wire::dimension::Dimension;

    use super::*;
    use crate::store::stored_response::Metadata;

    fn rollup(kind: Kind, responses: &[(usize, i64, bool)]) -> Rollup {
        let mut cells = Cells::default();
        for (cell, value, has_comment) in responses {
            cells.add(*cell, Score::new(kind, *value).unwrap(), *has_comment);
        }
        Rollup { as_of: Instant::from_unix_ms(1_795_316_400_123), cells, dims: Dims::default() }
    }

    #[track_caller]
    fn reads_back(kind: Kind, responses: &[(usize, i64, bool)]) {
        let rollup = rollup(kind, responses);
        assert_eq!(Rollup::decode(&rollup.encode(kind), kind, &[]), Some(rollup));
    }

    #[test]
    fn the_text_is_the_one_under_which_a_year_is_already_stored() {
        let stored = rollup(Kind::Nps, &[(4, 10, true), (4, 10, false), (40, 0, false)]);
        assert_eq!(stored.encode(Kind::Nps), "10x_lapWeq1240m21Z1101");
    }

    #[test]
    fn every_kind_reads_back_from_empty_to_full() {
        for kind in Kind::ALL {
            reads_back(kind, &[]);
            reads_back(kind, &[(95, i64::from(kind.scale().max), true)]);
            let all: Vec<(usize, i64, bool)> = (0..96)
                .flat_map(|cell| {
                    let values = kind.scale().values().map(i64::from);
                    values.flat_map(move |value| [(cell, value, true), (cell, value, false)])
                })
                .collect();
            reads_back(kind, &all);
        }
    }

    #[test]
    fn large_counts_read_back() {
        let mut counts = Counts::default();
        counts.add_count(10, u32::MAX);
        counts.add_comments(u32::MAX);
        let mut cells = Cells::default();
        assert!(cells.push(0, counts));
        let rollup = Rollup { as_of: Instant::from_unix_ms(0), cells, dims: Dims::default() };
        assert_eq!(Rollup::decode(&rollup.encode(Kind::Nps), Kind::Nps, &[]), Some(rollup));
    }

    #[test]
    fn a_text_that_breaks_off_or_goes_on_is_no_rollup() {
        let text = rollup(Kind::Ces, &[(4, 7, true), (40, 1, false)]).encode(Kind::Ces);
        for end in 0..text.len() {
            assert_eq!(Rollup::decode(&text[..end], Kind::Ces, &[]), None, "{end}");
        }
        assert_eq!(Rollup::decode(&format!("{text}0"), Kind::Ces, &[]), None);
        assert_eq!(Rollup::decode(&text, Kind::Csat, &[]), None);
    }

    #[test]
    fn other_texts_are_no_rollups() {
        for text in ["", "0", "1", "100", "1000!", "1001", "2000", "1é", "1001zzzzzzzzzzzzzzzzz"] {
            assert_eq!(Rollup::decode(text, Kind::Nps, &[]), None, "{text}");
        }
        // A cell beyond the day: a gap of 96, then one response.
        assert_eq!(Rollup::decode("1001W3101", Kind::Nps, &[]), None);
    }

    fn names<const N: usize>(names: [&str; N]) -> [DimensionName; N] {
        names.map(|name| DimensionName::parse(name).unwrap())
    }

    fn with_dims() -> Rollup {
        let mut rollup = rollup(Kind::Nps, &[(4, 10, true), (4, 10, false), (40, 0, false)]);
        rollup.dims = Dims::of(&names(["lang", "page"]));
        let json = [r#"{"s":10,"l":"vi","p":"/ấm"}"#, r#"{"s":10,"l":"vi"}"#, r#"{"s":0}"#];
        for json in json {
            let response = Metadata::decode(json).unwrap();
            rollup.dims.add(response.score_on(Kind::Nps).unwrap(), &response);
        }
        rollup
    }

    #[test]
    fn dimensions_stand_behind_a_line_break_and_only_those_wanted_are_read() {
        let rollup = with_dims();
        let text = rollup.encode(Kind::Nps);
        let cells = "10x_lapWeq1240m21Z1101";
        let dims = "24langC1010012vi0G24pageG1G110015/ấm0G1";
        assert_eq!(text, format!("{cells}\n{dims}"));
        assert_eq!(
            Rollup::decode(&text, Kind::Nps, &names(["page", "lang"])),
            Some(rollup.clone())
        );
        let page = Rollup::decode(&text, Kind::Nps, &names(["page", "plan"])).unwrap().dims;
        let name = Dimension::Page.into();
        assert_eq!((page.iter().count(), page.get(&name)), (1, rollup.dims.get(&name)));
        assert!(!page.has_all(&names(["page", "plan"])));
        let plain = Rollup::decode(&text, Kind::Nps, &[]).unwrap();
        assert!(plain.dims.is_empty() && plain.cells == rollup.cells);
    }

    #[test]
    fn reasons_are_counted_apart_from_an_attribute_of_that_name_in_an_older_rollup() {
        let [attribute, reason] = names(["season", "reason"]);
        let mut rollup = rollup(Kind::Nps, &[(4, 10, false), (4, 9, false), (4, 8, false)]);
        rollup.dims = Dims::of(&[attribute]);
        let older = rollup.encode(Kind::Nps).replace("season", "reason");
        let read = Rollup::decode(&older, Kind::Nps, core::slice::from_ref(&reason)).unwrap();
        assert!(!read.dims.has_all(core::slice::from_ref(&reason)));
        rollup.dims = Dims::of(core::slice::from_ref(&reason));
        for json in [r#"{"s":10}"#, r#"{"s":9,"r":""}"#, r#"{"s":8,"r":"price,staff"}"#] {
            let response = Metadata::decode(json).unwrap();
            rollup.dims.add(response.score_on(Kind::Nps).unwrap(), &response);
        }
        let text = rollup.encode(Kind::Nps);
        assert!(text.ends_with("17+reasonS0G100300815price0415staff041"), "{text}");
        assert_eq!(Rollup::decode(&text, Kind::Nps, &[reason]), Some(rollup));
    }

    #[test]
    fn dimensions_that_break_off_are_not_there_but_the_cells_are() {
        let rollup = with_dims();
        let text = rollup.encode(Kind::Nps);
        let first = text.find('\n').unwrap();
        for end in (first..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let read = Rollup::decode(&text[..end], Kind::Nps, &names(["page"])).unwrap();
            assert!(read.dims.is_empty() && read.cells == rollup.cells, "{end}");
        }
        let longer = Rollup::decode(&format!("{text}0"), Kind::Nps, &names(["page"])).unwrap();
        assert!(longer.dims.is_empty());
    }
}
