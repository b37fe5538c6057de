//! A server between browsers and an app's own: it puts the collector's address into what the app
//! says, and the recorder into its pages.
//!
//! In: requests and replies, whole. Not in: compression, caching, connections that stay open.
//!
//! The apps are built with an address in place of the collector's that has as many letters, so that
//! lengths that a framework writes into its own data stay right.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    thread,
    time::Duration,
};

use hearby_tests::{ports::free_port, request::Request};

/// Address of the collector in the apps' files.
const COLLECTOR: &str = "http://127.0.0.1:10000";

/// Scripts that stand first in the head, and are gone before the framework looks: see the files.
const RECORDER: &str =
    concat!(include_str!("../src/pages/recorder.js"), include_str!("first_heading.js"));

/// Headers that hold for one connection, or ask for another form of the body.
const OF_CONNECTION: [&str; 5] =
    ["connection", "keep-alive", "transfer-encoding", "content-length", "accept-encoding"];

/// Time that a script takes where the network is slow: a card waits 4 seconds for a page to load.
const LATE: Duration = Duration::from_secs(5);

/// Starts one before the app at that port, and returns its own; it runs as long as the program.
pub(crate) fn start(app: u16, collector: &str, is_late: bool) -> u16 {
    assert_eq!(collector.len(), COLLECTOR.len(), "{collector} has another length");
    let port = free_port();
    let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
    let collector = collector.to_owned();
    thread::spawn(move || {
        for connection in listener.incoming().map_while(Result::ok) {
            let collector = collector.clone();
            // A browser that has gone away needs no reply.
            thread::spawn(move || pass(&connection, app, &collector, is_late));
        }
    });
    port
}

/// Reads one request, and replies as the app does; the connection ends with it.
fn pass(mut browser: &TcpStream, app: u16, collector: &str, is_late: bool) -> Option<()> {
    let request = Request::read(browser)?;
    let (_, url) = request.method_and_url()?;
    let is_script = url.ends_with(".js") || url.contains(".js?");
    // A server replies to HTTP/1.0 in one piece.
    let head = request.head_without(&OF_CONNECTION).replacen("HTTP/1.1", "HTTP/1.0", 1);
    let head = format!("{head}content-length: {}\r\n\r\n", request.body.len());

    let mut server = TcpStream::connect(("127.0.0.1", app)).ok()?;
    server.write_all(head.as_bytes()).ok()?;
    server.write_all(&request.body).ok()?;
    let mut reply = Vec::new();
    server.read_to_end(&mut reply).ok()?;
    if is_late && is_script {
        thread::sleep(LATE);
    }
    browser.write_all(&changed(&reply, collector)?).ok()
}

fn is_of_connection(name: &str) -> bool {
    OF_CONNECTION.iter().any(|of_connection| name.eq_ignore_ascii_case(of_connection))
}

/// Returns a reply for the browser; `None` when it has no head.
fn changed(reply: &[u8], collector: &str) -> Option<Vec<u8>> {
    let end = reply.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
    let (head, body) = (String::from_utf8_lossy(&reply[..end]), &reply[end + 4..]);
    let head = head.replace(COLLECTOR, collector);
    let mut lines = head.lines();
    let mut new = format!("{}\r\n", lines.next()?.replace("HTTP/1.0", "HTTP/1.1"));
    let mut is_page = false;
    for line in lines {
        let (name, value) = line.split_once(':')?;
        is_page |= name.eq_ignore_ascii_case("content-type") && value.contains("text/html");
        if !is_of_connection(name) {
            new.push_str(&format!("{line}\r\n"));
        }
    }
    let body = match std::str::from_utf8(body) {
        Ok(text) if is_page => recorded(&text.replace(COLLECTOR, collector)).into_bytes(),
        Ok(text) => text.replace(COLLECTOR, collector).into_bytes(),
        Err(_) => body.to_vec(),
    };
    new.push_str(&format!("content-length: {}\r\nconnection: close\r\n\r\n", body.len()));
    Some([new.as_bytes(), &body].concat())
}

/// Returns a page with the recorder first in its head, from where it takes itself away.
fn recorded(page: &str) -> String {
    let Some(head) = page.find("<head") else { return page.to_owned() };
    let at = head + page[head..].find('>').map_or(0, |end| end + 1);
    let (before, after) = page.split_at(at);
    // A router that runs the next page's scripts would run these, too.
    let script =
        format!("if (!window.__recorded) {{ {RECORDER} }} document.currentScript.remove();");
    format!("{before}<script>{script}</script>{after}")
}
