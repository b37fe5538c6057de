//! Problems: the one place where each error gets its status and words for a client.
//!
//! In: statuses, titles, details, the headers that go with them. Not in: which errors there are, and
//! their names ([`Error`]).

use domain::{DAY_MS, Instant};
use wire::{
    limits::WEBHOOKS_MAX,
    problem::{PROBLEM_MEDIA_TYPE, Problem},
};

use crate::{
    api::http::Reply,
    runtime::{limit::LIMIT_PERIOD_SECONDS, request_id::RequestId},
    store::error::Error,
    text::rfc3339,
};

/// Time for which a client waits before it tries again, in seconds. KV takes one write per key and
/// second; two seconds cover that and the retries made here.
const RETRY_AFTER_SECONDS: u32 = 2;

impl Error {
    /// Returns the HTTP status.
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
            | Error::RatedAttributesFixed
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

    const fn title(&self) -> &'static str {
        match self {
            Error::NotFound => "There is nothing at this address",
            Error::MethodNotAllowed(_) => "This address knows other methods",
            Error::UnknownSite => "There is no such site",
            Error::UnknownSurvey => "The site has no such survey",
            Error::UnknownWebhook => "The site has no such webhook",
            Error::TooManyWebhooks => "The site has no room for a webhook",
            Error::UnknownKey => "The site has no such key",
            Error::UnknownVersion => "The survey has no such version",
            Error::BeingDeleted => "What had this name is being deleted",
            Error::TooMany(_) => "The site has as many as it may",
            Error::ChangedMeanwhile => "It is not what you think it is",
            Error::RateLimited => "Too many requests",
            Error::KeyInAddress => "A key must not stand in the address",
            Error::UnknownResponse => "The survey has no such response",
            Error::MediaType => "The body must be JSON",
            Error::TooLarge(_) => "The body is too large",
            Error::CutShort => "The body ended early",
            Error::NotJson(_) => "The body is not JSON",
            Error::Invalid(_) => "Some fields are not allowed as they are",
            Error::ClockSkew { .. } => "The id's time is out of range",
            Error::OriginNotAllowed => "The site takes no responses from this origin",
            Error::NoKey => "A key is needed",
            Error::WrongKey => "The key is not valid",
            Error::ForeignKey => "The key belongs to another site",
            Error::ScopeTooSmall => "The key may only read",
            Error::AdminOnly => "The admin token is needed",
            Error::NoOperator(_) => "The operator's token can't be used",
            Error::NoSession => "Nobody is signed in",
            Error::SeveralSessions => "Several sessions came at once",
            Error::SessionExists => "Somebody else is signed in",
            Error::NotFromConsole => "The console alone may ask this",
            Error::NotSecure => "Nobody can sign in over a plain connection",
            Error::NoSessionKeys(_) => "The collector can't sign anybody in",
            Error::KindFixed => "A survey's kind never changes",
            Error::RatedAttributesFixed => "What a survey asks to rate never changes",
            Error::NoSigningKeys => "The collector has no signing keys",
            Error::StoreBusy => "The store is busy",
            Error::StoreUsedUp => "The store's allowance of the day is used up",
            Error::Internal(_) => "Something is wrong on this side",
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
            Error::RatedAttributesFixed => {
                "An index of other attributes, of other weights or on another scale is another \
                 index: make another survey for it. Labels and the order may change."
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

/// Returns the reply to a request that was not done.
#[must_use]
pub fn reply(error: Error, now: Instant, request_id: Option<&RequestId>) -> Reply {
    let (name, title) = (error.name(), error.title());
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

/// Returns the number of seconds until the next 00:00 UTC, at least one.
const fn seconds_left(now: Instant) -> i64 {
    (DAY_MS - now.unix_ms().rem_euclid(DAY_MS) + 999) / 1_000
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
