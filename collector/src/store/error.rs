//! Errors of the collector.
//!
//! In: the errors, their names, the fault behind one. Not in: statuses and words for clients
//! (`api::problem`).

use domain::Instant;
use wire::{fields::Unreadable, problem::FieldError};

use super::StoreError;
use crate::runtime::{log::Entry, operator_token::WeakToken, signing_keys::Unusable};

/// Reasons for which a request was not done.
#[derive(Clone, Debug, PartialEq)]
pub enum Error {
    /// No such address.
    NotFound,
    /// The address has other methods: these.
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
    /// The attributes that a survey asks to rate, their weights and their scale never change.
    RatedAttributesFixed,
    /// Something is to be found by a hash, and the deployment has no usable signing keys.
    NoSigningKeys,
    /// The store is busy or away; the same request may pass later.
    StoreBusy,
    /// The store's allowance of the day is used up; the same request may pass from 00:00 UTC on.
    StoreUsedUp,
    /// Something stored can't be read back, or a part of the deployment is missing. The text says
    /// which, for the operator's log; clients don't see it.
    Internal(&'static str),
}

impl Error {
    /// The problem's name, after `urn:hearby:problem:`; it never changes.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Error::NotFound => "not-found",
            Error::MethodNotAllowed(_) => "method-not-allowed",
            Error::UnknownSite => "unknown-site",
            Error::UnknownSurvey => "unknown-survey",
            Error::UnknownWebhook => "unknown-webhook",
            Error::TooManyWebhooks => "too-many-webhooks",
            Error::UnknownKey => "unknown-key",
            Error::UnknownVersion => "unknown-version",
            Error::BeingDeleted => "being-deleted",
            Error::TooMany(_) => "too-many",
            Error::ChangedMeanwhile => "changed-meanwhile",
            Error::RateLimited => "rate-limited",
            Error::KeyInAddress => "key-in-address",
            Error::UnknownResponse => "unknown-response",
            Error::MediaType => "media-type",
            Error::TooLarge(_) => "too-large",
            Error::CutShort => "cut-short",
            Error::NotJson(_) => "not-json",
            Error::Invalid(_) => "invalid",
            Error::ClockSkew { .. } => "clock-skew",
            Error::OriginNotAllowed => "origin-not-allowed",
            Error::NoKey => "no-key",
            Error::WrongKey => "wrong-key",
            Error::ForeignKey => "foreign-key",
            Error::ScopeTooSmall => "scope-too-small",
            Error::AdminOnly => "admin-only",
            Error::NoOperator(_) => "no-operator",
            Error::NoSession => "no-session",
            Error::SeveralSessions => "several-sessions",
            Error::SessionExists => "session-exists",
            Error::NotFromConsole => "not-from-console",
            Error::NotSecure => "not-secure",
            Error::NoSessionKeys(_) => "no-session-keys",
            Error::KindFixed => "kind-fixed",
            Error::RatedAttributesFixed => "rated-attributes-fixed",
            Error::NoSigningKeys => "no-signing-keys",
            Error::StoreBusy => "store-busy",
            Error::StoreUsedUp => "store-busy",
            Error::Internal(_) => "internal",
        }
    }

    /// Returns the fault on the collector's side, for the operator's log; clients don't see it.
    #[must_use]
    pub const fn fault(&self) -> Option<&'static str> {
        match self {
            Error::Internal(fault) => Some(fault),
            Error::NoOperator(weak) => Some(weak.reason()),
            Error::NoSessionKeys(unusable) => Some(unusable.reason()),
            _ => None,
        }
    }

    /// Returns the log's entry for a part of a cron run that ended with this error.
    #[must_use]
    pub const fn in_cron(&self, job: &'static str) -> Entry<'static> {
        Entry::CronFailed { job, problem: self.name(), fault: self.fault() }
    }
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

impl From<FieldError> for Error {
    fn from(error: FieldError) -> Error {
        Error::Invalid(vec![error])
    }
}

impl From<Vec<FieldError>> for Error {
    fn from(errors: Vec<FieldError>) -> Error {
        Error::Invalid(errors)
    }
}
