//! One look of the popup, light or dark: the owner's colours, and the contrast that they must keep.
//!
//! **In scope:** parsing, defaults for colours that an owner doesn't set, sufficient contrast.
//! **Out of scope:** the colours that are derived from them (the crate `forms`).

use serde::{Deserialize, Serialize};

use super::colour::Colour;
use crate::fields::Fields;

/// The owner's colours of one look; an absent colour is the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Look {
    /// Buttons, the chosen answer, the ring of focus.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accent: Option<Colour>,
    /// The background of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surface: Option<Colour>,
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Colour>,
}

/// Light or dark: decides the defaults for colours that the owner doesn't set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shade {
    /// Dark text on a light surface.
    Light,
    /// Light text on a dark surface.
    Dark,
}

/// The names of a look's fields.
pub(super) const LOOK_FIELDS: [&str; 3] = ["accent", "surface", "text"];

/// The least contrast of text: WCAG 2.2, 1.4.3 (AA).
pub const TEXT_CONTRAST_MIN: f64 = 4.5;
/// The least contrast of controls, which are seen and not read: WCAG 2.2, 1.4.11 (AA).
pub const CONTROL_CONTRAST_MIN: f64 = 3.0;

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
    /// Reads a look's fields, and adds an error for colours with too little contrast.
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

    /// Returns the background of the text, the owner's or the default.
    #[must_use]
    pub fn surface(self, shade: Shade) -> Colour {
        self.surface.unwrap_or_else(|| shade.surface())
    }

    /// Returns the text's colour, the owner's or the default.
    #[must_use]
    pub fn text(self, shade: Shade) -> Colour {
        self.text.unwrap_or_else(|| shade.text())
    }
}

fn complain(fields: &mut Fields<'_>, field: &str, contrast: f64, least: f64, other: &str) {
    fields.complain(
        field,
        // Cut off, not rounded: 4.499 would become a sufficient 4.50.
        &format!("has a contrast of {:.2} with {other}", (contrast * 100.0).floor() / 100.0),
        &format!("a colour with a contrast of at least {least} with {other}"),
    );
}
