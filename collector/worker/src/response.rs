//! A reply as the runtime's response, with as few steps over to JavaScript as it takes.

use core::cell::RefCell;
use std::borrow::Cow;

use futures_util::Stream;
use wasm_bindgen::JsValue;
use worker::web_sys::{self, ResponseInit};

use super::{clock, console};
use collector::{
    api::{http::Reply, problem},
    runtime::log::Entry,
    store::error::Error,
};

/// The most heads that are remembered: there are about a dozen, and a full map is cleared.
const HEADS_MAX: usize = 32;

/// Status and headers, and what JavaScript makes a response of. Most replies have one of a few
/// heads; each is made once, instead of header by header for every reply.
struct Head {
    status: u16,
    headers: Vec<(&'static str, Cow<'static, str>)>,
    init: ResponseInit,
}

thread_local! {
    static HEADS: RefCell<Vec<Head>> = const { RefCell::new(Vec::new()) };
}

/// Makes the response.
pub(super) fn make(reply: Reply) -> JsValue {
    let body = (!reply.body.is_empty()).then_some(reply.body.as_str());
    let response = known_or_made(reply.status, reply.headers)
        .and_then(|init| web_sys::Response::new_with_opt_str_and_init(body, &init))
        .or_else(|thrown| {
            // The runtime refused a header. It takes all of ours.
            console::write(&Entry::ResponseRefused { reason: format!("{thrown:?}") });
            let init = ResponseInit::new();
            init.set_status(500);
            web_sys::Response::new_with_opt_str_and_init(None, &init)
        });
    response.map_or(JsValue::UNDEFINED, JsValue::from)
}

/// Makes a response whose body comes piece by piece, after `reply.body`, which is empty then.
pub(super) fn make_streamed(
    reply: Reply,
    pieces: impl Stream<Item = worker::Result<String>> + 'static,
) -> JsValue {
    let made = worker::Response::from_stream(pieces).and_then(|response| {
        let headers = worker::Headers::new();
        for (name, value) in &reply.headers {
            headers.set(name, value)?;
        }
        Ok(response.with_status(reply.status).with_headers(headers))
    });
    match made {
        Ok(response) => web_sys::Response::from(response).into(),
        Err(error) => {
            console::write(&Entry::ResponseRefused { reason: error.to_string() });
            make(problem::reply(Error::Internal("a stream was refused"), clock(), None))
        }
    }
}

fn known_or_made(
    status: u16,
    headers: Vec<(&'static str, Cow<'static, str>)>,
) -> Result<ResponseInit, JsValue> {
    if headers.iter().any(|(_, value)| matches!(value, Cow::Owned(_))) {
        return made(status, &headers);
    }
    HEADS.with_borrow_mut(|heads| {
        if let Some(head) = heads.iter().find(|h| h.status == status && h.headers == headers) {
            return Ok(head.init.clone());
        }
        let init = made(status, &headers)?;
        if heads.len() >= HEADS_MAX {
            heads.clear();
        }
        heads.push(Head { status, headers, init: init.clone() });
        Ok(init)
    })
}

fn made(
    status: u16,
    headers: &[(&'static str, Cow<'static, str>)],
) -> Result<ResponseInit, JsValue> {
    let all = web_sys::Headers::new()?;
    for (name, value) in headers {
        all.set(name, value)?;
    }
    let init = ResponseInit::new();
    init.set_status(status);
    init.set_headers(&all);
    Ok(init)
}
