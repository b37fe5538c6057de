//! Ports of this machine for the tests' programs and servers.
//!
//! In: choosing ports, none of them twice. Not in: the programs that listen there.
//!
//! Several tests use the same browser, and it keeps the storage of each origin. A test on the port
//! of an earlier test would meet that test's visitor.

use std::{
    iter,
    net::TcpListener,
    ops::Range,
    process,
    sync::atomic::{AtomicU32, Ordering},
};

/// Ports to try. They are below the range that systems use for outgoing connections (Linux from
/// 32768 on, macOS from 49152): a port of that range may be free now and in use a moment later.
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
        // Each process starts at another port, far from those of the others.
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
