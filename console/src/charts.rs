//! Pictures: what stands in them, and the elements in which a script draws them.
//!
//! In: data and words of a trend, a distribution and a spark; taking one out of the page. Not in: how
//! it is drawn (`console/charts/`, by Observable Plot).

mod data;
mod script;

use leptos::{html, prelude::*};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlElement;

pub use data::{Column, Compared, Distribution, Group, Mark, Picture, Point, Span, Spark, Trend};

use crate::texts::Lang;

/// Place into which a picture is taken out of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Into {
    /// The clipboard, as PNG.
    Clipboard,
    /// A PNG file of that name, which has no extension yet.
    Png(String),
    /// An SVG file of that name.
    Svg(String),
}

/// Begins to load what draws; the first picture would do so, too.
pub(crate) fn load() {
    let loaded = JsFuture::from(script::load());
    spawn_local(async move {
        // The first picture tries again.
        let _ = loaded.await;
    });
}

/// True if this browser can put a picture into the clipboard.
pub(crate) fn can_copy() -> bool {
    script::can_copy()
}

/// Takes the picture in an element out of the page, with a title above it; false if that failed. Call
/// it while a press is handled: WebKit gives the clipboard only then.
pub(crate) fn take(
    element: &HtmlElement,
    into: &Into,
    title: &str,
) -> impl Future<Output = bool> + use<> {
    let taken = JsFuture::from(script::take(element, into, title));
    // Saving says false where there is no picture.
    async move { taken.await.is_ok_and(|done| done != JsValue::FALSE) }
}

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
