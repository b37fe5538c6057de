//! Doubles for tests: a store in memory, one that fails as KV may, runtimes.
//!
//! Nothing of it is compiled into a Worker: the feature `testing` has it.

pub mod faulty;
pub mod memory;
pub mod runtime;
