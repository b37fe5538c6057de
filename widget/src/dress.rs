//! The owner's tokens, put on the card. Edge.

use js_sys::Object;
use wasm_bindgen::{JsCast, JsValue};

use crate::{
    form_json::text,
    host_page::{HostPage, media, px, set_property},
    property::{get, is, number},
};

const DARK: &str = "(prefers-color-scheme:dark)";

/// Puts radius, font and colours on the card; where there are two looks, the visitor's system
/// chooses, also later.
pub(crate) fn dress(host: &HostPage, theme: &JsValue) {
    host.dress("--radius", &px(number(theme, "radius_px")));
    let font = text(theme, "font");
    let font = if font == "inherit" { host.font().unwrap_or_default() } else { font };
    host.dress("--font", &font);
    let system = media(DARK).unwrap_or_default();
    colour(&host.card, theme, &system);
    let (card, theme, seen) = (host.card.clone(), theme.clone(), system.clone());
    host.listen(&system, "change", Box::new(move |_| colour(&card, &theme, &seen)));
}

/// A palette's names are those of the style sheet's tokens.
fn colour(card: &JsValue, theme: &JsValue, system: &JsValue) {
    let (dark, light) = (get(theme, "dark"), get(theme, "light"));
    let palette = if is(system, "matches") { dark.or(light) } else { light.or(dark) };
    let Some(palette) = palette else { return };
    for name in
        Object::keys(palette.unchecked_ref::<Object>()).iter().filter_map(|name| name.as_string())
    {
        set_property(card, &["--", &name].concat(), &text(&palette, &name));
    }
}
