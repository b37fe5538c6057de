//! The contenders: each one's tag, and the scripts that see and answer its survey.

/// Time at which a contender's survey comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Occasion {
    /// Never: the cost of a page without a survey.
    Never,
    /// At once, with the page.
    Due,
    /// On an event that the page fires after a long idle time.
    Event,
}

/// A contender: one way to ask.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contender {
    /// Its name in results.
    pub(crate) name: &'static str,
    /// Time at which its survey comes.
    pub(crate) occasion: Occasion,
    /// Tag in the page's head. `{service}` is the other origin.
    pub(crate) tag: &'static str,
    /// Body of a function that returns true if the survey is seen.
    pub(crate) shown: &'static str,
    /// Script that fires the event.
    pub(crate) fire: &'static str,
    /// Body of a function that returns the element that answers 9.
    pub(crate) answer: &'static str,
    /// Script that closes the survey.
    pub(crate) close: &'static str,
}

impl Contender {
    /// Returns the path of its page; surveys match the part behind the first slash.
    pub(crate) fn path(&self) -> String {
        let occasion = match self.occasion {
            Occasion::Never => "never",
            Occasion::Due => "due",
            Occasion::Event => "event",
        };
        format!("/{occasion}/{}", self.name.replace([' ', ','], "-"))
    }
}

/// A page without any contender.
pub(crate) const NONE: Contender = Contender {
    name: "no widget",
    occasion: Occasion::Never,
    tag: "",
    shown: "return false",
    fire: "",
    answer: "",
    close: "",
};

const HEARBY_SHOWN: &str = "const host = document.querySelector('hearby-survey'); \
    const card = host?.shadowRoot?.querySelector('[role=dialog]'); \
    return !!card && card.getBoundingClientRect().height > 50";
const HEARBY_ANSWER: &str = "return [...document.querySelector('hearby-survey').shadowRoot\
    .querySelectorAll('[role=radio]')].find(e => e.textContent.trim() === '9')";

/// Ours, with no survey that is due.
pub(crate) const HEARBY_IDLE: Contender = Contender {
    name: "Hearby, no survey due",
    occasion: Occasion::Never,
    tag: r#"<script async src="{service}/e/idle.js"></script>"#,
    shown: HEARBY_SHOWN,
    fire: "",
    answer: "",
    close: "",
};

/// Ours, asking at once.
pub(crate) const HEARBY_DUE: Contender = Contender {
    name: "Hearby",
    occasion: Occasion::Due,
    tag: r#"<script async src="{service}/e/due.js"></script>"#,
    shown: HEARBY_SHOWN,
    fire: "",
    answer: HEARBY_ANSWER,
    close: "hearby('close')",
};

/// Ours, asking on an event.
pub(crate) const HEARBY_EVENT: Contender = Contender {
    occasion: Occasion::Event,
    tag: r#"<script async src="{service}/e/event.js"></script>"#,
    fire: "hearby('event', 'ask')",
    ..HEARBY_DUE
};

/// Ours, preloaded for an event: the cost for a visitor to whom nothing happens.
pub(crate) const HEARBY_PRELOADED: Contender = Contender {
    name: "Hearby, preload",
    tag: r#"<script async src="{service}/e/preload.js"></script>"#,
    ..HEARBY_EVENT
};

/// Tag as PostHog's documentation says, self-hosted, everything but surveys switched off.
const POSTHOG_DUE_TAG: &str = include_str!("posthog.html");
const POSTHOG_SHOWN: &str = "const host = [...document.querySelectorAll('[class*=PostHogSurvey]')]\
    .find(e => e.shadowRoot); \
    const button = host?.shadowRoot.querySelector('.ratings-number, [class*=rating] button'); \
    return !!button && button.getBoundingClientRect().height > 0";

/// PostHog, asking at once.
pub(crate) const POSTHOG_DUE: Contender = Contender {
    name: "PostHog",
    occasion: Occasion::Due,
    tag: POSTHOG_DUE_TAG,
    shown: POSTHOG_SHOWN,
    fire: "",
    answer: "const host = [...document.querySelectorAll('[class*=PostHogSurvey]')].find(e => e.shadowRoot); \
        return [...host.shadowRoot.querySelectorAll('button')].find(e => e.textContent.trim() === '9')",
    close: "const host = [...document.querySelectorAll('[class*=PostHogSurvey]')].find(e => e.shadowRoot); \
        host?.shadowRoot.querySelector('.form-cancel')?.click()",
};

/// PostHog, with no survey for this page.
pub(crate) const POSTHOG_IDLE: Contender = Contender {
    name: "PostHog, no survey due",
    occasion: Occasion::Never,
    answer: "",
    close: "",
    ..POSTHOG_DUE
};

/// PostHog, asking on an event.
pub(crate) const POSTHOG_EVENT: Contender =
    Contender { occasion: Occasion::Event, fire: "posthog.capture('ask')", ..POSTHOG_DUE };

/// Sentry's feedback form: no survey, but the nearest that its package can show by itself.
pub(crate) const SENTRY_DUE: Contender = Contender {
    name: "Sentry feedback",
    occasion: Occasion::Due,
    tag: r#"<script defer src="{service}/peers/sentry.js"></script>"#,
    shown: "const form = document.querySelector('#sentry-feedback')?.shadowRoot?.querySelector('dialog[open] form'); \
        return !!form && form.getBoundingClientRect().height > 50",
    fire: "",
    answer: "",
    close: "",
};

/// The smallest code that could ask the same question.
pub(crate) const VANILLA_DUE: Contender = Contender {
    name: "vanilla limit",
    occasion: Occasion::Due,
    tag: r#"<script defer src="{service}/peers/vanilla.js"></script>"#,
    shown: "return !!document.getElementById('vanilla-nps')",
    fire: "",
    answer: "return [...document.querySelectorAll('#vanilla-nps button')].find(e => e.textContent === '9')",
    close: "document.getElementById('vanilla-nps').remove()",
};

/// The smallest code, on an event.
pub(crate) const VANILLA_EVENT: Contender = Contender {
    occasion: Occasion::Event,
    tag: r#"<script defer data-event src="{service}/peers/vanilla.js"></script>"#,
    fire: "dispatchEvent(new Event('bench-ask'))",
    ..VANILLA_DUE
};

/// All, in the order of the tables.
pub(crate) const ALL: [Contender; 11] = [
    NONE,
    HEARBY_IDLE,
    POSTHOG_IDLE,
    HEARBY_DUE,
    POSTHOG_DUE,
    SENTRY_DUE,
    VANILLA_DUE,
    HEARBY_EVENT,
    HEARBY_PRELOADED,
    POSTHOG_EVENT,
    VANILLA_EVENT,
];
