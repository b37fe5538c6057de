//! The build tooling.
fn main() {}
