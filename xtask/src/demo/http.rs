//! The part of HTTP/1.1 that a static shop needs. Each connection has a thread, and is closed after
//! one reply.
//!
//! In: connections, the request's first line, writing a reply. Not in: the replies themselves.
//!
//! There is no keep-alive: a browser that keeps connections open would occupy the threads of a
//! fixed pool, and its next connection would wait.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

/// Time limit for a request: browsers open connections that they may never use.
const REQUEST_COMES_WITHIN: Duration = Duration::from_secs(20);
/// Greatest length of a request's head; browsers send far smaller ones.
const HEAD_MAX_BYTES: u64 = 64 * 1024;

/// A reply, with everything but its length.
pub(super) struct Reply {
    pub(super) status: &'static str,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
}

/// A running server. Dropping it ends it.
pub(super) struct Server {
    port: u16,
    is_over: Arc<AtomicBool>,
    listening: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts a server on a port of 127.0.0.1. `reply` gets the method and the path with its query.
    ///
    /// # Errors
    /// When the port is not available.
    pub(super) fn start(
        port: u16,
        reply: impl Fn(&str, &str) -> Reply + Send + Sync + 'static,
    ) -> io::Result<Server> {
        let listener = TcpListener::bind(("127.0.0.1", port))?;
        let port = listener.local_addr()?.port();
        let is_over = Arc::new(AtomicBool::new(false));
        let (over, reply) = (Arc::clone(&is_over), Arc::new(reply));
        let listening = thread::spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                if over.load(Ordering::Relaxed) {
                    return;
                }
                let reply = Arc::clone(&reply);
                thread::spawn(move || {
                    // The visitor may have closed the page; that is not an error here.
                    let _ = serve(&connection, |method, url| reply(method, url));
                });
            }
        });
        Ok(Server { port, is_over, listening: Some(listening) })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        // This connection wakes the waiting thread, which then closes the port.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
    }
}

fn serve(mut connection: &TcpStream, reply: impl Fn(&str, &str) -> Reply) -> io::Result<()> {
    connection.set_read_timeout(Some(REQUEST_COMES_WITHIN))?;
    let mut lines = BufReader::new(connection.take(HEAD_MAX_BYTES)).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    let mut words = request.split(' ');
    let (Some(method), Some(url)) = (words.next(), words.next()) else { return Ok(()) };
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let Reply { status, headers, body } = reply(method, url);
    let mut head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("Connection: close\r\n\r\n");
    connection.write_all(head.as_bytes())?;
    if method != "HEAD" {
        connection.write_all(&body)?;
    }
    connection.shutdown(Shutdown::Write)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server() -> Server {
        Server::start(crate::ports::free().unwrap(), |method, url| Reply {
            status: "200 OK",
            headers: vec![("X-Url", url.to_owned())],
            body: method.as_bytes().to_vec(),
        })
        .unwrap()
    }

    fn ask(connection: &mut TcpStream, request: &str) -> String {
        connection.write_all(request.as_bytes()).unwrap();
        let mut said = String::new();
        connection.read_to_string(&mut said).unwrap();
        said
    }

    fn connect(server: &Server) -> TcpStream {
        TcpStream::connect(("127.0.0.1", server.port)).unwrap()
    }

    #[test]
    fn connections_that_are_never_used_keep_nobody_waiting() {
        let server = server();
        let _idle: Vec<TcpStream> = (0..20).map(|_| connect(&server)).collect();
        let said = ask(&mut connect(&server), "GET /a?b HTTP/1.1\r\nHost: x\r\n\r\n");
        assert!(said.starts_with("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n"), "{said}");
        assert!(said.contains("\r\nX-Url: /a?b\r\n") && said.ends_with("\r\n\r\nGET"), "{said}");
    }

    #[test]
    fn who_asks_for_the_head_gets_no_body() {
        let said = ask(&mut connect(&server()), "HEAD / HTTP/1.1\r\n\r\n");
        assert!(said.contains("Content-Length: 4\r\n") && said.ends_with("\r\n\r\n"), "{said}");
    }

    #[test]
    fn the_port_is_free_once_it_has_ended() {
        let server = server();
        let port = server.port;
        drop(server);
        assert!(Server::start(port, |_, _| unreachable!()).is_ok());
    }
}
