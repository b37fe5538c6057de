//! A survey's target: checked against its bounds, stored as a number.

use domain::{Kind, ScoreRange, Target};
use serde::{Deserialize, Deserializer, Serializer, de::Error};

use crate::fields::Fields;

pub(super) fn read(fields: &mut Fields<'_>, kind: Option<Kind>) -> Option<Target> {
    let value = fields.raw("target")?;
    // Without a valid kind, the error about the kind is enough.
    let kind = kind?;
    let target = value.as_f64().and_then(|score| Target::new(kind, score));
    if target.is_none() {
        let ScoreRange { min, max, decimals } = ScoreRange::of(kind);
        let decimals = if decimals == 1 { "one decimal" } else { "two decimals" };
        let detail = if value.is_number() { format!("is {value}") } else { "is no number".into() };
        let allowed = format!("a number from {min} to {max} with at most {decimals}");
        fields.complain("target", &detail, &allowed);
    }
    target
}

pub(super) fn serialize<S: Serializer>(target: &Option<Target>, to: S) -> Result<S::Ok, S::Error> {
    match target {
        Some(target) => to.serialize_f64(target.score()),
        None => to.serialize_none(),
    }
}

/// Reads a stored target. It was checked against its own kind's range when it was set, so the range
/// of any kind will do here.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Target>, D::Error> {
    let Some(score) = Option::<f64>::deserialize(from)? else { return Ok(None) };
    let target = Kind::ALL.into_iter().find_map(|kind| Target::new(kind, score));
    target.map(Some).ok_or_else(|| D::Error::custom("not a target"))
}

#[cfg(test)]
mod tests {
    use crate::{fields::Unreadable, survey::SurveyDefinition};

    #[track_caller]
    fn refused(kind: &str, target: &str, detail: &str, allowed: &str) {
        let body = format!(r#"{{"kind":"{kind}","target":{target}}}"#);
        let Err(Unreadable::Invalid(errors)) = SurveyDefinition::parse(body.as_bytes()) else {
            panic!("{body}");
        };
        let found = (errors[0].pointer.as_str(), errors[0].detail.as_str());
        assert_eq!((found, errors.len()), (("/target", detail), 1));
        assert_eq!(errors[0].allowed, allowed);
    }

    #[test]
    fn a_target_is_in_the_range_of_its_kind() {
        let nps = "a number from -100 to 100 with at most one decimal";
        refused("nps", "100.1", "is 100.1", nps);
        refused("nps", "-101", "is -101", nps);
        refused("nps", "40.25", "is 40.25", nps);
        refused("nps", "\"40\"", "is no number", nps);
        refused("ces", "0", "is 0", "a number from 1 to 7 with at most two decimals");
        refused("csat", "-1", "is -1", "a number from 0 to 100 with at most one decimal");
    }

    #[test]
    fn a_target_survives_being_stored_and_none_is_left_out() {
        for (kind, target, score) in
            [("nps", "-40", -40.0), ("ces", "5.25", 5.25), ("csat", "82.5", 82.5)]
        {
            let body = format!(r#"{{"kind":"{kind}","target":{target}}}"#);
            let survey = SurveyDefinition::parse(body.as_bytes()).unwrap();
            assert_eq!(survey.target.unwrap().score(), score);
            let stored = serde_json::to_vec(&survey).unwrap();
            assert_eq!(serde_json::from_slice::<SurveyDefinition>(&stored).unwrap(), survey);
            assert_eq!(SurveyDefinition::parse_kept(&stored).unwrap(), survey);
        }
        for body in [r#"{"kind":"nps"}"#, r#"{"kind":"nps","target":null}"#] {
            let survey = SurveyDefinition::parse(body.as_bytes()).unwrap();
            assert_eq!(survey.target, None);
            assert!(!serde_json::to_string(&survey).unwrap().contains("target"));
        }
        assert!(
            serde_json::from_str::<SurveyDefinition>(r#"{"kind":"nps","target":101}"#).is_err()
        );
    }
}
