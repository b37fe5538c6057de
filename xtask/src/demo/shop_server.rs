//! A static server for `demo-site/`, which plays the role of a customer's own web server.
//!
//! In: paths of files, content types, the ports in use in pages. Not in: any part of the product.

use std::{
    fs,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use super::{
    Addresses, Live,
    http::{Reply, Server},
};
use crate::{
    error::{Error, Result},
    paths::Paths,
};

/// Serves the shop until the value is dropped.
///
/// # Errors
/// When the port is not available.
pub(super) fn start(
    paths: &Paths,
    port: u16,
    addresses: &Addresses,
    live: Option<Arc<Live>>,
) -> Result<Server> {
    let folder = paths.root.join("demo-site");
    let addresses =
        Addresses { collector: addresses.collector.clone(), shop: addresses.shop.clone() };
    let reply = move |method: &str, url: &str| {
        let of_live = live.as_ref().and_then(|live| live.reply(url));
        of_live.unwrap_or_else(|| reply(method, url, &folder, &addresses, live.as_deref()))
    };
    Server::start(port, reply)
        .map_err(|error| Error::Unexpected(format!("The shop's port {port}: {error}")))
}

fn reply(
    method: &str,
    url: &str,
    folder: &Path,
    addresses: &Addresses,
    live: Option<&Live>,
) -> Reply {
    if !matches!(method, "GET" | "HEAD") {
        return text("405 Method Not Allowed", "This page can only be read.");
    }
    match find(folder, url) {
        Some(Found::File(file)) => page(&file, addresses, live),
        Some(Found::Folder(location)) => {
            let mut reply = text("301 Moved Permanently", &format!("See {location}"));
            reply.headers.push(("Location", location));
            reply
        }
        None => text("404 Not Found", "There is no such page."),
    }
}

fn page(file: &Path, addresses: &Addresses, live: Option<&Live>) -> Reply {
    let Ok(mut body) = fs::read(file) else {
        return text("500 Internal Server Error", "This page can't be read.");
    };
    let kind = content_type(file);
    if kind.starts_with("text/html") || kind.starts_with("text/javascript") {
        body = addresses.put_into(&String::from_utf8_lossy(&body)).into_bytes();
    }
    if let Some(live) = live.filter(|_| kind.starts_with("text/html")) {
        body = live.put_into(&String::from_utf8_lossy(&body)).into_bytes();
    }
    // A reload must show an edited page.
    let headers = vec![("Content-Type", kind.to_owned()), ("Cache-Control", "no-cache".to_owned())];
    Reply { status: "200 OK", headers, body }
}

fn text(status: &'static str, text: &str) -> Reply {
    let headers = vec![("Content-Type", "text/plain; charset=utf-8".to_owned())];
    Reply { status, headers, body: text.as_bytes().to_vec() }
}

enum Found {
    File(PathBuf),
    /// A folder, requested without the slash at the end that its relative links need. Holds the
    /// path with the slash.
    Folder(String),
}

/// Finds the file for a URL's path; a folder means its `index.html`.
fn find(folder: &Path, url: &str) -> Option<Found> {
    let path = url.split(['?', '#']).next()?;
    let file = folder.join(relative(path)?);
    if file.is_dir() && !path.ends_with('/') {
        return Some(Found::Folder(format!("{path}/")));
    }
    let file = if file.is_dir() { file.join("index.html") } else { file };
    file.is_file().then_some(Found::File(file))
}

/// Returns the path below the served folder; `None` if it would leave the folder.
fn relative(path: &str) -> Option<PathBuf> {
    let path = PathBuf::from(decode(path.trim_start_matches('/'))?);
    path.components().all(|part| matches!(part, Component::Normal(_))).then_some(path)
}

/// Decodes percent-encoding.
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
