//! Owners and the cron: what else goes on while visitors answer.

use std::rc::Rc;

use collector::{
    rollups::{
        listing::Scope,
        wanted::{Span, Wanted},
    },
    store::budget::Budget,
};
use domain::Instant;
use serde_json::json;
use wire::{
    dimension::{Dimension, DimensionName},
    summary::Summary,
};

use crate::{
    check::Counted,
    filter::Filter,
    ledger::End,
    question::Question,
    rated::definition,
    reader::{forget, go_through},
    scene::Scene,
    visitor::RESPONDENTS,
    world::mortal,
};

const MINUTE_MS: u64 = 60_000;
const HOUR_MS: u64 = 60 * MINUTE_MS;

/// Attribute that the surveys declare; pages tell more.
pub(crate) const ATTRIBUTE: &str = "plan";

/// Something happens at that time.
pub(crate) fn act_at(scene: &Rc<Scene>, at: Instant) {
    let scene = Rc::clone(scene);
    scene.world.clone().spawn_at(at, async move {
        let dice = scene.world.dice();
        match dice.below(24) {
            0..8 => read(&scene).await,
            8..16 => cron(&scene).await,
            16..18 => delete(&scene).await,
            18..20 => edit(&scene).await,
            20..22 => {
                let respondent: &'static str = RESPONDENTS[dice.below(2) as usize];
                let _ = forget(&scene, respondent).await;
            }
            _ => go_through(&scene).await,
        }
    });
}

/// Something happens soon after a response came: that is when it hurts.
pub(crate) fn act_soon(scene: &Rc<Scene>) {
    let dice = scene.world.dice();
    let wait_ms = match dice.below(5) {
        0 => dice.below(MINUTE_MS),
        4 => 12 * MINUTE_MS + dice.below(35 * MINUTE_MS),
        1 => dice.below(20 * MINUTE_MS),
        2 => dice.below(70 * MINUTE_MS),
        _ => dice.below(26 * HOUR_MS),
    };
    act_at(scene, scene.world.now().plus_ms(wait_ms as i64));
}

/// The cron; sometimes two at once, sometimes one that dies or has hardly a budget.
async fn cron(scene: &Rc<Scene>) {
    let dice = scene.world.dice();
    let budget = match dice.below(4) {
        0 => Budget::new(5 + dice.below(30) as u32, 3 + dice.below(10) as u32, 200),
        _ => Budget::CRON,
    };
    let budget = budget.with_hour_worth(*dice.pick(&[0, 0, 1, 500]));
    if dice.happens(200) {
        let other = Rc::clone(scene);
        scene.world.spawn(async move { run_cron(&other, Budget::CRON).await });
    }
    run_cron(scene, budget).await;
}

pub(crate) async fn run_cron(scene: &Scene, budget: Budget) {
    scene.stats.borrow_mut().crons += 1;
    let isolate = if scene.folds_early { &scene.early } else { scene.isolate() };
    if mortal(&scene.world, scene.dies.get() / 4, isolate.cron(budget)).await.is_none() {
        scene.stats.borrow_mut().deaths += 1;
    }
}

/// A span that some owner may ask for.
pub(crate) fn span(scene: &Scene) -> Span {
    let dice = scene.world.dice();
    let now_ms = scene.world.now().unix_ms();
    let whole = Span {
        start: scene.start.plus_ms(-20 * 24 * HOUR_MS as i64),
        end: Instant::from_unix_ms(now_ms + 24 * HOUR_MS as i64),
    };
    let since_start_ms = (now_ms - scene.start.unix_ms()).max(1) as u64 + 2 * HOUR_MS;
    let unit_ms = *dice.pick(&[24 * HOUR_MS, HOUR_MS, HOUR_MS / 2, 15 * MINUTE_MS, 1]);
    let part = |offset_ms: u64| {
        let at_ms = scene.start.unix_ms() + offset_ms as i64;
        Instant::from_unix_ms(at_ms - at_ms.rem_euclid(unit_ms as i64))
    };
    let (a, b) = (dice.below(since_start_ms), dice.below(since_start_ms));
    let (start, end) = (part(a.min(b)), part(a.max(b)));
    if dice.happens(400) || start >= end { whole } else { Span { start, end } }
}

/// Reads a summary and holds it against the ledger.
async fn read(scene: &Rc<Scene>) {
    let dice = scene.world.dice();
    let survey = dice.below(scene.lasting().len() as u64) as usize;
    let begun = scene.world.now();
    let span = span(scene);
    let counted = if dice.happens(500) {
        let budget = match dice.below(3) {
            0 => Budget::new(3 + dice.below(40) as u32, 1 + dice.below(15) as u32, 1_000),
            _ => Budget::SUMMARY,
        };
        read_directly(scene, survey, span, budget.with_hour_worth(dice.below(2))).await
    } else {
        let reply = read_summary(scene, survey, span).await;
        reply.map(|(question, summary)| Counted::of_summary(&summary, &question))
    };
    let mut stats = scene.stats.borrow_mut();
    let Some(counted) = counted else {
        stats.failed_reads += 1;
        return;
    };
    if counted.folded_to.is_some() {
        stats.incomplete_reads += 1;
    } else {
        stats.complete_reads += 1;
    }
    if let Err(what) = counted.fits(&scene.ledger, survey, begun, scene.world.now()) {
        scene.fail(format!(
            "{what}, read from {} to {}",
            begun.unix_ms(),
            scene.world.now().unix_ms()
        ));
    }
}

/// A summary as an owner gets it, and what was asked for.
pub(crate) async fn read_summary(
    scene: &Scene,
    survey: usize,
    span: Span,
) -> Option<(Question, Summary)> {
    let question = Question::any(scene, survey, span);
    let path = wire::routes::summary(&scene.site, &scene.surveys[survey].id);
    let query = question.query();
    let asked = scene.isolate().get(&path, &query);
    let reply = mortal(&scene.world, scene.dies.get() / 4, asked).await?;
    match reply.status {
        200 => {
            let summary: Summary = serde_json::from_str(&reply.body).unwrap();
            if let Err(what) = question.adds_up(&summary) {
                scene.fail(what);
            }
            Some((question, summary))
        }
        503 => None,
        status => {
            scene.fail(format!("{path}?{query}: {status} {}", reply.body));
            None
        }
    }
}

pub(crate) async fn read_directly(
    scene: &Scene,
    survey: usize,
    span: Span,
    budget: Budget,
) -> Option<Counted> {
    let of = &scene.surveys[survey];
    let attributes = [ATTRIBUTE.to_owned()];
    let scope =
        Scope { site: &scene.site, survey: &of.id, kind: &of.kind, attributes: &attributes };
    let mut counted = Counted::nothing(span, &Filter::default());
    let folded_to = {
        let page = [Dimension::Page.into()];
        let dims: &[DimensionName] = if scene.world.dice().happens(300) { &page } else { &[] };
        let wanted = Wanted { dims, ..Wanted::of(span) };
        let read = scene.isolate().read(scope, wanted, budget, |given| counted.add(given));
        mortal(&scene.world, scene.dies.get() / 4, read).await?.ok()?
    };
    counted.folded_to = folded_to.map(|stopped| stopped.at);
    Some(counted)
}

async fn delete(scene: &Scene) {
    let n = scene.world.dice().bits();
    let Some((id, survey, answer)) = scene.ledger.nth(n) else { return };
    if survey >= scene.lasting().len() {
        return;
    }
    let attempt = scene.ledger.begin(id, survey, answer, None, scene.world.now());
    let isolate = scene.isolate();
    let path = wire::routes::response(&scene.site, &scene.surveys[survey].id, id);
    let deleted = mortal(&scene.world, scene.dies.get(), isolate.delete(&path)).await;
    let end = match deleted.map(|reply| reply.status) {
        Some(204) => End::Taken,
        Some(503) | None => End::Open,
        Some(status) => panic!("{path}: {status}"),
    };
    scene.stats.borrow_mut().deletions += u64::from(end == End::Taken);
    scene.ledger.end(id, attempt, end, scene.world.now());
}

/// Changes a survey's rules: a new version, under which old responses go on to count.
async fn edit(scene: &Scene) {
    let dice = scene.world.dice();
    let survey = dice.pick(scene.lasting());
    let state = if dice.happens(300) { "paused" } else { "live" };
    // Rollups from before an attribute was declared lack it.
    let attributes =
        if dice.happens(500) { json!([ATTRIBUTE, "tier"]) } else { json!([ATTRIBUTE]) };
    let display = json!({"delay_ms": dice.below(1_000)});
    let rest = json!({"state": state, "attributes": attributes, "display": display});
    let body = definition(&survey.kind, rest);
    let path = wire::routes::survey(&scene.site, &survey.id);
    let edited = mortal(&scene.world, scene.dies.get(), scene.isolate().put(&path, &body)).await;
    match edited.map(|reply| reply.status) {
        Some(200) => scene.stats.borrow_mut().edits += 1,
        Some(503) | None => {}
        Some(status) => scene.fail(format!("edit: {status}")),
    }
}
