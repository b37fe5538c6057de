//! Lines of a backup, read back: each is checked as if it came from anybody.

use domain::{Instant, ResponseId, SiteId, SurveyId, WebhookId};
use serde_json::{Map, Value};
use wire::{
    backup::FORMAT, fields::Unreadable, limits::RESTORE_MAX_LINES, problem::FieldError,
    response::Draft, site::SiteDefinition, survey::SurveyDefinition, webhook::WebhookDefinition,
};

use crate::{
    auth::KeyId,
    problem::Error,
    records::{KeyRecord, SiteRecord, SurveyRecord},
    webhooks::record::HookRecord,
};

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// The first or the last: nothing to write.
    Frame,
    /// The site.
    Site(SiteRecord),
    /// One of its keys.
    Key(KeyId, KeyRecord),
    /// One of its webhooks. Whether its address may be called is not known yet.
    Webhook(WebhookId, Box<HookRecord>),
    /// A version of a survey.
    Version(SurveyId, SurveyRecord),
    /// A survey's newest version.
    Newest(SurveyId, SurveyRecord),
    /// A response. Its score has not met the survey's scale yet.
    Response(Box<ResponseLine>),
}

/// A response in a backup.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseLine {
    /// The response.
    pub draft: Draft,
    /// When the collector took it.
    pub received: Instant,
    /// When it expires by itself, in Unix seconds.
    pub expires_unix_s: Option<i64>,
}

impl ResponseLine {
    /// Its id.
    #[must_use]
    pub const fn id(&self) -> ResponseId {
        self.draft.id()
    }
}

const LINES: &str =
    "a line of a backup: site, key, webhook, survey with version, newest or response";
const SLUG: &str = "1 to 40 of a-z, 0-9 and -, starting and ending with a letter or digit";

/// Reads lines, each with its number from 1, for a site of that name.
///
/// # Errors
/// [`Error::NotJson`] or [`Error::Invalid`], naming lines and fields: `line 3: /response/score`.
/// Nothing of a bad body is to be kept.
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

/// The errors of a line, with its number.
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
    if object.contains_key("complete") {
        return Ok(Line::Frame);
    }
    if let Some(record) = object.remove("site") {
        only(&object, &["site"])?;
        return record_of(record, "/site", |body| {
            SiteDefinition::parse(body).map(|definition| serde_json::to_value(definition).ok())
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
    if let Some(webhook) = object.remove("webhook") {
        only(&object, &["record"])?;
        let webhook = webhook.as_str().and_then(|name| WebhookId::parse(name).ok());
        let webhook = webhook.ok_or_else(|| wrong("/webhook", "is not allowed", SLUG))?;
        let record = object.remove("record").unwrap_or_default();
        return read_webhook(record).map(|record| Line::Webhook(webhook, Box::new(record)));
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
    only(&object, &["version", "newest", "response", "expires_s"])?;
    let definition = |body: &[u8]| {
        SurveyDefinition::parse(body).map(|definition| serde_json::to_value(definition).ok())
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

/// A record whose definition is checked as an owner's own request is.
fn record_of<T: serde::de::DeserializeOwned>(
    record: Value,
    at: &str,
    check: impl FnOnce(&[u8]) -> Result<Option<Value>, Unreadable>,
) -> Result<T, Unreadable> {
    let Value::Object(mut record) = record else {
        return Err(wrong(at, "is not an object", "a record as a backup has it"));
    };
    let definition = record.remove("definition").unwrap_or_default();
    let checked = check(definition.to_string().as_bytes())
        .map_err(|unreadable| below(&format!("{at}/definition"), unreadable))?;
    record.insert("definition".to_owned(), checked.unwrap_or_default());
    serde_json::from_value(Value::Object(record))
        .map_err(|error| wrong(at, &format!("is not a record: {error}"), "as a backup has it"))
}

fn survey_record(record: SurveyRecord, at: &str) -> Result<SurveyRecord, Unreadable> {
    if record.version == 0 {
        return Err(wrong(&format!("{at}/version"), "is 0", "a whole number from 1"));
    }
    Ok(record)
}

fn read_key(site: &SiteId, record: Value) -> Result<KeyRecord, Unreadable> {
    let read: Result<KeyRecord, _> = serde_json::from_value(record);
    let record = read.map_err(|error| {
        wrong("/record", &format!("is not a record: {error}"), "as a backup has it")
    })?;
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if record.sha256.len() != 64 || !record.sha256.bytes().all(is_digit) {
        return Err(wrong("/record/sha256", "is no hash", "64 digits of SHA-256"));
    }
    // The site may have been given another name.
    Ok(KeyRecord { site: site.to_string(), ..record })
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

/// A stored response is what a visitor sent, with the time of its arrival: it is read as if it were
/// sent again.
fn read_response(
    site: &SiteId,
    survey: &SurveyId,
    response: Value,
    expires_s: Option<Value>,
) -> Result<Line, Unreadable> {
    let Value::Object(mut response) = response else {
        return Err(wrong("/response", "is not an object", "a response as it is stored"));
    };
    let whole = "a whole number from 0";
    let received_ms = response.remove("received_ms").and_then(|ms| ms.as_i64());
    let received_ms = received_ms.filter(|ms| *ms >= 0);
    let received_ms =
        received_ms.ok_or_else(|| wrong("/response/received_ms", "is not allowed", whole))?;
    let expires_unix_s = match expires_s {
        None | Some(Value::Null) => None,
        Some(at_s) => {
            let at_s = at_s.as_i64().filter(|at_s| *at_s >= 0);
            Some(at_s.ok_or_else(|| wrong("/expires_s", "is not allowed", whole))?)
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

/// The errors of what lies at a pointer.
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
