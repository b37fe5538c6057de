//! Every operation, in an order in which their examples can be run one after the other.

use collector::{
    runtime::{operator_token::WeakToken, signing_keys::Unusable},
    store::error::Error,
};
use serde_json::{Value, json};
use wire::{
    backup::Restored,
    dimension::Dimension,
    form::Form,
    health::Health,
    limits::{
        DEFINITION_MAX_BYTES, KEYS_MAX, RESPONSE_MAX_BYTES, RESTORE_MAX_BYTES, SESSION_MAX_BYTES,
        SURVEYS_MAX,
    },
    page::{Erased, Page},
    respondent::RespondentDeletion,
    response::ResponseTaken,
    responses::{ResponsePage, ResponseResource},
    session::Session,
    site::{KeyCreated, KeyResource, SiteResource},
    summary::Summary,
    survey::SurveyResource,
    webhook::{TestResult, WebhookPage, WebhookResource},
};

use crate::{
    filters::{filtered, selected},
    operation::{Operation, Who, invalid},
    support::{NOW, id_at},
};

pub(crate) const VISITORS: &str = "For visitors' browsers";
pub(crate) const SITES: &str = "Sites and keys";
pub(crate) const SURVEYS: &str = "Surveys";
pub(crate) const FIGURES: &str = "Figures";
pub(crate) const RESPONSES: &str = "Responses";
pub(crate) const BACKUPS: &str = "Backups";
pub(crate) const WEBHOOKS: &str = "Webhooks";
pub(crate) const SESSIONS: &str = "Signing in";
pub(crate) const ITSELF: &str = "The collector itself";

/// The secret in an example, in whose place a test sends one that opens.
pub(crate) const SECRET: &str = "hbk_abcd2345_abcdefghijkmnpqrstuvwxyz23456789";

/// Subject of each section.
pub(crate) const TAGS: [(&str, &str); 9] = [
    (SITES, "A site is where surveys are shown. Its keys let owners and their programs in."),
    (SURVEYS, "Questions: their audience, place and time."),
    (VISITORS, "Calls of the widget. Nothing here needs a key."),
    (FIGURES, "Figures of the responses."),
    (RESPONSES, "One by one, as files, and by whoever gave them."),
    (BACKUPS, "All of a site as lines, and the way back."),
    (WEBHOOKS, "An owner's server is told of responses as they come."),
    (SESSIONS, "The console's session: a cookie in place of a key."),
    (ITSELF, "State of the collector, and its description."),
];

pub(crate) fn all() -> Vec<Operation> {
    let mut all = sites();
    all.extend(surveys());
    all.extend(visitors());
    all.extend(figures());
    all.extend(responses());
    all.extend(files());
    all.extend(webhooks());
    all.extend(sessions());
    all.extend(itself());
    all
}

fn new(operation_id: &str, tag: &'static str, summary: &'static str) -> Operation {
    Operation::new(operation_id, tag, summary)
}

fn sites() -> Vec<Operation> {
    let site = json!({
        "product": "Trà Sen", "lang": "vi", "origins": ["https://shop.example"],
        "retention_days": 730,
    });
    vec![
        new("putSite", SITES, "Make a site, or replace its definition")
            .says(
                "A field that is left out gets its default, but for `wording`: a site that is there \
                 keeps its own, so that no change of something else bends a trend.",
            )
            .by(Who::Admin)
            .guarded(true)
            .takes("SiteDefinition", DEFINITION_MAX_BYTES, site)
            .gives::<SiteResource>(200, "The site.")
            .or(Error::BeingDeleted)
            .or(Error::StoreBusy),
        new("listSites", SITES, "List the sites")
            .by(Who::Admin)
            .paged()
            .gives::<Page<SiteResource>>(200, "A page of sites, in the order of their names.")
            .or(Error::StoreBusy),
        new("getSite", SITES, "Show a site")
            .by(Who::Read)
            .gives::<SiteResource>(200, "The site.")
            .or(Error::StoreBusy),
        new("createKey", SITES, "Make a key")
            .says("The key is shown this once; the store keeps its hash.")
            .by(Who::Write)
            .takes("KeyRequest", DEFINITION_MAX_BYTES, json!({"name": "reports", "scope": "read"}))
            .gives::<KeyCreated>(201, "The key.")
            .or(Error::TooMany(KEYS_MAX))
            .or(Error::StoreBusy),
        new("listKeys", SITES, "List the keys")
            .by(Who::Write)
            .paged()
            .gives::<Page<KeyResource>>(200, "A page of keys, without secrets, in the order of their ids.")
            .or(Error::StoreBusy),
        new("revokeKey", SITES, "Revoke a key")
            .says("Elsewhere in the world it may open for another minute.")
            .by(Who::Write)
            .gives_nothing(204, "It opens nothing any more.")
            .or(Error::StoreBusy),
        new("deleteSite", SITES, "Delete a site with all that belongs to it")
            .says(
                "Visitors find nothing, and no key opens, from the first request on; nobody finds \
                   its surveys. The hourly cron goes on until nothing is left; sent again, the \
                   same request does.",
            )
            .by(Who::Admin)
            .gives::<Erased>(200, "Nothing is left, and the name is free.")
            .gives::<Erased>(202, "Something is left, or its name is not free yet.")
            .or(Error::StoreBusy),
    ]
}

fn surveys() -> Vec<Operation> {
    let survey = json!({
        "kind": "nps",
        "texts": {"vi": {"question": "Bạn có giới thiệu {product} cho bạn bè không?"}},
        "display": {"urls": {"include": [{"prefix": "/done"}]}, "delay_ms": 1500,
                    "sample_percent": 50},
        "theme": {"accent": "#0a7f5a"},
    });
    vec![
        new("putSurvey", SURVEYS, "Make a survey, or its next version")
            .says(
                "The same definition again changes nothing. Older versions stay, so that old \
                   responses keep their question. The kind never changes.",
            )
            .by(Who::Write)
            .guarded(true)
            .takes("SurveyDefinition", DEFINITION_MAX_BYTES, survey)
            .gives::<SurveyResource>(201, "The first version.")
            .gives::<SurveyResource>(200, "A new version, or the one that was there.")
            .or(Error::KindFixed)
            .or(Error::BeingDeleted)
            .or(Error::TooMany(SURVEYS_MAX))
            .or(Error::StoreBusy),
        new("listSurveys", SURVEYS, "List the surveys")
            .says("Deleted ones, too, with the time of their deletion.")
            .by(Who::Read)
            .paged()
            .gives::<Page<SurveyResource>>(200, "A page of surveys, in the order of their names.")
            .or(Error::StoreBusy),
        new("getSurvey", SURVEYS, "Show a survey's newest version")
            .by(Who::Read)
            .gives::<SurveyResource>(200, "The newest version.")
            .or(Error::StoreBusy),
        new("pauseSurvey", SURVEYS, "Stop showing a survey")
            .says("Responses on their way are still taken. A body is not read.")
            .by(Who::Write)
            .guarded(true)
            .gives::<SurveyResource>(200, "The survey, paused: a new version, unless it was so already.")
            .or(Error::StoreBusy),
        new("resumeSurvey", SURVEYS, "Show a survey again")
            .says("A body is not read.")
            .by(Who::Write)
            .guarded(true)
            .gives::<SurveyResource>(200, "The survey, live: a new version, unless it was so already.")
            .or(Error::StoreBusy),
        new("listVersions", SURVEYS, "List its versions")
            .by(Who::Read)
            .paged()
            .gives::<Page<SurveyResource>>(200, "A page of versions, the newest first.")
            .or(Error::StoreBusy),
        new("getVersion",
            SURVEYS,
            "Show a version",
        )
        .by(Who::Read)
        .gives::<SurveyResource>(200, "The version.")
        .or(Error::StoreBusy),
        new("deleteSurvey", SURVEYS, "Delete a survey")
            .says(
                "Without `responses=delete` its responses stay, and can be read. With it, the hourly \
                   cron goes on until nothing is left; sent again, the same request does.",
            )
            .by(Who::Write)
            .query(
                "responses",
                json!({"type": "string", "enum": ["keep", "delete"], "default": "keep"}),
                "`delete` deletes the responses, too.",
            )
            .gives_nothing(204, "It is shown no more; its responses stay.")
            .gives::<Erased>(200, "Nothing is left, and the name is free.")
            .gives::<Erased>(202, "Something is left, or its name is not free yet.")
            .or(invalid("?responses", "is not allowed", "keep or delete"))
            .or(Error::StoreBusy),
    ]
}

fn visitors() -> Vec<Operation> {
    let response = json!({
        "id": id_at(NOW, 1), "site": "shop", "survey": "nps", "score": 9, "version": 1, "wording": 2,
        "comment": "Trà ngon, giao nhanh.", "touchpoint": "checkout", "page": "/done",
        "lang": "vi", "device": "phone", "source": "popup", "attributes": {"plan": "pro"}, "finished": true,
        "elapsed_ms": 4100,
    });
    let lang = json!({"type": "string"});
    vec![
        new("getScript", VISITORS, "The script that a page loads")
            .says("The loader with the site's display rules in it. Cached for 5 minutes.")
            .gives_text(200, "The script.", "text/javascript")
            .or(Error::RateLimited)
            .or(Error::Internal("the loader is missing among the assets"))
            .or(Error::StoreBusy),
        new("getForm", VISITORS, "The popup's content, in one language")
            .says("Cached for 5 minutes.")
            .query("lang", lang, "A language tag; the nearest language is taken.")
            .asking("lang=vi")
            .gives::<Form>(200, "The form.")
            .or(Error::RateLimited)
            .or(Error::StoreBusy),
        new("sendResponse", VISITORS, "Send a response")
            .says("Safe to repeat: the same id is the same response. A later state of it takes the \
                   place of the earlier. `text/plain` is JSON, too: it needs no preflight. The id's \
                   time must be from the last 8 days and at most 5 minutes ahead of the \
                   collector's clock. A site that lists origins takes responses from these alone.")
            .takes("NewResponse", RESPONSE_MAX_BYTES, response)
            .gives::<ResponseTaken<'_>>(201, "The response is kept.")
            .or(Error::OriginNotAllowed)
            .or(Error::UnknownSite)
            .or(Error::UnknownSurvey)
            .or(Error::ClockSkew { now: NOW })
            .or(Error::RateLimited)
            .or(Error::StoreBusy),
    ]
}

fn figures() -> Vec<Operation> {
    let text = || json!({"type": "string"});
    let confidence = json!({"type": "number", "minimum": 0.8, "maximum": 0.99, "default": 0.95});
    vec![
        filtered(new("getSummary", FIGURES, "The score of a period"))
            .by(Who::Read)
            .query(
                "from",
                text(),
                "A date of `tz`, or an RFC 3339 instant. Without: 30 days before `to`.",
            )
            .query(
                "to",
                text(),
                "Likewise, not included. Without: the end of today; with \
                                  `compare`, the end of yesterday.",
            )
            .query("tz", text(), "An IANA name, or an offset such as `+07:00`. Without: UTC.")
            .query(
                "confidence",
                confidence,
                "0.8, 0.9, 0.95 or 0.99: how often the interval is to contain the truth.",
            )
            .query(
                "interval",
                json!({"type": "string", "enum": ["hour", "day", "week", "month", "quarter", "year"]}),
                "Adds `series`: the period in such pieces of `tz`, at most 1,000, without gaps.",
            )
            .query(
                "breakdown",
                text(),
                &format!(
                    "One or several of {} and the survey's own attributes, with commas between \
                     them: adds `breakdowns`.",
                    Dimension::ALL.map(Dimension::as_str).join(", ")
                ),
            )
            .query(
                "compare",
                text(),
                "`previous`, `month-earlier`, `year-earlier`, or a range such as \
                   `2026-10-01/2026-11-01`: adds `change`.",
            )
            .query(
                "power",
                json!({"type": "number", "exclusiveMinimum": 0, "maximum": 200}),
                "A change in points of the score (10): adds `power`, the number of responses that \
                 tells it.",
            )
            .query(
                "partial",
                json!({"type": "boolean", "default": false}),
                "True: while the summary is not final, the figures of the part that is folded in, \
                 in place of `null`.",
            )
            .asking(
                "from=2026-11-16&to=2026-11-30&tz=Asia/Ho_Chi_Minh&interval=week&breakdown=touchpoint\
                     &compare=previous&power=10",
            )
            .gives::<Summary>(200, "The score; its `value` is `null` without responses.")
            .or(invalid(
                "?from",
                "is not a date or an instant",
                "a date such as 2026-11-22, or an \
                instant such as 2026-11-22T03:00:00Z",
            ))
            .or(Error::StoreBusy),
    ]
}

/// The parameters that name a period.
fn in_period(operation: Operation) -> Operation {
    let text = || json!({"type": "string"});
    operation
        .query(
            "from",
            text(),
            "A date of `tz`, or an RFC 3339 instant. Without: the first response.",
        )
        .query("to", text(), "Likewise, not included. Without: the end of today.")
        .query("tz", text(), "An IANA name, or an offset such as `+07:00`. Without: UTC.")
        .or(invalid(
            "?from",
            "is not a date or an instant",
            "a date such as 2026-11-22, or an \
            instant such as 2026-11-22T03:00:00Z",
        ))
}

fn responses() -> Vec<Operation> {
    let text = || json!({"type": "string"});
    let flag = || json!({"type": "boolean"});
    let whole = |most: usize| json!({"type": "integer", "minimum": 1, "maximum": most});
    let list = new("listResponses", RESPONSES, "List responses")
        .says("One request reads a bounded part: a page may be short, and still not the last.")
        .by(Who::Read);
    let someone = json!({"respondent": "an@example.com"});
    vec![
        selected(in_period(list))
            .query(
                "order",
                json!({"type": "string", "enum": ["newest", "oldest"]}),
                "Without: newest first.",
            )
            .query("limit", whole(100), "The most responses on the page. Without: 50.")
            .query("cursor", text(), "The `next` of the page before.")
            .asking("group=promoter&limit=10")
            .gives::<ResponsePage>(200, "A page of responses.")
            .or(Error::StoreBusy),
        new("getResponse", RESPONSES, "Show a response")
            .by(Who::Read)
            .gives::<ResponseResource>(200, "The response.")
            .or(invalid("?name", "is not a parameter", "one of , once each"))
            .or(Error::StoreBusy),
        new("deleteResponse", RESPONSES, "Delete a response")
            .by(Who::Write)
            .gives_nothing(204, "It is not there any more, or never was.")
            .or(invalid("?name", "is not a parameter", "one of , once each"))
            .or(Error::StoreBusy),
        selected(in_period(new("exportResponses", RESPONSES, "Responses as CSV")))
            .says("RFC 4180, the oldest first; no cell starts a formula.")
            .by(Who::Read)
            .query("bom", flag(), "True for a byte order mark at the start, for Excel.")
            .query("limit", whole(50_000), "The most responses of this piece. Without: 20,000.")
            .query("cursor", text(), "End of the piece before.")
            .gives_text(200, "A file.", "text/csv")
            .linked()
            .or(Error::StoreBusy),
        selected(in_period(new("exportResponsesNdjson", RESPONSES, "Responses as lines of JSON")))
            .says("The oldest first; the last line says whether all is there.")
            .by(Who::Read)
            .query("limit", whole(50_000), "The most responses of this piece. Without: 20,000.")
            .query("cursor", text(), "End of the piece before.")
            .gives_lines(200, "A file.")
            .linked()
            .or(Error::StoreBusy),
        new("listResponsesOfRespondent", RESPONSES, "List a respondent's responses")
            .says("In a body, so that who it is stands in no address.")
            .by(Who::Read)
            .takes("RespondentRequest", DEFINITION_MAX_BYTES, someone.clone())
            .gives::<ResponsePage>(200, "Up to a hundred responses.")
            .or(Error::NoSigningKeys)
            .or(Error::StoreBusy),
        new("deleteRespondent", RESPONSES, "Delete a respondent's responses")
            .by(Who::Write)
            .takes("RespondentDeletion", DEFINITION_MAX_BYTES, someone)
            .gives::<RespondentDeletion>(
                200,
                "Number of deleted entries; unless `done`, the same request goes on.",
            )
            .or(Error::NoSigningKeys)
            .or(Error::StoreBusy),
    ]
}

fn files() -> Vec<Operation> {
    let text = || json!({"type": "string"});
    let whole = json!({"type": "integer", "minimum": 1, "maximum": 50_000});
    let first = json!({"hearby": "backup", "format": wire::backup::FORMAT, "of_site": "shop"});
    vec![
        new("backupSite", BACKUPS, "Save a site")
            .says("Definitions, hashes of keys, webhooks with their secrets, and responses.")
            .by(Who::Admin)
            .query("limit", whole, "The most responses of this piece. Without: 20,000.")
            .query("cursor", text(), "End of the piece before.")
            .gives_lines(200, "A file.")
            .linked()
            .or(invalid(
                "?cursor",
                "is not allowed",
                "what an earlier piece gave as the next cursor",
            ))
            .or(Error::StoreBusy),
        new("restoreSite", BACKUPS, "Bring a site back")
            .says("Lines of a backup, in order, in any number of requests; safe to repeat.")
            .by(Who::Admin)
            .takes_lines(RESTORE_MAX_BYTES, "At most 200 lines.", &format!("{first}\n"))
            .gives::<Restored>(200, "Entries that were written.")
            .or(Error::KindFixed)
            .or(Error::TooMany(KEYS_MAX))
            .or(Error::TooManyWebhooks)
            .or(Error::BeingDeleted)
            .or(Error::UnknownSurvey)
            .or(Error::StoreBusy),
    ]
}

fn webhooks() -> Vec<Operation> {
    let webhook = json!({"url": "https://crm.example/hearby", "surveys": ["nps"],
                         "groups": ["detractor"]});
    vec![
        new("putWebhook", WEBHOOKS, "Make a webhook, or change it")
            .says("Events are signed as Standard Webhooks says, and delivered at least once.")
            .by(Who::Write)
            .takes("WebhookDefinition", DEFINITION_MAX_BYTES, webhook)
            .gives::<WebhookResource>(201, "The webhook with its secret, shown this once.")
            .gives::<WebhookResource>(200, "The changed webhook; the secret stays.")
            .or(Error::TooManyWebhooks)
            .or(Error::StoreBusy),
        new("listWebhooks", WEBHOOKS, "List the webhooks")
            .by(Who::Write)
            .paged()
            .gives::<WebhookPage>(200, "A page of webhooks, without secrets, by their names.")
            .or(Error::StoreBusy),
        new("getWebhook", WEBHOOKS, "Show a webhook, and how its deliveries go")
            .by(Who::Write)
            .gives::<WebhookResource>(200, "The webhook.")
            .or(Error::StoreBusy),
        new("renewWebhookSecret", WEBHOOKS, "Make a new secret")
            .says("The one before signs beside it for a day.")
            .by(Who::Write)
            .gives::<WebhookResource>(200, "The webhook with its new secret, shown this once.")
            .or(Error::StoreBusy),
        new("testWebhook", WEBHOOKS, "Send a test event")
            .by(Who::Write)
            .gives::<TestResult>(200, "The receiver's reply, good or bad.")
            .or(Error::StoreBusy),
        new("deleteWebhook", WEBHOOKS, "Delete a webhook")
            .by(Who::Write)
            .gives_nothing(204, "It is not there any more, or never was.")
            .or(Error::StoreBusy),
    ]
}

fn sessions() -> Vec<Operation> {
    vec![
        new("createSession", SESSIONS, "Sign in")
            .says(
                "The cookie lasts 12 hours, and ends with the secret that began it: when the key is \
                 revoked, or the operator's token changed.",
            )
            .by(Who::Console)
            .takes("SessionRequest", SESSION_MAX_BYTES, json!({"secret": SECRET}))
            .gives::<Session>(200, "The session, and its cookie.")
            .or(Error::WrongKey)
            .or(Error::SeveralSessions)
            .or(Error::NotSecure)
            .or(Error::SessionExists)
            .or(Error::RateLimited)
            .or(Error::NoSessionKeys(Unusable::Missing))
            .or(Error::NoOperator(WeakToken::Short))
            .or(Error::StoreBusy),
        new("getSession", SESSIONS, "Show who is signed in")
            .by(Who::Console)
            .gives::<Session>(200, "The session.")
            .or(Error::NoSession)
            .or(Error::SeveralSessions)
            .or(Error::RateLimited)
            .or(Error::NoSessionKeys(Unusable::Missing))
            .or(Error::NoOperator(WeakToken::Short))
            .or(Error::StoreBusy)
            .untagged(),
        new("deleteSession", SESSIONS, "Sign out")
            .says(
                "Takes the cookie out of this browser. A copy of it elsewhere lasts until its time is \
                 over, or its key is revoked.",
            )
            .by(Who::Console)
            .gives_nothing(204, "Nobody is signed in here any more."),
    ]
}

fn itself() -> Vec<Operation> {
    vec![
        new("getHealth", ITSELF, "Check that the collector runs")
            .says("It reads nothing: it says that the Worker runs, not that its store is at hand.")
            .gives::<Health>(200, "It runs."),
        new("getPreview", ITSELF, "All states of a survey, side by side")
            .says("A page to look at. Nothing that is done there is stored.")
            .gives_text(200, "A page.", "text/html")
            .or(Error::RateLimited)
            .or(Error::StoreBusy),
        new("getPreviewFrame", ITSELF, "One state, in a page of its own")
            .says("Content of the frames of the page of all states.")
            .gives_text(200, "A page.", "text/html")
            .or(Error::StoreBusy),
        new("getPreviewStyles", ITSELF, "The styles of both").gives_text(
            200,
            "A style sheet.",
            "text/css",
        ),
        new("getDescription", ITSELF, "This description").gives_content(
            200,
            "An OpenAPI 3.1 document.",
            json!({"application/json": {"schema": {"type": "object"}}}),
        ),
        new("getDocs", ITSELF, "This description as a page").gives_text(
            200,
            "A page.",
            "text/html",
        ),
    ]
}

/// The parameters in addresses.
pub(crate) fn parameters() -> Value {
    let name = |what: &str, example: &str| {
        let mut schema = crate::requests::slug();
        schema.as_object_mut().unwrap().remove("maxLength");
        json!({"name": what, "in": "path", "required": true, "schema": schema,
               "example": example, "description": format!("The {what}'s name.")})
    };
    json!({
        "site": name("site", "shop"),
        "survey": name("survey", "nps"),
        "webhook": name("webhook", "crm"),
        "key": {"name": "key", "in": "path", "required": true, "example": "abcd2345",
                "schema": {"type": "string", "pattern": "^[a-km-np-z2-9]{8}$"},
                "description": "The key's id."},
        "id": {"name": "id", "in": "path", "required": true, "example": id_at(NOW, 1),
               "schema": crate::requests::response_id(), "description": "The response's id."},
        "version": {"name": "version", "in": "path", "required": true, "example": 1,
                    "schema": {"type": "integer", "minimum": 1, "maximum": u32::MAX},
                    "description": "The version's number."},
    })
}
