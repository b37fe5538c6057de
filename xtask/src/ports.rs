//! Ports of this machine for servers that tests start.
//!
//! In: finding a free port. Not in: listening on it, and the demo's ports, which the caller names.

use std::{
    iter,
    net::TcpListener,
    ops::Range,
    process,
    sync::atomic::{AtomicU32, Ordering},
};

use crate::error::{Error, Result};

/// Ports to try. They are below the range that systems use for outgoing connections (Linux from
/// 32768 on, macOS from 49152): a port of that range may be free now and in use a moment later.
const PORTS: Range<u32> = 12_000..32_000;

/// Finds a port that nobody listens on, and that no other call in this process returns.
///
/// # Errors
/// [`Error::Unexpected`] when all are taken.
pub(crate) fn free() -> Result<u16> {
    static N_TRIED: AtomicU32 = AtomicU32::new(0);
    let is_free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    let next = || {
        // Each process starts at another port, far from those of the others.
        let nth =
            process::id().wrapping_mul(61).wrapping_add(N_TRIED.fetch_add(1, Ordering::Relaxed));
        u16::try_from(PORTS.start + nth % (PORTS.end - PORTS.start)).unwrap_or_default()
    };
    iter::repeat_with(next)
        .take(PORTS.len())
        .find(is_free)
        .ok_or_else(|| Error::Unexpected(format!("No port of {PORTS:?} is free.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_given_once_and_never_one_of_outgoing_connections() {
        let ports: Vec<u16> = (0..50).map(|_| free().unwrap()).collect();
        for (index, port) in ports.iter().enumerate() {
            assert!(PORTS.contains(&u32::from(*port)), "{port}");
            assert!(!ports[..index].contains(port), "{port} twice");
        }
    }
}
