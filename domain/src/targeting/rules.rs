//! The rules that an owner sets for a site and for a survey, and their defaults.

use super::{Device, SamplePercent, UrlRules};
use crate::Instant;

/// Rules for every survey of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteRules {
    /// Days between any two shows to one visitor, of the same survey or of two. 0: no pause.
    pub pause_between_surveys_days: u32,
    /// Consent that is needed before visitors are asked.
    pub consent: Consent,
    /// True if a visitor's Global Privacy Control counts as "do not ask".
    pub honour_gpc: bool,
}

/// Consent that is needed before visitors are asked at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Consent {
    /// From the start.
    #[default]
    Always,
    /// Only after `hearby('consent', true)`.
    AfterConsent,
}

/// Rules for one survey: to whom, where and when it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisplayRules {
    /// On which pages.
    pub urls: UrlRules,
    /// On which devices; empty: all.
    pub devices: Vec<Device>,
    /// In which languages; empty: all. `pt` takes in `pt-BR`, not the other way round; case does
    /// not matter. An unknown language is in no list.
    pub languages: Vec<String>,
    /// Not before this instant.
    pub from: Option<Instant>,
    /// Not at this instant nor later. Not after `from`: never.
    pub until: Option<Instant>,
    /// On `hearby('event', name)` with exactly this name, never on page views; `None`: on each
    /// page view, never on events.
    pub event: Option<String>,
    /// Milliseconds after the page view or event.
    pub delay_ms: u32,
    /// Shown once the visitor has scrolled this far.
    pub scroll_percent: Option<ScrollPercent>,
    /// True if shown only once the visitor is about to leave the page.
    pub exit_intent: bool,
    /// Share of visitors that may be asked.
    pub sample_percent: SamplePercent,
    /// Days of 24 hours before a visitor who answered is asked again; 0: at once.
    pub wait_after_response_days: u32,
    /// Days of 24 hours before a visitor who closed it is asked again; 0: at once.
    pub wait_after_dismissal_days: u32,
    /// The most shows without an answer; an answer begins the count anew. 0: no cap.
    pub max_shows: u32,
    /// Among surveys due at once, the highest goes first.
    pub priority: i32,
    /// True if the popup loads before the event, while the page is idle, for a visitor who may be
    /// asked when the event comes. It then shows at once; visitors to whom nothing happens have
    /// loaded it in vain.
    pub preload: bool,
}

/// Depth on a page, from 1 to 100 percent of its scrollable height.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScrollPercent(u8);

/// Days before a visitor who answered is asked again: a quarter.
pub const DEFAULT_WAIT_AFTER_RESPONSE_DAYS: u32 = 90;
/// Days before a visitor who closed a survey is asked again: a month.
pub const DEFAULT_WAIT_AFTER_DISMISSAL_DAYS: u32 = 30;
/// Shows without an answer before a survey gives up on a visitor.
pub const DEFAULT_MAX_SHOWS: u32 = 3;
/// Days between any two shows on one site: a week.
pub const DEFAULT_PAUSE_BETWEEN_SURVEYS_DAYS: u32 = 7;

impl Consent {
    /// Returns the word for this rule.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Consent::Always => "always",
            Consent::AfterConsent => "after-consent",
        }
    }

    /// Returns the rule of a word, or `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Consent> {
        [Consent::Always, Consent::AfterConsent].into_iter().find(|one| one.as_str() == text)
    }
}

impl Default for SiteRules {
    fn default() -> SiteRules {
        SiteRules {
            pause_between_surveys_days: DEFAULT_PAUSE_BETWEEN_SURVEYS_DAYS,
            consent: Consent::Always,
            honour_gpc: false,
        }
    }
}

impl Default for DisplayRules {
    fn default() -> DisplayRules {
        DisplayRules {
            urls: UrlRules::default(),
            devices: Vec::new(),
            languages: Vec::new(),
            from: None,
            until: None,
            event: None,
            delay_ms: 0,
            scroll_percent: None,
            exit_intent: false,
            sample_percent: SamplePercent::EVERYBODY,
            wait_after_response_days: DEFAULT_WAIT_AFTER_RESPONSE_DAYS,
            wait_after_dismissal_days: DEFAULT_WAIT_AFTER_DISMISSAL_DAYS,
            max_shows: DEFAULT_MAX_SHOWS,
            priority: 0,
            preload: false,
        }
    }
}

impl DisplayRules {
    pub(super) fn runs_at(&self, now: Instant) -> bool {
        self.from.is_none_or(|from| from <= now) && self.until.is_none_or(|until| now < until)
    }

    pub(super) fn allows_device(&self, device: Device) -> bool {
        self.devices.is_empty() || self.devices.contains(&device)
    }

    pub(super) fn allows_language(&self, language: &str) -> bool {
        self.languages.is_empty() || self.languages.iter().any(|range| takes_in(range, language))
    }

    pub(super) const fn is_worn_out(&self, shows_without_answer: u32) -> bool {
        self.max_shows != 0 && shows_without_answer >= self.max_shows
    }
}

impl ScrollPercent {
    /// Makes a depth; `None` unless it is 1 to 100.
    #[must_use]
    pub const fn new(percent: u8) -> Option<ScrollPercent> {
        if percent >= 1 && percent <= 100 { Some(ScrollPercent(percent)) } else { None }
    }

    /// Returns the depth, from 1 to 100.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// True if `range` takes in `language` by basic filtering (RFC 4647 §3.3.1): the same subtags, or
/// more of them.
fn takes_in(range: &str, language: &str) -> bool {
    let mut subtags = language.split('-');
    range.split('-').all(|wanted| subtags.next().is_some_and(|s| s.eq_ignore_ascii_case(wanted)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scroll_depth_is_1_to_100() {
        let accepted: Vec<u8> = (0..=255).filter(|n| ScrollPercent::new(*n).is_some()).collect();
        assert_eq!(accepted, (1..=100).collect::<Vec<u8>>());
        assert_eq!(ScrollPercent::new(50).map(ScrollPercent::get), Some(50));
    }

    #[test]
    fn an_empty_range_of_dates_never_runs() {
        let at = Instant::from_unix_ms;
        let rules =
            DisplayRules { from: Some(at(5)), until: Some(at(5)), ..DisplayRules::default() };
        assert!((0..10).all(|ms| !rules.runs_at(at(ms))));
    }
}
