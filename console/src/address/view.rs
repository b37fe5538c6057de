//! View of a place: period, comparison, certainty, filters.

use super::{decoded, encoded, survey_path};
use crate::date::Date;

/// Period of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// So many days up to today, today included.
    Days(i64),
    /// From a day to another, which is not in it.
    Range(Date, Date),
}

impl Period {
    /// Returns its first day, and the first day after it.
    #[must_use]
    pub fn range(self, today: Date) -> (Date, Date) {
        match self {
            Period::Days(days) => (today.plus(1 - days), today.plus(1)),
            Period::Range(from, to) => (from, to),
        }
    }

    /// Returns its number of days.
    #[must_use]
    pub const fn days(self) -> i64 {
        match self {
            Period::Days(days) => days,
            Period::Range(from, to) => to.since(from),
        }
    }
}

/// Period that the chosen one stands beside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compare {
    /// As many days right before.
    #[default]
    Previous,
    /// The same days of the month before.
    MonthEarlier,
    /// The same days of the year before.
    YearEarlier,
    /// None.
    Nothing,
}

impl Compare {
    /// Every choice, in their order on the screen.
    pub const ALL: [Compare; 4] =
        [Compare::Previous, Compare::MonthEarlier, Compare::YearEarlier, Compare::Nothing];

    /// Returns the word in addresses; the API takes all but `nothing`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Compare::Previous => "previous",
            Compare::MonthEarlier => "month-earlier",
            Compare::YearEarlier => "year-earlier",
            Compare::Nothing => "nothing",
        }
    }
}

/// Pieces of a trend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interval {
    /// By day.
    Day,
    /// By ISO week.
    Week,
    /// By month.
    Month,
    /// By quarter.
    Quarter,
}

impl Interval {
    /// Every choice, from short to long.
    pub const ALL: [Interval; 4] =
        [Interval::Day, Interval::Week, Interval::Month, Interval::Quarter];

    /// Returns the word in addresses and of the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Interval::Day => "day",
            Interval::Week => "week",
            Interval::Month => "month",
            Interval::Quarter => "quarter",
        }
    }

    /// Returns the interval that gives a period some 4 to 20 pieces.
    #[must_use]
    pub const fn of_days(days: i64) -> Interval {
        match days {
            ..=16 => Interval::Day,
            17..=140 => Interval::Week,
            141..=740 => Interval::Month,
            _ => Interval::Quarter,
        }
    }
}

/// Limit to the responses with one of several values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// The dimension's name.
    pub dimension: String,
    /// Values, any of which may be; empty stands for none.
    pub values: Vec<String>,
}

/// Choices that an address names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The period.
    pub period: Period,
    /// The period beside it.
    pub compare: Compare,
    /// The level of all intervals in percent.
    pub confidence: u8,
    /// The pieces of the trend; `None` for what suits the period.
    pub interval: Option<Interval>,
    /// The dimension by which it is broken down; `None` for the first.
    pub by: Option<String>,
    /// Filters, in the order in which they were made.
    pub filters: Vec<Filter>,
}

impl Default for View {
    fn default() -> View {
        View {
            period: Period::Days(30),
            compare: Compare::default(),
            confidence: 95,
            interval: None,
            by: None,
            filters: Vec::new(),
        }
    }
}

/// Levels that the API knows, in percent.
pub const CONFIDENCES: [u8; 4] = [80, 90, 95, 99];

impl View {
    /// Reads a query, with or without its question mark. What can't be read is left at its default,
    /// as an address may come from an older console.
    #[must_use]
    pub fn parse(query: &str) -> View {
        let mut view = View::default();
        let (mut from, mut to) = (None, None);
        for pair in query.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decoded(name, true), decoded(value, true));
            match name.as_str() {
                "days" => {
                    if let Some(days) = value.parse().ok().filter(|d| (1..=3660).contains(d)) {
                        view.period = Period::Days(days);
                    }
                }
                "from" => from = Date::parse(&value),
                "to" => to = Date::parse(&value),
                "compare" => {
                    let known = Compare::ALL.into_iter().find(|c| c.as_str() == value);
                    view.compare = known.unwrap_or_default();
                }
                "confidence" => {
                    let known = CONFIDENCES.into_iter().find(|c| c.to_string() == value);
                    view.confidence = known.unwrap_or(view.confidence);
                }
                "interval" => {
                    view.interval = Interval::ALL.into_iter().find(|i| i.as_str() == value);
                }
                "by" => view.by = Some(value).filter(|value| !value.is_empty()),
                _ => {
                    let dimension = name.strip_prefix("filter[").and_then(|n| n.strip_suffix(']'));
                    if let Some(dimension) = dimension {
                        view.add(dimension, &value);
                    }
                }
            }
        }
        if let (Some(from), Some(to)) = (from, to)
            && to > from
        {
            view.period = Period::Range(from, to);
        }
        view
    }

    /// Writes the query, without a question mark; defaults are left out.
    #[must_use]
    pub fn query(&self) -> String {
        let usual = View::default();
        let mut pairs: Vec<(String, String)> = Vec::new();
        let mut put = |name: &str, value: String| pairs.push((name.to_owned(), value));
        match self.period {
            period if period == usual.period => {}
            Period::Days(days) => put("days", days.to_string()),
            Period::Range(from, to) => {
                put("from", from.to_string());
                put("to", to.to_string());
            }
        }
        if self.compare != usual.compare {
            put("compare", self.compare.as_str().to_owned());
        }
        if self.confidence != usual.confidence {
            put("confidence", self.confidence.to_string());
        }
        if let Some(interval) = self.interval {
            put("interval", interval.as_str().to_owned());
        }
        if let Some(by) = &self.by {
            put("by", by.clone());
        }
        let mut written: Vec<String> =
            pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        written.extend(self.filter_pairs());
        written.join("&")
    }

    /// Returns the filters as parameters, `filter[touchpoint]=checkout` each.
    #[must_use]
    pub fn filter_pairs(&self) -> Vec<String> {
        let pairs = self.filters.iter().flat_map(|filter| {
            let name = encoded(&filter.dimension);
            filter.values.iter().map(move |value| format!("filter[{name}]={}", encoded(value)))
        });
        pairs.collect()
    }

    /// Adds a value that may be, unless it is there.
    pub fn add(&mut self, dimension: &str, value: &str) {
        let value = value.to_owned();
        match self.filters.iter_mut().find(|filter| filter.dimension == dimension) {
            Some(filter) if filter.values.contains(&value) => {}
            Some(filter) => filter.values.push(value),
            None => {
                self.filters.push(Filter { dimension: dimension.to_owned(), values: vec![value] })
            }
        }
    }

    /// Returns the same view without a dimension's filter.
    #[must_use]
    pub fn without(&self, dimension: &str) -> View {
        let mut view = self.clone();
        view.filters.retain(|filter| filter.dimension != dimension);
        view
    }

    /// Returns the same view with one more value of a dimension.
    #[must_use]
    pub fn with(&self, dimension: &str, value: &str) -> View {
        let mut view = self.clone();
        view.add(dimension, value);
        view
    }

    /// Returns the path of a summary with this view's period, level, comparison and trend.
    #[must_use]
    pub fn summary_path(&self, site: &str, survey: &str, today: Date, zone: &str) -> String {
        let interval = self.interval.unwrap_or_else(|| Interval::of_days(self.period.days()));
        let mut path = format!(
            "{}/summary?{}&interval={}&confidence={}",
            survey_path(site, survey),
            self.period_pairs(today, zone),
            interval.as_str(),
            f64::from(self.confidence) / 100.0,
        );
        if self.compare != Compare::Nothing {
            path.push_str("&compare=");
            path.push_str(self.compare.as_str());
        }
        path
    }

    /// Returns the parameters of the period for the API.
    #[must_use]
    pub fn period_pairs(&self, today: Date, zone: &str) -> String {
        let (from, to) = self.period.range(today);
        format!("from={from}&to={to}&tz={}", encoded(zone))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is_kept(query: &str) {
        assert_eq!(View::parse(query).query(), query);
    }

    #[test]
    fn a_view_is_read_as_it_is_written() {
        is_kept("");
        is_kept("days=90&compare=year-earlier&confidence=99&interval=month&by=page");
        is_kept("from=2026-01-01&to=2026-02-01");
        is_kept("filter[touchpoint]=checkout&filter[touchpoint]=&filter[page]=%2Fa%26b");
    }

    #[test]
    fn what_can_not_be_read_is_left_at_its_default() {
        for query in
            ["days=0", "days=x", "from=2026-01-01", "compare=x", "confidence=94", "=", "a&b"]
        {
            assert_eq!(View::parse(query), View::default(), "{query}");
        }
        assert_eq!(View::parse("from=2026-02-01&to=2026-01-01"), View::default());
    }

    #[test]
    fn a_value_is_added_once_and_a_filter_is_dropped_whole() {
        let view = View::default().with("lang", "vi").with("lang", "en").with("lang", "vi");
        assert_eq!(view.query(), "filter[lang]=vi&filter[lang]=en");
        assert_eq!(view.with("page", "/").without("lang").query(), "filter[page]=%2F");
    }

    #[test]
    fn days_end_with_today() {
        let today = Date::parse("2026-11-28").unwrap();
        assert_eq!(
            View::default().period_pairs(today, "Asia/Ho_Chi_Minh"),
            "from=2026-10-30&to=2026-11-29&tz=Asia%2FHo_Chi_Minh"
        );
    }

    #[test]
    fn a_summary_is_asked_for_with_all_of_a_view_but_its_filters() {
        let today = Date::parse("2026-11-28").unwrap();
        let view = View::parse("days=7&confidence=80&compare=nothing&filter[lang]=vi");
        assert_eq!(
            view.summary_path("shop", "nps", today, "UTC"),
            "/v1/sites/shop/surveys/nps/summary?from=2026-11-22&to=2026-11-29&tz=UTC\
             &interval=day&confidence=0.8"
        );
        assert!(
            View::default().summary_path("a", "b", today, "UTC").ends_with("&compare=previous")
        );
    }

    #[test]
    fn a_period_has_a_readable_number_of_pieces() {
        for (days, expected) in [
            (7, Interval::Day),
            (30, Interval::Week),
            (90, Interval::Week),
            (365, Interval::Month),
            (2000, Interval::Quarter),
        ] {
            assert_eq!(Interval::of_days(days), expected, "{days}");
        }
    }
}
