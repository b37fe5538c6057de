//! One request of HTTP/1.1 as the tests' servers read it: its line, its headers, its body.
//!
//! In: reading a request, and writing its head to pass it on. Not in: replies; chunked bodies,
//! which neither browsers nor the Worker send here.

use std::io::{BufRead, BufReader, Read};

/// A request.
#[derive(Clone, Debug)]
pub struct Request {
    /// Its first line, without its end: `POST /v1/responses HTTP/1.1`.
    pub line: String,
    /// Headers in their order; names as they came.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// Reads a request; `None` if the client closes the connection early or sends anything else.
    #[must_use]
    pub fn read(connection: impl Read) -> Option<Request> {
        let mut reader = BufReader::new(connection);
        let line = next_line(&mut reader)?;
        let mut headers = Vec::new();
        loop {
            let line = next_line(&mut reader)?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':')?;
            headers.push((name.to_owned(), value.trim().to_owned()));
        }
        let mut request = Request { line, headers, body: Vec::new() };
        let length = request.header("content-length").unwrap_or("0").parse().ok()?;
        request.body = vec![0; length];
        reader.read_exact(&mut request.body).ok()?;
        Some(request)
    }

    /// Returns the method and the address: `("POST", "/v1/responses?a=b")`.
    #[must_use]
    pub fn method_and_url(&self) -> Option<(&str, &str)> {
        let mut words = self.line.split(' ');
        Some((words.next()?, words.next()?))
    }

    /// Returns a header by its name, in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the head without the headers of these names, and without the empty line at its end.
    #[must_use]
    pub fn head_without(&self, names: &[&str]) -> String {
        let is_left = |name: &str| !names.iter().any(|other| name.eq_ignore_ascii_case(other));
        let mut head = format!("{}\r\n", self.line);
        for (name, value) in self.headers.iter().filter(|(name, _)| is_left(name)) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head
    }
}

/// Reads a line without its end; `None` at the end of the input.
fn next_line(reader: &mut impl BufRead) -> Option<String> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|bytes| *bytes > 0)?;
    Some(line.trim_end_matches(['\r', '\n']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::Request;

    #[test]
    fn a_request_is_read_to_the_end_of_its_body_and_not_beyond() {
        let sent = b"POST /a?b HTTP/1.1\r\nHost: x\r\nCONTENT-length: 3\r\n\r\nabcdef";
        let request = Request::read(&sent[..]).unwrap();
        assert_eq!(request.method_and_url(), Some(("POST", "/a?b")));
        assert_eq!((request.header("host"), request.body.as_slice()), (Some("x"), &b"abc"[..]));
        let head = request.head_without(&["content-length"]);
        assert_eq!(head, "POST /a?b HTTP/1.1\r\nHost: x\r\n");
    }

    #[test]
    fn a_peer_that_goes_away_has_sent_no_request() {
        for sent in ["", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc"] {
            assert!(Request::read(sent.as_bytes()).is_none(), "{sent}");
        }
    }
}
