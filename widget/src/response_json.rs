//! The body of `POST /v1/responses`, written by hand: its fields are few and known, and a JSON
//! library would be the largest part of what a visitor downloads.
//!
//! Reading is the collector's; the tests read every body back with its parser.

use core::fmt::Write;

use domain::{ResponseId, Score};

/// What is the same for every state of one response.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Context {
    pub(crate) site: String,
    pub(crate) survey: String,
    pub(crate) version: u32,
    pub(crate) touchpoint: Option<String>,
    pub(crate) page: Option<String>,
    pub(crate) lang: String,
    pub(crate) device: &'static str,
    pub(crate) respondent: Option<String>,
    pub(crate) attributes: Vec<(String, String)>,
}

/// One state of one response.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) id: ResponseId,
    pub(crate) score: Score,
    pub(crate) comment: Option<String>,
    /// False for a score whose comment may still come.
    pub(crate) complete: bool,
    /// From the popup's first frame to the tap.
    pub(crate) elapsed_ms: u32,
}

/// The body; `id` comes first in it, so that the queue finds it without parsing.
pub(crate) fn write(context: &Context, answer: &Answer) -> String {
    let mut json = format!("{{\"id\":\"{}\"", answer.id);
    text(&mut json, "site", &context.site);
    text(&mut json, "survey", &context.survey);
    whole(&mut json, "version", context.version);
    whole(&mut json, "score", u32::from(answer.score.value()));
    optional(&mut json, "comment", answer.comment.as_deref());
    optional(&mut json, "touchpoint", context.touchpoint.as_deref());
    optional(&mut json, "page", context.page.as_deref());
    text(&mut json, "lang", &context.lang);
    text(&mut json, "device", context.device);
    optional(&mut json, "respondent", context.respondent.as_deref());
    if !context.attributes.is_empty() {
        json.push_str(",\"attributes\":{");
        for (index, (name, value)) in context.attributes.iter().enumerate() {
            if index > 0 {
                json.push(',');
            }
            quoted(&mut json, name);
            json.push(':');
            quoted(&mut json, value);
        }
        json.push('}');
    }
    json.push_str(if answer.complete { ",\"complete\":true" } else { ",\"complete\":false" });
    whole(&mut json, "elapsed_ms", answer.elapsed_ms);
    json.push('}');
    json
}

fn optional(json: &mut String, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        text(json, name, value);
    }
}

fn text(json: &mut String, name: &str, value: &str) {
    json.push(',');
    quoted(json, name);
    json.push(':');
    quoted(json, value);
}

fn whole(json: &mut String, name: &str, value: u32) {
    // Writing into a String can't fail.
    let _ = write!(json, ",\"{name}\":{value}");
}

/// A JSON string (RFC 8259 §7). No raw line break is left in it: the queue splits at those.
fn quoted(json: &mut String, text: &str) {
    json.push('"');
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\t' => json.push_str("\\t"),
            // The others mean nothing in a text, and six bytes each could burst the body's limit.
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

    fn answer() -> Answer {
        Answer {
            id: ResponseId::new(Instant::from_unix_ms(1_795_316_400_123), 7),
            score: Score::new(Kind::Nps, 9).unwrap(),
            comment: None,
            complete: false,
            elapsed_ms: 4_180,
        }
    }

    fn context() -> Context {
        Context {
            site: "demo".into(),
            survey: "nps".into(),
            version: 3,
            lang: "vi".into(),
            device: "phone",
            ..Context::default()
        }
    }

    #[track_caller]
    fn read_back(context: &Context, answer: &Answer) -> wire::response::Response {
        Draft::parse(write(context, answer).as_bytes()).unwrap().on(Kind::Nps).unwrap()
    }

    #[test]
    fn the_collector_reads_a_bare_score() {
        let body = write(&context(), &answer());
        assert_eq!(
            body,
            "{\"id\":\"019a2072-297b-7000-8000-000000000007\",\"site\":\"demo\",\"survey\":\"nps\",\
             \"version\":3,\"score\":9,\"lang\":\"vi\",\"device\":\"phone\",\"complete\":false,\
             \"elapsed_ms\":4180}"
                .replace("019a2072-297b", &answer().id.to_string()[..13])
        );
        let response = read_back(&context(), &answer());
        assert_eq!(
            (response.score.value(), response.complete, response.version),
            (9, false, Some(3))
        );
        assert_eq!(response.elapsed_ms, Some(4_180));
    }

    #[test]
    fn the_collector_reads_every_field() {
        let context = Context {
            touchpoint: Some("checkout".into()),
            page: Some("/giỏ-hàng".into()),
            respondent: Some("user \"7\"".into()),
            attributes: vec![("plan".into(), "pro".into()), ("team".into(), "a\\b".into())],
            ..context()
        };
        let answer = Answer { comment: Some("Ngon".into()), complete: true, ..answer() };
        let response = read_back(&context, &answer);
        assert_eq!(response.id, answer.id);
        assert_eq!(response.comment.as_deref(), Some("Ngon"));
        assert_eq!(response.context.touchpoint.as_deref(), Some("checkout"));
        assert_eq!(response.context.page.as_deref(), Some("/giỏ-hàng"));
        assert_eq!(response.respondent.as_deref(), Some("user \"7\""));
        assert_eq!(response.context.attributes, context.attributes);
        assert!(response.complete);
    }

    #[test]
    fn any_comment_survives_the_way_but_for_control_characters() {
        for (written, read) in [
            ("\"\\\n\tấ\u{2028}😀</script>", "\"\\\n\tấ\u{2028}😀</script>"),
            ("a\r\nb\u{0}\u{1b}c", "a\nbc"),
        ] {
            let answer = Answer { comment: Some(written.into()), ..answer() };
            assert!(!write(&context(), &answer).contains('\n'));
            assert_eq!(read_back(&context(), &answer).comment.as_deref(), Some(read));
        }
    }

    #[test]
    fn the_longest_comment_of_wide_letters_fits_the_bodys_limit() {
        let context = Context {
            page: Some("ấ".repeat(66)),
            respondent: Some("r".repeat(256)),
            attributes: (0..5).map(|n| (format!("attribute_{n}"), "ấ".repeat(21))).collect(),
            ..context()
        };
        let answer = Answer { comment: Some("ấ".repeat(2_000)), ..answer() };
        assert!(write(&context, &answer).len() <= RESPONSE_MAX_BYTES);
    }
}
