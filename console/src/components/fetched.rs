//! Something that a place fetches, and fetches anew when its address changes.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use serde::de::DeserializeOwned;

use crate::{
    api::{ApiError, client},
    session::use_session,
};

/// Items so far. While something new is on its way, the last stays.
#[derive(Debug)]
pub(crate) struct Fetched<T: Send + Sync + 'static> {
    /// The last value that came.
    pub(crate) value: RwSignal<Option<Arc<T>>>,
    /// The reason why the newest did not come.
    pub(crate) error: RwSignal<Option<ApiError>>,
    /// True while the newest is on its way.
    pub(crate) is_loading: RwSignal<bool>,
    again: Trigger,
}

impl<T: Send + Sync + 'static> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Fetched<T> {}

impl<T: Send + Sync + 'static> Fetched<T> {
    /// Fetches once more.
    pub(crate) fn retry(self) {
        self.again.notify();
    }

    /// Returns [`Fetched::retry`] for a button.
    pub(crate) fn retrying(self) -> Callback<()> {
        Callback::new(move |()| self.retry())
    }
}

/// Fetches the JSON at a path, now and whenever the path changes; without a path, waits. Only the
/// newest answer counts.
pub(crate) fn use_fetched<T>(
    path: impl Fn() -> Option<String> + Send + Sync + 'static,
) -> Fetched<T>
where
    T: DeserializeOwned + Send + Sync + 'static,
{
    let session = use_session();
    let fetched = Fetched {
        value: RwSignal::new(None),
        error: RwSignal::new(None),
        is_loading: RwSignal::new(true),
        again: Trigger::new(),
    };
    let newest = StoredValue::new(0_u32);
    let path = Memo::new(move |_| path());
    Effect::new(move |earlier: Option<Option<String>>| {
        fetched.again.track();
        let path = path.get();
        let Some(asked) = path.clone() else { return path };
        let number = newest.get_value().wrapping_add(1);
        newest.set_value(number);
        // The same path once more is asked for by its reader.
        let is_again = earlier.flatten().as_ref() == Some(&asked);
        if let Some(value) = client::remembered::<T>(&asked).filter(|_| !is_again) {
            fetched.error.set(None);
            fetched.is_loading.set(false);
            fetched.value.set(Some(Arc::new(value)));
            return path;
        }
        fetched.is_loading.set(true);
        spawn_local(async move {
            let reply = client::get_and_remember::<T>(&asked).await;
            // The place may be gone, or ask for something else by now.
            if newest.try_get_value() != Some(number) {
                return;
            }
            fetched.is_loading.set(false);
            match reply {
                Ok(value) => {
                    fetched.error.set(None);
                    fetched.value.set(Some(Arc::new(value)));
                }
                Err(error) => {
                    session.heed(&error);
                    fetched.error.try_set(Some(error));
                }
            }
        });
        path
    });
    fetched
}

/// Calls something once a minute while it is wanted and the page is seen.
pub(crate) fn every_minute(
    is_wanted: impl Fn() -> bool + Send + Sync + 'static,
    call: impl Fn() + Send + Sync + 'static,
) {
    let minute = core::time::Duration::from_secs(60);
    let tick = move || {
        if !document().hidden() && is_wanted() {
            call();
        }
    };
    if let Ok(handle) = set_interval_with_handle(tick, minute) {
        on_cleanup(move || handle.clear());
    }
}
