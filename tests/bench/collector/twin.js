// The yardstick: a Worker in plain JavaScript that takes a response as the collector does. Same
// checks, same key, value and metadata, same replies; nothing else. It is written to be quick: one
// file, no library, all that never changes is made once. `same.rs` holds the two to each other.
//
// What JSON.parse doesn't tell, it doesn't check: 9.0 is 9 here, and the last of two fields of one
// name counts without a word (it does in the collector, too).

const HEADERS = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "content-disposition, etag, link, retry-after",
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "content-type": "application/json",
  "cross-origin-resource-policy": "cross-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};
const CREATED = { status: 201, headers: new Headers(HEADERS) };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const DEFINITION_TTL_MS = 45_000;
const BODY_MAX_BYTES = 8 * 1024;
const PAUSES_MS = [250, 1_000];

const FIELDS = new Set([
  "id", "site", "survey", "version", "wording", "score", "comment", "touchpoint", "page", "lang",
  "device", "source", "respondent", "attributes", "finished", "elapsed_ms",
]);
const WORDING_NEWEST = 2;
const SCALES = { nps: [0, 10], ces: [1, 7], csat: [1, 5] };
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const SLUG = /^(?=.{1,40}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
const ASCII = /^[\x00-\x7f]*$/;
const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
const HASH_LETTERS = 16;
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const LANG = /^[A-Za-z0-9-]{1,35}$/;
const ATTRIBUTE_NAME = /^[a-z][a-z0-9_]{0,23}$/;
const DEVICES = new Set(["phone", "tablet", "desktop"]);
const SOURCES = new Set(["popup", "inline", "link", "email", "qr", "kiosk", "import"]);

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** Sites and surveys as this isolate remembers them. */
const remembered = new Map();

/** The last dirty mark of an hour that this isolate has written. */
const marked = new Map();

export default {
  async fetch(request, env) {
    try {
      return await take(request, env);
    } catch (error) {
      if (error instanceof Refused) return error.response();
      throw error;
    }
  },
};

class Refused {
  constructor(status, name, more) {
    this.status = status;
    this.name = name;
    this.more = more;
  }

  response() {
    const problem = { type: `urn:hearby:problem:${this.name}`, status: this.status, ...this.more };
    const headers = { ...HEADERS, "content-type": "application/problem+json" };
    return new Response(JSON.stringify(problem), { status: this.status, headers });
  }
}

async function take(request, env) {
  const now = Date.now();
  if (new URL(request.url).pathname !== "/v1/responses") throw new Refused(404, "not-found");
  if (request.method !== "POST") throw new Refused(405, "method-not-allowed");
  const response = checked(await body(request));
  await fit(response);

  const { id, site, survey } = response;
  const siteKey = `site:${site}`;
  const siteRecord = known(siteKey, now) ?? (await read(env, siteKey, "unknown-site", now));
  const surveyKey = `survey:${site}:${survey}`;
  const surveyRecord = known(surveyKey, now) ?? (await read(env, surveyKey, "unknown-survey", now));
  const { origins = [], retention_days: retentionDays } = siteRecord.definition;
  if (origins.length > 0 && !origins.includes(request.headers.get("origin"))) {
    throw new Refused(403, "origin-not-allowed");
  }
  const [least, most] = SCALES[surveyRecord.definition.kind];
  if (response.score < least || response.score > most) throw new Refused(422, "invalid");
  const at = parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  if (at < now - 8 * DAY_MS || at > now + 5 * MINUTE_MS) {
    throw new Refused(422, "clock-skew", { now_at: new Date(now).toISOString() });
  }

  const hour = new Date(at).toISOString().slice(0, 13);
  const options = { metadata: metadata(response) };
  if (retentionDays) {
    const end = (Math.floor(at / DAY_MS) + 1 + retentionDays) * DAY_MS;
    options.expiration = Math.max(end, (Math.floor(now / DAY_MS) + 2) * DAY_MS) / 1_000;
  }
  if (now >= (Math.floor(at / HOUR_MS) + 1) * HOUR_MS + 3 * MINUTE_MS) {
    const names = `${site}:${survey}:${hour}`;
    const stands = (Math.floor(now / MINUTE_MS) + 1) * MINUTE_MS;
    if (marked.get(names) !== stands) {
      const shared = "00000000-0000-7000-8000-000000000000";
      await put(env, `dirty:${names}:${String(stands).padStart(13, "0")}-${shared}`, "");
      marked.set(names, stands);
    }
  }
  // Each state of an answer has a key of its own; the plain one is the last state's.
  const rank = response.finished ? (response.comment ? "" : ".2") : response.comment ? ".1" : ".0";
  await put(env, `r:${site}:${survey}:${hour}:${id}${rank}`, value(response, now), options);
  return new Response(JSON.stringify({ id }), CREATED);
}

async function body(request) {
  const type = request.headers.get("content-type") ?? "application/json";
  const essence = type.split(";", 1)[0].trim().toLowerCase();
  if (essence !== "application/json" && essence !== "text/plain") throw new Refused(415, "media-type");
  if (Number(request.headers.get("content-length")) > BODY_MAX_BYTES) throw new Refused(413, "too-large");
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > BODY_MAX_BYTES) throw new Refused(413, "too-large");
  let parsed;
  try {
    parsed = JSON.parse(utf8.decode(bytes));
  } catch {
    throw new Refused(400, "not-json");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) invalid();
  return parsed;
}

function invalid() {
  throw new Refused(422, "invalid");
}

/** The response with every field valid, or a refusal. `null` counts as absent. */
function checked(given) {
  for (const name in given) if (!FIELDS.has(name)) invalid();
  if (typeof given.id !== "string" || !ID.test(given.id)) invalid();
  if (typeof given.site !== "string" || !SLUG.test(given.site)) invalid();
  if (typeof given.survey !== "string" || !SLUG.test(given.survey)) invalid();
  if (!Number.isInteger(given.score)) invalid();
  let comment = given.comment ?? undefined;
  if (comment !== undefined) {
    if (typeof comment !== "string" || !comment.isWellFormed()) invalid();
    if (comment.length > 2_000 && characters(comment) > 2_000) invalid();
    comment = comment.trim() || undefined;
  }
  return {
    id: given.id.toLowerCase(),
    site: given.site,
    survey: given.survey,
    version: whole(given.version, 1),
    wording: whole(given.wording, 1, WORDING_NEWEST),
    score: given.score,
    comment,
    touchpoint: label(given.touchpoint, 64),
    page: page(given.page),
    lang: lang(given.lang),
    device: word(given.device, DEVICES),
    source: word(given.source, SOURCES),
    respondent: label(given.respondent, 256),
    attributes: attributes(given.attributes),
    finished: flag(given.finished, true),
    elapsed_ms: whole(given.elapsed_ms, 0),
  };
}

function characters(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Number of bytes that a text takes in UTF-8. */
function bytesOf(text) {
  return encoder.encode(text).length;
}

function whole(number, least, most = 0xffffffff) {
  if (number === undefined || number === null) return undefined;
  if (!Number.isInteger(number) || number < least || number > most) invalid();
  return number;
}

function flag(given, otherwise) {
  if (given === undefined || given === null) return otherwise;
  if (typeof given !== "boolean") invalid();
  return given;
}

function label(text, maxBytes) {
  if (text === undefined || text === null) return undefined;
  if (typeof text !== "string" || text === "" || CONTROL.test(text) || !text.isWellFormed()) invalid();
  // A character takes at most three bytes for each of its UTF-16 units.
  if (text.length * 3 > maxBytes && bytesOf(text) > maxBytes) invalid();
  return composed(text);
}

function page(text) {
  if (text === undefined || text === null) return undefined;
  if (typeof text !== "string" || CONTROL.test(text) || !text.isWellFormed()) invalid();
  // No page that the bench sends has escapes: those the collector decodes are left out here.
  return composed(text.split(/[?#]/, 1)[0]);
}

/** Most texts are, and `normalize` copies. */
function composed(text) {
  return ASCII.test(text) ? text : text.normalize("NFC");
}

/** Shortens what takes too many bytes in JSON: its first letters, and a hash of all of it. */
async function fit(response) {
  response.page = await fitted(response.page, 120);
  response.touchpoint = await fitted(response.touchpoint, 64);
  for (const name in response.attributes) {
    response.attributes[name] = await fitted(response.attributes[name], 64);
  }
}

async function fitted(text, maxBytes) {
  // A character takes at most three bytes for each of its UTF-16 units.
  if (text === undefined || text.length * 3 <= maxBytes || bytesInJson(text) <= maxBytes) return text;
  let kept = "";
  let left = maxBytes - HASH_LETTERS - 1;
  for (const character of text) {
    left -= bytesInJson(character);
    if (left < 0) break;
    kept += character;
  }
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(text)));
  const bits = Array.from(digest, (byte) => byte.toString(2).padStart(8, "0")).join("");
  const letters = Array.from({ length: HASH_LETTERS }, (_, at) =>
    ALPHABET[parseInt(bits.slice(at * 5, at * 5 + 5), 2)]);
  return `${kept}~${letters.join("")}`;
}

function bytesInJson(text) {
  return bytesOf(text) + (text.match(/["\\]/g)?.length ?? 0);
}

function lang(text) {
  if (text === undefined || text === null) return undefined;
  if (typeof text !== "string" || !LANG.test(text)) invalid();
  return text.toLowerCase();
}

function word(given, words) {
  if (given === undefined || given === null) return undefined;
  if (!words.has(given)) invalid();
  return given;
}

function attributes(given) {
  if (given === undefined || given === null) return undefined;
  if (typeof given !== "object" || Array.isArray(given)) invalid();
  const names = Object.keys(given);
  if (names.length > 5) invalid();
  const found = {};
  let any = false;
  for (const name of names.sort()) {
    if (!ATTRIBUTE_NAME.test(name)) invalid();
    const value = label(given[name], 64);
    if (value === undefined) continue;
    found[name] = value;
    any = true;
  }
  return any ? found : undefined;
}

function known(key, now) {
  const entry = remembered.get(key);
  return entry && now - entry.at < DEFINITION_TTL_MS ? entry.record : undefined;
}

async function read(env, key, unknown, now) {
  const text = await env.KV.get(key);
  if (text === null) throw new Refused(404, unknown);
  const record = JSON.parse(text);
  remembered.set(key, { at: now, record });
  return record;
}

function value(response, now) {
  const { id, version, wording, score, comment, touchpoint, page, lang, device } = response;
  const { source, respondent, attributes, finished, elapsed_ms } = response;
  return JSON.stringify({
    id, version, wording, score, comment, touchpoint, page, lang, device, source, respondent,
    attributes, finished, elapsed_ms, received_ms: now,
  });
}

function metadata(response) {
  const all = {
    s: response.score,
    c: response.comment === undefined ? undefined : 1,
    i: response.finished ? undefined : 1,
    v: response.version,
    w: response.wording,
    t: response.touchpoint,
    p: response.page,
    l: response.lang,
    d: response.device,
    o: response.source,
    a: response.attributes,
  };
  return all;
}

async function put(env, key, text, options) {
  for (const pause of PAUSES_MS) {
    try {
      return await env.KV.put(key, text, options);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  try {
    return await env.KV.put(key, text, options);
  } catch {
    throw new Refused(503, "store-busy");
  }
}
