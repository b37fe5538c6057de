//! Lists of address patterns in JSON: `[{"prefix": "/shop/"}, {"exact": "/"}]`.

use domain::targeting::{RegexError, UrlPattern, UrlRules};
use serde_json::{Map, Value};

use crate::{fields::Fields, limits::LIST_MAX, problem::FieldError};

/// The longest pattern, in bytes.
const PATTERN_MAX_BYTES: usize = 200;
const ALLOWED: &str = "one of {\"exact\": …}, {\"prefix\": …}, {\"glob\": …}, {\"regex\": …} with at most \
                       200 bytes that begin with /, http or *; a regex with /, http or .*";
const AS_WRITTEN: &str = "an address as browsers write it: the host in small ASCII letters, without \
                          the scheme's own port, and a / behind it; no { } < > \" \\ in the path; \
                          something behind ? and #; * in a glob for what varies";
const REGEX_ALLOWED: &str = "a row of characters, . \\d \\w [a-z] [^/], each of them maybe with ? * + {2} \
                             {2,4}, and choices of plain texts (news|blog), that is quick on every \
                             address";

pub(super) fn read(fields: &mut Fields<'_>, field: &str) -> Vec<UrlPattern> {
    let Some(value) = fields.raw(field) else { return Vec::new() };
    let Some(items) = value.as_array().filter(|items| items.len() <= LIST_MAX) else {
        fields.complain(field, "is not allowed", &format!("a list of at most {LIST_MAX} patterns"));
        return Vec::new();
    };
    let mut patterns = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        match item.as_object().and_then(read_one) {
            Some(Ok(pattern)) => patterns.push(pattern),
            Some(Err(error)) => {
                let detail = format!("is not a regular expression that is taken: {error}");
                fields.complain_item(field, index, &detail, REGEX_ALLOWED);
            }
            None => fields.complain_item(field, index, "is not a pattern", ALLOWED),
        }
    }
    patterns
}

fn read_one(object: &Map<String, Value>) -> Option<Result<UrlPattern, RegexError>> {
    let mut entries = object.iter();
    let (sort, text) = (entries.next()?, entries.next());
    let (sort, text) = match (sort, text) {
        ((sort, Value::String(text)), None) => (sort.as_str(), text.as_str()),
        _ => return None,
    };
    let any = if sort == "regex" { ".*" } else { "*" };
    let begins_well = ["/", "http", any].into_iter().any(|start| text.starts_with(start));
    if text.len() > PATTERN_MAX_BYTES || !begins_well {
        return None;
    }
    match sort {
        "exact" => Some(Ok(UrlPattern::exact(text))),
        "prefix" => Some(Ok(UrlPattern::prefix(text))),
        "glob" => Some(Ok(UrlPattern::glob(text))),
        "regex" => Some(UrlPattern::regex(text)),
        _ => None,
    }
}

/// Returns an error for each pattern that no page can meet. The parser doesn't check this, because
/// an earlier release accepted such patterns, and its records must stay readable.
pub(super) fn never_met(urls: &UrlRules) -> Vec<FieldError> {
    let lists = [("include", &urls.include), ("exclude", &urls.exclude)];
    let named = lists.into_iter().flat_map(|(field, list)| {
        list.iter().enumerate().map(move |(index, pattern)| (field, index, pattern))
    });
    named
        .filter_map(|(field, index, pattern)| {
            let never = pattern.can_be_met().err()?;
            Some(FieldError {
                pointer: format!("/display/urls/{field}/{index}"),
                detail: never.to_string(),
                allowed: AS_WRITTEN.to_owned(),
            })
        })
        .collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(pattern: &str, complaint: &str) {
        let body = format!(r#"{{"include":[{pattern}]}}"#);
        let object: Map<String, Value> = serde_json::from_str(&body).unwrap();
        let mut fields = Fields::new(&object);
        let patterns = read(&mut fields, "include");
        match fields.finish(Some(())) {
            Ok(()) => {
                assert_eq!(complaint, "", "{pattern} was taken");
                let rules = UrlRules { include: patterns, exclude: Vec::new() };
                assert_eq!(written(&rules)["include"].to_string(), format!("[{pattern}]"));
            }
            Err(crate::fields::Unreadable::Invalid(errors)) => {
                assert_eq!(errors[0].pointer, "/include/0");
                assert!(!complaint.is_empty(), "{errors:?}");
                let said = format!("{} {}", errors[0].detail, errors[0].allowed);
                assert!(said.contains(complaint), "{said}");
            }
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_sort_reads_and_is_written_as_the_owner_wrote_it() {
        for sort in ["exact", "prefix", "glob"] {
            reads(&format!(r#"{{"{sort}":"/a"}}"#), "");
        }
        reads(r#"{"regex":"https?://a[.]b/\\d+"}"#, "");
        reads(r#"{"regex":".*/done"}"#, "");
    }

    #[test]
    fn what_is_refused_is_told_with_what_is_allowed() {
        reads(r#"{"regex":"(a+)+"}"#, "begin with");
        reads(r#"{"regex":"/.*a.*b"}"#, "character 2: this repetition can also take what follows");
        reads(r#"{"regex":"/(a"}"#, "(news|blog)");
        reads(r#"{"regex":"*"}"#, ".*");
        reads(r#"{"glob":"a*"}"#, "begin with");
        reads(r#"{"like":"/a"}"#, "exact");
    }
}
