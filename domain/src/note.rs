//! Remarks on figures.

/// A remark on a figure or a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// Fewer than [`SMALL_SAMPLE_BELOW`] answers: in either period, for a change.
    SmallSample,
}

/// With fewer answers, figures say so, and no change is called significant.
pub const SMALL_SAMPLE_BELOW: u64 = 10;

impl Note {
    /// The remark on a figure of so many answers. Nobody at all is a small sample, too.
    #[must_use]
    pub const fn of(responses: u64) -> Option<Note> {
        if responses < SMALL_SAMPLE_BELOW { Some(Note::SmallSample) } else { None }
    }

    /// The note's word in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Note::SmallSample => "small-sample",
        }
    }
}
