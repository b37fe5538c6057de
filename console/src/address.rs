//! Addresses of the console: a place, and in the query what is shown there.
//!
//! In: reading and writing them. Not in: the browser's address bar.

mod place;
mod view;

use wire::routes::SITES;

pub use place::Place;
pub use view::{CONFIDENCES, Compare, Filter, Interval, Period, View};

/// Folder of the console on the collector.
pub const BASE: &str = "/console";

/// Writes a text so that it stands for itself in a path or a query.
#[must_use]
pub fn encoded(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            written.push(char::from(byte));
        } else {
            written.push_str(&format!("%{byte:02X}"));
        }
    }
    written
}

/// Reads a text of a path or a query; with `+` as a space, as forms write it.
#[must_use]
pub fn decoded(text: &str, plus_is_space: bool) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let ahead = rest.clone();
        let hex = || {
            let digit = |b: Option<u8>| char::from(b?).to_digit(16);
            let mut ahead = ahead;
            let (high, low) = (digit(ahead.next())?, digit(ahead.next())?);
            u8::try_from(high * 16 + low).ok()
        };
        match byte {
            b'%' => match hex() {
                Some(read) => {
                    bytes.push(read);
                    let _ = (rest.next(), rest.next());
                }
                None => bytes.push(byte),
            },
            b'+' if plus_is_space => bytes.push(b' '),
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Returns the API's address of a site.
#[must_use]
pub fn site_path(site: &str) -> String {
    format!("{SITES}/{}", encoded(site))
}

/// Returns the API's address of a survey.
#[must_use]
pub fn survey_path(site: &str, survey: &str) -> String {
    format!("{}/surveys/{}", site_path(site), encoded(survey))
}

/// Returns the address of a place that shows one survey of several.
#[must_use]
pub fn with_survey(place: &Place, survey: &str) -> String {
    format!("{}?survey={}", place.path(), encoded(survey))
}

/// Reads the survey that a query asks for, with or without its question mark.
#[must_use]
pub fn asked_survey(query: &str) -> Option<String> {
    let pairs = query.trim_start_matches('?').split('&');
    let name = pairs.filter_map(|pair| pair.strip_prefix("survey=")).next()?;
    Some(decoded(name, true)).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_survey_is_read_from_the_address() {
        assert_eq!(asked_survey("?lang=vi&survey=getting-help").as_deref(), Some("getting-help"));
        assert_eq!(asked_survey("?survey="), None);
        assert_eq!(asked_survey(""), None);
        let place = Place::Ask { site: "shop".to_owned() };
        assert_eq!(with_survey(&place, "a b"), "/console/shop/ask?survey=a%20b");
    }

    #[test]
    fn texts_are_read_as_they_are_written() {
        for text in ["", "a b", "Trà Sen/&?=#%+", "100%", "[x]"] {
            assert_eq!(decoded(&encoded(text), true), text);
        }
        assert_eq!(decoded("a+b%20c", true), "a b c");
        assert_eq!(decoded("a+b", false), "a+b");
        assert_eq!(decoded("50%zz%2", true), "50%zz%2");
    }
}
