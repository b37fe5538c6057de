//! Reads a document's snippets: what a reader of it copies, types or looks up.
//!
//! In: fenced blocks, the commands of shell blocks, code spans. Not in: running them, nor which test
//! does (`xtask/src/docs/readme.rs`, which reads with this file, too).

/// A piece of code in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The word behind the fence (`html`, `json`), `sh` for a command of a shell block, or [`SPAN`].
    pub kind: String,
    /// Its text. A command is one line, without its comment.
    pub text: String,
}

/// Kind of a code span.
pub const SPAN: &str = "span";

/// Returns all snippets in their order; the spans of a paragraph come after the block before it.
#[must_use]
pub fn snippets(document: &str) -> Vec<Snippet> {
    let mut found = Vec::new();
    // The text between fences: outside, inside, outside, ...
    for (nth, part) in format!("\n{document}").split("\n```").enumerate() {
        let (kind, text) = part.split_once('\n').unwrap_or((part, ""));
        let snippet = |kind: &str, text: &str| Snippet { kind: kind.into(), text: text.into() };
        match (nth % 2, kind) {
            (0, _) => found.extend(part.split('`').skip(1).step_by(2).map(|it| snippet(SPAN, it))),
            (_, "sh") => found.extend(commands(text).iter().map(|it| snippet("sh", it))),
            _ => found.push(snippet(kind, text)),
        }
    }
    found
}

/// Returns the texts of one kind.
#[must_use]
pub fn of_kind(document: &str, kind: &str) -> Vec<String> {
    let of_it = snippets(document).into_iter().filter(|snippet| snippet.kind == kind);
    of_it.map(|snippet| snippet.text).collect()
}

/// Returns the commands of a shell block, each with its continued lines.
fn commands(block: &str) -> Vec<String> {
    let joined = block.replace("\\\n", " ");
    let lines = joined.lines().map(|line| line.split(" # ").next().unwrap_or_default());
    let lines = lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

#[cfg(test)]
mod tests {
    use super::{SPAN, of_kind, snippets};

    const DOCUMENT: &str = "```html\n<p>\n  `a`\n</p>\n```\nA `call()`, then `b`:\n\n```sh\n# First.\n\
                            one --x     # says x\ntwo \\\n  -d '{}'\n```\n```json\n{}\n```\n";

    #[test]
    fn each_block_command_and_span_is_a_snippet() {
        assert_eq!(of_kind(DOCUMENT, "html"), ["<p>\n  `a`\n</p>"]);
        assert_eq!(of_kind(DOCUMENT, "sh"), ["one --x", "two -d '{}'"]);
        assert_eq!(of_kind(DOCUMENT, "json"), ["{}"]);
        assert_eq!(of_kind(DOCUMENT, SPAN), ["call()", "b"]);
        assert_eq!(snippets(DOCUMENT).len(), 6);
    }
}
