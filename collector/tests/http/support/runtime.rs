//! A runtime that a test holds in its hands: clock, randomness, log, counters of requests, and the
//! receivers of webhooks.
//!
//! Not in here: the store (`store`).

use std::cell::RefCell;

use collector::runtime::{
    Runtime,
    limit::Limit,
    log::Entry as LogEntry,
    outbound::{Outbound, PostError, WebhookSettings},
    secret::Secret,
    signing_keys::{SigningKeys, Unusable},
};
use domain::Instant;

use super::{ADMIN, CONSOLE_PAGE, NOW, SIGNING_KEY};

#[derive(Default)]
pub(crate) struct TestRuntime {
    /// Number of times that random bytes were asked for: no two keys are the same.
    n_random: RefCell<u32>,
    /// The header `CF-Ray`, where Cloudflare is in between.
    pub(crate) ray: RefCell<Option<String>>,
    /// The lines of the operator's log.
    pub(crate) log: RefCell<Vec<String>>,
    pub(crate) pauses_ms: RefCell<Vec<u32>>,
    pub(crate) has_no_loader: RefCell<bool>,
    /// True if the console was not built.
    pub(crate) has_no_console: RefCell<bool>,
    /// Most times that each name may be counted; without a number, any.
    pub(crate) most: RefCell<Option<usize>>,
    /// Every name that was counted, in order.
    pub(crate) counted: RefCell<Vec<(Limit, String)>>,
    /// Time by which the clock is ahead of [`NOW`].
    pub(crate) clock_ahead_ms: RefCell<i64>,
    /// The address under which pages reach the collector, when the operator says so.
    pub(crate) public_address: RefCell<Option<String>>,
    /// True if webhooks may go to private addresses.
    pub(crate) allow_private: RefCell<bool>,
    /// Replies of the next receivers, the last one first; 200 when there is none.
    pub(crate) next_posts: RefCell<Vec<Result<u16, PostError>>>,
    /// The secret with the signing keys; [`SIGNING_KEY`] when nothing else is said.
    pub(crate) signing_keys: RefCell<Option<String>>,
    /// Requests that receivers got.
    pub(crate) posts: RefCell<Vec<Posted>>,
    /// The deployment's token in place of [`ADMIN`]; without a text, none.
    pub(crate) other_token: RefCell<Option<Option<String>>>,
}

/// A request that a receiver got.
#[derive(Clone, Debug)]
pub(crate) struct Posted {
    pub(crate) url: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
}

impl Posted {
    #[track_caller]
    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(other, _)| *other == name);
        found.map(|(_, value)| value.as_str()).unwrap()
    }
}

impl Runtime for TestRuntime {
    async fn asset(&self, path: &str) -> Option<String> {
        match path {
            "/loader.js" if !*self.has_no_loader.borrow() => {
                Some(r#"start("__HEARBY_GATE__");"#.to_owned())
            }
            "/loader-plain.js" if !*self.has_no_loader.borrow() => {
                Some(r#"start("__HEARBY_GATE__", "plain");"#.to_owned())
            }
            "/console/" if !*self.has_no_console.borrow() => Some(CONSOLE_PAGE.to_owned()),
            _ => None,
        }
    }

    fn random_bytes(&self) -> Option<[u8; 64]> {
        *self.n_random.borrow_mut() += 1;
        let n = *self.n_random.borrow();
        let mut bytes = [n.to_le_bytes()[0]; 64];
        // A byte gives a key five bits.
        let [first, second, ..] = (n >> 5).to_le_bytes();
        bytes[0] = first;
        bytes[1] ^= second;
        Some(bytes)
    }

    fn ray(&self) -> Option<String> {
        self.ray.borrow().clone()
    }

    fn log(&self, entry: &LogEntry<'_>) {
        self.log.borrow_mut().push(entry.to_line());
    }

    fn now(&self) -> Instant {
        NOW.plus_ms(*self.clock_ahead_ms.borrow())
    }

    async fn pause(&self, ms: u32) {
        self.pauses_ms.borrow_mut().push(ms);
    }

    async fn post(&self, outbound: &Outbound) -> Result<u16, PostError> {
        self.posts.borrow_mut().push(Posted {
            url: outbound.url.clone(),
            headers: outbound.headers.clone(),
            body: outbound.body.clone(),
        });
        self.next_posts.borrow_mut().pop().unwrap_or(Ok(200))
    }

    fn webhook_settings(&self) -> WebhookSettings {
        let usual = WebhookSettings::default();
        WebhookSettings { allow_private: *self.allow_private.borrow(), ..usual }
    }

    async fn is_within(&self, limit: Limit, name: &str) -> bool {
        let one = (limit, name.to_owned());
        self.counted.borrow_mut().push(one.clone());
        let n = self.counted.borrow().iter().filter(|other| **other == one).count();
        self.most.borrow().is_none_or(|most| n <= most)
    }

    fn signing_keys(&self) -> Result<SigningKeys, Unusable> {
        SigningKeys::parse(self.signing_keys.borrow().as_deref().unwrap_or(SIGNING_KEY))
    }

    fn public_address(&self) -> Option<String> {
        self.public_address.borrow().clone()
    }

    fn admin_token(&self) -> Option<Secret> {
        let other = self.other_token.borrow().clone();
        other.unwrap_or_else(|| Some(ADMIN.to_owned())).map(Secret::new)
    }
}
