//! Comments by language, topic and tone (`comments/*.txt`).
//!
//! In: reading the two files, and picking a comment. Not in: the choice of responses with a
//! comment.

use std::collections::BTreeMap;

use super::dice::Dice;

/// Tone of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tone {
    Good,
    Middle,
    Bad,
}

impl Tone {
    const fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Middle => "middle",
            Self::Bad => "bad",
        }
    }
}

const FILES: [(&str, &str); 2] =
    [("en", include_str!("comments/en.txt")), ("vi", include_str!("comments/vi.txt"))];
/// Topic of sentences that may follow any other.
const TAIL: &str = "tail";

/// All comments, with the number of those picked of each sort.
pub(super) struct Comments {
    by_sort: BTreeMap<(&'static str, &'static str, &'static str), Sort>,
}

#[derive(Default)]
struct Sort {
    texts: Vec<&'static str>,
    n_picked: usize,
}

impl Comments {
    pub(super) fn new() -> Self {
        let mut by_sort: BTreeMap<_, Sort> = BTreeMap::new();
        for (lang, file) in FILES {
            let mut sort = None;
            for line in file.lines().filter(|line| !line.is_empty()) {
                if let Some(heading) = line.strip_prefix("== ") {
                    sort = heading.split_once(' ').map(|(tone, topic)| match tone {
                        TAIL => (lang, topic, TAIL),
                        tone => (lang, tone, topic),
                    });
                } else if let Some(sort) = sort {
                    by_sort.entry(sort).or_default().texts.push(line);
                }
            }
        }
        Self { by_sort }
    }

    /// Picks a comment; `None` if there is none of that sort.
    ///
    /// It goes through all of them in turn, so that none comes again soon, and sometimes adds a
    /// second sentence.
    pub(super) fn pick(
        &mut self,
        lang: &'static str,
        tone: Tone,
        topic: &'static str,
        dice: &mut Dice,
    ) -> Option<String> {
        let tail = dice.share() < 0.4;
        let mut text = self.next((lang, tone.word(), topic))?.to_owned();
        if tail && let Some(tail) = self.next((lang, tone.word(), TAIL)) {
            text.push(' ');
            text.push_str(tail);
        }
        Some(text)
    }

    fn next(&mut self, sort: (&'static str, &'static str, &'static str)) -> Option<&'static str> {
        let sort = self.by_sort.get_mut(&sort)?;
        // A stride that is coprime to the number of texts visits all of them.
        let n = sort.texts.len();
        let stride = [7, 5, 3, 2, 1].into_iter().find(|stride| n % stride != 0).unwrap_or(1);
        let text = sort.texts.get((sort.n_picked * stride).checked_rem(n)?).copied();
        sort.n_picked += 1;
        text
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::demo::year::story::SURVEYS;

    #[test]
    fn each_tone_has_sixty_comments_in_each_language_and_none_twice() {
        let comments = Comments::new();
        for (lang, _) in FILES {
            for tone in [Tone::Good, Tone::Middle, Tone::Bad] {
                let of_tone = comments.by_sort.iter().filter(|((of, word, topic), _)| {
                    (*of, *word) == (lang, tone.word()) && *topic != TAIL
                });
                let texts: Vec<&str> = of_tone.flat_map(|(_, sort)| sort.texts.clone()).collect();
                assert!(texts.len() >= 60, "{lang} {tone:?}: {}", texts.len());
                let distinct: BTreeSet<&str> = texts.iter().copied().collect();
                assert_eq!(distinct.len(), texts.len(), "{lang} {tone:?}");
            }
        }
    }

    #[test]
    fn every_touchpoint_has_comments_of_every_tone() {
        let comments = Comments::new();
        let topics = SURVEYS.iter().flat_map(|survey| survey.touchpoints).map(|place| place.topic);
        for topic in topics {
            for (lang, _) in FILES {
                for tone in [Tone::Good, Tone::Middle, Tone::Bad] {
                    let sort = (lang, tone.word(), topic);
                    assert!(comments.by_sort.contains_key(&sort), "{sort:?}");
                }
            }
        }
        assert!(comments.by_sort.contains_key(&("vi", "bad", "checkout-broken")));
    }

    #[test]
    fn all_of_a_sort_are_picked_before_one_comes_again() {
        let mut comments = Comments::new();
        let sorts: Vec<_> = comments.by_sort.keys().copied().collect();
        for sort in sorts {
            let n = comments.by_sort[&sort].texts.len();
            let picked: BTreeSet<_> = (0..n).filter_map(|_| comments.next(sort)).collect();
            assert_eq!(picked.len(), n, "{sort:?}");
        }
    }
}
