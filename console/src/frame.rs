//! The page: signing in, or a place in its shell.
//!
//! In: who is signed in, which place the address names, the page's language. Not in: the places.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};

use crate::{
    address::{Place, View},
    api::{Role, Session},
    components::Away,
    places::{HomePlace, NewSitePlace, PlaceView, SignIn},
    session::{Signed, use_session},
    settings::Settings,
    shell::Shell,
    texts::{Lang, Texts},
};

/// The page's language and texts, as a context of everything below the frame.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    pub(crate) lang: Lang,
    pub(crate) texts: &'static Texts,
}

/// Returns the page's language and texts.
pub(crate) fn use_words() -> Words {
    use_context::<Words>().unwrap_or(Words { lang: Lang::En, texts: Lang::En.texts() })
}

/// The place and the view that the address names, as a context.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Here {
    pub(crate) place: Memo<Place>,
    pub(crate) view: Memo<View>,
}

/// Returns the place and the view that the address names.
pub(crate) fn use_here() -> Here {
    expect_context::<Here>()
}

impl Here {
    /// Returns the address of this place with another view.
    pub(crate) fn with(self, view: &View) -> String {
        link(&self.place.get_untracked(), view)
    }
}

/// Returns the address of a place with a view.
pub(crate) fn link(place: &Place, view: &View) -> String {
    let query = view.query();
    if query.is_empty() { place.path() } else { format!("{}?{query}", place.path()) }
}

/// Goes to another view of the same place, which becomes an entry of the history.
pub(crate) fn use_show() -> impl Fn(&View) + Clone + 'static {
    let (here, navigate) = (use_here(), use_navigate());
    move |view: &View| {
        // Addresses are whole: resolved, they would get the base a second time.
        let options =
            NavigateOptions { resolve: false, scroll: false, ..NavigateOptions::default() };
        navigate(&here.with(view), options);
    }
}

/// Goes to another address, in place of this one.
pub(crate) fn use_replace() -> impl Fn(&str) + Clone + 'static {
    let navigate = use_navigate();
    move |path: &str| {
        let options =
            NavigateOptions { resolve: false, replace: true, ..NavigateOptions::default() };
        navigate(path, options);
    }
}

/// Moves the focus to the first element of a selector, if there is one; nothing is scrolled.
pub(crate) fn focus(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// Sets the page's title.
pub(crate) fn name_page(parts: &[&str]) {
    let mut parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    parts.push("Hearby");
    document().set_title(&parts.join(" · "));
}

/// Everything on the page.
#[component]
pub(crate) fn Frame() -> impl IntoView {
    let settings = expect_context::<Settings>();
    let session = use_session();
    let location = use_location();
    let (pathname, search) = (location.pathname, location.search);
    let place = Memo::new(move |_| Place::parse(&pathname.get()));
    let view = Memo::new(move |_| View::parse(&search.get()));
    provide_context(Here { place, view });
    let ask = move || spawn_local(session.ask());
    // A sign-in link brings its own key; whoever is signed in is asked there.
    let linked = place.get_untracked() == Place::SignIn
        && location.hash.get_untracked().starts_with("#key=");
    if linked {
        session.0.set(Signed::Out { ended: false });
    } else {
        ask();
    }
    // The link that led here is gone with its place, and the focus with it: the next Tab would begin
    // anywhere.
    Effect::new(move |before: Option<Place>| {
        let place = place.get();
        if before.is_some_and(|before| before != place) {
            request_animation_frame(|| {
                let focused = document().active_element();
                if focused.is_none_or(|element| element.tag_name() == "BODY") {
                    focus("#main");
                }
            });
        }
        place
    });
    let signs_in = Memo::new(move |_| place.get() == Place::SignIn);
    // A new language draws everything anew: texts are plain values below.
    move || {
        let lang = settings.lang.get();
        provide_context(Words { lang, texts: lang.texts() });
        move || match session.0.get() {
            Signed::Asking => ().into_any(),
            Signed::Unknown(_) => {
                view! { <main id="main"><Away retry=Callback::new(move |()| ask())/></main> }
                    .into_any()
            }
            Signed::Out { ended } => view! { <SignIn ended/> }.into_any(),
            Signed::In(session) => view! { <SignedIn session signs_in/> }.into_any(),
        }
    }
}

/// Page of somebody who is signed in.
#[component]
fn SignedIn(session: Session, signs_in: Memo<bool>) -> impl IntoView {
    let here = use_here();
    let replace = use_replace();
    let home = match (&session.role, &session.site) {
        (Role::Owner, Some(site)) => Some(Place::Overview { site: site.clone() }.path()),
        _ => None,
    };
    let start = home.clone().unwrap_or_else(|| Place::Home.path());
    Effect::new(move |_| {
        if signs_in.get() {
            replace(&start);
        }
    });
    let replace = use_replace();
    Effect::new(move |_| {
        if let (Place::Home | Place::Sites | Place::NewSite, Some(home)) = (here.place.get(), &home)
        {
            replace(home);
        }
    });
    let site = Memo::new(move |_| here.place.get().site().map(str::to_owned));
    let makes_site = Memo::new(move |_| here.place.get() == Place::NewSite);
    provide_context(session);
    move || match site.get() {
        Some(site) => view! { <Shell site><PlaceView/></Shell> }.into_any(),
        None if makes_site.get() => view! { <NewSitePlace/> }.into_any(),
        None => view! { <HomePlace/> }.into_any(),
    }
}
