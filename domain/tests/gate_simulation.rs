//! Thousands of visits with a moving clock: every cap holds, and only a cap holds a survey back.
#![expect(clippy::unwrap_used, reason = "test")]

use domain::targeting::{DisplayRules, Facts, SiteRules, due};
use domain::{Instant, SurveyId};
use proptest::prelude::ProptestConfig;
use proptest::{collection, proptest, sample};

/// Outcome of a shown survey.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Outcome {
    Answered,
    Dismissed,
    Ignored,
}

/// A show in one visitor's diary.
#[derive(Debug)]
struct Show {
    survey: SurveyId,
    at_ms: i64,
    outcome: Outcome,
}

const MS_PER_HOUR: i64 = 60 * 60 * 1_000;
const MS_PER_DAY: i64 = 24 * MS_PER_HOUR;
const VISITS: usize = 500;

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]
    #[test]
    fn a_visitor_is_asked_whenever_no_cap_forbids_it_and_only_then(
        pause_between_surveys_days in 0..10_u32,
        caps in collection::vec((0..100_u32, 0..40_u32, 0..4_u32), 1..4),
        visits in collection::vec(
            (
                1..60 * MS_PER_HOUR,
                sample::select(&[Outcome::Answered, Outcome::Dismissed, Outcome::Ignored][..]),
            ),
            VISITS,
        ),
    ) {
        let site = SiteRules { pause_between_surveys_days, ..SiteRules::default() };
        let surveys = surveys(&caps);
        let mut facts = Facts { url: "https://shop.example/".to_owned(), ..Facts::default() };
        let mut diary: Vec<Show> = Vec::new();
        let mut now_ms = 1_795_316_400_000;
        for (elapsed_ms, outcome) in visits {
            now_ms += elapsed_ms;
            let now = Instant::from_unix_ms(now_ms);
            let found: Vec<&SurveyId> =
                due(&site, &surveys, &facts, now).into_iter().map(|(id, _)| id).collect();
            let expected: Vec<&SurveyId> = surveys
                .iter()
                .filter(|(id, rules)| may_be_shown(&diary, &site, id, rules, now_ms))
                .map(|(id, _)| id)
                .collect();
            assert_eq!(found, expected, "{diary:?}");
            if let Some(survey) = found.first() {
                remember(&mut facts, survey, outcome, now);
                diary.push(Show { survey: (*survey).clone(), at_ms: now_ms, outcome });
            }
        }
    }
}

/// Checks the caps a second time, from the diary instead of the visitor's memory.
fn may_be_shown(
    diary: &[Show],
    site: &SiteRules,
    survey: &SurveyId,
    rules: &DisplayRules,
    now_ms: i64,
) -> bool {
    let days_since = |show: &Show| (now_ms - show.at_ms) as f64 / MS_PER_DAY as f64;
    let own: Vec<&Show> = diary.iter().filter(|show| show.survey == *survey).collect();
    let shows_without_answer =
        own.iter().rev().take_while(|show| show.outcome != Outcome::Answered).count();
    diary.iter().all(|show| days_since(show) >= f64::from(site.pause_between_surveys_days))
        && own.iter().all(|show| match show.outcome {
            Outcome::Answered => days_since(show) >= f64::from(rules.wait_after_response_days),
            Outcome::Dismissed => days_since(show) >= f64::from(rules.wait_after_dismissal_days),
            Outcome::Ignored => true,
        })
        && (rules.max_shows == 0 || shows_without_answer < rules.max_shows as usize)
}

fn remember(facts: &mut Facts, survey: &SurveyId, outcome: Outcome, now: Instant) {
    let memory = facts.memory_of(survey).shown();
    let memory = match outcome {
        Outcome::Answered => memory.answered(now),
        Outcome::Dismissed => memory.dismissed(now),
        Outcome::Ignored => memory,
    };
    facts.last_shown = Some(now);
    facts.surveys.insert(survey.clone(), memory);
}

fn surveys(caps: &[(u32, u32, u32)]) -> Vec<(SurveyId, DisplayRules)> {
    caps.iter()
        .enumerate()
        .map(|(n, (wait_after_response_days, wait_after_dismissal_days, max_shows))| {
            let rules = DisplayRules {
                wait_after_response_days: *wait_after_response_days,
                wait_after_dismissal_days: *wait_after_dismissal_days,
                max_shows: *max_shows,
                ..DisplayRules::default()
            };
            (SurveyId::parse(&format!("survey-{n}")).unwrap(), rules)
        })
        .collect()
}
