//! The frame around the places of a site: side column, places, account.

mod account;
mod site;

use leptos::prelude::*;

pub(crate) use self::account::{LanguageChoice, SignOutButton};
pub(crate) use self::site::{SiteData, use_site};
use self::{account::Account, site::SiteChoice};
use crate::{
    address::{Place, View},
    components::{Brand, Icon, icon},
    frame::{link, use_here, use_words},
};

/// A site's frame with a place in it.
#[component]
pub(crate) fn Shell(site: String, children: Children) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.shell;
    SiteData::provide(site.clone());
    let overview = Place::Overview { site: site.clone() };
    view! {
        <a class="skip" href="#main" rel="external">{texts.skip}</a>
        <div class="app">
            <header class="side">
                <a class="brand" href=overview.path() aria-label="Hearby"><Brand/></a>
                <SiteChoice/>
                <Places site/>
                <Account/>
            </header>
            <main id="main" tabindex="-1">{children()}</main>
        </div>
    }
}

#[component]
fn Places(site: String) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.shell;
    let here = use_here();
    let surveys = use_site().surveys;
    let entry = {
        let site = site.clone();
        move |make: fn(String) -> Place, name: &'static str, path: &'static str, wide: bool| {
            let place = make(site.clone());
            let is_here = {
                let place = place.clone();
                move || (here.place.get() == place).then_some("page")
            };
            view! {
                <li class:wide-only=wide>
                    <a href=place.path() aria-current=is_here><Icon path/><span>{name}</span></a>
                </li>
            }
        }
    };
    let of_surveys = move || {
        let all = surveys.get()?;
        let site = site.clone();
        let entries = all.iter().filter(|survey| survey.deleted_at.is_none()).take(12);
        let entries = entries
            .map(|survey| {
                let place = Place::Survey { site: site.clone(), survey: survey.survey.clone() };
                let (address, title) = (place.path(), survey.title());
                let is_here = move || (here.place.get() == place).then_some("page");
                view! { <li><a href=address aria-current=is_here><span>{title}</span></a></li> }
            })
            .collect_view();
        Some(view! { <li class="sub"><ul aria-label=texts.surveys>{entries}</ul></li> })
    };
    view! {
        <nav class="places" aria-label=texts.places>
            <ul>
                {entry(|site| Place::Overview { site }, texts.overview, icon::OVERVIEW, false)}
                {of_surveys}
                {entry(|site| Place::Responses { site }, texts.responses, icon::INBOX, false)}
                {entry(|site| Place::Ask { site }, texts.ask, icon::SEND, false)}
                {entry(|site| Place::Settings { site }, texts.settings, icon::SETTINGS, false)}
            </ul>
        </nav>
    }
}

/// Returns the address of a survey with the view of the place where one is.
pub(crate) fn survey_link(site: &str, survey: &str, view: &View) -> String {
    let place = Place::Survey { site: site.to_owned(), survey: survey.to_owned() };
    link(&place, view)
}
