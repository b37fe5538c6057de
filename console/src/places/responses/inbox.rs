//! The responses that have come so far, and the way to more.

use leptos::{prelude::*, task::spawn_local};

use super::Question;
use crate::{
    api::{ApiError, List, Response, SurveyEntry, client},
    intl,
    session::use_session,
    shell::use_site,
};

/// A page may be short, or empty, with more to come: go on until there is something to read.
const ENOUGH: usize = 20;
const PAGES_AT_ONCE: usize = 6;

/// The list's state.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Inbox {
    /// Items so far.
    pub(crate) items: RwSignal<Vec<Response>>,
    /// Cursor of what comes next.
    pub(crate) next: RwSignal<Option<String>>,
    /// True until the first page is there.
    pub(crate) is_new: RwSignal<bool>,
    /// True while something is fetched.
    pub(crate) is_loading: RwSignal<bool>,
    /// The reason why nothing more has come.
    pub(crate) error: RwSignal<Option<ApiError>>,
    /// The id of the response that is looked at.
    pub(crate) chosen: RwSignal<Option<String>>,
    /// True while the detail lies over the list, on small screens.
    pub(crate) is_open: RwSignal<bool>,
    site: StoredValue<String>,
    asked: Memo<Option<(Question, String)>>,
    newest: StoredValue<u32>,
}

impl Inbox {
    /// Begins to fetch, now and whenever another question is asked.
    pub(crate) fn begin(question: Memo<Question>, survey: Memo<Option<SurveyEntry>>) -> Inbox {
        let asked = Memo::new(move |_| Some((question.get(), survey.get()?.survey)));
        let inbox = Inbox {
            items: RwSignal::new(Vec::new()),
            next: RwSignal::new(None),
            is_new: RwSignal::new(true),
            is_loading: RwSignal::new(true),
            error: RwSignal::new(None),
            chosen: RwSignal::new(None),
            is_open: RwSignal::new(false),
            site: use_site().name,
            asked,
            newest: StoredValue::new(0),
        };
        let session = use_session();
        Effect::new(move |_| {
            if asked.get().is_some() {
                inbox.items.set(Vec::new());
                inbox.chosen.set(None);
                inbox.is_open.set(false);
                inbox.is_new.set(true);
                inbox.fetch(session, None);
            }
        });
        inbox
    }

    /// Fetches what comes next.
    pub(crate) fn more(self) {
        if !self.is_loading.get_untracked() {
            let cursor = self.next.get_untracked();
            self.fetch(use_session(), cursor);
        }
    }

    /// Begins anew, or goes on where it failed.
    pub(crate) fn retry(self) {
        let cursor = self.next.get_untracked().filter(|_| !self.is_new.get_untracked());
        self.fetch(use_session(), cursor);
    }

    fn fetch(self, session: crate::session::SessionContext, cursor: Option<String>) {
        let Some((question, survey)) = self.asked.get_untracked() else { return };
        let number = self.newest.get_value().wrapping_add(1);
        self.newest.set_value(number);
        self.is_loading.set(true);
        self.error.set(None);
        let (today, zone) = (intl::today(), intl::zone());
        spawn_local(async move {
            let mut cursor = cursor;
            let mut come = 0;
            for _ in 0..PAGES_AT_ONCE {
                let site = self.site.get_value();
                let path = question.list_path(&site, &survey, (today, &zone), cursor.as_deref());
                let page = client::get::<List<Response>>(&path).await;
                // The place may be gone, or ask for something else by now.
                if self.newest.try_get_value() != Some(number) {
                    return;
                }
                match page {
                    Ok(page) => {
                        come += page.items.len();
                        self.items.update(|items| items.extend(page.items));
                        self.next.set(page.next.clone());
                        cursor = page.next;
                    }
                    Err(error) => {
                        session.heed(&error);
                        self.error.try_set(Some(error));
                        break;
                    }
                }
                if come >= ENOUGH || cursor.is_none() {
                    break;
                }
            }
            if self.error.try_get_untracked() == Some(None) {
                self.is_new.try_set(false);
            }
            self.is_loading.try_set(false);
        });
    }

    /// Returns the response that is looked at.
    pub(crate) fn looked_at(self) -> Option<Response> {
        let id = self.chosen.get()?;
        self.items.with(|items| items.iter().find(|item| item.id == id).cloned())
    }

    /// Takes a response out of the list, after it was deleted; its neighbour is looked at.
    pub(crate) fn forget(self, id: &str) {
        let at = self.items.with_untracked(|items| items.iter().position(|item| item.id == id));
        self.items.update(|items| items.retain(|item| item.id != id));
        let neighbour = self.items.with_untracked(|items| {
            let at = at?.min(items.len().checked_sub(1)?);
            items.get(at).map(|item| item.id.clone())
        });
        self.chosen.set(neighbour);
        self.is_open.set(false);
    }
}
