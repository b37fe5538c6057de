//! KV operations of requests, as they must be counted.
//!
//! In: one table, from which all costs are computed. Not in: counting (`counts`).

use serde::Deserialize;

/// Operations on KV, as Cloudflare bills them: a bulk read counts each of its keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Operations {
    pub(crate) reads: u64,
    pub(crate) writes: u64,
    pub(crate) lists: u64,
    pub(crate) deletes: u64,
}

impl Operations {
    const fn reads(reads: u64) -> Operations {
        Operations { reads, writes: 0, lists: 0, deletes: 0 }
    }

    const fn writes(self, writes: u64) -> Operations {
        Operations { writes, ..self }
    }
}

/// An accepted response, while the isolate remembers site, survey and webhooks.
pub(crate) const RESPONSE: Operations = Operations::reads(0).writes(1);
/// A response by which an isolate meets its site and survey.
pub(crate) const RESPONSE_ANEW: Operations = Operations::reads(3).writes(1);
/// A response that comes later than three minutes after its hour: the mark is written before it,
/// unless the isolate has written one for that hour within the minute.
pub(crate) const RESPONSE_LATE: Operations = Operations::reads(0).writes(2);
/// A response whose page named its visitor.
pub(crate) const RESPONSE_NAMED: Operations = Operations::reads(0).writes(2);
/// The form, while the isolate remembers site and survey.
pub(crate) const FORM: Operations = Operations::reads(0);
/// A form by which an isolate meets its site and survey.
pub(crate) const FORM_ANEW: Operations = Operations::reads(2);
/// The script of a page, while the isolate remembers its gate.
pub(crate) const SCRIPT: Operations = Operations::reads(0);
/// A script by which an isolate meets its site.
pub(crate) const SCRIPT_ANEW: Operations = Operations::reads(1);
