//! A collector that goes from test to test is another one to the next: nothing of the one before is in
//! it, and whoever knew that one does not reach it.

use hearby_tests::{
    collector::Collector,
    fixtures::{SITE, create_shop, response},
    http::Client,
};
use wire::routes;

#[test]
fn the_next_test_gets_another_collector() {
    let first = Collector::start();
    create_shop(&first);
    let _ = first.post(&response("nps", 9).to_string()).expect(201);
    assert_eq!(first.summary(SITE, "nps").responses, 1);
    // A connection that stays open, as a browser keeps one.
    let known = Client::default();
    let health = format!("{}{}", first.url(), routes::HEALTH);
    assert_eq!(known.must_send("GET", &health, &[], None).status, 200);
    drop(first);

    let second = Collector::start();
    assert!(known.send("GET", &health, &[], None).is_err(), "the first is still reached");
    assert_eq!(second.as_admin("GET", "/v1/sites", None).expect(200).text(), "{\"items\":[]}");
    create_shop(&second);
    assert_eq!(second.summary(SITE, "nps").responses, 0);
    let _ = second.post(&response("nps", 3).to_string()).expect(201);

    // What it keeps outlives it, from the first request on.
    second.kill();
    second.start_again();
    assert_eq!(second.summary(SITE, "nps").responses, 1);
}
