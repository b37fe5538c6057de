//! Lists of address patterns in JSON: `[{"prefix": "/shop/"}, {"exact": "/"}]`.

use domain::targeting::{UrlPattern, UrlRules};
use serde_json::{Map, Value};

use crate::{fields::Fields, limits::LIST_MAX};

/// The longest pattern, in bytes.
const PATTERN_MAX_BYTES: usize = 200;
const ALLOWED: &str = "one of {\"exact\": …}, {\"prefix\": …}, {\"glob\": …} with at most 200 bytes \
                       that begin with /, http or *";

pub(super) fn read(fields: &mut Fields<'_>, field: &str) -> Vec<UrlPattern> {
    let Some(value) = fields.raw(field) else { return Vec::new() };
    let Some(items) = value.as_array().filter(|items| items.len() <= LIST_MAX) else {
        fields.complain(field, "is not allowed", &format!("a list of at most {LIST_MAX} patterns"));
        return Vec::new();
    };
    let mut patterns = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        match item.as_object().and_then(read_one) {
            Some(pattern) => patterns.push(pattern),
            None => fields.complain_item(field, index, "is not a pattern", ALLOWED),
        }
    }
    patterns
}

fn read_one(object: &Map<String, Value>) -> Option<UrlPattern> {
    let mut entries = object.iter();
    let (sort, text) = (entries.next()?, entries.next());
    let (sort, text) = match (sort, text) {
        ((sort, Value::String(text)), None) => (sort.as_str(), text.as_str()),
        _ => return None,
    };
    let begins_well = text.starts_with('/') || text.starts_with("http") || text.starts_with('*');
    if text.len() > PATTERN_MAX_BYTES || !begins_well {
        return None;
    }
    match sort {
        "exact" => Some(UrlPattern::exact(text)),
        "prefix" => Some(UrlPattern::prefix(text)),
        "glob" => Some(UrlPattern::glob(text)),
        _ => None,
    }
}

pub(super) fn written(urls: &UrlRules) -> Value {
    let list = |patterns: &[UrlPattern]| -> Value {
        patterns
            .iter()
            .map(|pattern| serde_json::json!({ pattern.sort(): pattern.text() }))
            .collect()
    };
    serde_json::json!({ "include": list(&urls.include), "exclude": list(&urls.exclude) })
}
