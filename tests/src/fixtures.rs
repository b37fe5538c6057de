//! Values that many tests need: ids, responses, a shop with its surveys.

use std::{
    collections::hash_map::RandomState,
    hash::{BuildHasher, Hasher},
    sync::atomic::{AtomicU64, Ordering},
};

use domain::{Instant, ResponseId};
use serde_json::{Value, json};
use wire::routes;

use crate::{
    clock::now_ms,
    collector::{Collector, site_id, survey_id},
};

/// Name of the site of most tests.
pub const SITE: &str = "shop";

/// Makes an id of the current time, as a browser does.
#[must_use]
pub fn response_id() -> String {
    response_id_at(now_ms())
}

/// Makes an id of that time.
#[must_use]
pub fn response_id_at(unix_ms: i64) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let mut hasher = RandomState::new().build_hasher();
    hasher.write_u64(unix_ms.unsigned_abs());
    let count = u128::from(COUNT.fetch_add(1, Ordering::Relaxed));
    // The low bits hold a counter, so that all ids of a run differ.
    let random = (u128::from(hasher.finish()) << 40) | count;
    ResponseId::new(Instant::from_unix_ms(unix_ms), random).to_string()
}

/// Returns a key that is wrong by its last letter alone, whichever letter that is.
#[must_use]
pub fn wrong_key(key: &str) -> String {
    let (start, last) = key.split_at(key.len() - 1);
    format!("{start}{}", if last == "a" { "b" } else { "a" })
}

/// Makes a response with only the required fields: id, site, survey, score.
#[must_use]
pub fn response(survey: &str, score: u8) -> Value {
    json!({"id": response_id(), "site": SITE, "survey": survey, "score": score})
}

/// Returns a value with one field added or replaced.
#[must_use]
#[track_caller]
pub fn with(mut object: Value, field: &str, value: Value) -> Value {
    object.as_object_mut().expect("an object").insert(field.to_owned(), value);
    object
}

/// Creates the site [`SITE`], whose product is `Trà Sen`, without a pause between its surveys.
#[track_caller]
pub fn create_site(collector: &Collector) {
    let site = json!({"product": "Trà Sen", "lang": "en", "pause_between_surveys_days": 0});
    collector.put_site(SITE, &site);
}

/// Creates the site with the surveys `nps`, `ces` and `csat`, shown only on their event (`ask-nps`,
/// `ask-ces`, `ask-csat`).
#[track_caller]
pub fn create_shop(collector: &Collector) {
    create_site(collector);
    for kind in ["nps", "ces", "csat"] {
        let display = json!({"event": format!("ask-{kind}")});
        collector.put_survey(SITE, kind, &json!({"kind": kind, "display": display}));
    }
}

/// Sets the time of a survey's last change, for a survey of [`SITE`]. No response may be older than
/// that.
#[track_caller]
pub fn backdate_survey(collector: &Collector, survey: &str, changed_ms: i64) {
    let path = routes::survey(&site_id(SITE), &survey_id(survey));
    let definition = collector.as_admin("GET", &path, None).expect(200).json()["definition"].take();
    let record = json!({"version": 1, "definition": definition, "changed_ms": changed_ms});
    let keys = [format!("survey:{SITE}:{survey}:v1"), format!("survey:{SITE}:{survey}")];
    collector.put_into_kv(&keys.map(|key| (key, record.to_string(), None)));
}
