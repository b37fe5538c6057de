//! The mark, and icons: outlines of 24 by 24.

use leptos::prelude::*;

/// Outlines, by what they stand for.
#[allow(dead_code, reason = "an icon is here before the place that shows it")]
pub(crate) mod icon {
    pub(crate) const OVERVIEW: &str =
        "M4 4h6.5v6.5H4zM13.5 4H20v6.5h-6.5zM4 13.5h6.5V20H4zM13.5 13.5H20V20h-6.5z";
    pub(crate) const INBOX: &str = "M4 13l2.5-8h11L20 13v6H4zM4 13h4.5l1.5 2.5h4l1.5-2.5H20";
    pub(crate) const SEND: &str = "M4.5 11.5L20 4l-5 16-3.5-6.5zM11.5 13.5L20 4";
    pub(crate) const SETTINGS: &str =
        "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8a2.2 2.2 0 1 0 .01 0zM9 14.8a2.2 2.2 0 1 0 .01 0z";
    pub(crate) const DOWN: &str = "M7 10l5 5 5-5";
    pub(crate) const PERSON: &str = "M12 5a3.5 3.5 0 1 0 .01 0zM5 20c1-4 3.8-5.5 7-5.5s6 1.5 7 5.5";
    pub(crate) const OUT: &str = "M14 5H5v14h9M10 12h10M16.5 8.5L20 12l-3.5 3.5";
    pub(crate) const CLOCK: &str = "M12 4a8 8 0 1 0 .01 0zM12 8v4.5l3 1.8";
    pub(crate) const FAULT: &str = "M12 4l9 16H3zM12 10v4.5M12 17.2v.01";
    pub(crate) const BETTER: &str = "M12 19V6M6 11.5L12 5.5l6 6";
    pub(crate) const WORSE: &str = "M12 5v13M6 12.5l6 6 6-6";
    pub(crate) const SAME: &str = "M5 10c2.5-3 4.5-3 7 0s4.5 3 7 0M5 16c2.5-3 4.5-3 7 0s4.5 3 7 0";
    pub(crate) const FEW: &str = "M6 12h.01M12 12h.01M18 12h.01";
    pub(crate) const NONE: &str = "M6 12h12";
    pub(crate) const PLUS: &str = "M12 5v14M5 12h14";
    pub(crate) const COPY: &str = "M9 9h10v11H9zM15 9V4H5v11h4";
    pub(crate) const CROSS: &str = "M7 7l10 10M17 7L7 17";
    pub(crate) const SAVE: &str = "M12 4v11M8 11l4 4 4-4M5 19.5h14";
    pub(crate) const PRINT: &str = "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z";
    pub(crate) const CHECK: &str = "M5 12.5l4.5 4.5L19 7.5";
    pub(crate) const AWAY: &str = "M4 4l16 16M6.5 9.5A8 8 0 0 0 4 11M9.5 7.4A12 12 0 0 1 21 10.6M8.5 14a5.5 5.5 0 0 1 3.5-1.4M12 18.5v.01";
}

/// An icon; the words beside it name it.
#[component]
pub(crate) fn Icon(
    /// Its outline, of [`icon`].
    path: &'static str,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=path></path></svg>
    }
}

/// The mark: an interval with its estimate.
#[component]
pub(crate) fn Brand() -> impl IntoView {
    view! {
        <svg viewBox="0 0 32 32" aria-hidden="true">
            <rect width="32" height="32" rx="9"></rect>
            <path d="M9 8v16M23 8v16M9 16h14" fill="none" stroke-width="2.6" stroke-linecap="round"></path>
            <circle cx="16" cy="16" r="3.6"></circle>
        </svg>
        <span>"Hearby"</span>
    }
}
