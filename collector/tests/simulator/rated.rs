//! A satisfaction index among the surveys: what a visitor's score stands for there, and figures of
//! its attributes by brute force.
//!
//! Everybody rates the tea, so its rating is the score by which the ledger tells states apart. Other
//! attributes follow from it; some leave out too much for an index.

use collector::rollups::counts::Counts;
use domain::{Answer, Confidence, Figure, Kind, Scale, Score};
use serde_json::{Map, Value, json};
use wire::{
    responses::ResponseResource,
    summary::Summary,
    survey::{RatedAttributes, SurveyDefinition, SurveyKind},
};

/// The attribute that everybody rates.
const TEA: &str = "tea";

/// An index of three attributes.
pub(crate) fn csi() -> SurveyKind {
    let body = r#"{"kind":"csi","scale":"1-5","rated_attributes":[
        {"id":"tea","label":{"en":"Tea"},"weight":2},{"id":"staff","label":{"en":"Staff"}},
        {"id":"price","label":{"en":"Price"},"weight":2}]}"#;
    SurveyDefinition::parse(body.as_bytes()).unwrap().kind
}

/// A definition of that kind with further fields.
pub(crate) fn definition(kind: &SurveyKind, rest: Value) -> String {
    let mut definition = serde_json::to_value(kind).unwrap();
    definition.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    definition.to_string()
}

/// The scale of the scores that a visitor chooses from.
pub(crate) fn scale(kind: &SurveyKind) -> Scale {
    match kind {
        SurveyKind::Score(kind) => kind.scale(),
        SurveyKind::Csi(rated) => rated.attributes().points().scale(),
    }
}

/// The fields of a body that has the answer.
pub(crate) fn told(kind: &SurveyKind, score: u8) -> Map<String, Value> {
    let told = match kind {
        SurveyKind::Score(_) => json!({"score": score}),
        SurveyKind::Csi(_) => match score {
            1 => json!({"ratings": {"tea": 1, "staff": 5, "price": 2}}),
            2 => json!({"ratings": {"tea": 2}}),
            3 => json!({"ratings": {"tea": 3, "price": 3}}),
            4 => json!({"ratings": {"tea": 4, "staff": 1}}),
            _ => json!({"ratings": {"tea": 5, "staff": 5, "price": 5}}),
        },
    };
    told.as_object().unwrap().clone()
}

/// The score that a stored or a sent response stands for.
pub(crate) fn score_of(value: &Value) -> u8 {
    let score = value["score"].as_u64().or_else(|| value["ratings"][TEA].as_u64());
    u8::try_from(score.unwrap()).unwrap()
}

/// The same of a response as it is shown.
pub(crate) fn score_shown(item: &ResponseResource) -> u8 {
    item.score.or_else(|| item.ratings.get(TEA).copied()).unwrap()
}

/// The scores in a summary, with their numbers.
pub(crate) fn scores_of(summary: &Summary) -> Vec<(String, u64)> {
    let rated = summary.rated_attributes.iter().flatten().find(|one| one.id == TEA);
    rated.map_or_else(|| summary.counts.0.clone(), |tea| tea.counts.0.clone())
}

/// The same in counts of a cell.
pub(crate) fn counts_of(counts: &Counts) -> Vec<(u8, u64)> {
    match counts.ratings() {
        None => (0..=10).map(|n| (n, u64::from(counts.of_score(usize::from(n))))).collect(),
        Some(tally) => {
            let kind = csi();
            let at = kind.rated().unwrap().ids().position(|id| id == TEA).unwrap();
            tally.counts(at).collect()
        }
    }
}

/// The answer of a stored response.
pub(crate) fn answer(kind: &SurveyKind, value: &Value) -> Answer {
    let of = |kind: Kind| Score::new(kind, value["score"].as_i64().unwrap()).unwrap();
    match kind {
        SurveyKind::Score(kind) => Answer::Score(of(*kind)),
        SurveyKind::Csi(rated) => Answer::Csi(answers(rated, value)),
    }
}

fn answers(rated: &RatedAttributes, value: &Value) -> domain::csi::Answers {
    let rating = |id: &str| value["ratings"][id].as_u64().and_then(|one| u8::try_from(one).ok());
    rated.answers(rating).unwrap()
}

/// Checks the attributes' figures against those of a tally that was counted by hand.
pub(crate) fn attributes_are(
    summary: &Summary,
    kind: &SurveyKind,
    tally: &domain::csi::Tally,
) -> Result<(), String> {
    let confidence = Confidence::default();
    let Some(found) = &summary.rated_attributes else { return Err("no attributes".to_owned()) };
    if summary.indexed_responses != Some(tally.indexed_responses()) {
        return Err(format!("{} have an index", tally.indexed_responses()));
    }
    let drags = tally.drags(confidence);
    for (at, id) in kind.rated().unwrap().ids().enumerate() {
        let one = found.iter().find(|one| one.id == id).ok_or(format!("{id} is not there"))?;
        let mean = tally.mean(at, confidence).map(Figure::rounded);
        let drag = drags.iter().find(|drag| drag.attribute == at).map(|drag| drag.rounded().value);
        let expected = (tally.ratings(at), mean.map(|mean| mean.value), drag);
        if (one.responses, one.mean.value, one.drag.as_ref().map(|drag| drag.value)) != expected {
            return Err(format!("{id} should be {expected:?}"));
        }
    }
    let order: Vec<Option<f64>> = found.iter().map(|one| Some(one.drag.as_ref()?.value)).collect();
    if order.windows(2).any(|pair| pair[0] < pair[1]) {
        return Err(format!("{order:?} are not in order"));
    }
    Ok(())
}
