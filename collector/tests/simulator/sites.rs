//! An operator who makes a site, deletes it and makes it again, soon or late, while crons erase.
//!
//! Reads lag and remember for a minute that a key was not there; lists show what is done. Once
//! everything is over: a site whose making got a 200 is there as it was made, until its deletion
//! gets its reply; of one that was deleted nothing is left, though nobody repeats the deletion.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use collector::{
    store::budget::Budget,
    testing::faulty::{Faults, FaultyStore, Sabotage},
};
use domain::{Instant, ResponseId, SiteId, SurveyId};
use serde_json::json;

use crate::{
    isolate::{Isolate, Store},
    scene::any_faults,
    world::{World, mortal},
};

const MINUTE_MS: u64 = 60_000;
const HOUR_MS: u64 = 60 * MINUTE_MS;

/// Time for which an attempt without a reply may go on writing, and some, in milliseconds.
const LANDS_WITHIN_MS: u64 = 3 * MINUTE_MS;

/// Numbers of what happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stats {
    pub(crate) made: u64,
    /// Refused, as what had the name was still being deleted.
    pub(crate) refused: u64,
    pub(crate) deleted: u64,
    pub(crate) failed: u64,
    pub(crate) responses: u64,
}

impl Stats {
    pub(crate) fn each(&self) -> [(&'static str, u64); 5] {
        [
            ("sites made", self.made),
            ("sites refused", self.refused),
            ("sites deleted", self.deleted),
            ("requests that failed", self.failed),
            ("responses", self.responses),
        ]
    }

    pub(crate) fn add(&mut self, other: Stats) {
        self.made += other.made;
        self.refused += other.refused;
        self.deleted += other.deleted;
        self.failed += other.failed;
        self.responses += other.responses;
    }
}

/// Content that must be there.
#[derive(Clone, Debug, PartialEq)]
enum Expected {
    /// The site, as it was made last.
    Site(String),
    /// Nothing.
    Nothing,
    /// The last request failed, and may be done or not.
    Either,
}

struct Scene {
    world: World,
    store: Rc<Store>,
    isolates: Vec<Isolate>,
    site: SiteId,
    dies: Cell<u64>,
    expected: RefCell<Expected>,
    stats: RefCell<Stats>,
    failure: RefCell<Option<String>>,
}

/// Runs a seed.
pub(crate) fn run(seed: u64, sabotage: Option<Sabotage>) -> Result<Stats, String> {
    let start = Instant::from_unix_ms(1_767_225_600_000);
    let world = World::new(seed, start);
    let store = Rc::new(FaultyStore::new(world.clone(), Faults::NONE));
    let dice = world.dice();
    let often = |chances: &[u64]| *dice.pick(chances);
    let faults = any_faults(dice);
    store.faults.set(Faults { absent_ms: 60_000, lists_are_fresh: true, ..faults });
    store.sabotage.set(sabotage);
    let isolates = (0..3)
        .map(|_| Isolate::new(&world, &store, dice.below(9_000) as i64 - 4_500, start))
        .collect();
    let scene = Rc::new(Scene {
        site: SiteId::parse("shop").unwrap(),
        dies: Cell::new(often(&[0, 5, 40])),
        expected: RefCell::new(Expected::Nothing),
        stats: RefCell::default(),
        failure: RefCell::default(),
        isolates,
        store,
        world: world.clone(),
    });
    world.spawn(operate(Rc::clone(&scene)));
    for hour in 0..36 {
        let at = start.plus_ms((hour * HOUR_MS + dice.below(HOUR_MS)) as i64);
        world.spawn_at(at, cron(Rc::clone(&scene)));
    }
    world.run();
    scene.is_as_expected("in the end")?;
    // Nothing fails any more, and crons go on.
    let faults = scene.store.faults.get();
    scene.store.faults.set(Faults { fails_before: 0, fails_after: 0, slow: 0, ..faults });
    scene.dies.set(0);
    for _ in 0..20 {
        let cron = cron(Rc::clone(&scene));
        world.block_on(cron);
        world.pass(HOUR_MS as i64);
    }
    scene.is_as_expected("once all crons have run")?;
    if *scene.expected.borrow() == Expected::Nothing {
        let left = scene.left();
        if !left.is_empty() {
            return Err(format!("of a deleted site is left: {left:?}"));
        }
    }
    let stats = *scene.stats.borrow();
    Ok(stats)
}

/// Makes and deletes the site, one after the other, and looks whether it is as it should be.
async fn operate(scene: Rc<Scene>) {
    let dice = scene.world.dice();
    for n in 0..(6 + dice.below(8)) {
        let pause_ms = match dice.below(4) {
            0 | 1 => dice.below(MINUTE_MS),
            2 => dice.below(40 * MINUTE_MS),
            _ => dice.below(3 * HOUR_MS),
        };
        scene.world.after_ms(pause_ms).await;
        if let Err(what) = scene.is_as_expected("before the next request") {
            scene.failure.borrow_mut().get_or_insert(what);
        }
        let is_certain =
            if dice.happens(550) { make(&scene, n).await } else { delete(&scene).await };
        if !is_certain {
            scene.expected.replace(Expected::Either);
            scene.stats.borrow_mut().failed += 1;
            scene.world.after_ms(LANDS_WITHIN_MS).await;
        }
    }
}

/// True if it is known what became of it.
async fn make(scene: &Rc<Scene>, n: u64) -> bool {
    let product = format!("P{n}");
    let path = wire::routes::site(&scene.site);
    let body = json!({"product": product}).to_string();
    let made = scene.ask(scene.isolate().put(&path, &body)).await;
    match made {
        Some(200) => {
            scene.stats.borrow_mut().made += 1;
            scene.expected.replace(Expected::Site(product));
            scene.world.spawn(fill(Rc::clone(scene)));
            true
        }
        Some(409) => {
            scene.stats.borrow_mut().refused += 1;
            // It may have been made within the last minutes, unseen; then it goes on to be there.
            true
        }
        _ => false,
    }
}

async fn delete(scene: &Rc<Scene>) -> bool {
    let path = wire::routes::site(&scene.site);
    match scene.ask(scene.isolate().delete(&path)).await {
        Some(200 | 202) => {
            scene.stats.borrow_mut().deleted += 1;
            scene.expected.replace(Expected::Nothing);
            true
        }
        Some(404) => true,
        _ => false,
    }
}

/// A survey and a response, as soon as they are taken.
async fn fill(scene: Rc<Scene>) {
    let dice = scene.world.dice();
    scene.world.after_ms(dice.below(5 * MINUTE_MS)).await;
    let survey = SurveyId::parse("nps").unwrap();
    let path = wire::routes::survey(&scene.site, &survey);
    let _ = scene.ask(scene.isolate().put(&path, r#"{"kind":"nps"}"#)).await;
    scene.world.after_ms(dice.below(20 * MINUTE_MS)).await;
    let id = ResponseId::new(scene.world.now(), u128::from(dice.bits()));
    let body = json!({"id": id.to_string(), "site": scene.site.as_str(), "survey": "nps",
                      "score": 9, "respondent": "an"});
    let status = scene.ask(scene.isolate().post("/v1/responses", &body.to_string())).await;
    scene.stats.borrow_mut().responses += u64::from(status == Some(201));
}

async fn cron(scene: Rc<Scene>) {
    let isolate = scene.isolate().clone();
    let _ = mortal(&scene.world, scene.dies.get() / 4, isolate.cron(Budget::CRON)).await;
}

impl Scene {
    fn isolate(&self) -> &Isolate {
        self.world.dice().pick(&self.isolates)
    }

    /// The status of a request, or `None` when the isolate died.
    async fn ask(&self, asked: impl Future<Output = collector::api::http::Reply>) -> Option<u16> {
        mortal(&self.world, self.dies.get(), asked).await.map(|reply| reply.status)
    }

    fn is_as_expected(&self, when: &str) -> Result<(), String> {
        if let Some(what) = self.failure.borrow().clone() {
            return Err(what);
        }
        let Expected::Site(product) = &*self.expected.borrow() else { return Ok(()) };
        let there = self.store.settled(&format!("site:{}", self.site));
        let product = format!("\"product\":\"{product}\"");
        if there.iter().any(|(_, record)| record.contains(&product)) {
            return Ok(());
        }
        Err(format!("a site that was made is gone, {when}: {there:?}, not {product}"))
    }

    /// All that belongs to the site, but that it was deleted.
    fn left(&self) -> Vec<String> {
        let all = self.store.settled("").into_iter().map(|(key, _)| key);
        let of_site = |key: &String| {
            let mut parts = key.split(':');
            parts.next() != Some("gone") && parts.next() == Some(self.site.as_str())
        };
        all.filter(of_site).collect()
    }
}
