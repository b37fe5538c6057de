//! A year of responses, the same in every run.

use std::collections::BTreeMap;

use collector::store::{
    Entry, Store,
    cache::Cache,
    context::Context,
    keys::{Key, Rank},
    records::{SurveyRecord, encode},
};
use domain::{Instant, Kind, ResponseId, SiteId, SurveyId};
use wire::survey::{SurveyDefinition, SurveyKind};

use crate::store::{CountingStore, Machine};

pub(crate) const DAY_MS: u64 = 24 * 60 * 60 * 1_000;
/// 2026-11-22T10:00:00Z.
pub(crate) const NOW: Instant = Instant::from_unix_ms(1_795_341_600_000);
/// The year before the day of [`NOW`].
pub(crate) const YEAR: (&str, &str) = ("2025-11-22", "2026-11-22");
pub(crate) const YEAR_STARTS_MS: u64 = 1_763_769_600_000;
/// Content of the store of one survey.
#[derive(Clone, Default)]
pub(crate) struct Expected {
    pub(crate) by_score: BTreeMap<u8, u64>,
    pub(crate) comments: u64,
    pub(crate) by_day: BTreeMap<u64, u64>,
    pub(crate) by_page: BTreeMap<String, u64>,
    pub(crate) by_plan: BTreeMap<Option<&'static str>, u64>,
    /// By reason: `None` for those that were not asked, empty for those that picked none.
    pub(crate) by_reason: BTreeMap<Option<&'static str>, u64>,
}

/// Attribute that the surveys declare.
pub(crate) const ATTRIBUTE: &str = "plan";

pub(crate) struct Year {
    pub(crate) store: CountingStore,
    pub(crate) site: SiteId,
    pub(crate) surveys: Vec<(SurveyId, SurveyKind, Expected)>,
}

impl Year {
    /// A year of responses to three surveys: the first gets three quarters, and most come by
    /// evening.
    pub(crate) fn of(responses: u64) -> Year {
        Year::with_share(responses, 3)
    }

    /// The same, but all are to the first survey.
    pub(crate) fn of_one_survey(responses: u64) -> Year {
        Year::with_share(responses, 4)
    }

    /// The first survey gets so many quarters.
    fn with_share(responses: u64, quarters: u64) -> Year {
        let store = CountingStore::default();
        let site = SiteId::parse("demo").unwrap();
        let mut surveys: Vec<(SurveyId, SurveyKind, Expected)> = Kind::ALL
            .into_iter()
            .map(|kind| (SurveyId::parse(kind.as_str()).unwrap(), kind.into(), Expected::default()))
            .collect();
        for (survey, kind, _) in &surveys {
            let body = format!(r#"{{"kind":"{}","attributes":["{ATTRIBUTE}"]}}"#, kind.as_str());
            let definition = SurveyDefinition::parse(body.as_bytes()).unwrap();
            let record =
                SurveyRecord::new(1, definition, Instant::from_unix_ms(YEAR_STARTS_MS as i64));
            let text = encode(&record);
            for key in [Key::survey_version(&site, survey, 1), Key::survey(&site, survey)] {
                pollster::block_on(store.memory.put(&key, Entry::of(&text))).unwrap();
            }
        }
        let mut state = 7_u64;
        let mut random = |end: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % end
        };
        for n in 0..responses {
            let day = random(365);
            // The later of three: a peak in the evening.
            let hour_ms = (0..3).map(|_| random(DAY_MS)).max().unwrap();
            let given = YEAR_STARTS_MS + day * DAY_MS + hour_ms;
            let at = if random(4) < quarters { 0 } else { 1 + random(2) as usize };
            let Some((survey, kind, expected)) = surveys.get_mut(at) else { continue };
            let scale = kind.of_score().unwrap().scale();
            let score = scale.min + random(scale.len() as u64) as u8;
            let has_comment = random(4) == 0;
            let id = ResponseId::new(Instant::from_unix_ms(given as i64), u128::from(n) << 40);
            let comment = if has_comment { r#","c":1"# } else { "" };
            // The first pages are seen much more often than the last.
            let page = format!("/shop/tea/{}", (0..3).map(|_| random(60)).min().unwrap());
            let plan = [None, Some("free"), Some("pro")][random(3) as usize];
            let attributes =
                plan.map_or(String::new(), |plan| format!(r#","a":{{"plan":"{plan}"}}"#));
            let picked: Option<&[&str]> =
                [None, Some(&[][..]), Some(&["price"][..]), Some(&["delivery", "price"][..])]
                    [(n % 4) as usize];
            let reasons =
                picked.map_or(String::new(), |ids| format!(r#","r":"{}""#, ids.join(",")));
            let metadata = format!(
                r#"{{"s":{score}{comment},"t":"checkout","p":"{page}","l":"vi","d":"phone","v":3,"o":"popup"{reasons}{attributes}}}"#,
            );
            let entry = Entry { value: "", metadata: Some(&metadata), expires_unix_s: None };
            let key = Key::response(&site, survey, id, Rank::FinishedCommented);
            pollster::block_on(store.memory.put(&key, entry)).unwrap();
            *expected.by_score.entry(score).or_default() += 1;
            expected.comments += u64::from(has_comment);
            *expected.by_day.entry(day).or_default() += 1;
            *expected.by_page.entry(page).or_default() += 1;
            *expected.by_plan.entry(plan).or_default() += 1;
            match picked {
                None => *expected.by_reason.entry(None).or_default() += 1,
                Some([]) => *expected.by_reason.entry(Some("")).or_default() += 1,
                Some(ids) => {
                    ids.iter().for_each(|id| *expected.by_reason.entry(Some(id)).or_default() += 1);
                }
            }
        }
        Year { store, site, surveys }
    }

    pub(crate) fn context<'a>(&'a self, cache: &'a Cache) -> Context<'a, CountingStore, Machine> {
        self.store.counts.operations.set(0);
        self.store.counts.reads.set(0);
        self.store.counts.lists.set(0);
        self.store.counts.lists_of_responses.set(0);
        self.store.counts.puts.set(0);
        self.store.counts.value_bytes.set(0);
        Context { store: &self.store, runtime: &Machine, cache, now: NOW }
    }
}
