//! A rollup's value: cells, and behind a line break tallies by dimension, as a short text.
//!
//! A year is 365 of them, so they are made to be read fast: digits of 6 bits, no JSON, and a reader
//! decodes no more of the second line than is asked for.
//!
//! ```text
//! 1 kind [points n weight×n] as_of n (gap counts)×n
//! n (text length-of-the-rest none rest n (text counts)×n)×n
//! ```
//! - `1`: this form. Another form, or a text that breaks off, is no rollup: the hours are listed.
//! - Numbers: 5 bits a digit, the lowest first; the sixth bit says that another digit follows.
//! - `points`, `weight`: of a satisfaction index. Of other attributes than the survey's, it is no
//!   rollup.
//! - `gap`: empty cells since the last one with responses. `counts`, `none`, `rest`: see [`counts`].
//! - `text`: its length in bytes and the text itself: first the dimension's name, then each value.
//! - `none`, `rest`: counts of the responses without a value, and with one not kept apart.
//!
//! Rollups of hours have no second line, nor have rollups that older releases have written.

mod counts;

use domain::{Instant, Kind, Metric};
use wire::dimension::DimensionName;

use crate::rollups::{
    counts::Cells,
    digits::{Digits, push_number, push_text},
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
impl Rollup {
    /// The value's text.
    #[must_use]
    pub fn encode(&self, metric: Metric) -> String {
        let mut text = String::with_capacity(16 + 12 * self.cells.len());
        text.push(char::from(FORM));
        push_metric(&mut text, metric);
        push_number(&mut text, u64::try_from(self.as_of.unix_ms()).unwrap_or(0));
        push_number(&mut text, self.cells.len() as u64);
        let mut next = 0;
        for (cell, counts) in self.cells.iter() {
            push_number(&mut text, cell.saturating_sub(next) as u64);
            next = cell + 1;
            counts::push(&mut text, metric, counts);
        }
        if !self.dims.is_empty() {
            text.push('\n');
            push_dims(&mut text, metric, &self.dims);
        }
        text
    }

    /// Decodes a rollup from its text, with those of the wanted dimensions that it has. Returns
    /// `None` if this is not a rollup's text.
    #[must_use]
    pub fn decode(text: &str, metric: Metric, wanted: &[DimensionName]) -> Option<Rollup> {
        let text = text.strip_prefix(char::from(FORM))?;
        let (cells, dims) = text.split_once('\n').unwrap_or((text, ""));
        let mut digits = Digits(cells.as_bytes());
        let mut expected = String::new();
        push_metric(&mut expected, metric);
        digits.0 = digits.0.strip_prefix(expected.as_bytes())?;
        let as_of = Instant::from_unix_ms(i64::try_from(digits.number()?).ok()?);
        let n_cells = digits.number()?;
        let mut cells = Cells::default();
        let mut next = 0_usize;
        for _ in 0..n_cells {
            let cell = next.checked_add(usize::try_from(digits.number()?).ok()?)?;
            next = cell.checked_add(1)?;
            if !cells.push(cell, counts::read(&mut digits, metric)?) {
                return None;
            }
        }
        // A second line that can't be read counts as missing: then a reader lists the day for its
        // dimensions.
        let read = || read_dims(Digits(dims.as_bytes()), metric, wanted).unwrap_or_default();
        let dims = if wanted.is_empty() { Dims::default() } else { read() };
        digits.0.is_empty().then_some(Rollup { as_of, cells, dims })
    }
}

fn read_dims(mut digits: Digits<'_>, metric: Metric, wanted: &[DimensionName]) -> Option<Dims> {
    let mut dims = Dims::default();
    for _ in 0..digits.number()? {
        let name = digits.text()?;
        let rest = Digits(digits.bytes()?);
        if let Some(name) = wanted.iter().find(|wanted| wanted.in_rollups() == name) {
            dims.push(read_dim(rest, metric, name.clone())?);
        }
    }
    digits.0.is_empty().then_some(dims)
}

fn read_dim(mut digits: Digits<'_>, metric: Metric, name: DimensionName) -> Option<Dim> {
    let mut dim = Dim::new(name);
    dim.none = counts::read(&mut digits, metric)?;
    dim.rest = counts::read(&mut digits, metric)?;
    for _ in 0..digits.number()? {
        let value = digits.text()?.to_owned();
        dim.values.insert(value, counts::read(&mut digits, metric)?);
    }
    digits.0.is_empty().then_some(dim)
}

fn push_dims(text: &mut String, metric: Metric, dims: &Dims) {
    push_number(text, dims.iter().count() as u64);
    for dim in dims.iter() {
        let mut rest = String::new();
        counts::push(&mut rest, metric, &dim.none);
        counts::push(&mut rest, metric, &dim.rest);
        push_number(&mut rest, dim.values.len() as u64);
        for (value, of_value) in &dim.values {
            push_text(&mut rest, value);
            counts::push(&mut rest, metric, of_value);
        }
        push_text(text, dim.name().in_rollups());
        push_text(text, &rest);
    }
}

fn push_metric(text: &mut String, metric: Metric) {
    push_number(text, metric_number(metric));
    if let Metric::Csi(attributes) = metric {
        push_number(text, u64::from(attributes.points().scale().max));
        push_number(text, attributes.len() as u64);
        attributes.weights().iter().for_each(|weight| push_number(text, u64::from(*weight)));
    }
}

/// Stays for ever: values are stored with it.
const fn metric_number(metric: Metric) -> u64 {
    match metric {
        Metric::Score(Kind::Nps) => 0,
        Metric::Score(Kind::Ces) => 1,
        Metric::Score(Kind::Csat) => 2,
        Metric::Csi(_) => 3,
    }
}

#[cfg(test)]
mod tests;
