//! Events that are not delivered yet, by the answers that they tell of: they go with these.

use std::collections::BTreeMap;

use domain::{ResponseId, SiteId};

use crate::{
    keys::{Key, Prefix, listed_event},
    problem::Error,
    rollups::budget::Budget,
    store::Store,
};

/// The keys of a site's events that wait or were given up, for all its webhooks, active or not.
#[derive(Debug, Default)]
pub struct Waiting(BTreeMap<ResponseId, Vec<Key>>);

impl Waiting {
    /// Lists them: two lists for each thousand, and none for a site that never had a webhook. False
    /// when the budget ran out before the last of them.
    ///
    /// # Errors
    /// That of the store.
    pub async fn of_site<S: Store>(
        store: &S,
        site: &SiteId,
        budget: &mut Budget,
    ) -> Result<(Waiting, bool), Error> {
        let mut waiting = Waiting::default();
        if !budget.take_operation() {
            return Ok((waiting, false));
        }
        if store.get(&Key::has_webhooks(site)).await?.is_none() {
            return Ok((waiting, true));
        }
        for prefix in Prefix::events_of_site(site) {
            let mut cursor: Option<String> = None;
            loop {
                if !budget.take_list() {
                    return Ok((waiting, false));
                }
                let page = store.list(&prefix, cursor.as_deref()).await?;
                budget.take_keys(page.keys.len());
                for key in page.keys {
                    if let Some(event) = listed_event(&key.name) {
                        let of_answer = waiting.0.entry(event.id).or_default();
                        of_answer.push(Key::listed(&key.name));
                    }
                }
                cursor = page.cursor;
                if cursor.is_none() {
                    break;
                }
            }
        }
        Ok((waiting, true))
    }

    /// The keys of an answer's events.
    #[must_use]
    pub fn of_answer(&self, id: ResponseId) -> &[Key] {
        self.0.get(&id).map_or(&[], Vec::as_slice)
    }
}
