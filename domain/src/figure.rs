//! Figures of a tally: the score of its kind, its mean, the share of a group, each with an
//! interval. A score is computed only here.

use crate::interval::{Level, adjusted_t, adjusted_wald, wilson};
use crate::{Confidence, Group, Interval, Kind, Note, Tally, round_half_away};

/// A number computed from responses, and its interval.
///
/// Without responses there is no figure (`None`), never 0 and never NaN. Values are unrounded until
/// [`Figure::rounded`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// The number; its unit is said by the function that made it.
    pub value: f64,
    /// Interval that plausibly holds the true value; holds `value`. `None` where one response is
    /// too few (a mean).
    pub interval: Option<Interval>,
    /// Method by which the interval was computed.
    pub method: Method,
    /// A remark: there are few responses.
    pub note: Option<Note>,
}

/// Method by which an interval is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Student's t interval of a mean with pseudo-answers at both ends of the scale, stretched to
    /// hold the mean.
    AdjustedT,
    /// The adjusted Wald interval of a Net Promoter Score, stretched to hold the score.
    AdjustedWald,
    /// Wilson's score interval of a share.
    Wilson,
}

impl Figure {
    /// Returns the score of the tally's kind, or `None` without responses.
    ///
    /// | kind | score | range | method |
    /// |---|---|---|---|
    /// | NPS | 100 · (promoters − detractors) / responses | −100 to 100 | adjusted Wald |
    /// | CES | mean score | 1 to 7 | adjusted t, from two responses on |
    /// | CSAT | 100 · satisfied / responses | 0 to 100 | Wilson |
    ///
    /// ```
    /// # use domain::{Confidence, Figure, Kind, Score, Tally};
    /// let mut tally = Tally::new(Kind::Nps);
    /// for (value, count) in [(10, 7), (8, 2), (0, 1)] {
    ///     tally.add_count(Score::new(Kind::Nps, value)?, count)?;
    /// }
    /// let nps = Figure::score(&tally, Confidence::Percent95).unwrap().rounded();
    /// assert_eq!(nps.value, 60.0);
    /// assert_eq!(nps.method.as_str(), "adjusted-wald");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn score(tally: &Tally, confidence: Confidence) -> Option<Figure> {
        if tally.is_empty() {
            return None;
        }
        match tally.kind() {
            Kind::Nps => Some(Figure {
                value: adjusted_wald::score(tally),
                interval: Some(adjusted_wald::interval(tally, Level::from(confidence))),
                method: Method::AdjustedWald,
                note: Note::of(tally.responses()),
            }),
            Kind::Ces => Figure::mean(tally, confidence),
            Kind::Csat => Figure::group_percent(tally, Group::Satisfied, confidence),
        }
    }

    /// Returns the mean score, in points of the scale, or `None` without responses.
    #[must_use]
    pub fn mean(tally: &Tally, confidence: Confidence) -> Option<Figure> {
        if tally.is_empty() {
            return None;
        }
        Some(Figure {
            value: adjusted_t::mean(tally),
            interval: adjusted_t::interval(tally, Level::from(confidence)),
            method: Method::AdjustedT,
            note: Note::of(tally.responses()),
        })
    }

    /// Returns the percentage of responses in a group of the tally's kind (`easy_percent` is that
    /// of [`Group::Easy`]), or `None` without responses or for a group of another kind.
    #[must_use]
    pub fn group_percent(tally: &Tally, group: Group, confidence: Confidence) -> Option<Figure> {
        if !tally.kind().groups().contains(&group) {
            return None;
        }
        percentage(tally.group_total(group), tally.total(), confidence)
    }

    /// Returns the percentage that `part` is of `whole`, as in a response rate, or `None` when
    /// `whole` is 0 or less than `part`.
    #[must_use]
    pub fn percent(part: u64, whole: u64, confidence: Confidence) -> Option<Figure> {
        percentage(u128::from(part), u128::from(whole), confidence)
    }

    /// Returns the figure as it is shown: all its numbers rounded to [`Method::decimals`].
    #[must_use]
    pub fn rounded(self) -> Figure {
        let round = |number: f64| round_half_away(number, self.method.decimals());
        Figure {
            value: round(self.value),
            interval: self.interval.map(|interval| interval.map(round)),
            ..self
        }
    }
}

impl Method {
    /// Returns the method that [`Figure::score`] uses for the kind.
    #[must_use]
    pub const fn of_score(kind: Kind) -> Method {
        match kind {
            Kind::Nps => Method::AdjustedWald,
            Kind::Ces => Method::AdjustedT,
            Kind::Csat => Method::Wilson,
        }
    }

    /// Returns the method's word in JSON: `adjusted-t`, `adjusted-wald`, `wilson`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Method::AdjustedT => "adjusted-t",
            Method::AdjustedWald => "adjusted-wald",
            Method::Wilson => "wilson",
        }
    }

    /// Returns the number of decimals that such figures are shown with: two for means, one for
    /// percentages and NPS.
    #[must_use]
    pub const fn decimals(self) -> u8 {
        match self {
            Method::AdjustedT => 2,
            Method::AdjustedWald | Method::Wilson => 1,
        }
    }
}

/// Returns the percentage that `part` is of `whole`, with Wilson's interval.
pub(crate) fn percentage(part: u128, whole: u128, confidence: Confidence) -> Option<Figure> {
    if whole == 0 || part > whole {
        return None;
    }
    let note = Note::of(u64::try_from(whole).unwrap_or(u64::MAX));
    let (part, whole) = (part as f64, whole as f64);
    let value = (100.0 * part / whole).min(100.0);
    let interval =
        wilson::interval(part, whole, Level::from(confidence)).map(|share| 100.0 * share);
    Some(Figure {
        value,
        // 100·(k/n) and (100·k)/n may differ in the last bit.
        interval: Some(interval.reaching(value)),
        method: Method::Wilson,
        note,
    })
}
