//! What the rules look at: the page, the moment, and what is remembered of the visitor.

use std::collections::BTreeMap;

use crate::{Instant, SurveyId};

/// What is known when a page is viewed or an event is fired.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The page's whole address, as `location.href` writes it.
    pub url: String,
    /// What the visitor holds in hand.
    pub device: Device,
    /// The language in which the visitor would be asked (the page's, else the browser's), such as
    /// `pt-BR`; empty when unknown.
    pub language: String,
    /// The event that was fired; `None` for a page view.
    pub event: Option<String>,
    /// A random name that the visitor's browser keeps; decides samples only.
    pub visitor_id: String,
    /// Whether the browser sends Global Privacy Control.
    pub gpc: bool,
    /// Whether the page has said `hearby('consent', true)`.
    pub consent_given: bool,
    /// When any survey of this site was last shown.
    pub last_shown: Option<Instant>,
    /// What is remembered of each survey; absent: nothing yet.
    pub surveys: BTreeMap<SurveyId, SurveyMemory>,
}

/// What is remembered of one survey, across tabs and visits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SurveyMemory {
    /// When it was last answered.
    pub last_answered: Option<Instant>,
    /// When it was last closed without an answer.
    pub last_dismissed: Option<Instant>,
    /// How often it was shown since it was last answered.
    pub shows_without_answer: u32,
}

/// A class of devices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Device {
    /// A coarse pointer and a narrow screen.
    Phone,
    /// A coarse pointer and a wide screen.
    Tablet,
    /// A fine pointer.
    #[default]
    Desktop,
}

impl Facts {
    /// What is remembered of a survey.
    #[must_use]
    pub fn memory_of(&self, survey: &SurveyId) -> SurveyMemory {
        self.surveys.get(survey).copied().unwrap_or_default()
    }
}

impl SurveyMemory {
    /// The memory after one more show.
    #[must_use]
    pub const fn shown(self) -> SurveyMemory {
        SurveyMemory { shows_without_answer: self.shows_without_answer.saturating_add(1), ..self }
    }

    /// The memory after an answer: the count of shows begins anew.
    #[must_use]
    pub const fn answered(self, now: Instant) -> SurveyMemory {
        SurveyMemory { last_answered: Some(now), shows_without_answer: 0, ..self }
    }

    /// The memory after a dismissal. The show that was dismissed stays counted.
    #[must_use]
    pub const fn dismissed(self, now: Instant) -> SurveyMemory {
        SurveyMemory { last_dismissed: Some(now), ..self }
    }
}

impl Device {
    /// Every device, smallest first.
    pub const ALL: [Device; 3] = [Device::Phone, Device::Tablet, Device::Desktop];

    /// The word for this device: `phone`, `tablet`, `desktop`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Device::Phone => "phone",
            Device::Tablet => "tablet",
            Device::Desktop => "desktop",
        }
    }

    /// The device of that word, or `None`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Device> {
        Device::ALL.into_iter().find(|device| device.as_str() == word)
    }
}
