//! The Overview: a card for each survey, first what hurts.

mod card;

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};

use self::card::Card;
use crate::{
    address::{Compare, Place, View},
    api::{ApiError, Summary, SurveyEntry, Verdict, client},
    components::{
        Failure, Icon, PeriodChoice, PlaceHead, Waiting, confidence_level, every_minute, icon,
        short_change,
    },
    frame::{name_page, use_here, use_words},
    intl,
    scale::Scale,
    session::use_session,
    shell::{survey_link, use_site},
};

/// A survey with its summary, or why there is none.
type Entry = (SurveyEntry, Result<Arc<Summary>, ApiError>);

/// Returns the path of a card's summary.
pub(crate) fn path(site: &str, survey: &SurveyEntry, view: &View) -> String {
    let scale = Scale::of(&survey.definition.kind);
    let path = view.summary_path(site, &survey.survey, intl::today(), &intl::zone());
    path + &scale.power()
}

/// Returns the order on the screen: worse, missed, better, no difference; last what can't be judged.
fn rank(entry: &Entry) -> u8 {
    let Ok(summary) = &entry.1 else { return 0 };
    match summary.verdict() {
        Verdict::Worse => 1,
        Verdict::Better => 2,
        Verdict::NoDifference => 3,
        Verdict::TooFew => 4,
        Verdict::NotFinal => 5,
        Verdict::NothingBefore => 6,
        Verdict::None => 7,
    }
}

/// All surveys of a site.
#[component]
pub(crate) fn Overview(site: String) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.overview;
    let here = use_here();
    let data = use_site();
    let session = use_session();
    Effect::new(move |_| name_page(&[words.texts.shell.overview, &data.product.get()]));
    let entries = RwSignal::new(None::<Arc<Vec<Entry>>>);
    let newest = StoredValue::new(0_u32);
    let again = Trigger::new();
    let site = StoredValue::new(site);
    Effect::new(move |_| {
        again.track();
        let (Some(surveys), view) = (data.surveys.get(), here.view.get()) else { return };
        let number = newest.get_value().wrapping_add(1);
        newest.set_value(number);
        let surveys: Vec<SurveyEntry> =
            surveys.iter().filter(|survey| survey.deleted_at.is_none()).cloned().collect();
        // All together: cards that change places while one reads are worse than cards that wait.
        let came = StoredValue::new(Vec::<Entry>::new());
        let most = surveys.len();
        if most == 0 {
            entries.set(Some(Arc::default()));
        }
        for survey in surveys {
            let path = path(&site.get_value(), &survey, &view);
            spawn_local(async move {
                let reply = match client::remembered::<Summary>(&path) {
                    Some(summary) => Ok(summary),
                    None => client::get_and_remember::<Summary>(&path).await,
                };
                if newest.try_get_value() != Some(number) {
                    return;
                }
                if let Err(error) = &reply {
                    session.heed(error);
                }
                came.try_update_value(|came| came.push((survey, reply.map(Arc::new))));
                let all = came.try_with_value(|came| (came.len() == most).then(|| came.clone()));
                if let Some(mut all) = all.flatten() {
                    all.sort_by(|a, b| {
                        rank(a).cmp(&rank(b)).then_with(|| a.0.survey.cmp(&b.0.survey))
                    });
                    entries.try_set(Some(Arc::new(all)));
                }
            });
        }
    });
    let is_pending = move || {
        let entries = entries.get_untracked();
        entries.is_some_and(|all| {
            all.iter().any(|(_, reply)| reply.as_ref().is_ok_and(|summary| !summary.is_final))
        })
    };
    let retry = Callback::new(move |()| {
        client::forget();
        if data.surveys.get_untracked().is_none() {
            data.fetch();
        }
        again.notify();
    });
    every_minute(is_pending, move || retry.run(()));
    let period = move || {
        let view = here.view.get();
        let (from, to) = view.period.range(intl::today());
        let days = intl::days(words.lang, from, to.plus(-1));
        if view.compare == Compare::Nothing { days } else { (texts.beside)(&days) }
    };
    let cards = move || {
        if let Some(error) = data.error.get().filter(|_| data.surveys.get().is_none()) {
            return view! { <Failure error retry/> }.into_any();
        }
        let Some(all) = entries.get() else { return view! { <Waiting/> }.into_any() };
        if all.is_empty() {
            let ask = Place::Ask { site: site.get_value() }.path();
            return view! {
                <section class="card empty">
                    <h2>{texts.empty}</h2>
                    <p>{texts.empty_advice}</p>
                    <p class="actions"><a class="button first" href=ask>{texts.to_ask}</a></p>
                </section>
            }
            .into_any();
        }
        let view = here.view.get_untracked();
        let level = confidence_level(&view);
        let away = all.iter().all(|(_, reply)| reply.is_err());
        if let Some((_, Err(error))) = all.first().filter(|_| away) {
            return view! { <Failure error=error.clone() retry/> }.into_any();
        }
        let lead = lead(&site.get_value(), &all, &view);
        let cards = all.iter().map(|(survey, reply)| {
            let address = survey_link(&site.get_value(), &survey.survey, &view);
            view! { <Card survey=survey.clone() reply=reply.clone() address view=view.clone() retry/> }
        });
        view! {
            {lead}
            <h2 class="hidden" id="all">{texts.surveys}</h2>
            <ul class="surveys" aria-labelledby="all">{cards.collect_view()}</ul>
            <p class="quiet small foot">{(texts.foot)(&level)}</p>
        }
        .into_any()
    };
    view! {
        <PlaceHead
            title=words.texts.shell.overview
            intro=period
            actions=move || view! { <PeriodChoice class="button"/> }
        />
        {cards}
    }
}

/// The sentence above all cards, and a line for each survey that changed.
fn lead(site: &str, all: &[Entry], view: &View) -> Option<impl IntoView + use<>> {
    let words = use_words();
    let texts = &words.texts.overview;
    let named = |verdict: Verdict| {
        let is_it = |entry: &&Entry| entry.1.as_ref().is_ok_and(|s| s.verdict() == verdict);
        let names = all.iter().filter(is_it).map(|(survey, _)| survey.title());
        names.collect::<Vec<String>>()
    };
    let (worse, better) = (named(Verdict::Worse), named(Verdict::Better));
    let others = named(Verdict::NoDifference).len();
    if worse.is_empty() && better.is_empty() && others == 0 {
        return None;
    }
    let level = confidence_level(view);
    let changed = all.iter().filter_map(|(survey, reply)| {
        let summary = reply.as_ref().ok()?;
        let (class, sign) = match summary.verdict() {
            Verdict::Worse => ("sign worse", icon::WORSE),
            Verdict::Better => ("sign better", icon::BETTER),
            _ => return None,
        };
        let scale = Scale::of(&summary.kind);
        let said = short_change(words, scale, summary.change.as_ref()?, &level);
        let address = survey_link(site, &survey.survey, view);
        Some(view! {
            <li>
                <span class=class><Icon path=sign/></span>
                <p>{survey.title()}<span>{said}</span></p>
                <a class="button little" href=address>
                    {texts.see_where}<span class="hidden">": " {survey.title()}</span>
                </a>
            </li>
        })
    });
    let changed: Vec<_> = changed.take(4).collect();
    let list = (!changed.is_empty()).then(|| view! { <ul class="todo">{changed}</ul> });
    let title = (texts.lead)(&worse, &better, others);
    Some(view! {
        <section class="card lead" aria-labelledby="lead">
            <div>
                <h2 class="verdict-line" id="lead">{title}</h2>
                <p>{texts.lead_note}</p>
            </div>
            {list}
        </section>
    })
}
