//! One run: a seed sets the scene, things happen, everything settles, the figures are checked.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use collector::{
    rollups::{budget::Budget, timing::STALE_MS, wanted::Span},
    store::faulty::{Faults, FaultyStore, Sabotage},
};
use domain::{Instant, Kind, ResponseId, SiteId, SurveyId};

use crate::{
    check::{Counted, DOOMED, KINDS, every_answer_has_its_who_key, store_follows_from_answers},
    erasure::{erase_at, nothing_is_left_of_the_doomed, who_keys_of_the_doomed},
    isolate::{Isolate, Store},
    ledger::Ledger,
    owner::{ATTRIBUTE, act_at, read_directly, read_summary, run_cron, span},
    reader::nobody_is_left,
    visitor::{self, Carelessness, Met, Visitor, nothing_is_lost},
    world::World,
};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// What is the same for all seeds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setup {
    pub(crate) sabotage: Option<Sabotage>,
    /// The cron's clock is so far ahead that it folds a period when it has hardly ended.
    pub(crate) folds_early: bool,
    /// The widget makes a new id after each `clock-skew`, whatever became of earlier attempts.
    pub(crate) always_renews: bool,
    /// What the widget does wrong on purpose.
    pub(crate) careless: Option<Carelessness>,
    /// Owners take the cursor for a count of what they have seen.
    pub(crate) pages_by_offset: bool,
    /// Who keys of a respondent are taken away together with the answers.
    pub(crate) who_keys_go_at_once: bool,
    /// Whether the run tells about itself.
    pub(crate) is_told: bool,
}

impl Setup {
    pub(crate) const SOUND: Setup = Setup {
        sabotage: None,
        folds_early: false,
        always_renews: false,
        careless: None,
        pages_by_offset: false,
        who_keys_go_at_once: false,
        is_told: false,
    };
}

/// How much of what happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stats {
    pub(crate) taken: u64,
    pub(crate) busy: u64,
    pub(crate) refused: u64,
    pub(crate) clock_skews: u64,
    pub(crate) deaths: u64,
    pub(crate) complete_reads: u64,
    pub(crate) incomplete_reads: u64,
    pub(crate) failed_reads: u64,
    pub(crate) crons: u64,
    pub(crate) deletions: u64,
    pub(crate) edits: u64,
    pub(crate) marks: u64,
    pub(crate) hour_rollups: u64,
    pub(crate) expired: u64,
    pub(crate) pages: u64,
    pub(crate) forgotten: u64,
    pub(crate) erased: u64,
    pub(crate) doomed: u64,
    pub(crate) older_states: u64,
    pub(crate) visitors: Met,
}

impl Stats {
    pub(crate) fn each(&self) -> [(&'static str, u64); 19] {
        [
            ("answers taken", self.taken),
            ("answers that failed", self.busy),
            ("answers refused", self.refused),
            ("new ids", self.clock_skews),
            ("deaths", self.deaths),
            ("complete reads", self.complete_reads),
            ("incomplete reads", self.incomplete_reads),
            ("failed reads", self.failed_reads),
            ("crons", self.crons),
            ("deletions", self.deletions),
            ("edits", self.edits),
            ("marks", self.marks),
            ("rollups of hours", self.hour_rollups),
            ("responses that expired", self.expired),
            ("pages", self.pages),
            ("responses forgotten", self.forgotten),
            ("notes of erased answers", self.erased),
            ("answers of a survey that was deleted with them", self.doomed),
            ("older states that came late", self.older_states),
        ]
    }

    pub(crate) fn add(&mut self, other: Stats) {
        self.taken += other.taken;
        self.busy += other.busy;
        self.refused += other.refused;
        self.clock_skews += other.clock_skews;
        self.deaths += other.deaths;
        self.complete_reads += other.complete_reads;
        self.incomplete_reads += other.incomplete_reads;
        self.failed_reads += other.failed_reads;
        self.crons += other.crons;
        self.deletions += other.deletions;
        self.edits += other.edits;
        self.marks += other.marks;
        self.hour_rollups += other.hour_rollups;
        self.expired += other.expired;
        self.pages += other.pages;
        self.forgotten += other.forgotten;
        self.erased += other.erased;
        self.doomed += other.doomed;
        self.older_states += other.older_states;
        self.visitors.add(other.visitors);
    }
}

pub(crate) struct SurveyOf {
    pub(crate) id: SurveyId,
    pub(crate) kind: Kind,
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
    /// How often somebody else replies in a collector's place, of 1,000.
    pub(crate) strangers: u64,
    pub(crate) careless: Option<Carelessness>,
    pub(crate) visitors: RefCell<Vec<Rc<Visitor>>>,
    /// How often the network loses something, of 1,000.
    pub(crate) loses: u64,
    /// How often an isolate dies at a step.
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

/// Runs a seed.
pub(crate) fn run(seed: u64, setup: Setup) -> Result<Stats, String> {
    let scene = Rc::new(set(seed, setup));
    let dice = scene.world.dice();
    // Hot moments: ends of hours and days, where rollups begin.
    let hot =
        [scene.start.plus_ms(DAY_MS), scene.start.plus_ms(HOUR_MS * (1 + dice.below(40) as i64))];
    for answer in 0..(3 + dice.below(10) as usize) {
        let at = match dice.below(5) {
            0..3 => dice.pick(&hot).plus_ms((dice.below(40) as i64 - 20) * MINUTE_MS),
            _ => scene.start.plus_ms(dice.below(3 * DAY_MS as u64) as i64),
        };
        visitor::enter(&scene, answer, at.plus_ms(dice.below(60_000) as i64));
    }
    for _ in 0..(4 + dice.below(8)) {
        act_at(&scene, scene.start.plus_ms(dice.below(11 * DAY_MS as u64) as i64));
        // From the first moment in which the period counts as closed, and while lists may lag.
        let closed = dice.pick(&hot).plus_ms(15 * MINUTE_MS);
        let spread_ms = *dice.pick(&[2 * MINUTE_MS, 20 * MINUTE_MS, 3 * HOUR_MS]);
        act_at(&scene, closed.plus_ms(dice.below(spread_ms as u64) as i64));
    }
    if scene.doomed().is_some() {
        erase_at(&scene, scene.start.plus_ms(dice.below(10 * DAY_MS as u64) as i64));
    }
    scene.world.run();
    if setup.is_told {
        tell(&scene);
    }
    scene.outcome()?;
    nothing_is_lost(&scene)?;
    // Those who hold the scene.
    scene.visitors.take();
    settle(&scene)?;
    let stats = *scene.stats.borrow();
    Ok(stats)
}

/// What happened, for whoever replays a seed.
fn tell(scene: &Scene) {
    println!("{:?}", scene.stats.borrow());
    for (id, entry) in scene.ledger.entries() {
        println!("{id} of {} {}", scene.surveys[entry.survey].id, id.instant().unix_ms());
        entry.attempts.iter().for_each(|attempt| println!("    {attempt:?}"));
    }
    for prefix in ["r:", "roll:", "dirty:", "who:", "erased:"] {
        scene.store.settled(prefix).iter().for_each(|(key, value)| println!("{key} {value}"));
    }
}

/// A site with its surveys, made long enough ago to be known everywhere.
fn set(seed: u64, setup: Setup) -> Scene {
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
    let doomed = dice.happens(200).then_some(DOOMED);
    let surveys: Vec<SurveyOf> = KINDS
        .iter()
        .chain(&doomed)
        .map(|kind| SurveyOf { id: SurveyId::parse(kind.as_str()).unwrap(), kind: *kind })
        .collect();
    for survey in &surveys {
        let (operator, path) = (isolates[0].clone(), wire::routes::survey(&site, &survey.id));
        let kind = survey.kind.as_str();
        let body = format!(r#"{{"kind":"{kind}","attributes":["{ATTRIBUTE}"]}}"#);
        assert_eq!(world.block_on(async move { operator.put(&path, &body).await }).status, 201);
    }
    let other = other_collector(&world, &surveys, &site);
    world.pass(start.unix_ms() - world.now().unix_ms());
    let often = |chances: &[u64]| *dice.pick(chances);
    store.faults.set(Faults {
        fails_before: often(&[0, 5, 50]),
        fails_after: often(&[0, 5, 50]),
        slow: often(&[0, 20, 200]),
        slowest_ms: often(&[2_000, 20_000, 60_000]),
        stale: often(&[0, 300, 900]),
        stalest_ms: often(&[60_000, STALE_MS as u64]),
        page_max: often(&[1, 3, 10, 1_000]),
        absent_ms: often(&[0, 60_000]) as i64,
        lists_are_fresh: false,
    });
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
        let body = format!(r#"{{"kind":"{}"}}"#, survey.kind.as_str());
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

/// Everything was done long ago: now the figures must be right, whatever becomes of the rollups.
fn settle(scene: &Rc<Scene>) -> Result<(), String> {
    scene.stats.borrow_mut().marks += scene.store.settled("dirty:").len() as u64;
    let is_hour = |(key, _): &(String, String)| key.len() == "roll:demo:nps:2026-11-22T00".len();
    let faults = scene.store.faults.get();
    scene.store.faults.set(Faults {
        stale: faults.stale,
        stalest_ms: faults.stalest_ms,
        page_max: faults.page_max.max(3),
        absent_ms: faults.absent_ms,
        ..Faults::NONE
    });
    scene.dies.set(0);
    scene.world.pass(STALE_MS + 5 * MINUTE_MS);
    let doomed = who_keys_of_the_doomed(scene);
    scene.stats.borrow_mut().doomed += doomed.len() as u64;
    store_follows_from_answers(scene)?;
    every_answer_has_its_who_key(scene)?;
    figures_are_right(scene, "as it was left")?;
    for pause_ms in [35 * MINUTE_MS, 26 * HOUR_MS, 35 * MINUTE_MS, 0] {
        cron(scene);
        scene.world.pass(pause_ms);
    }
    let hours = scene.store.settled("roll:").iter().filter(|entry| is_hour(entry)).count();
    scene.stats.borrow_mut().hour_rollups += hours as u64;
    let mut left = scene.store.settled("dirty:");
    // Those of a survey that is being deleted go with it.
    left.retain(|(key, _)| !scene.doomed().is_some_and(|doomed| key.contains(doomed.id.as_str())));
    if !left.is_empty() {
        return Err(format!("marks were never taken away: {left:?}"));
    }
    nothing_is_left_of_the_doomed(scene, &doomed)?;
    figures_are_right(scene, "without marks")?;
    scene.store.remove_all("roll:");
    scene.world.pass(STALE_MS + MINUTE_MS);
    figures_are_right(scene, "without rollups")?;
    store_follows_from_answers(scene)?;
    let before = scene.store.settled("r:").len();
    for _ in 0..if scene.retention_days.is_some() { 3 } else { 0 } {
        // Responses expire at midnight.
        let midnight = scene.world.now().unix_ms().div_euclid(DAY_MS) * DAY_MS;
        let next = midnight + DAY_MS * (1 + scene.world.dice().below(4) as i64) + 20 * MINUTE_MS;
        scene.world.pass(next - scene.world.now().unix_ms());
        figures_are_right(scene, "some days later")?;
        cron(scene);
    }
    let expired = before - scene.store.settled("r:").len();
    scene.stats.borrow_mut().expired += expired as u64;
    store_follows_from_answers(scene)?;
    every_answer_has_its_who_key(scene)?;
    scene.stats.borrow_mut().erased += scene.store.settled("erased:").len() as u64;
    // Nine more days are as much work as all the rest.
    if scene.world.dice().happens(100) {
        nothing_is_left_of_what_was_erased(scene)?;
    }
    nobody_is_left(scene)?;
    scene.world.pass(STALE_MS + 20 * MINUTE_MS);
    store_follows_from_answers(scene)?;
    figures_are_right(scene, "after everybody was forgotten")
}

/// Once no answer can come again, notes of erased answers go, and none takes another's `who:` key
/// along.
fn nothing_is_left_of_what_was_erased(scene: &Rc<Scene>) -> Result<(), String> {
    scene.world.pass(9 * DAY_MS);
    // A run takes away so many.
    (0..3).for_each(|_| cron(scene));
    let left = scene.store.settled("erased:");
    if !left.is_empty() {
        return Err(format!("notes were never taken away: {left:?}"));
    }
    scene.world.pass(STALE_MS + MINUTE_MS);
    every_answer_has_its_who_key(scene)
}

fn cron(scene: &Rc<Scene>) {
    let cron = Rc::clone(scene);
    scene.world.block_on(async move { run_cron(&cron, Budget::CRON.with_hour_worth(0)).await });
}

/// Every summary, of the whole and of pieces, is what brute force counts.
fn figures_are_right(scene: &Rc<Scene>, when: &'static str) -> Result<(), String> {
    // Responses expire at midnight, and for a while some readers still see them.
    let into_day_ms = scene.world.now().plus_ms(5 * MINUTE_MS).unix_ms().rem_euclid(DAY_MS);
    scene.world.pass((STALE_MS + 10 * MINUTE_MS - into_day_ms).max(0));
    let whole =
        Span { start: scene.start.plus_ms(-20 * DAY_MS), end: scene.world.now().plus_ms(DAY_MS) };
    for survey in 0..scene.lasting().len() {
        for span in [whole, span(scene)] {
            // What one request can't do the next goes on with.
            let counted = (0..20).find_map(|_| {
                let reader = Rc::clone(scene);
                let counted = scene.world.block_on(async move {
                    match reader.world.dice().below(3) {
                        0 => read_directly(&reader, survey, span, Budget::SUMMARY).await,
                        _ => {
                            let (question, summary) = read_summary(&reader, survey, span).await?;
                            if !question.is_answered(&summary) {
                                return None;
                            }
                            if let Err(what) = question.is_right(&reader, survey, &summary) {
                                reader.fail(format!("summary {when}: {what}"));
                            }
                            Some(Counted::of_summary(&summary, span))
                        }
                    }
                });
                counted.filter(|counted| counted.folded_to.is_none())
            });
            let expected = Counted::by_brute_force(scene, survey, span);
            let Some(counted) = counted else {
                return Err(format!("{when}: never complete, {expected:?}"));
            };
            if counted != expected {
                return Err(format!("{when}: the summary is {counted:?}, not {expected:?}"));
            }
        }
    }
    scene.outcome()
}

impl Scene {
    /// What was asked of a collector: 0 is the one that all is about, 1 the other.
    pub(crate) fn ledger_of(&self, collector: usize) -> &Ledger {
        if collector == 0 { &self.ledger } else { &self.other_ledger }
    }

    /// Some isolate.
    pub(crate) fn isolate(&self) -> &Isolate {
        self.world.dice().pick(&self.isolates)
    }

    /// The surveys that nobody deletes.
    pub(crate) fn lasting(&self) -> &[SurveyOf] {
        &self.surveys[..KINDS.len()]
    }

    /// The one that is deleted with its answers, where there is one.
    pub(crate) fn doomed(&self) -> Option<&SurveyOf> {
        self.surveys.get(KINDS.len())
    }

    /// Whom the page names as the visitor of an answer.
    pub(crate) fn respondent_of(&self, answer: usize) -> Option<&'static str> {
        self.respondents.borrow().get(&answer).copied()
    }

    /// Remembers the first thing that went wrong.
    pub(crate) fn fail(&self, what: String) {
        self.failure.borrow_mut().get_or_insert(what);
    }

    fn outcome(&self) -> Result<(), String> {
        self.failure.borrow().clone().map_or(Ok(()), Err)
    }
}
