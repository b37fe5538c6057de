//! The metric of a survey's definition: its word, and of a satisfaction index the scale and the
//! attributes that go with it.

use domain::{Group, Kind, Metric};
use serde::{Deserialize, Serialize};

use super::rated::{self, RatedAttribute, RatedAttributes};
use crate::fields::Fields;

/// Metric that a survey measures. It never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub enum SurveyKind {
    /// One score on the scale of its kind.
    Score(Kind),
    /// The customer satisfaction index of rated attributes.
    Csi(RatedAttributes),
}

/// Word of a kind, before the fields that go with it are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Score(Kind),
    Csi,
}

/// Key in place of a group's name, where a kind has no groups.
pub const ALL_GROUPS: &str = "all";

/// Fields in which a kind is stored.
#[derive(Serialize, Deserialize)]
struct Stored {
    kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scale: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    rated_attributes: Vec<RatedAttribute>,
}

impl SurveyKind {
    /// Words of all kinds.
    pub const WORDS: [&str; Kind::ALL.len() + 1] = {
        let [nps, ces, csat] = Kind::ALL;
        [nps.as_str(), ces.as_str(), csat.as_str(), Metric::CSI]
    };

    /// Returns the kind's word in JSON: `nps`, `ces`, `csat`, `csi`.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        self.metric().as_str()
    }

    /// Returns the metric. The attributes of a satisfaction index are in the order of
    /// [`RatedAttributes::ids`].
    #[must_use]
    pub const fn metric(&self) -> Metric {
        match self {
            SurveyKind::Score(kind) => Metric::Score(*kind),
            SurveyKind::Csi(rated) => Metric::Csi(rated.attributes()),
        }
    }

    /// Returns the kind of its one score; `None` for a satisfaction index.
    #[must_use]
    pub const fn of_score(&self) -> Option<Kind> {
        match self {
            SurveyKind::Score(kind) => Some(*kind),
            SurveyKind::Csi(_) => None,
        }
    }

    /// Returns the attributes that are rated; `None` for a kind of one score.
    #[must_use]
    pub const fn rated(&self) -> Option<&RatedAttributes> {
        match self {
            SurveyKind::Score(_) => None,
            SurveyKind::Csi(rated) => Some(rated),
        }
    }

    /// Returns its groups, from the low end of the scale to the high end. A satisfaction index has
    /// none.
    pub fn groups(&self) -> impl Iterator<Item = Group> + Clone + use<> {
        self.of_score().map(Kind::groups).into_iter().flatten()
    }

    /// True if responses to both may stand in one tally. Labels and the attributes' order make no
    /// difference.
    ///
    /// ```
    /// let read = |attributes: &str| {
    ///     let body = format!(r#"{{"kind":"csi","scale":"1-5","rated_attributes":[{attributes}]}}"#);
    ///     wire::survey::SurveyDefinition::parse(body.as_bytes()).unwrap().kind
    /// };
    /// let tea = read(r#"{"id":"tea","label":{"en":"Tea"},"weight":2},{"id":"staff","label":{"en":"Staff"}}"#);
    /// let other = r#"{"id":"staff","label":{"en":"People"},"weight":2},{"id":"tea","label":{"en":"Tea"}}"#;
    /// assert!(!tea.is_measured_as(&read(other)));
    /// let alike = r#"{"id":"staff","label":{"vi":"Nhân viên"},"weight":5},{"id":"tea","label":{"en":"Tea"},"weight":10}"#;
    /// assert!(tea.is_measured_as(&read(alike)));
    /// ```
    #[must_use]
    pub fn is_measured_as(&self, other: &SurveyKind) -> bool {
        match (self, other) {
            (SurveyKind::Score(one), SurveyKind::Score(other)) => one == other,
            (SurveyKind::Csi(one), SurveyKind::Csi(other)) => {
                one.attributes() == other.attributes() && one.ids().eq(other.ids())
            }
            _ => false,
        }
    }

    /// Reads `kind`, and the fields that go with it.
    pub(super) fn read(fields: &mut Fields<'_>) -> (Option<Word>, Option<SurveyKind>) {
        let word = fields.needed_text("kind", &kinds(), Word::parse);
        let kind = match word {
            Some(Word::Score(kind)) => {
                for field in ["scale", "rated_attributes"] {
                    if fields.raw(field).is_some() {
                        let detail = format!("is not for {}", kind.as_str());
                        fields.complain(field, &detail, "nothing; it is for csi alone");
                    }
                }
                Some(SurveyKind::Score(kind))
            }
            Some(Word::Csi) => rated::read(fields).map(SurveyKind::Csi),
            None => None,
        };
        (word, kind)
    }
}

impl Word {
    fn parse(word: &str) -> Option<Word> {
        let csi = (word == Metric::CSI).then_some(Word::Csi);
        Kind::parse(word).map(Word::Score).or(csi)
    }

    /// Returns the names of the groups by which words and buttons are told apart.
    pub(super) fn groups(self) -> Vec<&'static str> {
        match self {
            Word::Score(kind) => kind.groups().map(Group::as_str).to_vec(),
            Word::Csi => vec![ALL_GROUPS],
        }
    }

    /// Returns the kind of its one score; `None` for a satisfaction index.
    pub(super) const fn of_score(self) -> Option<Kind> {
        match self {
            Word::Score(kind) => Some(kind),
            Word::Csi => None,
        }
    }

    /// Adds an error about a field that a satisfaction index doesn't have yet.
    pub(super) fn refuse(self, fields: &mut Fields<'_>, field: &str) {
        if self == Word::Csi && fields.raw(field).is_some() {
            fields.complain(field, "is not for csi", "nothing; it is for nps, ces and csat alone");
        }
    }
}

impl From<Kind> for SurveyKind {
    fn from(kind: Kind) -> SurveyKind {
        SurveyKind::Score(kind)
    }
}

impl TryFrom<Stored> for SurveyKind {
    type Error = &'static str;

    fn try_from(stored: Stored) -> Result<SurveyKind, &'static str> {
        match Word::parse(&stored.kind).ok_or("not a kind")? {
            Word::Score(kind) => Ok(SurveyKind::Score(kind)),
            Word::Csi => {
                let points = stored.scale.as_deref().and_then(rated::points);
                let rated = points
                    .and_then(|points| RatedAttributes::new(points, stored.rated_attributes).ok());
                rated.map(SurveyKind::Csi).ok_or("not rated attributes")
            }
        }
    }
}

impl From<SurveyKind> for Stored {
    fn from(kind: SurveyKind) -> Stored {
        let word = kind.as_str().to_owned();
        match kind {
            SurveyKind::Score(_) => {
                Stored { kind: word, scale: None, rated_attributes: Vec::new() }
            }
            SurveyKind::Csi(rated) => Stored {
                kind: word,
                scale: Some(rated.scale().to_owned()),
                rated_attributes: rated.into_list(),
            },
        }
    }
}

/// Returns the words of all kinds: `nps, ces, csat or csi`.
fn kinds() -> String {
    let [first @ .., last] = SurveyKind::WORDS;
    format!("{} or {last}", first.join(", "))
}
