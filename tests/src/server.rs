//! An HTTP/1.1 server for browsers on this machine. Each connection has a thread, and is closed
//! after one reply. Posted bodies are read and ignored.
//!
//! This is not `tiny_http`: its pool may give two new connections to one idle thread. Browsers keep
//! their connections open, so the second would wait for ever.

use std::{
    io::{self, Write},
    net::{Shutdown, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use crate::{ports::listen, request::Request};

/// Time limit for a request: browsers open connections that they never use.
const REQUEST_COMES_WITHIN: Duration = Duration::from_secs(20);

/// A reply, with everything but its length.
#[derive(Debug)]
pub struct Reply {
    /// `200 OK`.
    pub status: &'static str,
    /// Headers by name.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// A running server. Dropping it ends it.
#[derive(Debug)]
pub struct Server {
    port: u16,
    is_over: Arc<AtomicBool>,
}

impl Server {
    /// Starts a server on a port of its own; `reply` gets path and query.
    #[track_caller]
    pub fn start(reply: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Server {
        let listener = listen();
        let port = listener.local_addr().unwrap().port();
        let is_over = Arc::new(AtomicBool::new(false));
        let (over, reply) = (Arc::clone(&is_over), Arc::new(reply));
        thread::spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                if over.load(Ordering::Relaxed) {
                    return;
                }
                let reply = Arc::clone(&reply);
                thread::spawn(move || {
                    // A browser that has closed the connection needs no reply.
                    let _ = serve(&connection, |url| reply(url));
                });
            }
        });
        Server { port, is_over }
    }

    /// Returns its port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        // This connection wakes the waiting thread.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

fn serve(mut connection: &TcpStream, reply: impl Fn(&str) -> Reply) -> io::Result<()> {
    connection.set_read_timeout(Some(REQUEST_COMES_WITHIN))?;
    let Some(request) = Request::read(connection) else { return Ok(()) };
    let Some((_, url)) = request.method_and_url() else { return Ok(()) };
    let Reply { status, headers, body } = reply(url);
    let mut head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("Connection: close\r\n\r\n");
    connection.write_all(head.as_bytes())?;
    connection.write_all(&body)?;
    connection.shutdown(Shutdown::Write)
}
