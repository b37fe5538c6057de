//! The form: everything the popup shows, in one language, with nothing left to look up.

use serde::{Deserialize, Serialize};

/// A survey ready to be shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Form {
    /// The survey's version, sent back with the response.
    pub version: u32,
    /// `nps`, `ces` or `csat`.
    pub kind: String,
    /// The language of the texts, as a BCP 47 tag.
    pub lang: String,
    /// The direction of the texts: `ltr` or `rtl`.
    pub dir: String,
    /// The question.
    pub question: String,
    /// The label at the scale's low end.
    pub low: String,
    /// The label at the scale's high end.
    pub high: String,
    /// What the answers look like: `numbers`, `faces` or `stars`.
    pub style: String,
    /// The comment step's question by group: low, middle, high.
    pub follow_up: [String; 3],
    /// The last step's words by group: low, middle, high.
    pub thanks: [String; 3],
    /// The words of the frame around it.
    pub words: Words,
    /// How it looks and where it stands.
    pub theme: Theme,
}

/// The words of the popup's frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    /// Said when a comment has reached its limit.
    pub too_long: String,
}

/// How the popup looks and where it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Theme {
    /// The accent colour, `#rrggbb`.
    pub accent: String,
    /// `auto` (as the visitor's system says), `light` or `dark`.
    pub scheme: String,
    /// The corners' radius in CSS pixels.
    pub radius_px: u32,
    /// `bottom-end`, `bottom-start`, `top-end`, `top-start` (end: right in left-to-right scripts).
    pub position: String,
}
