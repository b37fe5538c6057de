//! The button under the thanks: its address and its text.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    fields::Fields,
    limits::{BUTTON_MAX_CHARS, LIST_MAX, URL_MAX_BYTES},
};

/// A button for one group, such as "Review us" or "Talk to us".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThanksButton {
    /// The address that it opens in a new tab; `https` alone.
    pub url: String,
    /// The button's text, by language. Never empty.
    pub label: BTreeMap<String, String>,
}

/// Reads `{group: {url, label: {language: text}}}`.
pub(super) fn read(
    fields: &mut Fields<'_>,
    groups: Option<&[&'static str]>,
) -> BTreeMap<String, ThanksButton> {
    let Some(groups) = groups else { return BTreeMap::new() };
    fields.only(groups);
    let one = |group: &&str| {
        let button = fields.object(group, read_one)??;
        Some(((*group).to_owned(), button))
    };
    groups.iter().filter_map(one).collect()
}

fn read_one(fields: &mut Fields<'_>) -> Option<ThanksButton> {
    fields.only(&["url", "label"]);
    let url = fields.needed_text("url", &https_url_allowed(), https_url);
    let allowed = "an object of a text for each language, such as {\"en\": \"Review us\"}";
    fields.needed("label", allowed)?;
    let label = fields.object("label", |label| read_label(label, BUTTON_MAX_CHARS, LIST_MAX))?;
    Some(ThanksButton { url: url?, label })
}

/// Reads a short text by language: of at most `max_chars`, in 1 to `max_langs` languages.
pub(super) fn read_label(
    fields: &mut Fields<'_>,
    max_chars: usize,
    max_langs: usize,
) -> BTreeMap<String, String> {
    let langs: Vec<&str> = fields.names().collect();
    if langs.is_empty() || langs.len() > max_langs {
        let detail = format!("has {} languages", langs.len());
        fields.complain_whole(&detail, &format!("1 to {max_langs} languages"));
        return BTreeMap::new();
    }
    let allowed = format!("1 to {max_chars} characters without control characters");
    let mut labels = BTreeMap::new();
    for tag in langs {
        let Some(lang) = crate::response::lang(tag) else {
            fields.complain(tag, "is not a language tag", "a language tag, such as vi or pt-BR");
            continue;
        };
        let label = fields.needed_text(tag, &allowed, |text| {
            let good = !text.trim().is_empty()
                && text.chars().count() <= max_chars
                && !text.contains(char::is_control);
            good.then(|| text.to_owned())
        });
        labels.extend(label.map(|label| (lang, label)));
    }
    labels
}

/// Describes in words the addresses that [`https_url`] accepts.
pub(crate) fn https_url_allowed() -> String {
    format!(
        "an address that begins with https://, without a user's name, of at most {URL_MAX_BYTES} bytes"
    )
}

/// Reads a page's absolute address that is safe in a link. It has the scheme `https`, a host of
/// letters, digits, dots and hyphens (other scripts as `xn--…`), maybe a port, no user name or
/// password, and no characters that browsers drop or change.
pub(crate) fn https_url(text: &str) -> Option<String> {
    let rest = text.strip_prefix("https://").filter(|_| text.len() <= URL_MAX_BYTES)?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    let is_host = host.contains(|c: char| c.is_ascii_alphanumeric())
        && host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
        && !host.split('.').any(str::is_empty);
    let is_port =
        port.parse::<u16>().is_ok_and(|port| port > 0) && port.bytes().all(|b| b.is_ascii_digit());
    let is_changed = |c: char| c.is_control() || c.is_whitespace() || "\\\"'<>`{}|^".contains(c);
    (is_host && is_port && !text.contains(is_changed)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::SurveyDefinition;

    #[test]
    fn a_link_is_https_and_hides_nothing() {
        for good in [
            "https://example.com",
            "https://www.example.com/review?id=1&from=survey#form",
            "https://xn--tr-sen-xsa.example:8443/đánh-giá",
            "https://g.page/r/abc",
        ] {
            assert_eq!(https_url(good).as_deref(), Some(good));
        }
        let long = format!("https://example.com/{}", "a".repeat(URL_MAX_BYTES));
        for bad in [
            "",
            "http://example.com",
            "HTTPS://example.com",
            "//example.com",
            "/review",
            "javascript:alert(1)",
            "https:example.com",
            "https://",
            "https:///path",
            "https://user@example.com",
            "https://user:secret@example.com/",
            "https://example.com@evil.example",
            "https://example.com\\@evil.example",
            "https://example.com/a b",
            "https://example.com/\u{9}a",
            "https://example.com:0",
            "https://example.com:99999",
            "https://example.com:+80",
            "https://.example.com",
            "https://example..com",
            "https://example.com/\"onclick=",
            "https://trà.example",
            " https://example.com",
            &long,
        ] {
            assert_eq!(https_url(bad), None, "{bad}");
        }
    }

    #[track_caller]
    fn refused(buttons: &str, pointer: &str) {
        let body = format!(r#"{{"kind":"nps","thanks_button":{buttons}}}"#);
        match SurveyDefinition::parse(body.as_bytes()) {
            Err(crate::fields::Unreadable::Invalid(errors)) => {
                assert!(errors.iter().any(|e| e.pointer == pointer), "{errors:?}");
            }
            other => panic!("{body}: {other:?}"),
        }
    }

    #[test]
    fn a_button_needs_a_known_group_a_link_and_a_label() {
        refused(
            r#"{"easy":{"url":"https://a.example","label":{"en":"x"}}}"#,
            "/thanks_button/easy",
        );
        refused(r#"{"promoter":{"label":{"en":"x"}}}"#, "/thanks_button/promoter/url");
        refused(r#"{"promoter":{"url":"https://a.example"}}"#, "/thanks_button/promoter/label");
        let labelled = |label: &str| {
            format!(r#"{{"promoter":{{"url":"https://a.example","label":{label}}}}}"#)
        };
        refused(&labelled("{}"), "/thanks_button/promoter/label");
        refused(&labelled(r#"{"en":""}"#), "/thanks_button/promoter/label/en");
        refused(&labelled(r#"{"en":null}"#), "/thanks_button/promoter/label/en");
        refused(&labelled(r#"{"e_n":"x"}"#), "/thanks_button/promoter/label/e_n");
        refused(
            r#"{"promoter":{"url":"http://a.example","label":{"en":"x"}}}"#,
            "/thanks_button/promoter/url",
        );
    }

    #[test]
    fn a_button_survives_being_stored() {
        let body = r#"{"kind":"nps","thanks_button":{
            "promoter":{"url":"https://a.example/r","label":{"en":"Review us","pt-BR":"Avalie"}},
            "detractor":{"url":"https://a.example/talk","label":{"vi":"Trao đổi"}}}}"#;
        let survey = SurveyDefinition::parse(body.as_bytes()).unwrap();
        assert_eq!(survey.thanks_button["promoter"].label["pt-br"], "Avalie");
        let stored = serde_json::to_vec(&survey).unwrap();
        assert_eq!(SurveyDefinition::parse(&stored).unwrap(), survey);
        assert_eq!(serde_json::from_slice::<SurveyDefinition>(&stored).unwrap(), survey);
    }
}
