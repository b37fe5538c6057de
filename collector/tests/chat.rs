//! Messages for chats, read as chats read them: by a Markdown parser and a finder of links.
//! Whatever visitors and pages write, nothing of it is more than text.

#![cfg(test)]

use std::collections::BTreeMap;

use collector::{
    text::plain_text::neutralised,
    webhooks::{chat::plain, slack},
};
use icu_normalizer::ComposingNormalizerBorrowed;
use linkify::LinkFinder;
use pulldown_cmark::{Event as Part, Options, Parser, Tag};
use wire::webhook::{Event, EventResponse};

const N_CASES: usize = 20_000;

struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// Pieces of which links, mentions and marks are made.
const PIECES: [&str; 64] = [
    "[",
    "](",
    "]",
    ")",
    "![",
    "<",
    ">",
    "&",
    "&lt;",
    "&#64;",
    "@",
    "@here",
    "@everyone",
    "#",
    "# ",
    "*",
    "**",
    "_",
    "~",
    "~~",
    "`",
    "```",
    "|",
    "||",
    "\\",
    "$$",
    ":",
    "://",
    "//",
    "http",
    "https://",
    "www.",
    "evil.example",
    ".com",
    ".",
    "。",
    "mailto:",
    "javascript:",
    "tel:",
    "slack://",
    "!channel",
    "<@U1>",
    "<https://x.example|y>",
    "<b>",
    "<!-- ",
    "\n",
    "\n\n",
    "\r\n",
    "\u{2028}",
    "    ",
    "\t",
    "- ",
    "+ ",
    "1. ",
    "2) ",
    "---",
    "===",
    "[^1]",
    "[a]: ",
    " ",
    "Trà",
    "ngon",
    "7",
    "\u{200b}",
];

fn text(random: &mut Random) -> String {
    (0..random.below(14)).map(|_| PIECES[random.below(PIECES.len())]).collect()
}

fn message(comment: &str, told: &str) -> String {
    let told = Some(neutralised(told).into_owned());
    slack::of_response(&Event {
        kind: "response.finished".to_owned(),
        timestamp: String::new(),
        data: EventResponse {
            site: "shop".to_owned(),
            survey: "nps".to_owned(),
            kind: "nps".to_owned(),
            id: String::new(),
            score: Some(3),
            group: Some("detractor".to_owned()),
            ratings: BTreeMap::new(),
            index: None,
            comment: Some(neutralised(comment).into_owned()),
            version: None,
            wording: None,
            touchpoint: told.clone(),
            page: told.clone(),
            lang: told.clone(),
            device: None,
            source: None,
            respondent: told,
            reasons: None,
            reasons_asked: None,
            attributes: BTreeMap::new(),
            finished: true,
        },
    })
    .text
}

/// Everything in a message that is more than text.
fn acting(message: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    // The score is between stars: bold in Slack, emphasis in Markdown.
    let mut n_emphases = 0;
    for part in Parser::new_ext(message, Options::all()) {
        match part {
            Part::Start(Tag::Emphasis) => n_emphases += 1,
            Part::Start(Tag::Paragraph | Tag::BlockQuote(None)) | Part::End(_) => {}
            Part::Text(_) | Part::SoftBreak | Part::HardBreak => {}
            other => found.push(format!("{other:?}")),
        }
    }
    if n_emphases != 1 {
        found.push(format!("{n_emphases} emphases"));
    }
    found.extend(links(message));
    found
}

fn links(message: &str) -> Vec<String> {
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false);
    let plain = finder.links(message).map(|link| link.as_str().to_owned());
    let marked = Parser::new_ext(message, Options::all()).filter_map(|part| match part {
        Part::Start(tag @ (Tag::Link { .. } | Tag::Image { .. })) => Some(format!("{tag:?}")),
        _ => None,
    });
    plain.chain(marked).collect()
}

/// Returns the message as Slack reads it.
fn unescaped(message: &str) -> String {
    message.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[test]
fn whatever_visitors_and_pages_write_is_text_and_no_more() {
    let mut random = Random(23);
    for case in 0..N_CASES {
        let (comment, told) = (text(&mut random), text(&mut random));
        let message = message(&comment, &told);
        let found = acting(&message);
        assert!(found.is_empty(), "case {case}: {found:?} in {message:?} of {comment:?}, {told:?}");
        // Nor where somebody undoes Slack's escapes before looking.
        let found = links(&unescaped(&message));
        assert!(found.is_empty(), "case {case}: {found:?} in {message:?}");
        // What Slack acts on, and what others call people by.
        let marks = ['<', '@', '#', '[', ']', '_', '~', '`', '|', '\\'];
        assert!(!message.contains(marks), "case {case}: {message:?}");
        let quoted = message.split('\n').skip(1).all(|line| line.starts_with("> "));
        assert!(quoted, "case {case}: {message:?}");
        assert_eq!(message.matches('*').count(), 2, "case {case}: {message:?}");
    }
}

#[test]
fn what_is_shown_is_what_was_written_to_whoever_reads_it() {
    let mut random = Random(29);
    let nfkc = |text: &str| ComposingNormalizerBorrowed::new_nfkc().normalize(text).into_owned();
    let blanks = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for _ in 0..N_CASES {
        let written = text(&mut random).replace('。', "");
        assert_eq!(
            blanks(&nfkc(&unescaped(&plain(&written)))),
            blanks(&nfkc(&written)),
            "{written:?}"
        );
    }
}
