//! The body of `PUT /v1/sites/{site}`, field by field.

use domain::targeting::{Consent, DEFAULT_PAUSE_BETWEEN_SURVEYS_DAYS};

use super::{SiteDefinition, collector, origin};
use crate::{
    fields::{Fields, Unreadable, label, parse_object},
    limits::{LABEL_MAX_BYTES, LIST_MAX},
    survey::{https_url, https_url_allowed},
    wording::Wording,
};

/// A site's body that has been read, before the definition that it replaces is known.
///
/// ```
/// use wire::{site::SiteDraft, wording::Wording};
///
/// let draft = |body: &str| SiteDraft::parse(body.as_bytes()).unwrap();
/// let first = draft(r#"{"product":"Tea","wording":1}"#).of_new_site();
/// assert_eq!(first.wording, Wording::First);
/// // Without a wording, a new site gets the newest, and an existing site keeps its own.
/// assert_eq!(draft(r#"{"product":"Tea"}"#).of_new_site().wording, Wording::NEWEST);
/// assert_eq!(draft(r#"{"product":"Tea"}"#).in_place_of(&first).wording, Wording::First);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteDraft {
    definition: SiteDefinition,
    names_wording: bool,
}

impl SiteDraft {
    /// Reads a site's body.
    ///
    /// # Errors
    /// [`Unreadable`], naming every bad field.
    pub fn parse(body: &[u8]) -> Result<SiteDraft, Unreadable> {
        let object = parse_object(body)?;
        let mut fields = Fields::new(&object);
        fields.only(&[
            "product",
            "lang",
            "wording",
            "origins",
            "former_collectors",
            "pause_between_surveys_days",
            "consent",
            "honour_gpc",
            "retention_days",
            "scrub_comments",
            "privacy_url",
        ]);
        let product = fields.needed_text(
            "product",
            &format!("1 to {LABEL_MAX_BYTES} bytes without control characters"),
            |text| label(text, LABEL_MAX_BYTES),
        );
        let lang = fields.text("lang", "a language tag, such as vi or pt-BR", |text| {
            crate::response::lang(text)
        });
        let wording = fields.wording("wording");
        let origins = fields.texts(
            "origins",
            LIST_MAX,
            "an origin as browsers write it, such as https://shop.example or capacitor://localhost",
            origin,
        );
        let former_collectors = fields.texts(
            "former_collectors",
            LIST_MAX,
            "a collector's address as it stands before /e/ in the tag, such as https://hearby.example.com",
            collector,
        );
        let pause = fields.whole(
            "pause_between_surveys_days",
            0..=3_650,
            "a whole number of days from 0 to 3650",
        );
        let consent = fields.text("consent", "always or after-consent", Consent::parse);
        let honour_gpc = fields.flag("honour_gpc");
        let retention =
            fields.whole("retention_days", 1..=3_650, "a whole number of days from 1 to 3650");
        let scrub_comments = fields.flag("scrub_comments");
        let privacy_url = fields.text("privacy_url", https_url_allowed(), https_url);
        let definition = product.map(|product| SiteDefinition {
            product,
            lang: lang.unwrap_or_else(|| "en".to_owned()),
            wording: wording.unwrap_or(Wording::NEWEST),
            origins: origins.unwrap_or_default(),
            former_collectors: former_collectors.unwrap_or_default(),
            pause_between_surveys_days: pause
                .and_then(|days| u32::try_from(days).ok())
                .unwrap_or(DEFAULT_PAUSE_BETWEEN_SURVEYS_DAYS),
            consent: consent.unwrap_or_default(),
            honour_gpc: honour_gpc.unwrap_or(false),
            retention_days: retention.and_then(|days| u32::try_from(days).ok()),
            scrub_comments: scrub_comments.unwrap_or(false),
            privacy_url,
        });
        let names_wording = wording.is_some();
        fields.finish(definition.map(|definition| SiteDraft { definition, names_wording }))
    }

    /// True if the body names a wording, so that the stored definition isn't needed.
    #[must_use]
    pub const fn names_wording(&self) -> bool {
        self.names_wording
    }

    /// Returns the definition of a new site.
    #[must_use]
    pub fn of_new_site(self) -> SiteDefinition {
        self.with_wording(Wording::NEWEST)
    }

    /// Returns the definition that replaces `former`. If the body names no wording, the site keeps
    /// its own: an unrelated change must not bend a trend.
    #[must_use]
    pub fn in_place_of(self, current: &SiteDefinition) -> SiteDefinition {
        self.with_wording(current.wording)
    }

    /// Returns the definition, with this wording if the body names none.
    pub(super) fn with_wording(self, unless_named: Wording) -> SiteDefinition {
        let wording = if self.names_wording { self.definition.wording } else { unless_named };
        SiteDefinition { wording, ..self.definition }
    }
}
