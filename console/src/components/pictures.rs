//! Data of the pictures, from the collector's pieces.

use crate::{
    api::Piece,
    charts::Point,
    frame::Words,
    scale::{Scale, piece_days, piece_name},
};

/// Returns the points of a trend or a spark.
pub(crate) fn points(words: Words, scale: Scale, pieces: &[Piece]) -> Vec<Point> {
    let points = pieces.iter().map(|piece| {
        let label = piece_days(piece)
            .map_or_else(|| piece.start.clone(), |(from, _)| crate::intl::day(words.lang, from));
        let interval = scale.range(words, piece.score.low, piece.score.high);
        let value = piece.score.value.map(|value| scale.number(words, value));
        let shown = crate::intl::count(words.lang, piece.responses);
        let responses = (words.texts.common.responses)(piece.responses, &shown);
        let said: Vec<String> = [Some(piece_name(words, piece)), value, interval, Some(responses)]
            .into_iter()
            .flatten()
            .collect();
        Point {
            from: ms(&piece.start),
            to: ms(&piece.end),
            value: piece.score.value,
            low: piece.score.low,
            high: piece.score.high,
            n: piece.responses,
            short: label.clone(),
            label,
            title: said.join(" · "),
        }
    });
    points.collect()
}

/// Returns an instant, or the first one of a date, in milliseconds since 1970.
fn ms(text: &str) -> f64 {
    js_sys::Date::parse(text)
}
