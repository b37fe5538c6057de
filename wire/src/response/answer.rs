//! The answer of a response: a score, or ratings in its place; checked against the survey's kind.

use std::collections::BTreeMap;

use domain::{Kind, Score, csi};

use crate::{
    fields::{Fields, OneOf},
    problem::FieldError,
    rating::Ratings,
    survey::{RatedAttributes, SurveyKind},
};

/// Answer to a survey's question.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A score on the survey's scale: NPS 0 to 10, CES 1 to 7, CSAT 1 to 5.
    Score(Score),
    /// Ratings of the survey's attributes.
    Ratings(Ratings),
}

/// Score and ratings as they were sent, before they are checked against the survey's kind.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    score: Option<i64>,
    ratings: Option<BTreeMap<String, i64>>,
}

const SCORE: &str = "a whole number";
const RATINGS: &str = "an object of a whole number for each attribute that was rated";

impl Told {
    /// Reads `score`, or `ratings` in its place.
    pub(super) fn read(fields: &mut Fields<'_>) -> Told {
        let ratings = fields.object("ratings", |one| {
            let names: Vec<&str> = one.names().collect();
            if names.len() > csi::ATTRIBUTES_MAX {
                let detail = format!("has {} ratings", names.len());
                one.complain_whole(&detail, &format!("at most {} ratings", csi::ATTRIBUTES_MAX));
                return BTreeMap::new();
            }
            let rating =
                |id: &str| Some((id.to_owned(), one.whole(id, i64::MIN..=i64::MAX, SCORE)?));
            names.into_iter().filter_map(rating).collect()
        });
        let is_needed = fields.raw("ratings").is_none();
        let allowed = "a whole number, or of a csi survey ratings in its place";
        let is_there = if is_needed {
            fields.needed("score", allowed).is_some()
        } else {
            fields.raw("score").is_some()
        };
        let score = if is_there { fields.whole("score", i64::MIN..=i64::MAX, SCORE) } else { None };
        Told { score, ratings }
    }

    /// Returns the answer, or what is wrong with it for a survey of that kind.
    pub(super) fn on(&self, kind: &SurveyKind) -> Result<Answer, Vec<FieldError>> {
        match kind {
            SurveyKind::Score(kind) => self.score_on(*kind).map(Answer::Score),
            SurveyKind::Csi(rated) => self.ratings_on(rated).map(Answer::Ratings),
        }
    }

    fn score_on(&self, kind: Kind) -> Result<Score, Vec<FieldError>> {
        if self.ratings.is_some() {
            let allowed =
                format!("a score: ratings are for csi, and this survey is {}", kind.as_str());
            return Err(vec![error("/ratings", "is not for this survey", &allowed)]);
        }
        let Some(score) = self.score else {
            return Err(vec![error("/score", "is missing", SCORE)]);
        };
        Score::new(kind, score).map_err(|out_of_scale| {
            vec![error("/score", &format!("is {score}"), &out_of_scale.to_string())]
        })
    }

    fn ratings_on(&self, rated: &RatedAttributes) -> Result<Ratings, Vec<FieldError>> {
        let mut errors = Vec::new();
        if self.score.is_some() {
            errors.push(error("/score", "is not for this survey", "ratings in its place"));
        }
        let Some(told) = &self.ratings else {
            errors.push(error("/ratings", "is missing", RATINGS));
            return Err(errors);
        };
        let ids: Vec<&str> = rated.ids().collect();
        let scale = rated.attributes().points().scale();
        for (id, rating) in told {
            let pointer = format!("/ratings/{id}");
            if !ids.contains(&id.as_str()) {
                let allowed = OneOf(&ids).to_string();
                errors.push(error(&pointer, "is not an attribute of the survey", &allowed));
            } else if !scale.contains(*rating) {
                let allowed = format!("a whole number from {} to {}", scale.min, scale.max);
                errors.push(error(&pointer, &format!("is {rating}"), &allowed));
            }
        }
        let ratings: Vec<Option<i64>> = ids.iter().map(|id| told.get(*id).copied()).collect();
        let answers = csi::Answers::new(rated.attributes(), &ratings);
        match answers.ok().and_then(|answers| Ratings::of(rated, answers)) {
            Some(ratings) if errors.is_empty() => Ok(ratings),
            _ => {
                if errors.is_empty() {
                    errors.push(error("/ratings", "has no rating", "at least one rating"));
                }
                Err(errors)
            }
        }
    }
}

fn error(pointer: &str, detail: &str, allowed: &str) -> FieldError {
    let (pointer, detail, allowed) = (pointer.to_owned(), detail.to_owned(), allowed.to_owned());
    FieldError { pointer, detail, allowed }
}
