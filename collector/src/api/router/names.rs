//! The names in a path.
//!
//! In: the type of each. Not in: where in a path it stands (`matching`).

use domain::{ResponseId, SiteId, SurveyId, WebhookId};

use crate::{api::handlers::survey_versions, store::error::Error};

/// The names in a path.
#[derive(Debug, Default)]
pub(super) struct Names {
    site: Option<SiteId>,
    survey: Option<SurveyId>,
    webhook: Option<WebhookId>,
    key: Option<String>,
    id: Option<ResponseId>,
    version: Option<u32>,
}

impl Names {
    /// Reads a name.
    ///
    /// # Errors
    /// A text that can't be a name counts as an unknown one.
    pub(super) fn read(&mut self, name: &str, text: &str) -> Result<(), Error> {
        match name {
            "site" => self.site = Some(SiteId::parse(text).map_err(|_| Error::UnknownSite)?),
            "survey" => {
                self.survey = Some(SurveyId::parse(text).map_err(|_| Error::UnknownSurvey)?);
            }
            "webhook" => {
                self.webhook = Some(WebhookId::parse(text).map_err(|_| Error::UnknownWebhook)?);
            }
            // Only its own handler tells if there could be such a key: the store doesn't.
            "key" => self.key = Some(text.to_owned()),
            "id" => self.id = Some(ResponseId::parse(text).map_err(|_| Error::UnknownResponse)?),
            "version" => {
                let version = survey_versions::read_version(text);
                self.version = Some(version.ok_or(Error::UnknownVersion)?);
            }
            // A test reads the names of every route.
            _ => return Err(Error::NotFound),
        }
        Ok(())
    }

    pub(super) fn site(&self) -> Result<&SiteId, Error> {
        self.site.as_ref().ok_or(Error::NotFound)
    }

    pub(super) fn survey(&self) -> Result<&SurveyId, Error> {
        self.survey.as_ref().ok_or(Error::NotFound)
    }

    pub(super) fn webhook(&self) -> Result<&WebhookId, Error> {
        self.webhook.as_ref().ok_or(Error::NotFound)
    }

    pub(super) fn key(&self) -> Result<&str, Error> {
        self.key.as_deref().ok_or(Error::NotFound)
    }

    pub(super) fn id(&self) -> Result<ResponseId, Error> {
        self.id.ok_or(Error::NotFound)
    }

    pub(super) fn version(&self) -> Result<u32, Error> {
        self.version.ok_or(Error::NotFound)
    }
}
