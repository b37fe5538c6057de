//! The console's addresses: redirects to the console, and its page at addresses that have no file.
//!
//! In: the way to `/console/`, its page for addresses that its own router knows, their headers. Not
//! in: its files, which are served without the Worker (`xtask/src/build/assets.rs`); its requests
//! to the API (`router`).
//!
//! The setting `not_found_handling = "single-page-application"` would not do: it would answer every
//! other address of the Worker, too.

use wire::routes::CONSOLE;

use crate::{
    api::{
        etag,
        http::{Method, Reply, Request},
    },
    runtime::Runtime,
    store::{context::Context, error::Error},
};

/// The headers of the console's files and of its page, a line each; xtask writes the same into
/// `_headers`, which the runtime applies to files alone.
const HEADERS: &str = include_str!("console/headers.txt");

/// Place of the console's page among the files. A request for its own name would get a redirect.
const PAGE: &str = CONSOLE;

/// Replies to a request for a page of the console, headers included; `None` for every other request.
///
/// 1. A browser at the collector's own address → 302 to the console; a program is told that nothing
///    is there.
/// 2. `/console` → 302.
/// 3. An address that looks like a file and is none → 404: a page in its place would be a riddle.
/// 4. All other addresses below → the page, from the files (not built → 404); its own router reads
///    the address.
///
/// # Errors
/// As listed.
pub async fn page<S, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
) -> Option<Result<Reply, Error>> {
    if !matches!(request.method, Method::Get | Method::Head) {
        return None;
    }
    let below = match request.path.as_str() {
        "/" if wants_page(request) => return Some(Ok(to_console())),
        "/console" => return Some(Ok(to_console())),
        path => path.strip_prefix(CONSOLE)?,
    };
    let is_file = below.rsplit('/').next().is_some_and(|last| last.contains('.'));
    if is_file {
        return Some(Err(Error::NotFound));
    }
    let page = context.runtime.asset(PAGE).await.ok_or(Error::NotFound);
    Some(page.map(|page| {
        let reply = Reply::new(200, "text/html; charset=utf-8", page);
        let reply = with_headers(reply.with("cache-control", "no-cache"));
        etag::unless_known(&request.headers, etag::tagged(reply))
    }))
}

fn to_console() -> Reply {
    let reply = Reply::empty(302).with("location", CONSOLE).with("vary", "accept");
    with_headers(reply.with("cache-control", "no-store"))
}

/// True if a browser asks for a page: programs say that any type will do, or JSON.
fn wants_page(request: &Request) -> bool {
    request.headers.accept.as_deref().is_some_and(|accept| accept.contains("text/html"))
}

fn with_headers(reply: Reply) -> Reply {
    let lines = HEADERS.lines().filter_map(|line| line.split_once(": "));
    lines.fold(reply, |reply, (name, value)| reply.with(name, value))
}
