//! Finds the route and the handler of a path, and adds what every reply has in common.
//!
//! In: the way of a request. Not in: the routes (`table`), how a path finds its own
//! (`matching`), the names in it (`names`).

mod matching;
mod names;
mod table;
#[cfg(test)]
mod tests;

use domain::Instant;

use crate::{
    api::{
        answer::Answer,
        console,
        cors::{self, Audience},
        etag, guard, headers,
        http::{Method, Request},
        problem,
    },
    runtime::{Runtime, log::Entry},
    store::{
        Store,
        context::Context,
        error::Error,
        remembering::{Remembering, Use},
    },
};

use matching::Place;
pub use table::{ROUTES, Route};

/// Replies to a request. Every request gets a reply.
///
/// 1. A page of the console has its own reply. Find what stands at any other path (404).
/// 2. `OPTIONS` → 204 with its methods; a method that is none of them → 405.
/// 3. Owners' routes and the console's: a key in the address → 400; too many guesses of the operator's
///    token → 429.
/// 4. Run the handler; `HEAD` runs as `GET` and loses the body.
/// 5. A good reply gets its tag; what the peer has already isn't sent again (304).
/// 6. What was not done is told as a problem, and in the operator's log.
pub async fn handle<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
) -> Answer {
    // (1) Place.
    let place = matching::place(&request.path);
    let audience = place.as_ref().map(Place::audience);
    let done = match &place {
        Some(place) => answer_to(request, context, place).await,
        None => match console::page(request, context).await {
            Some(Ok(page)) => return without_body_for_head(request, page.into()),
            Some(Err(error)) => Err(error),
            None => Err(Error::NotFound),
        },
    };
    // (6) Problem.
    done.map(|answer| finished(request, audience, answer)).unwrap_or_else(|error| {
        let route = place.map(|place| place.template());
        refuse(request, route, context.runtime, context.now, error)
    })
}

/// Tells a peer and the operator's log of a request that was not done, and came at `began`.
pub fn refuse<R: Runtime>(
    request: &Request,
    route: Option<&'static str>,
    runtime: &R,
    began: Instant,
    error: Error,
) -> Answer {
    let request_id = runtime.request_id();
    runtime.log(&Entry::RequestFailed {
        request_id: request_id.as_ref(),
        method: request.method.as_str(),
        route,
        status: error.status(),
        problem: error.name(),
        fault: error.fault(),
        elapsed_ms: runtime.now().unix_ms() - began.unix_ms(),
    });
    let audience = matching::place(&request.path).map(|place| place.audience());
    finished(request, audience, problem::reply(error, began, request_id.as_ref()).into())
}

/// True if a session may be used at that path: the edge reads no cookie for any other.
#[must_use]
pub fn takes_sessions(path: &str) -> bool {
    // Responses come first, and are by far the most.
    matching::place(path).is_some_and(|place| place.audience() != Audience::Visitors)
}

/// Adds the headers that every reply has.
fn finished(request: &Request, audience: Option<Audience>, answer: Answer) -> Answer {
    let answer = without_body_for_head(request, answer);
    answer.map(|reply| headers::secure(audience, cors::readable(audience, reply)))
}

fn without_body_for_head(request: &Request, mut answer: Answer) -> Answer {
    if request.method == Method::Head {
        answer.reply.body.clear();
        answer.stream = None;
    }
    answer
}

async fn answer_to<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    place: &Place<'_>,
) -> Result<Answer, Error> {
    let names = place.names()?;
    // (2) Method.
    let Some(route) = place.route(request.method) else {
        return match request.method {
            Method::Options => Ok(cors::preflight(place.audience(), place.allow()).into()),
            _ => Err(Error::MethodNotAllowed(place.allow())),
        };
    };
    // (3) and (4).
    let of_lists = match (route.method, route.audience) {
        (Method::Get, Audience::Owners) => Use::Remembered,
        _ => Use::Anew,
    };
    let store = Remembering::new(context.store, context.runtime, &context.cache.lists, of_lists);
    let context = &context.with_store(&store);
    let answer = match route.audience {
        Audience::Visitors => table::run(route, &names, request, context).await?,
        Audience::Owners => {
            guard::before(request, context)?;
            let result = table::run(route, &names, request, context).await;
            guard::after(request, context, result).await?
        }
        Audience::Console => {
            guard::before(request, context)?;
            table::run(route, &names, request, context).await?
        }
    };
    // (5) Tag.
    Ok(match (route.method, route.audience) {
        (Method::Get, Audience::Visitors | Audience::Owners) => {
            answer.map(|reply| etag::unless_known(&request.headers, etag::tagged(reply)))
        }
        // The state that is there now, under the tag that a GET gives it.
        _ if route.is_conditional => answer.map(etag::tagged),
        _ => answer,
    })
}
