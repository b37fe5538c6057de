//! Decides when a response is sent. Plain values, no network and no clock.
//!
//! The aim is one write at the collector per response, so a score waits for its comment: until that
//! is sent, the popup is closed, the page is hidden or the wait is over. A later change is sent as
//! the whole newer state of the same id.

use domain::ResponseId;

use crate::response_json::Response;

/// Time that a score waits for a comment that nobody is writing, in milliseconds.
const WAIT_MS: i64 = 10_000;

/// Time that it waits for a comment that is being written, in milliseconds from the tap: a visitor
/// who types for minutes should not lose the score to a crash.
const WAIT_WHILE_WRITING_MS: i64 = 120_000;

/// A moment at which something may have to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// The visitor sent the comment, which may be empty.
    Commented(String),
    /// The popup was closed.
    Closed,
    /// The page is hidden and may never come back.
    PageHidden,
    /// [`due_in_ms`] is over.
    WaitOver,
}

/// A response that is held back until it is due.
#[derive(Debug)]
pub(crate) struct Held {
    response: Response,
    is_sent: bool,
    is_tried: bool,
}

/// State of a response that is to be sent.
#[derive(Debug, PartialEq)]
pub(crate) struct State<'a> {
    pub(crate) response: &'a Response,
    /// True if an older state was sent before.
    pub(crate) is_tried: bool,
}

impl Held {
    /// Holds the response to a question that was just answered.
    pub(crate) fn new(response: Response) -> Held {
        Held { response, is_sent: false, is_tried: false }
    }

    /// Returns the response's state to send at this moment, if any.
    ///
    /// Finishing without a comment is not worth a second write: a response that was sent while the
    /// comment could still come stays `finished: false`.
    pub(crate) fn at(&mut self, moment: Moment) -> Option<State<'_>> {
        match moment {
            Moment::Commented(text) => {
                self.response.finished = true;
                let text = text.trim();
                if !text.is_empty() {
                    self.response.comment = Some(text.to_owned());
                    self.is_sent = false;
                }
            }
            Moment::Closed => self.response.finished = true,
            // A second state differs in its reasons. Finished, it has another key than the first, so
            // that the first can't take its place if it arrives last.
            Moment::PageHidden | Moment::WaitOver => {
                self.response.finished |= self.is_tried && !self.is_sent;
            }
        }
        if core::mem::replace(&mut self.is_sent, true) {
            return None;
        }
        let is_tried = core::mem::replace(&mut self.is_tried, true);
        Some(State { response: &self.response, is_tried })
    }

    /// Holds the field of the reasons that are picked by now, or of the ratings. What was sent before is
    /// sent again with them.
    pub(crate) fn pick(&mut self, choices: String) {
        if self.response.choices != choices {
            self.response.choices = choices;
            self.is_sent = false;
        }
    }

    /// True once a state of it was sent.
    pub(crate) fn was_sent(&self) -> bool {
        self.is_tried
    }

    /// Moves the response to a new id, after the collector refused the old one.
    pub(crate) fn renew(&mut self, old: ResponseId, new: ResponseId) {
        if self.response.id == old {
            self.response.id = new;
        }
    }
}

/// Returns the milliseconds that a score still waits; 0 or less when the wait is over.
pub(crate) fn due_in_ms(tapped_ms: i64, last_typed_ms: Option<i64>, now_ms: i64) -> i64 {
    let quiet_since_ms = last_typed_ms.unwrap_or(tapped_ms);
    (quiet_since_ms + WAIT_MS).min(tapped_ms + WAIT_WHILE_WRITING_MS) - now_ms
}

#[cfg(test)]
mod tests {
    use domain::{Instant, Kind, Score};

    use super::*;

    fn held() -> Held {
        Held::new(Response {
            id: ResponseId::new(Instant::from_unix_ms(1), 2),
            score: Some(Score::new(Kind::Ces, 6).unwrap()),
            comment: None,
            choices: String::new(),
            finished: false,
            elapsed_ms: 1,
        })
    }

    fn wrote(text: &str) -> Moment {
        Moment::Commented(text.to_owned())
    }

    /// A state that is sent: its comment, and true if the response is finished.
    type Sent<'a> = Option<(Option<&'a str>, bool)>;

    /// Asserts the state that is sent at each moment.
    #[track_caller]
    fn sends(moments: &[(Moment, Sent<'_>)]) {
        let mut held = held();
        for (moment, expected) in moments {
            let sent =
                held.at(moment.clone()).map(|s| (s.response.comment.clone(), s.response.finished));
            let sent = sent.as_ref().map(|(comment, finished)| (comment.as_deref(), *finished));
            assert_eq!(sent, *expected, "{moment:?} of {moments:?}");
        }
    }

    #[test]
    fn a_quick_comment_costs_one_write() {
        sends(&[(wrote(" Ngon \n"), Some((Some("Ngon"), true))), (Moment::Closed, None)]);
    }

    #[test]
    fn going_on_without_a_comment_or_closing_sends_the_score_once() {
        sends(&[(wrote("  "), Some((None, true))), (Moment::Closed, None)]);
        sends(&[(Moment::Closed, Some((None, true))), (Moment::PageHidden, None)]);
    }

    #[test]
    fn the_wait_or_a_hidden_page_sends_the_score_as_not_complete_and_once() {
        for first in [Moment::WaitOver, Moment::PageHidden] {
            sends(&[
                (first, Some((None, false))),
                (Moment::WaitOver, None),
                (Moment::PageHidden, None),
                (wrote(""), None),
                (Moment::Closed, None),
            ]);
        }
    }

    #[test]
    fn a_later_comment_is_sent_as_the_newer_state() {
        sends(&[
            (Moment::WaitOver, Some((None, false))),
            (wrote("late"), Some((Some("late"), true))),
            (Moment::PageHidden, None),
        ]);
    }

    #[test]
    fn a_renewed_id_is_that_of_every_later_state() {
        let mut held = held();
        let (old, new) = (held.response.id, ResponseId::new(Instant::from_unix_ms(5), 6));
        held.renew(new, old);
        assert_eq!(held.response.id, old);
        held.renew(old, new);
        assert_eq!(held.at(Moment::Closed).map(|state| state.response.id), Some(new));
    }

    #[test]
    fn a_state_after_one_that_was_sent_is_tried() {
        let mut held = held();
        assert_eq!(held.at(Moment::WaitOver).map(|state| state.is_tried), Some(false));
        assert_eq!(held.at(wrote("late")).map(|state| state.is_tried), Some(true));
    }

    #[test]
    fn the_wait_ends_ten_seconds_after_the_tap_or_the_last_letter() {
        assert_eq!(due_in_ms(1_000, None, 1_000), 10_000);
        assert_eq!(due_in_ms(1_000, None, 11_000), 0);
        assert_eq!(due_in_ms(1_000, Some(9_000), 11_000), 8_000);
    }

    #[test]
    fn who_writes_on_and_on_is_waited_for_two_minutes() {
        assert_eq!(due_in_ms(0, Some(119_000), 119_500), 500);
        assert_eq!(due_in_ms(0, Some(125_000), 125_000), -5_000);
    }

    #[test]
    fn reasons_picked_after_the_score_was_sent_are_sent_with_the_next_state() {
        let mut held = held();
        held.pick("none".to_owned());
        assert_eq!(held.at(Moment::WaitOver).unwrap().response.choices, "none");
        assert_eq!(held.at(Moment::PageHidden), None);
        held.pick("price".to_owned());
        assert!(held.was_sent());
        let state = held.at(Moment::Closed).unwrap();
        assert_eq!((state.response.finished, state.is_tried), (true, true));
        assert_eq!(state.response.choices, "price");
        held.pick("price".to_owned());
        assert_eq!(held.at(Moment::Closed), None);
    }

    #[test]
    fn ratings_are_sent_as_they_are_by_then_and_again_when_there_are_more() {
        let mut held = held();
        held.pick("tea".to_owned());
        assert_eq!(held.at(Moment::PageHidden).unwrap().response.choices, "tea");
        held.pick("tea".to_owned());
        assert_eq!(held.at(Moment::PageHidden), None);
        held.pick("tea, staff".to_owned());
        let state = held.at(Moment::Closed).unwrap();
        assert_eq!((&*state.response.choices, state.response.finished), ("tea, staff", true));
    }

    #[test]
    fn a_second_state_never_has_the_key_of_the_first() {
        let mut held = held();
        assert!(!held.at(Moment::WaitOver).unwrap().response.finished);
        held.pick("price".to_owned());
        assert!(held.at(Moment::PageHidden).unwrap().response.finished);
    }
}
