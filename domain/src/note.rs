//! Remarks on figures.

/// A remark on a figure or a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// Fewer than [`SMALL_SAMPLE_BELOW`] responses; for a change: in either period.
    SmallSample,
}

/// With fewer responses, figures carry a note, and no change is called significant.
pub const SMALL_SAMPLE_BELOW: u64 = 10;

impl Note {
    /// Returns the remark on a figure of so many responses. None at all is a small sample, too.
    #[must_use]
    pub const fn of(responses: u64) -> Option<Note> {
        if responses < SMALL_SAMPLE_BELOW { Some(Note::SmallSample) } else { None }
    }

    /// Returns the note's word in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Note::SmallSample => "small-sample",
        }
    }
}
