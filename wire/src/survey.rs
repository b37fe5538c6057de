//! A survey, as its owner defines it: the body of `PUT /v1/sites/{site}/surveys/{survey}`.

mod button;
mod colour;
mod display;
mod kind;
mod look;
mod rated;
mod reasons;
mod target;
mod theme;

use std::collections::BTreeMap;

use domain::{Kind, Target};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use button::ThanksButton;
pub(crate) use button::{https_url, https_url_allowed};
pub use colour::{Colour, NotAColour};
pub use display::Display;
pub use kind::{ALL_GROUPS, SurveyKind};
pub use look::{CONTROL_CONTRAST_MIN, Look, Shade, TEXT_CONTRAST_MIN};
pub use rated::{RatedAttribute, RatedAttributes};
pub use reasons::Reason;
pub use theme::{Position, Scheme, ThemeDefinition};

use self::kind::Word;
use crate::{
    dimension::{self, AttributeName},
    fields::{Fields, Unreadable, parse_object},
    limits::{ATTRIBUTE_NAME_MAX_BYTES, ATTRIBUTES_MAX, LIST_MAX, TEXT_MAX_CHARS},
};

/// A survey's definition, every field valid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SurveyDefinition {
    /// The metric, with what goes with it: `kind`, and of a satisfaction index `scale` and
    /// `rated_attributes`. It never changes, but for labels and the attributes' order.
    #[serde(flatten)]
    pub kind: SurveyKind,
    /// `live` or `paused`.
    #[serde(default)]
    pub state: State,
    /// The look of the scale's points.
    #[serde(default)]
    pub style: Style,
    /// The owner's texts by language; what is absent stays built-in.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub texts: BTreeMap<String, TextOverrides>,
    /// A button under the thanks by group name; without one, there is none.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub thanks_button: BTreeMap<String, ThanksButton>,
    /// Reasons that a visitor may pick under the score, by group name; up to 8 a group, of which a
    /// response picks up to 3.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reasons: BTreeMap<String, Vec<Reason>>,
    /// The display rules: to whom, where and when it is shown.
    #[serde(default)]
    pub display: Display,
    /// The popup's look and place.
    #[serde(default)]
    pub theme: ThemeDefinition,
    /// Names of attributes by which summaries are broken down; further ones that pages give are kept
    /// with the responses alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<String>,
    /// The score to reach: summaries say on which side of it the survey's is. Visitors don't see it.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "target")]
    pub target: Option<Target>,
}

/// A survey as the collector shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Survey"))]
pub struct SurveyResource {
    /// The site's name.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::slug"))]
    pub site: String,
    /// The survey's name.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::slug"))]
    pub survey: String,
    /// The definition's version; the first is 1.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::version"))]
    pub version: u32,
    /// The owner's definition.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::survey_definition"))]
    pub definition: SurveyDefinition,
    /// Time at which this version was written (RFC 3339).
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::instant"))]
    pub changed_at: String,
    /// Time at which the survey was deleted (RFC 3339); absent while it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::instant"))]
    pub deleted_at: Option<String>,
}

/// State of a survey: shown or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "SurveyState"))]
pub enum State {
    /// Shown; responses are taken.
    #[default]
    Live,
    /// Not shown; responses on their way are still taken.
    Paused,
}

/// The look of the scale's points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "SurveyStyle"))]
pub enum Style {
    /// The scale's numbers.
    #[default]
    Numbers,
    /// Five faces; CSAT alone.
    Faces,
    /// Five stars; CSAT alone.
    Stars,
}

/// The owner's texts in one language. `{product}` stands for the site's product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextOverrides {
    /// The question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// The label at the scale's low end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<String>,
    /// The label at the scale's high end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<String>,
    /// The comment step's question by group name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub follow_up: BTreeMap<String, String>,
    /// The last step's words by group name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub thanks: BTreeMap<String, String>,
    /// The explanation why somebody is asked, and what becomes of the response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl Style {
    /// Returns the style's word in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Style::Numbers => "numbers",
            Style::Faces => "faces",
            Style::Stars => "stars",
        }
    }
}

impl SurveyDefinition {
    /// Reads a survey's body.
    ///
    /// # Errors
    /// [`Unreadable`], naming every bad field and what is allowed there.
    ///
    /// ```
    /// let survey = wire::survey::SurveyDefinition::parse(br#"{"kind":"nps"}"#).unwrap();
    /// assert_eq!(survey.display.0.max_shows, 3);
    /// ```
    pub fn parse(body: &[u8]) -> Result<SurveyDefinition, Unreadable> {
        SurveyDefinition::read(&parse_object(body)?)
    }

    /// Reads a stored definition, maybe of an earlier release.
    ///
    /// # Errors
    /// As [`SurveyDefinition::parse`].
    pub fn parse_kept(body: &[u8]) -> Result<SurveyDefinition, Unreadable> {
        let mut object = parse_object(body)?;
        if let Some(Value::Object(rules)) = object.get_mut("display") {
            *rules = display::in_todays_names(core::mem::take(rules));
        }
        // A name that a later release gave to a dimension breaks nothing down any more.
        if let Some(Value::Array(names)) = object.get_mut("attributes") {
            names.retain(|name| !dimension::taken().any(|taken| name == taken));
        }
        SurveyDefinition::read(&object)
    }

    fn read(object: &Map<String, Value>) -> Result<SurveyDefinition, Unreadable> {
        let mut fields = Fields::new(object);
        fields.only(&[
            "kind",
            "scale",
            "rated_attributes",
            "state",
            "style",
            "texts",
            "thanks_button",
            "reasons",
            "display",
            "theme",
            "attributes",
            "target",
        ]);
        let (word, kind) = SurveyKind::read(&mut fields);
        let groups = word.map(Word::groups);
        let groups = groups.as_deref();
        let state = fields.text("state", "live or paused", |text| match text {
            "live" => Some(State::Live),
            "paused" => Some(State::Paused),
            _ => None,
        });
        let is_csat = word == Some(Word::Score(Kind::Csat));
        let styles = if is_csat { "numbers, faces or stars" } else { "numbers" };
        let style = fields.text("style", styles, |text| match text {
            "numbers" => Some(Style::Numbers),
            "faces" if is_csat || word.is_none() => Some(Style::Faces),
            "stars" if is_csat || word.is_none() => Some(Style::Stars),
            _ => None,
        });
        let texts = fields.object("texts", |texts| read_texts(texts, groups));
        let thanks_button = fields.object("thanks_button", |one| button::read(one, groups));
        for field in ["reasons", "target"] {
            word.into_iter().for_each(|word| word.refuse(&mut fields, field));
        }
        let of_score = word.and_then(Word::of_score);
        let reasons = fields.object("reasons", |lists| reasons::read(lists, of_score));
        let display = fields.object("display", Display::read);
        let theme = fields.object("theme", ThemeDefinition::read);
        let attributes = read_attributes(&mut fields);
        let target = target::read(&mut fields, of_score);
        let survey = kind.map(|kind| SurveyDefinition {
            kind,
            state: state.unwrap_or_default(),
            style: style.unwrap_or_default(),
            texts: texts.unwrap_or_default(),
            thanks_button: thanks_button.unwrap_or_default(),
            reasons: reasons.unwrap_or_default(),
            display: display.unwrap_or_default(),
            theme: theme.unwrap_or_default(),
            attributes,
            target,
        });
        fields.finish(survey)
    }
}

impl SurveyDefinition {
    /// Returns the definition, unless it has rules that no page can meet. Owners may not set such
    /// rules.
    ///
    /// # Errors
    /// [`Unreadable::Invalid`], naming each such rule.
    ///
    /// ```
    /// let body = br#"{"kind":"nps","display":{"urls":{"include":[{"exact":"/orders/{id}"}]}}}"#;
    /// assert!(wire::survey::SurveyDefinition::parse(body).unwrap().that_can_be_met().is_err());
    /// ```
    pub fn that_can_be_met(self) -> Result<SurveyDefinition, Unreadable> {
        let errors = self.display.never_met();
        if errors.is_empty() { Ok(self) } else { Err(Unreadable::Invalid(errors)) }
    }
}

/// Reads the names of attributes. They are sorted and unique, because their order has no meaning.
fn read_attributes(fields: &mut Fields<'_>) -> Vec<String> {
    let allowed = format!(
        "1 to {ATTRIBUTE_NAME_MAX_BYTES} of a-z, 0-9 and _, a letter first; none of {}",
        dimension::taken().collect::<Vec<_>>().join(", ")
    );
    let names = fields.texts("attributes", ATTRIBUTES_MAX, &allowed, |name| {
        AttributeName::parse(name).map(|name| name.as_str().to_owned())
    });
    let mut names = names.unwrap_or_default();
    names.sort_unstable();
    names.dedup();
    names
}

fn read_texts(
    texts: &mut Fields<'_>,
    groups: Option<&[&'static str]>,
) -> BTreeMap<String, TextOverrides> {
    let langs: Vec<&str> = texts.names().collect();
    if langs.len() > LIST_MAX {
        texts.complain_whole("has too many languages", &format!("at most {LIST_MAX}"));
        return BTreeMap::new();
    }
    let mut overrides = BTreeMap::new();
    for tag in langs {
        let Some(lang) = crate::response::lang(tag) else {
            texts.complain(tag, "is not a language tag", "a language tag, such as vi or pt-BR");
            continue;
        };
        if let Some(read) = texts.object(tag, |one| read_language(one, groups)) {
            overrides.insert(lang, read);
        }
    }
    overrides
}

fn read_language(fields: &mut Fields<'_>, groups: Option<&[&'static str]>) -> TextOverrides {
    fields.only(&["question", "low", "high", "follow_up", "thanks", "why"]);
    TextOverrides {
        question: read_text(fields, "question"),
        low: read_text(fields, "low"),
        high: read_text(fields, "high"),
        follow_up: fields.object("follow_up", |one| read_by_group(one, groups)).unwrap_or_default(),
        thanks: fields.object("thanks", |one| read_by_group(one, groups)).unwrap_or_default(),
        why: read_text(fields, "why"),
    }
}

fn read_by_group(
    fields: &mut Fields<'_>,
    groups: Option<&[&'static str]>,
) -> BTreeMap<String, String> {
    let Some(groups) = groups else { return BTreeMap::new() };
    fields.only(groups);
    groups
        .iter()
        .filter_map(|group| Some(((*group).to_owned(), read_text(fields, group)?)))
        .collect()
}

fn read_text(fields: &mut Fields<'_>, field: &str) -> Option<String> {
    let allowed = format!("a text of 1 to {TEXT_MAX_CHARS} characters without control characters");
    fields.text(field, &allowed, |text| {
        let good = !text.trim().is_empty()
            && text.chars().count() <= TEXT_MAX_CHARS
            && !text.contains(char::is_control);
        good.then(|| text.to_owned())
    })
}

#[cfg(test)]
mod tests;
