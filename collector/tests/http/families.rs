//! Tests of each family's keys against [`Family::about`]: when a site, a survey or a respondent is
//! deleted, and when a key is restored elsewhere from a backup.
//!
//! A family that is new gets a sample here, or this does not compile; and one that a deletion or a
//! backup leaves out fails.

use std::collections::BTreeSet;

use collector::{
    definitions::gates,
    deletion::who_keys,
    rollups::cron::fold_closed_days,
    store::{
        Entry, Store,
        budget::Budget,
        context::Context,
        day::Day,
        keys::{
            DirtyMark, DueName, Key, KeyId, Rank, RespondentHash, Untold, WhoKey,
            family::{Backup, Family, WithRespondent, WithSite, WithSurvey},
        },
        records::{GateRecord, GoneRecord, KeyRecord, SiteRecord, SurveyRecord, encode},
    },
};
use domain::{DAY_MS, HOUR_MS, Instant, MINUTE_MS, ResponseId, SiteId, SurveyId, WebhookId};
use serde_json::{Value, json};
use wire::{
    site::{KeyScope, SiteDefinition},
    survey::SurveyDefinition,
};

use crate::{
    moving::{backup, post_lines},
    support::{Collector, NOW, id_at, parsed, request},
};

const RESPONDENT: &str = "an@example.com";

/// Names of the samples: the same, but for the site and the survey.
struct Names {
    site: SiteId,
    survey: SurveyId,
    id: ResponseId,
    key: KeyId,
    webhook: WebhookId,
}

impl Names {
    fn of(site: &str, survey: &str, key: &str) -> Names {
        Names {
            site: SiteId::parse(site).unwrap(),
            survey: SurveyId::parse(survey).unwrap(),
            id: ResponseId::parse(&id_at(NOW.plus_ms(-HOUR_MS), 77)).unwrap(),
            key: KeyId::parse(key).unwrap(),
            webhook: WebhookId::parse("crm").unwrap(),
        }
    }

    fn who(&self) -> WhoKey {
        WhoKey {
            site: self.site.clone(),
            respondent: RespondentHash::without_key(&self.site, RESPONDENT),
            survey: self.survey.clone(),
            id: self.id,
        }
    }

    fn due(&self) -> DueName {
        let (site, webhook) = (self.site.clone(), self.webhook.clone());
        DueName { site, webhook, id: self.id, state: "0123456789abcdef".to_owned() }
    }

    /// A key of a family, with a value that can be read.
    fn sample(&self, family: Family) -> (Key, String) {
        let Names { site, survey, id, key, webhook } = self;
        let empty = String::new;
        let version = |n| {
            let definition = SurveyDefinition::parse(br#"{"kind":"nps"}"#).unwrap();
            encode(&SurveyRecord::new(n, definition, NOW.plus_ms(-DAY_MS)))
        };
        match family {
            Family::Site => {
                let definition = SiteDefinition::parse(br#"{"product":"Tea"}"#).unwrap();
                (Key::site(site), encode(&SiteRecord { definition, changed_ms: NOW.unix_ms() }))
            }
            Family::OwnerKey => {
                let record = KeyRecord {
                    site: site.to_string(),
                    name: "reports".to_owned(),
                    scope: KeyScope::Read,
                    sha256: "0".repeat(64),
                    created_ms: NOW.unix_ms(),
                };
                (Key::owner_key(key), encode(&record))
            }
            Family::OwnerKeyOf => (Key::owner_key_of(site, key), empty()),
            Family::GoneSite => {
                let record = GoneRecord { deleted_ms: NOW.unix_ms(), purged_ms: None };
                (Key::gone_site(site), encode(&record))
            }
            Family::Gate => {
                let record = GateRecord {
                    script: "{}".to_owned(),
                    compiled_ms: NOW.unix_ms(),
                    site_changed_ms: NOW.unix_ms(),
                    surveys: [].into(),
                };
                (Key::gate(site), encode(&record))
            }
            Family::AnyWebhooks => (Key::any_webhooks(), empty()),
            Family::HasWebhooks => (Key::has_webhooks(site), empty()),
            Family::Webhook => {
                let record = json!({
                    "definition": {"url": "https://crm.example/", "surveys": [], "groups": [],
                                   "format": "standard", "active": true},
                    "secret": format!("whsec_{}=", "A".repeat(43)), "changed_ms": NOW.unix_ms(),
                });
                (Key::webhook(site, webhook), record.to_string())
            }
            Family::Due => (Key::due(&self.due()), self.event()),
            Family::Untold => {
                let name = Untold { site: site.clone(), id: *id, state: self.due().state };
                (Key::untold(&name), self.event())
            }
            Family::Dead => (Key::dead(&self.due()), self.event()),
            Family::WebhookSent => (Key::webhook_sent(site, webhook), NOW.unix_ms().to_string()),
            Family::Survey => (Key::survey(site, survey), version(1)),
            Family::SurveyVersion => (Key::survey_version(site, survey, 1), version(1)),
            Family::Rollup => (Key::rollup_day(site, survey, Day::of(NOW)), empty()),
            Family::Dirty => {
                let hour = id.instant().hour();
                (
                    Key::dirty(&DirtyMark {
                        site: site.clone(),
                        survey: survey.clone(),
                        hour,
                        at: Instant::from_unix_ms(5),
                        id: *id,
                    }),
                    empty(),
                )
            }
            Family::Response => {
                let value = json!({
                    "id": id.to_string(), "score": 9, "comment": "ok", "respondent": RESPONDENT,
                    "finished": true, "received_ms": id.instant().unix_ms(),
                });
                (Key::response(site, survey, *id, Rank::FinishedCommented), value.to_string())
            }
            Family::Who => (Key::who(&self.who()), empty()),
            Family::Erased => (Key::erased(&self.who()), empty()),
            Family::Forgotten => {
                let hash = RespondentHash::without_key(site, "somebody else");
                (Key::forgotten(site, &hash), json!({"t": NOW.unix_ms()}).to_string())
            }
            Family::Deleted => {
                let other = ResponseId::new(NOW, 5);
                (Key::deleted(site, survey, other), json!({"t": NOW.unix_ms()}).to_string())
            }
            Family::Revoked => (Key::revoked(site, &KeyId::parse("efgh6723").unwrap()), empty()),
        }
    }

    /// An event of the response, as it waits.
    fn event(&self) -> String {
        json!({
            "type": "response.created", "id": "evt_1", "created_at": "2026-11-22T02:00:00.000Z",
            "data": {
                "site": self.site.as_str(), "survey": self.survey.as_str(),
                "id": self.id.to_string(), "score": 9, "group": "promoter",
                "respondent": RESPONDENT, "finished": true,
                "given_at": "2026-11-22T02:00:00.000Z",
                "received_at": "2026-11-22T02:00:00.000Z",
            },
        })
        .to_string()
    }

    /// Writes a key of each of these families into a store.
    fn write(&self, collector: &Collector, families: &[Family]) {
        for family in families {
            let (key, value) = self.sample(*family);
            assert_eq!(Family::of(key.as_str()), Some(*family), "{}", key.as_str());
            let metadata = match family {
                Family::Response => Some(r#"{"s":9,"c":1}"#.to_owned()),
                Family::Due | Family::Untold | Family::Dead => {
                    Some(format!(r#"{{"t":{0},"x":{0}}}"#, NOW.unix_ms()))
                }
                Family::Forgotten | Family::Deleted | Family::GoneSite => Some(value.clone()),
                _ => None,
            };
            let entry = Entry { metadata: metadata.as_deref(), ..Entry::of(&value) };
            pollster::block_on(collector.store.memory.put(&key, entry)).unwrap();
        }
    }
}

/// All families but that of deleted sites: a site that is there has none.
fn of_a_living_site() -> Vec<Family> {
    Family::ALL.iter().copied().filter(|family| *family != Family::GoneSite).collect()
}

/// A site with a key of each family, beside another that is the same.
fn two_sites() -> (Collector, Names, Names) {
    let collector = Collector::empty();
    let names = Names::of("shop", "nps", "abcd2345");
    let others = Names::of("shop-2", "nps", "abcd2346");
    for names in [&names, &others] {
        names.write(&collector, &of_a_living_site());
    }
    (collector, names, others)
}

/// The families of the keys of that site that are left.
fn families_left(collector: &Collector, site: &SiteId) -> BTreeSet<Family> {
    let of_site = |key: &String| {
        key.split(':').nth(1) == Some(site.as_str())
            || key.split(':').count() == 1
            || collector.store.memory.entries().iter().any(|(other, value)| {
                other == key
                    && key.starts_with("key:")
                    && value.contains(&format!("\"site\":\"{site}\""))
            })
    };
    let keys = collector.stored_keys().into_iter().filter(of_site);
    keys.map(|key| Family::of(&key).unwrap_or_else(|| panic!("{key} is of no family"))).collect()
}

fn those(is_one: impl Fn(Family) -> bool) -> BTreeSet<Family> {
    Family::ALL.iter().copied().filter(|family| is_one(*family)).collect()
}

/// Sends a deletion until nothing is left.
fn delete_to_the_end(collector: &mut Collector, address: &str) {
    for _ in 0..20 {
        let reply = collector.admin("DELETE", address, &Value::Null);
        if reply.status == 200 {
            return;
        }
        assert_eq!(reply.status, 202, "{}", reply.body);
        collector.pass_ms(15 * MINUTE_MS);
        collector.restart();
    }
    panic!("{address} has no end");
}

fn crons(collector: &Collector) {
    let Collector { store, runtime, cache, now, .. } = collector;
    let context = Context { store, runtime, cache, now: *now };
    pollster::block_on(async {
        gates::refresh_all(&context, gates::CRON_BUDGET).await.unwrap();
        fold_closed_days(&context, Budget::CRON).await.unwrap();
        who_keys::tidy(&context, Budget::TIDY).await.unwrap();
    });
}

/// Asserts that every family of a site that nobody deleted is still there.
#[track_caller]
fn assert_is_whole(collector: &Collector, names: &Names) {
    let whole = of_a_living_site().into_iter().collect();
    assert_eq!(families_left(collector, &names.site), whole, "what is another site's stays");
}

#[test]
fn of_a_deleted_site_those_families_are_left_that_stay() {
    let (mut collector, names, others) = two_sites();
    delete_to_the_end(&mut collector, "/v1/sites/shop");
    let stay = those(|family| family.about().with_site == WithSite::Stays);
    assert_eq!(families_left(&collector, &names.site), stay);
    assert_is_whole(&collector, &others);
}

#[test]
fn whatever_names_a_site_goes_with_it_but_the_record_of_its_deletion() {
    let stays = those(|family| {
        let names_a_site = family.template().contains("{site}") || family == Family::OwnerKey;
        names_a_site && family.about().with_site == WithSite::Stays
    });
    assert_eq!(stays, [Family::GoneSite].into());
}

#[test]
fn of_a_survey_that_is_deleted_with_its_responses_those_families_are_left_that_stay() {
    let (mut collector, names, others) = two_sites();
    delete_to_the_end(&mut collector, "/v1/sites/shop/surveys/nps?responses=delete");
    let stay = those(|family| {
        family.about().with_survey == WithSurvey::Stays && family != Family::GoneSite
    });
    assert_eq!(families_left(&collector, &names.site), stay);
    assert_is_whole(&collector, &others);
}

#[test]
fn of_a_deleted_respondent_those_families_are_left_that_stay_or_that_the_deletion_writes() {
    let written = those(|family| family.about().with_respondent == WithRespondent::Written);
    let (mut collector, names, _) = two_sites();
    // What the deletion writes is not there before.
    for family in &written {
        collector.remove(names.sample(*family).0.as_str());
    }
    // Two hours ago: the hour may have been folded by then.
    collector.pass_ms(2 * HOUR_MS);
    let body = json!({"respondent": RESPONDENT});
    let reply = collector.admin("POST", "/v1/sites/shop/respondents/delete", &body);
    assert_eq!(parsed::<Value>(&reply)["deleted"], 1, "{}", reply.body);
    let left = |with: &[WithRespondent]| {
        those(|family| with.contains(&family.about().with_respondent) && family != Family::GoneSite)
    };
    use WithRespondent::{DeletedOnceFinal, Stays, Written};
    let now = families_left(&collector, &names.site);
    assert_eq!(now, left(&[DeletedOnceFinal, Stays, Written]));
    // Once the response can't come again, nothing leads to it.
    collector.pass_ms(9 * DAY_MS);
    crons(&collector);
    let later = families_left(&collector, &names.site);
    assert!(left(&[DeletedOnceFinal]).is_disjoint(&later), "{later:?}");
}

#[test]
fn a_backup_brings_back_those_families_that_it_has_and_no_others() {
    let (collector, names, _) = two_sites();
    let lines = backup(&collector, "shop");
    let mut elsewhere = Collector::empty();
    let reply = post_lines(&elsewhere, "shop", &lines);
    assert_eq!(reply.status, 200, "{}", reply.body);
    elsewhere.pass_ms(2 * DAY_MS);
    crons(&elsewhere);
    // Some are made of the rest when they are needed: the first write makes what lists it.
    let left_out = those(|family| family.about().backup == Backup::LeftOut);
    let there = families_left(&elsewhere, &names.site);
    assert!(left_out.is_disjoint(&there), "{there:?}");
    let has = |backup: Backup| those(|family| family.about().backup == backup);
    for taken in [Backup::Definition, Backup::Tombstone, Backup::Response] {
        let missing: Vec<Family> = has(taken).difference(&there).copied().collect();
        assert!(missing.is_empty(), "{missing:?} of {lines}");
    }
    // The cron takes dirty marks away once a rollup covers them.
    let remade = has(Backup::Remade).into_iter().filter(|family| *family != Family::Dirty);
    let missing: Vec<Family> = remade.filter(|family| !there.contains(family)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let same = |family: Family| {
        let (key, _) = names.sample(family);
        let value = |of: &Collector| pollster::block_on(of.store.memory.get(&key)).unwrap();
        assert!(value(&elsewhere).is_some(), "{}", key.as_str());
    };
    has(Backup::Definition).into_iter().for_each(same);
    has(Backup::Tombstone).into_iter().for_each(same);
    let summary = elsewhere.send(&request("GET", "/v1/form/shop/nps", b""));
    assert_eq!(summary.status, 200, "{}", summary.body);
}
