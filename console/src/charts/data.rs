//! Contents of a picture: numbers as the collector gave them, words as the caller wrote them.

use serde::Serialize;

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub enum Picture {
    /// A score over time.
    Trend(Trend),
    /// Responses by score.
    Distribution(Distribution),
    /// A small trend.
    Spark(Spark),
}

/// A score over time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trend {
    /// The pieces, in order.
    pub points: Vec<Point>,
    /// The time compared with, a value for each point; empty without one.
    pub compared: Vec<Compared>,
    /// Changes, each with its time.
    pub marks: Vec<Mark>,
    /// The score that the owner wants to reach.
    pub target: Option<f64>,
    /// The chosen part, if it is not all.
    pub chosen: Option<Span>,
    /// The lowest and the highest score that exist.
    pub scale: [f64; 2],
    /// The sentence that says what is to be seen.
    #[serde(skip)]
    pub sentence: String,
    /// Words at the target's line.
    #[serde(skip)]
    pub target_label: String,
    /// The last score, in words.
    #[serde(skip)]
    pub last_label: String,
}

/// One piece of time.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Point {
    /// Its first instant in milliseconds since 1970.
    pub from: f64,
    /// The first instant after it.
    pub to: f64,
    /// The score; `None` without responses.
    pub value: Option<f64>,
    /// The interval's lower end.
    pub low: Option<f64>,
    /// The interval's upper end.
    pub high: Option<f64>,
    /// Number of responses; below ten the point is hollow and stands alone.
    pub n: u64,
    /// The piece's name.
    pub label: String,
    /// Its name where there is little room.
    pub short: String,
    /// Text for a pointer.
    pub title: String,
}

/// One piece of the time compared with.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Compared {
    /// The score; `None` without responses.
    pub value: Option<f64>,
    /// Number of responses.
    pub n: u64,
}

/// A change that the owner made.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mark {
    /// Its time in milliseconds since 1970.
    pub at: f64,
    /// Its words.
    pub text: String,
    /// Its words where there is little room.
    pub short: String,
    /// `version` or `improvement`.
    pub kind: &'static str,
}

/// A part of the time, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Span {
    /// Its first instant.
    pub from: f64,
    /// The first instant after it.
    pub to: f64,
}

/// Responses by score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Distribution {
    /// The scores, in order.
    pub columns: Vec<Column>,
    /// The groups, in order; empty for none below.
    pub groups: Vec<Group>,
    /// The sentence that says what is to be seen.
    #[serde(skip)]
    pub sentence: String,
}

/// One score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Column {
    /// The score.
    pub score: u8,
    /// Number of responses.
    pub n: u64,
    /// `low`, `mid` or `high`.
    pub group: &'static str,
    /// The score in words.
    pub label: String,
    /// The number in words.
    pub count: String,
}

/// One group of scores.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// `low`, `mid` or `high`.
    pub group: &'static str,
    /// Its name.
    pub name: String,
    /// Its share in words.
    pub share: String,
    /// The share's interval in words.
    pub interval: String,
}

/// A small trend.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spark {
    /// The pieces, in order.
    pub points: Vec<Point>,
    /// The score that the owner wants to reach.
    pub target: Option<f64>,
    /// The lowest and the highest score that exist.
    pub scale: [f64; 2],
    /// The sentence that says what is to be seen; empty where words beside it do.
    #[serde(skip)]
    pub sentence: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_without_responses_has_no_value() {
        let json = serde_json::to_string(&Point::default()).unwrap();
        assert!(json.contains(r#""value":null"#) && json.contains(r#""n":0"#), "{json}");
    }

    #[test]
    fn words_are_no_part_of_the_data() {
        let spark = Spark {
            points: vec![],
            target: Some(40.0),
            scale: [-100.0, 100.0],
            sentence: "x".into(),
        };
        let json = serde_json::to_string(&spark).unwrap();
        assert_eq!(json, r#"{"points":[],"target":40.0,"scale":[-100.0,100.0]}"#);
    }
}
