//! Version of the built-in wording, the words of the three standard questions.
//!
//! **In scope:** the versions and their numbers in JSON.
//! **Out of scope:** the words themselves (`forms`). Texts of an owner belong to a survey, and have
//! the survey's versions.
//!
//! Other words get other scores, so the words of a version never change, and a site stays on the
//! version that its definition names.

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// A version of the built-in wording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wording {
    /// The wording of all sites that were made before wording had versions.
    First,
    /// The wording that asks the English question in every language: how likely somebody is to
    /// recommend, and how satisfied they are between two poles.
    Second,
}

impl Wording {
    /// Every version, the oldest first.
    pub const ALL: [Wording; 2] = [Wording::First, Wording::Second];

    /// The version of new sites.
    pub const NEWEST: Wording = Wording::Second;

    /// Returns the version's number, from 1.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Wording::First => 1,
            Wording::Second => 2,
        }
    }

    /// Returns the version of that number.
    ///
    /// ```
    /// use wire::wording::Wording;
    ///
    /// assert_eq!(Wording::from_number(1), Some(Wording::First));
    /// assert_eq!(Wording::from_number(2), Some(Wording::NEWEST));
    /// assert_eq!(Wording::from_number(3), None);
    /// ```
    #[must_use]
    pub fn from_number(number: i64) -> Option<Wording> {
        Wording::ALL.into_iter().find(|wording| i64::from(wording.number()) == number)
    }

    /// Returns the allowed numbers in words.
    #[must_use]
    pub fn allowed() -> String {
        format!("a whole number from 1 to {}", Wording::NEWEST)
    }
}

impl fmt::Display for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.number())
    }
}

impl Serialize for Wording {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.number())
    }
}

impl<'de> Deserialize<'de> for Wording {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Wording, D::Error> {
        let number = u8::deserialize(deserializer)?;
        Wording::from_number(i64::from(number))
            .ok_or_else(|| D::Error::custom("not a version of the wording"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_numbered_from_one_and_the_last_is_the_newest() {
        let numbers = Wording::ALL.map(Wording::number);
        assert_eq!(numbers, core::array::from_fn(|n| u8::try_from(n + 1).unwrap()));
        assert_eq!(Wording::ALL.last(), Some(&Wording::NEWEST));
        assert!(Wording::ALL.is_sorted());
    }

    #[test]
    fn a_version_is_its_number_in_json_and_nothing_else() {
        for wording in Wording::ALL {
            let json = serde_json::to_string(&wording).unwrap();
            assert_eq!(json, wording.number().to_string());
            assert_eq!(serde_json::from_str::<Wording>(&json).unwrap(), wording);
        }
        for json in ["0", "3", "-1", "256", "1.5", "\"1\"", "null"] {
            assert!(serde_json::from_str::<Wording>(json).is_err(), "{json}");
        }
    }
}
