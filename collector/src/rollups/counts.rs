//! Counts of a rollup: responses per score or ratings, and comments, in cells of a quarter of an hour.

use domain::{Answer, csi};

use crate::store::day::CELLS_PER_DAY;

/// The longest scale is 0 to 10.
pub const SLOTS: usize = 11;

/// The responses of one cell, all to one survey.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    by_score: [u32; SLOTS],
    /// Of a satisfaction index; none without responses.
    ratings: Option<Box<csi::Tally>>,
    comments: u32,
}

/// The cells of an hour or of a day that have responses, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cells(Vec<(usize, Counts)>);

impl Counts {
    /// Makes counts of ratings.
    pub(super) fn of_ratings(tally: csi::Tally, comments: u32) -> Counts {
        let ratings = (tally.responses() > 0).then(|| Box::new(tally));
        Counts { ratings, comments, ..Counts::default() }
    }

    /// Counts one response.
    pub fn add(&mut self, answer: &Answer, has_comment: bool) {
        match answer {
            Answer::Score(score) => self.add_count(usize::from(score.value()), 1),
            Answer::Csi(answers) => {
                let empty = || Box::new(csi::Tally::new(answers.attributes()));
                // Of one survey and so of the same attributes: it always fits.
                let _ = self.ratings.get_or_insert_with(empty).add(answers);
            }
        }
        self.add_comments(u32::from(has_comment));
    }

    /// Number of responses with that score.
    #[must_use]
    pub fn of_score(&self, value: usize) -> u32 {
        self.by_score.get(value).copied().unwrap_or(0)
    }

    /// Number of responses.
    #[must_use]
    pub fn responses(&self) -> u64 {
        let rated = self.ratings.as_ref().map_or(0, |tally| tally.responses());
        self.by_score.iter().copied().map(u64::from).sum::<u64>() + rated
    }

    /// The tally of ratings; none without any.
    #[must_use]
    pub fn ratings(&self) -> Option<&csi::Tally> {
        self.ratings.as_deref()
    }

    /// Counts what another has counted, too.
    pub fn merge(&mut self, other: &Counts) {
        for (count, more) in self.by_score.iter_mut().zip(other.by_score) {
            *count = count.saturating_add(more);
        }
        if let Some(more) = &other.ratings {
            match &mut self.ratings {
                // Of one survey and so of the same attributes: it always fits.
                Some(tally) => {
                    let _ = tally.merge(more);
                }
                none => *none = Some(more.clone()),
            }
        }
        self.add_comments(other.comments);
    }

    /// Number of responses with a comment.
    #[must_use]
    pub const fn comments(&self) -> u32 {
        self.comments
    }

    pub(super) fn add_count(&mut self, value: usize, count: u32) {
        if let Some(slot) = self.by_score.get_mut(value) {
            *slot = slot.saturating_add(count);
        }
    }

    pub(super) fn add_comments(&mut self, count: u32) {
        self.comments = self.comments.saturating_add(count);
    }
}

impl Cells {
    /// Counts one response. A cell beyond the day counts nothing.
    pub fn add(&mut self, cell: usize, answer: &Answer, has_comment: bool) {
        if let Some(counts) = self.at(cell) {
            counts.add(answer, has_comment);
        }
    }

    /// Adds a cell behind the others. Does nothing and returns false if it would not be the last.
    pub(super) fn push(&mut self, cell: usize, counts: Counts) -> bool {
        let is_last = cell < CELLS_PER_DAY && self.0.last().is_none_or(|(last, _)| *last < cell);
        if is_last {
            self.0.push((cell, counts));
        }
        is_last
    }

    /// Adds later cells behind these.
    pub(super) fn append(&mut self, later: &Cells) {
        for (cell, counts) in &later.0 {
            self.push(*cell, counts.clone());
        }
    }

    /// The cells from `first` on and before `end`.
    pub(super) fn between(&self, first: usize, end: usize) -> Cells {
        Cells(self.0.iter().filter(|(cell, _)| (first..end).contains(cell)).cloned().collect())
    }

    /// The cells with responses, in order.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &Counts)> {
        self.0.iter().map(|(cell, counts)| (*cell, counts))
    }

    /// Number of cells with responses.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True if no cell has a response.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Number of responses.
    #[must_use]
    pub fn responses(&self) -> u64 {
        self.0.iter().map(|(_, counts)| counts.responses()).sum()
    }

    fn at(&mut self, cell: usize) -> Option<&mut Counts> {
        if cell >= CELLS_PER_DAY {
            return None;
        }
        // Lists come in order of time: mostly it is the last cell or a new one behind it.
        let position = match self.0.last() {
            Some((last, _)) if *last == cell => self.0.len() - 1,
            Some((last, _)) if *last > cell => match self.0.binary_search_by_key(&cell, |c| c.0) {
                Ok(position) => position,
                Err(position) => {
                    self.0.insert(position, (cell, Counts::default()));
                    position
                }
            },
            _ => {
                self.0.push((cell, Counts::default()));
                self.0.len() - 1
            }
        };
        self.0.get_mut(position).map(|(_, counts)| counts)
    }
}

#[cfg(test)]
mod tests {
    use domain::{Kind, Score};

    use super::*;

    #[test]
    fn responses_are_counted_in_order_of_cells_whatever_the_order_they_come_in() {
        let score = |value| Answer::Score(Score::new(Kind::Nps, value).unwrap());
        let (nine, zero) = (score(9), score(0));
        let (mut forth, mut back) = (Cells::default(), Cells::default());
        let responses = [(0, nine, true), (0, zero, false), (7, nine, false), (95, nine, true)];
        responses.iter().for_each(|(cell, score, comment)| forth.add(*cell, score, *comment));
        responses.iter().rev().for_each(|(cell, score, comment)| back.add(*cell, score, *comment));
        assert_eq!(forth, back);
        assert_eq!(forth.iter().map(|(cell, _)| cell).collect::<Vec<_>>(), [0, 7, 95]);
        assert_eq!(forth.responses(), 4);
        let first = forth.iter().next().unwrap().1;
        assert_eq!((first.of_score(9), first.of_score(0), first.comments()), (1, 1, 1));
        assert_eq!((first.of_score(5), first.of_score(11)), (0, 0));
    }

    #[test]
    fn a_cell_of_another_day_counts_nothing() {
        let mut cells = Cells::default();
        let one = Answer::Score(Score::new(Kind::Ces, 1).unwrap());
        cells.add(CELLS_PER_DAY, &one, true);
        assert!(cells.is_empty());
    }
}
