//! A body that comes piece by piece, as the runtime's stream. A fault breaks it off, so that no
//! client takes it for whole.

use std::rc::Rc;

use futures_util::{Stream, stream};
use worker::Env;

use super::{CACHE, KV, KV_UNBOUND, Workers, clock, console};
use crate::kv::KvStore;
use collector::{
    api::streamed::Streamed,
    runtime::{log::Entry, request_id::RequestId},
    store::{context::Context, error::Error},
};

/// The pieces, made when they are asked for.
pub(super) fn pieces(
    streamed: Streamed,
    env: Env,
    request_id: Option<RequestId>,
) -> impl Stream<Item = worker::Result<String>> + 'static {
    stream::unfold(Some((streamed, env, request_id)), |left| async {
        let (mut streamed, env, request_id) = left?;
        match next(&mut streamed, &env).await {
            Ok(piece) => piece.map(|piece| (Ok(piece), Some((streamed, env, request_id)))),
            Err(error) => {
                let request_id = request_id.as_ref();
                console::write(&Entry::BodyBrokenOff { request_id, problem: error.name() });
                Some((Err(worker::Error::RustError(error.name().to_owned())), None))
            }
        }
    })
}

async fn next(streamed: &mut Streamed, env: &Env) -> Result<Option<String>, Error> {
    let store = KvStore::bound(env, KV).ok_or(KV_UNBOUND)?;
    let runtime = Workers { env, given: None };
    let cache = CACHE.with(Rc::clone);
    let context = Context { store: &store, runtime: &runtime, cache: &cache, now: clock() };
    streamed.next(&context).await
}
