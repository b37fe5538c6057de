//! The root: contexts, the router, and the one frame for every address.

use leptos::prelude::{IntoView, component, provide_context, view, window};
use leptos_router::{
    WildcardSegment,
    components::{FlatRoutes, Route, Router},
};

use crate::{frame::Frame, session::SessionContext, settings::Settings};

/// The console.
#[component]
pub(crate) fn App() -> impl IntoView {
    let query = window().location().search().unwrap_or_default();
    provide_context(Settings::new(&query));
    provide_context(SessionContext::new());
    // One route for all: the frame stays while places change, and `address` reads them.
    view! {
        <Router base="/console">
            <FlatRoutes fallback=|| ()>
                <Route path=WildcardSegment("place") view=Frame/>
            </FlatRoutes>
        </Router>
    }
}
