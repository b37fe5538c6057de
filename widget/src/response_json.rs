//! The body of `POST /v1/responses`, written by hand: its fields are few and known, and a JSON
//! library would be the largest part of what a visitor downloads.
//!
//! The collector parses it; the tests read every body back with its parser.

use domain::{ResponseId, Score};

use crate::text::{digits, joined};

/// Fields of a JSON object, each written once it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fields(String);

/// One state of one response.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Response {
    pub(crate) id: ResponseId,
    /// `None` for ratings.
    pub(crate) score: Option<Score>,
    pub(crate) comment: Option<String>,
    /// The field of what can change after the first answer: which reasons were picked ([`reasons`]), or
    /// that there were none to pick ([`NOT_ASKED`]); the ratings of attributes ([`ratings`]), which have
    /// no reasons. Empty if the survey has neither.
    pub(crate) choices: String,
    /// False for a score whose comment may still come.
    pub(crate) finished: bool,
    /// Milliseconds from the popup's first frame to the tap.
    pub(crate) elapsed_ms: u32,
}

impl Fields {
    /// Adds a text.
    pub(crate) fn text(&mut self, name: &str, value: &str) {
        self.name(name);
        quoted(&mut self.0, value);
    }

    /// Adds a whole number.
    pub(crate) fn whole(&mut self, name: &str, value: u32) {
        self.name(name);
        self.0.push_str(&digits(value.into()));
    }

    /// Adds an object, unless it is empty.
    pub(crate) fn object(&mut self, name: &str, value: &Fields) {
        if !value.0.is_empty() {
            self.name(name);
            self.0.push('{');
            self.0.push_str(&value.0);
            self.0.push('}');
        }
    }

    fn name(&mut self, name: &str) {
        add_item(&mut self.0, name);
        self.0.push(':');
    }
}

/// Returns the body of one state; `asked` holds the fields that all states of the response share:
/// where it was asked.
///
/// `id` comes first in it, so that the queue finds it without parsing.
pub(crate) fn write(asked: &Fields, response: &Response) -> String {
    let mut fields = Fields::default();
    fields.text("id", &response.id.to_text());
    fields.0.push(',');
    fields.0.push_str(&asked.0);
    if let Some(score) = response.score {
        fields.whole("score", score.value().into());
    }
    if let Some(comment) = &response.comment {
        fields.text("comment", comment);
    }
    if !response.choices.is_empty() {
        fields.0.push_str(&joined(&[",", &response.choices]));
    }
    fields.whole("elapsed_ms", response.elapsed_ms);
    fields.name("finished");
    fields.0.push_str(if response.finished { "true" } else { "false" });
    joined(&["{", &fields.0, "}"])
}

/// Returns the field of ratings, from their object.
pub(crate) fn ratings(object: &str) -> String {
    joined(&[r#""ratings":"#, object])
}

/// The field of a response whose group has no reasons to pick, in a survey that has some.
pub(crate) const NOT_ASKED: &str = r#""reasons_asked":false"#;

/// Returns the field of picked reasons, from the items of its list.
pub(crate) fn reasons(items: &str) -> String {
    joined(&[r#""reasons":["#, items, "]"])
}

/// Appends a text to the items of a list, or to the fields of an object.
pub(crate) fn add_item(json: &mut String, text: &str) {
    if !json.is_empty() {
        json.push(',');
    }
    quoted(json, text);
}

/// Appends a JSON string (RFC 8259 §7) without raw line breaks.
fn quoted(json: &mut String, text: &str) {
    json.push('"');
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\t' => json.push_str("\\t"),
            // Other control characters mean nothing in a text, and six bytes each could exceed the
            // body's limit.
            control if control < ' ' => {}
            other => json.push(other),
        }
    }
    json.push('"');
}

#[cfg(test)]
mod tests {
    use domain::{Instant, Kind};
    use wire::{limits::RESPONSE_MAX_BYTES, response::Draft};

    use super::*;

    fn sent() -> Response {
        Response {
            id: ResponseId::new(Instant::from_unix_ms(1_795_316_400_123), 7),
            score: Some(Score::new(Kind::Nps, 9).unwrap()),
            comment: None,
            choices: String::new(),
            finished: false,
            elapsed_ms: 4_180,
        }
    }

    fn asked() -> Fields {
        let mut asked = Fields::default();
        asked.text("site", "demo");
        asked.text("survey", "nps");
        asked.whole("version", 3);
        asked.whole("wording", 2);
        asked.text("lang", "vi");
        asked.text("device", "phone");
        asked.text("source", "popup");
        asked
    }

    #[track_caller]
    fn read_back(asked: &Fields, sent: &Response) -> wire::response::Response {
        Draft::parse(write(asked, sent).as_bytes()).unwrap().on(&Kind::Nps.into()).unwrap()
    }

    #[test]
    fn the_collector_reads_a_bare_score() {
        let response = read_back(&asked(), &sent());
        assert_eq!((response.score().unwrap().value(), response.finished), (9, false));
        assert_eq!((response.labels.version, response.elapsed_ms), (Some(3), Some(4_180)));
        assert_eq!(response.labels.wording, Some(2));
        assert_eq!(response.labels.lang.as_deref(), Some("vi"));
        assert_eq!(response.labels.device.as_deref(), Some("phone"));
        assert_eq!(response.labels.source.as_deref(), Some("popup"));
        assert_eq!((response.comment, response.labels.attributes), (None, [].into()));
    }

    #[test]
    fn the_collector_reads_every_field() {
        let mut asked = asked();
        asked.text("touchpoint", "checkout");
        asked.text("page", "/giỏ-hàng");
        asked.text("respondent", "user \"7\"");
        let mut attributes = Fields::default();
        attributes.text("plan", "pro");
        attributes.text("team", "a\\b");
        asked.object("attributes", &attributes);
        let sent = Response { comment: Some("Ngon".into()), finished: true, ..sent() };
        let response = read_back(&asked, &sent);
        assert_eq!(response.id, sent.id);
        assert_eq!(response.comment.as_deref(), Some("Ngon"));
        assert_eq!(response.labels.touchpoint.as_deref(), Some("checkout"));
        assert_eq!(response.labels.page.as_deref(), Some("/giỏ-hàng"));
        assert_eq!(response.respondent.as_deref(), Some("user \"7\""));
        let attributes = [("plan", "pro"), ("team", "a\\b")].map(|(n, v)| (n.into(), v.into()));
        assert_eq!(response.labels.attributes, attributes.into());
        assert!(response.finished);
    }

    #[test]
    fn any_comment_survives_the_way_but_for_control_characters() {
        for (written, read) in [
            ("\"\\\n\tấ\u{2028}😀</script>", "\"\\\n\tấ\u{2028}😀</script>"),
            ("a\r\nb\u{0}\u{1b}c", "a\nbc"),
        ] {
            let sent = Response { comment: Some(written.into()), ..sent() };
            assert!(!write(&asked(), &sent).contains('\n'));
            assert_eq!(read_back(&asked(), &sent).comment.as_deref(), Some(read));
        }
    }

    #[test]
    fn reasons_are_a_list_that_may_be_empty_and_absent_unless_asked_for() {
        let read = |choices: String| {
            let sent = Response { choices, ..sent() };
            let reasons = read_back(&asked(), &sent).labels.reasons;
            reasons.map(|reasons| reasons.as_str().to_owned())
        };
        let picked = |ids: &[&str]| {
            let mut items = String::new();
            ids.iter().for_each(|id| add_item(&mut items, id));
            reasons(&items)
        };
        assert_eq!(read(String::new()), None);
        assert_eq!(read(NOT_ASKED.to_owned()).as_deref(), Some("-"));
        assert_eq!(read(picked(&[])).as_deref(), Some(""));
        assert_eq!(read(picked(&["price", "a_2", "other"])).as_deref(), Some("a_2,other,price"));
    }

    #[test]
    fn the_collector_reads_ratings_in_place_of_a_score() {
        let index = br#"{"kind":"csi","scale":"1-5","rated_attributes":[{"id":"tea","label":{"en":"The tea"}},
            {"id":"staff","label":{"en":"The staff"}},{"id":"price","label":{"en":"Price"}}]}"#;
        let index = wire::survey::SurveyDefinition::parse(index).unwrap();
        let choices = ratings(r#"{"tea":4,"price":5}"#);
        let sent = Response { score: None, choices, ..sent() };
        let response = Draft::parse(write(&asked(), &sent).as_bytes()).unwrap();
        let response = response.on(&index.kind).unwrap();
        assert_eq!(response.score(), None);
        let refused = Response { choices: ratings(r#"{"tea":6}"#), ..sent };
        let refused = Draft::parse(write(&asked(), &refused).as_bytes()).unwrap();
        assert!(refused.on(&index.kind).is_err());
    }

    #[test]
    fn the_longest_comment_of_wide_letters_fits_the_bodys_limit() {
        let mut asked = asked();
        asked.text("page", &"ấ".repeat(66));
        asked.text("respondent", &"r".repeat(256));
        let mut attributes = Fields::default();
        for n in 0..5 {
            attributes.text(&format!("attribute_{n}"), &"ấ".repeat(21));
        }
        asked.object("attributes", &attributes);
        let sent = Response { comment: Some("ấ".repeat(2_000)), ..sent() };
        assert!(write(&asked, &sent).len() <= RESPONSE_MAX_BYTES);
    }
}
