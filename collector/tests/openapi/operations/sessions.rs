//! The console's session: sign in, show, sign out.
//!
//! Not in here: keys, which programs use in place of a session (`sites`).

use collector::{
    runtime::{operator_token::WeakToken, signing_keys::Unusable},
    store::error::Error,
};
use serde_json::json;
use wire::{limits::SESSION_MAX_BYTES, session::Session};

use super::{SECRET, SESSIONS, new};
use crate::operation::{Operation, Who};

pub(super) fn all() -> Vec<Operation> {
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
