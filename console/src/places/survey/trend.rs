//! The score over time, as a picture and as a table.

use leptos::{ev::Event, html, prelude::*};

use super::{Entry, Shown, changes::use_changes};
use crate::{
    address::{Interval, View},
    api::Piece,
    charts::{Chart, Picture, Trend as TrendPicture},
    components::{AsSwitch, TakePicture, as_class, confidence_level, points},
    frame::{use_here, use_show, use_words},
    intl,
    scale::{interval_of, piece_name},
};

/// The score over time.
#[component]
pub(super) fn Trend(shown: Shown) -> impl IntoView {
    let words = use_words();
    let (common, texts) = (&words.texts.common, &words.texts.survey);
    let (here, show) = (use_here(), use_show());
    let Shown { summary, scale, view } = shown;
    let level = confidence_level(&view);
    let pieces = summary.series.clone().unwrap_or_default();
    let with_score = |piece: &&Piece| piece.score.value.is_some();
    let number = |piece: Option<&Piece>| {
        let value = piece.and_then(|piece| piece.score.value);
        value.map_or_else(String::new, |value| scale.number(words, value))
    };
    let last = number(pieces.iter().rfind(with_score));
    let sentence = (texts.over_time_said)(
        &intl::count(words.lang, pieces.len() as u64),
        &number(pieces.iter().find(with_score)),
        &last,
    );
    let target = summary.target.as_ref().map(|target| target.value);
    let entry = expect_context::<Entry>();
    let changes = use_changes(&summary, &view);
    let points = points(words, scale, &pieces);
    let drawn = TrendPicture {
        points: points.clone(),
        compared: Vec::new(),
        marks: Vec::new(),
        target,
        chosen: None,
        scale: scale.ends().into(),
        sentence,
        target_label: target
            .map(|target| (words.texts.verdicts.target)(&scale.plain(words, target)))
            .unwrap_or_default(),
        last_label: number(last_firm(&pieces)),
    };
    let picture = move || {
        let changes = changes.get().into_iter();
        let seen = changes.filter(|change| drawn.points.iter().any(|point| change.is_in(point)));
        let marks = seen.map(|change| change.mark(words));
        Picture::Trend(TrendPicture { marks: marks.collect(), ..drawn.clone() })
    };
    let (title, file) = entry.picture(texts.over_time, "trend");
    let node = NodeRef::<html::Div>::new();
    let interval = interval_of(&view);
    let options = Interval::ALL.into_iter().zip(texts.intervals).map(|(each, name)| {
        view! { <option value=each.as_str() selected=each == interval>{name}</option> }
    });
    let options = options.collect_view();
    let choose = move |event: Event| {
        let word = event_target_value(&event);
        let interval = Interval::ALL.into_iter().find(|interval| interval.as_str() == word);
        show(&View { interval, ..here.view.get_untracked() });
    };
    let rows = pieces.iter().zip(points).rev().map(|(piece, point)| {
        let few = piece.score.is_few().then(|| texts.few.to_owned());
        let note = move || {
            let changes = changes.get().into_iter().filter(|change| change.is_in(&point));
            let changes = changes.map(|change| change.note(words));
            few.clone().into_iter().chain(changes).collect::<Vec<_>>().join(" · ")
        };
        view! {
            <tr>
                <th scope="row">{piece_name(words, piece)}</th>
                <td>{intl::count(words.lang, piece.responses)}</td>
                <td>{piece.score.value.map(|value| scale.number(words, value))}</td>
                <td>{scale.range(words, piece.score.low, piece.score.high)}</td>
                <td>{note}</td>
            </tr>
        }
    });
    view! {
        <section class=as_class("print-table") aria-labelledby="h-trend">
            <header>
                <div>
                    <h2 id="h-trend">{texts.over_time}</h2>
                    <p>{(texts.over_time_note)(&level)}</p>
                </div>
                <div class="row no-print">
                    <label class="choose">
                        <span class="hidden">{texts.interval}</span>
                        <select class="filter" on:change=choose>{options}</select>
                    </label>
                    <AsSwitch name="trend-as"/>
                    <TakePicture id="trend-picture" node title file/>
                </div>
            </header>
            <div class="as-chart">
                <Chart picture=Signal::derive(picture) lang=Signal::stored(words.lang) node/>
            </div>
            <div class="as-table">
                <div class="scroll" tabindex="0" role="region" aria-label=texts.over_time>
                    <table>
                        <caption>{texts.over_time_caption}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{texts.time}</th>
                                <th scope="col">{common.responses_label}</th>
                                <th scope="col">{texts.score}</th>
                                <th scope="col">{(common.interval)(&level)}</th>
                                <th scope="col">{texts.note}</th>
                            </tr>
                        </thead>
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                </div>
            </div>
        </section>
    }
}

/// Fewest responses of a point that is drawn on the line; `FEW` of the charts' script.
const FIRM_FROM: u64 = 10;

/// Returns the last piece that is drawn on the line: the script writes the label beside it.
fn last_firm(pieces: &[Piece]) -> Option<&Piece> {
    pieces.iter().rfind(|piece| piece.score.value.is_some() && piece.responses >= FIRM_FROM)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_label_is_that_of_the_last_point_on_the_line() {
        let piece = |value: f64, responses: u64| {
            let json = format!(
                r#"{{"start":"a","end":"b","responses":{responses},"score":{{"value":{value}}}}}"#
            );
            serde_json::from_str::<Piece>(&json).unwrap()
        };
        let pieces = [piece(70.0, 40), piece(78.0, 10), piece(68.75, 9)];
        assert_eq!(last_firm(&pieces).and_then(|piece| piece.score.value), Some(78.0));
        assert_eq!(last_firm(&pieces[2..]), None);
    }
}
