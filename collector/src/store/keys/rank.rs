//! Progress of a visitor with a response. The keys of the response's states end with it.
//!
//! In: the ranks and their order. Not in: which state is the newest (`responses::states`).

/// Progress of a visitor with a response. The order is that of the visitor's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// An unfinished response without a comment, which may still come.
    Partial,
    /// An unfinished response with a comment so far.
    PartialCommented,
    /// Finished without a comment.
    Finished,
    /// Finished with a comment.
    FinishedCommented,
}

impl Rank {
    /// Each rank, the lowest first.
    pub const ALL: [Rank; 4] =
        [Rank::Partial, Rank::PartialCommented, Rank::Finished, Rank::FinishedCommented];

    /// Returns the rank of a state.
    #[must_use]
    pub const fn of(is_finished: bool, has_comment: bool) -> Rank {
        match (is_finished, has_comment) {
            (false, false) => Rank::Partial,
            (false, true) => Rank::PartialCommented,
            (true, false) => Rank::Finished,
            (true, true) => Rank::FinishedCommented,
        }
    }

    /// Returns the end of the key of such a state. The highest rank has the plain key.
    #[must_use]
    pub const fn suffix(self) -> &'static str {
        match self {
            Rank::Partial => ".0",
            Rank::PartialCommented => ".1",
            Rank::Finished => ".2",
            Rank::FinishedCommented => "",
        }
    }

    /// Returns the rank whose keys end like that.
    #[must_use]
    pub fn of_suffix(suffix: &str) -> Option<Rank> {
        Rank::ALL.into_iter().find(|rank| rank.suffix() == suffix)
    }
}
