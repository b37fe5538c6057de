//! The collector's routes on the host: handlers over a store in memory.

mod garbage;
mod owners;
mod responses;
mod summary;
// Always so in here; said for clippy, which then lets helpers unwrap.
#[cfg(test)]
mod support;
mod visitors;
