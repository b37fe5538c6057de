//! Pictures: what stands in them, and the elements in which a script draws them.
//!
//! In: data and words of a trend, a distribution and a spark; saving a picture. Not in: how it is
//! drawn (`console/charts/`, by Observable Plot).

mod data;
mod script;

use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlElement;

pub use data::{Column, Compared, Distribution, Group, Mark, Picture, Point, Span, Spark, Trend};

use crate::texts::Lang;

/// Form of a saved picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// Lines that stay sharp at any size.
    Svg,
    /// Two pixels for each of the screen's.
    Png,
}

impl FileKind {
    const fn as_str(self) -> &'static str {
        match self {
            FileKind::Svg => "svg",
            FileKind::Png => "png",
        }
    }
}

/// Draws a picture, and again when it changes, or the element's width.
///
/// `node` names the element for [`download`] and [`copy`].
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

/// Saves the picture as a file of that name, with a title above it.
pub(crate) fn download(node: NodeRef<html::Div>, kind: FileKind, name: &str, title: &str) {
    let Some(element) = element(node) else { return };
    let saved = script::download(&element, kind.as_str(), name, &script::titled(title));
    spawn_local(async move {
        let _ = JsFuture::from(saved).await;
    });
}

/// True if this browser can put a picture into the clipboard.
pub(crate) fn can_copy() -> bool {
    script::can_copy()
}

/// Puts the picture into the clipboard; `then` hears whether that went well.
///
/// To be called while a press is handled: browsers allow it only then.
pub(crate) fn copy(node: NodeRef<html::Div>, title: &str, then: impl FnOnce(bool) + 'static) {
    let Some(element) = element(node) else { return then(false) };
    let copied = script::copy_png(&element, &script::titled(title));
    spawn_local(async move { then(JsFuture::from(copied).await.is_ok()) });
}

fn element(node: NodeRef<html::Div>) -> Option<HtmlElement> {
    JsValue::from(node.get_untracked()?).dyn_into().ok()
}
