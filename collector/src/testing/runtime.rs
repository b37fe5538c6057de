//! Runtimes for tests: each says only what is particular to it.
//!
//! In: what a runtime has where a test doesn't care. Not in: the clock, which every test sets.

use core::future::{Future, ready};

use domain::Instant;

use crate::runtime::{
    Runtime,
    outbound::{Outbound, PostError},
    secret::Secret,
    signing_keys::{SigningKeys, Unusable},
};

/// A runtime without files, without randomness, without secrets, which reaches no other server: but
/// for what a test says.
pub trait TestRuntime {
    /// The clock as it is now.
    fn clock(&self) -> Instant;

    /// The text of a built file: there is none here.
    fn file(&self, path: &str) -> Option<String> {
        let _ = path;
        None
    }

    /// Bytes that nobody can guess.
    fn random(&self) -> Option<[u8; 64]> {
        None
    }

    /// Passes that many milliseconds: none here.
    fn pass_ms(&self, ms: u32) -> impl Future<Output = ()> {
        let _ = ms;
        ready(())
    }

    /// Posts to another server: none is reached here.
    fn send(&self, outbound: &Outbound) -> impl Future<Output = Result<u16, PostError>> {
        let _ = outbound;
        ready(Err(PostError::Unreachable))
    }

    /// The deployment's signing keys.
    ///
    /// # Errors
    /// [`Unusable::Missing`] here.
    fn keys(&self) -> Result<SigningKeys, Unusable> {
        Err(Unusable::Missing)
    }

    /// The operator's token.
    fn token(&self) -> Option<Secret> {
        None
    }
}

impl<T: TestRuntime> Runtime for T {
    fn asset(&self, path: &str) -> impl Future<Output = Option<String>> {
        ready(self.file(path))
    }

    fn random_bytes(&self) -> Option<[u8; 64]> {
        self.random()
    }

    fn now(&self) -> Instant {
        self.clock()
    }

    fn pause(&self, ms: u32) -> impl Future<Output = ()> {
        self.pass_ms(ms)
    }

    fn post(&self, outbound: &Outbound) -> impl Future<Output = Result<u16, PostError>> {
        self.send(outbound)
    }

    fn signing_keys(&self) -> Result<SigningKeys, Unusable> {
        self.keys()
    }

    fn admin_token(&self) -> Option<Secret> {
        self.token()
    }
}
