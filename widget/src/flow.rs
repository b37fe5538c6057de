//! Steps of the popup: question → comment → thanks. Plain values, no DOM and no clock.

use domain::Score;

/// The given answer, as the steps need it: the popup's form has no more words for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// The score; 0 for ratings.
    pub(crate) value: u8,
    /// Place of its group: 0 low, 1 middle, 2 high. Ratings have no groups; their texts stand in each
    /// place.
    pub(crate) group: u8,
}

impl Answer {
    /// Ratings of several attributes.
    pub(crate) const RATINGS: Answer = Answer { value: 0, group: 1 };

    /// Returns the answer that a score is.
    pub(crate) fn of(score: Score) -> Answer {
        let is_of = |group| group == score.group();
        let group = score.kind().groups().into_iter().position(is_of).unwrap_or_default();
        Answer { value: score.value(), group: group as u8 }
    }
}

/// Step at which the visitor is. Every step after the question holds an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The scale waits for an answer.
    Question,
    /// The answer is given and stays visible as chosen for a moment.
    Chosen(Answer),
    /// The comment is asked for.
    Comment(Answer),
    /// Nothing is left to do.
    Thanks(Answer),
    /// The popup is on its way out, answered or not.
    Closed(Option<Answer>),
}

/// Something that happens to the popup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// The visitor answers.
    Choose(Answer),
    /// The chosen answer has been seen.
    AskForComment,
    /// The visitor takes the answer back, to give another.
    Change,
    /// The visitor sends the comment, or goes on without one.
    Finish,
    /// The visitor, the page or the time after the thanks closes it.
    Close,
}

impl Step {
    /// Returns the step after `act`; `None` when the act has no meaning in this step, like the
    /// second click of a double click.
    pub(crate) fn after(self, act: Act) -> Option<Step> {
        match (self, act) {
            (Step::Question, Act::Choose(answer)) => Some(Step::Chosen(answer)),
            (Step::Chosen(answer), Act::AskForComment) => Some(Step::Comment(answer)),
            (Step::Comment(_), Act::Change) => Some(Step::Question),
            (Step::Comment(answer), Act::Finish) => Some(Step::Thanks(answer)),
            (Step::Closed(_), Act::Close) => None,
            (_, Act::Close) => Some(Step::Closed(self.answer())),
            _ => None,
        }
    }

    /// Returns the answer, once it is given.
    pub(crate) fn answer(self) -> Option<Answer> {
        match self {
            Step::Question => None,
            Step::Chosen(answer) | Step::Comment(answer) | Step::Thanks(answer) => Some(answer),
            Step::Closed(answer) => answer,
        }
    }

    /// Returns the screen of this step: `question`, `comment` or `thanks`; `None` for the last
    /// step, in which the screen before fades away.
    pub(crate) fn screen(self) -> Option<&'static str> {
        match self {
            Step::Question | Step::Chosen(_) => Some("question"),
            Step::Comment(_) => Some("comment"),
            Step::Thanks(_) => Some("thanks"),
            Step::Closed(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::Kind;

    use super::*;

    fn nps(value: i64) -> Answer {
        Answer::of(Score::new(Kind::Nps, value).unwrap())
    }

    #[track_caller]
    fn walks(acts: &[Act], expected: Option<Step>) {
        let end = acts.iter().try_fold(Step::Question, |step, act| step.after(*act));
        assert_eq!(end, expected);
    }

    #[test]
    fn an_answer_leads_by_the_comment_to_the_thanks() {
        let nine = nps(9);
        walks(&[Act::Choose(nine)], Some(Step::Chosen(nine)));
        walks(&[Act::Choose(nine), Act::AskForComment], Some(Step::Comment(nine)));
        walks(&[Act::Choose(nine), Act::AskForComment, Act::Finish], Some(Step::Thanks(nine)));
    }

    #[test]
    fn an_answer_is_taken_back_while_its_comment_is_asked_for() {
        let (nine, two) = (nps(9), nps(2));
        let asked = [Act::Choose(nine), Act::AskForComment];
        walks(&[&asked[..], &[Act::Change]].concat(), Some(Step::Question));
        walks(&[&asked[..], &[Act::Change, Act::Choose(two)]].concat(), Some(Step::Chosen(two)));
        walks(&[&asked[..], &[Act::Change, Act::Close]].concat(), Some(Step::Closed(None)));
        walks(&[Act::Change], None);
        walks(&[Act::Choose(nine), Act::Change], None);
        walks(&[&asked[..], &[Act::Finish, Act::Change]].concat(), None);
    }

    #[test]
    fn the_second_click_of_a_double_click_changes_nothing() {
        let (nine, ten) = (nps(9), nps(10));
        walks(&[Act::Choose(nine), Act::Choose(nine)], None);
        walks(&[Act::Choose(nine), Act::Choose(ten)], None);
        walks(&[Act::Choose(nine), Act::AskForComment, Act::Finish, Act::Finish], None);
        walks(&[Act::Close, Act::Close], None);
    }

    #[test]
    fn closing_works_from_everywhere_and_keeps_the_answer() {
        let nine = nps(9);
        walks(&[Act::Close], Some(Step::Closed(None)));
        walks(&[Act::Choose(nine), Act::Close], Some(Step::Closed(Some(nine))));
        walks(&[Act::Choose(nine), Act::AskForComment, Act::Close], Some(Step::Closed(Some(nine))));
        assert_eq!(Step::Thanks(nine).after(Act::Close), Some(Step::Closed(Some(nine))));
    }

    #[test]
    fn nothing_happens_out_of_order_or_after_the_end() {
        walks(&[Act::Finish], None);
        walks(&[Act::AskForComment], None);
        walks(&[Act::Close, Act::Choose(nps(1))], None);
    }

    #[test]
    fn each_group_has_its_place_in_the_forms_lists() {
        let indexes = |kind: Kind| -> Vec<u8> {
            let scores = kind.scale().values().map(|n| Score::new(kind, i64::from(n)).unwrap());
            scores.map(|score| Answer::of(score).group).collect()
        };
        assert_eq!(indexes(Kind::Nps), [0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 2]);
        assert_eq!(indexes(Kind::Ces), [0, 0, 0, 1, 2, 2, 2]);
        assert_eq!(indexes(Kind::Csat), [0, 0, 1, 2, 2]);
    }
}
