//! `GET /preview/{site}/{survey}`: all states of a survey side by side, for its owner.
//!
//! In: the page, the frames on it, their policies. Not in: what a frame shows, which is the real
//! popup in its own preview mode (`widget/loader/preview.js`): nothing is stored, nothing is sent.
//!
//! Anybody may look: any page's form contains the same words.

use core::fmt::Write;
use std::borrow::Cow;

use domain::{Kind, Score, SiteId, SurveyId};
use wire::{
    gate::origin_of,
    survey::{Position, Scheme},
};

use crate::{
    api::http::{Reply, Request},
    definitions::searchers,
    runtime::Runtime,
    store::{
        Store,
        context::Context,
        error::Error,
        records::{SiteRecord, SurveyRecord},
    },
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

/// The language in which the mirrored states are shown.
const RIGHT_TO_LEFT: &str = "ar";

/// One state: its title, and the further parameters of the frame's address.
struct State {
    title: String,
    asks: String,
    /// True if it is one of the three states of the short page.
    is_of_few: bool,
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
    Ok(html(page(survey_id, &site, &survey, &lang), PAGE_POLICY))
}

/// Replies with an empty page that has the site's tag, for one state.
///
/// # Errors
/// None: the signature is that of every handler.
pub async fn frame<S, R: Runtime>(
    _request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
    _survey: &SurveyId,
) -> Result<Reply, Error> {
    let body = format!(
        "{}<title>Hearby</title>\n<link rel=\"stylesheet\" href=\"../../../preview.css\">\n\
         <body class=\"frame\"><main id=\"hearby-preview\"></main>\n\
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

fn head(lang: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    )
}

fn page(survey_id: &SurveyId, site: &SiteRecord, survey: &SurveyRecord, lang: &str) -> String {
    let product = escaped(&site.definition.product);
    let definition = &survey.definition;
    let mut page = head("en");
    let mut add = |text: core::fmt::Arguments<'_>| {
        // Writing to a text can't fail.
        let _ = page.write_fmt(text);
    };
    add(format_args!("<title>{product}: {survey_id}</title>\n"));
    add(format_args!("<link rel=\"stylesheet\" href=\"../../preview.css\">\n"));
    add(format_args!("<header><h1>{product}: {survey_id}</h1>\n<p>Version {}. ", survey.version));
    add(format_args!(
        "Each frame is the real popup. Nothing in here is stored or sent, and anybody who knows \
         this address may look: the same words are in every page's form.</p>\n\
         <nav aria-label=\"Languages\">"
    ));
    for tag in forms::languages(definition) {
        let now = if tag == lang { " aria-current=\"page\"" } else { "" };
        add(format_args!("<a href=\"{survey_id}?lang={tag}\"{now}>{tag}</a> "));
    }
    add(format_args!("</nav></header>\n<main>\n"));
    let states = states(definition.kind);
    let [has_light, has_dark] = match definition.theme.scheme {
        Scheme::Auto => [true, true],
        Scheme::Light => [true, false],
        Scheme::Dark => [false, true],
    };
    let theme = if has_light { "light" } else { "dark" };
    let wide = match definition.theme.position {
        Position::BottomBar | Position::Centre => "wide",
        _ => "card",
    };
    let all: Vec<&State> = states.iter().collect();
    let some: Vec<&State> = states.iter().filter(|state| state.is_of_few).collect();
    let mut sections: Vec<(&str, &str, &str, &str, &Vec<&State>)> = Vec::new();
    if has_light {
        sections.push(("Light", wide, lang, "light", &all));
    }
    if has_dark {
        sections.push(("Dark", wide, lang, "dark", &all));
    }
    sections.push(("On a phone", "phone", lang, theme, &some));
    sections.push(("Right to left", wide, RIGHT_TO_LEFT, theme, &some));
    for (section, size, lang, theme, states) in sections {
        add(format_args!("<section><h2>{section}</h2>\n"));
        for State { title, asks, .. } in states {
            add(format_args!(
                "<figure class=\"{size}\"><figcaption>{title}</figcaption><iframe loading=\"lazy\" \
                 title=\"{section}: {title}\" src=\"{survey_id}/frame?hearby_preview={survey_id}&amp;lang={lang}\
                 &amp;theme={theme}{asks}\"></iframe></figure>\n"
            ));
        }
        add(format_args!("</section>\n"));
    }
    page.push_str("</main>\n");
    page
}

/// The question, then comment and thanks of each group, by its highest answer.
fn states(kind: Kind) -> Vec<State> {
    let question = State { title: "question".to_owned(), asks: String::new(), is_of_few: true };
    let mut states = vec![question];
    let [.., highest] = kind.groups();
    let scores = || kind.scale().values().filter_map(|n| Score::new(kind, i64::from(n)).ok());
    for step in ["comment", "thanks"] {
        for group in kind.groups() {
            let Some(score) = scores().rfind(|score| score.group() == group) else {
                continue;
            };
            let (group_name, value) = (group.as_str(), score.value());
            states.push(State {
                title: format!("{step}, {group_name} ({value})"),
                asks: format!("&amp;hearby_score={value}&amp;hearby_step={step}"),
                is_of_few: group == highest,
            });
        }
    }
    states
}

/// Returns a text as it may stand in HTML, between tags and in attributes.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
