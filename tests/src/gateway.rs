//! A proxy between a page and its collector, such as any network may have. It passes requests on,
//! until a test makes it reply to posted responses itself.

use std::{
    io::{Read, Write},
    net::TcpStream,
    sync::{Arc, Mutex},
    thread,
};

use wire::routes::RESPONSES;

use crate::{ports::listen, request::Request};

/// A reply that does not come from the collector.
#[derive(Clone, Debug)]
pub struct Stranger {
    /// `403 Forbidden`.
    pub status: &'static str,
    /// Headers, each with its line's end.
    pub headers: &'static str,
    /// The body.
    pub body: &'static str,
}

/// Treatment of a posted response.
#[derive(Clone, Debug)]
pub enum Way {
    /// The proxy passes on the response and the collector's reply.
    Open,
    /// The proxy passes on the response, and breaks the connection before the reply.
    ReplyLost,
    /// The proxy doesn't pass on the response, and replies itself.
    Replied(Stranger),
}

/// A running proxy in front of a collector. It runs as long as the test.
#[derive(Debug)]
pub struct Gateway {
    port: u16,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    way: Way,
    posted: Vec<String>,
}

impl Gateway {
    /// Starts a proxy in front of the collector at that origin (`http://127.0.0.1:…`).
    #[must_use]
    #[track_caller]
    pub fn before(collector: &str) -> Gateway {
        let listener = listen();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State { way: Way::Open, posted: Vec::new() }));
        let (seen, address) = (Arc::clone(&state), collector.trim_start_matches("http://"));
        let address = address.to_owned();
        thread::spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                let (state, address) = (Arc::clone(&seen), address.clone());
                // A browser that has closed the connection needs no reply.
                thread::spawn(move || pass(&connection, &address, &state));
            }
        });
        Gateway { port, state }
    }

    /// Returns its origin.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Sets the treatment of posted responses from now on.
    pub fn set(&self, way: Way) {
        self.state.lock().unwrap().way = way;
    }

    /// Returns the bodies of all posted responses, passed on or not.
    #[must_use]
    pub fn posted(&self) -> Vec<String> {
        self.state.lock().unwrap().posted.clone()
    }
}

/// Handles one request; its connection ends after it.
fn pass(mut page: &TcpStream, address: &str, state: &Mutex<State>) -> Option<()> {
    let request = Request::read(page)?;
    let mut way = Way::Open;
    if request.method_and_url() == Some(("POST", RESPONSES)) {
        let mut state = state.lock().unwrap();
        state.posted.push(String::from_utf8_lossy(&request.body).into_owned());
        way = state.way.clone();
    }
    if let Way::Replied(Stranger { status, headers, body }) = way {
        let length = body.len();
        let head = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n{headers}");
        return page.write_all(format!("{head}Connection: close\r\n\r\n{body}").as_bytes()).ok();
    }
    let mut collector = TcpStream::connect(address).ok()?;
    let head = request.head_without(&["connection"]);
    collector.write_all(format!("{head}Connection: close\r\n\r\n").as_bytes()).ok()?;
    collector.write_all(&request.body).ok()?;
    let mut reply = Vec::new();
    collector.read_to_end(&mut reply).ok()?;
    if matches!(way, Way::Open) {
        page.write_all(&reply).ok()?;
    }
    Some(())
}
