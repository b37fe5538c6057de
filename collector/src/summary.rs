//! A tally → the summary that an owner reads. The figures are `domain`'s; here they get their names.

use std::collections::BTreeMap;

use domain::{
    Change, ChangeNote, Confidence, Figure, Group, Kind, Method, SiteId, SurveyId, Tally,
};
use wire::summary::{ChangeFigure, Counts, ScoreFigure, SeriesPoint, Summary, ValueFigure};

use crate::{
    breakdown::{Breakdown, Is, Part},
    fold::Folded,
    period::Period,
    plain_text::neutralised,
    rfc3339,
    series::Piece,
};

/// What a summary is made of.
#[derive(Debug)]
pub struct Parts<'a> {
    /// The site.
    pub site: &'a SiteId,
    /// The survey.
    pub survey: &'a SurveyId,
    /// The period.
    pub period: &'a Period,
    /// What the period's responses add up to.
    pub folded: Folded,
    /// The period's pieces, if they were asked for.
    pub pieces: Option<&'a [Piece]>,
    /// Another period with what its responses add up to, if it was asked for.
    pub compared: Option<(Period, Folded)>,
    /// How sure intervals are.
    pub confidence: Confidence,
}

/// Names the figures of a period.
#[must_use]
pub fn build(parts: Parts<'_>) -> Summary {
    let Parts { site, survey, period, folded, pieces, compared, confidence } = parts;
    let tally = &folded.tally;
    let kind = tally.kind();
    let easy = || {
        let figure = Figure::group_percent(tally, Group::Easy, confidence);
        score_figure(figure, Method::Wilson, confidence)
    };
    let mean = || Figure::mean(tally, confidence).map(|figure| figure.rounded().value);
    Summary {
        site: site.to_string(),
        survey: survey.to_string(),
        kind: kind.as_str().to_owned(),
        from: period.from.clone(),
        to: period.to.clone(),
        tz: period.tz.clone(),
        good: "high".to_owned(),
        responses: tally.responses(),
        comments: folded.comments,
        score: score_figure(Figure::score(tally, confidence), Method::of_score(kind), confidence),
        mean: if kind == Kind::Nps { None } else { mean() },
        easy_percent: (kind == Kind::Ces).then(easy),
        groups: Counts(
            kind.groups()
                .map(|group| (group.as_str().to_owned(), tally.group_count(group)))
                .into_iter()
                .collect(),
        ),
        counts: Counts(tally.counts().map(|(value, count)| (value.to_string(), count)).collect()),
        complete: folded.folded_to.is_none(),
        folded_to: folded.folded_to.map(rfc3339::utc),
        change: compared.map(|(other, of_other)| change(&folded, &other, &of_other, confidence)),
        series: pieces.map(|pieces| series(period, pieces, &folded, confidence)),
        by: (!folded.by.is_empty()).then(|| by(folded.by, confidence)),
    }
}

fn change(
    folded: &Folded,
    other: &Period,
    of_other: &Folded,
    confidence: Confidence,
) -> ChangeFigure {
    let is_complete = folded.folded_to.is_none() && of_other.folded_to.is_none();
    // Both are of one survey and so of one kind.
    let change = Change::between(&folded.tally, &of_other.tally, confidence).ok().flatten();
    let change = change.filter(|_| is_complete).map(Change::rounded);
    let interval = change.and_then(|change| change.interval);
    let note = match change {
        _ if !is_complete => Some("incomplete"),
        Some(change) => change.note.map(ChangeNote::as_str),
        // Nobody at all is a small sample, too.
        None => Some(ChangeNote::SmallSample.as_str()),
    };
    ChangeFigure {
        value: change.map(|change| change.value),
        low: interval.map(|interval| interval.low),
        high: interval.map(|interval| interval.high),
        significant: change.and_then(|change| change.significant),
        note: note.map(str::to_owned),
        from: other.from.clone(),
        to: other.to.clone(),
    }
}

/// Pieces of which nothing is known yet are left out.
fn series(
    period: &Period,
    pieces: &[Piece],
    folded: &Folded,
    confidence: Confidence,
) -> Vec<SeriesPoint> {
    let ends = pieces.iter().skip(1).map(|next| &next.from).chain([&period.to]);
    let is_known = |piece: &Piece| folded.folded_to.is_none_or(|at| piece.start < at);
    let known = pieces.iter().zip(ends).zip(&folded.series);
    let known = known.take_while(|((piece, _), _)| is_known(piece));
    let point = |((piece, end), tally): ((&Piece, &String), &Tally)| {
        let Ends { value, low, high } = Ends::of(tally, confidence);
        let (start, end) = (piece.from.clone(), end.clone());
        SeriesPoint { start, end, responses: tally.responses(), value, low, high }
    };
    known.map(point).collect()
}

fn by(by: Vec<Breakdown>, confidence: Confidence) -> BTreeMap<String, Vec<ValueFigure>> {
    let figure = |Part { is, tally, at_least }| {
        let Ends { value, low, high } = Ends::of(&tally, confidence);
        let other = is == Is::Other;
        let is = match is {
            Is::Value(value) => Some(neutralised(&value).into_owned()),
            Is::None => None,
            Is::Other => Some("other".to_owned()),
        };
        ValueFigure { is, other, responses: tally.responses(), at_least, value, low, high }
    };
    let of_dimension = |breakdown: Breakdown| {
        let name = breakdown.name().to_owned();
        (name, breakdown.parts().into_iter().map(figure).collect())
    };
    by.into_iter().map(of_dimension).collect()
}

/// A rounded score with the ends of its interval, as far as there are any.
struct Ends {
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
}

impl Ends {
    fn of(tally: &Tally, confidence: Confidence) -> Ends {
        let figure = Figure::score(tally, confidence).map(Figure::rounded);
        let interval = figure.and_then(|figure| figure.interval);
        Ends {
            value: figure.map(|figure| figure.value),
            low: interval.map(|interval| interval.low),
            high: interval.map(|interval| interval.high),
        }
    }
}

fn score_figure(figure: Option<Figure>, method: Method, confidence: Confidence) -> ScoreFigure {
    let figure = figure.map(Figure::rounded);
    let interval = figure.and_then(|figure| figure.interval);
    ScoreFigure {
        value: figure.map(|figure| figure.value),
        low: interval.map(|interval| interval.low),
        high: interval.map(|interval| interval.high),
        confidence: confidence.level(),
        method: method.as_str().to_owned(),
    }
}
