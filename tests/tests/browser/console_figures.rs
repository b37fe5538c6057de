//! Figures on the screen are the collector's: 200 situations, whose figures are read from the page and
//! asked of the API, in both languages.
//!
//! A question to the API is made here, not taken from the page: a filter that the console forgot would
//! show.

use hearby_tests::{
    browser::{Browser, Engine},
    clock::{PATIENCE, Stopwatch, date, now_ms, wait_for},
    collector::Collector,
    fixtures::{SITE, create_site, response, response_id_at, with},
    owner::sign_in,
    random::Random,
};
use serde_json::{Value, json};

use domain::{DAY_MS, Group, Kind};

const SITUATIONS: usize = 200;
/// Each kind with its lowest answer and their number; of an index, those of each attribute.
const KINDS: [(&str, u64, u64); 4] = [("nps", 0, 11), ("ces", 1, 7), ("csat", 1, 5), (INDEX, 1, 5)];
const INDEX: &str = "csi";
/// Attributes of the index, with weights of which a part is not enough for a response's index.
const ATTRIBUTES: [(&str, u64); 3] = [("tea", 3), ("staff", 1), ("seats", 2)];
/// Names of the surveys of a kind, each with its number of responses.
const SIZES: [(&str, u64); 5] = [("none", 0), ("one", 1), ("nine", 9), ("some", 40), ("alike", 25)];
/// Reasons in each list of the surveys that have any.
const REASONS: [&str; 2] = ["price", "delivery"];
const TOUCHPOINTS: [&str; 4] = ["checkout", "giỏ hàng", "a&b=c", "home"];

/// Reads what the place of a survey shows: all in words, as an owner reads them.
const READ: &str = r"
const text = (at, root = document) => root?.querySelector(at)?.innerText.trim() || null;
const rows = (at) => [...document.querySelectorAll(at)];
const last = rows('[aria-labelledby=h-compared] tbody tr').at(-1);
return {
  score: text('.verdict-card .figure b'),
  range: text('.verdict-card .figure span')?.split('\n').at(-1).trim() ?? null,
  verdict: document.querySelector('.verdict-card .verdict')?.classList[1] ?? null,
  responses: text('.facts-row dd'),
  difference: last ? [text('td b', last), text('td small', last)] : null,
  values: Object.fromEntries(rows('[aria-labelledby=h-hurts] tbody tr').map((row) => [
    text('th bdi', row), [text('td:nth-child(3) b', row), text('td:nth-child(3) small', row)],
  ])),
  reasons: Object.fromEntries(rows('[aria-labelledby=h-reasons] tbody tr').map((row) => [
    text('th bdi', row),
    [text('td:nth-child(3) > :first-child:not(small)', row), text('td:nth-child(4) b', row), text('td:nth-child(4) small', row)],
  ])),
  rated: Object.fromEntries(rows('[aria-labelledby=h-rated] tbody tr').map((row) => [
    text('th bdi', row),
    [text('td:nth-child(3) b', row), text('td:nth-child(3) small', row), text('td.drag span + small', row)],
  ])),
};";

/// Writes the same from the API's summary, by the same library of the browser's.
const WRITE: &str = r"
const [summary, lang] = arguments;
const decimals = ['ces', 'csi'].includes(summary.kind) ? 2 : 1;
const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
const write = (value, more = {}) =>
  new Intl.NumberFormat(lang, { ...digits, signDisplay: 'negative', ...more }).format(value).replace('-', '−');
const to = lang === 'vi' ? ' đến ' : ' to ';
const range = ({ low, high }, more) => low == null ? null : write(low, more) + to + write(high, more);
const unit = { nps: '', ces: lang === 'vi' ? ' trên 7' : ' of 7', csat: '%', csi: '' }[summary.kind];
const { score, change } = summary;
const counted = summary.indexed_responses ?? summary.responses;
const signs = { signDisplay: 'exceptZero' };
const classes = { better: 'better', worse: 'worse', 'no-difference': 'same', 'too-few': 'few', none: 'none' };
const hasScore = score.value != null;
const names = lang === 'vi' ? { price: 'Giá cả', delivery: 'Giao hàng' } : { price: 'Price', delivery: 'Delivery' };
const whole = { minimumFractionDigits: 0, maximumFractionDigits: 0 };
return {
  score: hasScore ? write(score.value) + unit : null,
  range: hasScore ? range(score) : null,
  verdict: summary.responses === 0 ? 'none' : counted === 0 ? 'few' : change ? classes[change.verdict] : counted < 10 ? 'few' : null,
  responses: String(summary.responses),
  difference: hasScore && change?.low != null ? [write(change.value, signs), range(change, signs)] : null,
  values: !hasScore ? {} : Object.fromEntries((summary.breakdowns.touchpoint ?? []).filter(({ value }) => value).map(
    ({ value, score }) => [value, [score.value == null ? null : write(score.value), range(score)]],
  )),
  reasons: !hasScore || !summary.reasons ? {} : Object.fromEntries(summary.reasons.reasons.map(
    ({ reason, share, impact }) => [names[reason], [
      impact.value == null ? null : write(impact.value, signs), write(share.value, whole) + '%', range(share, whole),
    ]],
  )),
  rated: Object.fromEntries((summary.rated_attributes ?? []).filter(() => summary.responses).map(
    ({ id, responses, counts, mean, drag }) => [id.toUpperCase(), [
      responses ? write(mean.value) : null, range(mean), responses >= 10 && Object.values(counts).at(-1) < responses ? range(drag) : null,
    ]],
  )),
};";

/// Fills surveys of each kind and size with responses of the last 7 days.
#[track_caller]
fn fill(collector: &Collector, random: &mut Random) {
    create_site(collector);
    for (kind, lowest, answers) in KINDS {
        for (size, responses) in SIZES {
            let survey = format!("{kind}-{size}");
            let mut definition = json!({"kind": kind, "display": {"event": "never"}});
            let has_reasons = size == "some" || size == "alike";
            if let Some(kind) = Kind::parse(kind).filter(|_| has_reasons) {
                let list = |group: Group| (group.as_str().to_owned(), json!(REASONS));
                definition["reasons"] = kind.groups().map(list).into_iter().collect();
            } else if kind == INDEX {
                let attribute = |(id, weight): (&str, u64)| json!({"id": id, "weight": weight, "label": {"en": id.to_uppercase()}});
                definition["rated_attributes"] = ATTRIBUTES.map(attribute).into_iter().collect();
                definition["scale"] = json!("1-5");
            }
            collector.put_survey(SITE, &survey, &definition);
            for _ in 0..responses {
                let mut answer = || {
                    let place = if size == "alike" { answers - 1 } else { random.below(answers) };
                    u8::try_from(lowest + place).unwrap()
                };
                let body = if kind == INDEX {
                    let ratings: serde_json::Map<String, Value> = ATTRIBUTES
                        .map(|(id, _)| (id.to_owned(), json!(answer())))
                        .into_iter()
                        .collect();
                    json!({"site": SITE, "survey": survey, "ratings": some_of(ratings, random)})
                } else {
                    response(&survey, answer())
                };
                let at = now_ms() - random.below(7 * DAY_MS as u64) as i64;
                let body = with(body, "id", json!(response_id_at(at)));
                let body = with(body, "touchpoint", json!(random.of(&TOUCHPOINTS)));
                let body = with(body, "device", json!(random.of(&["phone", "tablet", "desktop"])));
                let picked: &[&str] = random.of(&[&[], &REASONS[..1], &REASONS[1..], &REASONS[..]]);
                let body = if has_reasons && kind != INDEX {
                    with(body, "reasons", json!(picked))
                } else {
                    body
                };
                let _ = collector.post(&body.to_string()).expect(201);
            }
        }
    }
}

/// Returns ratings without one of them, or two, now and then.
fn some_of(mut ratings: serde_json::Map<String, Value>, random: &mut Random) -> Value {
    for _ in 0..random.below(3) {
        let (left_out, _) = random.of(&ATTRIBUTES);
        ratings.remove(left_out);
    }
    Value::Object(ratings)
}

/// A situation: the place's address, and the question that the API is asked.
struct Situation {
    lang: &'static str,
    place: String,
    asked: String,
}

impl Situation {
    fn any(random: &mut Random) -> Situation {
        let lang = random.of(&["en-GB", "vi"]);
        let (kind, size) = (random.of(&KINDS).0, random.of(&SIZES).0);
        let survey = format!("{kind}-{size}");
        let has_reasons = kind != INDEX && (size == "some" || size == "alike");
        let days = random.of(&[1, 2, 3, 7]);
        let compare = random.of(&["previous", "month-earlier", "year-earlier", "nothing"]);
        let confidence: u32 = random.of(&[80, 90, 95, 99]);
        let mut filters = String::new();
        if random.below(2) == 0 {
            let touchpoint = random.of(&TOUCHPOINTS);
            filters += &format!("&filter[touchpoint]={}", escaped(touchpoint));
        }
        if random.below(3) == 0 {
            filters += "&filter[device]=phone&filter[device]=tablet";
        }
        let place = format!(
            "/console/{SITE}/surveys/{survey}?days={days}&compare={compare}\
             &confidence={confidence}{filters}"
        );
        let day = |days: i64| date(now_ms() + days * DAY_MS);
        let (from, to) = (day(1 - days), day(1));
        let compare = match compare {
            "nothing" => String::new(),
            compare => format!("&compare={compare}"),
        };
        let asked = format!(
            "?from={from}&to={to}&tz=UTC&confidence={}&breakdown=touchpoint&reasons={has_reasons}{compare}{filters}",
            f64::from(confidence) / 100.0
        );
        Situation {
            lang,
            place,
            asked: format!("/v1/sites/{SITE}/surveys/{survey}/summary{asked}"),
        }
    }
}

fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric();
    let one = |byte: u8| if plain(byte) { (byte as char).into() } else { format!("%{byte:02X}") };
    text.bytes().map(one).collect()
}

/// Chooses a language, which draws the console anew.
#[track_caller]
fn choose(browser: &Browser, lang: &str) {
    let chosen = "const choice = document.querySelector(`input[name=lang][value=${arguments[0]}]`);\
                  if (!choice) return false;\
                  const is_chosen = document.documentElement.lang === arguments[0];\
                  if (!is_chosen) choice.click();\
                  return is_chosen";
    wait_for(lang, || (browser.run_with(chosen, &json!([lang])) == true).then_some(()));
}

#[test]
fn the_screen_shows_the_collectors_figures_in_two_hundred_situations() {
    let browser = Browser::open(Engine::Chromium).unwrap();
    browser.devtools("Emulation.setTimezoneOverride", &json!({"timezoneId": "UTC"}));
    let collector = Collector::start();
    let mut random = Random(12);
    fill(&collector, &mut random);
    let key = collector.create_key(SITE, "read");
    sign_in(&browser, &collector, &key);
    for nth in 0..SITUATIONS {
        let Situation { lang, place, asked } = Situation::any(&mut random);
        choose(&browser, lang);
        // As a link does; another page load each time would take minutes.
        browser.run_with(
            "history.pushState(null, '', arguments[0]);\
             dispatchEvent(new PopStateEvent('popstate'))",
            &json!([place]),
        );
        let summary = collector.as_admin("GET", &asked, None).expect(200).json();
        let expected = browser.run_with(WRITE, &json!([summary, lang]));
        let mut shown = Value::Null;
        let watch = Stopwatch::start();
        while shown != expected && watch.elapsed() < PATIENCE {
            shown = browser.run(READ);
        }
        assert_eq!(shown, expected, "{nth}: {lang} {place}");
    }
}
