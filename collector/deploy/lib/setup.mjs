// The first site, its survey and the owner's key, made by the collector's own API. In: waiting for the
// collector, and making what is not there yet. Not in: deploying.
import { Stop } from "./stop.mjs";

const AGAIN = "Run this again: it goes on where it stopped.";

/** Longest wait for a new address, or for KV to show what has just been written. Tests wait less. */
const PATIENCE_MS = Number(process.env.HEARBY_PATIENCE_MS ?? 150_000);
const PAUSE_MS = 2_000;

/** Name of the key that the owner gets. */
const KEY_NAME = "first key, made by deploy.mjs";

/** Waits until the collector replies at its address, which takes a moment after a first deployment. */
export async function reached(url) {
  const until = Date.now() + PATIENCE_MS;
  let last = "";
  for (let told = false; ;) {
    try {
      const reply = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(20_000) });
      if (reply.ok) return await reply.json();
      last = `it replies ${reply.status}`;
    } catch (error) {
      last = error.cause?.code ?? error.message;
    }
    if (Date.now() > until) {
      throw new Stop(
        `The collector does not reply at ${url} (${last}).`,
        `A new address takes minutes at times. ${AGAIN}`,
      );
    }
    if (!told) console.log(`Waiting until ${url} replies …`);
    told = true;
    await pause();
  }
}

/** Throws unless a collector replies at the address. */
export async function seeCollector(url) {
  let why;
  try {
    const reply = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(20_000) });
    if (!reply.ok) why = `it replies ${reply.status}`;
    else if ((await reply.json()).signing_keys) return;
    else why = "another program replies";
  } catch (error) {
    why = error instanceof SyntaxError ? "another program replies" : (error.cause?.code ?? error.message);
  }
  throw new Stop(
    `There is no collector at ${url} (${why}).`,
    "Give the address that stands in the tag of your pages, without /e/…, by --adopt. Nothing has been changed.",
  );
}

/** Throws if the collector does not take the operator's token. */
export async function seeToken(api) {
  const reply = await api.call("GET", "/v1/sites");
  if (reply.status === 401) throw refused("GET", "/v1/sites", 401, await reply.text());
  await reply.body?.cancel();
}

/** Makes the site unless it is there. */
export async function makeSite(api, { site, product, origin }) {
  const there = await api.call("GET", `/v1/sites/${site}`);
  if (there.status === 200) return false;
  const body = { product, origins: [origin] };
  await api.expect([200, 201, 412], "PUT", `/v1/sites/${site}`, body, { "If-None-Match": "*" });
  return true;
}

/** Makes the survey unless it is there. */
export async function makeSurvey(api, { site, kind }) {
  const there = await api.call("GET", `/v1/sites/${site}/surveys/${kind}`);
  if (there.status === 200) return false;
  const body = { kind, display: { delay_ms: 10_000 } };
  const path = `/v1/sites/${site}/surveys/${kind}`;
  await api.expect([200, 201, 412], "PUT", path, body, { "If-None-Match": "*" });
  return true;
}

/** Makes the owner's key. One that an earlier run made, and whose text nobody got, is revoked. */
export async function makeKey(api, { site }) {
  const path = `/v1/sites/${site}/keys`;
  const { items } = await api.expect([200], "GET", path);
  for (const { id, name } of items) {
    if (name === KEY_NAME) await api.expect([204, 404], "DELETE", `${path}/${id}`);
  }
  const { key } = await api.expect([201], "POST", path, { name: KEY_NAME, scope: "write" });
  return key;
}

/** Calls to the collector as its operator. */
export class Api {
  #token;

  constructor(url, token) {
    this.url = url;
    this.#token = token;
  }

  async call(method, path, body, headers = {}) {
    const init = {
      method,
      headers: { Authorization: `Bearer ${this.#token}`, ...headers },
      signal: AbortSignal.timeout(30_000),
    };
    if (body) {
      init.headers["Content-Type"] = "application/json";
      init.body = JSON.stringify(body);
    }
    try {
      return await fetch(this.url + path, init);
    } catch (error) {
      throw new Stop(
        `The connection to ${this.url} broke off (${error.cause?.code ?? error.message}).`,
        AGAIN,
      );
    }
  }

  /** Calls until the reply is one of these. KV may show for a minute that a new site is not there. */
  async expect(statuses, method, path, body, headers) {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      const reply = await this.call(method, path, body, headers);
      const text = await reply.text();
      if (statuses.includes(reply.status)) return text ? JSON.parse(text) : {};
      const isEarly = reply.status === 404 || reply.status === 503 || reply.status === 429;
      if (!isEarly || Date.now() > until) throw refused(method, path, reply.status, text);
      await pause();
    }
  }
}

function refused(method, path, status, text) {
  let problem = {};
  try {
    problem = JSON.parse(text);
  } catch {
    // Not the collector's words: a proxy's, or Cloudflare's.
  }
  const { title = "", detail = "", errors = [] } = problem;
  const fields = errors.map((error) => `${error.pointer ?? ""} ${error.detail ?? ""}`.trim());
  const words = [title, detail, ...fields].filter(Boolean).join("\n");
  const todo =
    status === 401
      ? "The operator's token of this machine's file is not the collector's any more: run this again with --adopt ADDRESS."
      : `${status === 422 ? "Change the flag that this is about. " : ""}${AGAIN}`;
  return new Stop(`The collector refuses ${method} ${path} (${status}). ${words}`.trim(), todo);
}

function pause() {
  return new Promise((resolve) => setTimeout(resolve, Math.min(PAUSE_MS, PATIENCE_MS / 10)));
}
