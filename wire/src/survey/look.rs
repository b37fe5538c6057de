//! One look of the popup, light or dark: the owner's colours, what they must keep apart, and the
//! colours that follow from them.

use serde::{Deserialize, Serialize};

use super::colour::Colour;
use crate::{fields::Fields, form::Palette};

/// The owner's colours of one look; what is absent is ours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Look {
    /// Buttons, the chosen answer, the ring of focus.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accent: Option<Colour>,
    /// What the text stands on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surface: Option<Colour>,
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Colour>,
}

/// Whether a look is the light or the dark one, for what its owner leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shade {
    Light,
    Dark,
}

/// The names of a look's fields.
pub(super) const LOOK_FIELDS: [&str; 3] = ["accent", "surface", "text"];

/// The least contrast of text: WCAG 2.2, 1.4.3 (AA).
const TEXT_CONTRAST_MIN: f64 = 4.5;
/// The least contrast of what is to be seen without being read: WCAG 2.2, 1.4.11 (AA).
const CONTROL_CONTRAST_MIN: f64 = 3.0;

const ACCENT: Colour = Colour::of(0x4f, 0x46, 0xe5);

impl Shade {
    const fn surface(self) -> Colour {
        match self {
            Shade::Light => Colour::WHITE,
            Shade::Dark => Colour::of(0x1d, 0x1f, 0x25),
        }
    }

    const fn text(self) -> Colour {
        match self {
            Shade::Light => Colour::of(0x16, 0x18, 0x1d),
            Shade::Dark => Colour::of(0xf1, 0xf2, 0xf5),
        }
    }
}

impl Look {
    /// Reads a look's fields, and complains of colours that can't be told apart.
    pub(super) fn read(fields: &mut Fields<'_>, shade: Shade) -> Look {
        let [accent, surface, text] =
            LOOK_FIELDS.map(|field| fields.text(field, "a colour as #rrggbb", Colour::parse));
        let look = Look { accent, surface, text };
        let (on, letters) = (look.surface(shade), look.text(shade));
        let contrast = letters.contrast(on);
        if contrast < TEXT_CONTRAST_MIN {
            let (field, other) = match text {
                Some(_) => ("text", format!("the surface {on}")),
                None => ("surface", format!("the text {letters}")),
            };
            complain(fields, field, contrast, TEXT_CONTRAST_MIN, &other);
        }
        if let Some(accent) = accent {
            let contrast = accent.contrast(on);
            if contrast < CONTROL_CONTRAST_MIN {
                let other = format!("the surface {on}");
                complain(fields, "accent", contrast, CONTROL_CONTRAST_MIN, &other);
            }
        }
        look
    }

    /// All colours of this look. `accent` is the one to start from where the look has none of its
    /// own.
    pub(super) fn palette(self, shade: Shade, accent: Option<Colour>) -> Palette {
        let (surface, text) = (self.surface(shade), self.text(shade));
        let away = if surface.is_dark() { Colour::WHITE } else { Colour::BLACK };
        let accent = self.accent.unwrap_or_else(|| {
            let from = accent.unwrap_or(ACCENT);
            first(from, away, 0, |mixed| mixed.contrast(surface) >= CONTROL_CONTRAST_MIN)
        });
        let is_read = |on: Colour| text.contrast(on) >= TEXT_CONTRAST_MIN;
        let raised = Some(surface.mixed(4, text)).filter(|on| is_read(*on)).unwrap_or(surface);
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

    fn surface(self, shade: Shade) -> Colour {
        self.surface.unwrap_or_else(|| shade.surface())
    }

    fn text(self, shade: Shade) -> Colour {
        self.text.unwrap_or_else(|| shade.text())
    }
}

/// The mixture with the fewest parts of `to`, from `percent` on, that is good; else `to` itself.
fn first(from: Colour, to: Colour, percent: u8, is_good: impl Fn(Colour) -> bool) -> Colour {
    (percent..=100).map(|percent| from.mixed(percent, to)).find(|c| is_good(*c)).unwrap_or(to)
}

fn complain(fields: &mut Fields<'_>, field: &str, contrast: f64, least: f64, other: &str) {
    fields.complain(
        field,
        // Cut, not rounded: 4.499 would read as enough.
        &format!("has a contrast of {:.2} with {other}", (contrast * 100.0).floor() / 100.0),
        &format!("a colour with a contrast of at least {least} with {other}"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Option<Colour> {
        Some(Colour::parse(text).unwrap())
    }

    /// Everything that is read or has to be seen can be.
    #[track_caller]
    fn keeps_its_contrasts(look: Look, shade: Shade, accent: Option<Colour>) {
        let palette = look.palette(shade, accent);
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
        let palette = look.palette(Shade::Light, None);
        assert_eq!((palette.raised, palette.quiet), (Colour::WHITE, look.text.unwrap()));
    }

    #[test]
    fn the_accent_of_the_light_look_is_lightened_for_the_dark_one_as_little_as_it_needs() {
        let dark = |accent: &str| Look::default().palette(Shade::Dark, colour(accent)).accent;
        assert_eq!(dark("#ff9900"), colour("#ff9900").unwrap());
        let lightened = dark("#1f5a45");
        let contrast = lightened.contrast(Shade::Dark.surface());
        assert!((CONTROL_CONTRAST_MIN..3.2).contains(&contrast), "{lightened} {contrast}");
    }
}
