//! A load generator that is not the bottleneck: a few threads, each with one open connection and
//! one request on its way. A closed loop: the server is never idle, and never overrun.
//!
//! In: raw HTTP/1.1, times. Not in: the requests.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::Duration,
};

use hearby_tests::clock::Stopwatch;

use crate::numbers::quantile;

/// Number of connections: as many as a busy site has at once at one location; enough that the
/// server always has work.
pub(crate) const CONNECTIONS: usize = 8;

const PATIENCE: Duration = Duration::from_secs(20);

/// Result of a run.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// Time from each request's first byte to its reply's last, in microseconds, unsorted.
    pub(crate) latencies_us: Vec<f64>,
    /// Time from the first request to the last reply.
    pub(crate) took: Duration,
}

impl Outcome {
    /// Returns the number of requests that got a reply.
    pub(crate) fn n(&self) -> usize {
        self.latencies_us.len()
    }

    pub(crate) fn per_second(&self) -> f64 {
        self.latencies_us.len() as f64 / self.took.as_secs_f64()
    }

    /// Returns the latency that this share of the requests does not exceed, in microseconds.
    pub(crate) fn latency_us(&self, share: f64) -> f64 {
        let mut sorted = self.latencies_us.clone();
        sorted.sort_by(f64::total_cmp);
        quantile(&sorted, share)
    }
}

/// Sends requests for that long. `next` writes the n-th request into an empty buffer; every reply
/// must have that status.
pub(crate) fn run(
    server: SocketAddr,
    for_: Duration,
    status: u16,
    next: impl Fn(u64, &mut Vec<u8>) + Sync,
) -> Outcome {
    run_over(CONNECTIONS, server, for_, status, next)
}

/// Does the same over that many connections.
pub(crate) fn run_over(
    connections: usize,
    server: SocketAddr,
    for_: Duration,
    status: u16,
    next: impl Fn(u64, &mut Vec<u8>) + Sync,
) -> Outcome {
    let watch = Stopwatch::start();
    exchange_while(connections, server, status, next, |_| watch.elapsed() < for_)
}

/// Does the same for that many requests.
pub(crate) fn count(
    server: SocketAddr,
    requests: u64,
    status: u16,
    next: impl Fn(u64, &mut Vec<u8>) + Sync,
) -> Outcome {
    exchange_while(CONNECTIONS, server, status, next, |n| n < requests)
}

fn exchange_while(
    connections: usize,
    server: SocketAddr,
    status: u16,
    next: impl Fn(u64, &mut Vec<u8>) + Sync,
    goes_on: impl Fn(u64) -> bool + Sync,
) -> Outcome {
    let numbers = AtomicU64::new(0);
    let mut connections: Vec<Connection> =
        (0..connections).map(|_| Connection::open(server)).collect();
    let watch = Stopwatch::start();
    let latencies_us = thread::scope(|scope| {
        let (next, goes_on, numbers) = (&next, &goes_on, &numbers);
        let threads: Vec<_> = connections
            .iter_mut()
            .map(|connection| {
                scope.spawn(move || {
                    let (mut request, mut latencies) = (Vec::new(), Vec::new());
                    loop {
                        let n = numbers.fetch_add(1, Ordering::Relaxed);
                        if !goes_on(n) {
                            return latencies;
                        }
                        request.clear();
                        next(n, &mut request);
                        let sent = Stopwatch::start();
                        connection.exchange(&request, status);
                        latencies.push(sent.elapsed().as_secs_f64() * 1e6);
                    }
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    Outcome { latencies_us, took: watch.elapsed() }
}

/// An open connection.
struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    fn open(server: SocketAddr) -> Connection {
        let stream = TcpStream::connect(server).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        Connection { stream, buffer: vec![0; 256 * 1024] }
    }

    /// Sends a request and reads its reply to the end.
    fn exchange(&mut self, request: &[u8], status: u16) {
        self.stream.write_all(request).unwrap();
        let mut filled = 0;
        let whole = loop {
            let more = self.stream.read(&mut self.buffer[filled..]).unwrap();
            assert!(more > 0, "the server closed the connection");
            filled += more;
            if let Some(whole) = length(&self.buffer[..filled]) {
                break whole;
            }
        };
        while filled < whole {
            assert!(whole <= self.buffer.len(), "a reply of {whole} bytes");
            let more = self.stream.read(&mut self.buffer[filled..whole]).unwrap();
            assert!(more > 0, "the server closed the connection");
            filled += more;
        }
        let got = std::str::from_utf8(&self.buffer[9..12]).unwrap();
        assert!(got == status.to_string(), "{}", String::from_utf8_lossy(&self.buffer[..filled]));
    }
}

/// Returns the length of a whole reply, once its head is there.
fn length(reply: &[u8]) -> Option<usize> {
    let head = reply.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&reply[..head]).unwrap();
    let body = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().unwrap())
    });
    Some(head + body.unwrap_or_else(|| panic!("a reply without a length: {text}")))
}
