//! Many responses at once, the same ones a second time, and a collector that is killed in the
//! middle.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use hearby_tests::{
    assertions::assert_scores,
    clock::{Stopwatch, wait_for},
    collector::Collector,
    fixtures::{SITE, create_shop, response},
    http::Client,
};
use wire::routes;

const CONNECTIONS: usize = 8;
const RESPONSES: usize = 1_000;

/// A response to post, and its score.
#[derive(Clone)]
struct Post {
    body: String,
    score: u8,
}

/// Makes known scores, no two of them equally often: 11 values with the weights 1 to 11.
fn posts() -> Vec<Post> {
    let ladder: Vec<u8> = (0..=10).flat_map(|score| vec![score; usize::from(score) + 1]).collect();
    ladder
        .into_iter()
        .cycle()
        .take(RESPONSES)
        .map(|score| Post { body: response("nps", score).to_string(), score })
        .collect()
}

fn scores(posts: &[Post]) -> Vec<u8> {
    posts.iter().map(|post| post.score).collect()
}

/// Posts them over several connections, each with a 2xx reply, and returns those that got one. Ends
/// early when no reply comes: then the collector is gone.
fn post_all(collector: &Collector, posts: &[Post], answered: &AtomicUsize) -> Vec<Post> {
    let url = format!("{}{}", collector.url(), routes::RESPONSES);
    let next = AtomicUsize::new(0);
    let accepted = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let client = Client::default();
                while let Some(post) = posts.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let headers = [("content-type", "text/plain;charset=UTF-8")];
                    let Ok(reply) = client.send("POST", &url, &headers, Some(post.body.as_bytes()))
                    else {
                        return;
                    };
                    let reply = reply.expect(201);
                    assert!(post.body.contains(reply.json()["id"].as_str().expect("an id")));
                    accepted.lock().unwrap().push(post.clone());
                    answered.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    accepted.into_inner().unwrap()
}

#[test]
fn a_thousand_responses_from_eight_connections_are_counted_exactly_and_only_once() {
    let collector = Collector::start_alone();
    create_shop(&collector);
    let posts = posts();
    for round in ["first", "again"] {
        let watch = Stopwatch::start();
        let accepted = post_all(&collector, &posts, &AtomicUsize::new(0));
        println!("{round}: {} accepted in {:?}", accepted.len(), watch.elapsed());
        assert_eq!(accepted.len(), RESPONSES, "{round}");
        let watch = Stopwatch::start();
        assert_scores(&collector.summary(SITE, "nps"), &scores(&posts));
        println!("{round}: summary in {:?}", watch.elapsed());
    }
}

#[test]
fn every_accepted_response_survives_a_kill_in_the_middle_and_none_is_there_twice() {
    let collector = Collector::start_alone();
    create_shop(&collector);
    let posts = posts();
    let answered = AtomicUsize::new(0);
    let accepted = thread::scope(|scope| {
        let load = scope.spawn(|| post_all(&collector, &posts, &answered));
        wait_for("third of the responses", || {
            (answered.load(Ordering::Relaxed) >= RESPONSES / 3).then_some(())
        });
        collector.kill();
        load.join().unwrap()
    });
    assert!(accepted.len() < RESPONSES, "the kill came too late to be in the middle");
    println!("killed after {} of {RESPONSES} were answered", accepted.len());

    collector.start_again();
    // Responses that were stored without a reply may be there, too: one a connection at most.
    let stored = collector.summary(SITE, "nps");
    let (least, most) = (accepted.len() as u64, (accepted.len() + CONNECTIONS) as u64);
    assert!((least..=most).contains(&stored.responses), "{least} ≤ {} ≤ {most}", stored.responses);
    for score in 0..=10 {
        let count = stored.counts.get(&score.to_string()).expect("each score of the scale");
        let told = accepted.iter().filter(|post| post.score == score).count() as u64;
        assert!(count >= told, "{told} of score {score} were accepted, {count} are there");
    }

    // The visitors' queues send everything a second time; those with a reply are there already.
    assert_eq!(post_all(&collector, &posts, &answered).len(), RESPONSES);
    assert_scores(&collector.summary(SITE, "nps"), &scores(&posts));
}
