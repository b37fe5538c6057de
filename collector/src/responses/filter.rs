//! Which responses of a survey are asked for.

use domain::{Group, Kind, Score};
use serde::Deserialize;
use wire::{problem::FieldError, response::Device};

use crate::{nfc, problem::Error, query::Query, stored_response::StoredResponse};

/// The parameters that [`Filter::read`] reads.
pub const PARAMETERS: [&str; 6] = ["group", "text", "has_comment", "touchpoint", "lang", "device"];

/// The longest text to look for, in bytes: a sentence.
const TEXT_MAX_BYTES: usize = 200;

/// What a response must have; nothing where nothing was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    group: Option<Group>,
    /// As it is compared: [`nfc::searched`].
    text: Option<String>,
    has_comment: Option<bool>,
    touchpoint: Option<String>,
    lang: Option<String>,
    device: Option<Device>,
}

/// The part of a response's metadata that a filter looks at; the rest is skipped unread.
#[derive(Debug, Deserialize)]
struct Facets<'a> {
    #[serde(rename = "s")]
    score: u8,
    #[serde(rename = "c", default)]
    has_comment: u8,
    #[serde(rename = "t", default, borrow)]
    touchpoint: Option<std::borrow::Cow<'a, str>>,
    #[serde(rename = "l", default, borrow)]
    lang: Option<std::borrow::Cow<'a, str>>,
    #[serde(rename = "d", default, borrow)]
    device: Option<std::borrow::Cow<'a, str>>,
}

impl Filter {
    /// Reads the parameters for a survey of that kind.
    ///
    /// # Errors
    /// [`Error::Invalid`] with each wrong one and what is allowed there.
    pub fn read(query: &Query<'_>, kind: Kind) -> Result<Filter, Error> {
        let mut errors = Vec::new();
        let groups = kind.groups().map(Group::as_str).join(", ");
        let group = read(query, "group", &format!("one of {groups}"), &mut errors, |text| {
            kind.groups().into_iter().find(|group| group.as_str() == text)
        });
        let allowed = format!("1 to {TEXT_MAX_BYTES} bytes");
        let text = read(query, "text", &allowed, &mut errors, |text| {
            let searched = nfc::searched(text);
            (!searched.is_empty() && searched.len() <= TEXT_MAX_BYTES).then_some(searched)
        });
        let has_comment =
            read(query, "has_comment", "true or false", &mut errors, |text| text.parse().ok());
        let touchpoint = query.get("touchpoint").map(str::to_owned);
        let lang = query.get("lang").map(str::to_lowercase);
        let device =
            read(query, "device", "one of phone, tablet, desktop", &mut errors, Device::parse);
        if errors.is_empty() {
            Ok(Filter { group, text, has_comment, touchpoint, lang, device })
        } else {
            Err(Error::Invalid(errors))
        }
    }

    /// Whether only values tell, for most responses.
    #[must_use]
    pub const fn needs_values(&self) -> bool {
        self.text.is_some()
    }

    /// Whether a response with that metadata may be one of those asked for. Without metadata it
    /// may: its value tells.
    #[must_use]
    pub fn may_take(&self, metadata: Option<&str>, kind: Kind) -> bool {
        let facets = metadata.and_then(|json| serde_json::from_str::<Facets<'_>>(json).ok());
        facets.is_none_or(|facets| {
            let Facets { score, has_comment, touchpoint, lang, device } = &facets;
            let labels = [touchpoint.as_deref(), lang.as_deref(), device.as_deref()];
            self.fits(*score, *has_comment != 0, labels, kind)
        })
    }

    /// Whether a response is one of those asked for.
    #[must_use]
    pub fn takes(&self, stored: &StoredResponse<'_>, kind: Kind) -> bool {
        let labels =
            [stored.touchpoint.as_deref(), stored.lang.as_deref(), stored.device.as_deref()];
        let has_text = self.text.as_ref().is_none_or(|text| {
            let comment = stored.comment.as_deref().unwrap_or_default();
            nfc::searched(comment).contains(text)
        });
        has_text && self.fits(stored.score, stored.comment.is_some(), labels, kind)
    }

    /// True if the touchpoint that is asked for is kept in a shorter form, as this one is.
    fn is_cut(&self, touchpoint: Option<&str>) -> bool {
        let kept = self.touchpoint.as_deref().map(wire::dimension::label);
        kept.is_some() && kept.as_deref() == touchpoint
    }

    fn fits(
        &self,
        score: u8,
        has_comment: bool,
        [touchpoint, lang, device]: [Option<&str>; 3],
        kind: Kind,
    ) -> bool {
        let is = |asked: Option<&str>, found: Option<&str>| {
            asked.is_none_or(|asked| found.is_some_and(|found| nfc::is_same(asked, found)))
        };
        let in_group = self.group.is_none_or(|group| {
            Score::new(kind, i64::from(score)).is_ok_and(|score| score.group() == group)
        });
        in_group
            && self.has_comment.is_none_or(|asked| asked == has_comment)
            && (self.text.is_none() || has_comment)
            && (is(self.touchpoint.as_deref(), touchpoint) || self.is_cut(touchpoint))
            && is(self.lang.as_deref(), lang)
            && is(self.device.map(Device::as_str), device)
    }
}

/// A parameter, read by `parse`; a wrong one is complained about.
pub(crate) fn read<T>(
    query: &Query<'_>,
    name: &str,
    allowed: &str,
    errors: &mut Vec<FieldError>,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    let parsed = parse(query.get(name)?);
    if parsed.is_none() {
        errors.push(FieldError {
            pointer: format!("?{name}"),
            detail: "is not allowed".to_owned(),
            allowed: allowed.to_owned(),
        });
    }
    parsed
}
