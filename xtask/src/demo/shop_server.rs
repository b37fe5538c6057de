//! A static server for `demo-site/`: what a customer's own web server would do.
//!
//! In: paths to files, content types, the ports in use put into pages. Not in: anything of ours.

use std::{
    fs,
    path::{Component, Path, PathBuf},
    sync::Arc,
    thread::{self, JoinHandle},
};

use tiny_http::{Header, Method, Request, Response, Server};

use super::Addresses;
use crate::{
    error::{Error, Result},
    paths::Paths,
};

/// A page brings a few files at once.
const THREADS: usize = 4;

/// The running server; it ends with this value.
pub(super) struct Shop {
    server: Arc<Server>,
    threads: Vec<JoinHandle<()>>,
}

impl Drop for Shop {
    fn drop(&mut self) {
        for _ in &self.threads {
            self.server.unblock();
        }
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

/// # Errors
/// When the port can't be had.
pub(super) fn start(paths: &Paths, port: u16, addresses: &Addresses) -> Result<Shop> {
    let server = Server::http(("127.0.0.1", port))
        .map_err(|error| Error::Unexpected(format!("The shop's port {port}: {error}")))?;
    let server = Arc::new(server);
    let folder = paths.root.join("demo-site");
    let threads = (0..THREADS).map(|_| {
        let (server, folder) = (Arc::clone(&server), folder.clone());
        let addresses =
            Addresses { collector: addresses.collector.clone(), shop: addresses.shop.clone() };
        thread::spawn(move || {
            while let Ok(request) = server.recv() {
                answer(request, &folder, &addresses);
            }
        })
    });
    Ok(Shop { threads: threads.collect(), server })
}

fn answer(request: Request, folder: &Path, addresses: &Addresses) {
    let readable = matches!(request.method(), Method::Get | Method::Head);
    let found = if readable { find(folder, request.url()) } else { None };
    let response = match found {
        Some(Found::File(file)) => page(&file, addresses),
        Some(Found::Folder(location)) => {
            let text = text(&format!("See {location}"), 301);
            with_headers(text, &[("Location", &location)])
        }
        None if readable => text("There is no such page.", 404),
        None => text("This page can only be read.", 405),
    };
    // The visitor may be gone; that is no fault here.
    let _ = request.respond(response);
}

type Answer = Response<std::io::Cursor<Vec<u8>>>;

fn page(file: &Path, addresses: &Addresses) -> Answer {
    let Ok(mut content) = fs::read(file) else {
        return text("This page can't be read.", 500);
    };
    let kind = content_type(file);
    if kind.starts_with("text/html") {
        content = addresses.put_into(&String::from_utf8_lossy(&content)).into_bytes();
    }
    // An edited page is seen at the next reload.
    let headers = [("Content-Type", kind), ("Cache-Control", "no-cache")];
    with_headers(Response::from_data(content), &headers)
}

fn text(text: &str, status: u16) -> Answer {
    let response = Response::from_data(text).with_status_code(status);
    with_headers(response, &[("Content-Type", "text/plain; charset=utf-8")])
}

fn with_headers(mut answer: Answer, headers: &[(&str, &str)]) -> Answer {
    for (name, value) in headers {
        if let Ok(header) = Header::from_bytes(*name, *value) {
            answer.add_header(header);
        }
    }
    answer
}

enum Found {
    File(PathBuf),
    /// A folder asked for without the slash at the end that its relative links need: where it is.
    Folder(String),
}

/// The file for a URL's path; a folder means its `index.html`.
fn find(folder: &Path, url: &str) -> Option<Found> {
    let path = url.split(['?', '#']).next()?;
    let file = folder.join(relative(path)?);
    if file.is_dir() && !path.ends_with('/') {
        return Some(Found::Folder(format!("{path}/")));
    }
    let file = if file.is_dir() { file.join("index.html") } else { file };
    file.is_file().then_some(Found::File(file))
}

/// The path below the served folder, or nothing where it would lead out of it.
fn relative(path: &str) -> Option<PathBuf> {
    let path = PathBuf::from(decode(path.trim_start_matches('/'))?);
    path.components().all(|part| matches!(part, Component::Normal(_))).then_some(path)
}

/// Percent-decoding.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("avif") => "image/avif",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("webmanifest") => "application/manifest+json",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn leads_to(url: &str, expected: Option<&str>) {
        assert_eq!(relative(url), expected.map(PathBuf::from), "{url}");
    }

    #[test]
    fn urls_lead_to_files_below_the_folder_only() {
        leads_to("/", Some(""));
        leads_to("/en/index.html", Some("en/index.html"));
        leads_to("/gi%E1%BB%8F.html", Some("giỏ.html"));
        leads_to("/../Cargo.toml", None);
        leads_to("/en/%2e%2e/%2e%2e/Cargo.toml", None);
        leads_to("/%2fetc/passwd", None);
        leads_to("/%zz", None);
        leads_to("/%e1", None);
        leads_to("/%", None);
    }

    #[test]
    fn a_double_slash_does_not_reach_the_root_of_the_disk() {
        leads_to("//etc/passwd", Some("etc/passwd"));
    }
}
