//! The popup's look and place: a few settings, and the contrast that they must keep.

use serde::{Deserialize, Serialize};

use super::look::{LOOK_FIELDS, Look, Shade};
use crate::{
    fields::Fields,
    limits::{FONT_MAX_CHARS, SELECTOR_MAX_CHARS},
};

/// The owner's theme with every default filled in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ThemeDefinition {
    /// The colours of the light look; of the only one where `scheme` is `light` or `dark`.
    #[serde(flatten)]
    pub look: Look,
    /// The colours of the dark look, where `scheme` is `auto`. Without an accent of its own it takes
    /// that of the light look, lightened as far as a dark surface needs.
    #[serde(skip_serializing_if = "is_default")]
    pub dark: Look,
    /// Light, dark, or as the visitor's system says.
    pub scheme: Scheme,
    /// The corners' radius in CSS pixels.
    pub radius_px: u32,
    /// Fonts of the text: `inherit` (the page's font) or CSS font families. Absent: the font of the
    /// visitor's system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub font: Option<String>,
    /// The popup's place on the page.
    pub position: Position,
    /// The element of the page in which it stands, as a CSS selector. With `inline`, and only there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub into: Option<String>,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ThemeScheme"))]
pub enum Scheme {
    /// As the visitor's system says.
    #[default]
    Auto,
    /// Dark text on a light surface.
    Light,
    /// Light text on a dark surface.
    Dark,
}

/// A place on the page. `end` is right in left-to-right scripts and left in the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ThemePosition"))]
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
    /// Below, over the whole width.
    BottomBar,
    /// In the middle, before a backdrop: the page waits. The only place that takes focus.
    Centre,
    /// In an element of the page, as a part of it.
    Inline,
}

const RADIUS_MAX_PX: i64 = 32;

impl Default for ThemeDefinition {
    fn default() -> ThemeDefinition {
        ThemeDefinition {
            look: Look::default(),
            dark: Look::default(),
            scheme: Scheme::default(),
            radius_px: 14,
            font: None,
            position: Position::default(),
            into: None,
        }
    }
}

impl Scheme {
    const ALL: [Scheme; 3] = [Scheme::Auto, Scheme::Light, Scheme::Dark];

    /// Returns the scheme's word in JSON.
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
    const ALL: [Position; 7] = [
        Position::BottomEnd,
        Position::BottomStart,
        Position::TopEnd,
        Position::TopStart,
        Position::BottomBar,
        Position::Centre,
        Position::Inline,
    ];

    /// Returns the place's word in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Position::BottomEnd => "bottom-end",
            Position::BottomStart => "bottom-start",
            Position::TopEnd => "top-end",
            Position::TopStart => "top-start",
            Position::BottomBar => "bottom-bar",
            Position::Centre => "centre",
            Position::Inline => "inline",
        }
    }
}

impl ThemeDefinition {
    pub(super) fn read(fields: &mut Fields<'_>) -> ThemeDefinition {
        let [accent, surface, text] = LOOK_FIELDS;
        let known =
            [accent, surface, text, "dark", "scheme", "radius_px", "font", "position", "into"];
        fields.only(&known);
        let fallback = ThemeDefinition::default();
        let scheme = fields.text("scheme", "auto, light or dark", |text| {
            Scheme::ALL.into_iter().find(|s| s.as_str() == text)
        });
        let scheme = scheme.unwrap_or_default();
        let look = Look::read(fields, scheme.only_shade());
        let dark = fields.object("dark", |inner| {
            inner.only(&LOOK_FIELDS);
            Look::read(inner, Shade::Dark)
        });
        if dark.is_some() && scheme != Scheme::Auto {
            fields.complain("dark", "is of no use", "only where scheme is auto");
        }
        let positions =
            "bottom-end, bottom-start, top-end, top-start, bottom-bar, centre or inline";
        let position = fields
            .text("position", positions, |text| {
                Position::ALL.into_iter().find(|p| p.as_str() == text)
            })
            .unwrap_or_default();
        let radius_px = fields
            .whole(
                "radius_px",
                0..=RADIUS_MAX_PX,
                &format!("a whole number of pixels from 0 to {RADIUS_MAX_PX}"),
            )
            .and_then(|n| u32::try_from(n).ok());
        ThemeDefinition {
            look,
            dark: dark.unwrap_or_default(),
            scheme,
            radius_px: radius_px.unwrap_or(fallback.radius_px),
            font: read_font(fields),
            position,
            into: read_into(fields, position),
        }
    }
}

impl Scheme {
    /// Returns the look to which the colours at the top level of the theme belong.
    const fn only_shade(self) -> Shade {
        match self {
            Scheme::Auto | Scheme::Light => Shade::Light,
            Scheme::Dark => Shade::Dark,
        }
    }
}

fn read_font(fields: &mut Fields<'_>) -> Option<String> {
    let allowed = format!(
        "inherit, or CSS font families of at most {FONT_MAX_CHARS} characters: letters, digits, \
         spaces, commas, hyphens and quotes"
    );
    fields.text("font", &allowed, |text| {
        let is_of_names = |c: char| c.is_alphanumeric() || " ,-_.'\"".contains(c);
        let good = text.contains(char::is_alphanumeric)
            && text.chars().count() <= FONT_MAX_CHARS
            && text.chars().all(is_of_names);
        good.then(|| text.to_owned())
    })
}

fn read_into(fields: &mut Fields<'_>, position: Position) -> Option<String> {
    let allowed =
        format!("a CSS selector of 1 to {SELECTOR_MAX_CHARS} characters, such as #survey");
    if position == Position::Inline {
        fields.needed("into", &allowed);
    } else if fields.raw("into").is_some() {
        fields.complain("into", "is of no use", "only where position is inline");
    }
    fields.text("into", &allowed, |text| {
        let good = !text.trim().is_empty()
            && text.chars().count() <= SELECTOR_MAX_CHARS
            && !text.contains(char::is_control);
        good.then(|| text.to_owned())
    })
}

fn is_default(look: &Look) -> bool {
    *look == Look::default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::{Unreadable, parse_object};

    fn read(json: &str) -> Result<ThemeDefinition, Unreadable> {
        let object = parse_object(json.as_bytes()).unwrap();
        let mut fields = Fields::new(&object);
        let theme = ThemeDefinition::read(&mut fields);
        fields.finish(Some(theme))
    }

    #[track_caller]
    fn refused(json: &str, pointer: &str, detail: &str) {
        let Err(Unreadable::Invalid(errors)) = read(json) else { panic!("{json} was taken") };
        let found = errors.iter().any(|e| e.pointer == pointer && e.detail.contains(detail));
        assert!(found && errors.len() == 1, "{errors:?}");
    }

    #[test]
    fn colours_that_cant_be_told_apart_are_refused_with_their_ratio() {
        refused(r##"{"accent":"#ffff00"}"##, "/accent", "1.07 with the surface #ffffff");
        refused(r##"{"text":"#777777"}"##, "/text", "4.47 with the surface #ffffff");
        refused(r##"{"surface":"#333333"}"##, "/surface", "with the text #16181d");
        refused(r##"{"scheme":"dark","accent":"#1f5a45"}"##, "/accent", "the surface #1d1f25");
        refused(r##"{"dark":{"text":"#555555"}}"##, "/dark/text", "the surface #1d1f25");
        refused(r##"{"dark":{"accent":"#222222"}}"##, "/dark/accent", "the surface #1d1f25");
        let both = r##"{"surface":"#10243a","text":"#fefefe","accent":"#ffcc00"}"##;
        assert!(read(both).is_ok());
    }

    #[test]
    fn what_would_have_no_effect_is_refused() {
        refused(r##"{"scheme":"light","dark":{"accent":"#ffcc00"}}"##, "/dark", "no use");
        refused(r##"{"into":"#a"}"##, "/into", "no use");
        refused(r#"{"position":"inline"}"#, "/into", "is missing");
        refused(r#"{"dark":{"scheme":"dark"}}"#, "/dark/scheme", "is not a field");
    }

    #[test]
    fn a_font_is_a_list_of_names_and_nothing_else() {
        for font in ["inherit", "Inter, 'Noto Sans', sans-serif", "\\\"源ノ角ゴシック\\\""] {
            assert!(read(&format!(r#"{{"font":"{font}"}}"#)).is_ok(), "{font}");
        }
        for font in ["", " ", "a;b", "url(x)", "a{b", "var(--a)", "a/b"] {
            refused(&format!(r#"{{"font":"{font}"}}"#), "/font", "is not allowed");
        }
    }

    #[test]
    fn a_theme_survives_being_stored_and_an_older_one_is_still_read() {
        let all = r##"{"accent":"#0a7f5a","surface":"#ffffff","text":"#111111",
            "dark":{"accent":"#66ddaa"},"scheme":"auto","radius_px":0,"font":"inherit",
            "position":"inline","into":"#survey"}"##;
        for json in ["{}", all] {
            let theme = read(json).unwrap();
            let stored = serde_json::to_string(&theme).unwrap();
            assert_eq!(serde_json::from_str::<ThemeDefinition>(&stored).unwrap(), theme);
            assert_eq!(read(&stored).unwrap(), theme);
        }
        let older = r##"{"accent":"#4f46e5","scheme":"auto","radius_px":14,"position":"top-end"}"##;
        let older: ThemeDefinition = serde_json::from_str(older).unwrap();
        assert_eq!(
            (older.position, older.look.accent),
            (Position::TopEnd, Colour::parse("#4f46e5"))
        );
    }

    use super::super::colour::Colour;
}
