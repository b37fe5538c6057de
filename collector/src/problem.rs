//! Every way a request can go wrong, and the one place where each gets its status and words.

use domain::Instant;
use wire::{
    fields::Unreadable,
    limits::WEBHOOKS_MAX,
    problem::{FieldError, PROBLEM_MEDIA_TYPE, Problem},
};

use crate::{
    http::Reply, operator::WeakToken, request_id::RequestId, rfc3339, signing_keys::Unusable,
    store::StoreError,
};

/// Reasons for which a request was not done.
#[derive(Clone, Debug, PartialEq)]
pub enum Error {
    /// No such address.
    NotFound,
    /// The address knows other methods, these.
    MethodNotAllowed(String),
    /// No such site.
    UnknownSite,
    /// The site has no such survey.
    UnknownSurvey,
    /// The site has no such webhook.
    UnknownWebhook,
    /// The site has as many webhooks as it may have.
    TooManyWebhooks,
    /// The site has no such key.
    UnknownKey,
    /// The survey has no such version.
    UnknownVersion,
    /// The name belongs to something that is still being deleted.
    BeingDeleted,
    /// The site has as many of these as it may.
    TooMany(usize),
    /// The state to be changed is not the one that the request names (`If-Match`, `If-None-Match`).
    ChangedMeanwhile,
    /// Too many requests, or too many wrong keys, from one address or for one site.
    RateLimited,
    /// A key stands in the address, where logs see it.
    KeyInAddress,
    /// The survey has no such response.
    UnknownResponse,
    /// The body is neither `text/plain` nor `application/json`.
    MediaType,
    /// The body is larger than this many bytes.
    TooLarge(usize),
    /// The body ended early.
    CutShort,
    /// The body is not JSON; with the parser's words.
    NotJson(String),
    /// These fields or parameters are wrong.
    Invalid(Vec<FieldError>),
    /// The id is too old or too far ahead of this clock, in Unix milliseconds.
    ClockSkew {
        /// The collector's clock.
        now: Instant,
    },
    /// The site takes responses from its own origins alone.
    OriginNotAllowed,
    /// No key came with the request.
    NoKey,
    /// No such key, or a wrong one.
    WrongKey,
    /// A key of another site.
    ForeignKey,
    /// A read key where a write key is needed.
    ScopeTooSmall,
    /// A key where the admin token is needed.
    AdminOnly,
    /// The deployment has no admin token that could be used.
    NoOperator(WeakToken),
    /// Nobody is signed in, or not any more.
    NoSession,
    /// Sessions of several people came with one request.
    SeveralSessions,
    /// Somebody else is signed in, and the request doesn't say to replace them.
    SessionExists,
    /// The console alone may ask this.
    NotFromConsole,
    /// The address is neither https nor this machine's own.
    NotSecure,
    /// The deployment has no signing keys that could sign a session.
    NoSessionKeys(Unusable),
    /// A survey's kind never changes.
    KindFixed,
    /// Something is to be found by a hash, and the deployment has no usable signing keys.
    NoSigningKeys,
    /// The store is busy or away; the same request may pass later.
    StoreBusy,
    /// The store's allowance of the day is used up; the same request may pass from 00:00 UTC on.
    StoreUsedUp,
    /// Something stored can't be read back, or a part of the deployment is missing. The word says
    /// which, for the operator's log; peers don't see it.
    Internal(&'static str),
}

/// Time for which a peer waits before it tries again, in seconds. KV takes one write per key and
/// second; two cover that and the retries made here.
const RETRY_AFTER_SECONDS: u32 = 2;

/// The period of every limit in `wrangler.toml`, in seconds: the binding doesn't tell when it
/// begins anew.
pub const LIMIT_PERIOD_SECONDS: u32 = 60;

impl Error {
    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Error::NotJson(_) | Error::CutShort | Error::KeyInAddress => 400,
            Error::NoKey | Error::WrongKey | Error::NoSession | Error::SeveralSessions => 401,
            Error::OriginNotAllowed
            | Error::ForeignKey
            | Error::ScopeTooSmall
            | Error::AdminOnly
            | Error::NotFromConsole
            | Error::NotSecure => 403,
            Error::NotFound
            | Error::UnknownSite
            | Error::UnknownSurvey
            | Error::UnknownWebhook
            | Error::UnknownKey
            | Error::UnknownVersion
            | Error::UnknownResponse => 404,
            Error::MethodNotAllowed(_) => 405,
            Error::KindFixed
            | Error::TooManyWebhooks
            | Error::BeingDeleted
            | Error::SessionExists
            | Error::TooMany(_) => 409,
            Error::ChangedMeanwhile => 412,
            Error::TooLarge(_) => 413,
            Error::MediaType => 415,
            Error::Invalid(_) | Error::ClockSkew { .. } => 422,
            Error::RateLimited => 429,
            Error::Internal(_) => 500,
            Error::NoOperator(_)
            | Error::NoSigningKeys
            | Error::NoSessionKeys(_)
            | Error::StoreBusy
            | Error::StoreUsedUp => 503,
        }
    }

    /// The problem's name, after `urn:hearby:problem:`; it never changes.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name_and_title().0
    }

    /// Returns the fault on this side, for the operator's log; peers don't see it.
    #[must_use]
    pub const fn fault(&self) -> Option<&'static str> {
        match self {
            Error::Internal(fault) => Some(fault),
            Error::NoOperator(weak) => Some(weak.reason()),
            Error::NoSessionKeys(unusable) => Some(unusable.reason()),
            _ => None,
        }
    }

    const fn name_and_title(&self) -> (&'static str, &'static str) {
        match self {
            Error::NotFound => ("not-found", "There is nothing at this address"),
            Error::MethodNotAllowed(_) => {
                ("method-not-allowed", "This address knows other methods")
            }
            Error::UnknownSite => ("unknown-site", "There is no such site"),
            Error::UnknownSurvey => ("unknown-survey", "The site has no such survey"),
            Error::UnknownWebhook => ("unknown-webhook", "The site has no such webhook"),
            Error::TooManyWebhooks => ("too-many-webhooks", "The site has no room for a webhook"),
            Error::UnknownKey => ("unknown-key", "The site has no such key"),
            Error::UnknownVersion => ("unknown-version", "The survey has no such version"),
            Error::BeingDeleted => ("being-deleted", "What had this name is being deleted"),
            Error::TooMany(_) => ("too-many", "The site has as many as it may"),
            Error::ChangedMeanwhile => ("changed-meanwhile", "It is not what you think it is"),
            Error::RateLimited => ("rate-limited", "Too many requests"),
            Error::KeyInAddress => ("key-in-address", "A key must not stand in the address"),
            Error::UnknownResponse => ("unknown-response", "The survey has no such response"),
            Error::MediaType => ("media-type", "The body must be JSON"),
            Error::TooLarge(_) => ("too-large", "The body is too large"),
            Error::CutShort => ("cut-short", "The body ended early"),
            Error::NotJson(_) => ("not-json", "The body is not JSON"),
            Error::Invalid(_) => ("invalid", "Some fields are not allowed as they are"),
            Error::ClockSkew { .. } => ("clock-skew", "The id's time is out of range"),
            Error::OriginNotAllowed => {
                ("origin-not-allowed", "The site takes no responses from this origin")
            }
            Error::NoKey => ("no-key", "A key is needed"),
            Error::WrongKey => ("wrong-key", "The key is not valid"),
            Error::ForeignKey => ("foreign-key", "The key belongs to another site"),
            Error::ScopeTooSmall => ("scope-too-small", "The key may only read"),
            Error::AdminOnly => ("admin-only", "The admin token is needed"),
            Error::NoOperator(_) => ("no-operator", "The operator's token can't be used"),
            Error::NoSession => ("no-session", "Nobody is signed in"),
            Error::SeveralSessions => ("several-sessions", "Several sessions came at once"),
            Error::SessionExists => ("session-exists", "Somebody else is signed in"),
            Error::NotFromConsole => ("not-from-console", "The console alone may ask this"),
            Error::NotSecure => ("not-secure", "Nobody can sign in over a plain connection"),
            Error::NoSessionKeys(_) => ("no-session-keys", "The collector can't sign anybody in"),
            Error::KindFixed => ("kind-fixed", "A survey's kind never changes"),
            Error::NoSigningKeys => ("no-signing-keys", "The collector has no signing keys"),
            Error::StoreBusy => ("store-busy", "The store is busy"),
            Error::StoreUsedUp => ("store-busy", "The store's allowance of the day is used up"),
            Error::Internal(_) => ("internal", "Something is wrong on this side"),
        }
    }

    fn detail(&self) -> String {
        match self {
            Error::MethodNotAllowed(allow) => format!("Use one of: {allow}."),
            Error::MediaType => "Send it as application/json or text/plain.".to_owned(),
            Error::TooLarge(max_bytes) => format!("At most {max_bytes} bytes are read."),
            Error::NotJson(words) => format!("{words}."),
            Error::ClockSkew { .. } => {
                "Correct the clock by now_at, make a new id, and send again: nothing was kept."
                    .to_owned()
            }
            Error::OriginNotAllowed => "The site's owner lists its origins.".to_owned(),
            Error::NoKey | Error::WrongKey => {
                "Send a key of this site, or the admin token, as Authorization: Bearer …".to_owned()
            }
            Error::NoOperator(weak) => format!(
                "As it is, nothing that needs it passes: {}. Set a random text, such as \
                 `openssl rand -hex 32` makes.",
                weak.reason()
            ),
            Error::NoSession => {
                "Sign in again: a session ends after 12 hours, with its key, and with the site."
                    .to_owned()
            }
            Error::SeveralSessions => {
                "Another page of this machine or domain has put one beside yours: delete the \
                 cookies of this address, and sign in again."
                    .to_owned()
            }
            Error::SessionExists => {
                "Sign out first, or send replace: true to take their place.".to_owned()
            }
            Error::NotFromConsole => {
                "A program sends a key as Authorization: Bearer … instead.".to_owned()
            }
            Error::NotSecure => "Use https, or an address of this machine.".to_owned(),
            Error::NoSessionKeys(unusable) => format!(
                "As it is, no session can be signed: {unusable}. Set one or more random keys of 32 \
                 characters, such as `openssl rand -base64 32` makes."
            ),
            Error::ScopeTooSmall => "Use a key with the scope write.".to_owned(),
            Error::TooManyWebhooks => format!("A site has at most {WEBHOOKS_MAX}; delete one."),
            Error::KindFixed => {
                "Make another survey for another kind, or delete this one with its \
                                 responses (?responses=delete) first."
                    .to_owned()
            }
            Error::BeingDeleted => {
                "It goes on by itself; repeat the deletion to see when it is done.".to_owned()
            }
            Error::TooMany(most) => format!("At most {most}: delete one first."),
            Error::ChangedMeanwhile => {
                "Get it again, look at what somebody else changed, and send its new ETag."
                    .to_owned()
            }
            Error::RateLimited => "Wait, then send the same request again.".to_owned(),
            Error::KeyInAddress => {
                "Send it as Authorization: Bearer …, and revoke the one that was \
                                    in the address: addresses end up in logs."
                    .to_owned()
            }
            Error::NoSigningKeys => {
                "Without them every response is read, and this site has too many: set the secret \
                 SIGNING_KEYS. /healthz says what is wrong with it."
                    .to_owned()
            }
            Error::StoreBusy => "Nothing was promised; send the same request again.".to_owned(),
            Error::StoreUsedUp => {
                "Nothing was promised; send the same request again after 00:00 UTC. The free plan \
                 of Workers KV ends for the day here: a paid one goes on."
                    .to_owned()
            }
            _ => String::new(),
        }
    }
}

/// The reply to a request that was not done.
#[must_use]
pub fn reply(error: Error, now: Instant, request_id: Option<&RequestId>) -> Reply {
    let (name, title) = error.name_and_title();
    let problem = Problem {
        kind: format!("urn:hearby:problem:{name}"),
        title: title.to_owned(),
        status: error.status(),
        detail: error.detail(),
        errors: match &error {
            Error::Invalid(errors) => errors.clone(),
            _ => Vec::new(),
        },
        now_at: match error {
            Error::ClockSkew { now } => Some(rfc3339::utc(now)),
            _ => None,
        },
        request_id: request_id.map(ToString::to_string),
    };
    let reply = Reply::json(error.status(), &problem).with("content-type", PROBLEM_MEDIA_TYPE);
    match error {
        Error::MethodNotAllowed(allow) => reply.with("allow", allow),
        Error::NoKey | Error::NoSession | Error::SeveralSessions => {
            reply.with("www-authenticate", r#"Bearer realm="hearby""#)
        }
        Error::WrongKey => {
            reply.with("www-authenticate", r#"Bearer realm="hearby", error="invalid_token""#)
        }
        Error::StoreBusy => reply.with("retry-after", RETRY_AFTER_SECONDS.to_string()),
        Error::StoreUsedUp => reply.with("retry-after", seconds_left(now).to_string()),
        Error::RateLimited => reply.with("retry-after", LIMIT_PERIOD_SECONDS.to_string()),
        _ => reply,
    }
}

/// The seconds until the next 00:00 UTC, at least one.
const fn seconds_left(now: Instant) -> i64 {
    const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
    (DAY_MS - now.unix_ms().rem_euclid(DAY_MS) + 999) / 1_000
}

impl From<Unreadable> for Error {
    fn from(unreadable: Unreadable) -> Error {
        match unreadable {
            Unreadable::NotJson(words) => Error::NotJson(words),
            Unreadable::Invalid(errors) => Error::Invalid(errors),
        }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Error {
        match error {
            StoreError::Busy | StoreError::Unavailable => Error::StoreBusy,
            StoreError::UsedUp => Error::StoreUsedUp,
            StoreError::Refused => Error::Internal("the store refused an operation"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_is_used_up_ends_at_midnight_utc() {
        let noon = Instant::from_unix_ms(1_795_348_800_000);
        for (after_ms, left) in [(0, 43_200), (1, 43_200), (43_199_999, 1), (43_200_000, 86_400)] {
            assert_eq!(seconds_left(noon.plus_ms(after_ms)), left, "{after_ms}");
        }
    }
}
