//! Reads the lines of a backup. It checks each line as if it came from a stranger.

use domain::{Instant, ResponseId, SiteId, SurveyId, WebhookId};
use serde_json::{Map, Value};
use wire::{
    backup::FORMAT,
    fields::Unreadable,
    limits::{DEFINITION_MAX_BYTES, RESTORE_MAX_LINES},
    problem::FieldError,
    response::Draft,
    site::{KeyRequest, SiteDefinition},
    survey::SurveyDefinition,
    webhook::WebhookDefinition,
};

use crate::{
    store::{
        error::Error,
        keys::{KeyId, RespondentHash},
        records::{KeyRecord, SiteRecord, SurveyRecord},
    },
    webhooks::record::{HookRecord, PREVIOUS_SECRET_LIVES_MS},
};

/// Content of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// The first or the last: nothing to write.
    Frame,
    /// The site.
    Site(SiteRecord),
    /// One of its keys.
    Key(KeyId, KeyRecord),
    /// One of its keys was revoked.
    Revoked(KeyId),
    /// One of its webhooks. Its address has not been checked yet.
    Webhook(WebhookId, Box<HookRecord>),
    /// A version of a survey.
    Version(SurveyId, SurveyRecord),
    /// A survey's newest version.
    Newest(SurveyId, SurveyRecord),
    /// All of a respondent was deleted then.
    Forgotten(RespondentHash, Instant),
    /// A response was deleted then.
    Deleted(SurveyId, ResponseId, Instant),
    /// A response. Its score has not been checked against the survey's scale yet.
    Response(Box<ResponseLine>),
}

/// A response in a backup.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseLine {
    /// The response.
    pub draft: Draft,
    /// Time at which the collector received it.
    pub received: Instant,
    /// Time at which the store drops it, in Unix seconds.
    pub expires_unix_s: Option<i64>,
}

impl ResponseLine {
    /// Its id.
    #[must_use]
    pub const fn id(&self) -> ResponseId {
        self.draft.id()
    }
}

const LINES: &str = "a line of a backup: site, key, revoked, webhook, forgotten, survey with version, newest, \
                     deleted or response";
/// Room for the defaults with which a definition is stored where its owner left something out.
const DEFAULTS_BYTES: usize = 4 * 1024;
const WHOLE: &str = "a whole number from 0";
/// The greatest version that is accepted. No survey is changed so often, and beyond the last number
/// no change would be seen.
const VERSION_MAX: u32 = 1_000_000;
const SLUG: &str = "1 to 40 of a-z, 0-9 and -, starting and ending with a letter or digit";

/// Reads lines, each with its number from 1, for a site of that name.
///
/// # Errors
/// [`Error::NotJson`] or [`Error::Invalid`], naming lines and fields: `line 3: /response/score`.
/// The caller must keep nothing of a wrong body.
pub fn read(site: &SiteId, body: &str) -> Result<Vec<(usize, Line)>, Error> {
    let texts = body.lines().enumerate().filter(|(_, text)| !text.trim().is_empty());
    let mut lines = Vec::new();
    let mut errors = Vec::new();
    for (n, (at, text)) in texts.enumerate() {
        let number = at.saturating_add(1);
        if n == RESTORE_MAX_LINES {
            return Err(Error::Invalid(vec![FieldError {
                pointer: format!("line {number}: "),
                detail: "is one too many".to_owned(),
                allowed: format!("at most {RESTORE_MAX_LINES} lines at once"),
            }]));
        }
        match read_line(site, text) {
            Ok(line) => lines.push((number, line)),
            Err(Unreadable::NotJson(words)) => {
                return Err(Error::NotJson(format!("line {number}: {words}")));
            }
            Err(Unreadable::Invalid(of_line)) => errors.extend(named(number, of_line)),
        }
    }
    if errors.is_empty() { Ok(lines) } else { Err(Error::Invalid(errors)) }
}

/// Returns the errors of a line, with its number.
pub fn named(number: usize, errors: Vec<FieldError>) -> impl Iterator<Item = FieldError> {
    errors.into_iter().map(move |error| FieldError {
        pointer: format!("line {number}: {}", error.pointer),
        ..error
    })
}

fn read_line(site: &SiteId, text: &str) -> Result<Line, Unreadable> {
    let mut object = wire::fields::parse_object(text.as_bytes())?;
    let only = |object: &Map<String, Value>, known: &[&str]| match object
        .keys()
        .find(|name| !known.contains(&name.as_str()))
    {
        Some(name) => Err(wrong(&format!("/{name}"), "is not a field", &known.join(", "))),
        None => Ok(()),
    };
    if object.contains_key("hearby") {
        let format = object.get("format").and_then(Value::as_u64);
        let is_known = format == Some(u64::from(FORMAT));
        return if is_known { Ok(Line::Frame) } else { Err(wrong("/format", "is not known", "1")) };
    }
    // The last line. Builds until 2026-11-28 wrote `complete` into it.
    if object.contains_key("responses") || object.contains_key("complete") {
        return Ok(Line::Frame);
    }
    if let Some(record) = object.remove("site") {
        only(&object, &["site"])?;
        return record_of(record, "/site", |body| {
            SiteDefinition::parse_kept(body).map(|definition| serde_json::to_value(definition).ok())
        })
        .map(Line::Site);
    }
    if let Some(id) = object.remove("key") {
        only(&object, &["record"])?;
        let id = id.as_str().and_then(KeyId::parse);
        let id =
            id.ok_or_else(|| wrong("/key", "is not allowed", "the 8 characters of a key's id"))?;
        let record = object.remove("record").unwrap_or_default();
        return read_key(site, record).map(|record| Line::Key(id, record));
    }
    if let Some(id) = object.remove("revoked") {
        only(&object, &[])?;
        let id = id.as_str().and_then(KeyId::parse);
        let allowed = "the 8 characters of a key's id";
        return id.map(Line::Revoked).ok_or_else(|| wrong("/revoked", "is not allowed", allowed));
    }
    if let Some(webhook) = object.remove("webhook") {
        only(&object, &["record"])?;
        let webhook = webhook.as_str().and_then(|name| WebhookId::parse(name).ok());
        let webhook = webhook.ok_or_else(|| wrong("/webhook", "is not allowed", SLUG))?;
        let record = object.remove("record").unwrap_or_default();
        return read_webhook(record).map(|record| Line::Webhook(webhook, Box::new(record)));
    }
    if let Some(hash) = object.remove("forgotten") {
        only(&object, &["at_ms"])?;
        let hash = hash.as_str().and_then(RespondentHash::parse).filter(|hash| !hash.is_unnamed());
        let hash =
            hash.ok_or_else(|| wrong("/forgotten", "is no hash", "32 hexadecimal digits"))?;
        return Ok(Line::Forgotten(hash, time(object.remove("at_ms"))?));
    }
    let survey = object.remove("survey");
    let survey =
        survey.as_ref().and_then(Value::as_str).and_then(|name| SurveyId::parse(name).ok());
    let Some(survey) = survey else {
        let is_named = text.contains("\"survey\"");
        return Err(if is_named {
            wrong("/survey", "is not allowed", SLUG)
        } else {
            wrong("", "is not such a line", LINES)
        });
    };
    if let Some(id) = object.remove("deleted") {
        only(&object, &["at_ms"])?;
        let id = id.as_str().and_then(|id| ResponseId::parse(id).ok());
        let id = id.ok_or_else(|| wrong("/deleted", "is not allowed", "a response's id"))?;
        return Ok(Line::Deleted(survey, id, time(object.remove("at_ms"))?));
    }
    only(&object, &["version", "newest", "response", "expires_s"])?;
    let definition = |body: &[u8]| {
        SurveyDefinition::parse_kept(body).map(|definition| serde_json::to_value(definition).ok())
    };
    match (object.remove("version"), object.remove("newest"), object.remove("response")) {
        (Some(record), None, None) => {
            let record = survey_record(record_of(record, "/version", definition)?, "/version")?;
            Ok(Line::Version(survey, record))
        }
        (None, Some(record), None) => {
            let record = survey_record(record_of(record, "/newest", definition)?, "/newest")?;
            Ok(Line::Newest(survey, record))
        }
        (None, None, Some(response)) => {
            read_response(site, &survey, response, object.remove("expires_s"))
        }
        _ => Err(wrong("", "is not such a line", LINES)),
    }
}

fn time(at_ms: Option<Value>) -> Result<Instant, Unreadable> {
    let at_ms = at_ms.and_then(|ms| ms.as_i64()).filter(|ms| *ms >= 0);
    at_ms.map(Instant::from_unix_ms).ok_or_else(|| wrong("/at_ms", "is not allowed", WHOLE))
}

/// Reads a record. It checks the record's definition as an owner's own request is checked.
fn record_of<T: serde::de::DeserializeOwned>(
    record: Value,
    at: &str,
    check: impl FnOnce(&[u8]) -> Result<Option<Value>, Unreadable>,
) -> Result<T, Unreadable> {
    let Value::Object(mut record) = record else {
        return Err(wrong(at, "is not an object", "a record as a backup has it"));
    };
    let definition = record.remove("definition").unwrap_or_default().to_string();
    if definition.len() > DEFINITION_MAX_BYTES + DEFAULTS_BYTES {
        let allowed = format!("at most {DEFINITION_MAX_BYTES} bytes");
        return Err(wrong(&format!("{at}/definition"), "is too large", &allowed));
    }
    let checked = check(definition.as_bytes())
        .map_err(|unreadable| below(&format!("{at}/definition"), unreadable))?;
    record.insert("definition".to_owned(), checked.unwrap_or_default());
    serde_json::from_value(Value::Object(record))
        .map_err(|error| wrong(at, &format!("is not a record: {error}"), "as a backup has it"))
}

fn survey_record(record: SurveyRecord, at: &str) -> Result<SurveyRecord, Unreadable> {
    if !(1..=VERSION_MAX).contains(&record.version) {
        let allowed = format!("a whole number from 1 to {VERSION_MAX}");
        return Err(wrong(&format!("{at}/version"), &format!("is {}", record.version), &allowed));
    }
    Ok(record)
}

fn read_key(site: &SiteId, record: Value) -> Result<KeyRecord, Unreadable> {
    let read: Result<KeyRecord, _> = serde_json::from_value(record);
    let record = read.map_err(|error| {
        wrong("/record", &format!("is not a record: {error}"), "as a backup has it")
    })?;
    let asked = serde_json::json!({"name": record.name, "scope": record.scope});
    KeyRequest::parse(asked.to_string().as_bytes())
        .map_err(|unreadable| below("/record", unreadable))?;
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if record.sha256.len() != 64 || !record.sha256.bytes().all(is_digit) {
        return Err(wrong("/record/sha256", "is no hash", "64 digits of SHA-256"));
    }
    // The site may have been given another name.
    Ok(KeyRecord { site: site.to_string(), ..record })
}

impl Line {
    /// Returns the times of the line, in Unix milliseconds, each with its pointer.
    #[must_use]
    pub fn times(&self) -> Vec<(&'static str, i64)> {
        let of_survey = |at: [&'static str; 3], record: &SurveyRecord| {
            let changed = Some(record.changed_ms);
            let times = [changed, record.deleted_ms, record.purged_ms];
            at.into_iter().zip(times).filter_map(|(at, ms)| Some((at, ms?))).collect()
        };
        match self {
            Line::Frame | Line::Revoked(_) => Vec::new(),
            Line::Site(record) => vec![("/site/changed_ms", record.changed_ms)],
            Line::Key(_, record) => vec![("/record/created_ms", record.created_ms)],
            Line::Webhook(_, record) => {
                let previous = record.previous.iter().map(|previous| {
                    // It was replaced a day before.
                    (
                        "/record/previous/until_ms",
                        previous.until_ms.saturating_sub(PREVIOUS_SECRET_LIVES_MS),
                    )
                });
                previous.chain([("/record/changed_ms", record.changed_ms)]).collect()
            }
            Line::Version(_, record) => {
                let at = ["/version/changed_ms", "/version/deleted_ms", "/version/erased_ms"];
                of_survey(at, record)
            }
            Line::Newest(_, record) => {
                let at = ["/newest/changed_ms", "/newest/deleted_ms", "/newest/erased_ms"];
                of_survey(at, record)
            }
            Line::Forgotten(_, at) | Line::Deleted(_, _, at) => vec![("/at_ms", at.unix_ms())],
            Line::Response(line) => vec![("/response/received_ms", line.received.unix_ms())],
        }
    }

    /// Returns the subject of the line: of two lines with the same subject, the later one counts.
    /// `None` for lines without a subject.
    #[must_use]
    pub fn subject(&self) -> Option<String> {
        Some(match self {
            Line::Frame => return None,
            Line::Site(_) => "site".to_owned(),
            Line::Key(id, _) => format!("key:{id}"),
            Line::Revoked(id) => format!("revoked:{id}"),
            Line::Webhook(id, _) => format!("webhook:{id}"),
            Line::Version(survey, record) => format!("version:{survey}:{}", record.version),
            Line::Newest(survey, _) => format!("newest:{survey}"),
            Line::Forgotten(hash, _) => format!("forgotten:{hash}"),
            Line::Deleted(survey, id, _) => format!("deleted:{survey}:{id}"),
            Line::Response(line) => format!("response:{}:{}", line.draft.survey(), line.id()),
        })
    }
}

fn read_webhook(record: Value) -> Result<HookRecord, Unreadable> {
    let record: HookRecord = record_of(record, "/record", |body| {
        WebhookDefinition::parse(body).map(|definition| serde_json::to_value(definition).ok())
    })?;
    let allowed = "whsec_ and the base64 of 24 to 64 bytes";
    if !record.secret.can_sign() {
        return Err(wrong("/record/secret", "is no secret", allowed));
    }
    if record.previous.as_ref().is_some_and(|previous| !previous.secret.can_sign()) {
        return Err(wrong("/record/previous/secret", "is no secret", allowed));
    }
    Ok(record)
}

/// Reads a stored response as if the visitor sent it again: it is what the visitor sent, with the
/// time of its arrival.
fn read_response(
    site: &SiteId,
    survey: &SurveyId,
    response: Value,
    expires_s: Option<Value>,
) -> Result<Line, Unreadable> {
    let Value::Object(mut response) = response else {
        return Err(wrong("/response", "is not an object", "a response as it is stored"));
    };
    let received_ms = response.remove("received_ms").and_then(|ms| ms.as_i64());
    let received_ms = received_ms.filter(|ms| *ms >= 0);
    let received_ms =
        received_ms.ok_or_else(|| wrong("/response/received_ms", "is not allowed", WHOLE))?;
    let expires_unix_s = match expires_s {
        None | Some(Value::Null) => None,
        Some(at_s) => {
            let at_s = at_s.as_i64().filter(|at_s| *at_s >= 0);
            Some(at_s.ok_or_else(|| wrong("/expires_s", "is not allowed", WHOLE))?)
        }
    };
    for (name, value) in [("site", site.as_str()), ("survey", survey.as_str())] {
        if response.insert(name.to_owned(), Value::from(value)).is_some() {
            return Err(wrong(&format!("/response/{name}"), "is not a field", "none"));
        }
    }
    let draft = Draft::parse_kept(Value::Object(response).to_string().as_bytes())
        .map_err(|unreadable| below("/response", unreadable))?;
    let received = Instant::from_unix_ms(received_ms);
    Ok(Line::Response(Box::new(ResponseLine { draft, received, expires_unix_s })))
}

/// Returns errors with pointers below `at`.
fn below(at: &str, unreadable: Unreadable) -> Unreadable {
    match unreadable {
        Unreadable::NotJson(words) => wrong(at, &words, "JSON"),
        Unreadable::Invalid(errors) => Unreadable::Invalid(
            errors
                .into_iter()
                .map(|error| FieldError { pointer: format!("{at}{}", error.pointer), ..error })
                .collect(),
        ),
    }
}

fn wrong(pointer: &str, detail: &str, allowed: &str) -> Unreadable {
    Unreadable::Invalid(vec![FieldError {
        pointer: pointer.to_owned(),
        detail: detail.to_owned(),
        allowed: allowed.to_owned(),
    }])
}
