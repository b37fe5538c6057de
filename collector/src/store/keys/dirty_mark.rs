//! A dirty mark, as its key tells it: the hour that was written into, and the time until which the
//! mark stands.
//!
//! In: the mark and its times. Not in: listing marks, and what they mean for rollups
//! (`rollups::dirty`).

use domain::{Hour, Instant, ResponseId, SiteId, SurveyId};

use crate::store::timing::{COVERED_AFTER_MS, SETTLED_AFTER_MS, mark_time};

/// A dirty mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirtyMark {
    /// The site.
    pub site: SiteId,
    /// The survey.
    pub survey: SurveyId,
    /// The hour that was written into.
    pub hour: Hour,
    /// The first instant for which the mark does not stand any more. Every write that it announces
    /// was decided on before this instant, and started after the mark had been written. Marks until
    /// 2026-11-25 have the time of their one write.
    pub at: Instant,
    /// Tells marks of one time apart: see [`DirtyMark::shared`].
    pub id: ResponseId,
}

impl DirtyMark {
    /// Returns the mark for a write into that hour that is decided on now. All such writes share
    /// it. If the mark's key is busy, the writer uses the response's own id instead.
    #[must_use]
    pub fn shared(site: &SiteId, survey: &SurveyId, hour: Hour, now: Instant) -> DirtyMark {
        let id = ResponseId::new(hour.start(), 0);
        DirtyMark { site: site.clone(), survey: survey.clone(), hour, at: mark_time(now), id }
    }

    /// Returns true if a rollup whose list began at `as_of` contains the writes that the mark
    /// announced.
    #[must_use]
    pub const fn is_covered(&self, as_of: Instant) -> bool {
        as_of.unix_ms() >= self.at.plus_ms(COVERED_AFTER_MS).unix_ms()
    }

    /// Returns true if the mark has done its work: every reader sees a rollup that covers it.
    #[must_use]
    pub const fn is_done(&self, as_of: Instant, now: Instant) -> bool {
        self.is_covered(as_of) && now.unix_ms() >= as_of.plus_ms(SETTLED_AFTER_MS).unix_ms()
    }
}
