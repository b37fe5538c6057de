//! An event as a message for Slack, and for chats that take its messages (Mattermost, Rocket.Chat,
//! Discord under `/slack`).
//!
//! Text of visitors and pages stays text ([`crate::webhooks::chat`]); the marks around it are ours.
//!
//! Messages are in English: the owner's team reads a chat, not visitors.

use wire::webhook::{Event, EventResponse, SlackMessage};

use crate::webhooks::chat::{plain, plain_line};

/// Returns the message of a response.
#[must_use]
pub fn of_response(event: &Event<EventResponse>) -> SlackMessage {
    let data = &event.data;
    let mut first = format!("*{}", plain(&data.kind.to_uppercase()));
    // Of ratings it is the index, unless too few attributes were rated.
    let told = data.score.map(|score| score.to_string());
    if let Some(told) = told.or_else(|| data.index.map(|index| index.to_string())) {
        first.push(' ');
        first.push_str(&told);
    }
    first.push('*');
    if let Some(group) = &data.group {
        first.push_str(&format!(" ({})", plain(group)));
    }
    first.push_str(&format!(" for {}/{}", plain(&data.site), plain(&data.survey)));
    let places = [data.touchpoint.as_deref(), data.page.as_deref(), data.lang.as_deref()];
    for place in places.into_iter().flatten().filter(|place| !place.is_empty()) {
        first.push_str(" · ");
        first.push_str(&plain(place));
    }
    if let Some(respondent) = &data.respondent {
        first.push_str(" · by ");
        first.push_str(&plain(respondent));
    }
    if !data.ratings.is_empty() {
        let ratings: Vec<String> =
            data.ratings.iter().map(|(id, rating)| format!("{id} {rating}")).collect();
        first.push_str(" · ratings: ");
        first.push_str(&plain(&ratings.join(", ")));
    }
    let reasons = data.reasons.as_ref().filter(|reasons| reasons.iter().next().is_some());
    if let Some(reasons) = reasons {
        first.push_str(" · reasons: ");
        first.push_str(&plain(&reasons.iter().collect::<Vec<_>>().join(", ")));
    }
    let mut text = first;
    for line in data.comment.iter().flat_map(|comment| comment.lines()) {
        text.push_str("\n> ");
        text.push_str(&plain_line(line));
    }
    SlackMessage { text }
}

/// Returns the message of a test.
#[must_use]
pub fn test(site: &str, webhook: &str) -> SlackMessage {
    SlackMessage { text: format!("A test of the webhook {webhook} of {site}: it works.") }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use wire::reason::Reasons;

    use super::*;

    fn event(comment: Option<&str>) -> Event<EventResponse> {
        Event {
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
                comment: comment.map(str::to_owned),
                version: None,
                wording: None,
                touchpoint: Some("checkout".to_owned()),
                page: Some("/done".to_owned()),
                lang: Some("vi".to_owned()),
                device: None,
                source: None,
                respondent: None,
                reasons: None,
                reasons_asked: None,
                attributes: BTreeMap::new(),
                finished: true,
            },
        }
    }

    #[test]
    fn a_message_says_score_group_place_and_comment() {
        assert_eq!(
            of_response(&event(Some("Giao chậm.\nLần thứ hai."))).text,
            "*NPS 3* (detractor) for shop/nps · checkout · /done · vi\n\
             > Giao chậm.\n> Lần thứ hai."
        );
        assert!(!of_response(&event(None)).text.contains('\n'));
    }

    #[test]
    fn a_message_names_the_reasons_that_were_picked() {
        let mut event = event(None);
        event.data.reasons = Reasons::of(["price", "too_slow"]);
        assert!(of_response(&event).text.ends_with(" · vi · reasons: price, too＿slow"));
        event.data.reasons = Reasons::of([]);
        assert!(of_response(&event).text.ends_with(" · vi"));
    }

    #[test]
    fn a_message_of_ratings_says_their_index_and_each_of_them() {
        let mut event = event(None);
        event.data.kind = "csi".to_owned();
        (event.data.score, event.data.group, event.data.index) = (None, None, Some(62.5));
        event.data.ratings = [("tea".to_owned(), 4), ("the_staff".to_owned(), 3)].into();
        assert_eq!(
            of_response(&event).text,
            "*CSI 62.5* for shop/nps · checkout · /done · vi · ratings: tea 4, the＿staff 3"
        );
        event.data.index = None;
        assert!(of_response(&event).text.starts_with("*CSI* for shop/nps · "));
    }

    #[test]
    fn what_a_visitor_wrote_stays_text() {
        let text = of_response(&event(Some("<!channel> <https://x|y> @here &"))).text;
        let comment = text.split('\n').nth(1).unwrap();
        assert_eq!(comment, "> &lt;!channel&gt; &lt;https：//x｜y&gt; ＠here &amp;");
    }

    #[test]
    fn what_the_page_told_stays_text_and_in_its_line() {
        let mut event = event(Some("x"));
        let told = Some("[Reset](https://evil.example)\n> *Hearby*: @all".to_owned());
        event.data.touchpoint.clone_from(&told);
        event.data.page.clone_from(&told);
        event.data.respondent.clone_from(&told);
        let shown = "［Reset］(https：//evil․example) &gt; ＊Hearby＊: ＠all";
        assert_eq!(
            of_response(&event).text,
            format!("*NPS 3* (detractor) for shop/nps · {shown} · {shown} · vi · by {shown}\n> x")
        );
    }
}
