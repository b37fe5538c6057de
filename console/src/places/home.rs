//! The start: the operator's choice of a site. An owner's only site is gone to at once.

use leptos::prelude::*;
use wire::routes::{DOCS, SITES};

use crate::{
    address::Place,
    api::{List, Role, Session, SiteEntry},
    components::{Brand, Failure, use_fetched},
    frame::{name_page, use_replace, use_words},
    shell::SignOutButton,
};

/// The choice of a site.
#[component]
pub(crate) fn HomePlace() -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.shell;
    name_page(&[texts.choose_site]);
    let is_operator = expect_context::<Session>().role == Role::Operator;
    let sites =
        use_fetched::<List<SiteEntry>>(move || is_operator.then(|| format!("{SITES}?limit=100")));
    let replace = use_replace();
    Effect::new(move |_| {
        let sites = sites.value.get();
        if let Some([only]) = sites.as_ref().map(|list| list.items.as_slice()) {
            replace(&Place::Overview { site: only.site.clone() }.path());
        }
    });
    let list = move || {
        if let Some(error) = sites.error.get() {
            return view! { <Failure error retry=sites.retrying()/> }.into_any();
        }
        let Some(list) = sites.value.get() else { return ().into_any() };
        if list.items.is_empty() {
            return view! {
                <section class="card empty">
                    <h2>{texts.no_sites}</h2>
                    <p>{texts.no_sites_advice}</p>
                    <p class="actions"><a class="button" href=DOCS rel="external">{texts.api}</a></p>
                </section>
            }
            .into_any();
        }
        let sites = list.items.iter().map(|entry| {
            let path = Place::Overview { site: entry.site.clone() }.path();
            view! {
                <li class="card survey">
                    <h2><a href=path>{entry.definition.product.clone()}</a></h2>
                    <p class="say">{entry.site.clone()}</p>
                </li>
            }
        });
        view! { <ul class="surveys sites">{sites.collect_view()}</ul> }.into_any()
    };
    view! {
        <main id="main">
            <div class="head">
                <div>
                    <p class="brand"><Brand/></p>
                    <h1>{texts.choose_site}</h1>
                </div>
                <div class="actions"><SignOutButton/></div>
            </div>
            {list}
        </main>
    }
}
