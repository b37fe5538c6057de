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
      const health = reply.ok ? await reply.json() : undefined;
      if (health?.signing_keys) return health;
      last = reply.ok ? "another program replies" : `it replies ${reply.status}`;
    } catch (error) {
      last = reason(error);
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
    else if ((await reply.json())?.signing_keys) return;
    else why = "another program replies";
  } catch (error) {
    why = reason(error);
  }
  throw new Stop(
    `There is no collector at ${url} (${why}).`,
    "Give the address that stands in the tag of your pages, without /e/…, by --adopt. Nothing has been changed.",
  );
}

/** True if the collector takes the operator's token, false if it has none at all. Throws if it has another. */
export async function takesToken(api) {
  const { status, text } = await api.call("GET", "/v1/sites");
  if (status === 401) throw refused("GET", "/v1/sites", status, text);
  return !(status === 503 && text.includes("no-operator"));
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
      const reply = await fetch(this.url + path, init);
      return { status: reply.status, text: await reply.text() };
    } catch (error) {
      throw new Stop(`The connection to ${this.url} broke off (${reason(error)}).`, AGAIN);
    }
  }

  /** Calls until the reply is one of these. KV may show for a minute that a new site is not there. */
  async expect(statuses, method, path, body, headers) {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      const { status, text } = await this.call(method, path, body, headers);
      if (statuses.includes(status)) return this.#read(text);
      const isEarly = status === 404 || status === 503 || status === 429;
      if (!isEarly || Date.now() > until) throw refused(method, path, status, text);
      await pause();
    }
  }

  #read(text) {
    try {
      return text ? JSON.parse(text) : {};
    } catch {
      throw new Stop(
        `Another program than the collector replies at ${this.url}.`,
        `Give the collector's address by --address, or mend what stands before it. ${AGAIN}`,
      );
    }
  }
}

/** Says in a word why a reply could not be had or read. */
export function reason(error) {
  if (error instanceof SyntaxError) return "another program replies";
  return error.cause?.code ?? error.message;
}

function refused(method, path, status, text) {
  let problem = {};
  try {
    problem = JSON.parse(text) ?? {};
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
