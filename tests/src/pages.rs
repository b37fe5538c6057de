//! A customer's web server: serves a folder, with our tag pasted into its pages.
//!
//! In: files, the tag, the recorder, extra headers. Not in: the pages themselves (`tests/pages`).

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use crate::server::{Reply, Server};

/// Script that records events on the page for the test to read; see the file.
const RECORDER: &str = include_str!("pages/recorder.js");
/// Nonce by which a page's content security policy may allow the recorder alone.
pub const RECORDER_NONCE: &str = "recorder";

/// The tag that an owner pastes.
#[derive(Clone, Debug)]
pub struct Tag {
    /// The collector's origin.
    pub collector: String,
    /// The site's name.
    pub site: String,
    /// The page's nonce, for a policy that requires one.
    pub nonce: Option<&'static str>,
}

/// A running web server. It ends when it is dropped.
#[derive(Debug)]
pub struct Pages {
    server: Server,
}

/// The served folder and its settings.
#[derive(Debug)]
struct Folder {
    folder: PathBuf,
    tag: Option<Tag>,
    headers: Vec<(String, String)>,
    /// A text in pages and scripts, and its replacement.
    renamed: Option<(&'static str, String)>,
}

impl Pages {
    /// Serves a folder on a port of its own. If there is a tag, every page in the folder gets it.
    #[must_use]
    #[track_caller]
    pub fn serve(folder: &Path, tag: Option<Tag>) -> Pages {
        Pages::serve_with_headers(folder, tag, &[])
    }

    /// Runs [`Pages::serve`] with headers on every page.
    #[must_use]
    #[track_caller]
    pub fn serve_with_headers(folder: &Path, tag: Option<Tag>, headers: &[(&str, &str)]) -> Pages {
        let headers = headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let folder = Folder { folder: folder.to_owned(), tag, headers, renamed: None };
        Pages { server: Server::start(move |url| folder.reply(url)) }
    }

    /// Serves a folder whose pages and scripts load the widget themselves. `from` in them becomes
    /// `to`.
    #[must_use]
    #[track_caller]
    pub fn serve_renamed(
        folder: &Path,
        from: &'static str,
        to: String,
        headers: &[(&str, &str)],
    ) -> Pages {
        let headers = headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let renamed = Some((from, to));
        let folder = Folder { folder: folder.to_owned(), tag: None, headers, renamed };
        Pages { server: Server::start(move |url| folder.reply(url)) }
    }

    /// Returns the address of a page: `at("/index.html")`.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.server.port())
    }
}

impl Folder {
    fn reply(&self, url: &str) -> Reply {
        let Some((media_type, body)) = self.read(url) else {
            return Reply { status: "404 Not Found", headers: Vec::new(), body: Vec::new() };
        };
        let mut headers = vec![("Content-Type".to_owned(), media_type.to_owned())];
        headers.extend(self.headers.iter().cloned());
        Reply { status: "200 OK", headers, body }
    }

    fn read(&self, url: &str) -> Option<(&'static str, Vec<u8>)> {
        let path = url.split(['?', '#']).next().unwrap_or_default();
        let relative = Path::new(path.trim_start_matches('/'));
        let inside = relative.components().all(|part| matches!(part, Component::Normal(_)));
        let mut file = self.folder.join(relative);
        if file.is_dir() {
            file.push("index.html");
        }
        let mut body = fs::read(&file).ok().filter(|_| inside)?;
        let media_type = media_type(&file);
        if let Some((from, to)) = self.renamed.as_ref().filter(|_| media_type.starts_with("text/"))
        {
            body = String::from_utf8_lossy(&body).replace(from, to).into_bytes();
        }
        match media_type {
            "text/javascript" => body = changed(body, without_absent_hosts),
            "text/css" => body = changed(body, local_styles),
            _ => {}
        }
        if media_type.starts_with("text/html") {
            let page = keep_local(&String::from_utf8_lossy(&body));
            return Some((media_type, self.paste(&page).into_bytes()));
        }
        Some((media_type, body))
    }

    /// Puts the recorder first in the head, and the tag last in the body; in a page that doesn't
    /// close its body, the tag goes into the head.
    fn paste(&self, page: &str) -> String {
        let recorder = format!("<script nonce=\"{RECORDER_NONCE}\">{RECORDER}</script>");
        let page = insert_after(page, "<head", &recorder);
        let Some(tag) = &self.tag else { return page };
        let nonce = tag.nonce.map_or(String::new(), |nonce| format!(" nonce=\"{nonce}\""));
        let (collector, site) = (&tag.collector, &tag.site);
        let tag = format!("<script async{nonce} src=\"{collector}/e/{site}.js\"></script>");
        let place = page.rfind("</body>").or_else(|| page.find("</head>")).unwrap_or(page.len());
        let (before, after) = page.split_at(place);
        format!("{before}{tag}\n{after}")
    }
}

fn insert_after(page: &str, tag: &str, insert: &str) -> String {
    let start = page.find(tag).unwrap_or_else(|| panic!("a page without {tag}>"));
    let end = start + page[start..].find('>').unwrap() + 1;
    format!("{}{insert}{}", &page[..end], &page[end..])
}

/// Elements that load a file from their address.
const LOADING: [&str; 8] = ["script", "link", "img", "iframe", "video", "audio", "source", "embed"];

/// Changes a page so that it loads only files of this machine, because a test must not depend on
/// other people's servers. Files of jsDelivr come from the same npm package in `tests/pages`;
/// requests for files of other hosts fail at once.
fn keep_local(page: &str) -> String {
    let mut local = String::with_capacity(page.len());
    for (index, part) in page.split('<').enumerate() {
        if index > 0 {
            local.push('<');
        }
        let name = part.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let end = if LOADING.contains(&name) { part.find('>').unwrap_or(part.len()) } else { 0 };
        local.push_str(&local_addresses(&part[..end]));
        local.push_str(&part[end..]);
    }
    local_styles(&without_absent_hosts(&local))
}

/// Changes a style sheet, or a page's own styles, in the same way.
fn local_styles(styles: &str) -> String {
    ["url(", "url('", "url(\""].iter().fold(styles.to_owned(), |styles, url| {
        styles
            .replace(&format!("{url}https://"), &format!("{url}/elsewhere/"))
            .replace(&format!("{url}//"), &format!("{url}/elsewhere/"))
    })
}

/// Hosts that scripts and SVG files of these pages contact. A page that waits for an absent host
/// changes its look a moment later, with or without the widget.
const ABSENT_HOSTS: [&str; 3] = [
    "https://petstore.swagger.io/",
    "https://www.youtube.com/iframe_api",
    "https://file.myfontastic.com/",
];

/// Replaces addresses on absent hosts by local ones that fail at once.
fn without_absent_hosts(script: &str) -> String {
    ABSENT_HOSTS.iter().fold(script.to_owned(), |script, host| {
        script.replace(host, &host.replace("https://", "/elsewhere/"))
    })
}

/// Applies `change` to a body that is UTF-8; other bodies stay as they are.
fn changed(body: Vec<u8>, change: fn(&str) -> String) -> Vec<u8> {
    match String::from_utf8(body) {
        Ok(text) => change(&text).into_bytes(),
        Err(error) => error.into_bytes(),
    }
}

fn local_addresses(tag: &str) -> String {
    const NPM: &str = "https://cdn.jsdelivr.net/npm/";
    let Some(start) = tag.find(NPM) else {
        return tag.replace("=\"https://", "=\"/elsewhere/").replace("=\"//", "=\"/elsewhere/");
    };
    let (before, package) = (&tag[..start], &tag[start + NPM.len()..]);
    match (package.find('@'), package.find('/')) {
        (Some(at), Some(slash)) if at < slash => {
            format!("{before}/{}{}", &package[..at], &package[slash..])
        }
        _ => format!("{before}/{package}"),
    }
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css",
        "js" | "mjs" => "text/javascript",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_asks_no_host_that_is_not_there() {
        assert_eq!(
            without_absent_hosts("url: \"https://petstore.swagger.io/v2/swagger.json\""),
            "url: \"/elsewhere/petstore.swagger.io/v2/swagger.json\"",
        );
        assert_eq!(changed(vec![0xff, 0x80], without_absent_hosts), [0xff, 0x80]);
    }

    #[track_caller]
    fn kept_local(page: &str, expected: &str) {
        assert_eq!(keep_local(page), expected);
    }

    #[test]
    fn scripts_and_styles_from_elsewhere_become_local_and_links_stay() {
        kept_local(
            r#"<script src="https://cdn.jsdelivr.net/npm/bootstrap@5.2.3/dist/js/b.js"></script>"#,
            r#"<script src="/bootstrap/dist/js/b.js"></script>"#,
        );
        kept_local(
            r#"<link href="https://fonts.example/css" rel="stylesheet"><a href="https://a.example">a</a>"#,
            r#"<link href="/elsewhere/fonts.example/css" rel="stylesheet"><a href="https://a.example">a</a>"#,
        );
        kept_local(
            r#"<img src="https://i.example/a.png"><p style="background: url('https://i.example/b')">https://c</p>"#,
            r#"<img src="/elsewhere/i.example/a.png"><p style="background: url('/elsewhere/i.example/b')">https://c</p>"#,
        );
    }
}
