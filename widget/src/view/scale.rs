//! The scale: a radio group of numbers, faces or stars.

use domain::Score;
use reactive_graph::{signal::ArcRwSignal, traits::Get};
use tachys::{
    html::element::{button, div, span},
    prelude::{AddAnyAttr, CustomAttribute, ElementChild, RenderHtml},
};

use super::{Shown, fixed::fixed, icon};
use crate::{
    form_json::{Form, text},
    keys,
};

/// The answers, with what their ends mean.
pub(super) fn scale(form: &Form, shown: &ArcRwSignal<Shown>) -> impl RenderHtml + use<> {
    let style = form.text("style");
    let out_of = text(&form.words, "out_of");
    let (low, high) = (form.text("low"), form.text("high"));
    let answers: Vec<_> = form
        .kind
        .scale()
        .values()
        .filter_map(|value| Score::new(form.kind, i64::from(value)).ok())
        .map(|score| answer(score, &name(score, &out_of, &low, &high), &style, shown))
        .collect();
    let class = ["scale ", form.kind.as_str(), " ", &style].concat();
    div().add_any_attr(fixed(&[("class", "question")])).child((
        div()
            .add_any_attr(fixed(&[
                ("class", &class),
                ("role", "radiogroup"),
                ("aria-labelledby", "headline"),
            ]))
            .child(answers),
        div()
            .add_any_attr(fixed(&[("class", "ends"), ("aria-hidden", "true")]))
            .child((span().child(low), span().child(high))),
    ))
}

fn answer(
    score: Score,
    name: &str,
    style: &str,
    shown: &ArcRwSignal<Shown>,
) -> impl RenderHtml + use<> {
    let value = score.value();
    let (for_checked, for_tab) = (shown.clone(), shown.clone());
    let id = keys::answer_id(value);
    button()
        .add_any_attr(fixed(&[("role", "radio"), ("id", &id), ("aria-label", name)]))
        .attr("aria-checked", move || {
            if for_checked.get().step.score() == Some(score) { "true" } else { "false" }
        })
        .attr("tabindex", move || if for_tab.get().focused == value { "0" } else { "-1" })
        .child(picture(score, style))
}

/// What an answer is called: "9 out of 10"; at the ends with the end's label.
fn name(score: Score, out_of: &str, low: &str, high: &str) -> String {
    let (scale, value) = (score.kind().scale(), score.value());
    let mut name = String::new();
    for (index, part) in out_of.split(['{', '}']).enumerate() {
        match (index % 2, part) {
            (1, "score") => name.push_str(&value.to_string()),
            (1, "max") => name.push_str(&scale.max.to_string()),
            _ => name.push_str(part),
        }
    }
    let end = if value == scale.min { low } else { high };
    if value == scale.min || value == scale.max {
        name.push_str(", ");
        name.push_str(end);
    }
    name
}

/// A number or a picture; the other one is empty.
fn picture(score: Score, style: &str) -> (String, impl RenderHtml + use<>) {
    let position = score.value().saturating_sub(score.kind().scale().min);
    let lines = match (style, icon::FACES.get(usize::from(position))) {
        ("faces", Some(face)) => face,
        ("stars", _) => icon::STAR,
        _ => "",
    };
    let number = if lines.is_empty() { score.value().to_string() } else { String::new() };
    (number, (!lines.is_empty()).then(|| icon::icon(lines)))
}

#[cfg(test)]
mod tests {
    use domain::Kind;

    use super::*;

    #[track_caller]
    fn named(value: i64, out_of: &str, expected: &str) {
        let score = Score::new(Kind::Nps, value).unwrap();
        assert_eq!(name(score, out_of, "Not likely", "Very likely"), expected);
    }

    #[test]
    fn an_answer_is_named_with_its_scale_and_the_ends_with_their_label() {
        named(9, "{score} out of {max}", "9 out of 10");
        named(0, "{score} out of {max}", "0 out of 10, Not likely");
        named(10, "{score} out of {max}", "10 out of 10, Very likely");
        named(7, "{max}点中{score}点", "10点中7点");
    }

    #[test]
    fn words_without_places_or_with_unknown_ones_still_make_a_name() {
        named(9, "", "");
        named(9, "{score", "9");
        named(9, "answer {n}: {score}", "answer n: 9");
    }
}
