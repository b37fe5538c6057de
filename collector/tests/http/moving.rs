//! Backups of a site, and their lines posted back.

use collector::{api::http::Reply, runtime::secret::Secret};
use serde_json::Value;

use crate::support::{ADMIN, Collector, request};

/// Returns the backup of a site that fits into one reply.
#[track_caller]
pub(crate) fn backup(collector: &Collector, site: &str) -> String {
    let reply = collector.admin("GET", &format!("/v1/sites/{site}/backup"), &Value::Null);
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.body
}

/// Posts lines of a backup to be restored as a site.
pub(crate) fn post_lines(collector: &Collector, site: &str, lines: &str) -> Reply {
    let path = format!("/v1/sites/{site}/restore");
    let mut request = request("POST", &path, lines.as_bytes());
    request.headers.authorization = Some(Secret::new(format!("Bearer {ADMIN}")));
    request.headers.content_type = Some("application/x-ndjson".to_owned());
    collector.send(&request)
}
