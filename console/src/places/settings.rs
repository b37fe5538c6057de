//! The place “settings”: the site, its origins, its keys.

mod draft;
mod key_list;
mod new_key;
mod site_fields;
mod site_form;

use leptos::prelude::*;

use self::draft::{Draft, Field, Mend};
use self::{key_list::Keys, site_form::Site};
use crate::{
    components::PlaceHead,
    frame::{name_page, use_words},
    shell::use_site,
};

/// The place.
#[component]
pub(crate) fn SettingsPlace() -> impl IntoView {
    let words = use_words();
    let title = words.texts.shell.settings;
    let product = use_site().product;
    Effect::new(move |_| name_page(&[title, &product.get()]));
    view! {
        <PlaceHead title intro=move || words.texts.site_settings.intro/>
        <div class="settings">
            <Site/>
            <Keys/>
        </div>
    }
}
