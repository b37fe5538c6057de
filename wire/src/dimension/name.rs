//! Dimensions by which figures can be broken down: those that every response has, and the
//! attributes that a survey declares in addition.
//!
//! **In scope:** names, and the names that are reserved. Dimensions are declared only here.
//! **Out of scope:** the labels of responses ([`Labels`](super::Labels)) and their texts.

use core::fmt;

use crate::response::is_attribute_name;

/// Declares the dimensions: the enum, the list of all in order, and their words.
macro_rules! dimensions {
    ($($(#[$about:meta])+ $name:ident = $word:literal),+ $(,)?) => {
        /// A dimension by which any summary can be broken down.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Dimension { $($(#[$about])+ $name),+ }

        impl Dimension {
            /// Every dimension, in the order of display.
            pub const ALL: [Dimension; [$($word),+].len()] = [$(Dimension::$name),+];

            /// Returns the dimension's word in JSON, queries and rollups.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Dimension::$name => $word),+ }
            }
        }
    };
}

dimensions! {
    /// The moment in the customer's journey, named by the owner.
    Touchpoint = "touchpoint",
    /// Path of the page.
    Page = "page",
    /// The language of the question.
    Lang = "lang",
    /// The sort of device.
    Device = "device",
    /// The survey's version that was shown.
    Version = "version",
    /// The built-in wording of the question.
    Wording = "wording",
    /// The channel by which the visitor got the question.
    Source = "source",
}

/// The name of an attribute by which figures can be broken down. It is never a dimension's name.
///
/// A page may give a response an attribute of any name that [`is_attribute_name`] allows, even
/// `page`. Such an attribute is stored with the response, but no figure is broken down by it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttributeName(String);

/// The name of a dimension or attribute.
///
/// ```
/// use wire::dimension::{Dimension, DimensionName};
///
/// assert_eq!(DimensionName::parse("page"), Some(DimensionName::Common(Dimension::Page)));
/// assert_eq!(DimensionName::parse("plan").unwrap().as_str(), "plan");
/// assert_eq!(DimensionName::parse("Plan"), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DimensionName {
    /// A dimension that every response has.
    Common(Dimension),
    /// An attribute that a survey declares.
    Attribute(AttributeName),
    /// The reasons that were picked. A response may have several, so its values are no parts of a
    /// whole: it is a filter, and no breakdown.
    Reason,
}

/// The word of [`DimensionName::Reason`].
const REASON: &str = "reason";

impl Dimension {
    /// Reads a dimension's word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Dimension> {
        Dimension::ALL.into_iter().find(|dimension| dimension.as_str() == text)
    }
}

impl AttributeName {
    /// Reads a name.
    #[must_use]
    pub fn parse(text: &str) -> Option<AttributeName> {
        let is_free = is_attribute_name(text) && taken().all(|name| name != text);
        is_free.then(|| AttributeName(text.to_owned()))
    }

    /// The name's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl DimensionName {
    /// Returns every dimension of a survey that declares these attributes. An attribute is left out
    /// if a later release has given its name to a dimension.
    #[must_use]
    pub fn all(attributes: &[String]) -> Vec<DimensionName> {
        let attributes = attributes.iter().filter_map(|name| AttributeName::parse(name));
        let common = Dimension::ALL.into_iter().map(DimensionName::Common);
        common.chain(attributes.map(DimensionName::Attribute)).collect()
    }

    /// Returns everything by which responses can be filtered: [`DimensionName::all`], and reasons.
    #[must_use]
    pub fn filters(attributes: &[String]) -> Vec<DimensionName> {
        let mut names = DimensionName::all(attributes);
        names.push(DimensionName::Reason);
        names
    }

    /// Reads a name.
    #[must_use]
    pub fn parse(text: &str) -> Option<DimensionName> {
        if text == REASON {
            return Some(DimensionName::Reason);
        }
        Dimension::parse(text)
            .map(DimensionName::Common)
            .or_else(|| AttributeName::parse(text).map(DimensionName::Attribute))
    }

    /// The name's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            DimensionName::Common(dimension) => dimension.as_str(),
            DimensionName::Attribute(name) => name.as_str(),
            DimensionName::Reason => REASON,
        }
    }

    /// Returns the name under which rollups count by it. A survey may have declared an attribute
    /// `reason` before there were reasons, so this one is no name of an attribute.
    #[must_use]
    pub fn in_rollups(&self) -> &str {
        match self {
            DimensionName::Reason => "+reason",
            other => other.as_str(),
        }
    }
}

impl From<Dimension> for DimensionName {
    fn from(dimension: Dimension) -> DimensionName {
        DimensionName::Common(dimension)
    }
}

impl fmt::Display for DimensionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Returns every name that no attribute of a survey may have.
pub fn taken() -> impl Iterator<Item = &'static str> {
    Dimension::ALL.into_iter().map(Dimension::as_str).chain([REASON])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_dimension_reads_back_by_its_word_and_is_named_once() {
        for dimension in Dimension::ALL {
            assert_eq!(Dimension::parse(dimension.as_str()), Some(dimension));
            assert_eq!(
                DimensionName::parse(dimension.as_str()),
                Some(DimensionName::Common(dimension))
            );
        }
        let mut names: Vec<&str> = taken().collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Dimension::ALL.len() + 1);
        assert_eq!(DimensionName::parse("reason"), Some(DimensionName::Reason));
    }

    #[test]
    fn no_attribute_is_called_like_a_dimension() {
        for name in taken().chain(["", "Plan", "1a", "plan-b"]) {
            assert_eq!(AttributeName::parse(name), None, "{name}");
        }
        for name in ["plan", "pages", "app_version"] {
            assert_eq!(AttributeName::parse(name).unwrap().as_str(), name);
        }
    }
}
