//! Properties that must hold for any bytes, parser by parser. A broken property panics.
//!
//! In: the properties, each a function that takes bytes. Not in: the source of the bytes: libFuzzer
//! (`fuzz_targets/`) or the corpus (`collector/tests/corpus.rs`).

use collector::{
    api::{
        http::{Body, Headers, Method, Request},
        paging::Paging,
        router,
    },
    backup::{BackupCursor, line},
    responses::{
        csv,
        filter::Filter,
        place::{Level, Order, Place},
    },
    rollups::value::Rollup,
    runtime::{
        outbound::{Outbound, PostError},
        secret::Secret,
    },
    store::{
        METADATA_MAX_BYTES,
        cache::Cache,
        context::Context,
        records::SurveyRecord,
        stored_response::{Metadata, StoredResponse},
    },
    summary::period::{Asked, Period},
    testing::{memory::MemoryStore, runtime::TestRuntime},
    text::{plain_text, query::Query, scrub},
    webhooks::{chat, destination::Destination},
};
use domain::{
    Answer, Instant, Kind, SiteId, SurveyId,
    targeting::{UrlPattern, UrlRules},
};
use wire::{
    dimension::DimensionName,
    fields::Unreadable,
    gate::Gate,
    limits::COMMENT_MAX_CHARS,
    response::Draft,
    site::{KeyRequest, SiteDefinition},
    survey::{SurveyDefinition, SurveyKind},
    webhook::WebhookDefinition,
};

/// 2026-11-22T03:00:00Z.
const NOW: Instant = Instant::from_unix_ms(1_795_316_400_000);
const ADMIN: &str = "the-operators-token-0123456789abcdef";

/// A parser's name, and its property.
pub type Target = (&'static str, fn(&[u8]));

/// All targets; each has a folder of that name in `corpus/`.
pub const TARGETS: [Target; 12] = [
    ("response", response),
    ("survey", survey),
    ("site", site),
    ("key_request", key_request),
    ("webhook", webhook),
    ("period", period),
    ("cursor", cursor),
    ("restore", restore),
    ("url_rules", url_rules),
    ("text", text),
    ("stored", stored),
    ("request", request),
];

/// Every kind, and a satisfaction index of two attributes.
fn kinds() -> [SurveyKind; 4] {
    let csi = br#"{"kind":"csi","scale":"1-5","rated_attributes":[
        {"id":"tea","label":{"en":"x"},"weight":2},{"id":"staff","label":{"en":"x"}}]}"#;
    let [nps, ces, csat] = Kind::ALL.map(SurveyKind::from);
    [nps, ces, csat, SurveyDefinition::parse(csi).unwrap().kind]
}

/// Body of a response: an accepted one fits into KV, and reads back unchanged.
pub fn response(bytes: &[u8]) {
    let Some(draft) = accepted(Draft::parse(bytes)) else { return };
    for kind in kinds() {
        let Some(response) = accepted(draft.clone().on(&kind)) else { continue };
        let stored = StoredResponse::of(&response, NOW);
        let text = stored.encode();
        assert_eq!(serde_json::from_str::<StoredResponse<'_>>(&text).unwrap(), stored);
        let metadata = Metadata::of(&response).encode();
        assert!(metadata.len() <= METADATA_MAX_BYTES, "{metadata}");
        let read = Metadata::decode(&metadata).unwrap();
        let answer = match &response.answer {
            wire::response::Answer::Score(score) => Answer::Score(*score),
            wire::response::Answer::Ratings(ratings) => Answer::Csi(ratings.answers()),
        };
        assert_eq!(read.answer_on(kind.metric()), Some(answer));
        assert_eq!(Metadata::of_stored(stored, &kind).answer_on(kind.metric()), Some(answer));
    }
}

/// Definition of a survey: an accepted one is written as something that means the same, and makes a
/// form in every language and a gate.
pub fn survey(bytes: &[u8]) {
    let Some(definition) = accepted(SurveyDefinition::parse(bytes)) else { return };
    let text = serde_json::to_string(&definition).unwrap();
    assert_eq!(SurveyDefinition::parse(text.as_bytes()).unwrap(), definition, "{text}");
    let site = SiteDefinition::parse(br#"{"product":"P"}"#).unwrap();
    let id = (SiteId::parse("s").unwrap(), SurveyId::parse("q").unwrap());
    let gate = Gate::compile(&id.0, &site, &[(id.1, definition.clone())]).to_script();
    serde_json::from_str::<serde_json::Value>(&gate).unwrap();
    assert!(!gate.contains('<'), "{gate}");
    let record: SurveyRecord = serde_json::from_value(serde_json::json!({
        "version": 1, "definition": definition, "changed_ms": 0,
    }))
    .unwrap();
    assert_eq!(record.definition, definition);
    for lang in forms::languages(&definition) {
        let _ = forms::form(&site, &definition, 1, lang);
    }
}

/// Definition of a site: an accepted one is written as something that means the same.
pub fn site(bytes: &[u8]) {
    let Some(definition) = accepted(SiteDefinition::parse(bytes)) else { return };
    let text = serde_json::to_string(&definition).unwrap();
    assert_eq!(SiteDefinition::parse(text.as_bytes()).unwrap(), definition, "{text}");
}

/// Request for a key.
pub fn key_request(bytes: &[u8]) {
    accepted(KeyRequest::parse(bytes));
}

/// Definition of a webhook: an accepted one is written as something that means the same; also any
/// text as its address, with private ones allowed or not.
pub fn webhook(bytes: &[u8]) {
    let address = String::from_utf8_lossy(bytes);
    let anywhere = Destination::parse(&address, true).map(|d| d.to_text());
    if let Some(public) = Destination::parse(&address, false).map(|d| d.to_text()) {
        assert_eq!(anywhere.as_deref(), Some(public.as_str()), "{address}");
        let again = Destination::parse(&public, false).map(|d| d.to_text());
        assert_eq!(again.as_deref(), Some(public.as_str()), "{address}");
    }
    let Some(definition) = accepted(WebhookDefinition::parse(bytes)) else { return };
    let text = serde_json::to_string(&definition).unwrap();
    assert_eq!(WebhookDefinition::parse(text.as_bytes()).unwrap(), definition, "{text}");
}

/// Parameters of a summary and of lists: a period that is read begins before it ends.
pub fn period(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let query = Query::parse(&text);
    for kind in kinds() {
        if let Ok(filter) = Filter::read(&query, &kind, &["plan".to_owned()]) {
            let _ = filter.takes_by_key(Some(r#"{"s":3,"c":1,"l":"vi","d":"phone"}"#));
        }
    }
    if let Ok(paging) = Paging::parse(&query, |name| SurveyId::parse(name).ok()) {
        assert!(paging.limit > 0, "{text}");
    }
    let asked = Asked { from: query.get("from"), to: query.get("to"), tz: query.get("tz") };
    match Period::parse(asked, NOW) {
        Ok(period) => assert!(period.start < period.end, "{text}: {period:?}"),
        Err(errors) => assert!(!errors.is_empty(), "{text}"),
    }
}

/// Cursor: one that is read is written as one that means the same, and lies in each of its blocks.
pub fn cursor(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = BackupCursor::parse(&text);
    for order in [Order::Newest, Order::Oldest] {
        let Some(place) = Place::of_cursor(&text, order) else { continue };
        assert_eq!(Place::of_cursor(&place.cursor(order), order), Some(place), "{text}");
        let mut level = Some(Level::HOUR);
        while let Some(smaller) = level {
            let block = place.block(smaller);
            assert!(block.first <= place && place <= block.last, "{text}: {block:?}");
            level = smaller.smaller();
        }
        let mut level = Some(Level::HOUR);
        while let Some(larger) = level {
            let block = place.block(larger);
            assert!(block.first <= place && place <= block.last, "{text}: {block:?}");
            level = larger.larger();
        }
    }
}

/// Lines of a backup in a restore: each is read, or the request is refused as the peer's fault.
pub fn restore(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let site = SiteId::parse("demo").unwrap();
    match line::read(&site, &text) {
        Ok(lines) => assert!(lines.len() <= text.lines().count()),
        Err(error) => assert!((400..500).contains(&error.status()), "{error:?}"),
    }
}

/// Addresses against patterns: the address, then a pattern a line with its sort before it.
pub fn url_rules(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.split('\n');
    let url = lines.next().unwrap_or_default();
    let pattern = |line: &str| match line.split_at_checked(1) {
        Some(("e", rest)) => UrlPattern::exact(rest),
        Some(("p", rest)) => UrlPattern::prefix(rest),
        _ => UrlPattern::glob(line),
    };
    let patterns: Vec<UrlPattern> = lines.map(pattern).collect();
    let all = |include: &[UrlPattern], exclude: &[UrlPattern]| {
        UrlRules { include: include.to_vec(), exclude: exclude.to_vec() }.allow(url)
    };
    let is_any_met = patterns.iter().any(|pattern| pattern.is_met_by(url));
    assert_eq!(all(&patterns, &[]), is_any_met || patterns.is_empty());
    assert_eq!(all(&[], &patterns), !is_any_met);
    assert!(!all(&patterns, &patterns) || patterns.is_empty());
}

/// Text of a visitor. Neutralised twice, it is the same as neutralised once; in a table it is no
/// formula, and reads back unchanged; in a chat it mentions nobody and links nowhere; scrubbed, it
/// is no longer than a comment may be.
pub fn text(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let shown = plain_text::neutralised(&text);
    assert_eq!(plain_text::neutralised(&shown), shown);
    let cell = csv::guarded(&text);
    assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
    assert_eq!(csv::unguarded(&cell), text);
    let said = chat::plain_line(&text);
    assert!(!said.contains(['<', '>', '@', '#', '[', ']', '*', '`', '\n']), "{said}");
    assert!(!said.contains("://"), "{said}");
    assert!(scrub::comment(&text).chars().count() <= COMMENT_MAX_CHARS, "{text}");
}

/// Stored values that may be anything but what we wrote.
pub fn stored(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(metadata) = Metadata::decode(&text) {
        let _ = kinds().map(|kind| metadata.answer_on(kind.metric()));
    }
    let _ = serde_json::from_str::<StoredResponse<'_>>(&text);
    let names = ["page", "plan"].map(|name| DimensionName::parse(name).unwrap());
    for metric in kinds().map(|kind| kind.metric()) {
        let read = |text: &str| Rollup::decode(text, metric, &names);
        if let Some(rollup) = read(&text) {
            let written = rollup.encode(metric);
            assert_eq!(read(&written).map(|again| again.encode(metric)), Some(written));
        }
    }
}

/// A whole request: `METHOD address`, a line with the key, then the body. Every request gets a
/// reply, and none with a fault of ours.
pub fn request(bytes: &[u8]) {
    let mut parts = bytes.splitn(3, |byte| *byte == b'\n');
    let mut line = || String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
    let (first, key) = (line(), line());
    let (method, address) = first.split_once(' ').unwrap_or((&first, ""));
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let send = |method: &str, path: &str, query: &str, key: &str, body: &[u8], at: &Site| {
        let authorization = (!key.is_empty()).then(|| Secret::new(format!("Bearer {key}")));
        let request = Request {
            method: Method::parse(method),
            path: path.to_owned(),
            query: query.to_owned(),
            headers: Headers { authorization, ..Headers::default() },
            body: Body::Complete(body.to_vec()),
        };
        let context = Context { store: &at.0, runtime: &Machine, cache: &at.1, now: NOW };
        pollster::block_on(router::handle(&request, &context)).reply
    };
    let at = Site::default();
    send("PUT", "/v1/sites/demo", "", ADMIN, br#"{"product":"P"}"#, &at);
    send("PUT", "/v1/sites/demo/surveys/nps", "", ADMIN, br#"{"kind":"nps"}"#, &at);
    let body = parts.next().unwrap_or_default();
    let reply = send(method, path, query, &key, body, &at);
    assert!((200..500).contains(&reply.status), "{reply:?}");
}

#[derive(Default)]
struct Site(MemoryStore, Cache);

struct Machine;

impl TestRuntime for Machine {
    fn clock(&self) -> Instant {
        NOW
    }

    fn file(&self, path: &str) -> Option<String> {
        (path == "/loader.js").then(|| r#"start("__HEARBY_GATE__");"#.to_owned())
    }

    fn random(&self) -> Option<[u8; 64]> {
        Some([7; 64])
    }

    async fn send(&self, _: &Outbound) -> Result<u16, PostError> {
        Ok(200)
    }

    fn token(&self) -> Option<Secret> {
        Some(Secret::new(ADMIN.to_owned()))
    }
}

/// Returns the value if it was accepted. A refusal names at least one field, each with the allowed
/// values.
fn accepted<T>(read: Result<T, Unreadable>) -> Option<T> {
    match read {
        Ok(value) => Some(value),
        Err(Unreadable::NotJson(words)) => {
            assert!(!words.is_empty());
            None
        }
        Err(Unreadable::Invalid(errors)) => {
            assert!(!errors.is_empty());
            assert!(
                errors.iter().all(|error| !error.detail.is_empty() && !error.allowed.is_empty())
            );
            None
        }
    }
}
