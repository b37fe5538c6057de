//! A response that arrives: bytes → draft → response on its survey's scale.

mod answer;

use std::collections::BTreeMap;

use domain::{ResponseId, Score, SiteId, SurveyId};
use serde::Serialize;

pub use self::answer::Answer;
pub use domain::targeting::Device;

use self::answer::Told;
use crate::{
    dimension::{self, Labels, Source},
    fields::{Fields, OneOf, Unreadable, label, parse_object},
    limits::{
        ATTRIBUTE_NAME_MAX_BYTES, ATTRIBUTES_MAX, COMMENT_MAX_CHARS, LABEL_MAX_BYTES,
        LANG_MAX_BYTES, PAGE_KEPT_MAX_BYTES, REASONS_PICKED_MAX, RESPONDENT_MAX_BYTES,
    },
    rating::Ratings,
    reason::{self, Reasons},
    survey::SurveyKind,
    wording::Wording,
};

/// One response to one survey, every field valid.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// The id, made by the visitor's browser; it identifies the response for ever.
    pub id: ResponseId,
    /// The site on which it was given.
    pub site: SiteId,
    /// The survey that it belongs to.
    pub survey: SurveyId,
    /// The answer.
    pub answer: Answer,
    /// The visitor's comment; never empty.
    pub comment: Option<String>,
    /// Touchpoint, page, language, device, version, source, reasons and attributes.
    pub labels: Labels<String>,
    /// The respondent, when the page named them; any text that means something to the owner.
    pub respondent: Option<String>,
    /// True if the visitor has finished; false for a score whose comment may still come.
    pub finished: bool,
    /// Milliseconds from the popup's first frame to the tap.
    pub elapsed_ms: Option<u32>,
}

/// The reply to a response that the collector has taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ResponseTaken"))]
pub struct ResponseTaken<'a> {
    /// The response's id, as it was sent.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::response_id"))]
    pub id: &'a str,
}

/// A response whose fields are valid, but whose score or ratings have not been checked against the
/// survey.
///
/// The parser doesn't know the survey's kind. The collector looks it up and then checks the answer
/// by [`Draft::on`].
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    id: ResponseId,
    site: SiteId,
    survey: SurveyId,
    told: Told,
    comment: Option<String>,
    labels: Labels<String>,
    respondent: Option<String>,
    finished: bool,
    elapsed_ms: Option<u32>,
}

const FIELDS: [&str; 19] = [
    "id",
    "site",
    "survey",
    "version",
    "wording",
    "score",
    "ratings",
    "comment",
    "reasons",
    "reasons_asked",
    "touchpoint",
    "page",
    "lang",
    "device",
    "source",
    "respondent",
    "attributes",
    "finished",
    "elapsed_ms",
];
const ID: &str = "a UUID version 7, such as 017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
const SLUG: &str = "1 to 40 of a-z, 0-9 and -, starting and ending with a letter or digit";

impl Draft {
    /// Reads a response's body.
    ///
    /// # Errors
    /// [`Unreadable`], naming every bad field. The collector stores nothing of a bad body.
    ///
    /// ```
    /// use wire::response::Draft;
    /// let body = r#"{"id":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
    ///                "site":"demo","survey":"nps","score":9}"#;
    /// let nps = domain::Kind::Nps.into();
    /// let response = Draft::parse(body.as_bytes()).unwrap().on(&nps).unwrap();
    /// assert_eq!(response.score().unwrap().group(), domain::Group::Promoter);
    /// ```
    pub fn parse(body: &[u8]) -> Result<Draft, Unreadable> {
        Draft::read(body, &FROM_A_PAGE)
    }

    /// Reads a stored response, maybe of an earlier release. Its dimensions stay as they are, so
    /// that a restored response counts under the same values as before.
    ///
    /// # Errors
    /// As [`Draft::parse`].
    pub fn parse_kept(body: &[u8]) -> Result<Draft, Unreadable> {
        Draft::read(body, &AS_KEPT)
    }

    fn read(body: &[u8], reading: &Reading) -> Result<Draft, Unreadable> {
        let object = parse_object(body)?;
        let mut fields = Fields::new(&object);
        fields.only(&[&FIELDS[..], reading.former_fields].concat());
        let id = fields.needed_text("id", ID, |text| ResponseId::parse(text).ok());
        let site = fields.needed_text("site", SLUG, |text| SiteId::parse(text).ok());
        let survey = fields.needed_text("survey", SLUG, |text| SurveyId::parse(text).ok());
        let told = Told::read(&mut fields);
        let comment = fields.text(
            "comment",
            format_args!("a text of at most {COMMENT_MAX_CHARS} characters"),
            |text| (text.chars().count() <= COMMENT_MAX_CHARS).then(|| text.trim().to_owned()),
        );
        let labels = read_labels(&mut fields, reading);
        let respondent = fields.text(
            "respondent",
            format_args!("1 to {RESPONDENT_MAX_BYTES} bytes without control characters"),
            |text| label(text, RESPONDENT_MAX_BYTES),
        );
        let former = reading.former_fields.iter();
        let finished = fields.flag("finished");
        let finished = former.fold(finished, |told, name| told.or_else(|| fields.flag(name)));
        let elapsed_ms = fields.whole(
            "elapsed_ms",
            0..=i64::from(u32::MAX),
            "a whole number of milliseconds from 0 to 4294967295",
        );
        let draft = (|| {
            Some(Draft {
                id: id?,
                site: site?,
                survey: survey?,
                told,
                comment: comment.filter(|text| !text.is_empty()),
                labels,
                respondent,
                finished: finished.unwrap_or(true),
                elapsed_ms: elapsed_ms.and_then(|n| u32::try_from(n).ok()),
            })
        })();
        fields.finish(draft)
    }

    /// Returns the id.
    #[must_use]
    pub const fn id(&self) -> ResponseId {
        self.id
    }

    /// Returns the respondent, if the page named them.
    #[must_use]
    pub fn respondent(&self) -> Option<&str> {
        self.respondent.as_deref()
    }

    /// Returns the site that it is for.
    #[must_use]
    pub const fn site(&self) -> &SiteId {
        &self.site
    }

    /// Returns the survey that it belongs to.
    #[must_use]
    pub const fn survey(&self) -> &SurveyId {
        &self.survey
    }

    /// Returns the response if its score is on the kind's scale, or its ratings are of the survey's
    /// attributes and on their scale.
    ///
    /// # Errors
    /// [`Unreadable::Invalid`] with `/score` or the wrong ratings, and what is allowed there.
    pub fn on(self, kind: &SurveyKind) -> Result<Response, Unreadable> {
        let answer = self.told.on(kind).map_err(Unreadable::Invalid)?;
        Ok(Response {
            id: self.id,
            site: self.site,
            survey: self.survey,
            answer,
            comment: self.comment,
            labels: self.labels,
            respondent: self.respondent,
            finished: self.finished,
            elapsed_ms: self.elapsed_ms,
        })
    }
}

impl Response {
    /// Returns its score; `None` for ratings.
    #[must_use]
    pub const fn score(&self) -> Option<Score> {
        match &self.answer {
            Answer::Score(score) => Some(*score),
            Answer::Ratings(_) => None,
        }
    }

    /// Returns its ratings; `None` for a score.
    #[must_use]
    pub const fn ratings(&self) -> Option<&Ratings> {
        match &self.answer {
            Answer::Score(_) => None,
            Answer::Ratings(ratings) => Some(ratings),
        }
    }
}

/// A way to read a body. `label` and `page` return the texts as they are stored (`page` returns
/// `None` to refuse one); `former_fields` are further names of fields that are read.
struct Reading {
    label: fn(&str) -> String,
    page: fn(&str) -> Option<String>,
    former_fields: &'static [&'static str],
}

/// Name of `finished` in records that builds until 2026-11-28 stored.
const FINISHED_FORMERLY: &str = "complete";

const FROM_A_PAGE: Reading = Reading { label: dimension::label, page, former_fields: &[] };
const AS_KEPT: Reading =
    Reading { label: str::to_owned, page: page_as_kept, former_fields: &[FINISHED_FORMERLY] };

fn read_labels(fields: &mut Fields<'_>, reading: &Reading) -> Labels<String> {
    let touchpoint = read_label(fields, "touchpoint", reading);
    let page = fields.text("page", "a path without control characters", reading.page);
    let lang = fields.text("lang", "a language tag, such as vi or pt-BR", lang);
    let devices = Device::ALL.map(Device::as_str);
    let device = fields.text("device", OneOf(&devices), |text| {
        Device::parse(text).map(|device| device.as_str().to_owned())
    });
    let version = fields.whole("version", 1..=i64::from(u32::MAX), "a whole number from 1");
    let version = version.and_then(|n| u32::try_from(n).ok());
    let wording = fields.wording("wording").map(Wording::number);
    let sources = Source::ALL.map(Source::as_str);
    let source = fields.text("source", OneOf(&sources), |text| {
        Source::parse(text).map(|source| source.as_str().to_owned())
    });
    let reasons = fields.texts("reasons", REASONS_PICKED_MAX, reason::id_allowed(), |id| {
        reason::is_id(id).then(|| id.to_owned())
    });
    let reasons = reasons.and_then(|ids| Reasons::of(ids.iter().map(String::as_str)));
    let is_asked = fields.flag("reasons_asked");
    if reasons.is_some() && is_asked == Some(false) {
        fields.complain("reasons_asked", "is false", "true, or no reasons");
    }
    let reasons = Reasons::of_fields(reasons, is_asked);
    let attributes = fields.object("attributes", |inner| {
        let names: Vec<&str> = inner.names().collect();
        if names.len() > ATTRIBUTES_MAX {
            let allowed = format!("at most {ATTRIBUTES_MAX} attributes");
            inner.complain_whole(&format!("has {} attributes", names.len()), &allowed);
            return BTreeMap::new();
        }
        let mut attributes = BTreeMap::new();
        for name in names {
            if !is_attribute_name(name) {
                inner.complain(
                    name,
                    "is not a name",
                    &format!("1 to {ATTRIBUTE_NAME_MAX_BYTES} of a-z, 0-9 and _, a letter first"),
                );
            } else if let Some(value) = read_label(inner, name, reading) {
                attributes.insert(name.to_owned(), value);
            }
        }
        attributes
    });
    let attributes = attributes.unwrap_or_default();
    Labels { touchpoint, page, lang, device, version, wording, source, reasons, attributes }
}

fn read_label(fields: &mut Fields<'_>, field: &str, reading: &Reading) -> Option<String> {
    let allowed = format_args!("1 to {LABEL_MAX_BYTES} bytes without control characters");
    let text = fields.text(field, allowed, |text| label(text, LABEL_MAX_BYTES))?;
    Some((reading.label)(&text))
}

fn page(text: &str) -> Option<String> {
    (!text.contains(char::is_control)).then(|| dimension::page(text))
}

fn page_as_kept(text: &str) -> Option<String> {
    // No release has stored a longer one, so it is treated as a new page.
    if text.len() > PAGE_KEPT_MAX_BYTES {
        return page(text);
    }
    // An empty page is allowed, too: it is what is stored for `?a=1`.
    (!text.contains(char::is_control)).then(|| text.to_owned())
}

/// Returns a language tag in lower case; `None` unless it has only letters, digits and `-`.
#[must_use]
pub fn lang(text: &str) -> Option<String> {
    let good = !text.is_empty()
        && text.len() <= LANG_MAX_BYTES
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    good.then(|| text.to_ascii_lowercase())
}

/// True if a text can name an attribute.
#[must_use]
pub fn is_attribute_name(text: &str) -> bool {
    text.len() <= ATTRIBUTE_NAME_MAX_BYTES
        && text.as_bytes().first().is_some_and(u8::is_ascii_lowercase)
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

#[cfg(test)]
mod tests;
