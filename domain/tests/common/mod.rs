//! Vectors as the tests of figures and of comparisons read them.

use domain::{Kind, Score, Tally};
use serde_json::Value;

/// Reads the cases of a file.
pub(crate) fn vectors(json: &str) -> Vec<Value> {
    serde_json::from_str(json).unwrap()
}

/// Returns the tally of counts by score, from the low end to the high end.
pub(crate) fn tally(kind: Kind, counts: &Value) -> Tally {
    let mut tally = Tally::new(kind);
    let counts = counts.as_array().unwrap();
    assert_eq!(counts.len(), kind.scale().len());
    for (value, count) in kind.scale().values().zip(counts) {
        let score = Score::new(kind, i64::from(value)).unwrap();
        tally.add_count(score, count.as_u64().unwrap()).unwrap();
    }
    tally
}
