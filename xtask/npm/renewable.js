// The built collector in workerd, which can be made another: for tests, by `serve.mjs --renewable`.
// Never deployed.
import collector from "../../collector/build/index.js";

/** The binding of the KV that is in use, once it is not the first any more. */
let namespace;

/** Returns what the collector is given: the KV of now. */
const given = (env) => ({ ...env, KV: env[namespace ?? env.FIRST_NAMESPACE] });

export default {
  fetch(request, env, context) {
    if (request.headers.get("x-renew") !== env.RENEW_TOKEN) {
      return collector.fetch(request, given(env), context);
    }
    namespace = new URL(request.url).searchParams.get("namespace");
    // As after a panic: the next request begins with new memory.
    globalThis.__worker_init_state.criticalError = true;
    return new Response(null, { status: 204 });
  },
  scheduled: (event, env, context) => collector.scheduled(event, given(env), context),
};
