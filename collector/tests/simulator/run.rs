//! One run: a seed sets the scene, things happen, everything settles, the figures are checked.

use std::rc::Rc;

use collector::{
    rollups::wanted::Span,
    store::{budget::Budget, timing::STALE_MS},
    testing::faulty::{Faults, Sabotage},
};

use crate::{
    check::{Counted, every_response_has_its_who_key, store_follows_from_replies},
    erasure::{erase_at, nothing_is_left_of_the_doomed, who_keys_of_the_doomed},
    owner::{act_at, read_directly, read_summary, run_cron, span},
    reader::nobody_is_left,
    scene::{Scene, set},
    stats::Stats,
    visitor::{self, Carelessness, nothing_is_lost},
};

use domain::{DAY_MS, HOUR_MS, MINUTE_MS};

/// Settings that are the same for all seeds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setup {
    pub(crate) sabotage: Option<Sabotage>,
    /// The cron's clock is so far ahead that it folds a period when it has hardly ended.
    pub(crate) folds_early: bool,
    /// The widget makes a new id after each `clock-skew`, whatever became of earlier attempts.
    pub(crate) always_renews: bool,
    /// Mistake that the widget makes on purpose.
    pub(crate) careless: Option<Carelessness>,
    /// Owners take the cursor for a count of what they have seen.
    pub(crate) pages_by_offset: bool,
    /// `who:` keys of a respondent are taken away together with the responses.
    pub(crate) who_keys_go_at_once: bool,
    /// True if the run prints what happens.
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

/// Prints what happened, for whoever replays a seed.
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
    store_follows_from_replies(scene)?;
    every_response_has_its_who_key(scene)?;
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
    store_follows_from_replies(scene)?;
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
    store_follows_from_replies(scene)?;
    every_response_has_its_who_key(scene)?;
    scene.stats.borrow_mut().erased += scene.store.settled("erased:").len() as u64;
    // Nine more days are as much work as all the rest.
    if scene.world.dice().happens(100) {
        nothing_is_left_of_what_was_erased(scene)?;
    }
    nobody_is_left(scene)?;
    scene.world.pass(STALE_MS + 20 * MINUTE_MS);
    store_follows_from_replies(scene)?;
    figures_are_right(scene, "after everybody was forgotten")
}

/// Once no response can come again, notes of erased responses go, and none takes another's `who:`
/// key along.
fn nothing_is_left_of_what_was_erased(scene: &Rc<Scene>) -> Result<(), String> {
    scene.world.pass(9 * DAY_MS);
    // A run takes away so many.
    (0..3).for_each(|_| cron(scene));
    let left = scene.store.settled("erased:");
    if !left.is_empty() {
        return Err(format!("notes were never taken away: {left:?}"));
    }
    scene.world.pass(STALE_MS + MINUTE_MS);
    every_response_has_its_who_key(scene)
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
                            if !question.is_final(&summary) {
                                return None;
                            }
                            if let Err(what) = question.is_right(&reader, survey, &summary) {
                                reader.fail(format!("summary {when}: {what}"));
                            }
                            Some(Counted::of_summary(&summary, &question))
                        }
                    }
                });
                counted.filter(|counted| counted.folded_to.is_none())
            });
            let filter = counted.as_ref().map(|counted| counted.filter.clone());
            let filter = filter.unwrap_or_default();
            let expected = Counted::by_brute_force(scene, survey, span, &filter);
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
