//! Question to the list: survey, group, text, comment, period, values of dimensions.
//!
//! In: reading and writing it in the address, and for the API. Not in: words.

use crate::{
    address::{View, asked_survey, decoded, encoded, survey_path},
    date::Date,
};

/// Number of days that stands for all time: the oldest response is younger.
pub const ALL_DAYS: i64 = 3_660;

/// Number of responses that are fetched at once.
const PAGE: u32 = 50;

/// Question to the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// The survey's name; `None` for the first one.
    pub survey: Option<String>,
    /// The group, such as `detractor`.
    pub group: Option<String>,
    /// Text in the comment.
    pub text: Option<String>,
    /// With a comment, or without.
    pub has_comment: Option<bool>,
    /// Period and values.
    pub view: View,
}

impl Question {
    /// Reads a query, with or without its question mark.
    #[must_use]
    pub fn parse(query: &str) -> Question {
        let mut question = Question {
            survey: asked_survey(query),
            view: View::parse(query),
            ..Question::default()
        };
        for pair in query.trim_start_matches('?').split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decoded(value, true);
            let value = Some(value).filter(|value| !value.is_empty());
            match name {
                "group" => question.group = value,
                "text" => question.text = value,
                "has_comment" => question.has_comment = value.and_then(|text| text.parse().ok()),
                _ => {}
            }
        }
        question
    }

    /// Writes the query, without a question mark; what is not asked is left out.
    #[must_use]
    pub fn query(&self) -> String {
        let mut written = Vec::new();
        if let Some(survey) = &self.survey {
            written.push(format!("survey={}", encoded(survey)));
        }
        written.extend(self.own_pairs());
        let rest = self.view.query();
        written.extend((!rest.is_empty()).then_some(rest));
        written.join("&")
    }

    fn own_pairs(&self) -> Vec<String> {
        let pairs = [
            ("group", self.group.clone()),
            ("text", self.text.clone()),
            ("has_comment", self.has_comment.map(|has| has.to_string())),
        ];
        pairs
            .into_iter()
            .filter_map(|(name, value)| Some(format!("{name}={}", encoded(&value?))))
            .collect()
    }

    /// Returns the same parameters for the API: list and files take them alike.
    #[must_use]
    pub fn api_query(&self, today: Date, zone: &str) -> String {
        let mut written = vec![self.view.period_pairs(today, zone)];
        written.extend(self.own_pairs());
        written.extend(self.view.filter_pairs());
        written.join("&")
    }

    /// Returns the address of a page of the list.
    #[must_use]
    pub fn list_path(
        &self,
        site: &str,
        survey: &str,
        (today, zone): (Date, &str),
        cursor: Option<&str>,
    ) -> String {
        let base = survey_path(site, survey);
        let query = self.api_query(today, zone);
        let cursor = cursor.map(|cursor| format!("&cursor={}", encoded(cursor)));
        format!("{base}/responses?limit={PAGE}&{query}{}", cursor.unwrap_or_default())
    }

    /// Returns the address of a file's first piece.
    #[must_use]
    pub fn export_path(
        &self,
        site: &str,
        survey: &str,
        (today, zone): (Date, &str),
        is_csv: bool,
    ) -> String {
        let base = survey_path(site, survey);
        let query = self.api_query(today, zone);
        // Spreadsheets need the mark to read UTF-8.
        if is_csv {
            format!("{base}/export.csv?bom=true&{query}")
        } else {
            format!("{base}/export.ndjson?{query}")
        }
    }

    /// True if anything but survey and period limits the list.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        self.group.is_some()
            || self.text.is_some()
            || self.has_comment.is_some()
            || !self.view.filters.is_empty()
    }

    /// Returns the same survey and period without any other limit.
    #[must_use]
    pub fn cleared(&self) -> Question {
        let mut view = self.view.clone();
        view.filters.clear();
        Question { survey: self.survey.clone(), view, ..Question::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Date {
        Date::parse("2026-11-29").unwrap()
    }

    #[test]
    fn a_question_is_read_as_it_is_written() {
        for query in [
            "",
            "survey=nps",
            "survey=nps&group=detractor&text=wet%20box%20%26%20more&has_comment=true&days=90",
            "has_comment=false&from=2026-01-01&to=2026-02-01&filter[touchpoint]=a&filter[plan]=",
        ] {
            assert_eq!(Question::parse(query).query(), query);
        }
    }

    #[test]
    fn the_api_gets_dates_and_every_filter() {
        let question = Question::parse("?survey=nps&group=detractor&filter[page]=%2Fa%20b");
        assert_eq!(
            question.api_query(today(), "Asia/Ho_Chi_Minh"),
            "from=2026-10-31&to=2026-11-30&tz=Asia%2FHo_Chi_Minh&group=detractor&filter[page]=%2Fa%20b"
        );
    }

    #[test]
    fn list_and_file_ask_for_the_same() {
        let question = Question::parse("text=wet&filter[device]=phone");
        let when = (today(), "UTC");
        let list = question.list_path("shop", "nps", when, Some("c/1"));
        let file = question.export_path("shop", "nps", when, true);
        let asked = question.api_query(today(), "UTC");
        assert_eq!(
            list,
            format!("/v1/sites/shop/surveys/nps/responses?limit=50&{asked}&cursor=c%2F1")
        );
        assert_eq!(file, format!("/v1/sites/shop/surveys/nps/export.csv?bom=true&{asked}"));
        let lines = question.export_path("shop", "nps", when, false);
        assert_eq!(lines, format!("/v1/sites/shop/surveys/nps/export.ndjson?{asked}"));
    }

    #[test]
    fn clearing_keeps_survey_and_period() {
        let question = Question::parse("survey=nps&days=90&group=detractor&filter[device]=phone");
        assert!(question.is_narrowed());
        let cleared = question.cleared();
        assert_eq!(cleared.query(), "survey=nps&days=90");
        assert!(!cleared.is_narrowed());
    }

    #[test]
    fn what_can_not_be_read_limits_nothing() {
        assert_eq!(Question::parse("has_comment=maybe&group=&text="), Question::default());
    }
}
