//! The scene of a run: a site with its surveys, the machines and the store, and what is remembered.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use collector::{
    store::timing::KV_LAGS_MS,
    testing::faulty::{Faults, FaultyStore},
};
use domain::{DAY_MS, HOUR_MS, Instant, MINUTE_MS, ResponseId, SiteId, SurveyId};
use serde_json::json;
use wire::survey::SurveyKind;

use crate::{
    check::{DOOMED, N_LASTING, kinds},
    dice::Dice,
    isolate::{Isolate, Store},
    ledger::Ledger,
    owner::ATTRIBUTE,
    rated::definition,
    run::Setup,
    stats::Stats,
    visitor::{Carelessness, Visitor},
    world::World,
};

pub(crate) struct SurveyOf {
    pub(crate) id: SurveyId,
    pub(crate) kind: SurveyKind,
}

/// Everything and everybody of one run.
pub(crate) struct Scene {
    pub(crate) world: World,
    pub(crate) store: Rc<Store>,
    pub(crate) isolates: Vec<Isolate>,
    /// One whose clock is ahead.
    pub(crate) early: Isolate,
    pub(crate) start: Instant,
    pub(crate) site: SiteId,
    pub(crate) surveys: Vec<SurveyOf>,
    pub(crate) retention_days: Option<u32>,
    pub(crate) ledger: Ledger,
    /// A collector that has nothing to do with the others, with a site of the same name.
    pub(crate) other: Isolate,
    other_ledger: Ledger,
    /// Number of replies, of 1,000, that somebody else makes in a collector's place.
    pub(crate) strangers: u64,
    pub(crate) careless: Option<Carelessness>,
    pub(crate) visitors: RefCell<Vec<Rc<Visitor>>>,
    /// Number of messages, of 1,000, that the network loses.
    pub(crate) loses: u64,
    /// Chance that an isolate dies at a step.
    pub(crate) dies: Cell<u64>,
    pub(crate) folds_early: bool,
    pub(crate) always_renews: bool,
    pub(crate) pages_by_offset: bool,
    pub(crate) who_keys_go_at_once: bool,
    /// Whom the page names, by answers.
    pub(crate) respondents: RefCell<BTreeMap<usize, &'static str>>,
    pub(crate) stats: RefCell<Stats>,
    pub(crate) last_bodies: RefCell<BTreeMap<usize, (ResponseId, u8)>>,
    failure: RefCell<Option<String>>,
}

/// A site with its surveys, made long enough ago to be known everywhere.
pub(crate) fn set(seed: u64, setup: Setup) -> Scene {
    let start = Instant::from_unix_ms(1_767_225_600_000 + (seed % 700) as i64 * DAY_MS);
    let world = World::new(seed, start.plus_ms(-2 * HOUR_MS));
    let store = Rc::new(FaultyStore::new(world.clone(), Faults::NONE));
    let dice = world.dice();
    let rotates = start.plus_ms(dice.below(6 * DAY_MS as u64) as i64 - DAY_MS);
    let isolates = (0..3)
        .map(|_| Isolate::new(&world, &store, dice.below(9_000) as i64 - 4_500, rotates))
        .collect::<Vec<_>>();
    let early = Isolate::new(&world, &store, 16 * MINUTE_MS, rotates);
    let site = SiteId::parse("demo").unwrap();
    let retention_days = dice.happens(300).then(|| 1 + dice.below(12) as u32);
    let body = match retention_days {
        Some(days) => format!(r#"{{"product":"Trà Sen","retention_days":{days}}}"#),
        None => r#"{"product":"Trà Sen"}"#.to_owned(),
    };
    let operator = isolates[0].clone();
    let path = wire::routes::site(&site);
    assert_eq!(world.block_on(async move { operator.put(&path, &body).await }).status, 200);
    let doomed = dice.happens(200).then(|| SurveyKind::from(DOOMED));
    let surveys: Vec<SurveyOf> = kinds()
        .into_iter()
        .chain(doomed)
        .map(|kind| SurveyOf { id: SurveyId::parse(kind.as_str()).unwrap(), kind })
        .collect();
    for survey in &surveys {
        let (operator, path) = (isolates[0].clone(), wire::routes::survey(&site, &survey.id));
        let body = definition(&survey.kind, json!({"attributes": [ATTRIBUTE]}));
        assert_eq!(world.block_on(async move { operator.put(&path, &body).await }).status, 201);
    }
    let other = other_collector(&world, &surveys, &site);
    world.pass(start.unix_ms() - world.now().unix_ms());
    let often = |chances: &[u64]| *dice.pick(chances);
    let faults = any_faults(dice);
    store.faults.set(Faults { absent_ms: *dice.pick(&[0, 60_000]), ..faults });
    store.sabotage.set(setup.sabotage);
    Scene {
        start,
        site,
        surveys,
        retention_days,
        ledger: Ledger::default(),
        other,
        other_ledger: Ledger::default(),
        strangers: often(&[0, 30, 200]),
        careless: setup.careless,
        visitors: RefCell::default(),
        loses: often(&[0, 30, 200]),
        dies: Cell::new(often(&[0, 5, 40])),
        folds_early: setup.folds_early,
        always_renews: setup.always_renews,
        pages_by_offset: setup.pages_by_offset,
        who_keys_go_at_once: setup.who_keys_go_at_once,
        respondents: RefCell::default(),
        stats: RefCell::default(),
        last_bodies: RefCell::default(),
        failure: RefCell::default(),
        isolates,
        early,
        store,
        world,
    }
}

/// A collector of its own, with a site and surveys of the same names, over a store without faults.
fn other_collector(world: &World, surveys: &[SurveyOf], site: &SiteId) -> Isolate {
    let store = Rc::new(FaultyStore::new(world.clone(), Faults::NONE));
    let other = Isolate::new(world, &store, 0, world.now());
    let bodies = surveys.iter().map(|survey| {
        let body = definition(&survey.kind, json!({}));
        (wire::routes::survey(site, &survey.id), body)
    });
    let site = (wire::routes::site(site), r#"{"product":"Another"}"#.to_owned());
    for (path, body) in std::iter::once(site).chain(bodies) {
        let operator = other.clone();
        let status = world.block_on(async move { operator.put(&path, &body).await }).status;
        assert!((200..300).contains(&status));
    }
    other
}

impl Scene {
    /// Returns the ledger of a collector: 0 is the one that all is about, 1 the other.
    pub(crate) fn ledger_of(&self, collector: usize) -> &Ledger {
        if collector == 0 { &self.ledger } else { &self.other_ledger }
    }

    /// Some isolate.
    pub(crate) fn isolate(&self) -> &Isolate {
        self.world.dice().pick(&self.isolates)
    }

    /// The surveys that nobody deletes.
    pub(crate) fn lasting(&self) -> &[SurveyOf] {
        &self.surveys[..N_LASTING]
    }

    /// The one that is deleted with its responses, where there is one.
    pub(crate) fn doomed(&self) -> Option<&SurveyOf> {
        self.surveys.get(N_LASTING)
    }

    /// Whom the page names as the visitor of an answer.
    pub(crate) fn respondent_of(&self, answer: usize) -> Option<&'static str> {
        self.respondents.borrow().get(&answer).copied()
    }

    /// Remembers the first thing that went wrong.
    pub(crate) fn fail(&self, what: String) {
        self.failure.borrow_mut().get_or_insert(what);
    }

    pub(crate) fn outcome(&self) -> Result<(), String> {
        self.failure.borrow().clone().map_or(Ok(()), Err)
    }
}

/// Returns chances that some store may have; it shows new keys at once.
pub(crate) fn any_faults(dice: &Dice) -> Faults {
    let often = |chances: &[u64]| *dice.pick(chances);
    Faults {
        fails_before: often(&[0, 5, 50]),
        fails_after: often(&[0, 5, 50]),
        slow: often(&[0, 20, 200]),
        slowest_ms: often(&[2_000, 20_000, 60_000]),
        stale: often(&[0, 300, 900]),
        stalest_ms: often(&[60_000, KV_LAGS_MS as u64]),
        page_max: often(&[1, 3, 10, 1_000]),
        absent_ms: 0,
        lists_are_fresh: false,
    }
}
