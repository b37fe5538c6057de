//! The gate: the settings of a site and its surveys that the loader needs, in as few bytes as
//! possible.
//!
//! Every page view loads it as a part of `/e/{site}.js`, so its names are one letter long, and
//! defaults are left out. The fields below explain the letters.

use std::collections::BTreeMap;

use domain::{
    Instant, SiteId, SurveyId,
    targeting::{BUCKETS, Consent, Device, ScrollPercent, UrlPattern},
};
use serde::{Deserialize, Serialize, de::IgnoredAny};

use crate::{
    site::SiteDefinition,
    survey::{State, SurveyDefinition},
};

/// The settings of a site that the loader needs. The collector that serves a gate adds its own
/// address in front, as `o`: see [`served_from`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gate {
    /// `s`: the site's name.
    s: String,
    /// `g`: days between any two surveys; absent: none.
    #[serde(skip_serializing_if = "is_zero")]
    g: u32,
    /// `c`: 1 when nothing may be stored or sent before consent.
    #[serde(skip_serializing_if = "is_zero")]
    c: u32,
    /// `k`: 1 when Global Privacy Control counts.
    #[serde(skip_serializing_if = "is_zero")]
    k: u32,
    /// `f`: former collectors of the site. Responses that still wait for one of them come to this
    /// one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    f: Vec<String>,
    /// `p`: the paused surveys, which even a page's own call doesn't show.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    p: Vec<String>,
    /// `q`: the live surveys, those of the highest priority first.
    q: Vec<GateSurvey>,
}

/// The settings of a survey that the loader needs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GateSurvey {
    /// `i`: the survey's name.
    i: String,
    /// `u`: included addresses, each a letter (`e` exact, `p` prefix, `g` glob, `r` regex) and a
    /// text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    u: Vec<String>,
    /// `x`: excluded addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    x: Vec<String>,
    /// `d`: devices, the first letter of each (`ptd`); absent: all.
    #[serde(skip_serializing_if = "String::is_empty")]
    d: String,
    /// `l`: languages; absent: all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    l: Vec<String>,
    /// `e`: the event that shows it; absent: the page view.
    #[serde(skip_serializing_if = "Option::is_none")]
    e: Option<String>,
    /// `h`: 1 when the popup is fetched before the event.
    #[serde(skip_serializing_if = "is_zero")]
    h: u32,
    /// `f`: the earliest time, in Unix milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    f: Option<i64>,
    /// `b`: the end, not included, in Unix milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    b: Option<i64>,
    /// `y`: the least share of the page that the visitor must have scrolled, in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    y: Option<u8>,
    /// `z`: 1 when the visitor must be about to leave.
    #[serde(skip_serializing_if = "is_zero")]
    z: u32,
    /// `t`: the delay in milliseconds.
    #[serde(skip_serializing_if = "is_zero")]
    t: u32,
    /// `r`: the sample in ten-thousandths; absent: everybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    r: Option<u16>,
    /// `a`: days to wait after a response.
    #[serde(skip_serializing_if = "is_zero")]
    a: u32,
    /// `n`: days to wait after a dismissal ("no").
    #[serde(skip_serializing_if = "is_zero")]
    n: u32,
    /// `m`: the most shows without a response; absent: no limit.
    #[serde(skip_serializing_if = "is_zero")]
    m: u32,
}

impl Gate {
    /// Compiles the gate of a site from its live surveys, in any order.
    #[must_use]
    pub fn compile(
        site: &SiteId,
        definition: &SiteDefinition,
        surveys: &[(SurveyId, SurveyDefinition)],
    ) -> Gate {
        let is_paused = |(_, survey): &&(SurveyId, SurveyDefinition)| survey.state == State::Paused;
        let mut paused: Vec<String> =
            surveys.iter().filter(is_paused).map(|(id, _)| id.to_string()).collect();
        paused.sort_unstable();
        let mut live: Vec<&(SurveyId, SurveyDefinition)> =
            surveys.iter().filter(|(_, survey)| survey.state == State::Live).collect();
        live.sort_by(|(a_id, a), (b_id, b)| {
            b.display.0.priority.cmp(&a.display.0.priority).then_with(|| a_id.cmp(b_id))
        });
        Gate {
            s: site.to_string(),
            g: definition.pause_between_surveys_days,
            c: u32::from(definition.consent == Consent::AfterConsent),
            k: u32::from(definition.honour_gpc),
            f: definition.former_collectors.clone(),
            p: paused,
            q: live.into_iter().map(|(id, survey)| GateSurvey::compile(id, survey)).collect(),
        }
    }

    /// Returns the gate as a JavaScript expression. `<` is escaped, so that a page can put it into
    /// a `script` element. U+2028 and U+2029 are escaped for old engines.
    #[must_use]
    pub fn to_script(&self) -> String {
        // It holds strings, numbers and lists of them, so serializing can't fail.
        let json = serde_json::to_string(self).unwrap_or_default();
        json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
    }
}

/// Returns a gate's script with the address of the collector that serves it. `None` if no script
/// can be loaded from the address: it must have `http` or `https`, a host and maybe a path, and
/// nothing that has to be escaped in a script.
///
/// ```
/// let gate = wire::gate::served_from(r#"{"s":"demo"}"#, "https://hearby.example.com/");
/// assert_eq!(gate.unwrap(), r#"{"o":"https://hearby.example.com","s":"demo"}"#);
/// ```
#[must_use]
pub fn served_from(script: &str, address: &str) -> Option<String> {
    let address = plain_address(address)?;
    let fields = script.strip_prefix('{')?;
    Some(format!("{{\"o\":\"{address}\",{fields}"))
}

/// Letters of a survey's fields that the small loader supports.
const PLAIN_RULES: &str = "iuxetranm";

/// True if the small loader is enough for a gate's script: it has no rule but addresses, an event,
/// a delay, a sample, waits and caps, and no address with a fragment. The small loader lacks the
/// code of all other rules.
///
/// ```
/// use wire::gate::has_plain_rules;
/// assert!(has_plain_rules(r#"{"s":"demo","q":[{"i":"nps","u":["p/shop/"],"t":3000,"r":500,"m":3}]}"#));
/// assert!(!has_plain_rules(r#"{"s":"demo","q":[{"i":"nps","z":1}]}"#));
/// ```
#[must_use]
pub fn has_plain_rules(script: &str) -> bool {
    let Ok(gate) = serde_json::from_str::<Rules>(script) else { return false };
    let mut letters = gate.q.iter().flat_map(|survey| survey.keys());
    !script.contains('#') && letters.all(|letter| PLAIN_RULES.contains(letter.as_str()))
}

/// The part of a gate that [`has_plain_rules`] reads.
#[derive(Deserialize)]
struct Rules {
    q: Vec<BTreeMap<String, IgnoredAny>>,
}

/// Returns the origin of an address that [`served_from`] accepts: scheme, host and port, if it has
/// one.
#[must_use]
pub fn origin_of(address: &str) -> Option<&str> {
    let address = plain_address(address)?;
    let host = address.find("://")? + 3;
    let path = address.get(host..)?.find('/').map_or(address.len(), |path| host + path);
    address.get(..path)
}

fn plain_address(address: &str) -> Option<&str> {
    let address = address.trim_end_matches('/');
    let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/[]%".contains(&byte);
    let is_address = !host.starts_with('/') && !host.is_empty() && host.bytes().all(is_plain);
    is_address.then_some(address)
}

impl GateSurvey {
    fn compile(id: &SurveyId, survey: &SurveyDefinition) -> GateSurvey {
        let display = &survey.display.0;
        let mut devices: Vec<Device> = display.devices.clone();
        devices.sort_unstable();
        devices.dedup();
        let sample = display.sample_percent.buckets();
        GateSurvey {
            i: id.to_string(),
            u: display.urls.include.iter().map(compile_pattern).collect(),
            x: display.urls.exclude.iter().map(compile_pattern).collect(),
            d: devices.iter().filter_map(|device| device.as_str().chars().next()).collect(),
            l: display.languages.clone(),
            e: display.event.clone(),
            h: u32::from(display.preload),
            f: display.from.map(Instant::unix_ms),
            b: display.until.map(Instant::unix_ms),
            y: display.scroll_percent.map(ScrollPercent::get),
            z: u32::from(display.exit_intent),
            t: display.delay_ms,
            r: (sample < BUCKETS).then_some(sample),
            a: display.wait_after_response_days,
            n: display.wait_after_dismissal_days,
            m: display.max_shows,
        }
    }
}

fn compile_pattern(pattern: &UrlPattern) -> String {
    let sort: String = pattern.sort().chars().take(1).collect();
    format!("{sort}{}", pattern.text_for_loader())
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn compiled(survey: &str, expected: &str) {
        let site = SiteDefinition::parse(br#"{"product":"Demo"}"#).unwrap();
        let survey = SurveyDefinition::parse(survey.as_bytes()).unwrap();
        let gate = Gate::compile(
            &SiteId::parse("demo").unwrap(),
            &site,
            &[(SurveyId::parse("nps").unwrap(), survey)],
        );
        assert_eq!(gate.to_script(), expected);
    }

    #[test]
    fn a_survey_without_rules_takes_few_bytes() {
        compiled(
            r#"{"kind":"nps"}"#,
            r#"{"s":"demo","g":7,"q":[{"i":"nps","a":90,"n":30,"m":3}]}"#,
        );
    }

    #[test]
    fn each_rule_that_is_not_plain_takes_the_loader_with_all_rules() {
        let script = |display: &str| {
            let site = SiteDefinition::parse(br#"{"product":"Demo"}"#).unwrap();
            let survey = format!(r#"{{"kind":"nps","display":{display}}}"#);
            let survey = SurveyDefinition::parse(survey.as_bytes()).unwrap();
            let id = SurveyId::parse("nps").unwrap();
            let site_id = SiteId::parse("demo").unwrap();
            Gate::compile(&site_id, &site, &[(id, survey)]).to_script()
        };
        for display in [
            "{}",
            r#"{"event":"paid","delay_ms":9,"sample_percent":1,"wait_after_response_days":1}"#,
            r#"{"urls":{"include":[{"glob":"/a*"},{"regex":"/b+"}],"exclude":[{"exact":"/c?d"}]}}"#,
            r#"{"wait_after_dismissal_days":1,"max_shows":2,"priority":3}"#,
        ] {
            assert!(has_plain_rules(&script(display)), "{display}");
        }
        for display in [
            r#"{"devices":["phone"]}"#,
            r#"{"languages":["vi"]}"#,
            r#"{"from":"2026-01-01T00:00:00Z"}"#,
            r#"{"until":"2026-01-01T00:00:00Z"}"#,
            r#"{"scroll_percent":50}"#,
            r#"{"exit_intent":true}"#,
            r#"{"event":"paid","preload":true}"#,
            r##"{"urls":{"include":[{"glob":"*#/cart"}]}}"##,
        ] {
            assert!(!has_plain_rules(&script(display)), "{display}");
        }
        // An unreadable gate may hold any rule.
        assert!(!has_plain_rules("{"));
    }

    #[test]
    fn an_address_that_is_none_is_not_put_in() {
        let gate = r#"{"s":"demo","q":[]}"#;
        for address in ["http://127.0.0.1:8787", "https://[::1]:1", "https://shop.example/hearby"] {
            let expected = format!(r#"{{"o":"{address}","s":"demo","q":[]}}"#);
            assert_eq!(served_from(gate, address), Some(expected));
        }
        for address in [
            "",
            "https://",
            "https:///e",
            "//a.b",
            "a.b",
            "javascript:alert(1)",
            "https://a\"b",
            "https://a b",
            "https://a</script>",
            "https://evil.example@a.b",
            "https://a.b?c",
        ] {
            assert_eq!(served_from(gate, address), None, "{address}");
        }
    }

    #[test]
    fn of_a_paused_survey_only_the_name_is_in_it() {
        compiled(r#"{"kind":"nps","state":"paused"}"#, r#"{"s":"demo","g":7,"p":["nps"],"q":[]}"#);
    }

    #[test]
    fn a_site_that_moved_names_its_former_collectors() {
        let site = br#"{"product":"Demo","former_collectors":["https://old.example"]}"#;
        let site = SiteDefinition::parse(site).unwrap();
        let gate = Gate::compile(&SiteId::parse("demo").unwrap(), &site, &[]);
        assert_eq!(gate.to_script(), r#"{"s":"demo","g":7,"f":["https://old.example"],"q":[]}"#);
    }

    #[test]
    fn every_rule_is_in_it_and_nothing_can_end_the_script() {
        compiled(
            r#"{"kind":"nps","display":{"urls":{"include":[{"glob":"/a*</script>"},{"regex":"/shops?/[0-9]+"}],"exclude":[{"exact":"/b"}]},
                "devices":["tablet","phone"],"languages":["vi"],"event":"paid","delay_ms":9,"from":"1970-01-01T00:00:00.001Z","until":"1970-01-01T00:00:00.002Z","scroll_percent":50,"exit_intent":true,"preload":true,"sample_percent":12.5,
                "wait_after_response_days":0,"wait_after_dismissal_days":1,"max_shows":0}}"#,
            r#"{"s":"demo","g":7,"q":[{"i":"nps","u":["g/a*\u003c/script>","r/shops{0,1}/[0-9]+"],"x":["e/b"],"d":"pt","l":["vi"],"e":"paid","h":1,"f":1,"b":2,"y":50,"z":1,"t":9,"r":1250,"n":1}]}"#,
        );
    }
}
