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
    let content = found.as_ref().and_then(|file| fs::read(file).ok());
    let response = match (found, content) {
        (Some(file), Some(content)) => {
            let kind = content_type(&file);
            let content = if kind.starts_with("text/html") {
                addresses.put_into(&String::from_utf8_lossy(&content)).into_bytes()
            } else {
                content
            };
            with_type(Response::from_data(content), kind)
        }
        _ => with_type(Response::from_data("There is no such page."), "text/plain; charset=utf-8")
            .with_status_code(if readable { 404 } else { 405 }),
    };
    // The visitor may be gone; that is no fault here.
    let _ = request.respond(response);
}

fn with_type(
    response: Response<std::io::Cursor<Vec<u8>>>,
    kind: &str,
) -> Response<std::io::Cursor<Vec<u8>>> {
    let mut response = response;
    // An edited page is seen at the next reload.
    for (name, value) in [("Content-Type", kind), ("Cache-Control", "no-cache")] {
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    response
}

/// The file for a URL's path; a folder's, written with a slash at the end as links in it need it,
/// means its `index.html`.
fn find(folder: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?;
    let file = folder.join(relative(path)?);
    let file = if path.ends_with('/') { file.join("index.html") } else { file };
    file.is_file().then_some(file)
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
