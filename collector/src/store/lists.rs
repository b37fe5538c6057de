//! Lists of keys that may have several pages, and the records under listed keys.

use serde::de::DeserializeOwned;

use super::{
    ListedKey, Store, StoreError,
    budget::Budget,
    context::Context,
    error::Error,
    keys::{Key, Prefix},
    records::decode,
};

/// The pages of a list, asked for one after the other.
#[derive(Debug)]
pub struct Pages<'a, S> {
    store: &'a S,
    prefix: &'a Prefix,
    next: Next,
}

#[derive(Debug)]
enum Next {
    First,
    Behind(String),
    None,
}

impl<'a, S: Store> Pages<'a, S> {
    /// Returns the pages of all keys under a prefix.
    #[must_use]
    pub const fn of(store: &'a S, prefix: &'a Prefix) -> Pages<'a, S> {
        Pages { store, prefix, next: Next::First }
    }

    /// Returns the keys of the next page, which may be empty; `None` after the last page.
    ///
    /// # Errors
    /// The store's own error.
    pub async fn next(&mut self) -> Result<Option<Vec<ListedKey>>, StoreError> {
        let cursor = match &self.next {
            Next::First => None,
            Next::Behind(cursor) => Some(cursor.as_str()),
            Next::None => return Ok(None),
        };
        let page = self.store.list(self.prefix, cursor).await?;
        self.next = page.cursor.map_or(Next::None, Next::Behind);
        Ok(Some(page.keys))
    }

    /// Returns the keys of the next page; `None` after the last page, or if the budget has no list
    /// left.
    ///
    /// # Errors
    /// The store's own error.
    pub async fn next_within(
        &mut self,
        budget: &mut Budget,
    ) -> Result<Option<Vec<ListedKey>>, StoreError> {
        if self.is_through() || !budget.take_list() {
            return Ok(None);
        }
        self.next().await
    }

    /// True after the last page was returned.
    #[must_use]
    pub const fn is_through(&self) -> bool {
        matches!(self.next, Next::None)
    }
}

/// Returns what `parse` makes of all names under a prefix. A list costs as many operations as it has
/// thousands of keys.
///
/// # Errors
/// The store's own error.
pub async fn names<S: Store, N, C: Default + Extend<N>>(
    store: &S,
    prefix: &Prefix,
    parse: impl Fn(&str) -> Option<N>,
) -> Result<C, Error> {
    let mut names = C::default();
    let mut pages = Pages::of(store, prefix);
    while let Some(keys) = pages.next().await? {
        names.extend(keys.iter().filter_map(|key| parse(&key.name)));
    }
    Ok(names)
}

/// The same, as far as the budget has lists.
///
/// # Errors
/// The store's own error.
pub async fn names_within<S: Store, N, C: Default + Extend<N>>(
    store: &S,
    prefix: &Prefix,
    parse: impl Fn(&str) -> Option<N>,
    budget: &mut Budget,
) -> Result<C, Error> {
    let mut names = C::default();
    let mut pages = Pages::of(store, prefix);
    while let Some(keys) = pages.next_within(budget).await? {
        names.extend(keys.iter().filter_map(|key| parse(&key.name)));
    }
    Ok(names)
}

/// Returns the records of a page's keys, in order. It leaves out those that were deleted meanwhile.
///
/// # Errors
/// The store's own error.
pub async fn records<S: Store, R, N, T: DeserializeOwned>(
    context: &Context<'_, S, R>,
    names: Vec<N>,
    key: impl Fn(&N) -> Key,
) -> Result<Vec<(N, T)>, Error> {
    let keys: Vec<Key> = names.iter().map(key).collect();
    let texts = context.store.get_many(&keys).await?;
    let mut records = Vec::with_capacity(names.len());
    for (name, text) in names.into_iter().zip(texts) {
        if let Some(text) = text {
            records.push((name, decode(&text)?));
        }
    }
    Ok(records)
}
