//! Parsing of the names of listed keys, back to what the keys stand for.

use domain::{Hour, Instant, ResponseId, SiteId, SurveyId, WebhookId};

use super::{
    dirty_mark::DirtyMark,
    event::{DueName, Untold},
    family::Family,
    owner_key::KeyId,
    prefix::Prefix,
    rank::Rank,
    respondent::{RespondentHash, WhoKey},
};

/// Length of an id's text.
const ID_LEN: usize = 36;

/// Returns the part of a key behind its family's word.
fn names(family: Family, key: &str) -> Option<&str> {
    key.strip_prefix(family.about().word)?.strip_prefix(':')
}

/// The site of a key listed under [`Prefix::all_sites`].
#[must_use]
pub fn listed_site(name: &str) -> Option<SiteId> {
    SiteId::parse(names(Family::Site, name)?).ok()
}

/// The site of a key listed under [`Prefix::all_gone_sites`].
#[must_use]
pub fn listed_gone_site(name: &str) -> Option<SiteId> {
    SiteId::parse(names(Family::GoneSite, name)?).ok()
}

/// The id of a key listed under [`Prefix::owner_keys_of`].
#[must_use]
pub fn listed_owner_key(name: &str) -> Option<KeyId> {
    KeyId::parse(names(Family::OwnerKeyOf, name)?.split_once(':')?.1)
}

/// The survey of a key listed under [`Prefix::surveys`]; `None` for an older version's key.
#[must_use]
pub fn listed_survey(site: &SiteId, name: &str) -> Option<SurveyId> {
    let survey = name.strip_prefix(Prefix::surveys(site).as_str())?;
    SurveyId::parse(survey).ok()
}

/// The site and the survey of a key listed under [`Prefix::all_surveys`]; `None` for an older
/// version's key.
#[must_use]
pub fn listed_survey_of_any_site(name: &str) -> Option<(SiteId, SurveyId)> {
    let (site, survey) = names(Family::Survey, name)?.split_once(':')?;
    Some((SiteId::parse(site).ok()?, SurveyId::parse(survey).ok()?))
}

/// The dirty mark of a key listed under [`Prefix::dirty`] or [`Prefix::all_dirty`].
#[must_use]
pub fn listed_dirty(name: &str) -> Option<DirtyMark> {
    let mut parts = names(Family::Dirty, name)?.split(':');
    let site = SiteId::parse(parts.next()?).ok()?;
    let survey = SurveyId::parse(parts.next()?).ok()?;
    let hour = Hour::parse(parts.next()?)?;
    let (at, id) = parts.next()?.split_once('-')?;
    let at = Instant::from_unix_ms(at.parse().ok()?);
    let id = ResponseId::parse(id).ok()?;
    parts.next().is_none().then_some(DirtyMark { site, survey, hour, at, id })
}

/// The webhook of a key listed under [`Prefix::webhooks`].
#[must_use]
pub fn listed_webhook(site: &SiteId, name: &str) -> Option<WebhookId> {
    WebhookId::parse(name.strip_prefix(Prefix::webhooks(site).as_str())?).ok()
}

/// The event for whichever webhooks there are, of a key listed under [`Prefix::all_due`].
#[must_use]
pub fn listed_untold(name: &str) -> Option<Untold> {
    let (site, event) = names(Family::Due, name)?.split_once(":*:")?;
    let (id, state) = event.rsplit_once('-')?;
    let (site, id) = (SiteId::parse(site).ok()?, ResponseId::parse(id).ok()?);
    Some(Untold { site, id, state: state.to_owned() })
}

/// The event of a key listed under [`Prefix::due`] or [`Prefix::all_due`].
#[must_use]
pub fn listed_due(name: &str) -> Option<DueName> {
    event_of(names(Family::Due, name)?)
}

/// The event of a key listed under [`Prefix::events_of_site`].
#[must_use]
pub fn listed_event(name: &str) -> Option<DueName> {
    event_of(names(Family::Due, name).or_else(|| names(Family::Dead, name))?)
}

fn event_of(rest: &str) -> Option<DueName> {
    let mut parts = rest.split(':');
    let site = SiteId::parse(parts.next()?).ok()?;
    let webhook = WebhookId::parse(parts.next()?).ok()?;
    let (id, state) = parts.next()?.rsplit_once('-')?;
    let id = ResponseId::parse(id).ok()?;
    let due = DueName { site, webhook, id, state: state.to_owned() };
    parts.next().is_none().then_some(due)
}

/// The survey and the version of a key listed under [`Prefix::surveys`]; `None` for the newest.
#[must_use]
pub fn listed_survey_version(site: &SiteId, name: &str) -> Option<(SurveyId, u32)> {
    let rest = name.strip_prefix(Prefix::surveys(site).as_str())?;
    let (survey, version) = rest.split_once(":v")?;
    Some((SurveyId::parse(survey).ok()?, version.parse().ok()?))
}

/// The `who:` key of a key listed under [`Prefix::who`] or [`Prefix::all_erased`].
#[must_use]
pub fn listed_who(name: &str) -> Option<WhoKey> {
    let rest = names(Family::Who, name).or_else(|| names(Family::Erased, name))?;
    let mut parts = rest.split(':');
    let site = SiteId::parse(parts.next()?).ok()?;
    let respondent = RespondentHash::parse(parts.next()?)?;
    let survey = SurveyId::parse(parts.next()?).ok()?;
    let hour = Hour::parse(parts.next()?)?;
    let id = ResponseId::parse(parts.next()?).ok()?;
    let is_one = parts.next().is_none() && id.instant().hour() == hour;
    is_one.then_some(WhoKey { site, respondent, survey, id })
}

/// The respondent of a key listed under [`Prefix::forgotten`].
#[must_use]
pub fn listed_forgotten(name: &str) -> Option<RespondentHash> {
    let (_, hash) = names(Family::Forgotten, name)?.split_once(':')?;
    RespondentHash::parse(hash)
}

/// The response of a key listed under [`Prefix::deleted`].
#[must_use]
pub fn listed_deleted(name: &str) -> Option<(SurveyId, ResponseId)> {
    let mut parts = names(Family::Deleted, name)?.split(':').skip(1);
    let survey = SurveyId::parse(parts.next()?).ok()?;
    let id = ResponseId::parse(parts.next()?).ok()?;
    parts.next().is_none().then_some((survey, id))
}

/// The id of a key listed under [`Prefix::all_owner_keys`].
#[must_use]
pub fn listed_key_of_any_site(name: &str) -> Option<KeyId> {
    KeyId::parse(names(Family::OwnerKey, name)?)
}

/// The id of a key listed under [`Prefix::revoked`].
#[must_use]
pub fn listed_revoked(name: &str) -> Option<KeyId> {
    let (_, id) = names(Family::Revoked, name)?.split_once(':')?;
    KeyId::parse(id)
}

/// The id of a key listed under [`Prefix::responses`], and the rank that has such keys. A plain key
/// may hold any state: see [`crate::responses::states`].
#[must_use]
pub fn listed_response(name: &str) -> Option<(ResponseId, Rank)> {
    let (id, suffix) = name.rsplit(':').next()?.split_at_checked(ID_LEN)?;
    Some((ResponseId::parse(id).ok()?, Rank::of_suffix(suffix)?))
}
