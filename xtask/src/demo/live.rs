//! Pages of the shop that follow what is built: `cargo xtask dev`.
//!
//! In: the number of the newest build, and the script by which a page loads itself again. Not in:
//! building.

use std::sync::atomic::{AtomicU64, Ordering};

use super::http::Answer;

/// Number of the newest build.
#[derive(Debug, Default)]
pub(crate) struct Live(AtomicU64);

/// Where a page finds the script.
const SCRIPT: &str = "/__dev.js";
/// Where the script finds the number.
const NUMBER: &str = "/__dev";

impl Live {
    /// Has open pages load themselves again.
    pub(crate) fn reload(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    /// Answers for the two addresses that only live pages ask.
    pub(super) fn answer(&self, url: &str) -> Option<Answer> {
        let number = self.0.load(Ordering::SeqCst);
        let (kind, body) = match url.split('?').next()? {
            NUMBER => ("text/plain", number.to_string()),
            SCRIPT => ("text/javascript", script(number)),
            _ => return None,
        };
        let headers =
            vec![("Content-Type", kind.to_owned()), ("Cache-Control", "no-store".to_owned())];
        Some(Answer { status: "200 OK", headers, body: body.into_bytes() })
    }

    /// Puts the script into a page, and has the tag load the loader as it is built now: browsers keep
    /// it for minutes.
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
  const newest = await fetch('{NUMBER}').then((answer) => answer.text(), () => '{number}');
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
        assert_eq!(live.answer("/__dev").unwrap().body, b"1");
        let script = String::from_utf8(live.answer("/__dev.js?build=1").unwrap().body).unwrap();
        assert!(script.contains("newest !== '1'"), "{script}");
        assert!(live.answer("/index.html").is_none());
    }
}
