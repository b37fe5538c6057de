//! The texts of keys, pinned.

use domain::Instant;

use super::*;
use crate::store::keys::{DirtyMark, KeyId};

fn names() -> (SiteId, SurveyId, ResponseId) {
    (
        SiteId::parse("demo").unwrap(),
        SurveyId::parse("nps").unwrap(),
        ResponseId::parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f").unwrap(),
    )
}

#[test]
fn every_key_has_the_text_under_which_responses_are_already_stored() {
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
    let rollups = [Key::rollup_day(&site, &survey, day), Key::rollup_hour(&site, &survey, hour)];
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
    let at = Instant::from_unix_ms(1_645_600_000_001);
    let mark = DirtyMark { site: site.clone(), survey: survey.clone(), hour, at, id };
    let mark = Key::dirty(&mark);
    let text = "dirty:demo:nps:2022-02-22T19:1645600000001-017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
    assert_eq!(mark.as_str(), text);
    assert_eq!(Prefix::dirty(&site, &survey, "").as_str(), "dirty:demo:nps:");
    let respondent = RespondentHash::without_key(&site, "a@b.example");
    let who = WhoKey { site: site.clone(), respondent, survey: survey.clone(), id };
    let text = "demo:e00bd242116708fe3cd60d79e7a65740:nps:2022-02-22T19:017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
    assert_eq!(Key::who(&who).as_str(), format!("who:{text}"));
    assert_eq!(Key::erased(&who).as_str(), format!("erased:{text}"));
    let forgotten = Key::forgotten(&site, &who.respondent);
    assert_eq!(forgotten.as_str(), "forgotten:demo:e00bd242116708fe3cd60d79e7a65740");
    let text = "deleted:demo:nps:017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
    assert_eq!(Key::deleted(&site, &survey, id).as_str(), text);
    let prefix = Prefix::who(&site, &who.respondent);
    assert!(Key::who(&who).as_str().starts_with(prefix.as_str()));
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
    let who = WhoKey { site: site.clone(), respondent, survey: survey.clone(), id };
    for key in [Key::who(&who), Key::erased(&who)] {
        assert_eq!(listed_who(key.as_str()).as_ref(), Some(&who));
    }
    assert_eq!(listed_who("who:demo:0:nps:2022-02-22T19:x"), None);
    let forgotten = Key::forgotten(&site, &who.respondent);
    assert_eq!(listed_forgotten(forgotten.as_str()).as_ref(), Some(&who.respondent));
    assert_eq!(listed_forgotten("forgotten:demo:an"), None);
    let deleted = Key::deleted(&site, &survey, id);
    assert_eq!(listed_deleted(deleted.as_str()), Some((survey.clone(), id)));
    assert_eq!(listed_deleted("deleted:demo:nps:x"), None);
    let mark = DirtyMark { site, survey, hour, at, id };
    assert_eq!(listed_dirty(Key::dirty(&mark).as_str()), Some(mark));
    assert_eq!(listed_dirty("dirty:demo:nps:2022-02-22T19:5"), None);
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
    let who = WhoKey { site, respondent, survey, id: names().2 };
    assert_eq!(Key::erased(&who).as_str().len(), 7 + 41 + 33 + 41 + 14 + 36);
}
