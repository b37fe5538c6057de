//! The form, read from its JSON by the browser's parser. Edge.
//!
//! serde_json would do the same from `wire::form::Form` alone; README.md has what it costs.

use domain::Kind;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wire::form::{Form, Theme, Words};

use crate::property::{get, number, text};

#[wasm_bindgen]
extern "C" {
    /// `JSON.parse`, without carrying the text into WASM and back.
    #[wasm_bindgen(catch, js_namespace = JSON, js_name = parse)]
    fn parse(json: &JsValue) -> Result<JsValue, JsValue>;
}

/// Reads a form; `None` when it isn't one.
pub(crate) fn read(json: &JsValue) -> Option<(Kind, Form)> {
    let form = parse(json).ok()?;
    let kind = text(&form, "kind")?;
    let (words, theme) = (get(&form, "words")?, get(&form, "theme")?);
    let read = Form {
        version: number(&form, "version")? as u32,
        lang: text(&form, "lang")?,
        dir: text(&form, "dir")?,
        question: text(&form, "question")?,
        low: text(&form, "low")?,
        high: text(&form, "high")?,
        style: text(&form, "style")?,
        follow_up: by_group(&form, "follow_up")?,
        thanks: by_group(&form, "thanks")?,
        words: Words {
            send: text(&words, "send")?,
            skip: text(&words, "skip")?,
            close: text(&words, "close")?,
            comment_hint: text(&words, "comment_hint")?,
            out_of: text(&words, "out_of")?,
            too_long: text(&words, "too_long")?,
        },
        theme: Theme {
            accent: text(&theme, "accent")?,
            scheme: text(&theme, "scheme")?,
            radius_px: number(&theme, "radius_px")? as u32,
            position: text(&theme, "position")?,
        },
        kind,
    };
    Some((Kind::parse(&read.kind)?, read))
}

fn by_group(form: &JsValue, key: &str) -> Option<[String; 3]> {
    let texts = get(form, key)?;
    Some([text(&texts, "0")?, text(&texts, "1")?, text(&texts, "2")?])
}
