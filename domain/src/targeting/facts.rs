//! Facts that the rules look at: the page, the time, and the memory of the visitor.

use std::collections::BTreeMap;

use crate::{Instant, SurveyId};

/// Facts known when a page is viewed or an event is fired.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The page's whole address, as `location.href` writes it.
    pub url: String,
    /// Class of the visitor's device.
    pub device: Device,
    /// Language in which the visitor would be asked (the page's, else the browser's), such as
    /// `pt-BR`; empty when unknown.
    pub language: String,
    /// The event that was fired; `None` for a page view.
    pub event: Option<String>,
    /// Random name kept by the visitor's browser; used for samples only.
    pub visitor_id: String,
    /// True if the browser sends Global Privacy Control.
    pub gpc: bool,
    /// True if the page has called `hearby('consent', true)`.
    pub consent_given: bool,
    /// Time at which any survey of this site was last shown.
    pub last_shown: Option<Instant>,
    /// Memory of each survey; none for one that was never shown.
    pub surveys: BTreeMap<SurveyId, SurveyMemory>,
}

/// Memory of one survey, across tabs and visits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SurveyMemory {
    /// Time at which it was last answered.
    pub last_answered: Option<Instant>,
    /// Time at which it was last closed without an answer.
    pub last_dismissed: Option<Instant>,
    /// Number of shows since it was last answered.
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
    /// Returns the memory of a survey; an empty one if there is none.
    #[must_use]
    pub fn memory_of(&self, survey: &SurveyId) -> SurveyMemory {
        self.surveys.get(survey).copied().unwrap_or_default()
    }
}

impl SurveyMemory {
    /// Returns the memory after one more show.
    #[must_use]
    pub const fn shown(self) -> SurveyMemory {
        SurveyMemory { shows_without_answer: self.shows_without_answer.saturating_add(1), ..self }
    }

    /// Returns the memory after an answer: the count of shows begins anew.
    #[must_use]
    pub const fn answered(self, now: Instant) -> SurveyMemory {
        SurveyMemory { last_answered: Some(now), shows_without_answer: 0, ..self }
    }

    /// Returns the memory after a dismissal. The dismissed show stays counted.
    #[must_use]
    pub const fn dismissed(self, now: Instant) -> SurveyMemory {
        SurveyMemory { last_dismissed: Some(now), ..self }
    }
}

impl Device {
    /// Every device, smallest first.
    pub const ALL: [Device; 3] = [Device::Phone, Device::Tablet, Device::Desktop];

    /// Returns the word for this device: `phone`, `tablet`, `desktop`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Device::Phone => "phone",
            Device::Tablet => "tablet",
            Device::Desktop => "desktop",
        }
    }

    /// Returns the device of a word, or `None`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Device> {
        Device::ALL.into_iter().find(|device| device.as_str() == word)
    }
}
