//! A response as the store keeps it. The value holds the whole response. The key's metadata holds
//! the part that a summary counts, so that a summary reads lists alone.
//!
//! A release may add field names. If it changes one, the old name stays an alias: a year of
//! responses is stored under it.

use std::{borrow::Cow, collections::BTreeMap};

use domain::{Answer, Instant, Metric, Score};
use serde::{Deserialize, Serialize};
use wire::{
    dimension::{Dimension, DimensionName, Labels},
    rating,
    reason::Reasons,
    response::Response,
    survey::SurveyKind,
};

use crate::{store::METADATA_MAX_BYTES, text::json};

/// A text, borrowed from the JSON where that has no escapes.
pub type Text<'a> = Cow<'a, str>;

/// The value of a response's key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredResponse<'a> {
    /// The response's id.
    pub id: String,
    /// The survey's version that was shown, if the widget told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// The number of the built-in wording in which it was asked, if the widget told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wording: Option<u8>,
    /// The score; none of a satisfaction index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<u8>,
    /// Ratings by attribute's id; none of other kinds.
    #[serde(default, borrow, skip_serializing_if = "BTreeMap::is_empty")]
    pub ratings: BTreeMap<Text<'a>, u8>,
    /// Comment of the visitor.
    #[serde(default, borrow, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Text<'a>>,
    /// The moment in the customer's journey.
    #[serde(default, borrow, skip_serializing_if = "Option::is_none")]
    pub touchpoint: Option<Text<'a>>,
    /// The page.
    #[serde(default, borrow, skip_serializing_if = "Option::is_none")]
    pub page: Option<Text<'a>>,
    /// The language in which it was asked.
    #[serde(default, borrow, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Text<'a>>,
    /// The sort of device.
    #[serde(default, borrow, skip_serializing_if = "Option::is_none")]
    pub device: Option<Text<'a>>,
    /// The source: the way on which the visitor came to the question.
    #[serde(default, borrow, skip_serializing_if = "Option::is_none")]
    pub source: Option<Text<'a>>,
    /// Reasons that were picked; `None` if the visitor was not asked for any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reasons: Option<Reasons>,
    /// False if the visitor was not asked for reasons, though others of the survey's version were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reasons_asked: Option<bool>,
    /// Respondent, when the page named one.
    #[serde(default, borrow, skip_serializing_if = "Option::is_none")]
    pub respondent: Option<Text<'a>>,
    /// Attributes that the page gave, by name.
    #[serde(default, borrow, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<Text<'a>, Text<'a>>,
    /// True if the visitor has finished; `complete` in what builds until 2026-11-28 stored.
    #[serde(alias = "complete")]
    pub finished: bool,
    /// Time from the popup's first frame to the tap, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elapsed_ms: Option<u32>,
    /// Time at which the collector received it, in Unix milliseconds.
    pub received_ms: i64,
}

/// The metadata of a response's key. Its field names are one letter long, as it holds at most
/// [`METADATA_MAX_BYTES`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Metadata<'a> {
    /// `s`: the score; none of a satisfaction index.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub score: Option<u8>,
    /// `g`: the ratings, one letter an attribute in the order of their ids; none of other kinds.
    #[serde(rename = "g", default, borrow, skip_serializing_if = "Option::is_none")]
    pub ratings: Option<Text<'a>>,
    /// `c`: 1 when there is a comment.
    #[serde(rename = "c", default, skip_serializing_if = "is_zero")]
    pub has_comment: u8,
    /// `i`: 1 while the visitor has not finished.
    #[serde(rename = "i", default, skip_serializing_if = "is_zero")]
    pub is_unfinished: u8,
    /// `v`: the survey's version that was shown.
    #[serde(rename = "v", default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// `w`: the built-in wording.
    #[serde(rename = "w", default, skip_serializing_if = "Option::is_none")]
    pub wording: Option<u8>,
    /// `t`: the touchpoint.
    #[serde(rename = "t", default, borrow, skip_serializing_if = "Option::is_none")]
    pub touchpoint: Option<Text<'a>>,
    /// `p`: the page.
    #[serde(rename = "p", default, borrow, skip_serializing_if = "Option::is_none")]
    pub page: Option<Text<'a>>,
    /// `l`: the language.
    #[serde(rename = "l", default, borrow, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Text<'a>>,
    /// `d`: the sort of device.
    #[serde(rename = "d", default, borrow, skip_serializing_if = "Option::is_none")]
    pub device: Option<Text<'a>>,
    /// `o`: the source.
    #[serde(rename = "o", default, borrow, skip_serializing_if = "Option::is_none")]
    pub source: Option<Text<'a>>,
    /// `r`: ids of the reasons that were picked, with commas between them; empty for none, `-` if the
    /// visitor was not asked, though others were. It is absent if the survey lists no reasons.
    #[serde(rename = "r", default, borrow, skip_serializing_if = "Option::is_none")]
    pub reasons: Option<Text<'a>>,
    /// `a`: attributes by name.
    #[serde(rename = "a", default, borrow, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<Text<'a>, Text<'a>>,
}

impl<'a> StoredResponse<'a> {
    /// Returns the part of a response to store. The collector received it at `received`.
    #[must_use]
    pub fn of(response: &'a Response, received: Instant) -> StoredResponse<'a> {
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
        } = borrowed(response);
        let (reasons, reasons_asked) = Reasons::fields(reasons);
        StoredResponse {
            id: response.id.to_string(),
            version,
            wording,
            score: response.score().map(Score::value),
            ratings: ratings(response),
            comment: response.comment.as_deref().map(Cow::Borrowed),
            touchpoint,
            page,
            lang,
            device,
            source,
            reasons,
            reasons_asked,
            respondent: response.respondent.as_deref().map(Cow::Borrowed),
            attributes,
            finished: response.finished,
            elapsed_ms: response.elapsed_ms,
            received_ms: received.unix_ms(),
        }
    }

    /// Returns its value of each dimension.
    #[must_use]
    pub fn labels(&self) -> Labels<&str> {
        let StoredResponse {
            touchpoint,
            page,
            lang,
            device,
            version,
            wording,
            source,
            attributes,
            ..
        } = self;
        Labels {
            touchpoint: touchpoint.as_deref(),
            page: page.as_deref(),
            lang: lang.as_deref(),
            device: device.as_deref(),
            version: *version,
            wording: *wording,
            source: source.as_deref(),
            reasons: self.reasons(),
            attributes: attributes.iter().map(|(name, value)| (&**name, &**value)).collect(),
        }
    }

    fn reasons(&self) -> Option<Reasons> {
        Reasons::of_fields(self.reasons.clone(), self.reasons_asked)
    }

    /// Returns the response of that text; `None` if it is not a response's text.
    #[must_use]
    pub fn decode(text: &'a str) -> Option<StoredResponse<'a>> {
        let stored: StoredResponse<'a> = serde_json::from_str(text).ok()?;
        (stored.score.is_some() || !stored.ratings.is_empty()).then_some(stored)
    }

    /// The value's text.
    #[must_use]
    pub fn encode(&self) -> String {
        json::of(self)
    }
}

impl<'a> Metadata<'a> {
    /// Returns the part of a response that a summary counts.
    #[must_use]
    pub fn of(response: &'a Response) -> Metadata<'a> {
        let Labels { touchpoint, page, lang, device, version, wording, source, attributes, .. } =
            borrowed(response);
        let reasons = response.labels.reasons.as_ref();
        let rated = response.ratings().map(|ratings| rating::digits(&ratings.answers()));
        Metadata {
            score: response.score().map(Score::value),
            ratings: rated.map(Cow::Owned),
            has_comment: u8::from(response.comment.is_some()),
            is_unfinished: u8::from(!response.finished),
            version,
            wording,
            touchpoint,
            page,
            lang,
            device,
            source,
            reasons: reasons.map(|picked| Cow::Borrowed(picked.as_str())),
            attributes,
        }
    }

    /// Returns the metadata as JSON, of at most [`METADATA_MAX_BYTES`].
    ///
    /// A response taken today always fits (`wire::dimension`). One that an earlier release kept may
    /// not fit, as quotes and backslashes take two bytes in JSON. Then the page is cut, as the
    /// earlier release cut it.
    #[must_use]
    pub fn encode(mut self) -> String {
        loop {
            let text = json::of(&self);
            let excess = text.len().saturating_sub(METADATA_MAX_BYTES);
            match self.page.take() {
                Some(page) if excess > 0 => self.page = cut(&page, excess).map(Cow::Owned),
                _ => return text,
            }
        }
    }

    /// Returns the metadata of that text; `None` if it is not a metadata's text.
    #[must_use]
    pub fn decode(text: &'a str) -> Option<Metadata<'a>> {
        let metadata: Metadata<'a> = serde_json::from_str(text).ok()?;
        (metadata.score.is_some() || metadata.ratings.is_some()).then_some(metadata)
    }

    /// Returns the response's value of a dimension; `None` when it has none. That of reasons is
    /// their ids with commas between them.
    #[must_use]
    pub fn get(&self, name: &DimensionName) -> Option<Cow<'_, str>> {
        let label = match name {
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
            DimensionName::Reason => self.reasons.as_ref(),
        };
        label.map(|label| Cow::Borrowed(label.as_ref()))
    }

    /// Returns the answer to a survey of that metric; `None` if it is not on the metric's scale.
    #[must_use]
    pub fn answer_on(&self, metric: Metric) -> Option<Answer> {
        match metric {
            Metric::Score(kind) => Score::new(kind, i64::from(self.score?)).ok().map(Answer::Score),
            Metric::Csi(attributes) => {
                rating::of_digits(self.ratings.as_ref()?, attributes).map(Answer::Csi)
            }
        }
    }

    /// Returns the metadata of a stored response to a survey of that kind.
    #[must_use]
    pub fn of_stored(response: StoredResponse<'a>, kind: &SurveyKind) -> Metadata<'a> {
        let reasons = response.reasons();
        let answers =
            kind.rated().and_then(|rated| rated.answers(|id| response.ratings.get(id).copied()));
        Metadata {
            score: response.score,
            ratings: answers.map(|answers| Cow::Owned(rating::digits(&answers))),
            has_comment: u8::from(response.comment.is_some()),
            is_unfinished: u8::from(!response.finished),
            version: response.version,
            wording: response.wording,
            touchpoint: response.touchpoint,
            page: response.page,
            lang: response.lang,
            device: response.device,
            source: response.source,
            reasons: reasons.map(|picked| Cow::Owned(picked.as_str().to_owned())),
            attributes: response.attributes,
        }
    }
}

fn ratings(response: &Response) -> BTreeMap<Text<'_>, u8> {
    let ratings = response.ratings().into_iter().flat_map(|ratings| ratings.by_id());
    ratings.map(|(id, rating)| (Cow::Borrowed(id.as_str()), *rating)).collect()
}

fn borrowed(response: &Response) -> Labels<Text<'_>> {
    response.labels.map(|text| Cow::Borrowed(text.as_str()))
}

/// Returns a text without its last characters, which took `bytes` or more in JSON; `None` if
/// nothing is left.
fn cut(text: &str, bytes: usize) -> Option<String> {
    // Each byte of text takes at least one byte in JSON.
    let end = text.len().checked_sub(bytes)?;
    let end = (0..=end).rev().find(|end| text.is_char_boundary(*end))?;
    text.get(..end).filter(|rest| !rest.is_empty()).map(str::to_owned)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_zero(flag: &u8) -> bool {
    *flag == 0
}

#[cfg(test)]
mod tests;
