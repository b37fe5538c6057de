// What the runtime calls, handed on to the WASM. `cargo xtask build` bundles it with the glue that
// wasm-bindgen writes, and with nothing else.
//
// Plain functions: the usual entry of Rust Workers makes an object and three proxies for every
// request, a tenth of all that a response costs us.
import * as wasm from "hearby-glue";

const state = wasm.__worker_init_state();

/** The WASM, begun anew after a panic: its memory can't be trusted then. */
function sound() {
  if (state.criticalError) {
    console.error('{"event":"worker-restarted","reason":"panic"}');
    wasm.__wbg_reset_state();
    state.criticalError = false;
    state.instanceId += 1;
  }
  return wasm;
}

// What traps without a panic.
addEventListener("error", ({ error }) => {
  if (error instanceof WebAssembly.RuntimeError) state.criticalError = true;
});

/** Bytes that an answer may have at the most. */
const SHORT = 8192;

/** True if a body says that it is short. */
function isShort(request) {
  const announced = request.headers.get("content-length");
  return announced !== null && announced <= SHORT;
}

export default {
  fetch(request, env, context) {
    const reply = sound().fetch(request, env, context);
    // A visitor who goes away ends the request, and with it every promise in it: none of them would
    // settle, and what waits for them in the WASM, with what it has read so far, would never be
    // freed. With this it runs to its end; a body that stays away is an error then. It costs a sixth
    // of all that an answer takes, so a short body that says its length goes without: what a broken
    // one leaves is a few hundred bytes and no body.
    if (reply instanceof Promise && !isShort(request)) context.waitUntil(reply);
    return reply;
  },
  scheduled: (event, env, context) => sound().scheduled(event, env, context),
};
