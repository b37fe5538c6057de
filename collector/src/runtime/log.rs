//! Entries of the operator's log: each is one line of JSON, with the entry's name as `event`.
//!
//! In: the entries, their fields, how bad each is. Not in: where lines go, which the runtime
//! decides ([`Runtime::log`](crate::runtime::Runtime::log)).
//!
//! Entries contain nothing about a person or a site: no address, no query, no body, no name, no
//! key. They name a request by its route and its id.

use serde::Serialize;

use super::request_id::RequestId;
use crate::text::json;

/// Severity of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Something was done.
    Info,
    /// A client's request was not done, by the client's own fault.
    Warn,
    /// The fault is the collector's.
    Error,
}

/// One line of the log.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Entry<'a> {
    /// A request was not done.
    RequestFailed {
        /// The id that is in the problem, too; `null` without randomness.
        request_id: Option<&'a RequestId>,
        /// The method; empty for one that no route knows.
        method: &'static str,
        /// The path with names in braces; `null` for an unknown address.
        route: Option<&'static str>,
        /// The HTTP status.
        status: u16,
        /// The problem's name, after `urn:hearby:problem:`.
        problem: &'static str,
        /// Fault of the collector; clients don't see it.
        #[serde(skip_serializing_if = "Option::is_none")]
        fault: Option<&'static str>,
        /// Time that the request took by the runtime's clock, in milliseconds. The clock of Workers
        /// stands still while they compute and goes on with each read and write of KV: this is the
        /// time spent waiting.
        elapsed_ms: i64,
    },
    /// A body that comes piece by piece was broken off.
    BodyBrokenOff {
        /// The request's id.
        request_id: Option<&'a RequestId>,
        /// The problem's name.
        problem: &'static str,
    },
    /// The runtime took no response of ours.
    ResponseRefused {
        /// The runtime's own words.
        reason: String,
    },
    /// A cron has delivered events again.
    EventsRedelivered {
        /// Events that were accepted.
        delivered: u32,
        /// Attempts that were not.
        failed: u32,
        /// Events that were given up.
        given_up: u32,
        /// Events that were dropped, as their response or their webhook was deleted.
        let_go: u32,
    },
    /// A cron has compiled gates.
    GatesCompiled {
        /// Gates that were written.
        written: u32,
    },
    /// A cron went on with the purge of deleted sites and surveys.
    EntriesPurged {
        /// Entries that were deleted.
        deleted: u32,
    },
    /// A cron has folded closed days.
    DaysFolded {
        /// Rollups that were written.
        rollups: u32,
        /// Dirty marks that were deleted.
        dirty_marks: u32,
    },
    /// A cron has deleted the `who:` keys of deleted responses.
    WhoKeysDeleted {
        /// Keys that were deleted.
        deleted: u64,
    },
    /// A part of a cron was not done.
    CronFailed {
        /// Name of the cron's part.
        job: &'static str,
        /// The problem's name.
        problem: &'static str,
        /// Fault on this side.
        #[serde(skip_serializing_if = "Option::is_none")]
        fault: Option<&'static str>,
    },
}

impl Entry<'_> {
    /// Returns the severity.
    #[must_use]
    pub const fn level(&self) -> Level {
        match self {
            Entry::RequestFailed { status, .. } if *status < 500 => Level::Warn,
            Entry::RequestFailed { .. }
            | Entry::BodyBrokenOff { .. }
            | Entry::ResponseRefused { .. }
            | Entry::CronFailed { .. } => Level::Error,
            Entry::EventsRedelivered { .. }
            | Entry::GatesCompiled { .. }
            | Entry::EntriesPurged { .. }
            | Entry::DaysFolded { .. }
            | Entry::WhoKeysDeleted { .. } => Level::Info,
        }
    }

    /// The entry as one line of JSON.
    #[must_use]
    pub fn to_line(&self) -> String {
        json::of(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_one_line_that_begins_with_its_name() {
        let id = RequestId::parse("8f2b1c3d4e5f6a7b-HKG");
        let failed = Entry::RequestFailed {
            request_id: id.as_ref(),
            method: "POST",
            route: Some("/v1/responses"),
            status: 422,
            problem: "invalid",
            fault: None,
            elapsed_ms: 3,
        };
        assert_eq!(
            failed.to_line(),
            r#"{"event":"request-failed","request_id":"8f2b1c3d4e5f6a7b-HKG","method":"POST","route":"/v1/responses","status":422,"problem":"invalid","elapsed_ms":3}"#
        );
        let refused = Entry::ResponseRefused { reason: "line\nline".to_owned() };
        assert!(!refused.to_line().contains('\n'));
    }

    #[test]
    fn only_a_fault_of_this_side_is_an_error() {
        let failed = |status| Entry::RequestFailed {
            request_id: None,
            method: "GET",
            route: None,
            status,
            problem: "x",
            fault: None,
            elapsed_ms: 0,
        };
        assert_eq!(failed(404).level(), Level::Warn);
        assert_eq!(failed(503).level(), Level::Error);
        let fault = Some("a stored record can't be read");
        let cron = Entry::CronFailed { job: "gates", problem: "internal", fault };
        assert_eq!(cron.level(), Level::Error);
        assert!(cron.to_line().contains("stored record"));
        assert_eq!(Entry::GatesCompiled { written: 1 }.level(), Level::Info);
    }
}
