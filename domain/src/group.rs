//! The groups that scores fall into, and their names.

/// Part of its kind's scale into which a score falls. Bounds are inclusive.
///
/// | kind | low | middle | high |
/// |---|---|---|---|
/// | NPS | detractor 0-6 | passive 7-8 | promoter 9-10 |
/// | CES | hard 1-3 | neutral 4 | easy 5-7 |
/// | CSAT | unsatisfied 1-2 | neutral 3 | satisfied 4-5 |
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// NPS 0 to 6.
    Detractor,
    /// NPS 7 or 8.
    Passive,
    /// NPS 9 or 10.
    Promoter,
    /// CES 1 to 3.
    Hard,
    /// CES 4, CSAT 3.
    Neutral,
    /// CES 5 to 7.
    Easy,
    /// CSAT 1 or 2.
    Unsatisfied,
    /// CSAT 4 or 5: the top two boxes.
    Satisfied,
}

impl Group {
    /// Returns the word for this group in JSON and text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Group::Detractor => "detractor",
            Group::Passive => "passive",
            Group::Promoter => "promoter",
            Group::Hard => "hard",
            Group::Neutral => "neutral",
            Group::Easy => "easy",
            Group::Unsatisfied => "unsatisfied",
            Group::Satisfied => "satisfied",
        }
    }
}
