//! A response as an event: its data, its type, and the name of its state.

use domain::{Instant, Metric, Score, SiteId, WebhookId};
use sha2::{Digest, Sha256};
use wire::{
    dimension::Labels,
    reason::Reasons,
    response::{Answer, Response},
    webhook::{
        Event, EventResponse, EventTest, RESPONSE_FINISHED, RESPONSE_UNFINISHED, WEBHOOK_TEST,
    },
};

use crate::{
    store::records::encode,
    text::{hex, plain_text::neutralised, rfc3339},
};

/// Returns the event of a response that came at `received`.
#[must_use]
pub fn of_response(response: &Response, received: Instant) -> Event<EventResponse> {
    let plain = |text: &String| neutralised(text).into_owned();
    let labels = response.labels.map(plain);
    let Labels { touchpoint, page, lang, device, version, wording, source, reasons, attributes } =
        labels;
    let (reasons, reasons_asked) = Reasons::fields(reasons);
    let ratings = response.ratings();
    let kind = if response.finished { RESPONSE_FINISHED } else { RESPONSE_UNFINISHED };
    Event {
        kind: kind.to_owned(),
        timestamp: rfc3339::utc(received),
        data: EventResponse {
            site: response.site.to_string(),
            survey: response.survey.to_string(),
            kind: kind_word(&response.answer).to_owned(),
            id: response.id.to_string(),
            score: response.score().map(Score::value),
            group: response.score().map(|score| score.group().as_str().to_owned()),
            ratings: ratings.map(|ratings| ratings.by_id().clone()).unwrap_or_default(),
            index: ratings.and_then(|ratings| ratings.answers().rounded_index()),
            comment: response.comment.as_ref().map(plain),
            version,
            wording,
            touchpoint,
            page,
            lang,
            device,
            source,
            respondent: response.respondent.as_ref().map(plain),
            reasons,
            reasons_asked,
            attributes,
            finished: response.finished,
        },
    }
}

fn kind_word(answer: &Answer) -> &'static str {
    match answer {
        Answer::Score(score) => score.kind().as_str(),
        Answer::Ratings(_) => Metric::CSI,
    }
}

/// Returns the test event that an owner asks for.
#[must_use]
pub fn test(site: &SiteId, webhook: &WebhookId, now: Instant) -> Event<EventTest> {
    Event {
        kind: WEBHOOK_TEST.to_owned(),
        timestamp: rfc3339::utc(now),
        data: EventTest { site: site.to_string(), webhook: webhook.to_string() },
    }
}

/// Returns the name of a response's state: the same for a repeat, another for a later state. It has
/// 64 bits, and only has to tell the states of one response apart.
#[must_use]
pub fn state(data: &EventResponse) -> String {
    hex::of_first(&Sha256::digest(encode(data)), 8)
}

#[cfg(test)]
mod tests {
    use domain::Kind;
    use wire::{response::Draft, survey::SurveyDefinition};

    use super::*;

    const ID: &str = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";

    fn response(rest: &str) -> Response {
        let body = format!(r#"{{"id":"{ID}","site":"demo","survey":"nps","score":3{rest}}}"#);
        Draft::parse(body.as_bytes()).unwrap().on(&Kind::Nps.into()).unwrap()
    }

    #[test]
    fn an_event_has_the_shape_that_receivers_were_written_for() {
        let response = response(
            r#","version":2,"comment":"chậm","touchpoint":"checkout","page":"/done","lang":"vi",
               "device":"phone","source":"popup","respondent":"kh-7","attributes":{"plan":"pro"},
               "elapsed_ms":9"#,
        );
        let event = of_response(&response, Instant::from_unix_ms(1_795_316_400_123));
        assert_eq!(
            encode(&event),
            concat!(
                r#"{"type":"response.finished","timestamp":"2026-11-22T03:00:00.123Z","data":{"#,
                r#""site":"demo","survey":"nps","kind":"nps","#,
                r#""id":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f","score":3,"group":"detractor","#,
                r#""comment":"chậm","version":2,"touchpoint":"checkout","page":"/done","#,
                r#""lang":"vi","device":"phone","source":"popup","respondent":"kh-7","#,
                r#""attributes":{"plan":"pro"},"finished":true}}"#
            )
        );
    }

    #[test]
    fn an_event_of_ratings_has_them_by_attribute_with_their_index_and_no_score() {
        let survey = br#"{"kind":"csi","scale":"1-5","rated_attributes":[
            {"id":"tea","label":{"en":"x"},"weight":2},{"id":"staff","label":{"en":"x"}}]}"#;
        let kind = SurveyDefinition::parse(survey).unwrap().kind;
        let of = |ratings: &str| {
            let body =
                format!(r#"{{"id":"{ID}","site":"demo","survey":"csi","ratings":{ratings}}}"#);
            let response = Draft::parse(body.as_bytes()).unwrap().on(&kind).unwrap();
            encode(&of_response(&response, Instant::from_unix_ms(1_795_316_400_123)).data)
        };
        assert_eq!(
            of(r#"{"tea":4,"staff":2}"#),
            concat!(
                r#"{"site":"demo","survey":"csi","kind":"csi","#,
                r#""id":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f","ratings":{"staff":2,"tea":4},"#,
                r#""index":58.33,"finished":true}"#
            )
        );
        // A third of the weight makes no index.
        assert!(!of(r#"{"staff":2}"#).contains("index"));
    }

    #[test]
    fn what_a_visitor_wrote_acts_on_nobodys_screen() {
        let event =
            of_response(&response(r#","comment":"a\u202eb\u0007""#), Instant::from_unix_ms(0));
        assert_eq!(event.data.comment.as_deref(), Some("a\u{fffd}b\u{fffd}"));
    }

    #[test]
    fn a_repeat_is_of_the_same_state_whenever_it_comes_and_a_comment_makes_another() {
        let of = |rest: &str, at: i64| of_response(&response(rest), Instant::from_unix_ms(at));
        let first = of(r#","finished":false"#, 1);
        assert_eq!(first.kind, "response.unfinished");
        assert_eq!(state(&first.data), state(&of(r#","finished":false"#, 2).data));
        assert_ne!(state(&first.data), state(&of(r#","comment":"x""#, 1).data));
        assert_eq!(state(&first.data).len(), 16);
    }
}
