// The collector over a KV whose operations are counted, and into which old responses can be
// written, which no request could bring. Paths that begin with /bench/ are for the bench, all
// others go to the collector:
//
//   /bench/counts                          operations on KV since the last time
//   /bench/past?site=…&answers=N&days=N    responses of closed days; the survey is as old as they are
import collector from "./index.js";

const DAY_MS = 24 * 60 * 60 * 1_000;
const SURVEY = "nps";

let counts = none();
let kv;

export default {
  async fetch(request, env, context) {
    kv ??= counted(env.KV);
    const url = new URL(request.url);
    if (!url.pathname.startsWith("/bench/")) return collector.fetch(request, { ...env, KV: kv }, context);
    if (url.pathname === "/bench/past") {
      const number = (name) => Number(url.searchParams.get(name));
      await writePast(env.KV, url.searchParams.get("site"), number("answers"), number("days"));
    }
    const told = counts;
    counts = none();
    return Response.json(told);
  },
};

/** Makes counters at 0. Reads are counted by key, as they are billed; a bulk read is still one operation. */
function none() {
  return { operations: 0, reads: 0, writes: 0, lists: 0, deletes: 0, response_bytes: 0 };
}

function counted(under) {
  return {
    get: (key, ...more) => {
      counts.operations += 1;
      counts.reads += Array.isArray(key) ? key.length : 1;
      return under.get(key, ...more);
    },
    put: (key, value, options) => {
      counts.operations += 1;
      counts.writes += 1;
      if (key.startsWith("r:")) counts.response_bytes += bytes(key) + bytes(value) + bytes(JSON.stringify(options?.metadata ?? null));
      return under.put(key, value, options);
    },
    list: (options) => {
      counts.operations += 1;
      counts.lists += 1;
      return under.list(options);
    },
    delete: (key) => {
      counts.operations += 1;
      counts.deletes += 1;
      return under.delete(key);
    },
  };
}

function bytes(text) {
  return new TextEncoder().encode(text).length;
}

/** Writes responses spread evenly over the days before today, each under a key as the collector writes it. */
async function writePast(under, site, answers, days) {
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  for (const key of [`survey:${site}:${SURVEY}:v1`, `survey:${site}:${SURVEY}`]) {
    const record = JSON.parse(await under.get(key));
    await under.put(key, JSON.stringify({ ...record, changed_ms: today - days * DAY_MS }));
  }
  // Few kinds of metadata: a million of them would be most of the memory.
  const metadata = Array.from({ length: 11 }, (_, s) => ({ s, p: "/tra-o-long", l: "vi", d: "phone" }));
  for (let n = 0; n < answers; n += 1) {
    const at = today - days * DAY_MS + Math.floor(((n + 0.5) / answers) * days * DAY_MS);
    const time = at.toString(16).padStart(12, "0");
    const random = n.toString(16).padStart(12, "0");
    const id = `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${random}`;
    const hour = new Date(at).toISOString().slice(0, 13);
    await under.put(`r:${site}:${SURVEY}:${hour}:${id}`, "", { metadata: metadata[(n * 7) % 11] });
  }
}
