//! The summary of a survey.
//!
//! Not in here: the filters by dimension, which responses have, too (`crate::filters`).

use collector::store::error::Error;
use serde_json::json;
use wire::{dimension::Dimension, summary::Summary};

use super::{FIGURES, new};
use crate::{
    filters::filtered,
    operation::{Operation, Who, invalid},
};

pub(super) fn all() -> Vec<Operation> {
    let text = || json!({"type": "string"});
    let confidence = json!({"type": "number", "minimum": 0.8, "maximum": 0.99, "default": 0.95});
    vec![
        filtered(new("getSummary", FIGURES, "The score of a period"))
            .by(Who::Read)
            .query(
                "from",
                text(),
                "A date of `tz`, or an RFC 3339 instant. Without: 30 days before `to`.",
            )
            .query(
                "to",
                text(),
                "Likewise, not included. Without: the end of today; with \
                                  `compare`, the end of yesterday.",
            )
            .query("tz", text(), "An IANA name, or an offset such as `+07:00`. Without: UTC.")
            .query(
                "confidence",
                confidence,
                "0.8, 0.9, 0.95 or 0.99: how often the interval is to contain the truth.",
            )
            .query(
                "interval",
                json!({"type": "string", "enum": ["hour", "day", "week", "month", "quarter", "year"]}),
                "Adds `series`: the period in such pieces of `tz`, at most 1,000, without gaps.",
            )
            .query(
                "breakdown",
                text(),
                &format!(
                    "One or several of {} and the survey's own attributes, with commas between \
                     them: adds `breakdowns`.",
                    Dimension::ALL.map(Dimension::as_str).join(", ")
                ),
            )
            .query(
                "reasons",
                json!({"type": "boolean", "default": false}),
                "True: adds `reasons`, what visitors picked under the score. Not for csi.",
            )
            .query(
                "compare",
                text(),
                "`previous`, `month-earlier`, `year-earlier`, or a range such as \
                   `2026-10-01/2026-11-01`: adds `change`.",
            )
            .query(
                "power",
                json!({"type": "number", "exclusiveMinimum": 0, "maximum": 200}),
                "A change in points of the score (10): adds `power`, the number of responses that \
                 tells it. Not for csi.",
            )
            .query(
                "partial",
                json!({"type": "boolean", "default": false}),
                "True: while the summary is not final, the figures of the part that is folded in, \
                 in place of `null`.",
            )
            .asking(
                "from=2026-11-16&to=2026-11-30&tz=Asia/Ho_Chi_Minh&interval=week&breakdown=touchpoint\
                     &reasons=true&compare=previous&power=10",
            )
            .gives::<Summary>(200, "The score; its `value` is `null` without responses.")
            .or(invalid(
                "?from",
                "is not a date or an instant",
                "a date such as 2026-11-22, or an \
                instant such as 2026-11-22T03:00:00Z",
            ))
            .or(Error::StoreBusy),
    ]
}
