//! Filters by dimension, as addresses bring them through the runtime.

use hearby_tests::{
    assertions::assert_problem,
    collector::Collector,
    fixtures::{SITE, create_shop, response, with},
};
use serde_json::{Value, json};

const SURVEY: &str = "/v1/sites/shop/surveys/nps";

#[test]
fn a_filter_reaches_figures_list_and_files_however_its_brackets_are_written() {
    assert_eq!(SITE, "shop");
    let collector = Collector::start();
    create_shop(&collector);
    for (score, touchpoint) in [(9, "checkout"), (10, "checkout"), (0, "Hỗ trợ & đổi trả")]
    {
        let body = with(response("nps", score), "touchpoint", json!(touchpoint));
        let _ = collector.post(&with(body, "source", json!("kiosk")).to_string()).expect(201);
    }
    let _ = collector.post(&response("nps", 7).to_string()).expect(201);
    let support = "H%E1%BB%97+tr%E1%BB%A3+%26+%C4%91%E1%BB%95i+tr%E1%BA%A3";
    for (filter, scores) in [
        ("filter[touchpoint]=checkout", vec![9, 10]),
        ("filter%5Btouchpoint%5D=checkout&filter%5Bsource%5D=kiosk", vec![9, 10]),
        (&format!("filter[touchpoint]={support}"), vec![0]),
        (&format!("filter[touchpoint]={support}&filter%5btouchpoint%5d="), vec![0, 7]),
        ("filter[source]=", vec![7]),
        ("filter[source]=&filter[touchpoint]=checkout", vec![]),
    ] {
        let summary = collector.summary_of(SITE, "nps", &format!("?{filter}"));
        let counts = summary.counts.0.iter().filter(|(_, n)| *n > 0);
        let counted: Vec<i64> = counts.map(|(score, _)| score.parse().unwrap()).collect();
        assert_eq!(counted, scores, "{filter}");
        let get = |path: &str| {
            collector.as_admin("GET", &format!("{SURVEY}/{path}?{filter}"), None).expect(200)
        };
        let listed = get("responses").json();
        let mut listed: Vec<i64> = listed["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|it| it["score"].as_i64())
            .collect();
        listed.sort_unstable();
        assert_eq!(listed, scores, "{filter}");
        let lines = get("export.ndjson").text();
        let lines = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let mut exported: Vec<i64> = lines.filter_map(|line| line["score"].as_i64()).collect();
        exported.sort_unstable();
        assert_eq!(exported, scores, "{filter}");
        assert_eq!(get("export.csv").text().lines().count(), scores.len() + 1, "{filter}");
    }
    let reply = collector.as_admin("GET", &format!("{SURVEY}/summary?filter[color]=red"), None);
    assert_problem(&reply, 422, "invalid");
}
