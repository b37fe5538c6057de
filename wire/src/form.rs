//! The form: everything that the popup shows, in one language, so that it needs no further request.

use serde::{Deserialize, Serialize};

use crate::{survey::Colour, wording::Wording};

/// A survey ready to be shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Form {
    /// The survey's version, sent back with the response.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::version"))]
    pub version: u32,
    /// The version of the built-in wording, sent back with the response. It is that of the site,
    /// also where the owner's texts say all that is asked.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::wording"))]
    pub wording: Wording,
    /// `nps`, `ces`, `csat` or `csi`.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::kind"))]
    pub kind: String,
    /// The language of the texts, as a BCP 47 tag.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::lang"))]
    pub lang: String,
    /// The direction of the texts: `ltr` or `rtl`.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::direction"))]
    pub dir: String,
    /// The question.
    pub question: String,
    /// The label at the scale's low end.
    pub low: String,
    /// The label at the scale's high end.
    pub high: String,
    /// The attributes to rate, in order, and their scale (CSI); absent for other kinds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ratings: Option<Ratings>,
    /// The look of the scale's points: `numbers`, `faces` or `stars`.
    #[cfg_attr(feature = "schema", schemars(with = "crate::survey::Style"))]
    pub style: String,
    /// The comment step's question by group: low, middle, high.
    pub follow_up: [String; 3],
    /// The last step's words by group: low, middle, high.
    pub thanks: [String; 3],
    /// The reasons that may be picked under the score, by group; where no group has any, the list is
    /// empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(max = 3)))]
    pub reasons: Vec<Vec<Reason>>,
    /// The button under them by group; where no group has one, the list is empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(max = 3)))]
    pub thanks_button: Vec<Option<Button>>,
    /// The owner's privacy notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::link"))]
    pub privacy_url: Option<String>,
    /// The words of the frame around it.
    pub words: Words,
    /// The popup's look and place.
    pub theme: Theme,
}

/// The words of the popup's frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "FormWords"))]
pub struct Words {
    /// The button that sends the comment.
    pub send: String,
    /// The button that ends without a comment.
    pub skip: String,
    /// The name of the closing button.
    pub close: String,
    /// The hint in the empty comment field.
    pub comment_hint: String,
    /// The name of one answer for assistive technology: `{score} out of {max}`.
    pub out_of: String,
    /// The separator between that name and the label of its end of the scale: `, `.
    pub comma: String,
    /// The message when a comment has reached its limit.
    pub too_long: String,
    /// The button beside the given answer that leads back to the question.
    pub change: String,
    /// The message when the visitor would leave a comment behind that has not been sent.
    pub unsent: String,
    /// The line that opens the explanation why somebody is asked.
    pub why: String,
    /// The explanation why somebody is asked, and what becomes of the response.
    pub why_text: String,
    /// The name of the link to the owner's privacy notice.
    pub privacy: String,
    /// The addition to the name of a link that opens in a new tab, for assistive technology:
    /// `(opens in a new tab)`.
    pub new_tab: String,
}

/// Attributes that a form of a satisfaction index asks to rate, and their scale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "FormRatings"))]
pub struct Ratings {
    /// The lowest rating.
    pub min: u8,
    /// The highest rating.
    pub max: u8,
    /// The attributes.
    #[cfg_attr(feature = "schema", schemars(length(max = domain::csi::ATTRIBUTES_MAX)))]
    pub attributes: Vec<RatedAttribute>,
}

/// An attribute to rate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "FormAttribute"))]
pub struct RatedAttribute {
    /// The id to send.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::reason"))]
    pub id: String,
    /// The text to show.
    pub label: String,
}

/// A reason that may be picked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "FormReason"))]
pub struct Reason {
    /// The id to send.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::reason"))]
    pub id: String,
    /// The text to show.
    pub label: String,
}

/// A button that leads to another page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "FormButton"))]
pub struct Button {
    /// The button's text.
    pub label: String,
    /// The address that the button opens in a new tab; `https` alone.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::link"))]
    pub url: String,
}

/// The popup's look and place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "FormTheme"))]
pub struct Theme {
    /// The light look; absent where it is always dark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub light: Option<Palette>,
    /// The dark look; absent where it is always light. One of both is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dark: Option<Palette>,
    /// The corners' radius in CSS pixels.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::radius_px"))]
    pub radius_px: u32,
    /// `inherit` (the page's font) or CSS font families; absent: the system's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub font: Option<String>,
    /// `bottom-end`, `bottom-start`, `top-end`, `top-start` (end: right in left-to-right scripts),
    /// `bottom-bar`, `centre` or `inline`.
    #[cfg_attr(feature = "schema", schemars(with = "crate::survey::Position"))]
    pub position: String,
    /// With `inline`: the element of the page, as a CSS selector.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<String>,
}

/// The colours of one look. Each name is that of the style sheet's token, `--hearby-accent` and so on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Palette {
    /// `light` or `dark`, as CSS has it: for what the browser itself draws, such as scroll bars.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::palette_scheme"))]
    pub scheme: String,
    /// Buttons, the chosen answer, the ring of focus; 3:1 on the surface.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::colour"))]
    pub accent: Colour,
    /// Text on the accent; 4.5:1.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::colour"))]
    pub on_accent: Colour,
    /// The background of the whole popup.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::colour"))]
    pub surface: Colour,
    /// Text; 4.5:1 on the surface and on what is raised.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::colour"))]
    pub text: Colour,
    /// Less important text; 4.5:1 likewise.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::colour"))]
    pub quiet: Colour,
    /// The edges of controls; 3:1 on the surface.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::colour"))]
    pub line: Colour,
    /// The ground of controls.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::colour"))]
    pub raised: Colour,
}
