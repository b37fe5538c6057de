//! A menu that saves a picture or copies it.

use std::time::Duration;

use leptos::{html, prelude::*, task::spawn_local};
use web_sys::HtmlElement;

use super::{Menu, close_menu, icon};
use crate::{
    charts::{Into, can_copy, take},
    frame::use_words,
    intl,
};

/// Time for which it is said how it went.
const SAID: Duration = Duration::from_secs(6);

/// The menu, and beside it how it went.
#[component]
pub(crate) fn TakePicture(
    /// The panel's id, once on the page.
    id: &'static str,
    /// Element in which the picture is drawn.
    node: NodeRef<html::Div>,
    /// Title above the picture, where it stands by itself.
    #[prop(into)]
    title: String,
    /// The files' name, without date and extension.
    #[prop(into)]
    file: String,
) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.common;
    let said = RwSignal::new(None::<&'static str>);
    let file = format!("{file}-{}", intl::today());
    let title = StoredValue::new(title);
    let entry = move |into: Into, name: &'static str, done: &'static str| {
        let press = move |_| {
            let Some(element) = node.get_untracked() else { return };
            let element: &HtmlElement = &element;
            let taken = title.with_value(|title| take(element, &into, title));
            close_menu(id);
            spawn_local(async move {
                let is_done = taken.await;
                said.try_set(Some(if is_done { done } else { texts.picture_failed }));
                set_timeout(
                    move || {
                        said.try_set(None);
                    },
                    SAID,
                );
            });
        };
        view! { <li><button type="button" on:click=press>{name}</button></li> }
    };
    let copy = can_copy().then(|| entry(Into::Clipboard, texts.picture_copy, texts.picture_copied));
    view! {
        <Menu
            id
            class="button plain little"
            sign=icon::SAVE
            label=view! { <span class="hidden">{texts.picture}</span> }.into_any()
        >
            <ul class="picks">
                {entry(Into::Png(file.clone()), texts.picture_png, texts.picture_saved)}
                {entry(Into::Svg(file.clone()), texts.picture_svg, texts.picture_saved)}
                {copy}
            </ul>
        </Menu>
        <span class="taken small quiet" role="status">{move || said.get()}</span>
    }
}
