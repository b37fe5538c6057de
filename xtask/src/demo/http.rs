//! HTTP/1.1 as far as a shop of files needs it: a thread for each connection, which is closed after
//! its one answer.
//!
//! In: connections, the request's first line, writing an answer. Not in: what is answered.
//!
//! Without keep-alive: a server with a fixed pool of threads lets a browser's second connection
//! wait for as long as the browser keeps its first ones open.

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

/// Browsers open connections that they may never use.
const REQUEST_COMES_WITHIN: Duration = Duration::from_secs(20);
/// The head of a request that a browser would send is far smaller.
const HEAD_MAX_BYTES: u64 = 64 * 1024;

/// An answer, with everything but its length.
pub(super) struct Answer {
    pub(super) status: &'static str,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
}

/// A running server; it takes no more connections once it is dropped.
pub(super) struct Server {
    port: u16,
    is_over: Arc<AtomicBool>,
    listening: Option<JoinHandle<()>>,
}

impl Server {
    /// Listens on a port of this machine alone; `answer` gets the method and the path with its
    /// query.
    ///
    /// # Errors
    /// When the port can't be had.
    pub(super) fn start(
        port: u16,
        answer: impl Fn(&str, &str) -> Answer + Send + Sync + 'static,
    ) -> io::Result<Server> {
        let listener = TcpListener::bind(("127.0.0.1", port))?;
        let port = listener.local_addr()?.port();
        let is_over = Arc::new(AtomicBool::new(false));
        let (over, answer) = (Arc::clone(&is_over), Arc::new(answer));
        let listening = thread::spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                if over.load(Ordering::Relaxed) {
                    return;
                }
                let answer = Arc::clone(&answer);
                thread::spawn(move || {
                    // The visitor may be gone; that is no fault here.
                    let _ = serve(&connection, |method, url| answer(method, url));
                });
            }
        });
        Ok(Server { port, is_over, listening: Some(listening) })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        // Wakes the thread that waits for connections, which then lets go of the port.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
    }
}

fn serve(mut connection: &TcpStream, answer: impl Fn(&str, &str) -> Answer) -> io::Result<()> {
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
    let Answer { status, headers, body } = answer(method, url);
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
        Server::start(crate::ports::free().unwrap(), |method, url| Answer {
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
