//! Uploads that are aborted, and slow ones: the memory that the Worker keeps of them, and the
//! requests that wait.

use std::{
    io::{Read, Write},
    net::TcpStream,
    thread,
    time::Duration,
};

use hearby_tests::{
    collector::{ADMIN_TOKEN, Collector},
    fixtures::{SITE, create_shop, response},
    http::Client,
};
use nix::{
    libc::linger,
    sys::socket::{setsockopt, sockopt},
};
use wire::routes;

/// Bytes that each upload announces, or would have; as many as a restore may have.
const WHOLE_BYTES: usize = 1_000_000;
/// Bytes that are sent before the connection breaks.
const SENT_BYTES: usize = 900_000;
const UPLOADS: usize = 2_000;
const ROUNDS: usize = 5;
const AT_ONCE: usize = 8;
/// Keeping all uploads would take 1,800 MB. The runtime itself takes some 30, and where the machine is
/// busy 60 to 100: it collects its garbage later there, and levels off.
const MOST_GROWTH_BYTES: u64 = 300_000_000;

/// A way to upload something.
#[derive(Clone, Copy)]
struct Upload {
    method: &'static str,
    path: &'static str,
    has_key: bool,
    is_chunked: bool,
}

fn uploads() -> Vec<Upload> {
    let mut uploads = Vec::new();
    for (method, path, has_key) in [
        ("POST", "/nothing/restore", false),
        ("POST", "/v1/sites/nobody/restore", true),
        ("POST", "/v1/sites/shop/restore", false),
        ("POST", "/v1/sites/shop/restore", true),
        ("POST", "/v1/responses", false),
        ("PUT", "/v1/sites/shop/surveys/nps", false),
        ("PUT", "/v1/sites/shop/surveys/nps", true),
        ("PUT", "/healthz", false),
    ] {
        for is_chunked in [true, false] {
            uploads.push(Upload { method, path, has_key, is_chunked });
        }
    }
    uploads
}

impl Upload {
    fn begin(self, collector: &Collector) -> TcpStream {
        let (whole, bearer) = (WHOLE_BYTES.to_string(), format!("Bearer {ADMIN_TOKEN}"));
        let mut headers = vec![("content-type", "application/json")];
        if self.has_key {
            headers.push(("authorization", &bearer));
        }
        headers.push(if self.is_chunked {
            ("transfer-encoding", "chunked")
        } else {
            ("content-length", &whole)
        });
        collector.begin(self.method, self.path, &headers)
    }

    /// Sends a piece; false when the collector doesn't listen any more.
    fn send(self, connection: &mut TcpStream, piece: &[u8]) -> bool {
        if self.is_chunked {
            let head = format!("{:x}\r\n", piece.len());
            connection.write_all(head.as_bytes()).is_ok()
                && connection.write_all(piece).is_ok()
                && connection.write_all(b"\r\n").is_ok()
        } else {
            connection.write_all(piece).is_ok()
        }
    }

    /// Uploads most of it, and closes the connection.
    fn abort(self, collector: &Collector, is_reset: bool) {
        let mut connection = self.begin(collector);
        let piece = [b'x'; 30_000];
        for _ in 0..SENT_BYTES / piece.len() {
            if !self.send(&mut connection, &piece) {
                break;
            }
        }
        // Time for the Worker to have read it, and to wait for the rest.
        thread::sleep(Duration::from_millis(50));
        if is_reset {
            // As when a phone loses its network, or a process dies: no end is announced. The
            // runtime then ends the request, and everything that waits in it waits for ever.
            let at_once = linger { l_onoff: 1, l_linger: 0 };
            setsockopt(&connection, sockopt::Linger, &at_once).unwrap();
        }
    }
}

fn abort_many(collector: &Collector, n: usize) {
    let uploads = uploads();
    thread::scope(|scope| {
        for first in 0..AT_ONCE {
            let uploads = &uploads;
            scope.spawn(move || {
                for at in (first..n).step_by(AT_ONCE) {
                    let is_reset = (at / uploads.len()).is_multiple_of(2);
                    uploads[at % uploads.len()].abort(collector, is_reset);
                }
            });
        }
    });
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

#[test]
fn uploads_that_are_broken_off_leave_nothing_in_the_workers_memory() {
    let collector = Collector::start_alone();
    create_shop(&collector);
    // The runtime itself keeps memory for so many connections at once.
    abort_many(&collector, UPLOADS / ROUNDS);
    let first = collector.memory_bytes();
    println!("after {} to warm up: {:.0} MB", UPLOADS / ROUNDS, megabytes(first));
    let mut last = first;
    for round in 1..=ROUNDS {
        abort_many(&collector, UPLOADS / ROUNDS);
        last = collector.memory_bytes();
        println!("after {} uploads: {:.0} MB", round * UPLOADS / ROUNDS, megabytes(last));
    }
    let growth = last.saturating_sub(first);
    assert!(growth < MOST_GROWTH_BYTES, "{:.0} MB more", megabytes(growth));
    // It still works, once it has read the uploads whose connections were closed in order.
    let (url, body) = (collector.url() + routes::RESPONSES, response("nps", 9).to_string());
    let reply = Client::patient().must_send(
        "POST",
        &url,
        &[("content-type", "text/plain")],
        Some(body.as_bytes()),
    );
    let _ = reply.expect(201);
    assert_eq!(collector.summary(SITE, "nps").responses, 1);
}

#[test]
fn bodies_that_come_slowly_keep_nobody_waiting_and_leave_nothing_behind() {
    let collector = Collector::start_alone();
    create_shop(&collector);
    abort_many(&collector, 200);
    let first = collector.memory_bytes();
    for _ in 0..4 {
        let mut slow: Vec<(Upload, TcpStream)> =
            uploads().into_iter().cycle().take(96).map(|u| (u, u.begin(&collector))).collect();
        for _ in 0..5 {
            slow.retain_mut(|(upload, connection)| upload.send(connection, &[b'x'; 1_000]));
            let _ = collector.post(&response("nps", 9).to_string()).expect(201);
            thread::sleep(Duration::from_millis(20));
        }
        let during = collector.memory_bytes();
        println!("{} slow bodies: {:.0} MB", slow.len(), megabytes(during));
    }
    thread::sleep(Duration::from_millis(500));
    let last = collector.memory_bytes();
    println!("before {:.0} MB, after {:.0} MB", megabytes(first), megabytes(last));
    assert!(last.saturating_sub(first) < MOST_GROWTH_BYTES);
    assert_eq!(collector.summary(SITE, "nps").responses, 20);
}

#[test]
fn who_may_not_send_a_body_is_told_before_it_is_sent() {
    let collector = Collector::start_alone();
    create_shop(&collector);
    for upload in uploads() {
        let expected = match (upload.path, upload.has_key) {
            ("/nothing/restore", _) => "404",
            ("/healthz", _) => "405",
            (path, false) if path.starts_with("/v1/sites") => "401",
            // Only this upload announces its length; the length of a chunked one is unknown.
            ("/v1/responses" | "/v1/sites/shop/surveys/nps", _) if !upload.is_chunked => "413",
            _ => continue,
        };
        let mut connection = upload.begin(&collector);
        connection.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let mut start = [0; 12];
        connection.read_exact(&mut start).unwrap();
        let start = String::from_utf8_lossy(&start).into_owned();
        assert_eq!(start, format!("HTTP/1.1 {expected}"), "{} {}", upload.method, upload.path);
    }
}
