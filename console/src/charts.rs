//! Pictures: what stands in them, and the elements in which a script draws them.
//!
//! In: data and words of a trend, a distribution and a spark. Not in: how it is drawn
//! (`console/charts/`, by Observable Plot).

mod data;
mod script;

use leptos::{html, prelude::*};

pub use data::{Column, Compared, Distribution, Group, Mark, Picture, Point, Span, Spark, Trend};

use crate::texts::Lang;

/// Draws a picture, and again when it changes, or the element's width.
#[component]
pub(crate) fn Chart(
    /// The picture.
    #[prop(into)]
    picture: Signal<Picture>,
    /// The reader's language.
    #[prop(into)]
    lang: Signal<Lang>,
    /// The element.
    node: NodeRef<html::Div>,
) -> impl IntoView {
    let drawn = StoredValue::new_local(None::<script::Drawn>);
    Effect::new(move |_| {
        let Some(element) = node.get() else { return };
        picture.with(|picture| {
            let [data, labels, options] = script::arguments(picture, lang.get());
            drawn.update_value(|drawn| match drawn {
                Some(drawn) => drawn.update(&data, &labels, &options),
                None => *drawn = Some(script::draw(picture, &element, [&data, &labels, &options])),
            });
        });
    });
    on_cleanup(move || {
        // Its element may be gone before its owner.
        if let Some(drawn) = drawn.try_update_value(Option::take).flatten() {
            drawn.remove();
        }
    });
    view! { <div class="drawn" node_ref=node></div> }
}
