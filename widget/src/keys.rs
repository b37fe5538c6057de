//! Keys on the scale, and the ids of the answers' buttons. Plain values, no DOM and no clock.

use domain::Scale;

use crate::text::{digits, joined};

/// Returns the position to which a key moves focus from the answer at `position`; `None` when the
/// key doesn't move it. At an end it wraps round, as in every radio group.
///
/// In a right-to-left text the scale is mirrored, and the arrow keys with it. Up and down mean
/// lower and higher positions in both.
pub(crate) fn focus_after(key: &str, position: usize, len: usize, is_rtl: bool) -> Option<usize> {
    let last = len.checked_sub(1)?;
    let back = if position == 0 { last } else { position - 1 };
    let forth = if position >= last { 0 } else { position + 1 };
    match key {
        "ArrowUp" => Some(back),
        "ArrowDown" => Some(forth),
        "ArrowLeft" => Some(if is_rtl { forth } else { back }),
        "ArrowRight" => Some(if is_rtl { back } else { forth }),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

/// Meaning of a digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Typed {
    /// This answer.
    Answer(u8),
    /// A 1 that a 0 could make a 10: the answer is 1 unless one follows within [`TEN_WAIT_MS`].
    OneOrTen,
}

/// Milliseconds that a 1 waits for its 0. Typing two digits takes a practised hand some 100 ms and
/// a slow one up to half a second; after a longer wait, a plain 1 would seem stuck.
pub(crate) const TEN_WAIT_MS: i32 = 700;

/// Reads a typed digit on a scale; `None` for other keys and numbers that it doesn't offer.
/// `after_one` is true if a 1 is still waiting for its 0.
pub(crate) fn typed(key: &str, after_one: bool, scale: Scale) -> Option<Typed> {
    let digit = match key.as_bytes() {
        [digit @ b'0'..=b'9'] => digit - b'0',
        _ => return None,
    };
    if scale.max >= 10 {
        match (after_one, digit) {
            (true, 0) => return Some(Typed::Answer(10)),
            (false, 1) => return Some(Typed::OneOrTen),
            _ => {}
        }
    }
    scale.contains(i64::from(digit)).then_some(Typed::Answer(digit))
}

/// Returns the answer of a button's id: see [`answer_id`].
pub(crate) fn answer_of(id: &str) -> Option<u8> {
    id.strip_prefix(ANSWER)?.parse().ok()
}

/// Returns the id of an answer's button: `answer-9`.
pub(crate) fn answer_id(value: u8) -> String {
    joined(&[ANSWER, &digits(value.into())])
}

/// Returns the selector of an answer's button: `#answer-9`.
pub(crate) fn answer(value: u8) -> String {
    joined(&["#", &answer_id(value)])
}

const ANSWER: &str = "answer-";

#[cfg(test)]
mod tests {
    use domain::Kind;

    use super::*;

    #[test]
    fn arrows_go_along_the_scale_and_round_its_ends() {
        let nps = |key, from| focus_after(key, from, 11, false);
        assert_eq!((nps("ArrowRight", 0), nps("ArrowRight", 10)), (Some(1), Some(0)));
        assert_eq!((nps("ArrowLeft", 0), nps("ArrowLeft", 10)), (Some(10), Some(9)));
        assert_eq!((nps("ArrowDown", 4), nps("ArrowUp", 4)), (Some(5), Some(3)));
        assert_eq!((nps("Home", 7), nps("End", 7)), (Some(0), Some(10)));
        assert_eq!((nps("Enter", 7), nps("a", 7)), (None, None));
    }

    #[test]
    fn a_mirrored_scale_mirrors_left_and_right_alone() {
        let rtl = |key| focus_after(key, 3, 7, true);
        assert_eq!((rtl("ArrowLeft"), rtl("ArrowRight")), (Some(4), Some(2)));
        assert_eq!((rtl("ArrowDown"), rtl("ArrowUp")), (Some(4), Some(2)));
    }

    #[test]
    fn an_answers_id_reads_back() {
        for value in 0..=10 {
            assert_eq!(answer_of(&answer_id(value)), Some(value));
        }
        assert_eq!(
            (answer_of("send"), answer_of("answer-"), answer_of("answer-x")),
            (None, None, None)
        );
    }

    #[test]
    fn an_empty_scale_has_nowhere_to_go() {
        assert_eq!(focus_after("End", 0, 0, false), None);
    }

    #[test]
    fn a_one_on_an_eleven_point_scale_waits_for_its_zero() {
        let nps = |key, after_one| typed(key, after_one, Kind::Nps.scale());
        assert_eq!(nps("1", false), Some(Typed::OneOrTen));
        assert_eq!(nps("0", true), Some(Typed::Answer(10)));
        assert_eq!(nps("0", false), Some(Typed::Answer(0)));
        // A second "1", or another digit, replaces the first.
        assert_eq!(nps("1", true), Some(Typed::Answer(1)));
        assert_eq!(nps("7", true), Some(Typed::Answer(7)));
    }

    #[test]
    fn a_digit_that_the_scale_does_not_offer_means_nothing() {
        let csat = |key| typed(key, false, Kind::Csat.scale());
        assert_eq!((csat("1"), csat("5")), (Some(Typed::Answer(1)), Some(Typed::Answer(5))));
        assert_eq!((csat("0"), csat("6")), (None, None));
        for key in ["", "F1", "10", "٣", "a", "Enter"] {
            assert_eq!(typed(key, false, Kind::Nps.scale()), None, "{key}");
        }
    }
}
