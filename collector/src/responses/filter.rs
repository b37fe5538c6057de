//! Filter of a survey's responses, as a request asks for it.

use std::{borrow::Cow, fmt::Display};

use domain::{Group, Kind, Score};
use wire::{
    dimension::{self, Dimension, DimensionName},
    fields::OneOf,
    problem::FieldError,
    response::Device,
    survey::SurveyKind,
};

use crate::{
    responses::dimension_filters::Filters,
    store::{
        error::Error,
        stored_response::{Metadata, StoredResponse},
    },
    text::{
        nfc,
        query::{FILTER, Query},
    },
};

/// The parameters that [`Filter::read`] reads.
pub const PARAMETERS: [&str; 7] =
    ["group", "text", "has_comment", "touchpoint", "lang", "device", FILTER];

/// The longest text to look for, in bytes: a sentence.
const TEXT_MAX_BYTES: usize = 200;

/// Conditions on a response; those that were not asked for are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The group, of scores of that kind.
    group: Option<(Kind, Group)>,
    /// Text as it is compared: [`nfc::searched`].
    text: Option<String>,
    has_comment: Option<bool>,
    /// Values that it must have, by dimension.
    labels: Vec<(DimensionName, String)>,
    filters: Filters,
}

impl Filter {
    /// Reads the parameters for a survey of that kind that declares these attributes.
    ///
    /// # Errors
    /// [`Error::Invalid`] with each wrong parameter and what is allowed there.
    pub fn read(
        query: &Query<'_>,
        kind: &SurveyKind,
        attributes: &[String],
    ) -> Result<Filter, Error> {
        let mut errors = Vec::new();
        let mut groups = kind.groups();
        let words: Vec<&str> = groups.clone().map(Group::as_str).collect();
        let allowed = match words.as_slice() {
            [] => format!("nothing: {} has no groups", kind.as_str()),
            words => OneOf(words).to_string(),
        };
        let group = read(query, "group", &allowed, &mut errors, |text| {
            kind.of_score().zip(groups.find(|group| group.as_str() == text))
        });
        let allowed = format!("1 to {TEXT_MAX_BYTES} bytes");
        let text = read(query, "text", &allowed, &mut errors, |text| {
            let searched = nfc::searched(text);
            (!searched.is_empty() && searched.len() <= TEXT_MAX_BYTES).then_some(searched)
        });
        let has_comment =
            read(query, "has_comment", "true or false", &mut errors, |text| text.parse().ok());
        let labels = read_labels(query, &mut errors);
        let filters = Filters::read(query, attributes).unwrap_or_else(|wrong| {
            errors.extend(wrong);
            Filters::default()
        });
        if errors.is_empty() {
            Ok(Filter { group, text, has_comment, labels, filters })
        } else {
            Err(Error::Invalid(errors))
        }
    }

    /// True if the filter takes every response.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Filter::default()
    }

    /// True if for most responses only the value tells if the filter takes them.
    #[must_use]
    pub const fn needs_values(&self) -> bool {
        self.text.is_some()
    }

    /// True if the filter takes a response with that metadata. `None` if only the response's value
    /// can tell; then ask [`Filter::takes`].
    #[must_use]
    pub fn takes_by_key(&self, metadata: Option<&str>) -> Option<bool> {
        if self.is_empty() {
            return Some(true);
        }
        let metadata = metadata.and_then(Metadata::decode)?;
        let has_comment = metadata.has_comment != 0;
        let fits = self.fits(metadata.score, has_comment, |name| metadata.get(name));
        (!fits || !self.needs_values()).then_some(fits)
    }

    /// True if the filter takes a response with that metadata and value. It takes the labels from
    /// the metadata, as a summary does: an earlier release may have cut a page there.
    #[must_use]
    pub fn takes(&self, metadata: Option<&str>, stored: &StoredResponse<'_>) -> bool {
        let metadata = metadata.and_then(Metadata::decode);
        let labels = stored.labels();
        let has_text = self.text.as_ref().is_none_or(|text| {
            let comment = stored.comment.as_deref().unwrap_or_default();
            nfc::searched(comment).contains(text)
        });
        let label = |name: &DimensionName| match &metadata {
            Some(metadata) => metadata.get(name),
            None => labels.get(name),
        };
        has_text && self.fits(stored.score, stored.comment.is_some(), label)
    }

    fn fits<'l>(
        &self,
        score: Option<u8>,
        has_comment: bool,
        label: impl Fn(&DimensionName) -> Option<Cow<'l, str>>,
    ) -> bool {
        let in_group = self.group.is_none_or(|(kind, group)| {
            let score = score.and_then(|score| Score::new(kind, i64::from(score)).ok());
            score.is_some_and(|score| score.group() == group)
        });
        in_group
            && self.has_comment.is_none_or(|asked| asked == has_comment)
            && (self.text.is_none() || has_comment)
            && self
                .labels
                .iter()
                .all(|(name, asked)| label(name).is_some_and(|found| is_label(asked, &found)))
            && self.filters.take(label)
    }
}

/// Reads the parameters that name labels, each into the form in which it is compared.
fn read_labels(query: &Query<'_>, errors: &mut Vec<FieldError>) -> Vec<(DimensionName, String)> {
    let mut labels = Vec::new();
    for dimension in Dimension::ALL {
        let name = dimension.as_str();
        let asked = match dimension {
            Dimension::Touchpoint => query.get(name).map(str::to_owned),
            Dimension::Lang => query.get(name).map(str::to_lowercase),
            Dimension::Device => {
                let words = Device::ALL.map(Device::as_str);
                read(query, name, OneOf(&words), errors, |text| {
                    Device::parse(text).map(|device| device.as_str().to_owned())
                })
            }
            // These dimensions have no such parameter.
            Dimension::Page | Dimension::Version | Dimension::Wording | Dimension::Source => None,
        };
        labels.extend(asked.map(|asked| (dimension.into(), asked)));
    }
    labels
}

/// True if a label is the one that is asked for, or the shorter form in which that one is stored.
fn is_label(asked: &str, found: &str) -> bool {
    nfc::is_same(asked, found) || dimension::label(asked) == found
}

/// Reads a parameter with `parse`, and adds an error for a wrong one.
pub(crate) fn read<T>(
    query: &Query<'_>,
    name: &str,
    allowed: impl Display,
    errors: &mut Vec<FieldError>,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    let parsed = parse(query.get(name)?);
    if parsed.is_none() {
        errors.push(FieldError {
            pointer: format!("?{name}"),
            detail: "is not allowed".to_owned(),
            allowed: allowed.to_string(),
        });
    }
    parsed
}
