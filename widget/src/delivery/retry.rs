//! Meaning of an attempt's end. Plain values, no network and no clock.

use domain::{Instant, ResponseId};

/// Verdict on a body after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The collector has it.
    Taken,
    /// It may be taken soon: kept.
    Later,
    /// It may be taken when something has changed on the way or at the collector: kept.
    NextVisit,
    /// It will never be taken: it is dropped, and the page gets an error event.
    Refused,
}

/// Reads a reply: its HTTP status (0 stands for a network error), `accepts` (its body names the
/// response's id), and the name of the collector's problem (empty if it is none).
///
/// Much stands between a page and its collector: proxies, challenge pages, captive portals. Only
/// the collector can take a response, and only the collector can refuse one:
///
/// | reply | verdict |
/// |---|---|
/// | 201 with the response's id | taken |
/// | network error, 408, 425, 429, 5xx, or `cut-short` | later |
/// | a problem about the body itself: `invalid`, `not-json`, `too-large`, `clock-skew` | refused |
/// | every other problem, which concerns the site, the survey, the page or the request | next visit |
/// | everything else: somebody else replied, 2xx included | next visit |
pub(crate) fn verdict(status: u16, accepts: bool, problem: &str) -> Verdict {
    match (status, problem) {
        (201, _) if accepts => Verdict::Taken,
        (0 | 408 | 425 | 429 | 500.., _) | (_, "cut-short") => Verdict::Later,
        (_, "invalid" | "not-json" | "too-large" | "clock-skew") => Verdict::Refused,
        _ => Verdict::NextVisit,
    }
}

/// Returns the milliseconds to wait after `failures` failures (1 for the first); `None` when the
/// rest is left to the next visit. `random` of 0 to 1 spreads visitors who came at the same time.
///
/// The wait is 2, 8, 32 and 128 s, or as long as the collector asks for (`asked_s`, in seconds; 0
/// or NaN for nothing), each up to half as long again. A longer request than any of these also
/// leaves the rest to the next visit.
pub(crate) fn wait_ms(failures: u32, asked_s: f64, random: f64) -> Option<i32> {
    let base_ms: f64 = match failures {
        1 => 2_000.0,
        2 => 8_000.0,
        3 => 32_000.0,
        4 => 128_000.0,
        _ => return None,
    };
    if asked_s > 128.0 {
        return None;
    }
    // `max` ignores NaN.
    let base_ms = base_ms.max(asked_s * 1_000.0);
    Some((base_ms * (1.0 + random.clamp(0.0, 1.0) / 2.0)) as i32)
}

/// True if an attempt that ended so may have stored the response. Only a refusal by the collector
/// itself says that it did not; a lost reply, a server's fault and replies by others on the way
/// tell nothing about it.
pub(crate) fn may_be_stored(status: u16, problem: &str) -> bool {
    problem.is_empty() || !(400..500).contains(&status)
}

/// Returns the id under which a response is sent again after the collector found the old id's time
/// too far off: the same moment by the collector's clock. `tapped_at` and `visitor_now` are by the
/// visitor's.
pub(crate) fn renewed(
    tapped_at: Instant,
    visitor_now: Instant,
    collector_now: Instant,
    random: u128,
) -> ResponseId {
    let age_ms = visitor_now.unix_ms().saturating_sub(tapped_at.unix_ms());
    ResponseId::new(collector_now.plus_ms(age_ms.max(0).saturating_neg()), random)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reply_has_its_documented_verdict() {
        for (status, accepts, problem, expected) in [
            (201, true, "", Verdict::Taken),
            (201, false, "", Verdict::NextVisit),
            (200, true, "", Verdict::NextVisit),
            (200, false, "", Verdict::NextVisit),
            (204, false, "", Verdict::NextVisit),
            (302, false, "", Verdict::NextVisit),
            (0, false, "", Verdict::Later),
            (408, false, "", Verdict::Later),
            (425, false, "", Verdict::Later),
            (429, false, "", Verdict::Later),
            (429, false, "rate-limited", Verdict::Later),
            (500, false, "internal", Verdict::Later),
            (503, false, "store-busy", Verdict::Later),
            (502, false, "", Verdict::Later),
            (400, false, "cut-short", Verdict::Later),
            (400, false, "not-json", Verdict::Refused),
            (413, false, "too-large", Verdict::Refused),
            (422, false, "invalid", Verdict::Refused),
            (422, false, "clock-skew", Verdict::Refused),
            (422, false, "", Verdict::NextVisit),
            (403, false, "", Verdict::NextVisit),
            (403, false, "origin-not-allowed", Verdict::NextVisit),
            (404, false, "", Verdict::NextVisit),
            (404, false, "unknown-survey", Verdict::NextVisit),
        ] {
            assert_eq!(verdict(status, accepts, problem), expected, "{status} {problem}");
        }
    }

    #[test]
    fn waits_grow_spread_and_end() {
        let least: Vec<Option<i32>> = (1..6).map(|n| wait_ms(n, 0.0, 0.0)).collect();
        assert_eq!(least, [Some(2_000), Some(8_000), Some(32_000), Some(128_000), None]);
        assert_eq!(wait_ms(1, 0.0, 1.0), Some(3_000));
        assert_eq!(wait_ms(1, 0.0, f64::INFINITY), Some(3_000));
    }

    #[test]
    fn a_collector_that_asks_for_patience_gets_it_and_for_hours_the_next_visit() {
        assert_eq!(wait_ms(1, 60.0, 0.0), Some(60_000));
        assert_eq!(wait_ms(4, 60.0, 0.0), Some(128_000));
        assert_eq!(wait_ms(1, 75_600.0, 0.0), None);
        for nothing in [f64::NAN, -1.0, 0.0] {
            assert_eq!(wait_ms(1, nothing, 0.0), Some(2_000), "{nothing}");
        }
    }

    #[test]
    fn only_a_refusal_by_the_collector_says_that_nothing_was_stored() {
        let statuses = [0, 200, 201, 408, 425, 429, 400, 403, 404, 413, 422, 500, 503, 504];
        let said = |problem: &'static str| {
            statuses.into_iter().filter(move |status| !may_be_stored(*status, problem))
        };
        assert_eq!(said("").count(), 0);
        let by_collector: Vec<u16> = said("a-problem").collect();
        assert_eq!(by_collector, [408, 425, 429, 400, 403, 404, 413, 422]);
    }

    #[test]
    fn a_renewed_id_keeps_the_responses_age_and_moves_to_the_collectors_clock() {
        let at = Instant::from_unix_ms;
        let new = renewed(at(1_000_000), at(1_004_000), at(1_795_316_400_000), 2);
        assert_eq!(new.instant(), at(1_795_316_396_000));
    }

    #[test]
    fn a_response_from_the_visitors_own_future_becomes_now() {
        let at = Instant::from_unix_ms;
        let new = renewed(at(9_000), at(5_000), at(70_000), 2);
        assert_eq!(new.instant(), at(70_000));
    }
}
