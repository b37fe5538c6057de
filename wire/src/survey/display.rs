//! Display rules: to whom, where and when a survey is shown.
//!
//! In: their names in JSON and their bounds. Not in: their meaning, which `domain::targeting` and
//! the loader implement; the same test vectors check both.

mod patterns;

use domain::{
    Instant,
    targeting::{Device, DisplayRules, SamplePercent, ScrollPercent, UrlRules},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use serde_json::{Map, Value, json};

use crate::{
    fields::{Fields, OneOf, label},
    limits::{LABEL_MAX_BYTES, LIST_MAX},
    problem::FieldError,
};

/// Display rules with every default filled in. Their JSON has only the rules that differ from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Display(pub DisplayRules);

/// The longest delay: an hour. A longer one outlives almost every page.
const DELAY_MAX_MS: i64 = 60 * 60 * 1_000;
/// The longest wait: ten years.
const WAIT_MAX_DAYS: i64 = 3_650;
/// The latest instant: the year 9999.
const INSTANT_MAX_MS: i64 = 253_402_300_799_999;

impl Display {
    pub(super) fn read(fields: &mut Fields<'_>) -> Display {
        fields.only(&[
            "urls",
            "devices",
            "languages",
            "from",
            "until",
            "event",
            "delay_ms",
            "scroll_percent",
            "exit_intent",
            "sample_percent",
            "wait_after_response_days",
            "wait_after_dismissal_days",
            "max_shows",
            "priority",
            "preload",
        ]);
        let fallback = DisplayRules::default();
        let urls = fields.object("urls", |urls| {
            urls.only(&["include", "exclude"]);
            UrlRules {
                include: patterns::read(urls, "include"),
                exclude: patterns::read(urls, "exclude"),
            }
        });
        let words = Device::ALL.map(Device::as_str);
        let devices = fields.texts("devices", words.len(), OneOf(&words), Device::parse);
        let languages = fields.texts(
            "languages",
            LIST_MAX,
            "a language tag, such as vi or pt-BR",
            crate::response::lang,
        );
        let event = fields.text(
            "event",
            format_args!("1 to {LABEL_MAX_BYTES} bytes without control characters"),
            |text| label(text, LABEL_MAX_BYTES),
        );
        let scroll_percent = fields
            .whole("scroll_percent", 1..=100, "a whole number from 1 to 100")
            .and_then(|n| u8::try_from(n).ok())
            .and_then(ScrollPercent::new);
        let preload = fields.flag("preload").unwrap_or(false);
        if preload && event.is_none() {
            fields.complain("preload", "has no event to be ahead of", "true with an event");
        }
        Display(DisplayRules {
            urls: urls.unwrap_or_default(),
            devices: devices.unwrap_or_default(),
            languages: languages.unwrap_or_default(),
            from: read_instant(fields, "from"),
            until: read_instant(fields, "until"),
            event,
            delay_ms: read_u32(fields, "delay_ms", DELAY_MAX_MS, "milliseconds").unwrap_or(0),
            scroll_percent,
            exit_intent: fields.flag("exit_intent").unwrap_or(false),
            sample_percent: read_percent(fields).unwrap_or(fallback.sample_percent),
            wait_after_response_days: read_u32(
                fields,
                "wait_after_response_days",
                WAIT_MAX_DAYS,
                "days",
            )
            .unwrap_or(fallback.wait_after_response_days),
            wait_after_dismissal_days: read_u32(
                fields,
                "wait_after_dismissal_days",
                WAIT_MAX_DAYS,
                "days",
            )
            .unwrap_or(fallback.wait_after_dismissal_days),
            max_shows: read_u32(fields, "max_shows", 1_000, "shows").unwrap_or(fallback.max_shows),
            priority: fields
                .whole("priority", -1_000..=1_000, "a whole number from -1000 to 1000")
                .and_then(|n| i32::try_from(n).ok())
                .unwrap_or(fallback.priority),
            preload,
        })
    }

    pub(super) fn never_met(&self) -> Vec<FieldError> {
        patterns::never_met(&self.0.urls)
    }

    /// Returns the fields that differ from the defaults.
    fn written(&self) -> Map<String, Value> {
        let (rules, fallback) = (&self.0, DisplayRules::default());
        let devices: Vec<&str> = rules.devices.iter().map(|device| device.as_str()).collect();
        let fields = [
            ("urls", rules.urls != fallback.urls, patterns::written(&rules.urls)),
            ("devices", !devices.is_empty(), json!(devices)),
            ("languages", !rules.languages.is_empty(), json!(rules.languages)),
            ("from", rules.from.is_some(), json!(rules.from.map(|at| at.to_string()))),
            ("until", rules.until.is_some(), json!(rules.until.map(|at| at.to_string()))),
            ("event", rules.event.is_some(), json!(rules.event)),
            ("delay_ms", rules.delay_ms != 0, json!(rules.delay_ms)),
            (
                "scroll_percent",
                rules.scroll_percent.is_some(),
                json!(rules.scroll_percent.map(ScrollPercent::get)),
            ),
            ("exit_intent", rules.exit_intent, json!(rules.exit_intent)),
            (
                "sample_percent",
                rules.sample_percent != fallback.sample_percent,
                json!(f64::from(rules.sample_percent.buckets()) / 100.0),
            ),
            (
                "wait_after_response_days",
                rules.wait_after_response_days != fallback.wait_after_response_days,
                json!(rules.wait_after_response_days),
            ),
            (
                "wait_after_dismissal_days",
                rules.wait_after_dismissal_days != fallback.wait_after_dismissal_days,
                json!(rules.wait_after_dismissal_days),
            ),
            ("max_shows", rules.max_shows != fallback.max_shows, json!(rules.max_shows)),
            ("priority", rules.priority != fallback.priority, json!(rules.priority)),
            ("preload", rules.preload, json!(rules.preload)),
        ];
        fields
            .into_iter()
            .filter(|(_, differs, _)| *differs)
            .map(|(name, _, value)| (name.to_owned(), value))
            .collect()
    }
}

impl Serialize for Display {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.written().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Display {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Display, D::Error> {
        let object = in_todays_names(Map::deserialize(deserializer)?);
        let mut fields = Fields::new(&object);
        let display = Display::read(&mut fields);
        fields.finish(Some(display)).map_err(|_| D::Error::custom("not display rules"))
    }
}

fn read_u32(fields: &mut Fields<'_>, field: &str, most: i64, unit: &str) -> Option<u32> {
    fields
        .whole(field, 0..=most, &format!("a whole number of {unit} from 0 to {most}"))
        .and_then(|n| u32::try_from(n).ok())
}

fn read_instant(fields: &mut Fields<'_>, field: &str) -> Option<Instant> {
    let allowed = "an instant from 1970 on, such as 2026-11-22T03:00:00.000Z";
    fields.text(field, allowed, |text| {
        Instant::parse(text).filter(|at| (0..=INSTANT_MAX_MS).contains(&at.unix_ms()))
    })
}

/// Renames the rules that builds until 2026-11-28 stored to today's names.
pub(super) fn in_todays_names(mut rules: Map<String, Value>) -> Map<String, Value> {
    for (former, today) in [("from_ms", "from"), ("until_ms", "until")] {
        if let Some(at_ms) = rules.get(former).and_then(Value::as_i64) {
            rules.remove(former);
            let at = Instant::from_unix_ms(at_ms).to_string();
            rules.insert(today.to_owned(), Value::String(at));
        }
    }
    if let Some(days) = rules.remove("wait_after_answer_days") {
        rules.insert("wait_after_response_days".to_owned(), days);
    }
    rules
}

fn read_percent(fields: &mut Fields<'_>) -> Option<SamplePercent> {
    let percent = fields.raw("sample_percent")?.as_f64().and_then(SamplePercent::new);
    if percent.is_none() {
        fields.complain(
            "sample_percent",
            "is not allowed",
            "a number from 0 to 100 with at most two decimals",
        );
    }
    percent
}
