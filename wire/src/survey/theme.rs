//! The popup's look: a few tokens, and the contrast they must keep.

use serde::{Deserialize, Serialize};

use crate::fields::Fields;

/// The owner's theme with every default filled in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ThemeDefinition {
    /// The accent colour, `#rrggbb` in lower case. White text stands on it.
    pub accent: String,
    /// Light, dark, or as the visitor's system says.
    pub scheme: Scheme,
    /// The corners' radius in CSS pixels.
    pub radius_px: u32,
    /// Where it stands.
    pub position: Position,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    /// As the visitor's system says.
    #[default]
    Auto,
    /// Dark text on a light surface.
    Light,
    /// Light text on a dark surface.
    Dark,
}

/// A corner of the page. `end` is right in left-to-right scripts and left in the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Position {
    /// Below, where lines end.
    #[default]
    BottomEnd,
    /// Below, where lines start.
    BottomStart,
    /// Above, where lines end.
    TopEnd,
    /// Above, where lines start.
    TopStart,
}

/// The least contrast of text on the accent colour: WCAG 2.2, 1.4.3 (AA).
const CONTRAST_MIN: f64 = 4.5;
const RADIUS_MAX_PX: i64 = 32;

impl Default for ThemeDefinition {
    fn default() -> ThemeDefinition {
        ThemeDefinition {
            accent: "#4f46e5".to_owned(),
            scheme: Scheme::default(),
            radius_px: 14,
            position: Position::default(),
        }
    }
}

impl Scheme {
    /// The word for it in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Scheme::Auto => "auto",
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        }
    }
}

impl Position {
    /// The word for it in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Position::BottomEnd => "bottom-end",
            Position::BottomStart => "bottom-start",
            Position::TopEnd => "top-end",
            Position::TopStart => "top-start",
        }
    }
}

impl ThemeDefinition {
    pub(super) fn read(fields: &mut Fields<'_>) -> ThemeDefinition {
        fields.only(&["accent", "scheme", "radius_px", "position"]);
        let fallback = ThemeDefinition::default();
        let colour = fields.text("accent", "a colour as #rrggbb", |text| {
            rgb(text).map(|_| text.to_ascii_lowercase())
        });
        if let Some(rgb) = colour.as_deref().and_then(rgb) {
            let contrast = contrast_with_white(rgb);
            if contrast < CONTRAST_MIN {
                fields.complain(
                    "accent",
                    &format!("has a contrast of {contrast:.2} with white text"),
                    &format!("a colour with a contrast of at least {CONTRAST_MIN} with white"),
                );
            }
        }
        let scheme = fields.text("scheme", "auto, light or dark", |text| {
            [Scheme::Auto, Scheme::Light, Scheme::Dark].into_iter().find(|s| s.as_str() == text)
        });
        let position =
            fields.text("position", "bottom-end, bottom-start, top-end or top-start", |text| {
                use Position::{BottomEnd, BottomStart, TopEnd, TopStart};
                [BottomEnd, BottomStart, TopEnd, TopStart].into_iter().find(|p| p.as_str() == text)
            });
        let radius_px = fields
            .whole(
                "radius_px",
                0..=RADIUS_MAX_PX,
                &format!("a whole number of pixels from 0 to {RADIUS_MAX_PX}"),
            )
            .and_then(|n| u32::try_from(n).ok());
        ThemeDefinition {
            accent: colour.unwrap_or(fallback.accent),
            scheme: scheme.unwrap_or(fallback.scheme),
            radius_px: radius_px.unwrap_or(fallback.radius_px),
            position: position.unwrap_or(fallback.position),
        }
    }
}

fn rgb(text: &str) -> Option<[u8; 3]> {
    let digits = text
        .strip_prefix('#')
        .filter(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    let part = |range| u8::from_str_radix(digits.get(range)?, 16).ok();
    Some([part(0..2)?, part(2..4)?, part(4..6)?])
}

/// Contrast ratio with white (WCAG 2.2, "relative luminance" and "contrast ratio").
fn contrast_with_white(rgb: [u8; 3]) -> f64 {
    let [r, g, b] = rgb.map(|channel| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    });
    1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_runs_from_one_to_twenty_one() {
        assert!((contrast_with_white([255; 3]) - 1.0).abs() < 1e-9);
        assert!((contrast_with_white([0; 3]) - 21.0).abs() < 1e-9);
    }

    #[test]
    fn the_default_accent_keeps_its_contrast() {
        let accent = rgb(&ThemeDefinition::default().accent).unwrap();
        assert!(contrast_with_white(accent) >= CONTRAST_MIN);
    }
}
