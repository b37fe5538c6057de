//! The scale of a survey's score: its ends, its unit, how finely it is written.

use domain::{Group, Kind, Metric, Score, ScoreRange};

use crate::{
    address::{Interval, View},
    api::{Piece, SurveyEntry},
    date::Date,
    frame::Words,
    intl,
};

/// Classes of the three groups, from the low end.
pub(crate) const GROUP_CLASSES: [&str; 3] = ["low", "mid", "high"];

/// The scale on which a survey's score is written and drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scale {
    /// Scale of a kind, of which a response has one score.
    Score(Kind),
    /// Scale of a satisfaction index, for which a response has ratings.
    Index,
}

impl Scale {
    /// Returns the scale of a kind's word; that of NPS for a kind that this console does not know.
    pub(crate) fn of(word: &str) -> Scale {
        match word {
            Metric::CSI => Scale::Index,
            word => Scale::Score(Kind::parse(word).unwrap_or(Kind::Nps)),
        }
    }

    /// Returns the scale of a survey's kind.
    pub(crate) fn of_survey(survey: Option<&SurveyEntry>) -> Scale {
        Scale::of(survey.map_or("", |survey| &survey.definition.kind))
    }

    /// Returns the kind of a response's one score; `None` for an index, which has neither groups nor
    /// plans.
    pub(crate) const fn kind(self) -> Option<Kind> {
        match self {
            Scale::Score(kind) => Some(kind),
            Scale::Index => None,
        }
    }

    /// Returns the metric's name: `NPS`.
    pub(crate) fn name(self) -> String {
        self.kind().map_or(Metric::CSI, Kind::as_str).to_uppercase()
    }

    /// Returns the lowest and the highest score.
    pub(crate) fn ends(self) -> (f64, f64) {
        let Scale::Score(kind) = self else { return (0.0, 100.0) };
        let ScoreRange { min, max, .. } = ScoreRange::of(kind);
        (min.into(), max.into())
    }

    pub(crate) const fn decimals(self) -> u8 {
        match self {
            Scale::Score(kind) => ScoreRange::of(kind).decimals,
            Scale::Index => 2,
        }
    }

    /// Returns a change that is worth knowing of, in the score's unit; `None` where the collector
    /// makes no plans.
    pub(crate) const fn step(self) -> Option<f64> {
        match self {
            Scale::Score(Kind::Nps) => Some(10.0),
            Scale::Score(Kind::Csat) => Some(5.0),
            Scale::Score(Kind::Ces) => Some(0.5),
            Scale::Index => None,
        }
    }

    /// Returns the parameter that asks how many responses would tell such a change: `&power=10`.
    pub(crate) fn power(self) -> String {
        self.step().map_or_else(String::new, |step| format!("&power={step}"))
    }

    /// Returns the names of the groups from the low end; `None` where there are none.
    pub(crate) fn groups(self, words: Words) -> Option<[&'static str; 3]> {
        Some(self.kind()?.groups().map(words.texts.common.group))
    }

    /// Returns the class of a single answer's group.
    pub(crate) fn group_of(self, score: u8) -> &'static str {
        let score = self.kind().and_then(|kind| Score::new(kind, score.into()).ok());
        score.map_or("high", |score| class_of(score.group()))
    }

    pub(crate) fn number(self, words: Words, value: f64) -> String {
        intl::number(words.lang, value, self.decimals())
    }

    pub(crate) fn signed(self, words: Words, value: f64) -> String {
        intl::signed(words.lang, value, self.decimals())
    }

    /// Returns an end of the scale or a target, without decimals it does not need.
    pub(crate) fn plain(self, words: Words, value: f64) -> String {
        let decimals = if value.fract() == 0.0 { 0 } else { self.decimals() };
        intl::number(words.lang, value, decimals)
    }

    /// Returns the end of an axis of differences, as far from zero on both sides, that holds them.
    pub(crate) fn reach(self, differences: impl IntoIterator<Item = f64>) -> f64 {
        let most = differences.into_iter().map(f64::abs).fold(0.0, f64::max);
        let unit = if self.ends().1 > 50.0 { 5.0 } else { 0.5 };
        ((most / unit).ceil() * unit).max(unit)
    }

    /// Returns a range in words: `38.3 to 50.9`.
    pub(crate) fn range(self, words: Words, low: Option<f64>, high: Option<f64>) -> Option<String> {
        Some((words.texts.common.to)(&self.number(words, low?), &self.number(words, high?)))
    }

    /// Returns a range of differences in words: `+1.5 to +20.4`.
    pub(crate) fn signed_range(
        self,
        words: Words,
        low: Option<f64>,
        high: Option<f64>,
    ) -> Option<String> {
        Some((words.texts.common.to)(&self.signed(words, low?), &self.signed(words, high?)))
    }
}

/// Returns the class of a group's word: `low`, `mid` or `high`.
pub(crate) fn group_class(word: &str) -> &'static str {
    Group::parse(word).map_or("high", class_of)
}

fn class_of(group: Group) -> &'static str {
    let place = |kind: Kind| kind.groups().into_iter().position(|one| one == group);
    let found = Kind::ALL.into_iter().find_map(place);
    found.and_then(|place| GROUP_CLASSES.get(place).copied()).unwrap_or("high")
}

/// Returns the name of a group's word.
pub(crate) fn group_name(words: Words, word: &str) -> String {
    Group::parse(word).map_or(word, words.texts.common.group).to_owned()
}

/// Returns the place of a value between two ends, in percent.
pub(crate) fn position(value: f64, (low, high): (f64, f64)) -> f64 {
    if high <= low { 50.0 } else { ((value - low) / (high - low) * 100.0).clamp(0.0, 100.0) }
}

/// Returns the ends of an axis that holds all values: a part of the scale, on round numbers.
pub(crate) fn axis(values: impl IntoIterator<Item = f64>, scale: (f64, f64)) -> (f64, f64) {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in values {
        low = low.min(value);
        high = high.max(value);
    }
    if low > high {
        return scale;
    }
    let whole = scale.1 - scale.0;
    let unit = if whole > 50.0 { 10.0 } else { 0.5 };
    let (low, high) = ((low / unit).floor() * unit, (high / unit).ceil() * unit);
    let high = if high > low { high } else { low + unit };
    (low.max(scale.0), high.min(scale.1))
}

/// Returns the interval of a view's trend.
pub(crate) fn interval_of(view: &View) -> Interval {
    view.interval.unwrap_or_else(|| Interval::of_days(view.period.days()))
}

/// Returns the days of a piece, both in it; `None` for pieces of hours.
pub(crate) fn piece_days(piece: &Piece) -> Option<(Date, Date)> {
    Some((Date::parse(&piece.start)?, Date::parse(&piece.end)?.plus(-1)))
}

/// Returns a piece's name in a table.
pub(crate) fn piece_name(words: Words, piece: &Piece) -> String {
    match piece_days(piece) {
        Some((from, to)) if from == to => intl::day(words.lang, from),
        Some((from, to)) => intl::days_short(words.lang, from, to),
        None => piece.start.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Lang;

    const NPS: Scale = Scale::Score(Kind::Nps);

    #[test]
    fn an_axis_holds_its_values_and_no_more_than_the_scale() {
        assert_eq!(axis([12.0, 38.0], (-100.0, 100.0)), (10.0, 40.0));
        assert_eq!(axis([-99.0, 98.0], (-100.0, 100.0)), (-100.0, 100.0));
        assert_eq!(axis([5.2, 5.8], (1.0, 7.0)), (5.0, 6.0));
        assert_eq!(axis([], (0.0, 100.0)), (0.0, 100.0));
        assert_eq!(axis([20.0], (0.0, 100.0)), (20.0, 30.0));
    }

    #[test]
    fn each_group_has_the_colour_of_its_place() {
        for kind in Kind::ALL {
            let classes = kind.groups().map(|group| group_class(group.as_str()));
            assert_eq!(classes, GROUP_CLASSES, "{kind:?}");
        }
    }

    #[test]
    fn an_answer_has_the_colour_of_its_group() {
        assert_eq!([6, 7, 8, 9].map(|s| NPS.group_of(s)), ["low", "mid", "mid", "high"]);
        let ces = Scale::Score(Kind::Ces);
        assert_eq!([3, 4, 5].map(|s| ces.group_of(s)), ["low", "mid", "high"]);
        let csat = Scale::Score(Kind::Csat);
        assert_eq!([2, 3, 4].map(|s| csat.group_of(s)), ["low", "mid", "high"]);
    }

    #[test]
    fn groups_are_named_in_each_language() {
        let name = |lang: Lang| group_name(Words { lang, texts: lang.texts() }, "detractor");
        assert_eq!(name(Lang::En), "Detractors");
        assert_eq!(name(Lang::Vi), "Không ủng hộ");
    }

    #[test]
    fn a_scale_is_that_of_its_kind() {
        assert_eq!(
            (NPS.name(), NPS.ends(), NPS.decimals()),
            ("NPS".to_owned(), (-100.0, 100.0), 1)
        );
        assert_eq!(Scale::of("csat"), Scale::Score(Kind::Csat));
        assert_eq!(Scale::of("of-tomorrow"), NPS);
    }

    #[test]
    fn an_index_has_a_scale_of_its_own_without_groups_or_plans() {
        let scale = Scale::of("csi");
        assert_eq!((scale.name(), scale.ends(), scale.decimals()), ("CSI".into(), (0.0, 100.0), 2));
        let lang = Lang::En;
        assert_eq!(scale.groups(Words { lang, texts: lang.texts() }), None);
        assert_eq!((scale.power(), NPS.power()), (String::new(), "&power=10".to_owned()));
        assert_eq!(Scale::of("ces").power(), "&power=0.5");
    }

    #[test]
    fn a_position_never_leaves_its_axis() {
        assert_eq!(position(0.0, (-100.0, 100.0)), 50.0);
        assert_eq!(position(500.0, (0.0, 100.0)), 100.0);
        assert_eq!(position(1.0, (1.0, 1.0)), 50.0);
    }
}
