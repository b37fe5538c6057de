//! Lists of the store on an owner's busy day: the free plan has 1,000 a day for everything, and the
//! console is to take 300 of them at the most.

use domain::{HOUR_MS, Instant, MINUTE_MS};
use serde_json::{Value, json};

use crate::support::{Collector, NOW, id_at, response, with};

const SURVEYS: [&str; 6] = ["ces", "csat", "nps", "nps-app", "nps-mail", "stars"];
/// The most lists of such a day.
const LISTS_MAX: usize = 300;
/// Number of times that the owner sits down on that day.
const SESSIONS: i64 = 10;
/// A glance, before the next click.
const GLANCE_MS: i64 = 20_000;

struct Day {
    collector: Collector,
    key: String,
    n: u32,
    lists: Vec<(&'static str, usize)>,
}

impl Day {
    /// Six surveys with a week of responses, which were looked at each evening.
    fn new() -> Day {
        let mut collector = Collector::new();
        for survey in SURVEYS {
            let kind = if survey == "stars" { "csat" } else { survey.split('-').next().unwrap() };
            let body = json!({"kind": kind, "attributes": ["plan"]});
            let path = format!("/v1/sites/demo/surveys/{survey}");
            assert!(collector.admin("PUT", &path, &body).status < 300);
        }
        collector.pass_ms(HOUR_MS);
        let key = collector.new_key("demo", "read");
        let mut day = Day { collector, key, n: 0, lists: Vec::new() };
        for _ in 0..7 {
            for _ in 0..3 {
                SURVEYS.iter().for_each(|survey| day.answer(survey));
                day.collector.pass_ms(8 * HOUR_MS);
            }
            day.overview();
        }
        day.lists.clear();
        day
    }

    fn answer(&mut self, survey: &str) {
        self.n += 1;
        let body = response(survey, 4, self.n);
        let body = with(body, "id", json!(id_at(self.collector.now, self.n)));
        let body = with(with(body, "touchpoint", json!("checkout")), "lang", json!("vi"));
        assert_eq!(self.collector.post(&body.to_string()).status, 201);
    }

    /// One request of the console; the lists that it took.
    fn get(&self, path: &str) -> (Value, usize) {
        let count = || self.collector.store.n_operations("list");
        let before = count();
        let reply = self.collector.with_key(&self.key, "GET", path, &Value::Null);
        assert_eq!(reply.status, 200, "{path}: {}", reply.body);
        (serde_json::from_str(&reply.body).unwrap_or(Value::Null), count() - before)
    }

    /// The last thirty days of the owner in Hanoi, today included.
    fn period(&self) -> String {
        let today = self.collector.now.plus_ms(7 * HOUR_MS).unix_ms().div_euclid(24 * HOUR_MS);
        let date = |day: i64| {
            let at = Instant::from_unix_ms(day * 24 * HOUR_MS).hour().to_string();
            at.split('T').next().unwrap().to_owned()
        };
        format!("from={}&to={}&tz=Asia/Ho_Chi_Minh", date(today - 29), date(today + 1))
    }

    fn did(&mut self, what: &'static str, lists: usize) {
        self.lists.push((what, lists));
        self.collector.pass_ms(GLANCE_MS);
    }

    fn overview(&mut self) {
        let period = self.period();
        let mut lists = self.get("/v1/sites/demo/surveys").1;
        for survey in SURVEYS {
            let path = format!(
                "/v1/sites/demo/surveys/{survey}/summary?{period}&interval=day&compare=previous"
            );
            let (summary, n) = self.get(&path);
            assert_eq!(summary["final"], true);
            lists += n;
        }
        self.did("overview", lists);
    }

    fn look(&mut self, survey: &str, compare: &str) {
        let period = self.period();
        let path = format!(
            "/v1/sites/demo/surveys/{survey}/summary?{period}&interval=day{compare}\
             &breakdown=touchpoint,page,lang,device,plan"
        );
        let (summary, lists) = self.get(&path);
        assert_eq!(summary["final"], true);
        self.did("survey", lists);
    }

    fn responses(&mut self, survey: &str, query: &str) {
        let path = format!("/v1/sites/demo/surveys/{survey}/responses?limit=20{query}");
        let (page, lists) = self.get(&path);
        assert!(!page["items"].as_array().unwrap().is_empty());
        self.did("responses", lists);
    }

    fn export(&mut self, survey: &str) {
        let lists = self.get(&format!("/v1/sites/demo/surveys/{survey}/export.csv")).1;
        self.did("export", lists);
    }

    /// The owner looks around; meanwhile two visitors answer, in the same isolate.
    fn session(&mut self, number: i64) {
        let at = usize::try_from(number).unwrap();
        let one = SURVEYS[at % SURVEYS.len()];
        let other = SURVEYS[(at + 1) % SURVEYS.len()];
        self.overview();
        self.look(one, "&compare=previous");
        // Back, within a minute.
        self.overview();
        for compare in ["&compare=month-earlier", ""] {
            self.look(one, compare);
        }
        self.answer(one);
        for compare in ["&compare=previous", "&compare=month-earlier", ""] {
            self.look(other, compare);
        }
        self.answer(other);
        for query in ["", "&has_comment=false", "&touchpoint=checkout", "&lang=vi"] {
            self.responses(one, query);
        }
        self.export(one);
        self.overview();
    }

    fn sum(&self, what: &str) -> (usize, usize) {
        let of_sort = self.lists.iter().filter(|(of, _)| *of == what);
        of_sort.fold((0, 0), |(n, lists), (_, more)| (n + 1, lists + more))
    }
}

#[test]
fn an_owners_busy_day_takes_three_hundred_lists_at_the_most() {
    let mut day = Day::new();
    for number in 0..SESSIONS {
        day.session(number);
        day.collector.pass_ms(50 * MINUTE_MS);
    }
    let sorts = ["overview", "survey", "responses", "export"];
    let sums: Vec<(usize, usize)> = sorts.iter().map(|sort| day.sum(sort)).collect();
    println!("{sorts:?}: (times, lists) {sums:?}");
    assert_eq!(sums.iter().map(|(n, _)| *n).collect::<Vec<_>>(), [30, 60, 40, 10]);
    let lists: usize = sums.iter().map(|(_, lists)| lists).sum();
    assert!(lists <= LISTS_MAX, "{lists} lists: {sums:?}");
}

#[test]
fn a_second_look_within_a_minute_lists_nothing() {
    let mut day = Day::new();
    day.collector.pass_ms(MINUTE_MS);
    day.overview();
    day.overview();
    day.look("nps", "&compare=previous");
    let lists: Vec<usize> = day.lists.iter().map(|(_, lists)| *lists).collect();
    assert!(lists[0] > 0 && lists[1] == 0, "{lists:?}");
    assert!(lists[2] <= 3, "{lists:?}");
}

#[test]
fn what_was_accepted_or_deleted_here_shows_at_once_however_fresh_the_lists_are() {
    let mut day = Day::new();
    let total = |day: &Day| {
        let (summary, _) = day.get("/v1/sites/demo/surveys/nps/summary");
        summary["responses"].as_u64().unwrap()
    };
    let before = total(&day);
    assert_eq!(total(&day), before);
    day.answer("nps");
    assert_eq!(total(&day), before + 1);
    // One that waited in its visitor's browser: it lies in a day that is folded.
    let late =
        with(response("nps", 4, 9_999), "id", json!(id_at(NOW.plus_ms(30 * HOUR_MS), 9_999)));
    assert_eq!(day.collector.post(&late.to_string()).status, 201);
    assert_eq!(total(&day), before + 2);
    let path = format!("/v1/sites/demo/surveys/nps/responses/{}", late["id"].as_str().unwrap());
    assert_eq!(day.collector.admin("DELETE", &path, &Value::Null).status, 204);
    assert_eq!(total(&day), before + 1);
}

#[test]
fn what_another_isolate_accepted_shows_a_minute_later_at_the_latest() {
    let mut day = Day::new();
    let path = "/v1/sites/demo/surveys/nps/summary";
    let before = day.get(path).0["responses"].as_u64().unwrap();
    // Another isolate has another memory.
    let here = std::mem::take(&mut day.collector.cache);
    day.answer("nps");
    day.collector.cache = here;
    day.collector.pass_ms(MINUTE_MS);
    assert_eq!(day.get(path).0["responses"], before + 1);
}
