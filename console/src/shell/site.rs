//! The site that is looked at: its name, its surveys, and the way to another one.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    address::{Place, site_path},
    api::{ApiError, List, Role, Session, SiteEntry, SurveyEntry, client},
    components::{Icon, icon},
    frame::use_words,
    session::{SessionContext, use_session},
};

/// The site's data that every place needs, as a context.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SiteData {
    /// The site's name in addresses.
    pub(crate) name: StoredValue<String>,
    /// The product's name; the site's own until it is known.
    pub(crate) product: RwSignal<String>,
    /// The surveys; `None` until they are known.
    pub(crate) surveys: RwSignal<Option<Arc<Vec<SurveyEntry>>>>,
    /// The reason why there are none.
    pub(crate) error: RwSignal<Option<ApiError>>,
}

/// Returns the site that is looked at.
pub(crate) fn use_site() -> SiteData {
    expect_context::<SiteData>()
}

impl SiteData {
    /// Provides a site and begins to fetch it.
    pub(crate) fn provide(site: String) {
        let data = SiteData {
            product: RwSignal::new(site.clone()),
            name: StoredValue::new(site),
            surveys: RwSignal::new(None),
            error: RwSignal::new(None),
        };
        provide_context(data);
        data.fetch();
    }

    /// Fetches name and surveys, once more after a failure or a change.
    pub(crate) fn fetch(self) {
        self.fetch_with(use_session());
    }

    /// [`SiteData::fetch`], for where no context is at hand.
    pub(crate) fn fetch_with(self, session: SessionContext) {
        let site = site_path(&self.name.get_value());
        let path = format!("{site}/surveys?limit=100");
        spawn_local(async move {
            match client::get_and_remember::<List<SurveyEntry>>(&path).await {
                Ok(list) => {
                    self.error.set(None);
                    self.surveys.set(Some(Arc::new(list.items)));
                }
                Err(error) => {
                    session.heed(&error);
                    self.error.try_set(Some(error));
                }
            }
        });
        spawn_local(async move {
            if let Ok(entry) = client::get_and_remember::<SiteEntry>(&site).await {
                self.product.try_set(entry.definition.product);
            }
        });
    }

    /// Returns the survey of that name.
    pub(crate) fn survey(self, name: &str) -> Option<SurveyEntry> {
        self.surveys.get()?.iter().find(|survey| survey.survey == name).cloned()
    }
}

/// The site's name; for the operator a way to another one.
#[component]
pub(crate) fn SiteChoice() -> impl IntoView {
    let words = use_words();
    let site = use_site();
    let is_operator = expect_context::<Session>().role == Role::Operator;
    let initial = move || site.product.get().chars().next().map(|c| c.to_uppercase().to_string());
    let inside = move || {
        view! {
            <span class="mono" aria-hidden="true">{initial}</span>
            <span class="name">{move || site.product.get()}</span>
        }
    };
    if is_operator {
        view! {
            <a class="site" href=Place::Sites.path()>
                {inside()}
                <span class="hidden">{format!(", {}", words.texts.shell.change_site)}</span>
                <Icon path=icon::DOWN/>
            </a>
        }
        .into_any()
    } else {
        view! { <p class="site">{inside()}</p> }.into_any()
    }
}
