//! A body that comes piece by piece as the runtime's stream. A fault breaks it off, so that nobody
//! takes it for whole.

use std::rc::Rc;

use futures_util::{Stream, stream};
use worker::Env;

use super::{CACHE, KV, Workers, clock};
use crate::{context::Context, problem::Error, store::kv::KvStore, streamed::Streamed};

/// The pieces, made when they are asked for.
pub(super) fn pieces(
    streamed: Streamed,
    env: Env,
) -> impl Stream<Item = worker::Result<String>> + 'static {
    stream::unfold(Some((streamed, env)), |left| async {
        let (mut streamed, env) = left?;
        match next(&mut streamed, &env).await {
            Ok(piece) => piece.map(|piece| (Ok(piece), Some((streamed, env)))),
            Err(error) => {
                worker::console_error!("hearby: a body was broken off: {}", error.name());
                Some((Err(worker::Error::RustError(error.name().to_owned())), None))
            }
        }
    })
}

async fn next(streamed: &mut Streamed, env: &Env) -> Result<Option<String>, Error> {
    let unbound = Error::Internal("the KV namespace is not bound");
    let store = KvStore::bound(env, KV).ok_or(unbound)?;
    let runtime = Workers { env };
    let cache = CACHE.with(Rc::clone);
    let context = Context { store: &store, runtime: &runtime, cache: &cache, now: clock() };
    streamed.next(&context).await
}
