//! A button that opens something below it: a native popover, so Escape and a press elsewhere close it.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{Icon, icon};

/// A button with a panel.
#[component]
pub(crate) fn Menu(
    /// The panel's id, once on the page.
    #[prop(into)]
    id: String,
    /// Classes of the button.
    #[prop(default = "filter")]
    class: &'static str,
    /// The button's words.
    label: AnyView,
    /// An icon before the words; without one, an arrow stands behind them.
    #[prop(optional)]
    sign: Option<&'static str>,
    /// Called when the button is pressed.
    #[prop(optional)]
    opened: Option<Callback<()>>,
    /// The panel.
    children: Children,
) -> impl IntoView {
    let button = NodeRef::<html::Button>::new();
    let panel = NodeRef::<html::Div>::new();
    let place = move |_: ev::MouseEvent| {
        if let Some(opened) = opened {
            opened.run(());
        }
        let (Some(button), Some(panel)) = (button.get_untracked(), panel.get_untracked()) else {
            return;
        };
        let (button, panel): (HtmlElement, HtmlElement) =
            (button.unchecked_into(), panel.unchecked_into());
        let box_of = button.get_bounding_client_rect();
        let scrolled = |side: Result<f64, _>| side.unwrap_or_default();
        let x = box_of.left() + scrolled(window().scroll_x());
        let y = box_of.bottom() + scrolled(window().scroll_y());
        let style = HtmlElement::style(&panel);
        let _ = style.set_property("--x", &format!("{x:.0}px"));
        let _ = style.set_property("--y", &format!("{y:.0}px"));
    };
    view! {
        <button node_ref=button type="button" class=class popovertarget=id.clone() on:click=place>
            {sign.map(|path| view! { <Icon path/> })}
            {label}
            {sign.is_none().then(|| view! { <Icon path=icon::DOWN/> })}
        </button>
        <div node_ref=panel id=id popover="auto" class="sheet">{children()}</div>
    }
}

/// Closes the panel of that id.
pub(crate) fn close_menu(id: &str) {
    let panel = document().get_element_by_id(id);
    if let Some(panel) = panel.and_then(|panel| panel.dyn_into::<HtmlElement>().ok()) {
        let _ = panel.hide_popover();
    }
}
