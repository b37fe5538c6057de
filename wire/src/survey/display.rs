//! Display rules: to whom, where and when a survey is shown.
//!
//! The rules' meaning is `domain`'s (and the loader's, held to it by the same vectors); here are
//! their names and bounds.

use serde::{Deserialize, Serialize};

use crate::{
    fields::{Fields, label},
    limits::{LABEL_MAX_BYTES, LIST_MAX},
    response::Device,
};

/// Display rules with every default filled in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Display {
    /// Pages on which it may be shown and pages on which it may not.
    pub urls: Urls,
    /// Devices; empty: all.
    pub devices: Vec<Device>,
    /// Languages of the page, or prefixes of them (`pt` takes in `pt-br`); empty: all.
    pub languages: Vec<String>,
    /// Shown on `hearby('event', name)`; without it, on each page view.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// How long after that, in milliseconds.
    pub delay_ms: u32,
    /// Share of visitors who may be asked at all, in percent with up to two decimals.
    pub sample_percent: f64,
    /// Days before a visitor who answered is asked again; 0: at once.
    pub wait_after_answer_days: u32,
    /// Days before a visitor who closed it is asked again; 0: at once.
    pub wait_after_dismissal_days: u32,
    /// The most shows without an answer, over all visits; 0: no cap.
    pub max_shows: u32,
    /// Among surveys due at once, the highest goes first.
    pub priority: i32,
}

/// Pages, by their address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Urls {
    /// Only here; empty: everywhere.
    pub include: Vec<UrlPattern>,
    /// Never here, whatever `include` says.
    pub exclude: Vec<UrlPattern>,
}

/// A set of addresses. A pattern that begins with `http` meets the whole address without its
/// fragment, every other one path and query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UrlPattern {
    /// This address.
    Exact(String),
    /// Every address that begins so.
    Prefix(String),
    /// `*` stands for any run of characters, the empty one too.
    Glob(String),
}

/// Days to wait after an answer when the owner names none.
const DEFAULT_WAIT_AFTER_ANSWER_DAYS: u32 = 90;
/// Days to wait after a dismissal when the owner names none.
const DEFAULT_WAIT_AFTER_DISMISSAL_DAYS: u32 = 30;
/// Shows without an answer when the owner names no cap.
const DEFAULT_MAX_SHOWS: u32 = 3;
/// The longest delay: an hour. A longer one outlives almost every page.
const DELAY_MAX_MS: i64 = 60 * 60 * 1_000;
/// The longest pattern, in bytes.
const PATTERN_MAX_BYTES: usize = 200;

impl Default for Display {
    fn default() -> Display {
        Display {
            urls: Urls::default(),
            devices: Vec::new(),
            languages: Vec::new(),
            event: None,
            delay_ms: 0,
            sample_percent: 100.0,
            wait_after_answer_days: DEFAULT_WAIT_AFTER_ANSWER_DAYS,
            wait_after_dismissal_days: DEFAULT_WAIT_AFTER_DISMISSAL_DAYS,
            max_shows: DEFAULT_MAX_SHOWS,
            priority: 0,
        }
    }
}

impl Display {
    pub(super) fn read(fields: &mut Fields<'_>) -> Display {
        fields.only(&[
            "urls",
            "devices",
            "languages",
            "event",
            "delay_ms",
            "sample_percent",
            "wait_after_answer_days",
            "wait_after_dismissal_days",
            "max_shows",
            "priority",
        ]);
        let fallback = Display::default();
        let urls = fields.object("urls", |urls| {
            urls.only(&["include", "exclude"]);
            Urls {
                include: read_patterns(urls, "include"),
                exclude: read_patterns(urls, "exclude"),
            }
        });
        let devices = fields.texts("devices", 3, "one of phone, tablet, desktop", Device::parse);
        let languages = fields.texts(
            "languages",
            LIST_MAX,
            "a language tag, such as vi or pt-BR",
            crate::response::lang,
        );
        let event = fields.text(
            "event",
            &format!("1 to {LABEL_MAX_BYTES} bytes without control characters"),
            |text| label(text, LABEL_MAX_BYTES),
        );
        Display {
            urls: urls.unwrap_or_default(),
            devices: devices.unwrap_or_default(),
            languages: languages.unwrap_or_default(),
            event,
            delay_ms: read_u32(fields, "delay_ms", DELAY_MAX_MS, "milliseconds", 0),
            sample_percent: read_percent(fields).unwrap_or(fallback.sample_percent),
            wait_after_answer_days: read_u32(
                fields,
                "wait_after_answer_days",
                3_650,
                "days",
                fallback.wait_after_answer_days,
            ),
            wait_after_dismissal_days: read_u32(
                fields,
                "wait_after_dismissal_days",
                3_650,
                "days",
                fallback.wait_after_dismissal_days,
            ),
            max_shows: read_u32(fields, "max_shows", 1_000, "shows", fallback.max_shows),
            priority: fields
                .whole("priority", -1_000..=1_000, "a whole number from -1000 to 1000")
                .and_then(|n| i32::try_from(n).ok())
                .unwrap_or(fallback.priority),
        }
    }
}

fn read_u32(fields: &mut Fields<'_>, field: &str, most: i64, unit: &str, fallback: u32) -> u32 {
    fields
        .whole(field, 0..=most, &format!("a whole number of {unit} from 0 to {most}"))
        .and_then(|n| u32::try_from(n).ok())
        .unwrap_or(fallback)
}

/// Percent with at most two decimals: the sample is cut in ten-thousandths.
fn read_percent(fields: &mut Fields<'_>) -> Option<f64> {
    let value = fields.raw("sample_percent")?;
    let percent = value.as_f64().filter(|percent| (0.0..=100.0).contains(percent));
    if percent.is_none() {
        fields.complain("sample_percent", "is not allowed", "a number from 0 to 100");
    }
    percent.map(|percent| (percent * 100.0).round() / 100.0)
}

fn read_patterns(fields: &mut Fields<'_>, field: &str) -> Vec<UrlPattern> {
    let Some(value) = fields.raw(field) else { return Vec::new() };
    let Some(items) = value.as_array().filter(|items| items.len() <= LIST_MAX) else {
        fields.complain(field, "is not allowed", &format!("a list of at most {LIST_MAX} patterns"));
        return Vec::new();
    };
    let mut patterns = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let pattern = serde_json::from_value::<UrlPattern>(item.clone()).ok().filter(|pattern| {
            let text = pattern.text();
            text.len() <= PATTERN_MAX_BYTES
                && (text.starts_with('/') || text.starts_with("http") || text.starts_with('*'))
        });
        match pattern {
            Some(pattern) => patterns.push(pattern),
            None => fields.complain_item(
                field,
                index,
                "is not a pattern",
                "one of {\"exact\": …}, {\"prefix\": …}, {\"glob\": …} with at most 200 bytes \
                 that begin with /, http or *",
            ),
        }
    }
    patterns
}

impl UrlPattern {
    /// The pattern's text.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            UrlPattern::Exact(text) | UrlPattern::Prefix(text) | UrlPattern::Glob(text) => text,
        }
    }
}
