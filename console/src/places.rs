//! The places, and the one that the address names.

mod ask;
mod home;
mod new_site;
mod overview;
mod responses;
mod settings;
mod sign_in;
mod survey;

use leptos::prelude::*;

use crate::{address::Place, api::ApiError, components::Failure, frame::use_here};

pub(crate) use home::HomePlace;
pub(crate) use new_site::NewSitePlace;
pub(crate) use overview::path as overview_path;
pub(crate) use sign_in::SignIn;
pub(crate) use survey::path as survey_path;

/// The place that the address names; its view changes within it.
#[component]
pub(crate) fn PlaceView() -> impl IntoView {
    let here = use_here();
    move || match here.place.get() {
        Place::Overview { site } => view! { <overview::Overview site/> }.into_any(),
        Place::Survey { site, survey } => view! { <survey::Survey site survey/> }.into_any(),
        Place::Responses { .. } => view! { <responses::Responses/> }.into_any(),
        Place::Ask { .. } => view! { <ask::Ask/> }.into_any(),
        Place::Settings { .. } => view! { <settings::SettingsPlace/> }.into_any(),
        Place::Home | Place::SignIn | Place::Sites | Place::NewSite | Place::Unknown => {
            view! { <Failure error=ApiError::NotFound retry=Callback::new(|()| ())/> }.into_any()
        }
    }
}
