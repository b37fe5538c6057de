//! The script that draws: `console/charts/charts.js`, under the name that the build gives it.

use js_sys::{Array, Intl, JSON, Object, Promise, Reflect};
use serde::Serialize;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::HtmlElement;

use super::{Into, data::Picture};
use crate::texts::Lang;

#[wasm_bindgen(module = "hearby-charts")]
extern "C" {
    /// A picture in its element.
    pub(super) type Drawn;

    #[wasm_bindgen(method)]
    pub(super) fn update(this: &Drawn, data: &JsValue, labels: &JsValue, options: &JsValue);

    #[wasm_bindgen(method)]
    pub(super) fn remove(this: &Drawn);

    fn trend(element: &HtmlElement, data: &JsValue, labels: &JsValue, options: &JsValue) -> Drawn;

    fn distribution(
        element: &HtmlElement,
        data: &JsValue,
        labels: &JsValue,
        options: &JsValue,
    ) -> Drawn;

    fn spark(element: &HtmlElement, data: &JsValue, labels: &JsValue, options: &JsValue) -> Drawn;

    /// Begins to load what draws.
    pub(super) fn load() -> Promise;

    #[wasm_bindgen(js_name = canCopy)]
    pub(super) fn can_copy() -> bool;

    #[wasm_bindgen(js_name = copyPng)]
    fn copy_png(element: &HtmlElement, options: &JsValue) -> Promise;

    fn download(element: &HtmlElement, kind: &str, name: &str, options: &JsValue) -> Promise;
}

/// Takes the picture in an element out of the page, with a title above it.
pub(super) fn take(element: &HtmlElement, into: &Into, title: &str) -> Promise {
    let options = words(&[("title", title)]);
    match into {
        Into::Clipboard => copy_png(element, &options),
        Into::Png(name) => download(element, "png", name, &options),
        Into::Svg(name) => download(element, "svg", name, &options),
    }
}

/// Draws a picture into an element.
pub(super) fn draw(picture: &Picture, element: &HtmlElement, with: [&JsValue; 3]) -> Drawn {
    let [data, labels, options] = with;
    match picture {
        Picture::Trend(_) => trend(element, data, labels, options),
        Picture::Distribution(_) => distribution(element, data, labels, options),
        Picture::Spark(_) => spark(element, data, labels, options),
    }
}

/// Returns what the script is given: data, words, options.
pub(super) fn arguments(picture: &Picture, lang: Lang) -> [JsValue; 3] {
    let (data, labels) = match picture {
        Picture::Trend(trend) => (
            plain(trend),
            words(&[
                ("picture", &trend.sentence),
                ("target", &trend.target_label),
                ("last", &trend.last_label),
            ]),
        ),
        Picture::Distribution(distribution) => {
            (plain(distribution), words(&[("picture", &distribution.sentence)]))
        }
        Picture::Spark(spark) => (plain(spark), words(&[("picture", &spark.sentence)])),
    };
    // Numbers of an axis are the library's to choose, and the language's to write.
    let locales = Array::of1(&JsValue::from_str(lang.tag()));
    let format = Intl::NumberFormat::new(&locales, &Object::new()).format();
    let _ = Reflect::set(&labels, &JsValue::from_str("format"), &format);
    [data, labels.into(), Object::new().into()]
}

fn plain<T: Serialize>(data: &T) -> JsValue {
    let json = serde_json::to_string(data).unwrap_or_default();
    JSON::parse(&json).unwrap_or(JsValue::NULL)
}

fn words(pairs: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, text) in pairs {
        let _ = Reflect::set(&object, &JsValue::from_str(name), &JsValue::from_str(text));
    }
    object
}
