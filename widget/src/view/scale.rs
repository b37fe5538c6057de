//! The scale: a radio group whose answers follow the state.

use domain::Scale;
use reactive_graph::{signal::ArcRwSignal, traits::Get};
use tachys::html::attribute::{Attribute, custom::custom_attribute};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::{Followed, Shown};
use crate::{keys, property::query};

/// Makes the answers on the card follow `shown` until the returned value is dropped.
pub(crate) fn follow(card: &JsValue, scale: Scale, shown: &ArcRwSignal<Shown>) -> Followed {
    Followed::new(|| {
        let mut states = Vec::new();
        for value in scale.values() {
            let Some(answer) = query(card, &keys::answer(value)) else { continue };
            let answer: Element = answer.unchecked_into();
            // Built one by one: each type that the renderer meets adds its code.
            let words = |is, words| words_of(shown, value, is, words);
            let checked = custom_attribute("aria-checked", words(is_chosen, ["false", "true"]));
            let tabindex = custom_attribute("tabindex", words(is_tab_stop, ["-1", "0"]));
            states.push(checked.build(&answer));
            states.push(tabindex.build(&answer));
        }
        states
    })
}

/// Returns one of two words, by the current state. One type for both attributes, so that leptos's
/// code for it is in the download once.
fn words_of(
    shown: &ArcRwSignal<Shown>,
    value: u8,
    is: fn(Shown, u8) -> bool,
    [no, yes]: [&'static str; 2],
) -> impl Fn() -> &'static str + use<> {
    let shown = shown.clone();
    move || if is(shown.get(), value) { yes } else { no }
}

fn is_chosen(shown: Shown, value: u8) -> bool {
    shown.step.answer().is_some_and(|answer| answer.value == value)
}

fn is_tab_stop(shown: Shown, value: u8) -> bool {
    shown.focused == value
}

#[cfg(test)]
mod tests {
    use domain::Kind;

    use super::*;

    /// Text of the script that draws the card, which has these words itself.
    const CARD: &str = include_str!("../../card/card.js");

    #[test]
    fn the_card_is_drawn_with_the_scales_and_ids_that_are_followed() {
        let scale = |kind: Kind| {
            let scale = kind.scale();
            format!("{}: [{}, {}]", kind.as_str(), scale.min, scale.max)
        };
        let scales = Kind::ALL.map(scale).join(", ");
        assert!(CARD.contains(&format!("SCALES = {{ {scales} }};")), "{scales}");
        let id = keys::answer_id(7).replace('7', "${value}");
        assert!(CARD.contains(&format!("id: `{id}`")), "{id}");
    }

    #[test]
    fn the_field_ends_where_the_collectors_limit_is() {
        let most = wire::limits::COMMENT_MAX_CHARS;
        assert!(CARD.contains(&format!("COMMENT_MAX_UNITS = {most};")));
    }
}
