//! The gate: decides whether this visitor may be asked here and now.
//!
//! **In scope:** display rules, the facts they look at, the decision.
//! **Out of scope:** the origin of facts (the loader reads page, storage and clock), the compact
//! JSON in which rules reach the loader (`wire`), and `hearby('show', …)`, which no rule holds
//! back.
//!
//! The loader evaluates the same rules in JavaScript. The vectors in `tests/vectors/gate/` test
//! both.

mod facts;
mod reach;
mod regex;
mod rules;
mod sample;
mod url;

pub use facts::{Device, Facts, SurveyMemory};
pub use reach::NeverMet;
pub use regex::RegexError;
pub use rules::{
    Consent, DEFAULT_MAX_SHOWS, DEFAULT_PAUSE_BETWEEN_SURVEYS_DAYS,
    DEFAULT_WAIT_AFTER_DISMISSAL_DAYS, DEFAULT_WAIT_AFTER_RESPONSE_DAYS, DisplayRules,
    ScrollPercent, SiteRules,
};
pub use sample::{BUCKETS, SamplePercent, bucket};
pub use url::{UrlPattern, UrlRules};

use crate::{Instant, SurveyId};

const MS_PER_DAY: u64 = 24 * 60 * 60 * 1_000;

/// The gate's decision on one survey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Show it once all these conditions are met on this page.
    Show(Conditions),
    /// Don't show it now.
    Skip(SkipReason),
}

/// Conditions that must be met on the page before a survey appears: all of them, in any order.
///
/// This may take minutes, and another tab may have shown a survey meanwhile. So the gate decides
/// once more, with fresh facts, when they are met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Conditions {
    /// This long has passed since the page view or event. 0: at once.
    pub delay_ms: u32,
    /// The visitor has scrolled this far down.
    pub scroll_percent: Option<ScrollPercent>,
    /// The visitor is about to leave.
    pub exit_intent: bool,
}

/// The first rule, in this order, that held a survey back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SkipReason {
    /// The visitor's browser sends Global Privacy Control and the site honours it.
    PrivacyControl,
    /// The site asks after consent only, and there is none.
    Consent,
    /// Another event than the survey's; or a page view for a survey with an event, or an event for
    /// one without.
    Event,
    /// Before its first or after its last instant.
    Dates,
    /// Not on this page.
    Url,
    /// Not on this device.
    Device,
    /// Not in this language.
    Language,
    /// The visitor is not in the sample.
    Sample,
    /// Answered too recently.
    Answered,
    /// Dismissed too recently.
    Dismissed,
    /// Shown often enough without an answer.
    MaxShows,
    /// A survey of this site was shown too recently.
    Pause,
}

/// Decides whether a survey may be shown. Every rule must agree.
///
/// ```
/// # use domain::{Instant, SurveyId};
/// # use domain::targeting::{Conditions, Decision, DisplayRules, Facts, SiteRules, decide};
/// let survey = SurveyId::parse("nps")?;
/// let rules = DisplayRules { delay_ms: 2_000, ..DisplayRules::default() };
/// let facts = Facts { url: "https://shop.example/".to_owned(), ..Facts::default() };
/// let now = Instant::from_unix_ms(1_795_316_400_000);
/// assert_eq!(
///     decide(&SiteRules::default(), &survey, &rules, &facts, now),
///     Decision::Show(Conditions { delay_ms: 2_000, ..Conditions::default() }),
/// );
/// # Ok::<(), domain::NotASlug>(())
/// ```
#[must_use]
pub fn decide(
    site: &SiteRules,
    survey: &SurveyId,
    rules: &DisplayRules,
    facts: &Facts,
    now: Instant,
) -> Decision {
    match skip_reason(site, survey, rules, facts, now) {
        Some(reason) => Decision::Skip(reason),
        None => Decision::Show(Conditions {
            delay_ms: rules.delay_ms,
            scroll_percent: rules.scroll_percent,
            exit_intent: rules.exit_intent,
        }),
    }
}

/// Returns the surveys that may be shown, highest priority first, then by name. The one whose
/// conditions are met first appears; among those met at once, the first of this order.
#[must_use]
pub fn due<'a>(
    site: &SiteRules,
    surveys: &'a [(SurveyId, DisplayRules)],
    facts: &Facts,
    now: Instant,
) -> Vec<(&'a SurveyId, Conditions)> {
    let mut ordered: Vec<&(SurveyId, DisplayRules)> = surveys.iter().collect();
    ordered.sort_by(|(a, a_rules), (b, b_rules)| {
        b_rules.priority.cmp(&a_rules.priority).then_with(|| a.cmp(b))
    });
    ordered
        .into_iter()
        .filter_map(|(survey, rules)| match decide(site, survey, rules, facts, now) {
            Decision::Show(conditions) => Some((survey, conditions)),
            Decision::Skip(_) => None,
        })
        .collect()
}

impl SkipReason {
    /// Returns the word for this reason in vectors and debug output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            SkipReason::PrivacyControl => "privacy_control",
            SkipReason::Consent => "consent",
            SkipReason::Event => "event",
            SkipReason::Dates => "dates",
            SkipReason::Url => "url",
            SkipReason::Device => "device",
            SkipReason::Language => "language",
            SkipReason::Sample => "sample",
            SkipReason::Answered => "answered",
            SkipReason::Dismissed => "dismissed",
            SkipReason::MaxShows => "max_shows",
            SkipReason::Pause => "pause",
        }
    }
}

fn skip_reason(
    site: &SiteRules,
    survey: &SurveyId,
    rules: &DisplayRules,
    facts: &Facts,
    now: Instant,
) -> Option<SkipReason> {
    let memory = facts.memory_of(survey);
    let is_recent = |last: Option<Instant>, days: u32| is_within_days(last, days, now);
    [
        (site.honour_gpc && facts.gpc, SkipReason::PrivacyControl),
        (site.consent == Consent::AfterConsent && !facts.consent_given, SkipReason::Consent),
        (rules.event != facts.event, SkipReason::Event),
        (!rules.runs_at(now), SkipReason::Dates),
        (!rules.urls.allow(&facts.url), SkipReason::Url),
        (!rules.allows_device(facts.device), SkipReason::Device),
        (!rules.allows_language(&facts.language), SkipReason::Language),
        (!rules.sample_percent.takes(&facts.visitor_id, survey), SkipReason::Sample),
        (is_recent(memory.last_answered, rules.wait_after_response_days), SkipReason::Answered),
        (is_recent(memory.last_dismissed, rules.wait_after_dismissal_days), SkipReason::Dismissed),
        (rules.is_worn_out(memory.shows_without_answer), SkipReason::MaxShows),
        (is_recent(facts.last_shown, site.pause_between_surveys_days), SkipReason::Pause),
    ]
    .into_iter()
    .find_map(|(holds_back, reason)| holds_back.then_some(reason))
}

/// True if a remembered time is less than so many days (of 24 hours) from now.
///
/// Future times count, too: a visitor's clock that was once fast must not silence a survey until
/// the time it showed is reached.
fn is_within_days(last: Option<Instant>, days: u32, now: Instant) -> bool {
    last.is_some_and(|last| now.unix_ms().abs_diff(last.unix_ms()) < u64::from(days) * MS_PER_DAY)
}
