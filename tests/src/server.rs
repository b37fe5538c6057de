//! HTTP/1.1 for browsers on this machine: `GET`, a thread for each connection, which is closed after
//! its answer.
//!
//! Not `tiny_http`: its pool may hand two new connections to one idle thread, and with browsers,
//! which keep theirs open, the second then waits for ever.

use std::{
    io::{BufRead, BufReader, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

/// Browsers open connections that they never use.
const REQUEST_COMES_WITHIN: Duration = Duration::from_secs(20);

/// An answer, with everything but its length.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: &'static str,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// A running server. It takes no more connections once it is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    port: u16,
    is_over: Arc<AtomicBool>,
}

impl Server {
    /// Starts one on a port of its own; `answer` gets path and query.
    #[track_caller]
    pub(crate) fn start(answer: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let is_over = Arc::new(AtomicBool::new(false));
        let (over, answer) = (Arc::clone(&is_over), Arc::new(answer));
        thread::spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                if over.load(Ordering::Relaxed) {
                    return;
                }
                let answer = Arc::clone(&answer);
                thread::spawn(move || {
                    // A browser that has gone away needs no answer.
                    let _ = serve(&connection, |url| answer(url));
                });
            }
        });
        Server { port, is_over }
    }

    pub(crate) const fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        // Wakes the thread that waits for connections.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

fn serve(mut connection: &TcpStream, answer: impl Fn(&str) -> Answer) -> std::io::Result<()> {
    connection.set_read_timeout(Some(REQUEST_COMES_WITHIN))?;
    let mut lines = BufReader::new(connection).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    let mut words = request.split(' ');
    let (Some("GET"), Some(url)) = (words.next(), words.next()) else { return Ok(()) };
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let Answer { status, headers, body } = answer(url);
    let mut head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("Connection: close\r\n\r\n");
    connection.write_all(head.as_bytes())?;
    connection.write_all(&body)?;
    connection.shutdown(Shutdown::Write)
}
