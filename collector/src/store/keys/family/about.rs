//! Treatment of each family by the collector.

use super::{About, Backup, Family, WithRespondent, WithSite, WithSurvey};

impl Family {
    /// Returns what the collector does with the family.
    #[must_use]
    pub const fn about(self) -> About {
        match self {
            Family::Site => About {
                word: "site",
                with_site: WithSite::First,
                with_survey: WithSurvey::Stays,
                with_respondent: WithRespondent::Stays,
                backup: Backup::Definition,
            },
            Family::OwnerKey => About {
                word: "key",
                with_site: WithSite::WithOwnerKeys,
                with_survey: WithSurvey::Stays,
                with_respondent: WithRespondent::Stays,
                backup: Backup::Definition,
            },
            Family::OwnerKeyOf => About {
                word: "keyof",
                with_site: WithSite::WithOwnerKeys,
                with_survey: WithSurvey::Stays,
                with_respondent: WithRespondent::Stays,
                backup: Backup::Remade,
            },
            Family::GoneSite => About {
                word: "gone",
                with_site: WithSite::Stays,
                with_survey: WithSurvey::Stays,
                with_respondent: WithRespondent::Stays,
                backup: Backup::LeftOut,
            },
            Family::Gate => About {
                word: "gate",
                with_site: WithSite::First,
                with_survey: WithSurvey::Stays,
                with_respondent: WithRespondent::Stays,
                backup: Backup::Remade,
            },
            Family::AnyWebhooks => About {
                word: "hooks",
                with_site: WithSite::Stays,
                with_survey: WithSurvey::Stays,
                with_respondent: WithRespondent::Stays,
                backup: Backup::Remade,
            },
            Family::HasWebhooks => About {
                word: "hooks",
                with_site: WithSite::First,
                with_survey: WithSurvey::Stays,
                with_respondent: WithRespondent::Stays,
                backup: Backup::Remade,
            },
            Family::Webhook => About {
                word: "hook",
                with_site: WithSite::Listed,
                with_survey: WithSurvey::Stays,
                with_respondent: WithRespondent::Stays,
                backup: Backup::Definition,
            },
            Family::Due => About {
                word: "due",
                with_site: WithSite::Listed,
                with_survey: WithSurvey::WithResponse,
                with_respondent: WithRespondent::Deleted,
                backup: Backup::LeftOut,
            },
            Family::Untold => About {
                word: "due",
                with_site: WithSite::Listed,
                with_survey: WithSurvey::WithResponse,
                with_respondent: WithRespondent::Deleted,
                backup: Backup::LeftOut,
            },
            Family::Dead => About {
                word: "dead",
                with_site: WithSite::Listed,
                with_survey: WithSurvey::WithResponse,
                with_respondent: WithRespondent::Deleted,
                backup: Backup::LeftOut,
            },
            Family::WebhookSent => About {
                word: "sent",
                with_site: WithSite::Listed,
                with_survey: WithSurvey::Stays,
                with_respondent: WithRespondent::Stays,
                backup: Backup::LeftOut,
            },
            Family::Survey => About {
                word: "survey",
                with_site: WithSite::Listed,
                with_survey: WithSurvey::Stays,
                with_respondent: WithRespondent::Stays,
                backup: Backup::Definition,
            },
            Family::SurveyVersion => About {
                word: "survey",
                with_site: WithSite::Listed,
                with_survey: WithSurvey::Listed,
                with_respondent: WithRespondent::Stays,
                backup: Backup::Definition,
            },
            Family::Rollup => About {
                word: "roll",
                with_site: WithSite::Listed,
                with_survey: WithSurvey::Listed,
                with_respondent: WithRespondent::Stays,
                backup: Backup::Remade,
            },
            Family::Dirty => About {
                word: "dirty",
                with_site: WithSite::Listed,
                with_survey: WithSurvey::Listed,
                with_respondent: WithRespondent::Written,
                backup: Backup::Remade,
            },
            Family::Response => About {
                word: "r",
                with_site: WithSite::Listed,
                with_survey: WithSurvey::Response,
                with_respondent: WithRespondent::Deleted,
                backup: Backup::Response,
            },
            Family::Who => About {
                word: "who",
                with_site: WithSite::Listed,
                with_survey: WithSurvey::WithResponse,
                with_respondent: WithRespondent::DeletedOnceFinal,
                backup: Backup::Remade,
            },
            Family::Erased => About {
                word: "erased",
                with_site: WithSite::Listed,
                with_survey: WithSurvey::Stays,
                with_respondent: WithRespondent::Written,
                backup: Backup::LeftOut,
            },
            Family::Forgotten => About {
                word: "forgotten",
                with_site: WithSite::Listed,
                with_survey: WithSurvey::Stays,
                with_respondent: WithRespondent::Written,
                backup: Backup::Tombstone,
            },
            Family::Deleted => About {
                word: "deleted",
                with_site: WithSite::Listed,
                with_survey: WithSurvey::Stays,
                with_respondent: WithRespondent::Written,
                backup: Backup::Tombstone,
            },
            Family::Revoked => About {
                word: "revoked",
                with_site: WithSite::Listed,
                with_survey: WithSurvey::Stays,
                with_respondent: WithRespondent::Stays,
                backup: Backup::Tombstone,
            },
        }
    }
}
