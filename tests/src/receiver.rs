//! A webhook's receiver on this machine. It records the requests that it gets, and replies as the
//! test wants.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
};

use crate::{ports::free_port, request::Request};

/// A receiver's reply to a request that it has read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Replies with this status.
    Status(u16),
    /// Replies 302 to that address.
    RedirectTo(String),
    /// Keeps the connection open and sends nothing.
    Silence,
}

/// A request that was received.
#[derive(Clone, Debug)]
pub struct Received {
    headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// A server on one port, which can be stopped and started again.
#[derive(Debug)]
pub struct Receiver {
    port: u16,
    received: Arc<Mutex<Vec<Received>>>,
    reply: Arc<Mutex<Reply>>,
    running: Mutex<Option<Running>>,
}

#[derive(Debug)]
struct Running {
    is_over: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Received {
    /// Returns a header by its name, in any case.
    #[must_use]
    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str()).unwrap_or_else(|| panic!("no {name}: {self:?}"))
    }
}

impl Receiver {
    /// Starts a receiver.
    #[must_use]
    pub fn start(reply: Reply) -> Receiver {
        let receiver = Receiver {
            port: free_port(),
            received: Arc::default(),
            reply: Arc::new(Mutex::new(reply)),
            running: Mutex::default(),
        };
        receiver.come_back();
        receiver
    }

    /// Returns its address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/in", self.port)
    }

    /// Changes the reply from now on.
    pub fn reply_with(&self, reply: Reply) {
        *self.reply.lock().unwrap() = reply;
    }

    /// Returns the requests received so far.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// Stops the server, so that nobody listens on its port.
    pub fn go_away(&self) {
        let Some(running) = self.running.lock().unwrap().take() else { return };
        running.is_over.store(true, Ordering::Relaxed);
        // This connection wakes the waiting thread.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        running.thread.join().unwrap();
    }

    /// Starts again on the same port.
    #[track_caller]
    pub fn come_back(&self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).unwrap();
        let is_over = Arc::new(AtomicBool::new(false));
        let (over, received, reply) =
            (Arc::clone(&is_over), Arc::clone(&self.received), Arc::clone(&self.reply));
        let thread = thread::spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                if over.load(Ordering::Relaxed) {
                    return;
                }
                let (received, reply) = (Arc::clone(&received), Arc::clone(&reply));
                // A client that has closed the connection needs no reply.
                thread::spawn(move || serve(&connection, &received, &reply));
            }
        });
        *self.running.lock().unwrap() = Some(Running { is_over, thread });
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.go_away();
    }
}

fn serve(
    mut connection: &TcpStream,
    received: &Mutex<Vec<Received>>,
    reply: &Mutex<Reply>,
) -> Option<()> {
    let Request { headers, body, .. } = Request::read(connection)?;
    let body = String::from_utf8(body).ok()?;
    let reply = reply.lock().unwrap().clone();
    received.lock().unwrap().push(Received { headers, body });
    let head = match reply {
        Reply::Status(status) => format!("HTTP/1.1 {status} As-told\r\n"),
        Reply::RedirectTo(to) => format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\n"),
        Reply::Silence => {
            // Waits until the client closes the connection.
            let _ = connection.read(&mut [0]);
            return None;
        }
    };
    let tail = "Content-Length: 0\r\nConnection: close\r\n\r\n";
    connection.write_all(format!("{head}{tail}").as_bytes()).ok()
}
