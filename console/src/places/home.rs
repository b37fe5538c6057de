//! The start: the operator's choice of a site. The only one is gone to at once, and without one the
//! first is made. An owner's only site is gone to at once, too.

use leptos::prelude::*;
use wire::routes::SITES;

use crate::{
    address::Place,
    api::{List, Role, Session, SiteEntry},
    components::{Brand, Failure, use_fetched},
    frame::{name_page, use_here, use_replace, use_words},
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
    let (here, replace) = (use_here(), use_replace());
    Effect::new(move |_| {
        let sites = sites.value.get();
        let next = match sites.as_ref().map(|list| list.items.as_slice()) {
            Some([]) => Place::NewSite,
            // Whoever asks for all sites wants to see the list.
            Some([only]) if here.place.get_untracked() != Place::Sites => {
                Place::Overview { site: only.site.clone() }
            }
            _ => return,
        };
        replace(&next.path());
    });
    let list = move || {
        if let Some(error) = sites.error.get() {
            return view! { <Failure error retry=sites.retrying()/> }.into_any();
        }
        let Some(list) = sites.value.get() else { return ().into_any() };
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
                <div class="actions">
                    {is_operator.then(|| view! {
                        <a class="button" href=Place::NewSite.path()>
                            {words.texts.new_site.new_site}
                        </a>
                    })}
                    <SignOutButton/>
                </div>
            </div>
            {list}
        </main>
    }
}
