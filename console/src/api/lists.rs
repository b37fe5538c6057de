//! Sites, surveys and responses.

use std::collections::BTreeMap;

use serde::Deserialize;
use wire::{
    reason::Reasons,
    survey::{RatedAttribute, Reason, SurveyKind},
};

use crate::texts::Lang;

/// A page of a list.
#[derive(Clone, Debug, Deserialize)]
pub struct List<T> {
    /// The entries.
    pub items: Vec<T>,
    /// Cursor of the next page.
    #[serde(default = "Option::default")]
    pub next: Option<String>,
}

/// A site.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct SiteEntry {
    /// Its name in addresses.
    pub site: String,
    /// The owner's definition.
    pub definition: SiteDefinition,
}

/// Part of a site's definition.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct SiteDefinition {
    /// The product's or the shop's name.
    pub product: String,
}

/// A survey.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct SurveyEntry {
    /// Its name in addresses.
    pub survey: String,
    /// The number of its definition.
    pub version: u32,
    /// The owner's definition.
    pub definition: SurveyDefinition,
    /// Time of the last change (RFC 3339).
    pub changed_at: String,
    /// Time of its deletion; `None` while it is there.
    #[serde(default)]
    pub deleted_at: Option<String>,
}

/// Part of a survey's definition.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct SurveyDefinition {
    /// `nps`, `ces`, `csat` or `csi`.
    pub kind: String,
    /// The scale of ratings: `1-5` or `1-10`; empty for other kinds than `csi`.
    #[serde(default)]
    pub scale: String,
    /// Attributes that visitors rate, in the owner's order; empty for other kinds than `csi`.
    #[serde(default)]
    pub rated_attributes: Vec<RatedAttribute>,
    /// `live` or `paused`.
    #[serde(default)]
    pub state: String,
    /// The owner's texts by language.
    #[serde(default)]
    pub texts: BTreeMap<String, SurveyTexts>,
    /// Attributes by which it is broken down.
    #[serde(default)]
    pub attributes: Vec<String>,
    /// Reasons that visitors may pick under the score, by group.
    #[serde(default)]
    pub reasons: BTreeMap<String, Vec<Reason>>,
    /// The score that its owner wants to reach.
    #[serde(default)]
    pub target: Option<f64>,
}

/// Part of a survey's texts.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct SurveyTexts {
    /// The question.
    pub question: Option<String>,
}

impl SurveyEntry {
    /// Returns a name to read: `getting-help` becomes “Getting help”, `nps` “NPS”.
    #[must_use]
    pub fn title(&self) -> String {
        title(&self.survey)
    }

    /// Returns a reason's label in the language, or else in any. A reason that is in no list any more
    /// has the built-in label, or its id.
    #[must_use]
    pub fn reason(&self, id: &str, lang: Lang) -> String {
        let lang = lang.code();
        let listed = self.definition.reasons.values().flatten().find(|reason| reason.id == id);
        let label = listed.and_then(|reason| forms::reason_label(reason, &[lang, "en"]));
        let label = label.or_else(|| forms::built_in_reason(id, lang));
        label.unwrap_or(id).to_owned()
    }

    /// Returns a rated attribute's label in the language, else in English, else in any; the id of one
    /// that is not known.
    #[must_use]
    pub fn rated_label(&self, id: &str, lang: Lang) -> String {
        let known = self.definition.rated_attributes.iter().find(|one| one.id == id);
        let label = known.and_then(|one| forms::label_in(&one.label, &[lang.code(), "en"]));
        label.unwrap_or(id).to_owned()
    }

    /// Returns each attribute's label in the owner's order, with the rating that a response gave it.
    #[must_use]
    pub fn ratings(&self, response: &Response, lang: Lang) -> Vec<(String, Option<u8>)> {
        let asked = self.definition.rated_attributes.iter();
        let ratings =
            asked.map(|one| (self.rated_label(&one.id, lang), response.ratings.get(&one.id)));
        ratings.map(|(label, rating)| (label, rating.copied())).collect()
    }

    /// Returns the highest rating: 5 of `1-5`.
    #[must_use]
    pub fn rating_max(&self) -> Option<u8> {
        self.definition.scale.rsplit('-').next()?.parse().ok()
    }

    /// Returns the owner's own question with the product's name in it, in the language if there is
    /// one, else in any.
    #[must_use]
    pub fn question(&self, lang: &str, product: &str) -> Option<String> {
        let texts = &self.definition.texts;
        let of = |texts: &'_ SurveyTexts| texts.question.clone().is_some();
        let own = texts.get(lang).filter(|texts| of(texts));
        let own = own.or_else(|| texts.values().find(|texts| of(texts)))?;
        Some(own.question.as_ref()?.replace("{product}", product))
    }
}

/// Returns a survey's name in words.
#[must_use]
pub fn title(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let words: Vec<String> = words
        .split(' ')
        .map(|word| match word {
            kind if SurveyKind::WORDS.contains(&kind) => kind.to_uppercase(),
            _ => word.to_owned(),
        })
        .collect();
    let words = words.join(" ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A response.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Response {
    /// Its id.
    pub id: String,
    /// Time at which it was given (RFC 3339).
    pub given_at: String,
    /// The score; `None` for ratings.
    #[serde(default)]
    pub score: Option<u8>,
    /// The group of the score, such as `promoter`.
    #[serde(default)]
    pub group: Option<String>,
    /// The ratings by attribute's id, in place of a score.
    #[serde(default)]
    pub ratings: BTreeMap<String, u8>,
    /// The ratings' index, from 0 to 100; `None` where too little was rated.
    #[serde(default)]
    pub index: Option<f64>,
    /// The comment.
    #[serde(default)]
    pub comment: Option<String>,
    /// The moment in the customer's journey.
    #[serde(default)]
    pub touchpoint: Option<String>,
    /// The page's path.
    #[serde(default)]
    pub page: Option<String>,
    /// The language.
    #[serde(default)]
    pub lang: Option<String>,
    /// The sort of device.
    #[serde(default)]
    pub device: Option<String>,
    /// The reasons that were picked; `None` if the visitor was not asked for any.
    #[serde(default)]
    pub reasons: Option<Reasons>,
    /// The way on which it came, such as `popup`.
    #[serde(default)]
    pub source: Option<String>,
    /// The survey's version that was shown.
    #[serde(default)]
    pub version: Option<u32>,
    /// The built-in wording in which it was asked.
    #[serde(default)]
    pub wording: Option<u8>,
    /// The respondent, if the page named them.
    #[serde(default)]
    pub respondent: Option<String>,
    /// Further values that the page gave.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    /// False if the visitor left before the comment was sent.
    #[serde(default)]
    pub finished: bool,
    /// Milliseconds from the popup's first frame to the tap.
    #[serde(default)]
    pub elapsed_ms: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_words() {
        assert_eq!(title("getting-help"), "Getting help");
        assert_eq!(title("nps"), "NPS");
        assert_eq!(title("shop-csi"), "Shop CSI");
        assert_eq!(title("checkout_csat"), "Checkout CSAT");
        assert_eq!(title(""), "");
    }

    #[test]
    fn the_question_is_in_the_readers_language_if_it_can_be() {
        let json = r#"{"survey":"a","version":1,"changed_at":"x","definition":{"kind":"nps",
            "texts":{"de":{"question":"Wie ist {product}?"},"vi":{"low":"x"}}}}"#;
        let entry: SurveyEntry = serde_json::from_str(json).unwrap();
        assert_eq!(entry.question("vi", "Tra Sen").as_deref(), Some("Wie ist Tra Sen?"));
        assert_eq!(entry.question("de", "Tra Sen").as_deref(), Some("Wie ist Tra Sen?"));
    }

    fn rated() -> SurveyEntry {
        let json = r#"{"survey":"csi","version":1,"changed_at":"x","definition":{"kind":"csi",
            "scale":"1-10","rated_attributes":[
            {"id":"tea","label":{"en":"The tea","vi":"Trà"},"weight":2},
            {"id":"staff","label":{"en":"The staff"}},{"id":"price","label":{"fr":"Le prix"}}]}}"#;
        serde_json::from_str(json).unwrap()
    }

    fn response(rest: &str) -> Response {
        let json = format!(r#"{{"id":"a","given_at":"x","finished":true,{rest}}}"#);
        serde_json::from_str(&json).unwrap()
    }

    #[test]
    fn a_response_has_a_score_or_ratings() {
        let scored = response(r#""score":9,"group":"promoter""#);
        assert_eq!((scored.score, scored.group.as_deref()), (Some(9), Some("promoter")));
        assert!(scored.ratings.is_empty() && scored.index.is_none());
        let rating = response(r#""ratings":{"price":1,"tea":5},"index":50.0"#);
        assert_eq!((rating.score, rating.group, rating.index), (None, None, Some(50.0)));
        assert_eq!(response(r#""ratings":{"staff":5}"#).index, None);
    }

    #[test]
    fn ratings_stand_in_the_order_in_which_visitors_were_asked() {
        let given = response(r#""ratings":{"price":1,"tea":5},"index":50.0"#);
        let of = |lang| rated().ratings(&given, lang);
        let expected = [("Trà", Some(5)), ("The staff", None), ("Le prix", Some(1))];
        assert_eq!(of(Lang::Vi), expected.map(|(label, rating)| (label.to_owned(), rating)));
        assert_eq!(of(Lang::En)[0].0, "The tea");
        assert_eq!(
            (rated().rating_max(), rated().rated_label("cups", Lang::En)),
            (Some(10), "cups".into())
        );
    }
}
