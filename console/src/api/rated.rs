//! The attributes of a satisfaction index, as a summary tells of them.
//!
//! In: their figures, their order, what can be said of each. Not in: labels (`lists`), words (`texts`).

use serde::Deserialize;
use wire::summary::Counts;

use super::{Change, Difference, Figure, Summary, Verdict};

/// One attribute: how it was rated, and what it costs the index.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct RatedFigure {
    /// The attribute's id.
    pub id: String,
    /// Its share of all weight, in percent.
    #[serde(default)]
    pub weight_percent: f64,
    /// Number of responses that rated it.
    pub responses: u64,
    /// Mean of its ratings on 0 to 100.
    pub mean: Figure,
    /// Number of responses by rating, from the low end.
    #[serde(default)]
    pub counts: Counts,
    /// Its share of the weight times what its mean lacks to 100, in points of the index; `None`
    /// without ratings.
    #[serde(default)]
    pub drag: Option<Difference>,
}

/// Change of an attribute's mean since another period.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct RatedChange {
    /// The attribute's id.
    pub id: String,
    /// The difference.
    pub value: Option<f64>,
    /// The interval's lower end.
    pub low: Option<f64>,
    /// The interval's upper end.
    pub high: Option<f64>,
    /// True if the interval leaves out zero; `None` where that can't be said.
    pub significant: Option<bool>,
}

/// Statement on an attribute's drag.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Finding {
    /// Nobody rated it.
    NotRated,
    /// Fewer than ten did.
    Few,
    /// Everybody gave it the highest rating.
    Full,
    /// It pulls the index down by so many points, between low and high.
    Pulls {
        /// The points.
        points: f64,
        /// The interval's lower end.
        low: f64,
        /// The interval's upper end.
        high: f64,
    },
}

impl RatedFigure {
    /// Returns what can be said of its drag.
    #[must_use]
    pub fn finding(&self) -> Finding {
        let drag = self.drag.clone().unwrap_or_default();
        match (drag.value, drag.low.zip(drag.high)) {
            _ if self.responses == 0 => Finding::NotRated,
            _ if self.mean.is_few() => Finding::Few,
            // The drag itself is rounded: one lower rating of thousands would be lost.
            _ if self.counts.0.last().is_some_and(|(_, count)| *count == self.responses) => {
                Finding::Full
            }
            (Some(points), Some((low, high))) => Finding::Pulls { points, low, high },
            _ => Finding::Few,
        }
    }
}

impl RatedChange {
    /// Returns the verdict on the change.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match (self.significant, self.value) {
            (_, None) => Verdict::None,
            (None, _) => Verdict::TooFew,
            (Some(false), _) => Verdict::NoDifference,
            (Some(true), Some(value)) if value < 0.0 => Verdict::Worse,
            (Some(true), Some(_)) => Verdict::Better,
        }
    }
}

impl Change {
    /// Returns the change of an attribute's mean.
    #[must_use]
    pub fn of_attribute(&self, id: &str) -> Option<&RatedChange> {
        self.rated_attributes.iter().flatten().find(|change| change.id == id)
    }
}

impl Summary {
    /// Returns the rated attributes: first what pulls the index down most, then what too few rated,
    /// at the end what nobody did.
    #[must_use]
    pub fn rated(&self) -> Vec<RatedFigure> {
        let mut rated = self.rated_attributes.clone().unwrap_or_default();
        let place = |one: &RatedFigure| match one.finding() {
            Finding::Pulls { points, .. } => (0, -points),
            Finding::Full => (0, 0.0),
            Finding::Few => (1, 0.0),
            Finding::NotRated => (2, 0.0),
        };
        rated.sort_by(|a, b| {
            let ((group_a, less_a), (group_b, less_b)) = (place(a), place(b));
            group_a.cmp(&group_b).then(less_a.total_cmp(&less_b))
        });
        rated
    }

    /// True if anybody rated anything.
    #[must_use]
    pub fn is_rated(&self) -> bool {
        self.rated_attributes.iter().flatten().any(|one| one.responses > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUMMARY: &str = r#"{"kind":"csi","from":"a","to":"b","final":true,
        "responses":182,"indexed_responses":171,"groups":{},"counts":{},
        "score":{"value":64.12,"low":60.87,"high":67.29,"confidence":0.95,"method":"adjusted-t"},
        "rated_attributes":[
          {"id":"bags","weight_percent":10,"responses":3,"counts":{"1":3},
           "mean":{"value":0.0,"low":0.0,"high":40.0,"note":"small-sample"},
           "drag":{"value":10.0,"low":6.0,"high":10.0}},
          {"id":"tea","weight_percent":40,"responses":170,"counts":{"4":85,"5":85},
           "mean":{"value":87.5,"low":80.0,"high":92.0},"drag":{"value":5.0,"low":3.2,"high":8.0}},
          {"id":"price","weight_percent":25,"responses":168,"counts":{"1":31},
           "mean":{"value":43.75,"low":39.2,"high":48.4},"drag":{"value":14.06,"low":12.9,"high":15.2}},
          {"id":"door","weight_percent":5,"responses":0,"counts":{"1":0},
           "mean":{"value":null,"low":null,"high":null,"note":"small-sample"}},
          {"id":"staff","weight_percent":20,"responses":40,"counts":{"5":40},
           "mean":{"value":100.0,"low":98.0,"high":100.0},"drag":{"value":0.0,"low":0.0,"high":0.4}}],
        "change":{"value":-3.1,"low":-5.0,"high":-1.2,"significant":true,"verdict":"worse",
          "from":"y","to":"z","rated_attributes":[
          {"id":"price","value":-9.5,"low":-14.0,"high":-5.0,"significant":true},
          {"id":"tea","value":1.0,"low":-2.0,"high":4.0,"significant":false},
          {"id":"staff","value":2.0,"low":1.0,"high":3.0,"significant":true},
          {"id":"bags","value":2.0,"low":null,"high":null,"significant":null},
          {"id":"door","value":null,"low":null,"high":null,"significant":null}]}}"#;

    fn summary() -> Summary {
        serde_json::from_str(SUMMARY).unwrap()
    }

    #[test]
    fn what_pulls_the_index_down_most_stands_first_and_what_can_not_be_judged_last() {
        let rated = summary().rated();
        let order: Vec<&str> = rated.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(order, ["price", "tea", "staff", "bags", "door"]);
    }

    #[test]
    fn each_attribute_is_told_by_what_is_known_of_it() {
        let findings: Vec<Finding> = summary().rated().iter().map(RatedFigure::finding).collect();
        let pulls = |points, low, high| Finding::Pulls { points, low, high };
        assert_eq!(
            findings,
            [
                pulls(14.06, 12.9, 15.2),
                pulls(5.0, 3.2, 8.0),
                Finding::Full,
                Finding::Few,
                Finding::NotRated
            ]
        );
    }

    #[test]
    fn all_gave_the_highest_rating_only_if_nobody_gave_another() {
        let of = |counts: &str| {
            let json = format!(
                r#"{{"id":"tea","responses":9999,"counts":{counts},"mean":{{"value":100.0}},
                    "drag":{{"value":0.0,"low":0.0,"high":0.01}}}}"#
            );
            serde_json::from_str::<RatedFigure>(&json).unwrap().finding()
        };
        assert_eq!(of(r#"{"4":0,"5":9999}"#), Finding::Full);
        let nearly = Finding::Pulls { points: 0.0, low: 0.0, high: 0.01 };
        assert_eq!(of(r#"{"4":1,"5":9998}"#), nearly);
    }

    #[test]
    fn a_change_of_an_attribute_is_judged_only_where_it_can_be() {
        let change = summary().change.unwrap();
        let verdict = |id: &str| change.of_attribute(id).map(RatedChange::verdict);
        assert_eq!(
            ["price", "tea", "staff", "bags", "door", "cups"].map(verdict),
            [
                Some(Verdict::Worse),
                Some(Verdict::NoDifference),
                Some(Verdict::Better),
                Some(Verdict::TooFew),
                Some(Verdict::None),
                None
            ]
        );
    }

    #[test]
    fn a_summary_of_another_kind_and_one_that_is_not_final_rate_nothing() {
        for json in [
            r#"{"kind":"nps","from":"a","to":"b","final":true,"responses":4}"#,
            r#"{"kind":"csi","from":"a","to":"b","final":false,"responses":null,"groups":null,
                "counts":null,"indexed_responses":null,"rated_attributes":null,"change":null}"#,
        ] {
            let summary: Summary = serde_json::from_str(json).unwrap();
            assert!(summary.rated().is_empty() && !summary.is_rated());
        }
        assert!(summary().is_rated());
    }

    #[test]
    fn responses_without_an_index_are_too_few_to_judge() {
        let of = |responses: u64, indexed: u64| {
            let json = format!(
                r#"{{"kind":"csi","from":"a","to":"b","final":true,"responses":{responses},
                    "indexed_responses":{indexed},"change":{{"verdict":"none","from":"a","to":"b"}}}}"#
            );
            serde_json::from_str::<Summary>(&json).unwrap().verdict()
        };
        assert_eq!(of(0, 0), Verdict::None);
        assert_eq!(of(12, 0), Verdict::TooFew);
        assert_eq!(of(12, 4), Verdict::NothingBefore);
    }
}
