//! A site's webhooks, as an isolate remembers them.
//!
//! In: which webhooks take a response. Not in: reading them (`webhooks::of_site`).

use domain::{Group, SurveyId, WebhookId};
use wire::webhook::WebhookDefinition;

/// Webhooks of a site, as an isolate remembers them. Secrets are not in it.
#[derive(Debug, Default)]
pub struct SiteWebhooks {
    /// True if the site has ever had any.
    has_had_any: bool,
    /// True if the store could not say which there are.
    are_unknown: bool,
    webhooks: Vec<(WebhookId, WebhookDefinition)>,
}

impl SiteWebhooks {
    /// Returns the webhooks of a site that has never had any.
    #[must_use]
    pub fn none() -> SiteWebhooks {
        SiteWebhooks::default()
    }

    /// Returns the webhooks of a site while the store can't say which there are.
    #[must_use]
    pub fn unknown() -> SiteWebhooks {
        SiteWebhooks { are_unknown: true, ..SiteWebhooks::default() }
    }

    /// Returns the webhooks of a site that has had some; by now there may be none.
    #[must_use]
    pub const fn of(webhooks: Vec<(WebhookId, WebhookDefinition)>) -> SiteWebhooks {
        SiteWebhooks { has_had_any: true, are_unknown: false, webhooks }
    }

    /// True if the site has ever had any.
    #[must_use]
    pub const fn has_had_any(&self) -> bool {
        self.has_had_any
    }

    /// False if the store could not say which there are, and nothing was known before.
    #[must_use]
    pub const fn are_known(&self) -> bool {
        !self.are_unknown
    }

    /// Returns the webhooks that take a response to that survey, of that group.
    pub fn taking(
        &self,
        survey: &SurveyId,
        group: Option<Group>,
    ) -> impl Iterator<Item = &WebhookId> {
        let takes =
            move |(_, webhook): &&(WebhookId, WebhookDefinition)| webhook.takes(survey, group);
        self.webhooks.iter().filter(takes).map(|(id, _)| id)
    }
}
