//! The labels of one response: its value of each dimension.
//!
//! **In scope:** a struct with a field for each dimension. Code that converts labels names every
//! field, so that code without a new dimension doesn't compile.
//! **Out of scope:** the texts that a label may have (`fields`, `response`), and the names under
//! which labels are stored.

use std::{
    borrow::{Borrow, Cow},
    collections::BTreeMap,
};

use super::{Dimension, DimensionName};
use crate::reason::Reasons;

/// The labels of one response, one for each dimension; `T` is the type of their texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels<T> {
    /// The moment in the customer's journey, named by the owner: `checkout`.
    pub touchpoint: Option<T>,
    /// The page, as [`page`](super::page) makes it of an address.
    pub page: Option<T>,
    /// The language in which it was asked.
    pub lang: Option<T>,
    /// The sort of device: the word of a [`Device`](crate::response::Device).
    pub device: Option<T>,
    /// The survey's version that was shown; `None` means the newest.
    pub version: Option<u32>,
    /// The built-in wording in which the question was asked: the number of a
    /// [`Wording`](crate::wording::Wording); `None` if the response didn't name it.
    pub wording: Option<u8>,
    /// The channel by which the visitor got the question: the word of a [`Source`](super::Source).
    pub source: Option<T>,
    /// The reasons that were picked; `None` if the visitor was not asked for any.
    pub reasons: Option<Reasons>,
    /// Further values that the page gave, by name; a survey may declare some as dimensions.
    pub attributes: BTreeMap<T, T>,
}

impl<T> Default for Labels<T> {
    fn default() -> Labels<T> {
        let (touchpoint, page, lang, device, source) = (None, None, None, None, None);
        let attributes = BTreeMap::new();
        let (version, wording, reasons) = (None, None, None);
        Labels { touchpoint, page, lang, device, version, wording, source, reasons, attributes }
    }
}

impl<T: Borrow<str> + Ord> Labels<T> {
    /// Returns the label of a dimension; `None` if the response has none. That of reasons is their
    /// ids with commas between them.
    ///
    /// ```
    /// use wire::dimension::{Dimension, DimensionName, Labels};
    ///
    /// let mut labels = Labels { touchpoint: Some("checkout"), ..Labels::default() };
    /// labels.attributes.insert("page", "about");
    /// assert_eq!(labels.get(&Dimension::Touchpoint.into()).as_deref(), Some("checkout"));
    /// // An attribute with the name of a dimension is not that dimension.
    /// assert_eq!(labels.get(&Dimension::Page.into()), None);
    /// ```
    #[must_use]
    pub fn get(&self, name: &DimensionName) -> Option<Cow<'_, str>> {
        let text = match name {
            DimensionName::Common(Dimension::Touchpoint) => self.touchpoint.as_ref(),
            DimensionName::Common(Dimension::Page) => self.page.as_ref(),
            DimensionName::Common(Dimension::Lang) => self.lang.as_ref(),
            DimensionName::Common(Dimension::Device) => self.device.as_ref(),
            DimensionName::Common(Dimension::Version) => {
                return self.version.map(|version| Cow::Owned(version.to_string()));
            }
            DimensionName::Common(Dimension::Wording) => {
                return self.wording.map(|wording| Cow::Owned(wording.to_string()));
            }
            DimensionName::Common(Dimension::Source) => self.source.as_ref(),
            DimensionName::Attribute(name) => self.attributes.get(name.as_str()),
            DimensionName::Reason => {
                return self.reasons.as_ref().map(|picked| Cow::Borrowed(picked.as_str()));
            }
        };
        text.map(|text| Cow::Borrowed(text.borrow()))
    }
}

impl<T> Labels<T> {
    /// Converts every text of the labels, names of attributes included.
    #[must_use]
    pub fn map<'l, U: Ord>(&'l self, mut text: impl FnMut(&'l T) -> U) -> Labels<U> {
        let Labels {
            touchpoint,
            page,
            lang,
            device,
            version,
            wording,
            source,
            reasons,
            attributes,
        } = self;
        let mut option = |of: &'l Option<T>| of.as_ref().map(&mut text);
        Labels {
            touchpoint: option(touchpoint),
            page: option(page),
            lang: option(lang),
            device: option(device),
            version: *version,
            wording: *wording,
            source: option(source),
            reasons: reasons.clone(),
            attributes: attributes.iter().map(|(name, value)| (text(name), text(value))).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels() -> Labels<String> {
        let text = |name: &str| Some(format!("of {name}"));
        Labels {
            touchpoint: text("touchpoint"),
            page: text("page"),
            lang: text("lang"),
            device: text("device"),
            version: Some(3),
            wording: Some(2),
            source: text("source"),
            reasons: Reasons::of(["b", "a"]),
            attributes: [("plan".to_owned(), "of plan".to_owned())].into(),
        }
    }

    #[test]
    fn each_dimension_has_its_own_label() {
        let names = Dimension::ALL.map(DimensionName::from).into_iter();
        for name in names.chain(["plan", "reason"].map(|name| DimensionName::parse(name).unwrap()))
        {
            let expected = match name {
                DimensionName::Common(Dimension::Version) => "3".to_owned(),
                DimensionName::Common(Dimension::Wording) => "2".to_owned(),
                DimensionName::Reason => "a,b".to_owned(),
                _ => format!("of {name}"),
            };
            assert_eq!(labels().get(&name).as_deref(), Some(&*expected));
            assert_eq!(Labels::<String>::default().get(&name), None);
        }
    }

    #[test]
    fn every_text_is_made_into_another_and_none_gets_lost() {
        let labels = labels();
        assert_eq!(labels.map(Clone::clone), labels);
        let lengths = labels.map(String::len);
        assert_eq!((lengths.page, lengths.source), (Some(7), Some(9)));
        assert_eq!((lengths.version, lengths.wording), (Some(3), Some(2)));
        assert_eq!(lengths.attributes, [(4, 7)].into());
    }
}
