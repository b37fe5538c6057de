//! The popup's look: an owner's few colours → all that the form carries.
//!
//! **In scope:** the colours that follow from others, each with the contrast that it needs.
//! **Out of scope:** which of an owner's colours are refused (`wire::survey`), and the style sheet
//! that uses them (`widget/card`).

use wire::{
    form::{Palette, Theme},
    survey::{
        CONTROL_CONTRAST_MIN, Colour, Look, Scheme, Shade, TEXT_CONTRAST_MIN, ThemeDefinition,
    },
};

const ACCENT: Colour = Colour::of(0x4f, 0x46, 0xe5);

/// Least contrast of an accent that no owner has chosen. Text's, because an accent of no more than
/// 3:1 looks muddy on dark, where it fills a button.
const ACCENT_CONTRAST_MIN: f64 = TEXT_CONTRAST_MIN;

/// Parts of the text's colour in the ground of an answer, best first. Answers have no outline, so
/// their ground has to be seen; the text on it has to be read.
const RAISED_PERCENTS: [u8; 2] = [7, 4];

/// The theme as the popup takes it: no default left to be known, no colour to be computed.
///
/// ```
/// let survey = forms::check(br##"{"kind":"nps","theme":{"accent":"#1f5a45"}}"##).unwrap();
/// let theme = forms::look::theme(&survey.theme);
/// assert_eq!(theme.light.unwrap().accent.to_string(), "#1f5a45");
/// // Lightened as far as a dark surface needs.
/// assert_ne!(theme.dark.unwrap().accent.to_string(), "#1f5a45");
/// ```
#[must_use]
pub fn theme(definition: &ThemeDefinition) -> Theme {
    let ThemeDefinition { look, dark, scheme, radius_px, font, position, into } = definition;
    let (light, dark) = match scheme {
        Scheme::Auto => (
            Some(palette(*look, Shade::Light, None)),
            Some(palette(*dark, Shade::Dark, look.accent)),
        ),
        Scheme::Light => (Some(palette(*look, Shade::Light, None)), None),
        Scheme::Dark => (None, Some(palette(*look, Shade::Dark, None))),
    };
    Theme {
        light,
        dark,
        radius_px: *radius_px,
        font: font.clone(),
        position: position.as_str().to_owned(),
        into: into.clone(),
    }
}

/// All colours of one look. `accent` is the one to start from where the look has none of its own.
fn palette(look: Look, shade: Shade, accent: Option<Colour>) -> Palette {
    let (surface, text) = (look.surface(shade), look.text(shade));
    let away = if surface.is_dark() { Colour::WHITE } else { Colour::BLACK };
    let accent = look.accent.unwrap_or_else(|| {
        let from = accent.unwrap_or(ACCENT);
        first(from, away, 0, |mixed| mixed.contrast(surface) >= ACCENT_CONTRAST_MIN)
    });
    let is_read = |on: Colour| text.contrast(on) >= TEXT_CONTRAST_MIN;
    let mut grounds = RAISED_PERCENTS.into_iter().map(|percent| surface.mixed(percent, text));
    let raised = grounds.find(|on| is_read(*on)).unwrap_or(surface);
    let is_quiet_read = |quiet: Colour| {
        [surface, raised].into_iter().all(|on| quiet.contrast(on) >= TEXT_CONTRAST_MIN)
    };
    Palette {
        scheme: if surface.is_dark() { "dark" } else { "light" }.to_owned(),
        accent,
        // One of both always has a contrast of 4.58 at least: their product is 21.
        on_accent: if accent.contrast(Colour::WHITE) >= TEXT_CONTRAST_MIN {
            Colour::WHITE
        } else {
            Colour::BLACK
        },
        surface,
        text,
        quiet: first(surface, text, 66, is_quiet_read),
        line: first(surface, text, 20, |line| line.contrast(surface) >= CONTROL_CONTRAST_MIN),
        raised,
    }
}

/// The mixture with the fewest parts of `to`, from `percent` on, that is good; else `to` itself.
fn first(from: Colour, to: Colour, percent: u8, is_good: impl Fn(Colour) -> bool) -> Colour {
    (percent..=100).map(|percent| from.mixed(percent, to)).find(|c| is_good(*c)).unwrap_or(to)
}

#[cfg(test)]
mod tests {
    use wire::survey::SurveyDefinition;

    use super::*;

    fn colour(text: &str) -> Option<Colour> {
        Some(Colour::parse(text).unwrap())
    }

    fn read(theme: &str) -> ThemeDefinition {
        let survey = format!(r#"{{"kind":"nps","theme":{theme}}}"#);
        SurveyDefinition::parse(survey.as_bytes()).unwrap().theme
    }

    /// Everything that is read or has to be seen can be.
    #[track_caller]
    fn keeps_its_contrasts(look: Look, shade: Shade, accent: Option<Colour>) {
        let palette = palette(look, shade, accent);
        let Palette { accent, on_accent, surface, text, quiet, line, raised, .. } = palette;
        for (letters, on) in [
            (text, surface),
            (text, raised),
            (quiet, surface),
            (quiet, raised),
            (on_accent, accent),
        ] {
            assert!(letters.contrast(on) >= TEXT_CONTRAST_MIN, "{letters} on {on}: {palette:?}");
        }
        for seen in [accent, line] {
            assert!(seen.contrast(surface) >= CONTROL_CONTRAST_MIN, "{seen}: {palette:?}");
        }
    }

    #[test]
    fn what_an_owner_leaves_open_can_be_read_in_both_shades() {
        for shade in [Shade::Light, Shade::Dark] {
            keeps_its_contrasts(Look::default(), shade, None);
            for accent in ["#000000", "#ffffff", "#ffff00", "#a3305f", "#1f5a45", "#767676"] {
                keeps_its_contrasts(Look::default(), shade, colour(accent));
            }
            for surface in ["#000000", "#ffffff", "#fff7e6", "#10243a"] {
                let surface = colour(surface);
                let text = if surface.unwrap().is_dark() { "#ffffff" } else { "#000000" };
                let look = Look { accent: None, surface, text: colour(text) };
                keeps_its_contrasts(look, shade, None);
            }
        }
    }

    #[test]
    fn text_of_just_enough_contrast_leaves_no_room_for_quieter_words_or_a_raised_ground() {
        let look = Look { accent: None, surface: None, text: colour("#767676") };
        keeps_its_contrasts(look, Shade::Light, None);
        let palette = palette(look, Shade::Light, None);
        assert_eq!((palette.raised, palette.quiet), (Colour::WHITE, look.text.unwrap()));
    }

    #[test]
    fn the_accent_of_the_light_look_is_lightened_for_the_dark_one_as_little_as_it_needs() {
        let dark = |accent: &str| palette(Look::default(), Shade::Dark, colour(accent)).accent;
        assert_eq!(dark("#ff9900"), colour("#ff9900").unwrap());
        let lightened = dark("#1f5a45");
        let contrast = lightened.contrast(Look::default().surface(Shade::Dark));
        assert!((ACCENT_CONTRAST_MIN..4.7).contains(&contrast), "{lightened} {contrast}");
    }

    #[test]
    fn a_scheme_alone_has_its_palette_alone() {
        let palettes = |json: &str| {
            let theme = theme(&read(json));
            let scheme = |palette: Option<Palette>| palette.map(|palette| palette.scheme);
            (scheme(theme.light), scheme(theme.dark))
        };
        let (light, dark) = (Some("light".to_owned()), Some("dark".to_owned()));
        assert_eq!(palettes("{}"), (light.clone(), dark.clone()));
        assert_eq!(palettes(r#"{"scheme":"light"}"#), (light, None));
        assert_eq!(palettes(r#"{"scheme":"dark"}"#), (None, dark.clone()));
        // The visitor's controls (scroll bars) follow the surface, whatever it is called.
        let night = r##"{"scheme":"light","surface":"#10243a","text":"#ffffff"}"##;
        assert_eq!(palettes(night), (dark, None));
    }
}
