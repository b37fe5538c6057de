//! Session as a context: asked for once, dropped when the collector says so.

use leptos::prelude::{RwSignal, Set, use_context};
use wire::routes::SESSION;

use crate::api::{ApiError, Session, client};

/// State of the session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Signed {
    /// Not asked yet.
    Asking,
    /// The collector could not be asked.
    Unknown(ApiError),
    /// Nobody.
    Out {
        /// True if a session was there and has ended by itself.
        ended: bool,
    },
    /// Somebody.
    In(Session),
}

/// The session of this page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SessionContext(pub(crate) RwSignal<Signed>);

impl SessionContext {
    pub(crate) fn new() -> SessionContext {
        SessionContext(RwSignal::new(Signed::Asking))
    }

    /// Asks the collector who is signed in.
    pub(crate) async fn ask(self) {
        self.0.set(match client::get::<Session>(SESSION).await {
            Ok(session) => Signed::In(session),
            Err(ApiError::SignedOut) => {
                // What was asked for beside it was refused, too.
                client::forget();
                Signed::Out { ended: false }
            }
            Err(error) => Signed::Unknown(error),
        });
    }

    /// Drops the session when the collector knows it no longer.
    pub(crate) fn heed(self, error: &ApiError) {
        if *error == ApiError::SignedOut {
            self.end(true);
        }
    }

    /// Drops the session and all that was fetched under it.
    pub(crate) fn end(self, ended: bool) {
        client::forget();
        self.0.set(Signed::Out { ended });
    }
}

/// Returns the session's context, which stands above every place.
pub(crate) fn use_session() -> SessionContext {
    use_context::<SessionContext>().unwrap_or_else(SessionContext::new)
}
