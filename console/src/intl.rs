//! Numbers, dates and relative times in the reader's language, by the browser's `Intl`.
//!
//! In: formatting, today's date, the time zone. Not in: sentences (`texts`).

use std::{cell::RefCell, collections::HashMap};

use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::{date::Date, texts::Lang};

thread_local! {
    /// Formatters are dear to make, and a table needs the same one a hundred times.
    static FORMATTERS: RefCell<HashMap<String, JsValue>> = RefCell::default();
}

fn locales(lang: Lang) -> Array {
    Array::of1(&JsValue::from_str(lang.tag()))
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in pairs {
        let value =
            value.parse::<f64>().map_or_else(|_| JsValue::from_str(value), JsValue::from_f64);
        let _ = Reflect::set(&object, &JsValue::from_str(name), &value);
    }
    object
}

fn kept(kind: &str, lang: Lang, pairs: &[(&str, &str)], make: impl FnOnce() -> JsValue) -> JsValue {
    // Not by `{:?}`: the build for browsers leaves it empty (`-Zfmt-debug=none`).
    let mut key = format!("{kind} {}", lang.tag());
    for (name, value) in pairs {
        key.push_str(&format!(" {name}={value}"));
    }
    FORMATTERS.with_borrow_mut(|kept| kept.entry(key).or_insert_with(make).clone())
}

fn call(formatter: &JsValue, method: &str, arguments: &[JsValue]) -> String {
    let function = Reflect::get(formatter, &JsValue::from_str(method));
    let function = function.ok().and_then(|function| function.dyn_into::<Function>().ok());
    let arguments: Array = arguments.iter().collect();
    let text = function.and_then(|function| function.apply(formatter, &arguments).ok());
    text.and_then(|text| text.as_string()).unwrap_or_default()
}

fn number_with(lang: Lang, value: f64, pairs: &[(&str, &str)]) -> String {
    let formatter = kept("number", lang, pairs, || {
        Intl::NumberFormat::new(&locales(lang), &options(pairs)).into()
    });
    // A minus of its full width: the hyphen disappears beside digits.
    call(&formatter, "format", &[JsValue::from_f64(value)]).replace('-', "−")
}

/// Returns a number with so many decimals: `−44.9`.
#[must_use]
pub(crate) fn number(lang: Lang, value: f64, decimals: u8) -> String {
    let digits = decimals.to_string();
    let pairs = [("minimumFractionDigits", digits.as_str()), ("maximumFractionDigits", &digits)];
    // No “−0.0”.
    let unit = 10f64.powi(i32::from(decimals));
    let value = if (value * unit).round() == 0.0 { 0.0 } else { value };
    number_with(lang, value, &pairs)
}

/// Returns a change with its sign: `+10.9`.
#[must_use]
pub(crate) fn signed(lang: Lang, value: f64, decimals: u8) -> String {
    let digits = decimals.to_string();
    let pairs = [
        ("minimumFractionDigits", digits.as_str()),
        ("maximumFractionDigits", &digits),
        ("signDisplay", "exceptZero"),
    ];
    number_with(lang, value, &pairs)
}

/// Returns a count: `1,200`.
#[must_use]
pub(crate) fn count(lang: Lang, value: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    let value = value as f64;
    number_with(lang, value, &[])
}

/// Returns a share of a whole in percent: `13%`.
#[must_use]
pub(crate) fn percent(lang: Lang, part: u64, whole: u64, decimals: u8) -> String {
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    let share = if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    let digits = decimals.to_string();
    let pairs = [
        ("style", "percent"),
        ("minimumFractionDigits", digits.as_str()),
        ("maximumFractionDigits", &digits),
    ];
    number_with(lang, share, &pairs)
}

fn date_format(lang: Lang, pairs: &[(&str, &str)]) -> JsValue {
    kept("date", lang, pairs, || Intl::DateTimeFormat::new(&locales(lang), &options(pairs)).into())
}

fn js_date(ms: f64) -> JsValue {
    js_sys::Date::new(&JsValue::from_f64(ms)).into()
}

#[expect(clippy::cast_precision_loss, reason = "days of four-digit years are small")]
fn of_day(date: Date) -> JsValue {
    js_date(date.utc_ms() as f64)
}

const SHORT: [(&str, &str); 3] = [("day", "numeric"), ("month", "short"), ("timeZone", "UTC")];
const LONG: [(&str, &str); 4] =
    [("day", "numeric"), ("month", "long"), ("year", "numeric"), ("timeZone", "UTC")];

/// Returns a day without its year: `28 Nov`.
#[must_use]
pub(crate) fn day(lang: Lang, date: Date) -> String {
    call(&date_format(lang, &SHORT), "format", &[of_day(date)])
}

/// Returns days from one to another, both in them: `30 October – 28 November 2026`.
#[must_use]
pub(crate) fn days(lang: Lang, from: Date, to: Date) -> String {
    call(&date_format(lang, &LONG), "formatRange", &[of_day(from), of_day(to)])
}

/// Returns the same in few letters: `30 Oct – 28 Nov`.
#[must_use]
pub(crate) fn days_short(lang: Lang, from: Date, to: Date) -> String {
    call(&date_format(lang, &SHORT), "formatRange", &[of_day(from), of_day(to)])
}

/// Returns an instant (RFC 3339) in the reader's time zone: `28 November 2026 at 17:32`.
#[must_use]
pub(crate) fn instant(lang: Lang, text: &str) -> String {
    let pairs = [("dateStyle", "long"), ("timeStyle", "short")];
    let ms = js_sys::Date::parse(text);
    if ms.is_nan() {
        return text.to_owned();
    }
    call(&date_format(lang, &pairs), "format", &[js_date(ms)])
}

/// Returns the distance of an instant (RFC 3339) from now: `2 minutes ago`, `yesterday`.
#[must_use]
pub(crate) fn relative(lang: Lang, text: &str) -> String {
    let ms = js_sys::Date::parse(text);
    if ms.is_nan() {
        return text.to_owned();
    }
    let seconds = (ms - now_ms()) / 1000.0;
    let (value, unit) = match seconds.abs() {
        away if away < 45.0 => (0.0, "second"),
        away if away < 2_700.0 => (seconds / 60.0, "minute"),
        away if away < 79_200.0 => (seconds / 3_600.0, "hour"),
        away if away < 2_160_000.0 => (seconds / 86_400.0, "day"),
        away if away < 28_000_000.0 => (seconds / 2_629_800.0, "month"),
        _ => (seconds / 31_557_600.0, "year"),
    };
    let pairs = [("numeric", "auto")];
    let formatter = kept("relative", lang, &pairs, || {
        Intl::RelativeTimeFormat::new(&locales(lang), &options(&pairs)).into()
    });
    call(&formatter, "format", &[JsValue::from_f64(value.round()), JsValue::from_str(unit)])
}

/// Returns an instant's day (RFC 3339) in the reader's time zone.
#[must_use]
pub(crate) fn local_day(text: &str) -> Option<Date> {
    let date = js_sys::Date::new(&JsValue::from_str(text));
    if date.get_time().is_nan() {
        return None;
    }
    Date::new(date.get_full_year().into(), (date.get_month() + 1).into(), date.get_date().into())
}

/// Returns an instant's time of day (RFC 3339) in the reader's time zone: `14:05`.
#[must_use]
pub(crate) fn clock(lang: Lang, text: &str) -> String {
    let ms = js_sys::Date::parse(text);
    if ms.is_nan() {
        return String::new();
    }
    call(&date_format(lang, &[("timeStyle", "short")]), "format", &[js_date(ms)])
}

/// Returns a day with its weekday and year: `Thursday 26 November 2026`.
#[must_use]
pub(crate) fn day_long(lang: Lang, date: Date) -> String {
    let pairs = [("dateStyle", "full"), ("timeZone", "UTC")];
    call(&date_format(lang, &pairs), "format", &[of_day(date)])
}

/// Returns a language's name: `Vietnamese` for `vi`; the tag itself where there is none.
#[must_use]
pub(crate) fn language(lang: Lang, tag: &str) -> String {
    let pairs = [("type", "language"), ("fallback", "code")];
    let names = kept("language", lang, &pairs, || {
        // `js_sys` has no such class; every browser of ours has.
        let class = Reflect::get(&js_sys::global(), &JsValue::from_str("Intl"));
        let class = class.and_then(|intl| Reflect::get(&intl, &JsValue::from_str("DisplayNames")));
        let class = class.and_then(|class| class.dyn_into::<Function>());
        let arguments = Array::of2(&locales(lang), &options(&pairs));
        class.and_then(|class| Reflect::construct(&class, &arguments)).unwrap_or(JsValue::NULL)
    });
    let name = call(&names, "of", &[JsValue::from_str(tag)]);
    if name.is_empty() { tag.to_owned() } else { name }
}

/// Milliseconds since 1970.
#[must_use]
pub(crate) fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// Returns now as an instant (RFC 3339).
#[must_use]
pub(crate) fn now() -> String {
    js_sys::Date::new_0().to_iso_string().into()
}

/// Returns today in the reader's time zone.
#[must_use]
pub(crate) fn today() -> Date {
    let now = js_sys::Date::new_0();
    let (year, month, day) = (now.get_full_year(), now.get_month() + 1, now.get_date());
    Date::new(year.into(), month.into(), day.into()).unwrap_or(Date::from_days(0))
}

/// Returns the reader's time zone: `Asia/Ho_Chi_Minh`.
#[must_use]
pub(crate) fn zone() -> String {
    let formatter = Intl::DateTimeFormat::new(&Array::new(), &Object::new());
    let resolved = formatter.resolved_options();
    let zone = Reflect::get(&resolved, &JsValue::from_str("timeZone")).ok();
    zone.and_then(|zone| zone.as_string()).unwrap_or_else(|| "UTC".to_owned())
}
