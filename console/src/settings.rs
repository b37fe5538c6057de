//! The reader's language and theme: chosen, kept in this browser, put onto the page.

use leptos::prelude::{RwSignal, Set, document, request_animation_frame, window};

use crate::{frame::focus, texts::Lang};

const LANG_KEY: &str = "hearby-console-lang";
/// `early.js` reads it, too, before anything is drawn.
const THEME_KEY: &str = "hearby-console-theme";

/// Light, dark, or the system's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Theme {
    System,
    Light,
    Dark,
}

impl Theme {
    pub(crate) const ALL: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }
}

/// The reader's choices, as a context.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) lang: RwSignal<Lang>,
    pub(crate) theme: RwSignal<Theme>,
}

impl Settings {
    /// Reads `?lang=`, then what this browser has kept, then what the browser prefers.
    pub(crate) fn new(query: &str) -> Settings {
        let asked = query.trim_start_matches('?').split('&').find_map(|p| p.strip_prefix("lang="));
        let kept = kept(LANG_KEY);
        let lang = asked
            .and_then(Lang::nearest)
            .or_else(|| kept.as_deref().and_then(Lang::nearest))
            .or_else(preferred)
            .unwrap_or_default();
        let theme = kept_theme();
        let settings = Settings { lang: RwSignal::new(lang), theme: RwSignal::new(theme) };
        apply_lang(lang);
        settings
    }

    pub(crate) fn choose_lang(self, lang: Lang) {
        keep(LANG_KEY, Some(lang.tag()));
        apply_lang(lang);
        self.lang.set(lang);
        // All is drawn anew, also what was pressed.
        request_animation_frame(|| focus("[popovertarget='account'], input[name=lang]:checked"));
    }

    pub(crate) fn choose_theme(self, theme: Theme) {
        let forced = Some(theme.as_str()).filter(|_| theme != Theme::System);
        keep(THEME_KEY, forced);
        if let Some(root) = document().document_element() {
            let _ = match forced {
                Some(theme) => root.set_attribute("data-theme", theme),
                None => root.remove_attribute("data-theme"),
            };
        }
        self.theme.set(theme);
    }
}

fn preferred() -> Option<Lang> {
    let languages = window().navigator().languages();
    languages.iter().find_map(|tag| Lang::nearest(&tag.as_string()?))
}

fn kept_theme() -> Theme {
    let kept = kept(THEME_KEY);
    let known = Theme::ALL.into_iter().find(|theme| Some(theme.as_str()) == kept.as_deref());
    known.unwrap_or(Theme::System)
}

fn apply_lang(lang: Lang) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", lang.tag());
        let _ = root.set_attribute("dir", lang.dir());
    }
}

/// Storage may be forbidden; then choices last as long as the page.
fn kept(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

fn keep(key: &str, value: Option<&str>) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = match value {
            Some(value) => storage.set_item(key, value),
            None => storage.remove_item(key),
        };
    }
}
