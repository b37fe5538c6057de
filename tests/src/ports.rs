//! Ports of this machine for the tests' programs and servers.
//!
//! In: the choice, so that no port is given twice. Not in: what listens there.
//!
//! A browser goes from test to test, and keeps what a page stored under its origin: on a port that
//! another test had, a visitor of that test would come back.

use std::{
    iter,
    net::TcpListener,
    ops::Range,
    process,
    sync::atomic::{AtomicU32, Ordering},
};

/// Below those that a system takes for outgoing connections (Linux from 32768 on, macOS from
/// 49152): one of these would be free now, and in use a moment later.
const PORTS: Range<u32> = 12_000..32_000;

/// Returns a port that nobody listens on, and that no other call in this process returns.
#[must_use]
pub fn free_port() -> u16 {
    listen().local_addr().unwrap().port()
}

/// Listens on a port that no other call in this process returns.
pub(crate) fn listen() -> TcpListener {
    static N_TRIED: AtomicU32 = AtomicU32::new(0);
    let next = || {
        // Processes begin far from one another.
        let nth = process::id() * 61 + N_TRIED.fetch_add(1, Ordering::Relaxed);
        u16::try_from(PORTS.start + nth % (PORTS.end - PORTS.start)).unwrap()
    };
    let listened = |port| TcpListener::bind(("127.0.0.1", port)).ok();
    iter::repeat_with(next).take(PORTS.len()).find_map(listened).expect("a free port")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{free_port, listen};

    #[test]
    fn no_port_is_given_twice_though_nobody_listens_there_any_more() {
        let listened = (0..1_000).map(|_| listen().local_addr().unwrap().port());
        let ports: HashSet<u16> = listened.chain((0..1_000).map(|_| free_port())).collect();
        assert_eq!(ports.len(), 2_000);
    }
}
