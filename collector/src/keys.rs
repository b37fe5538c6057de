//! The keys of the store, and nothing else knows their texts.
//!
//! | key | value |
//! |---|---|
//! | `site:{site}` | [`crate::records::SiteRecord`] |
//! | `key:{key id}` | [`crate::records::KeyRecord`] |
//! | `keyof:{site}:{key id}` | empty: a key of the site |
//! | `gone:{site}` | [`crate::records::GoneRecord`] of a deleted site, until nothing of it is left |
//! | `gate:{site}` | [`crate::records::GateRecord`]; a cache |
//! | `survey:{site}:{survey}` | [`crate::records::SurveyRecord`], the newest version |
//! | `survey:{site}:{survey}:v{n}` | the same, version n; written before it becomes the newest |
//! | `r:{site}:{survey}:{hour}:{id}` | [`crate::stored_response::StoredResponse`], finished with a comment |
//! | `r:{site}:{survey}:{hour}:{id}.{rank}` | the same of a lower [`crate::states::Rank`]: `.0`, `.1`, `.2` |
//! | `roll:{site}:{survey}:{day}` | [`crate::rollups::value::Rollup`] of a day of UTC |
//! | `roll:{site}:{survey}:{hour}` | the same of an hour, while its day is not closed |
//! | `dirty:{site}:{survey}:{hour}:{at ms}-{id}` | empty: [`crate::rollups::marks::Mark`] |
//! | `hook:{site}:{webhook}` | [`crate::webhooks::record::HookRecord`] |
//! | `hooks:{site}` | empty: the site has had webhooks, so that it is worth listing them |
//! | `hooks` | empty: some site has had webhooks |
//! | `due:{site}:{webhook}:{id}-{state}` | an event to deliver; [`crate::webhooks::outbox::Due`] |
//! | `due:{site}:*:{id}-{state}` | the same, for whichever webhooks there are; [`crate::webhooks::untold`] |
//! | `dead:{site}:{webhook}:{id}-{state}` | empty: one that was given up, with the same metadata |
//! | `sent:{site}:{webhook}` | when a delivery was last accepted, in Unix milliseconds |
//! | `who:{site}:{respondent's hash}:{survey}:{hour}:{id}` | empty: [`crate::respondents::Trace`] |
//! | `erased:{site}:{respondent's hash}:{survey}:{hour}:{id}` | empty: that answer was deleted |
//! | `forgotten:{site}:{respondent's hash}` | when they were erased; see [`crate::tombstones`] |
//! | `deleted:{site}:{survey}:{id}` | when that answer was deleted |
//! | `revoked:{site}:{key id}` | empty: that key was revoked |
//!
//! Names hold no `:`, so no name can forge another key. Each text is pinned by a test: what is
//! stored must be found again by every later release.

use domain::{Hour, Instant, ResponseId, SiteId, SurveyId, WebhookId};

use crate::{
    respondents::{RespondentHash, Trace},
    rollups::{day::Day, marks::Mark},
    states::Rank,
    webhooks::{outbox::DueName, untold::Untold},
};

/// Length of an id's text.
const ID_LEN: usize = 36;

/// One key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(String);

/// What all keys of a list begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefix(String);

impl Key {
    /// Of a site.
    #[must_use]
    pub fn site(site: &SiteId) -> Key {
        Key(format!("site:{site}"))
    }

    /// That a site was deleted.
    #[must_use]
    pub fn gone_site(site: &SiteId) -> Key {
        Key(format!("gone:{site}"))
    }

    /// Of an owner's key; the id comes from [`crate::auth`].
    #[must_use]
    pub fn owner_key(id: &crate::auth::KeyId) -> Key {
        Key(format!("key:{id}"))
    }

    /// Of an owner's key among those of its site.
    #[must_use]
    pub fn owner_key_of(site: &SiteId, id: &crate::auth::KeyId) -> Key {
        Key(format!("keyof:{site}:{id}"))
    }

    /// Of a site's compiled gate.
    #[must_use]
    pub fn gate(site: &SiteId) -> Key {
        Key(format!("gate:{site}"))
    }

    /// Of a survey's newest version.
    #[must_use]
    pub fn survey(site: &SiteId, survey: &SurveyId) -> Key {
        Key(format!("survey:{site}:{survey}"))
    }

    /// Of one version of a survey.
    #[must_use]
    pub fn survey_version(site: &SiteId, survey: &SurveyId, version: u32) -> Key {
        Key(format!("survey:{site}:{survey}:v{version}"))
    }

    /// Of a state of a response. It comes from what the visitor's browser sent alone: a repeat lands
    /// on the same key, whenever and wherever it arrives, and a state never on that of another rank.
    #[must_use]
    pub fn response(site: &SiteId, survey: &SurveyId, id: ResponseId, rank: Rank) -> Key {
        Key(format!("r:{site}:{survey}:{}:{id}{}", id.instant().hour(), rank.suffix()))
    }

    /// Of the rollup of a day.
    #[must_use]
    pub fn rollup_day(site: &SiteId, survey: &SurveyId, day: Day) -> Key {
        Key(format!("roll:{site}:{survey}:{day}"))
    }

    /// Of the rollup of an hour.
    #[must_use]
    pub fn rollup_hour(site: &SiteId, survey: &SurveyId, hour: Hour) -> Key {
        Key(format!("roll:{site}:{survey}:{hour}"))
    }

    /// Of a mark; they are ordered by hours.
    #[must_use]
    pub fn mark(site: &SiteId, survey: &SurveyId, hour: Hour, at: Instant, id: ResponseId) -> Key {
        Key(format!("dirty:{site}:{survey}:{hour}:{:013}-{id}", at.unix_ms()))
    }

    /// Of a webhook.
    #[must_use]
    pub fn webhook(site: &SiteId, webhook: &WebhookId) -> Key {
        Key(format!("hook:{site}:{webhook}"))
    }

    /// Says that a site has had webhooks.
    #[must_use]
    pub fn has_webhooks(site: &SiteId) -> Key {
        Key(format!("hooks:{site}"))
    }

    /// Says that some site has had webhooks.
    #[must_use]
    pub fn any_webhooks() -> Key {
        Key("hooks".to_owned())
    }

    /// Of an event to deliver. It comes from what the visitor's browser sent alone: a repeat lands
    /// on the same key.
    #[must_use]
    pub fn due(name: &DueName) -> Key {
        Key(format!("due:{}:{}:{}-{}", name.site, name.webhook, name.id, name.state))
    }

    /// Of an event for whichever webhooks a site has: no webhook can have that name.
    #[must_use]
    pub fn untold(name: &Untold) -> Key {
        Key(format!("due:{}:*:{}-{}", name.site, name.id, name.state))
    }

    /// Of an event that was given up.
    #[must_use]
    pub fn dead(name: &DueName) -> Key {
        Key(format!("dead:{}:{}:{}-{}", name.site, name.webhook, name.id, name.state))
    }

    /// Of a webhook's last accepted delivery.
    #[must_use]
    pub fn webhook_sent(site: &SiteId, webhook: &WebhookId) -> Key {
        Key(format!("sent:{site}:{webhook}"))
    }

    /// Of a key that a list gave.
    #[must_use]
    pub fn listed(name: &str) -> Key {
        Key(name.to_owned())
    }

    /// Of what leads from a respondent to an answer.
    #[must_use]
    pub fn who(trace: &Trace) -> Key {
        Key(format!("who:{}", trace_text(trace)))
    }

    /// Of the note that an answer of a respondent was deleted.
    #[must_use]
    pub fn erased(trace: &Trace) -> Key {
        Key(format!("erased:{}", trace_text(trace)))
    }

    /// Of the tombstone of a respondent.
    #[must_use]
    pub fn forgotten(site: &SiteId, respondent: &RespondentHash) -> Key {
        Key(format!("forgotten:{site}:{respondent}"))
    }

    /// Of the tombstone of an answer.
    #[must_use]
    pub fn deleted(site: &SiteId, survey: &SurveyId, id: ResponseId) -> Key {
        Key(format!("deleted:{site}:{survey}:{id}"))
    }

    /// Of the note that a key of a site was revoked.
    #[must_use]
    pub fn revoked(site: &SiteId, id: &crate::auth::KeyId) -> Key {
        Key(format!("revoked:{site}:{id}"))
    }

    /// The key's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Prefix {
    /// Of all webhooks of a site.
    #[must_use]
    pub fn webhooks(site: &SiteId) -> Prefix {
        Prefix(format!("hook:{site}:"))
    }

    /// Of all events to deliver.
    #[must_use]
    pub fn all_due() -> Prefix {
        Prefix("due:".to_owned())
    }

    /// Of a webhook's events to deliver.
    #[must_use]
    pub fn due(site: &SiteId, webhook: &WebhookId) -> Prefix {
        Prefix(format!("due:{site}:{webhook}:"))
    }

    /// Of a site's events that wait, and of those that were given up.
    #[must_use]
    pub fn events_of_site(site: &SiteId) -> [Prefix; 2] {
        [Prefix(format!("due:{site}:")), Prefix(format!("dead:{site}:"))]
    }

    /// Of a site's events that wait until it is known which webhooks there are.
    #[must_use]
    pub fn untold(site: &SiteId) -> Prefix {
        Prefix(format!("due:{site}:*:"))
    }

    /// Of a webhook's events that were given up.
    #[must_use]
    pub fn dead(site: &SiteId, webhook: &WebhookId) -> Prefix {
        Prefix(format!("dead:{site}:{webhook}:"))
    }

    /// Of all sites.
    #[must_use]
    pub fn all_sites() -> Prefix {
        Prefix("site:".to_owned())
    }

    /// Of all sites that are being erased.
    #[must_use]
    pub fn all_gone_sites() -> Prefix {
        Prefix("gone:".to_owned())
    }

    /// Of a site's keys.
    #[must_use]
    pub fn owner_keys_of(site: &SiteId) -> Prefix {
        Prefix(format!("keyof:{site}:"))
    }

    /// All that belongs to a survey, but for its own key and its answers.
    #[must_use]
    pub fn belongings_of_survey(site: &SiteId, survey: &SurveyId) -> Vec<Prefix> {
        ["survey", "roll", "dirty"]
            .map(|family| Prefix(format!("{family}:{site}:{survey}:")))
            .to_vec()
    }

    /// All that belongs to a site, but for its own key and those that open it.
    #[must_use]
    pub fn belongings_of_site(site: &SiteId) -> Vec<Prefix> {
        let families = [
            "hook",
            "due",
            "dead",
            "sent",
            "survey",
            "roll",
            "dirty",
            "r",
            "who",
            "erased",
            "forgotten",
            "deleted",
            "revoked",
        ];
        families.map(|family| Prefix(format!("{family}:{site}:"))).to_vec()
    }

    /// Of all surveys of all sites.
    #[must_use]
    pub fn all_surveys() -> Prefix {
        Prefix("survey:".to_owned())
    }

    /// Of all marks of all surveys.
    #[must_use]
    pub fn all_marks() -> Prefix {
        Prefix("dirty:".to_owned())
    }

    /// Of a survey's marks of those hours whose text begins so.
    #[must_use]
    pub fn marks(site: &SiteId, survey: &SurveyId, hours: &str) -> Prefix {
        Prefix(format!("dirty:{site}:{survey}:{hours}"))
    }

    /// Of all surveys of a site with all their versions.
    #[must_use]
    pub fn surveys(site: &SiteId) -> Prefix {
        Prefix(format!("survey:{site}:"))
    }

    /// Of a survey's responses in those hours whose text begins so: `2026-11-2` means ten days.
    #[must_use]
    pub fn responses(site: &SiteId, survey: &SurveyId, hours: &str) -> Prefix {
        Prefix(format!("r:{site}:{survey}:{hours}"))
    }

    /// Of all that leads from a respondent to answers.
    #[must_use]
    pub fn who(site: &SiteId, respondent: &RespondentHash) -> Prefix {
        Prefix(format!("who:{site}:{respondent}:"))
    }

    /// Of the tombstones of a site's respondents.
    #[must_use]
    pub fn forgotten(site: &SiteId) -> Prefix {
        Prefix(format!("forgotten:{site}:"))
    }

    /// Of the tombstones of a site's answers.
    #[must_use]
    pub fn deleted(site: &SiteId) -> Prefix {
        Prefix(format!("deleted:{site}:"))
    }

    /// Of the notes that keys of a site were revoked.
    #[must_use]
    pub fn revoked(site: &SiteId) -> Prefix {
        Prefix(format!("revoked:{site}:"))
    }

    /// Of all keys of owners, of all sites.
    #[must_use]
    pub fn all_owner_keys() -> Prefix {
        Prefix("key:".to_owned())
    }

    /// Of a site, and of those of longer names.
    #[must_use]
    pub fn site(site: &SiteId) -> Prefix {
        Prefix(format!("site:{site}"))
    }

    /// Of a site's note that it was deleted, and of those of longer names.
    #[must_use]
    pub fn gone_site(site: &SiteId) -> Prefix {
        Prefix(format!("gone:{site}"))
    }

    /// Of all notes that an answer of a respondent was deleted.
    #[must_use]
    pub fn all_erased() -> Prefix {
        Prefix("erased:".to_owned())
    }

    /// The prefix's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Any text, to test a store with.
    #[cfg(test)]
    pub(crate) fn raw(text: &str) -> Prefix {
        Prefix(text.to_owned())
    }
}

/// The site of a key listed under [`Prefix::all_sites`].
#[must_use]
pub fn listed_site(name: &str) -> Option<SiteId> {
    SiteId::parse(name.strip_prefix("site:")?).ok()
}

/// The site of a key listed under [`Prefix::all_gone_sites`].
#[must_use]
pub fn listed_gone_site(name: &str) -> Option<SiteId> {
    SiteId::parse(name.strip_prefix("gone:")?).ok()
}

/// The id of a key listed under [`Prefix::owner_keys_of`].
#[must_use]
pub fn listed_owner_key(name: &str) -> Option<crate::auth::KeyId> {
    crate::auth::KeyId::parse(name.strip_prefix("keyof:")?.split_once(':')?.1)
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
    let (site, survey) = name.strip_prefix("survey:")?.split_once(':')?;
    Some((SiteId::parse(site).ok()?, SurveyId::parse(survey).ok()?))
}

/// The mark of a key listed under [`Prefix::marks`] or [`Prefix::all_marks`].
#[must_use]
pub fn listed_mark(name: &str) -> Option<Mark> {
    let mut parts = name.strip_prefix("dirty:")?.split(':');
    let site = SiteId::parse(parts.next()?).ok()?;
    let survey = SurveyId::parse(parts.next()?).ok()?;
    let hour = Hour::parse(parts.next()?)?;
    let (at, id) = parts.next()?.split_once('-')?;
    let at = Instant::from_unix_ms(at.parse().ok()?);
    let id = ResponseId::parse(id).ok()?;
    parts.next().is_none().then_some(Mark { site, survey, hour, at, id })
}

/// The webhook of a key listed under [`Prefix::webhooks`].
#[must_use]
pub fn listed_webhook(site: &SiteId, name: &str) -> Option<WebhookId> {
    WebhookId::parse(name.strip_prefix(Prefix::webhooks(site).as_str())?).ok()
}

/// The event for whichever webhooks there are, of a key listed under [`Prefix::all_due`].
#[must_use]
pub fn listed_untold(name: &str) -> Option<Untold> {
    let (site, event) = name.strip_prefix("due:")?.split_once(":*:")?;
    let (id, state) = event.rsplit_once('-')?;
    let (site, id) = (SiteId::parse(site).ok()?, ResponseId::parse(id).ok()?);
    Some(Untold { site, id, state: state.to_owned() })
}

/// The event of a key listed under [`Prefix::due`] or [`Prefix::all_due`].
#[must_use]
pub fn listed_due(name: &str) -> Option<DueName> {
    event_of(name.strip_prefix("due:")?)
}

/// The event of a key listed under [`Prefix::events_of_site`].
#[must_use]
pub fn listed_event(name: &str) -> Option<DueName> {
    event_of(name.strip_prefix("due:").or_else(|| name.strip_prefix("dead:"))?)
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

/// The trace of a key listed under [`Prefix::who`] or [`Prefix::all_erased`].
#[must_use]
pub fn listed_trace(name: &str) -> Option<Trace> {
    let rest = name.strip_prefix("who:").or_else(|| name.strip_prefix("erased:"))?;
    let mut parts = rest.split(':');
    let site = SiteId::parse(parts.next()?).ok()?;
    let respondent = RespondentHash::parse(parts.next()?)?;
    let survey = SurveyId::parse(parts.next()?).ok()?;
    let hour = Hour::parse(parts.next()?)?;
    let id = ResponseId::parse(parts.next()?).ok()?;
    let is_one = parts.next().is_none() && id.instant().hour() == hour;
    is_one.then_some(Trace { site, respondent, survey, id })
}

/// The respondent of a key listed under [`Prefix::forgotten`].
#[must_use]
pub fn listed_forgotten(name: &str) -> Option<RespondentHash> {
    let (_, hash) = name.strip_prefix("forgotten:")?.split_once(':')?;
    RespondentHash::parse(hash)
}

/// The answer of a key listed under [`Prefix::deleted`].
#[must_use]
pub fn listed_deleted(name: &str) -> Option<(SurveyId, ResponseId)> {
    let mut parts = name.strip_prefix("deleted:")?.split(':').skip(1);
    let survey = SurveyId::parse(parts.next()?).ok()?;
    let id = ResponseId::parse(parts.next()?).ok()?;
    parts.next().is_none().then_some((survey, id))
}

/// The id of a key listed under [`Prefix::all_owner_keys`].
#[must_use]
pub fn listed_key_of_any_site(name: &str) -> Option<crate::auth::KeyId> {
    crate::auth::KeyId::parse(name.strip_prefix("key:")?)
}

/// The id of a key listed under [`Prefix::revoked`].
#[must_use]
pub fn listed_revoked(name: &str) -> Option<crate::auth::KeyId> {
    let (_, id) = name.strip_prefix("revoked:")?.split_once(':')?;
    crate::auth::KeyId::parse(id)
}

fn trace_text(trace: &Trace) -> String {
    let Trace { site, respondent, survey, id } = trace;
    format!("{site}:{respondent}:{survey}:{}:{id}", id.instant().hour())
}

/// The id of a key listed under [`Prefix::responses`], and the rank that has such keys. A plain key
/// may hold any state: see [`crate::states`].
#[must_use]
pub fn listed_response(name: &str) -> Option<(ResponseId, Rank)> {
    let (id, suffix) = name.rsplit(':').next()?.split_at_checked(ID_LEN)?;
    Some((ResponseId::parse(id).ok()?, Rank::of_suffix(suffix)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::KeyId;

    fn names() -> (SiteId, SurveyId, ResponseId) {
        (
            SiteId::parse("demo").unwrap(),
            SurveyId::parse("nps").unwrap(),
            ResponseId::parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f").unwrap(),
        )
    }

    #[test]
    fn every_key_has_the_text_under_which_answers_are_already_stored() {
        let (site, survey, id) = names();
        let response = "r:demo:nps:2022-02-22T19:017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
        assert_eq!(Key::site(&site).as_str(), "site:demo");
        assert_eq!(Key::owner_key(&KeyId::parse("abcd2345").unwrap()).as_str(), "key:abcd2345");
        let key = Key::owner_key_of(&site, &KeyId::parse("abcd2345").unwrap());
        assert_eq!(key.as_str(), "keyof:demo:abcd2345");
        let key = Key::revoked(&site, &KeyId::parse("abcd2345").unwrap());
        assert_eq!(key.as_str(), "revoked:demo:abcd2345");
        assert_eq!(Key::gone_site(&site).as_str(), "gone:demo");
        assert_eq!(Key::gate(&site).as_str(), "gate:demo");
        assert_eq!(Key::survey(&site, &survey).as_str(), "survey:demo:nps");
        assert_eq!(Key::survey_version(&site, &survey, 7).as_str(), "survey:demo:nps:v7");
        for (rank, suffix) in Rank::ALL.into_iter().zip([".0", ".1", ".2", ""]) {
            let key = Key::response(&site, &survey, id, rank);
            assert_eq!(key.as_str(), format!("{response}{suffix}"));
        }
        let hour = id.instant().hour();
        let day = Day::of(id.instant());
        let rollups =
            [Key::rollup_day(&site, &survey, day), Key::rollup_hour(&site, &survey, hour)];
        assert_eq!(rollups[0].as_str(), "roll:demo:nps:2022-02-22");
        assert_eq!(rollups[1].as_str(), "roll:demo:nps:2022-02-22T19");
        let webhook = WebhookId::parse("crm").unwrap();
        assert_eq!(Key::webhook(&site, &webhook).as_str(), "hook:demo:crm");
        assert_eq!(Key::has_webhooks(&site).as_str(), "hooks:demo");
        assert_eq!(Key::any_webhooks().as_str(), "hooks");
        assert_eq!(Key::webhook_sent(&site, &webhook).as_str(), "sent:demo:crm");
        let due = DueName { site: site.clone(), webhook, id, state: "0123456789abcdef".to_owned() };
        let tail = "demo:crm:017f22e2-79b0-7cc3-98c4-dc0c0c07398f-0123456789abcdef";
        assert_eq!(Key::due(&due).as_str(), format!("due:{tail}"));
        assert_eq!(Key::dead(&due).as_str(), format!("dead:{tail}"));
        let untold = Untold { site: site.clone(), id, state: due.state.clone() };
        let text = "due:demo:*:017f22e2-79b0-7cc3-98c4-dc0c0c07398f-0123456789abcdef";
        assert_eq!(Key::untold(&untold).as_str(), text);
        assert_eq!((listed_due(text), listed_untold(text)), (None, Some(untold)));
        assert_eq!(listed_untold(Key::due(&due).as_str()), None);
        let mark = Key::mark(&site, &survey, hour, Instant::from_unix_ms(1_645_600_000_001), id);
        let text =
            "dirty:demo:nps:2022-02-22T19:1645600000001-017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
        assert_eq!(mark.as_str(), text);
        assert_eq!(Prefix::marks(&site, &survey, "").as_str(), "dirty:demo:nps:");
        let respondent = RespondentHash::without_key(&site, "a@b.example");
        let trace = Trace { site: site.clone(), respondent, survey: survey.clone(), id };
        let text = "demo:e00bd242116708fe3cd60d79e7a65740:nps:2022-02-22T19:017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
        assert_eq!(Key::who(&trace).as_str(), format!("who:{text}"));
        assert_eq!(Key::erased(&trace).as_str(), format!("erased:{text}"));
        let forgotten = Key::forgotten(&site, &trace.respondent);
        assert_eq!(forgotten.as_str(), "forgotten:demo:e00bd242116708fe3cd60d79e7a65740");
        let text = "deleted:demo:nps:017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
        assert_eq!(Key::deleted(&site, &survey, id).as_str(), text);
        let prefix = Prefix::who(&site, &trace.respondent);
        assert!(Key::who(&trace).as_str().starts_with(prefix.as_str()));
        assert_eq!(Prefix::surveys(&site).as_str(), "survey:demo:");
        let november = Prefix::responses(&site, &survey, "2026-11-");
        assert_eq!(november.as_str(), "r:demo:nps:2026-11-");
    }

    #[test]
    fn what_belongs_to_a_name_is_told_from_what_belongs_to_a_longer_one() {
        let (site, survey, id) = names();
        let text = |prefixes: Vec<Prefix>| -> Vec<String> {
            prefixes.iter().map(|prefix| prefix.as_str().to_owned()).collect()
        };
        assert_eq!(
            text(Prefix::belongings_of_survey(&site, &survey)),
            ["survey:demo:nps:", "roll:demo:nps:", "dirty:demo:nps:"]
        );
        assert_eq!(
            text(Prefix::belongings_of_site(&site)),
            [
                "hook:demo:",
                "due:demo:",
                "dead:demo:",
                "sent:demo:",
                "survey:demo:",
                "roll:demo:",
                "dirty:demo:",
                "r:demo:",
                "who:demo:",
                "erased:demo:",
                "forgotten:demo:",
                "deleted:demo:",
                "revoked:demo:"
            ]
        );
        let longer = (SiteId::parse("demo-2").unwrap(), SurveyId::parse("nps-2").unwrap());
        let others = [
            Key::survey(&longer.0, &survey),
            Key::response(&longer.0, &survey, id, Rank::Finished),
            Key::response(&site, &longer.1, id, Rank::Finished),
        ];
        for prefix in Prefix::belongings_of_survey(&site, &survey) {
            assert!(!others.iter().any(|key| key.as_str().starts_with(prefix.as_str())));
        }
    }

    #[test]
    fn a_listed_key_gives_back_what_it_was_made_of() {
        let (site, survey, id) = names();
        let listed = |key: Key| listed_survey(&site, key.as_str());
        assert_eq!(listed(Key::survey(&site, &survey)), Some(survey.clone()));
        assert_eq!(listed(Key::survey_version(&site, &survey, 3)), None);
        let version = |key: Key| listed_survey_version(&site, key.as_str());
        assert_eq!(version(Key::survey_version(&site, &survey, 3)), Some((survey.clone(), 3)));
        assert_eq!(version(Key::survey(&site, &survey)), None);
        for rank in Rank::ALL {
            let key = Key::response(&site, &survey, id, rank);
            assert_eq!(listed_response(key.as_str()), Some((id, rank)));
        }
        for tail in ["x", &format!("{id}x"), &format!("{id}.3"), &format!("{id}.22")] {
            assert_eq!(listed_response(&format!("r:demo:nps:2022-02-22T19:{tail}")), None);
        }
        let key = KeyId::parse("abcd2345").unwrap();
        assert_eq!(listed_owner_key(Key::owner_key_of(&site, &key).as_str()), Some(key));
        assert_eq!(listed_owner_key("keyof:demo:x"), None);
        let key = KeyId::parse("abcd2345").unwrap();
        assert_eq!(listed_revoked(Key::revoked(&site, &key).as_str()), Some(key.clone()));
        assert_eq!(listed_key_of_any_site(Key::owner_key(&key).as_str()), Some(key));
        assert_eq!(listed_site(Key::site(&site).as_str()), Some(site.clone()));
        assert_eq!(listed_gone_site(Key::gone_site(&site).as_str()), Some(site.clone()));
        let names_of = |key: Key| listed_survey_of_any_site(key.as_str());
        assert_eq!(names_of(Key::survey(&site, &survey)), Some((site.clone(), survey.clone())));
        assert_eq!(names_of(Key::survey_version(&site, &survey, 3)), None);
        let webhook = WebhookId::parse("crm").unwrap();
        let listed = listed_webhook(&site, Key::webhook(&site, &webhook).as_str());
        assert_eq!(listed, Some(webhook.clone()));
        let due = DueName { site: site.clone(), webhook, id, state: "0123456789abcdef".to_owned() };
        assert_eq!(listed_due(Key::due(&due).as_str()).as_ref(), Some(&due));
        assert_eq!(listed_due(Key::dead(&due).as_str()), None);
        assert_eq!(listed_event(Key::due(&due).as_str()).as_ref(), Some(&due));
        assert_eq!(listed_event(Key::dead(&due).as_str()).as_ref(), Some(&due));
        assert_eq!(listed_due("due:demo:crm:x-1"), None);
        let (hour, at) = (id.instant().hour(), Instant::from_unix_ms(5));
        let respondent = RespondentHash::without_key(&site, "a@b.example");
        let trace = Trace { site: site.clone(), respondent, survey: survey.clone(), id };
        for key in [Key::who(&trace), Key::erased(&trace)] {
            assert_eq!(listed_trace(key.as_str()).as_ref(), Some(&trace));
        }
        assert_eq!(listed_trace("who:demo:0:nps:2022-02-22T19:x"), None);
        let forgotten = Key::forgotten(&site, &trace.respondent);
        assert_eq!(listed_forgotten(forgotten.as_str()).as_ref(), Some(&trace.respondent));
        assert_eq!(listed_forgotten("forgotten:demo:an"), None);
        let deleted = Key::deleted(&site, &survey, id);
        assert_eq!(listed_deleted(deleted.as_str()), Some((survey.clone(), id)));
        assert_eq!(listed_deleted("deleted:demo:nps:x"), None);
        let mark = Mark { site, survey, hour, at, id };
        assert_eq!(listed_mark(mark.key().as_str()), Some(mark));
        assert_eq!(listed_mark("dirty:demo:nps:2022-02-22T19:5"), None);
    }

    #[test]
    fn the_longest_key_fits_into_512_bytes() {
        let longest = "a".repeat(domain::SLUG_MAX_BYTES);
        let key = Key::response(
            &SiteId::parse(&longest).unwrap(),
            &SurveyId::parse(&longest).unwrap(),
            names().2,
            Rank::Partial,
        );
        assert_eq!(key.as_str().len(), 2 + 41 + 41 + 14 + 36 + 2);
        let (site, survey) = (SiteId::parse(&longest).unwrap(), SurveyId::parse(&longest).unwrap());
        let respondent = RespondentHash::unnamed();
        let trace = Trace { site, respondent, survey, id: names().2 };
        assert_eq!(Key::erased(&trace).as_str().len(), 7 + 41 + 33 + 41 + 14 + 36);
    }
}
