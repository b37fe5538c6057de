//! Events that are not delivered yet, by the responses that they tell of. A deletion of a response
//! deletes its events.

use std::collections::BTreeMap;

use domain::{ResponseId, SiteId};

use crate::store::{
    Store,
    budget::Budget,
    error::Error,
    keys::{Key, Prefix, listed_event, listed_untold},
    lists::Pages,
};

/// The keys of a site's events that wait or were given up, for all its webhooks, active or not.
#[derive(Debug, Default)]
pub struct Waiting(BTreeMap<ResponseId, Vec<Key>>);

impl Waiting {
    /// Lists a site's events: two lists for each thousand. A site that never had a webhook takes
    /// one list at the most, of the events that wait until the webhooks are known. Returns false if
    /// the budget ran out before the last event.
    ///
    /// # Errors
    /// The store's own error.
    pub async fn of_site<S: Store>(
        store: &S,
        site: &SiteId,
        budget: &mut Budget,
    ) -> Result<(Waiting, bool), Error> {
        let mut waiting = Waiting::default();
        if !budget.take_operation() {
            return Ok((waiting, false));
        }
        let prefixes = match store.get(&Key::has_webhooks(site)).await? {
            Some(_) => Prefix::events_of_site(site).to_vec(),
            None => vec![Prefix::untold(site)],
        };
        for prefix in prefixes {
            let mut pages = Pages::of(store, &prefix);
            while let Some(keys) = pages.next_within(budget).await? {
                budget.take_keys(keys.len());
                for key in keys {
                    let id = listed_event(&key.name).map(|event| event.id);
                    let id = id.or_else(|| Some(listed_untold(&key.name)?.id));
                    if let Some(id) = id {
                        waiting.0.entry(id).or_default().push(Key::listed(&key.name));
                    }
                }
            }
            if !pages.is_through() {
                return Ok((waiting, false));
            }
        }
        Ok((waiting, true))
    }

    /// Returns the keys of a response's events.
    #[must_use]
    pub fn of_response(&self, id: ResponseId) -> &[Key] {
        self.0.get(&id).map_or(&[], Vec::as_slice)
    }
}
