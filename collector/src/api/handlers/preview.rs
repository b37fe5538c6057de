//! `GET /preview/{site}/{survey}`: all states of a survey side by side, for its owner.
//!
//! In: the replies and their policies; `page` has the markup. Not in: what a frame shows, which is
//! the real popup in its own preview mode (`widget/loader/preview.js`): nothing is stored, nothing is
//! sent.
//!
//! Anybody may look: any page's form contains the same words.

mod page;

use std::borrow::Cow;

use domain::{SiteId, SurveyId};
use wire::gate::origin_of;

use self::page::{Asked, head, page};

use crate::{
    api::http::{Reply, Request},
    definitions::searchers,
    runtime::Runtime,
    store::{Store, context::Context, error::Error},
    text::query::Query,
};

const STYLES: &str = include_str!("preview.css");

/// The page itself runs no script, and nobody frames it.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; frame-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// Returns the policy of a frame: the one that the README asks of a page with a policy, and nothing
/// more. `collector` is the origin from which the script loads the popup, if that isn't this page's
/// own.
fn frame_policy(collector: &str) -> String {
    let own = ["'self'", collector].join(" ");
    let own = own.trim_end();
    format!(
        "default-src 'none'; style-src 'self'; script-src {own} 'wasm-unsafe-eval'; \
         connect-src {own}; require-trusted-types-for 'script'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'self'"
    )
}

/// Replies with the page of all states.
///
/// 1. Look up the site and the survey (404; too many of these from one address → 429; store away →
///    503) → 200.
///
/// # Errors
/// As listed.
pub async fn show<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site_id: &SiteId,
    survey_id: &SurveyId,
) -> Result<Reply, Error> {
    let (site, survey) =
        searchers::site_and_survey(request.headers.address, context, site_id, survey_id).await?;
    let query = Query::parse(&request.query);
    let lang = query.get("lang").and_then(wire::response::lang);
    let lang = lang.unwrap_or_else(|| site.definition.lang.clone());
    let asked = Asked { lang: &lang, section: query.get("show") };
    Ok(html(page(survey_id, &site, &survey, asked), PAGE_POLICY))
}

/// Replies with an empty page that has the site's tag, for one state; light or dark, as the popup on
/// it.
///
/// # Errors
/// None: the signature is that of every handler.
pub async fn frame<S, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
    _survey: &SurveyId,
) -> Result<Reply, Error> {
    let is_dark = Query::parse(&request.query).get("theme") == Some("dark");
    let theme = if is_dark { "dark" } else { "light" };
    let body = format!(
        "{}<title>Hearby</title>\n<link rel=\"stylesheet\" href=\"../../../preview.css\">\n\
         <body class=\"frame {theme}\"><main id=\"hearby-preview\"></main>\n\
         <script async src=\"../../../e/{site}.js\"></script>\n",
        head("en")
    );
    let address = context.runtime.public_address().unwrap_or_default();
    Ok(html(body, frame_policy(origin_of(&address).unwrap_or_default())))
}

/// Replies with the styles of both.
///
/// # Errors
/// None: the signature is that of every handler.
pub async fn styles<S, R>(
    _request: &Request,
    _context: &Context<'_, S, R>,
) -> Result<Reply, Error> {
    let reply = Reply::new(200, "text/css; charset=utf-8", STYLES.to_owned());
    Ok(reply.with("cache-control", "public, max-age=300"))
}

fn html(body: String, policy: impl Into<Cow<'static, str>>) -> Reply {
    Reply::new(200, "text/html; charset=utf-8", body)
        .with("cache-control", "no-store")
        .with("content-security-policy", policy)
}
