//! Ratings of a response: by the attributes' ids in JSON, and one letter an attribute in a key's
//! metadata.
//!
//! Not in: the attributes themselves (`crate::survey`), and the index of ratings (`domain`).

use std::collections::BTreeMap;

use domain::csi::{self, Attributes};

use crate::survey::RatedAttributes;

/// Letter of an attribute that was left out.
const NOT_RATED: char = '-';

/// Letters of the ratings: hexadecimal digits, so that a rating of 10 is one letter, too.
const DIGITS: u32 = 16;

/// Ratings of one respondent: at least one, each of an attribute of the survey and on its scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratings {
    by_id: BTreeMap<String, u8>,
    answers: csi::Answers,
}

impl Ratings {
    /// Names the answers to these attributes; `None` when they are to others.
    #[must_use]
    pub fn of(rated: &RatedAttributes, answers: csi::Answers) -> Option<Ratings> {
        let ids = rated.ids().zip(answers.ratings());
        let by_id = ids.filter_map(|(id, rating)| Some((id.to_owned(), (*rating)?))).collect();
        (answers.attributes() == rated.attributes()).then_some(Ratings { by_id, answers })
    }

    /// Returns each attribute that was rated, by its id.
    #[must_use]
    pub const fn by_id(&self) -> &BTreeMap<String, u8> {
        &self.by_id
    }

    /// Returns the answers, in the order of the attributes' ids.
    #[must_use]
    pub const fn answers(&self) -> csi::Answers {
        self.answers
    }
}

/// Returns one letter an attribute: its rating as a hexadecimal digit, or `-` where it was left out.
///
/// ```
/// use domain::csi::{Answers, Attributes, Points};
///
/// let attributes = Attributes::alike(Points::Ten, 3)?;
/// let answers = Answers::new(attributes, &[Some(10), None, Some(4)]).unwrap();
/// assert_eq!(wire::rating::digits(&answers), "a-4");
/// assert_eq!(wire::rating::of_digits("a-4", attributes), Some(answers));
/// # Ok::<(), domain::csi::InvalidAttributes>(())
/// ```
#[must_use]
pub fn digits(answers: &csi::Answers) -> String {
    let digit = |rating: u8| char::from_digit(u32::from(rating), DIGITS).unwrap_or(NOT_RATED);
    answers.ratings().iter().map(|rating| rating.map_or(NOT_RATED, digit)).collect()
}

/// Reads what [`digits`] wrote; `None` for a text that does not rate these attributes.
#[must_use]
pub fn of_digits(text: &str, attributes: Attributes) -> Option<csi::Answers> {
    let rating = |letter: char| match letter {
        NOT_RATED => Some(None),
        digit => digit.to_digit(DIGITS).map(|rating| Some(i64::from(rating))),
    };
    let ratings: Vec<Option<i64>> = text.chars().map(rating).collect::<Option<_>>()?;
    csi::Answers::new(attributes, &ratings).ok()
}

#[cfg(test)]
mod tests {
    use domain::csi::Points;

    use super::*;

    #[test]
    fn a_text_that_rates_other_attributes_is_none() {
        let attributes = Attributes::alike(Points::Five, 3).unwrap();
        for text in ["", "--", "---", "12", "1234", "126", "120", "1 2", "1é2", "aaa"] {
            assert_eq!(of_digits(text, attributes), None, "{text}");
        }
        for text in ["--1", "5-5", "111"] {
            assert_eq!(digits(&of_digits(text, attributes).unwrap()), text);
        }
    }
}
