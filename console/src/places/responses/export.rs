//! Files of exactly what is filtered: the API's own pieces, joined.

use js_sys::Array;
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::{Asking, CutOff, FileType, Whole, file_name, inbox::Inbox, next_of};
use crate::{
    api::{ApiError, client},
    components::{Menu, close_menu, icon},
    frame::use_words,
    intl,
    session::use_session,
    shell::use_site,
};

const EXPORT: &str = "export";

/// Progress of an export.
#[derive(Clone, Debug, PartialEq)]
enum State {
    /// None is made.
    Idle,
    /// So many pieces have come.
    Fetching(usize),
    /// It is saved under that name.
    Saved(String),
    /// It broke off.
    Failed,
}

/// The two files, and how the one that is made comes along.
#[component]
pub(crate) fn ExportMenu(inbox: Inbox) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.responses;
    let state = RwSignal::new(State::Idle);
    // A newer export, or none, ends the one before.
    let newest = StoredValue::new(0_u32);
    let asking = Asking::get();
    let site = use_site();
    let session = use_session();
    let export = move |file_type: FileType| {
        close_menu(EXPORT);
        let (question, survey) = (asking.question.get_untracked(), asking.survey.get_untracked());
        let Some(survey) = survey.map(|survey| survey.survey) else { return };
        let number = newest.get_value().wrapping_add(1);
        newest.set_value(number);
        state.set(State::Fetching(0));
        let site = site.name.get_value();
        let (today, zone) = (intl::today(), intl::zone());
        spawn_local(async move {
            let still = || newest.try_get_value() == Some(number);
            let come = |pieces| {
                if still() {
                    state.set(State::Fetching(pieces));
                }
                still()
            };
            let is_csv = file_type == FileType::Csv;
            let first = question.export_path(&site, &survey, (today, &zone), is_csv);
            let made = fetch(first, file_type, come).await;
            if !still() {
                return;
            }
            state.set(match made {
                Ok(pieces) => {
                    let name = file_name(&site, &survey, today, file_type);
                    save(&pieces, &name, file_type);
                    State::Saved(name)
                }
                Err(error) => {
                    if let Some(error) = error {
                        session.heed(&error);
                    }
                    State::Failed
                }
            });
        });
    };
    let file = move |file_type: FileType, name: &'static str, says: &'static str| {
        view! {
            <li>
                <button type="button" on:click=move |_| export(file_type)>
                    <b>{name}</b>
                    <span class="quiet">{says}</span>
                </button>
            </li>
        }
    };
    let said = move || match state.get() {
        State::Idle => ().into_any(),
        State::Fetching(pieces) => {
            let shown = intl::count(words.lang, pieces as u64 + 1);
            let stop = move |_| {
                newest.update_value(|newest| *newest = newest.wrapping_add(1));
                state.set(State::Idle);
            };
            view! {
                <span>{(texts.exporting)(&shown)}</span>
                <button type="button" class="button plain little" on:click=stop>{texts.cancel}</button>
            }
            .into_any()
        }
        State::Saved(name) => (texts.exported)(&name).into_any(),
        State::Failed => view! { <span class="fault">{texts.export_failed}</span> }.into_any(),
    };
    let has_some = move || inbox.items.with(|items| !items.is_empty());
    view! {
        <p class="export-said small" role="status">{said}</p>
        {move || has_some().then(|| view! {
            <Menu id=EXPORT class="button" sign=icon::SAVE label=texts.export.into_any()>
                <p class="sheet-says small quiet">{texts.export_says}</p>
                <ul class="picks files">
                    {file(FileType::Csv, texts.csv, texts.csv_says)}
                    {file(FileType::Ndjson, texts.ndjson, texts.ndjson_says)}
                </ul>
            </Menu>
        })}
    }
}

/// Fetches piece after piece, as long as `come` wants them.
async fn fetch(
    first: String,
    file_type: FileType,
    come: impl Fn(usize) -> bool,
) -> Result<Vec<String>, Option<ApiError>> {
    let mut whole = Whole::new(file_type);
    let mut next = Some(first);
    while let Some(path) = next {
        let piece = client::get_piece(&path).await.map_err(Some)?;
        whole.add(piece.text).map_err(|CutOff| None)?;
        if !come(whole.len()) {
            return Err(None);
        }
        next = piece.link.as_deref().and_then(next_of);
    }
    Ok(whole.finish())
}

/// Hands a file to the browser's downloads.
fn save(pieces: &[String], name: &str, file_type: FileType) {
    let parts: Array = pieces.iter().map(|piece| JsValue::from_str(piece)).collect();
    let options = BlobPropertyBag::new();
    options.set_type(file_type.media_type());
    let Ok(blob) = Blob::new_with_str_sequence_and_options(&parts, &options) else { return };
    let Ok(address) = Url::create_object_url_with_blob(&blob) else { return };
    let link = document().create_element("a").ok().and_then(|a| a.dyn_into().ok());
    let Some(link): Option<HtmlAnchorElement> = link else { return };
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The browser reads the address after the click.
    set_timeout(
        move || {
            let _ = Url::revoke_object_url(&address);
        },
        std::time::Duration::from_secs(60),
    );
}
