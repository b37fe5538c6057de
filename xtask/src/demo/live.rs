//! Pages of the shop that follow the newest build: `cargo xtask dev`.
//!
//! In: the number of the newest build, and the script that reloads a page. Not in: building.

use std::sync::atomic::{AtomicU64, Ordering};

use super::http::Reply;

/// Number of the newest build.
#[derive(Debug, Default)]
pub(crate) struct Live(AtomicU64);

/// Path of the script.
const SCRIPT: &str = "/__dev.js";
/// Path of the number.
const NUMBER: &str = "/__dev";

impl Live {
    /// Makes open pages reload.
    pub(crate) fn reload(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    /// Replies to the two paths that only live pages ask for.
    pub(super) fn reply(&self, url: &str) -> Option<Reply> {
        let number = self.0.load(Ordering::SeqCst);
        let (kind, body) = match url.split('?').next()? {
            NUMBER => ("text/plain", number.to_string()),
            SCRIPT => ("text/javascript", script(number)),
            _ => return None,
        };
        let headers =
            vec![("Content-Type", kind.to_owned()), ("Cache-Control", "no-store".to_owned())];
        Some(Reply { status: "200 OK", headers, body: body.into_bytes() })
    }

    /// Adds the script to a page, and changes the tag's address for each build: browsers cache an
    /// older loader for minutes.
    pub(super) fn put_into(&self, page: &str) -> String {
        let number = self.0.load(Ordering::SeqCst);
        let tag = format!("<script src=\"{SCRIPT}\"></script></head>");
        page.replacen("</head>", &tag, 1)
            .replace(".js\"></script>", &format!(".js?build={number}\"></script>"))
    }
}

fn script(number: u64) -> String {
    format!(
        "setInterval(async () => {{
  const newest = await fetch('{NUMBER}').then((reply) => reply.text(), () => '{number}');
  if (newest !== '{number}') location.reload();
}}, 200);
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_asks_for_the_newest_build_and_for_the_next() {
        let live = Live::default();
        live.reload();
        let page = r#"<head><script async src="http://127.0.0.1:1/e/demo.js"></script></head>"#;
        let expected = r#"<head><script async src="http://127.0.0.1:1/e/demo.js?build=1"></script><script src="/__dev.js?build=1"></script></head>"#;
        assert_eq!(live.put_into(page), expected);
        assert_eq!(live.reply("/__dev").unwrap().body, b"1");
        let script = String::from_utf8(live.reply("/__dev.js?build=1").unwrap().body).unwrap();
        assert!(script.contains("newest !== '1'"), "{script}");
        assert!(live.reply("/index.html").is_none());
    }
}
