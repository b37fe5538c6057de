//! The first place's own requests, made before anything is drawn: on a phone, to draw the frame takes
//! as long as a reply.
//!
//! In: which they are. Not in: who takes the replies (`api::client`).

use leptos::prelude::window;

use crate::{
    address::{Place, View},
    api::{List, SurveyEntry, early, objects},
    charts,
    places::{overview_path, survey_path},
};

/// Asks for what draws pictures, and for the summaries that the address will need, if the surveys are
/// known by now.
pub(crate) fn ask() {
    let location = window().location();
    let place = Place::parse(&location.pathname().unwrap_or_default());
    if matches!(place, Place::Overview { .. } | Place::Survey { .. }) {
        charts::load();
    }
    let Some(surveys) = early::surveys() else { return };
    let Ok(surveys) = objects::read::<List<SurveyEntry>>(&surveys) else { return };
    let view = View::parse(&location.search().unwrap_or_default());
    match place {
        Place::Overview { site } => {
            for survey in surveys.items.iter().filter(|survey| survey.deleted_at.is_none()) {
                early::ask(&overview_path(&site, survey, &view));
            }
        }
        Place::Survey { site, survey } => {
            if let Some(survey) = surveys.items.iter().find(|entry| entry.survey == survey) {
                early::ask(&survey_path(&site, survey, &view));
            }
        }
        _ => {}
    }
}
