//! The scale: a radio group of numbers, faces or stars.

use domain::Score;
use reactive_graph::{signal::ArcRwSignal, traits::Get};
use tachys::{html::element::button, prelude::CustomAttribute};
use wasm_bindgen::JsValue;

use super::{Mounted, Shown, element::add_icon, icon};
use crate::{
    digits::digits,
    form_json::Form,
    host_page::set_attribute,
    keys,
    property::{get, set},
};

/// Puts the answers into their group.
pub(super) fn draw(group: &JsValue, form: &Form, shown: &ArcRwSignal<Shown>) -> Vec<Mounted> {
    let style = form.said("style");
    let words = ["out_of", "comma", "low", "high"].map(|key| form.said(key));
    let values = form.kind.scale().values();
    let scores = values.filter_map(|value| Score::new(form.kind, i64::from(value)).ok());
    let mut answers = Vec::new();
    for score in scores {
        // Only what follows the visitor is leptos's, one answer at a time: a list, text and further
        // attributes would be types of their own, with their code.
        let follow = |is, words| follow(shown, score, is, words);
        let answer = button()
            .attr("aria-checked", follow(is_chosen, ["false", "true"]))
            .attr("tabindex", follow(is_tab_stop, ["-1", "0"]));
        answers.push(Mounted::new(group, answer));
        let Some(button) = get(group, "lastElementChild") else { continue };
        set_attribute(&button, "role", "radio");
        set_attribute(&button, "id", &keys::answer_id(score.value()));
        set_attribute(&button, "aria-label", &name(score, &words));
        match picture(score, &style) {
            Some(picture) => add_icon(&button, picture),
            None => set(&button, "textContent", &score.value().into()),
        }
    }
    answers
}

/// One of two words, as it is now. One type for both attributes, so that leptos's code for it is in
/// the download once.
fn follow(
    shown: &ArcRwSignal<Shown>,
    score: Score,
    is: fn(Shown, Score) -> bool,
    [no, yes]: [&'static str; 2],
) -> impl Fn() -> &'static str + use<> {
    let shown = shown.clone();
    move || if is(shown.get(), score) { yes } else { no }
}

fn is_chosen(shown: Shown, score: Score) -> bool {
    shown.step.score() == Some(score)
}

fn is_tab_stop(shown: Shown, score: Score) -> bool {
    shown.focused == score.value()
}

/// What an answer is called: "9 out of 10"; at the ends with the end's label.
fn name(score: Score, [out_of, comma, low, high]: &[String; 4]) -> String {
    let (scale, value) = (score.kind().scale(), score.value());
    let mut name = String::new();
    for (index, part) in out_of.split(['{', '}']).enumerate() {
        match (index % 2, part) {
            (1, "score") => name.push_str(&digits(value.into())),
            (1, "max") => name.push_str(&digits(scale.max.into())),
            _ => name.push_str(part),
        }
    }
    let end = if value == scale.min { low } else { high };
    if value == scale.min || value == scale.max {
        name.push_str(comma);
        name.push_str(end);
    }
    name
}

/// The picture that an answer is, unless it is a number.
fn picture(score: Score, style: &str) -> Option<&'static str> {
    let position = score.value().saturating_sub(score.kind().scale().min);
    match style {
        "faces" => icon::FACES.get(usize::from(position)).copied(),
        "stars" => Some(icon::STAR),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use domain::Kind;

    use super::*;

    #[track_caller]
    fn named(value: i64, out_of: &str, expected: &str) {
        let score = Score::new(Kind::Nps, value).unwrap();
        let words = [out_of, ", ", "Not likely", "Very likely"].map(str::to_owned);
        assert_eq!(name(score, &words), expected);
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
