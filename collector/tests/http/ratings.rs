//! A satisfaction index over HTTP: ratings that are taken and refused, and its summary, held to what an
//! export of all responses says.

use collector::store::{
    Entry, Store,
    keys::{Key, Rank},
    stored_response::{Metadata, StoredResponse},
};
use domain::{
    Change, Comparison, Confidence, DAY_MS, Figure, HOUR_MS, ResponseId, SiteId, SurveyId,
    csi::{Answers, Attributes, Points, Tally},
};
use serde_json::{Value, json};
use wire::{
    response::Draft,
    responses::{ResponsePage, ResponseResource},
    summary::{ScoreFigure, Summary},
    survey::SurveyDefinition,
};

use crate::{
    garbage::Numbers,
    moving::post_lines,
    paging::old_collector,
    support::{Collector, NOW, assert_field, assert_problem, id_at, parsed, with},
};

const SURVEY: &str = "/v1/sites/demo/surveys/csi";

/// Attributes by the order of their ids: price, staff, tea.
fn survey() -> Value {
    json!({"kind": "csi", "scale": "1-5", "attributes": ["plan"], "rated_attributes": [
        {"id": "tea", "label": {"en": "The tea", "vi": "Trà"}, "weight": 2},
        {"id": "staff", "label": {"en": "The staff"}},
        {"id": "price", "label": {"en": "The price"}, "weight": 2},
    ]})
}

fn made(collector: Collector) -> Collector {
    assert_eq!(collector.admin("PUT", SURVEY, &survey()).status, 201);
    collector
}

/// The same, made more than a year ago.
fn old() -> Collector {
    let mut collector = old_collector(1_000);
    collector.now = NOW.plus_ms(-400 * DAY_MS);
    collector = made(collector);
    collector.now = NOW;
    collector
}

fn get(collector: &Collector, address: &str) -> collector::api::http::Reply {
    collector.admin("GET", address, &Value::Null)
}

fn rated(ratings: Value, n: u32) -> Value {
    json!({"id": id_at(NOW, n), "site": "demo", "survey": "csi", "ratings": ratings})
}

fn given(collector: &Collector, ratings: Value, n: u32) {
    assert_eq!(collector.post(&rated(ratings, n).to_string()).status, 201);
}

fn refused(collector: &Collector, body: Value, pointer: &str, allowed: &str) {
    assert_field(&collector.post(&body.to_string()), pointer, allowed);
    assert_eq!(collector.stored_responses(), Vec::<String>::new());
}

#[test]
fn means_of_65_50_and_60_make_an_index_of_58_33() {
    let collector = Collector::new();
    let attribute = |id: &str| json!({"id": id, "label": {"en": id}});
    let alike = json!({"kind": "csi", "scale": "1-5",
                       "rated_attributes": [attribute("tea"), attribute("staff"), attribute("price")]});
    assert_eq!(collector.admin("PUT", SURVEY, &alike).status, 201);
    let all = [[5, 3, 4], [3, 3, 3], [4, 3, 3], [2, 3, 2], [4, 3, 5]];
    for (n, [tea, staff, price]) in (0..).zip(all) {
        given(&collector, json!({"tea": tea, "staff": staff, "price": price}), n);
    }
    let summary = collector.summary("csi", "");
    assert_eq!((summary.asked.kind.as_str(), summary.responses), ("csi", 5));
    assert_eq!((summary.score.value, summary.score.method.as_str()), (Some(58.33), "adjusted-t"));
    assert_eq!(summary.indexed_responses, Some(5));
    assert!(summary.groups.0.is_empty() && summary.counts.0.is_empty() && summary.mean.is_none());
    let attributes = summary.rated_attributes.unwrap();
    let told: Vec<_> = attributes
        .iter()
        .map(|one| (one.id.as_str(), one.mean.value, one.drag.as_ref().unwrap().value))
        .collect();
    let expected =
        [("staff", Some(50.0), 16.67), ("price", Some(60.0), 13.33), ("tea", Some(65.0), 11.67)];
    assert_eq!(told, expected);
    assert_eq!((attributes[0].weight_percent, attributes[0].counts.get("3")), (33.3, Some(5)));
}

#[test]
fn without_responses_every_attribute_is_there_without_figures() {
    let summary = made(Collector::new()).summary("csi", "");
    assert_eq!((summary.responses, summary.score.value), (0, None));
    let attributes = summary.rated_attributes.unwrap();
    let ids: Vec<&str> = attributes.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["price", "staff", "tea"]);
    assert!(attributes.iter().all(|one| one.drag.is_none() && one.mean.value.is_none()));
}

#[test]
fn what_does_not_rate_the_surveys_attributes_is_refused_with_what_is_allowed() {
    let collector = made(Collector::new());
    let csi = |ratings: Value| rated(ratings, 0);
    refused(&collector, csi(json!({"tea": 6})), "/ratings/tea", "from 1 to 5");
    refused(&collector, csi(json!({"tea": 0, "staff": 3})), "/ratings/tea", "from 1 to 5");
    refused(&collector, csi(json!({"tea": 4.5})), "/ratings/tea", "a whole number");
    refused(&collector, csi(json!({"tea": "4"})), "/ratings/tea", "a whole number");
    refused(&collector, csi(json!({"coffee": 4})), "/ratings/coffee", "one of price, staff, tea");
    refused(&collector, csi(json!({})), "/ratings", "at least one");
    refused(&collector, csi(json!({"tea": null})), "/ratings", "at least one");
    refused(&collector, csi(json!([4])), "/ratings", "an object");
    let eleven: Value = (0..11).map(|n| (format!("a{n}"), json!(1))).collect();
    refused(&collector, csi(eleven), "/ratings", "at most 10");
    refused(&collector, with(csi(json!({"tea": 4})), "score", json!(4)), "/score", "in its place");
    refused(
        &collector,
        with(csi(Value::Null), "score", json!(4)),
        "/ratings",
        "for each attribute",
    );
    refused(&collector, csi(Value::Null), "/score", "ratings in its place");
    let nps = with(csi(json!({"tea": 4})), "survey", json!("nps"));
    refused(&collector, nps, "/ratings", "this survey is nps");
}

#[test]
fn a_repeat_counts_once_and_a_later_comment_takes_the_place_of_the_same_ratings() {
    let collector = made(Collector::new());
    let first = with(rated(json!({"tea": 4, "price": 1}), 7), "finished", json!(false));
    let later = with(rated(json!({"tea": 5, "price": 1}), 7), "comment", json!("Ngon"));
    for body in [&first, &first, &later, &first] {
        assert_eq!(collector.post(&body.to_string()).status, 201);
    }
    let summary = collector.summary("csi", "");
    // (2 · 100 + 2 · 0) / 4
    assert_eq!((summary.responses, summary.comments, summary.score.value), (1, 1, Some(50.0)));
    let page: ResponsePage = parsed(&get(&collector, &format!("{SURVEY}/responses")));
    let [one] = page.items.as_slice() else { panic!("{page:?}") };
    assert_eq!((one.score, one.group.as_deref(), one.index), (None, None, Some(50.0)));
    assert_eq!(one.ratings, [("price".to_owned(), 1), ("tea".to_owned(), 5)].into());
    let alone: ResponseResource =
        parsed(&get(&collector, &format!("{SURVEY}/responses/{}", one.id)));
    assert_eq!(alone, *one);
    let csv = get(&collector, &format!("{SURVEY}/export.csv")).body;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let columns = reader.headers().unwrap().clone();
    let line = reader.records().next().unwrap().unwrap();
    let cell = |name: &str| line.get(columns.iter().position(|one| one == name).unwrap());
    assert_eq!((cell("score"), cell("group")), (Some(""), Some("")));
    assert_eq!((cell("ratings"), cell("index")), (Some(r#"{"price":1,"tea":5}"#), Some("50")));
    assert_eq!(columns.iter().rev().take(2).collect::<Vec<_>>(), ["index", "ratings"]);
    let address = format!("{SURVEY}/responses/{}", one.id);
    assert_eq!(collector.admin("DELETE", &address, &Value::Null).status, 204);
    assert_eq!(collector.summary("csi", "").responses, 0);
}

#[test]
fn what_is_rated_never_changes_but_labels_and_the_order_may() {
    let collector = made(Collector::new());
    given(&collector, json!({"tea": 5, "staff": 1}), 1);
    let list = survey()["rated_attributes"].as_array().unwrap().clone();
    let [tea, staff, price] = <[Value; 3]>::try_from(list).unwrap();
    let of = |list: &[&Value]| with(survey(), "rated_attributes", json!(list));
    let heavier = with(staff.clone(), "weight", json!(3));
    for other in [
        of(&[&tea, &staff]),
        of(&[&tea, &heavier, &price]),
        of(&[&tea, &with(staff.clone(), "id", json!("people")), &price]),
        with(survey(), "scale", json!("1-10")),
    ] {
        let reply = collector.admin("PUT", SURVEY, &other);
        assert_problem(&reply, 409, "rated-attributes-fixed");
    }
    let reply = collector.admin("PUT", SURVEY, &json!({"kind": "csat"}));
    assert_problem(&reply, 409, "kind-fixed");
    let same = of(&[&price, &with(staff, "label", json!({"fr": "Le personnel"})), &tea]);
    assert_eq!(collector.admin("PUT", SURVEY, &same).status, 200);
    given(&collector, json!({"tea": 5, "price": 3}), 2);
    let summary = collector.summary("csi", "");
    // (2 · 100 + 0) / 3, (2 · 100 + 2 · 50) / 4
    assert_eq!((summary.responses, summary.score.value), (2, Some(70.83)));
}

#[test]
fn what_an_index_does_not_have_is_refused() {
    let collector = made(Collector::new());
    for (query, pointer) in
        [("reasons=true", "?reasons"), ("power=5", "?power"), ("breakdown=reason", "?breakdown")]
    {
        assert_field(&get(&collector, &format!("{SURVEY}/summary?{query}")), pointer, "");
    }
    for path in ["responses", "export.csv"] {
        let reply = get(&collector, &format!("{SURVEY}/{path}?group=promoter"));
        assert_field(&reply, "?group", "csi has no groups");
    }
}

#[test]
fn an_index_is_shown_to_pages_with_its_labels_in_their_language() {
    let collector = made(Collector::new());
    let script = collector.get("/e/demo.js").body;
    assert!(script.contains("\"nps\"") && script.contains("\"csi\""), "{script}");
    let form: Value = parsed(&collector.get("/v1/form/demo/csi?lang=vi"));
    assert_eq!(form["ratings"]["attributes"][0], json!({"id": "tea", "label": "Trà"}));
    assert_eq!(collector.get("/preview/demo/csi").status, 200);
}

#[test]
fn a_backup_brings_ratings_back_as_they_were() {
    let collector = made(Collector::new());
    given(&collector, json!({"tea": 5, "staff": 1}), 1);
    given(&collector, json!({"price": 2}), 2);
    let backup = collector.admin("GET", "/v1/sites/demo/backup", &Value::Null).body;
    let other = Collector::empty();
    let reply = post_lines(&other, "demo", &backup);
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert_eq!(other.summary("csi", ""), collector.summary("csi", ""));
    assert_eq!(other.stored_responses(), collector.stored_responses());
}

/// Puts a response into the store, as it was when it came long ago.
fn keep(collector: &Collector, id: ResponseId, body: &Value, has_metadata: bool) {
    let body = with(body.clone(), "id", json!(id.to_string())).to_string();
    let kind = SurveyDefinition::parse(survey().to_string().as_bytes()).unwrap().kind;
    let response = Draft::parse(body.as_bytes()).unwrap().on(&kind).unwrap();
    let value = StoredResponse::of(&response, id.instant()).encode();
    let metadata = Metadata::of(&response).encode();
    let names = (SiteId::parse("demo").unwrap(), SurveyId::parse("csi").unwrap());
    let key = Key::response(&names.0, &names.1, id, Rank::Finished);
    let entry = Entry {
        value: &value,
        metadata: Some(&*metadata).filter(|_| has_metadata),
        expires_unix_s: None,
    };
    pollster::block_on(collector.store.memory.put(&key, entry)).unwrap();
}

/// The lines of an export, but for the last.
fn export(collector: &Collector) -> Vec<Value> {
    let body = get(collector, &format!("{SURVEY}/export.ndjson")).body;
    let lines = body.lines().filter(|line| line.contains("given_at"));
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Responses of two months, some without an index.
fn fill(collector: &Collector, n: usize) {
    let mut numbers = Numbers(11);
    for n in 0..n {
        let hours = i64::try_from(numbers.below(60 * 24)).unwrap();
        let mut ratings = json!({});
        for id in ["tea", "staff", "price"] {
            if numbers.below(4) > 0 {
                ratings[id] = json!(1 + numbers.below(5));
            }
        }
        if ratings == json!({}) {
            ratings = json!({"tea": 1 + n % 5});
        }
        let mut body = rated(ratings, 0);
        body = with(body, "lang", json!(["en", "vi"][numbers.below(2)]));
        body = with(body, "touchpoint", json!(["checkout", "support", "home"][numbers.below(3)]));
        let plan = ["free", "pro"][n % 2];
        body = with(body, "attributes", json!({"plan": plan}));
        let id = ResponseId::new(NOW.plus_ms(-hours * HOUR_MS), numbers.below(1 << 30) as u128);
        // Some came back from a backup of another program, without metadata.
        keep(collector, id, &body, n % 90 > 0);
    }
}

fn tally<'l>(lines: impl Iterator<Item = &'l Value>) -> Tally {
    let attributes = Attributes::weighted(Points::Five, &[2, 1, 2]).unwrap();
    let mut tally = Tally::new(attributes);
    for line in lines {
        let ratings = ["price", "staff", "tea"].map(|id| line["ratings"][id].as_i64());
        tally.add(&Answers::new(attributes, &ratings).unwrap()).unwrap();
    }
    tally
}

fn told(figure: &ScoreFigure) -> [Option<f64>; 3] {
    [figure.value, figure.low, figure.high]
}

fn of(figure: Option<Figure>) -> [Option<f64>; 3] {
    let figure = figure.map(Figure::rounded);
    let interval = figure.and_then(|figure| figure.interval);
    [figure.map(|one| one.value), interval.map(|one| one.low), interval.map(|one| one.high)]
}

#[track_caller]
fn is_of(summary: &Summary, tally: &Tally) {
    let confidence = Confidence::default();
    assert_eq!(told(&summary.score), of(tally.index(confidence)));
    let counted = (summary.responses, summary.indexed_responses);
    assert_eq!(counted, (tally.responses(), Some(tally.indexed_responses())));
    for (at, id) in ["price", "staff", "tea"].into_iter().enumerate() {
        let found = summary.rated_attributes.iter().flatten().find(|one| one.id == id).unwrap();
        assert_eq!(told(&found.mean), of(tally.mean(at, confidence)), "{id}");
        assert_eq!(found.responses, tally.ratings(at), "{id}");
        let counts: Vec<_> = tally.counts(at).map(|(point, n)| (point.to_string(), n)).collect();
        assert_eq!(found.counts.0, counts, "{id}");
    }
}

#[test]
fn every_figure_is_that_of_the_exported_responses_from_lists_and_from_rollups() {
    let collector = old();
    fill(&collector, 900);
    let lines = export(&collector);
    assert_eq!(lines.len(), 900);
    let of_lines = |is: &dyn Fn(&Value) -> bool| tally(lines.iter().filter(|line| is(line)));
    let is = |name: &'static str, value: &'static str| move |line: &Value| line[name] == value;
    let period = "from=2026-09-01&to=2026-12-01";
    for round in ["lists", "rollups"] {
        let get = |more: &str| collector.summary("csi", &format!("?{period}{more}"));
        let summary = get("&interval=week&breakdown=touchpoint,plan&compare=2026-06-01/2026-09-01");
        assert!(summary.is_final, "{round}");
        is_of(&summary, &of_lines(&|_| true));
        is_of(&get("&filter[lang]=vi"), &of_lines(&is("lang", "vi")));
        is_of(&get("&filter[touchpoint]=home"), &of_lines(&is("touchpoint", "home")));
        let series = summary.series.as_ref().unwrap();
        assert_eq!(series.iter().map(|one| one.responses).sum::<u64>(), 900);
        for point in series.iter().filter(|point| point.responses > 0) {
            let week = |line: &Value| {
                let day = &line["given_at"].as_str().unwrap()[..10];
                (point.start.as_str()..point.end.as_str()).contains(&day)
            };
            let week = of_lines(&week).index(Confidence::default());
            assert_eq!(told(&point.score), of(week), "{point:?}");
        }
        let parts = ["checkout", "home", "support"];
        let tallies = parts.map(|value| of_lines(&is("touchpoint", value)));
        let compared =
            Comparison::of_index_parts(&tallies.each_ref(), Confidence::default()).unwrap();
        for ((value, tally), compared) in parts.into_iter().zip(&tallies).zip(compared) {
            let found = &summary.breakdowns.as_ref().unwrap()["touchpoint"];
            let found = found.iter().find(|one| one.value.name() == Some(value)).unwrap();
            assert_eq!(told(&found.score), of(tally.index(Confidence::default())), "{value}");
            let drag = compared.rounded().drag.map(|drag| drag.value);
            assert_eq!(found.drag.as_ref().map(|drag| drag.value), drag, "{value}");
            assert_eq!(found.comparison.verdict, compared.verdict.as_str(), "{value}");
        }
        assert_eq!(summary.breakdowns.as_ref().unwrap()["plan"].len(), 2);
    }
    assert!(collector.stored_keys().iter().any(|key| key.starts_with("roll:demo:csi:")));
}

#[test]
fn a_change_is_told_of_the_index_and_of_each_attribute() {
    let collector = old();
    fill(&collector, 600);
    let lines = export(&collector);
    let between = |from: &str, to: &str| {
        tally(lines.iter().filter(|line| {
            let day = &line["given_at"].as_str().unwrap()[..10];
            (from..to).contains(&day)
        }))
    };
    let query = "?from=2026-11-01&to=2026-11-15&compare=2026-10-10/2026-11-01";
    let change = collector.summary("csi", query).change.unwrap();
    let (now, before) = (between("2026-11-01", "2026-11-15"), between("2026-10-10", "2026-11-01"));
    let confidence = Confidence::default();
    let expected = Change::of_index(&now, &before, confidence).unwrap().unwrap().rounded();
    assert_eq!((change.value, change.significant), (Some(expected.value), expected.significant));
    let attributes = change.rated_attributes.unwrap();
    assert_eq!(attributes.len(), 3);
    for (at, id) in ["price", "staff", "tea"].into_iter().enumerate() {
        let expected = Change::of_attribute(&now, &before, at, confidence).unwrap().unwrap();
        let found = &attributes.iter().find(|one| one.id == id).unwrap().mean;
        assert_eq!(found.value, Some(expected.rounded().value), "{id}");
        assert_eq!(found.low, expected.rounded().interval.map(|interval| interval.low), "{id}");
    }
}
