//! Webhooks: what an owner says about one, how the collector shows it, and the events that its
//! receiver gets.

use core::fmt;
use std::collections::BTreeMap;

use domain::{Group, SurveyId};
use serde::{Deserialize, Serialize};

use crate::{
    fields::{Fields, OneOf, Unreadable, label, parse_object},
    limits::{LIST_MAX, WEBHOOK_URL_MAX_BYTES},
    page::Page,
    reason::Reasons,
};

/// The type of an event with a response that is finished.
pub const RESPONSE_FINISHED: &str = "response.finished";
/// The type of an event with a response whose comment may still come.
pub const RESPONSE_UNFINISHED: &str = "response.unfinished";
/// The type of an event that an owner asked for, to try a receiver.
pub const WEBHOOK_TEST: &str = "webhook.test";

/// A webhook's definition by its owner: the body of `PUT /v1/sites/{site}/webhooks/{webhook}`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "StoredWebhookDefinition")
)]
pub struct WebhookDefinition {
    /// The address to which events are posted. May hold a secret of the receiver's: it is shown
    /// only to those who may change it, and prints as `REDACTED`.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::webhook_url"))]
    pub url: String,
    /// The surveys whose responses are sent. Empty: all.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::slugs"))]
    pub surveys: Vec<String>,
    /// The groups whose responses are sent: `detractor`, …. Empty: all.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::groups"))]
    pub groups: Vec<String>,
    /// The shape of an event.
    pub format: Format,
    /// True if responses are sent. An event that is on its way when this becomes false waits.
    pub active: bool,
}

/// The shape of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "WebhookFormat"))]
pub enum Format {
    /// An [`Event`] as JSON.
    Standard,
    /// A [`SlackMessage`]: what Slack, and those that take its messages, show as text.
    Slack,
}

/// A webhook as the collector shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Webhook"))]
pub struct WebhookResource {
    /// The site's name.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::slug"))]
    pub site: String,
    /// The webhook's name.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::slug"))]
    pub webhook: String,
    /// The owner's definition.
    pub definition: WebhookDefinition,
    /// The secret that signs events, `whsec_…`; only in the reply that follows its making.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::webhook_secret"))]
    pub secret: Option<ShownSecret>,
    /// Time at which the previous secret stops signing beside this one (RFC 3339); absent without a
    /// recent change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::instant"))]
    pub previous_secret_expires_at: Option<String>,
    /// The state of its deliveries; there when one webhook is fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deliveries: Option<Deliveries>,
}

/// A page of a site's webhooks, in the order of their names.
pub type WebhookPage = Page<WebhookResource>;

/// A secret in a reply; it prints as `REDACTED`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShownSecret(pub String);

/// The state of a webhook's deliveries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Deliveries {
    /// Events on their way; at most 1,000 are counted.
    pub pending: u32,
    /// Events that were given up within the last 7 days; at most 1,000 are counted.
    pub given_up: u32,
    /// A time of a delivery that was accepted (RFC 3339), at most 10 minutes older than the last.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::instant_or_null"))]
    pub last_success_at: Option<String>,
    /// The latest failure among the events pending or given up.
    pub last_failure: Option<Failure>,
}

/// An attempt that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "DeliveryFailure"))]
pub struct Failure {
    /// Time of the attempt (RFC 3339).
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::instant"))]
    pub failed_at: String,
    /// The receiver's HTTP status; `null` if it did not reply.
    pub status: Option<u16>,
    /// The reason in a word: `status`, `timeout`, `unreachable` or `address-not-allowed`.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::failure_reason"))]
    pub reason: String,
}

/// The result of a test event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "WebhookTest"))]
pub struct TestResult {
    /// True if the receiver accepted it (2xx).
    pub delivered: bool,
    /// The receiver's HTTP status; `null` if it did not reply.
    pub status: Option<u16>,
    /// The reason why it was not accepted, in a word, as of a delivery that failed; `null` when it
    /// was.
    pub reason: Option<String>,
}

/// An event, as Standard Webhooks frames it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Event"))]
pub struct Event<T> {
    /// `response.finished`, `response.unfinished` or, for one that an owner asked for, `webhook.test`.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::event_type"))]
    pub kind: String,
    /// Time at which it happened (RFC 3339).
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::instant"))]
    pub timestamp: String,
    /// The data of the event.
    pub data: T,
}

/// The data of an event with a response: its whole newest state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "EventData"))]
pub struct EventResponse {
    /// The site's name.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::slug"))]
    pub site: String,
    /// The survey's name.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::slug"))]
    pub survey: String,
    /// `nps`, `ces`, `csat` or `csi`.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::kind"))]
    pub kind: String,
    /// The response's id; a later state comes under the same.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::response_id"))]
    pub id: String,
    /// The score on the survey's scale: NPS 0 to 10, CES 1 to 7, CSAT 1 to 5; absent for CSI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::score"))]
    pub score: Option<u8>,
    /// The group that it falls into: `detractor`, …; absent for CSI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::group"))]
    pub group: Option<String>,
    /// The ratings by attribute's id, for CSI; those that were left out are not there.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::ratings"))]
    pub ratings: BTreeMap<String, u8>,
    /// The ratings' index, from 0 to 100, two decimals; absent for other kinds than CSI, and when
    /// attributes of more than half of the weight were left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 100)))]
    pub index: Option<f64>,
    /// The visitor's comment; absent without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The survey's version that was shown; absent unless the widget said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::version"))]
    pub version: Option<u32>,
    /// The version of the built-in wording in which it was asked; absent unless the widget said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::wording"))]
    pub wording: Option<u8>,
    /// The moment in the customer's journey, such as `checkout`; absent unless the page gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touchpoint: Option<String>,
    /// Path of the page, decoded, without its query.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The language in which the survey was shown: a tag in lower case, such as `pt-br`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::lang"))]
    pub lang: Option<String>,
    /// The sort of device: `phone`, `tablet` or `desktop`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// The way on which the visitor came to the question; absent unless the response said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::source"))]
    pub source: Option<String>,
    /// The respondent; absent unless the page named them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub respondent: Option<String>,
    /// Ids of the reasons that were picked; empty if none was, absent if the visitor was not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::reasons"))]
    pub reasons: Option<Reasons>,
    /// False if the visitor was not asked for reasons, though other groups of the survey's version
    /// are; absent otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reasons_asked: Option<bool>,
    /// Further values that the page gave, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::attributes"))]
    pub attributes: BTreeMap<String, String>,
    /// True if the visitor has finished.
    // Events that builds until 2026-11-28 left waiting say `complete`.
    #[serde(alias = "complete")]
    pub finished: bool,
}

/// The data of a test event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventTest {
    /// The site's name.
    pub site: String,
    /// The webhook's name.
    pub webhook: String,
}

/// A message as Slack takes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlackMessage {
    /// Text in Slack's own markup.
    pub text: String,
}

impl WebhookDefinition {
    /// Reads a webhook's body. Whether the address may be called is the collector's to say.
    ///
    /// # Errors
    /// [`Unreadable`], naming every bad field.
    pub fn parse(body: &[u8]) -> Result<WebhookDefinition, Unreadable> {
        let object = parse_object(body)?;
        let mut fields = Fields::new(&object);
        fields.only(&["url", "surveys", "groups", "format", "active"]);
        let url = fields.needed_text(
            "url",
            &format!("an https address of at most {WEBHOOK_URL_MAX_BYTES} bytes"),
            |text| label(text, WEBHOOK_URL_MAX_BYTES),
        );
        let surveys = fields.texts("surveys", LIST_MAX, "a survey's name", |text| {
            SurveyId::parse(text).ok().map(|survey| survey.to_string())
        });
        let words = Group::ALL.map(Group::as_str);
        let groups = fields.texts("groups", words.len(), OneOf(&words), |text| {
            Group::parse(text).map(|group| group.as_str().to_owned())
        });
        let format = fields.text("format", "standard or slack", |text| match text {
            "standard" => Some(Format::Standard),
            "slack" => Some(Format::Slack),
            _ => None,
        });
        let active = fields.flag("active");
        let webhook = url.map(|url| WebhookDefinition {
            url,
            surveys: surveys.unwrap_or_default(),
            groups: groups.unwrap_or_default(),
            format: format.unwrap_or(Format::Standard),
            active: active.unwrap_or(true),
        });
        fields.finish(webhook)
    }

    /// True if a response to that survey, of that group or without any, is to be sent.
    #[must_use]
    pub fn takes(&self, survey: &SurveyId, group: Option<Group>) -> bool {
        let is_listed = |list: &[String], word: Option<&str>| {
            list.is_empty() || list.iter().any(|listed| word == Some(listed))
        };
        self.active
            && is_listed(&self.surveys, Some(survey.as_str()))
            && is_listed(&self.groups, group.map(Group::as_str))
    }
}

impl fmt::Debug for WebhookDefinition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookDefinition")
            .field("url", &"REDACTED")
            .field("surveys", &self.surveys)
            .field("groups", &self.groups)
            .field("format", &self.format)
            .field("active", &self.active)
            .finish()
    }
}

impl fmt::Debug for ShownSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("REDACTED")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<WebhookDefinition, Unreadable> {
        WebhookDefinition::parse(body.as_bytes())
    }

    #[track_caller]
    fn refused(body: &str, pointer: &str, allowed: &str) {
        match read(body) {
            Err(Unreadable::Invalid(errors)) => assert!(
                errors.iter().any(|e| e.pointer == pointer && e.allowed.contains(allowed)),
                "{errors:?}"
            ),
            other => panic!("{body}: {other:?}"),
        }
    }

    #[test]
    fn an_address_is_enough_and_then_every_answer_is_sent() {
        let webhook = read(r#"{"url":"https://a.example/x"}"#).unwrap();
        assert_eq!((webhook.format, webhook.active), (Format::Standard, true));
        let survey = SurveyId::parse("nps").unwrap();
        assert!(Group::ALL.iter().all(|group| webhook.takes(&survey, Some(*group))));
    }

    #[test]
    fn only_the_listed_surveys_and_groups_are_taken_and_none_while_inactive() {
        let takes = |rest: &str, survey: &str, group: Group| {
            let webhook = read(&format!(r#"{{"url":"https://a.example"{rest}}}"#)).unwrap();
            webhook.takes(&SurveyId::parse(survey).unwrap(), Some(group))
        };
        let both = r#","surveys":["nps","b"],"groups":["detractor","hard"]"#;
        assert!(takes(both, "nps", Group::Detractor));
        assert!(takes(both, "b", Group::Hard));
        assert!(!takes(both, "c", Group::Detractor));
        assert!(!takes(both, "nps", Group::Passive));
        assert!(!takes(r#","active":false"#, "nps", Group::Detractor));
        let csi = SurveyId::parse("csi").unwrap();
        let without_group = |rest: &str| {
            read(&format!(r#"{{"url":"https://a.example"{rest}}}"#)).unwrap().takes(&csi, None)
        };
        assert!(without_group("") && !without_group(r#","groups":["detractor"]"#));
    }

    #[test]
    fn an_event_that_an_earlier_release_left_waiting_is_read() {
        let data = r#"{"site":"shop","survey":"nps","kind":"nps","id":"x","score":3,
                       "group":"detractor","complete":true}"#;
        assert!(serde_json::from_str::<EventResponse>(data).unwrap().finished);
    }

    #[test]
    fn a_bad_field_is_named() {
        refused("{}", "/url", "an https address");
        refused(r#"{"url":7}"#, "/url", "1024 bytes");
        refused(r#"{"url":"x","surveys":["A"]}"#, "/surveys/0", "a survey's name");
        refused(r#"{"url":"x","groups":["angry"]}"#, "/groups/0", "detractor, passive");
        refused(r#"{"url":"x","format":"xml"}"#, "/format", "standard or slack");
        refused(r#"{"url":"x","active":1}"#, "/active", "true or false");
        refused(r#"{"url":"x","secret":"s"}"#, "/secret", "one of url");
    }

    #[test]
    fn neither_an_address_nor_a_secret_prints_itself() {
        let webhook = read(r#"{"url":"https://a.example/token-of-slack"}"#).unwrap();
        let shown = ShownSecret("whsec_hunter2".to_owned());
        let text = format!("{webhook:?} {shown:?}");
        assert!(!text.contains("token-of-slack") && !text.contains("hunter2"), "{text}");
    }
}
