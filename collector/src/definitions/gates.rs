//! The gate of a site. A request that changes one of the site's surveys compiles the gate and
//! stores it. Isolates remember it for some minutes.
//!
//! Every page view needs the gate, so it must not cost a list. A request that changes a definition
//! compiles the gate from what the store shows and from what the request has just written. Two
//! owners who save at once may each miss what the other wrote. The next change heals that, or the
//! cron within the hour: it writes a gate anew whenever a definition is newer than the gate knows.
//! If no gate is stored, or one that the cron has not renewed for a day, visitors' requests compile
//! it with a list, and don't store it.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use domain::{HOUR_MS, SiteId, SurveyId};
use wire::{gate::Gate, survey::SurveyDefinition};

use crate::{
    definitions::{self, unknown},
    runtime::Runtime,
    store::{
        Entry, KEYS_PER_GET, Store,
        budget::Budget,
        cache::{GATE_TTL_MS, Name, Register},
        context::Context,
        error::Error,
        keys::{Key, Prefix, listed_site, listed_survey, listed_survey_of_any_site},
        lists,
        records::{GateRecord, SiteRecord, SurveyRecord, decode, encode},
        retry,
    },
};

/// Age beyond which no request uses a stored gate, in milliseconds: then the cron doesn't run.
const MAX_AGE_MS: i64 = 24 * HOUR_MS;
/// Age from which the cron makes a gate anew, in milliseconds. Four of its runs may fail.
const RENEW_AFTER_MS: i64 = 20 * HOUR_MS;

/// Number of sites that the cron reads together.
const SITES_AT_ONCE: usize = 50;

/// Operations that a run of the cron may spend on gates. The purge and the `who:` keys have budgets
/// of their own; folding takes most of its 1,000.
pub const CRON_BUDGET: Budget = Budget::new(90, 20, 20_000);

type Surveys = BTreeMap<SurveyId, SurveyRecord>;

/// Returns the gate as a JavaScript expression. While the store is away, it returns the last known
/// one.
///
/// # Errors
/// [`Error::UnknownSite`], or that of the store.
pub async fn of_site<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<Rc<String>, Error> {
    if let Some(gate) = context.cache.gates.fresh(site, context.now, GATE_TTL_MS) {
        return Ok(gate);
    }
    let name = Name::Site(site.clone());
    let gate = match unknown::may_be_there(context, &name, &Register::Sites).await {
        Ok(true) => stored_or_compiled(context, site).await,
        Ok(false) => Err(Error::UnknownSite),
        Err(error) => Err(error),
    };
    match gate {
        Ok(gate) => Ok(context.cache.gates.put(site.clone(), gate, context.now)),
        Err(Error::UnknownSite) => {
            context.cache.gates.forget(site);
            Err(Error::UnknownSite)
        }
        Err(error @ (Error::StoreBusy | Error::StoreUsedUp)) => {
            context.cache.gates.stale(site).ok_or(error)
        }
        Err(error) => Err(error),
    }
}

async fn stored_or_compiled<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<String, Error> {
    let stored = stored(context, site).await?;
    if let Some(stored) = stored.filter(|gate| age_ms(context, gate) < MAX_AGE_MS) {
        return Ok(stored.script);
    }
    let record = definitions::site(context, site).await;
    if matches!(record, Err(Error::UnknownSite)) {
        // Two keys were looked up in vain: the gate, and the site.
        context.cache.misses.add(context.now);
    }
    let record = record?;
    let ids = survey_ids(context, site).await?;
    let surveys = surveys_of(context, site, ids).await?;
    Ok(compile(context, site, &record, &surveys).script)
}

/// Compiles and writes a site's gate after a change. `written` is the survey that the request has
/// just written, and `listed` are the site's surveys, as [`survey_ids`] returned them.
///
/// # Errors
/// The store's own error. Then the change itself stays, and so does the old gate.
pub async fn refresh<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    record: &SiteRecord,
    listed: BTreeSet<SurveyId>,
    written: Option<(&SurveyId, &SurveyRecord)>,
) -> Result<(), Error> {
    context.cache.gates.forget(site);
    // A list may lag behind the gate.
    let stored = stored(context, site).await?;
    let ids = listed.into_iter().chain(known(stored.as_ref())).collect();
    let mut surveys = surveys_of(context, site, ids).await?;
    if let Some((id, record)) = written {
        surveys.insert(id.clone(), record.clone());
    }
    let gate = compile(context, site, record, &surveys);
    put(context, site, &gate).await?;
    context.cache.gates.put(site.clone(), gate.script, context.now);
    Ok(())
}

/// True if the stored gate was made of that state of a survey, or of a later one.
///
/// # Errors
/// The store's own error.
pub async fn knows<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
    record: &SurveyRecord,
) -> Result<bool, Error> {
    let stored = stored(context, site).await?;
    Ok(stored.is_some_and(|gate| gate.knows(survey.as_str(), record.age())))
}

/// Lists the surveys of a site, with the deleted ones that still have a record.
///
/// # Errors
/// The store's own error.
pub async fn survey_ids<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<BTreeSet<SurveyId>, Error> {
    lists::names(context.store, &Prefix::surveys(site), |name| listed_survey(site, name)).await
}

/// Does the cron's work: writes a new gate for every site whose gate is missing, old, or older than
/// one of its definitions. Returns the number of written gates.
///
/// # Errors
/// The store's own error. The gates that were written until then stay.
pub async fn refresh_all<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    mut budget: Budget,
) -> Result<u32, Error> {
    let mut sites: BTreeMap<SiteId, BTreeSet<SurveyId>> = BTreeMap::new();
    let all: Vec<SiteId> =
        lists::names_within(context.store, &Prefix::all_sites(), listed_site, &mut budget).await?;
    sites.extend(all.into_iter().map(|site| (site, BTreeSet::new())));
    let all: Vec<_> = lists::names_within(
        context.store,
        &Prefix::all_surveys(),
        listed_survey_of_any_site,
        &mut budget,
    )
    .await?;
    for (site, survey) in all {
        sites.entry(site).or_default().insert(survey);
    }
    let mut sites: Vec<(SiteId, BTreeSet<SurveyId>)> = sites.into_iter().collect();
    // Each hour begins with another site, so that all have their turn.
    if let Ok(n) = usize::try_from(context.now.unix_ms().div_euclid(HOUR_MS)) {
        let first = n.checked_rem(sites.len()).unwrap_or(0);
        sites.rotate_left(first);
    }
    let mut written = 0;
    for sites in sites.chunks(SITES_AT_ONCE) {
        written += refresh_some(context, sites, &mut budget).await?;
    }
    Ok(written)
}

async fn refresh_some<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    sites: &[(SiteId, BTreeSet<SurveyId>)],
    budget: &mut Budget,
) -> Result<u32, Error> {
    let n_gets = 2 + sites.iter().map(|(_, ids)| ids.len()).sum::<usize>().div_ceil(KEYS_PER_GET);
    if !(0..n_gets).all(|_| budget.take_operation()) {
        return Ok(0);
    }
    let records: Vec<Key> = sites.iter().map(|(site, _)| Key::site(site)).collect();
    let records = context.store.get_many(&records).await?;
    let gates: Vec<Key> = sites.iter().map(|(site, _)| Key::gate(site)).collect();
    let gates = context.store.get_many(&gates).await?;
    let gates: Vec<Option<GateRecord>> =
        gates.into_iter().map(|text| text.and_then(|text| decode(&text).ok())).collect();
    let names: BTreeSet<(SiteId, SurveyId)> = sites
        .iter()
        .zip(&gates)
        .flat_map(|((site, ids), gate)| {
            ids.iter().cloned().chain(known(gate.as_ref())).map(|id| (site.clone(), id))
        })
        .collect();
    let surveys = surveys(context, names).await?;
    let mut written = 0;
    for ((site, _), (record, stored)) in sites.iter().zip(records.into_iter().zip(gates)) {
        // A site without a record is listed, but already deleted.
        let Some(record) = record else { continue };
        let of_site: Surveys = surveys
            .iter()
            .filter(|((other, _), _)| other == site)
            .map(|((_, id), survey)| (id.clone(), survey.clone()))
            .collect();
        let gate = compile(context, site, &decode(&record)?, &of_site);
        let is_good = stored.is_some_and(|stored| {
            stored.covers(&gate) && age_ms(context, &stored) < RENEW_AFTER_MS
        });
        if !is_good && budget.take_operation() {
            put(context, site, &gate).await?;
            written += 1;
        }
    }
    Ok(written)
}

async fn stored<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<Option<GateRecord>, Error> {
    let text = context.store.get(&Key::gate(site)).await?;
    // A gate is a cache: one that can't be read counts as missing.
    Ok(text.and_then(|text| decode(&text).ok()))
}

async fn put<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    gate: &GateRecord,
) -> Result<(), Error> {
    let text = encode(gate);
    Ok(retry::put(context.store, context.runtime, &Key::gate(site), Entry::of(&text)).await?)
}

/// Returns the surveys of which a gate was made.
fn known(gate: Option<&GateRecord>) -> impl Iterator<Item = SurveyId> {
    let ids = gate.into_iter().flat_map(|gate| gate.surveys.keys());
    ids.filter_map(|id| SurveyId::parse(id).ok())
}

async fn surveys_of<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    ids: BTreeSet<SurveyId>,
) -> Result<Surveys, Error> {
    let names = ids.into_iter().map(|id| (site.clone(), id)).collect();
    let found = surveys(context, names).await?;
    Ok(found.into_iter().map(|((_, id), survey)| (id, survey)).collect())
}

/// Returns the newest state of each survey, from the store or from this isolate's memory.
async fn surveys<S: Store, R>(
    context: &Context<'_, S, R>,
    names: BTreeSet<(SiteId, SurveyId)>,
) -> Result<BTreeMap<(SiteId, SurveyId), SurveyRecord>, Error> {
    let names: Vec<(SiteId, SurveyId)> = names.into_iter().collect();
    let mut surveys = BTreeMap::new();
    for names in names.chunks(KEYS_PER_GET) {
        let keys: Vec<Key> = names.iter().map(|(site, id)| Key::survey(site, id)).collect();
        let texts = context.store.get_many(&keys).await?;
        for ((site, id), text) in names.iter().zip(texts) {
            // A survey without a record is listed, but already gone.
            let stored = text.as_deref().map(decode).transpose()?;
            let remembered = definitions::remembered_survey(context, site, id);
            let newest = stored.into_iter().chain(remembered).reduce(SurveyRecord::newer);
            surveys.extend(newest.map(|record| ((site.clone(), id.clone()), record)));
        }
    }
    Ok(surveys)
}

fn compile<S, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    record: &SiteRecord,
    surveys: &Surveys,
) -> GateRecord {
    let there: Vec<(SurveyId, SurveyDefinition)> = surveys
        .iter()
        .filter(|(_, survey)| !survey.is_deleted())
        .map(|(id, survey)| (id.clone(), survey.definition.clone()))
        .collect();
    GateRecord {
        script: Gate::compile(site, &record.definition, &there).to_script(),
        compiled_ms: context.now.unix_ms(),
        site_changed_ms: record.changed_ms,
        surveys: surveys.iter().map(|(id, survey)| (id.to_string(), survey.age())).collect(),
    }
}

const fn age_ms<S, R>(context: &Context<'_, S, R>, gate: &GateRecord) -> i64 {
    context.now.unix_ms().saturating_sub(gate.compiled_ms)
}
