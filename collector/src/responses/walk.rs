//! Going through a survey's responses from any place on, in either order, by lists that only go
//! forwards.
//!
//! A list returns all keys that begin alike, from the first of them on. So a walk takes responses
//! in blocks ([`crate::responses::place`]). It knows all keys of a block that fits on one page, and
//! can go through them backwards, or from the middle. Blocks get smaller where many responses lie
//! and larger where few do.
//!
//! A response may have several keys, one for each of its states ([`crate::responses::states`]). The
//! walk finds it once, as the newest of the listed states. Its keys lie next to each other, but may
//! be on two pages.

use domain::{Instant, ResponseId, SiteId, SurveyId};

use crate::{
    responses::{
        place::{Block, Level, Order, Place},
        states::Standing,
    },
    store::{
        LIST_PAGE_MAX, ListedKey, Store,
        budget::Budget,
        error::Error,
        keys::{Key, Prefix, Rank, listed_response},
        lists::Pages,
    },
};

/// If a block has fewer keys than this, the walk takes a larger one next: ten such blocks still fit
/// on one page.
const FEW: usize = 60;

/// Number of pages of a block that bring too little after which the walk takes smaller blocks:
/// pages are short, or empty, where many keys were deleted.
const PAGES_OF_A_BLOCK: u32 = 4;

/// A walk through a survey's responses.
#[derive(Clone, Debug)]
pub struct Walk {
    site: SiteId,
    survey: SurveyId,
    order: Order,
    /// The next place to look at; `None` at the end.
    place: Option<Place>,
    /// The last place to look at.
    end: Place,
    /// Time that decides which responses have expired. The walk leaves these out, though a list may
    /// still name them.
    now: Instant,
    level: Level,
    /// The text of the last block that was too large.
    too_large: Option<String>,
    /// A block of which pages are left, going forwards; the store's cursor of its next page; and
    /// the keys of the last response so far, of which the next page may have further states.
    unfinished: Option<(Block, String, Vec<Found>)>,
    /// Number of pages in a row that had no response ahead of the place.
    n_fruitless: u32,
}

/// One listed response.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its id.
    pub id: ResponseId,
    /// The key of its newest state, with the metadata.
    pub key: ListedKey,
    /// The rank whose keys end like that key.
    pub rank: Rank,
}

/// Result of a step.
#[derive(Debug)]
pub enum Step {
    /// These responses come next. There may be none among the keys that were looked at.
    Found(Vec<Found>),
    /// There are no more responses.
    End,
    /// The budget has run out.
    OutOfBudget,
}

/// Result of listing a block.
enum Listed {
    Whole(Vec<Found>),
    /// The block has more keys than are worth looking at.
    TooMany,
    OutOfBudget,
}

impl Walk {
    /// Makes a walk from `place` to `end`, both included, in that order.
    #[must_use]
    pub fn new(
        (site, survey): (SiteId, SurveyId),
        order: Order,
        (place, end): (Place, Place),
        now: Instant,
    ) -> Walk {
        let place = Some(place).filter(|place| !order.is_before(end, *place));
        Walk {
            site,
            survey,
            order,
            place,
            end,
            now,
            level: Level::HOUR,
            too_large: None,
            unfinished: None,
            n_fruitless: 0,
        }
    }

    /// Returns the next place to look at: all responses before it, in this order, were found.
    /// `None` at the end.
    #[must_use]
    pub const fn place(&self) -> Option<Place> {
        self.place
    }

    /// Returns the site and the survey.
    #[must_use]
    pub const fn names(&self) -> (&SiteId, &SurveyId) {
        (&self.site, &self.survey)
    }

    /// Returns the key of a response that was found.
    #[must_use]
    pub fn key(&self, id: ResponseId, rank: Rank) -> Key {
        Key::response(&self.site, &self.survey, id, rank)
    }

    /// Goes on by one block, or one page of it.
    ///
    /// # Errors
    /// The store's own error.
    pub async fn step<S: Store>(&mut self, store: &S, budget: &mut Budget) -> Result<Step, Error> {
        loop {
            let Some(place) = self.place else { return Ok(Step::End) };
            let step = match self.order {
                Order::Newest => self.step_back(store, place, budget).await?,
                Order::Oldest => self.step_forwards(store, place, budget).await?,
            };
            if let Some(step) = step {
                return Ok(step);
            }
        }
    }

    /// Takes the whole block that ends at `place`; `None` to try again with a smaller one.
    async fn step_back<S: Store>(
        &mut self,
        store: &S,
        place: Place,
        budget: &mut Budget,
    ) -> Result<Option<Step>, Error> {
        let block = place.block(self.level);
        match self.list_whole(store, &block, budget).await? {
            Listed::OutOfBudget => Ok(Some(Step::OutOfBudget)),
            Listed::TooMany => {
                self.shrink(block);
                Ok(None)
            }
            Listed::Whole(mut found) => {
                found.reverse();
                Ok(Some(Step::Found(self.take(found, place, &block))))
            }
        }
    }

    /// Takes the next page of the block that begins at `place` or before it; `None` to try again.
    ///
    /// Pages come in the walk's order, so each can be used at once, however large the block is.
    async fn step_forwards<S: Store>(
        &mut self,
        store: &S,
        place: Place,
        budget: &mut Budget,
    ) -> Result<Option<Step>, Error> {
        let (block, cursor, mut keys) = match self.unfinished.take() {
            Some((block, cursor, held)) => (block, Some(cursor), held),
            None => (place.block(self.level), None, Vec::new()),
        };
        if !budget.take_list() {
            return Ok(Some(Step::OutOfBudget));
        }
        let page = store.list(&self.prefix(&block), cursor.as_deref()).await?;
        budget.take_keys(page.keys.len());
        keys.extend(page.keys.into_iter().filter_map(found));
        let Some(cursor) = page.cursor else {
            let found = self.newest(keys);
            return Ok(Some(Step::Found(self.take(found, place, &block))));
        };
        // The next page may begin with further states of the last response.
        let last = keys.last().map(|found| found.id);
        let is_other = |found: &Found| Some(found.id) != last;
        let held = keys.split_off(keys.iter().rposition(is_other).map_or(0, |n| n + 1));
        let found = self.newest(keys);
        match found.last().map(Found::place).filter(|last| *last >= place) {
            Some(last) => {
                self.n_fruitless = 0;
                let taken = self.within(found, place);
                let is_beyond = held.first().is_some_and(|held| held.place() > self.end);
                self.place = last.next().filter(|next| *next <= self.end && !is_beyond);
                self.unfinished = Some((block, cursor, held));
                Ok(Some(Step::Found(taken)))
            }
            None => {
                // The whole page lies before the place. Smaller blocks begin nearer to the place.
                self.n_fruitless += 1;
                let is_far = !found.is_empty() || self.n_fruitless >= PAGES_OF_A_BLOCK;
                if is_far && self.level.smaller().is_some() {
                    self.n_fruitless = 0;
                    self.shrink(block);
                } else {
                    self.unfinished = Some((block, cursor, held));
                }
                Ok(None)
            }
        }
    }

    /// Lists all keys of a block, if they fit on about one page.
    async fn list_whole<S: Store>(
        &self,
        store: &S,
        block: &Block,
        budget: &mut Budget,
    ) -> Result<Listed, Error> {
        let prefix = self.prefix(block);
        let mut keys: Vec<Found> = Vec::new();
        let mut pages = Pages::of(store, &prefix);
        let mut n_pages = 0_u32;
        while let Some(page) = pages.next_within(budget).await? {
            budget.take_keys(page.len());
            keys.extend(page.into_iter().filter_map(found));
            n_pages = n_pages.saturating_add(1);
            let is_much = keys.len() >= LIST_PAGE_MAX || n_pages >= PAGES_OF_A_BLOCK;
            if is_much && !pages.is_through() && self.level.smaller().is_some() {
                return Ok(Listed::TooMany);
            }
        }
        if !pages.is_through() {
            return Ok(Listed::OutOfBudget);
        }
        Ok(Listed::Whole(self.newest(keys)))
    }

    /// Returns the newest state of each response, from keys in their order. A list may name a key
    /// twice if keys arrive between two of its pages.
    fn newest(&self, keys: Vec<Found>) -> Vec<Found> {
        let mut newest: Vec<Found> = Vec::with_capacity(keys.len());
        for found in keys.into_iter().filter(|found| !found.is_expired(self.now)) {
            match newest.last_mut().filter(|last| last.id == found.id) {
                Some(last) if last.standing() <= found.standing() => *last = found,
                Some(_) => {}
                None => newest.push(found),
            }
        }
        newest
    }

    /// Returns the responses of a finished block that lie between the place and the end, and moves
    /// the place behind the block.
    fn take(&mut self, found: Vec<Found>, place: Place, block: &Block) -> Vec<Found> {
        let taken = self.within(found, place);
        let order = self.order;
        self.place = block.after(order).filter(|next| !order.is_before(self.end, *next));
        self.grow(taken.len());
        taken
    }

    fn within(&self, mut found: Vec<Found>, place: Place) -> Vec<Found> {
        found.retain(|found| {
            let at = found.place();
            !self.order.is_before(at, place) && !self.order.is_before(self.end, at)
        });
        found
    }

    fn shrink(&mut self, block: Block) {
        self.level = self.level.smaller().unwrap_or(self.level);
        self.too_large = Some(block.text);
    }

    /// Takes larger blocks from here on if the last one had few responses, or if a larger one
    /// begins just here; but none that was too large already.
    fn grow(&mut self, n_found: usize) {
        let Some((place, level)) = self.place.zip(self.level.larger()) else { return };
        let block = place.block(level);
        let is_too_large = self.too_large.as_ref() == Some(&block.text);
        let begins_here = self.order == Order::Oldest && block.begins(self.order) == place;
        if (n_found < FEW || begins_here) && !is_too_large {
            self.level = level;
        }
    }

    fn prefix(&self, block: &Block) -> Prefix {
        Prefix::responses(&self.site, &self.survey, &block.text)
    }
}

impl Found {
    /// Its place.
    #[must_use]
    pub fn place(&self) -> Place {
        Place::of(self.id)
    }

    /// Its metadata, as it stands in the store.
    #[must_use]
    pub fn metadata(&self) -> Option<&str> {
        self.key.metadata.as_ref().map(|json| json.get())
    }

    fn standing(&self) -> Standing {
        Standing::listed(self.rank, self.metadata())
    }

    /// True if it has expired, though a list still names it.
    fn is_expired(&self, now: Instant) -> bool {
        self.key.expiration.is_some_and(|at_s| at_s.saturating_mul(1_000) <= now.unix_ms())
    }
}

fn found(key: ListedKey) -> Option<Found> {
    listed_response(&key.name).map(|(id, rank)| Found { id, key, rank })
}
