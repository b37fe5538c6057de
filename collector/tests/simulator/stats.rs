//! Counts of what happened in the runs: they show when a run meets too little.

use crate::ledger::End;

/// Counts of what happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stats {
    pub(crate) taken: u64,
    pub(crate) busy: u64,
    pub(crate) refused: u64,
    pub(crate) clock_skews: u64,
    pub(crate) deaths: u64,
    pub(crate) complete_reads: u64,
    pub(crate) incomplete_reads: u64,
    pub(crate) failed_reads: u64,
    pub(crate) crons: u64,
    pub(crate) deletions: u64,
    pub(crate) edits: u64,
    pub(crate) marks: u64,
    pub(crate) hour_rollups: u64,
    pub(crate) expired: u64,
    pub(crate) pages: u64,
    pub(crate) forgotten: u64,
    pub(crate) erased: u64,
    pub(crate) doomed: u64,
    pub(crate) older_states: u64,
    pub(crate) visitors: Met,
}

impl Stats {
    pub(crate) fn each(&self) -> [(&'static str, u64); 19] {
        [
            ("responses taken", self.taken),
            ("responses that failed", self.busy),
            ("responses refused", self.refused),
            ("new ids", self.clock_skews),
            ("deaths", self.deaths),
            ("complete reads", self.complete_reads),
            ("incomplete reads", self.incomplete_reads),
            ("failed reads", self.failed_reads),
            ("crons", self.crons),
            ("deletions", self.deletions),
            ("edits", self.edits),
            ("marks", self.marks),
            ("rollups of hours", self.hour_rollups),
            ("responses that expired", self.expired),
            ("pages", self.pages),
            ("responses forgotten", self.forgotten),
            ("notes of erased responses", self.erased),
            ("responses of a survey that was deleted with them", self.doomed),
            ("older states that came late", self.older_states),
        ]
    }

    pub(crate) fn add(&mut self, other: Stats) {
        self.taken += other.taken;
        self.busy += other.busy;
        self.refused += other.refused;
        self.clock_skews += other.clock_skews;
        self.deaths += other.deaths;
        self.complete_reads += other.complete_reads;
        self.incomplete_reads += other.incomplete_reads;
        self.failed_reads += other.failed_reads;
        self.crons += other.crons;
        self.deletions += other.deletions;
        self.edits += other.edits;
        self.marks += other.marks;
        self.hour_rollups += other.hour_rollups;
        self.expired += other.expired;
        self.pages += other.pages;
        self.forgotten += other.forgotten;
        self.erased += other.erased;
        self.doomed += other.doomed;
        self.older_states += other.older_states;
        self.visitors.add(other.visitors);
    }
}

/// Counts of what visitors met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Met {
    pub(crate) strangers: u64,
    pub(crate) at_the_other: u64,
    pub(crate) foreign_tags: u64,
    pub(crate) withdrawn: u64,
    pub(crate) left: u64,
}

impl Met {
    pub(crate) fn each(&self) -> [(&'static str, u64); 5] {
        [
            ("replies by strangers", self.strangers),
            ("responses taken by the other collector", self.at_the_other),
            ("visits to a page with another collector's tag", self.foreign_tags),
            ("consents taken back while a response waited", self.withdrawn),
            ("pages left in the middle", self.left),
        ]
    }

    pub(crate) fn add(&mut self, other: Met) {
        self.strangers += other.strangers;
        self.at_the_other += other.at_the_other;
        self.foreign_tags += other.foreign_tags;
        self.withdrawn += other.withdrawn;
        self.left += other.left;
    }
}

impl Stats {
    pub(crate) fn count(&mut self, end: End) {
        match end {
            End::Taken => self.taken += 1,
            End::Open => self.busy += 1,
            End::Refused => self.refused += 1,
        }
    }
}
