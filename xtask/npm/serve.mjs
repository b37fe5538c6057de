// Runs the built collector in workerd, with its KV kept on disk.
//
//   node serve.mjs --persist DIR --admin-token TOKEN [--port N] [--host 127.0.0.1]
//                  [--var NAME=VALUE]… [--limit NAME=N]… [--exit-with-stdin] [--control-port N]
//                  [--tell] [--signing-keys "NEWEST OLDER …"] [--assets DIR] [--renewable N]
//
// Without --signing-keys it makes a key of random bytes, and keeps it in DIR/run.json, as run.mjs of
// the archive does, beside the responses whose respondents it hashes; with "" there is none.
//
// With --assets, static files come from there instead of from where wrangler.toml says.
//
// With --renewable N, it begins with the Nth of its KV namespaces, and can be made another collector:
// with the next namespace, which is empty, and a new instance of the WASM, which has forgotten all.
// To compile the WASM anew, as another workerd would, takes the processor for seconds. workerd has a
// port of its own then, so that nobody reaches the next collector at the port of the one before.
//
// Without --limit nothing is limited: on one machine all visitors have one address. With it, that
// limit of wrangler.toml is bound with a number of its own.
//
// Prints one line {"ready":true,"url":"http://127.0.0.1:PORT"} when it is ready; port 0 takes any.
// Ends on SIGTERM, SIGINT, and with --exit-with-stdin when its input is closed, so that it never
// outlives the program that started it; a line "reload" there makes it run the newest build, and
// print that line once more. Ended by SIGKILL, it takes workerd along.
//
// With --tell, each request and each line of the Worker's log is a readable line on standard error.
//
// With --control-port N, tests on this machine can reach at http://127.0.0.1:N what no request to
// the Worker can do:
//   POST /cron?schedule=…  runs the cron as Cloudflare does; {"outcome":"ok"} when it is done
//   POST /kv               writes each line of the body, a JSON list of key, value, metadata
//   GET  /kv?prefix=…      the names of the keys that begin so, as a JSON list
//   POST /renew?port=N     makes it another collector, at that port instead of those before: see
//                          --renewable
//   GET  /memory           bytes of the machine's memory that workerd holds (Linux)
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect, createServer as createTcpServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { TellingLog, tell } from "./telling.mjs";
import { endWithWorkerd, watchWorkerd } from "./workerd.mjs";

/** Number of KV namespaces of a collector that can be renewed. */
const NAMESPACES = 60;

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const collector = join(root, "collector");
const options = readOptions();
const isRenewable = options.renewable !== undefined;
// The binding of each namespace: a deployed collector has the first.
const bindings = Array.from({ length: isRenewable ? NAMESPACES : 1 }, (_, nth) => `KV${nth || ""}`);

const pidFile = watchWorkerd();
const { Log, LogLevel, Miniflare } = await import("miniflare");
// The same object each time: its files are read when workerd starts.
const settings = {
  name: "collector",
  host: options.host,
  port: isRenewable ? 0 : options.port,
  ...(options.tell
    ? { log: new (TellingLog(Log))(LogLevel.INFO), handleStructuredLogs: tell }
    : { log: new Log(LogLevel.WARN) }),
  // Otherwise it asks Cloudflare's servers what request.cf would be.
  cf: false,
  compatibilityDate: setting("compatibility_date"),
  modules: true,
  scriptPath: isRenewable ? join(here, "renewable.js") : join(collector, "build/index.js"),
  modulesRoot: isRenewable ? root : join(collector, "build"),
  modulesRules: [
    { type: "ESModule", include: ["**/*.js"] },
    { type: "CompiledWasm", include: ["**/*.wasm"] },
  ],
  bindings: {
    ...options.vars,
    ADMIN_TOKEN: options.adminToken,
    ...(options.signingKeys ? { SIGNING_KEYS: options.signingKeys } : {}),
    ...(isRenewable
      ? { RENEW_TOKEN: randomBytes(32).toString("hex"), FIRST_NAMESPACE: bindings[options.renewable] }
      : {}),
  },
  kvNamespaces: Object.fromEntries(bindings.map((name) => [name, name.replace("KV", "hearby")])),
  ratelimits: options.limits,
  kvPersist: join(options.persist, "kv"),
  assets: {
    binding: "ASSETS",
    directory: options.assets ?? resolve(collector, setting("directory")),
    routerConfig: { has_user_worker: true },
    assetConfig: { has_static_routing: false },
  },
};
const server = new Miniflare(settings);

let ending = false;
let reloading = false;
let generation = options.renewable ?? 0;
let forwarding;
const connections = new Set();
async function end(status) {
  if (ending) return;
  ending = true;
  await server.dispose().catch(() => {});
  process.exit(status);
}
process.on("SIGTERM", () => end(0));
process.on("SIGINT", () => end(0));
if (options.exitWithStdin) {
  process.stdin.on("end", () => end(0)).on("error", () => end(0));
  createInterface({ input: process.stdin }).on("line", (line) => line === "reload" && reload());
}

try {
  const url = new URL(await server.ready);
  endWithWorkerd(pidFile, () => reloading, () => {
    if (!ending) console.error("workerd has ended.");
    end(1);
  });
  if (isRenewable) url.port = await listenAt(options.port);
  if (options.controlPort) await control(options.controlPort);
  console.log(JSON.stringify({ ready: true, url: url.origin }));
} catch (error) {
  await fail(error);
}

/** Begins with that namespace, and with a new instance of the WASM. */
async function beginWith(nth) {
  const worker = await server.getWorker();
  const headers = { "x-renew": settings.bindings.RENEW_TOKEN };
  const reply = await worker.fetch(`http://collector/?namespace=${bindings[nth]}`, { headers });
  if (reply.status !== 204) throw new Error(`renewing: ${reply.status}`);
}

/** Takes connections at that port, and cuts off all at the one before. Returns the port. */
async function listenAt(port) {
  forwarding?.close();
  for (const connection of connections) connection.destroy();
  const { port: target } = await server.ready;
  forwarding = createTcpServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ host: options.host, port: Number(target), allowHalfOpen: true });
    connections.add(near);
    near.on("close", () => connections.delete(near));
    for (const [from, to] of [[near, far], [far, near]]) {
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroy());
    }
  });
  await new Promise((ready) => forwarding.listen(port, options.host, ready));
  return forwarding.address().port;
}

async function reload() {
  reloading = true;
  try {
    await server.setOptions(settings);
    const url = await server.ready;
    reloading = false;
    console.log(JSON.stringify({ ready: true, url: url.origin }));
  } catch (error) {
    await fail(error);
  }
}

async function fail(error) {
  console.error(error?.message ?? error);
  await end(1);
}

async function control(port) {
  const store = () => server.getKVNamespace(bindings[generation]);
  const routes = {
    "POST /cron": async (parameters) => {
      const worker = await server.getWorker();
      const cron = parameters.get("schedule");
      const { outcome } = await worker.scheduled({ cron, scheduledTime: new Date() });
      return { outcome };
    },
    "POST /kv": async (_, body) => {
      const kv = await store();
      const entries = body.split("\n").filter(Boolean).map((line) => JSON.parse(line));
      // A few at a time: each is a request to workerd.
      for (let at = 0; at < entries.length; at += 32) {
        const some = entries.slice(at, at + 32);
        await Promise.all(some.map(([key, value, metadata]) => kv.put(key, value, { metadata })));
      }
      return entries.length;
    },
    "GET /kv": async (parameters) => {
      const kv = await store();
      const names = [];
      let cursor;
      do {
        const page = await kv.list({ prefix: parameters.get("prefix") ?? "", cursor });
        names.push(...page.keys.map((key) => key.name));
        cursor = page.list_complete ? undefined : page.cursor;
      } while (cursor);
      return names;
    },
    "POST /renew": async (parameters) => {
      if (generation + 1 >= bindings.length) throw new Error("no namespace is left");
      generation += 1;
      // First nobody reaches it any more, then it is another.
      await listenAt(0);
      await beginWith(generation);
      await listenAt(Number(parameters.get("port")));
      return generation;
    },
    "GET /memory": async () => {
      const status = readFileSync(`/proc/${readFileSync(pidFile, "utf8").trim()}/status`, "utf8");
      return Number(status.match(/^VmRSS:\s*(\d+) kB$/m)[1]) * 1024;
    },
  };
  const listener = createServer(async (request, response) => {
    const url = new URL(request.url, "http://control");
    const route = routes[`${request.method} ${url.pathname}`];
    if (!route) {
      response.writeHead(404).end();
      return;
    }
    try {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const answer = await route(url.searchParams, Buffer.concat(chunks).toString());
      response.writeHead(200).end(JSON.stringify(answer));
    } catch (error) {
      response.writeHead(500).end(String(error?.message ?? error));
    }
  });
  await new Promise((ready) => listener.listen(port, "127.0.0.1", ready));
}

/** Returns the value of a line `name = "value"` of the collector's wrangler.toml, so that deployed and local agree. */
function setting(name) {
  const text = readFileSync(join(collector, "wrangler.toml"), "utf8");
  const found = text.match(new RegExp(`^${name}\\s*=\\s*"([^"]+)"`, "m"));
  if (!found) throw new Error(`collector/wrangler.toml has no ${name}`);
  return found[1];
}

/** Returns the signing key of an earlier run, be it one of run.mjs of the archive, or a new one. */
function keptSigningKey(persist) {
  const file = join(persist, "run.json");
  let facts = {};
  try {
    facts = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  if (facts.signingKey) return facts.signingKey;
  facts.signingKey = randomBytes(32).toString("base64");
  writeFileSync(file, `${JSON.stringify(facts, undefined, 2)}\n`, { mode: 0o600 });
  return facts.signingKey;
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "0" },
      host: { type: "string", default: "127.0.0.1" },
      persist: { type: "string" },
      "admin-token": { type: "string" },
      var: { type: "string", multiple: true, default: [] },
      limit: { type: "string", multiple: true, default: [] },
      "control-port": { type: "string" },
      "signing-keys": { type: "string" },
      assets: { type: "string" },
      renewable: { type: "string" },
      "exit-with-stdin": { type: "boolean", default: false },
      tell: { type: "boolean", default: false },
    },
  });
  if (!values.persist || !values["admin-token"]) {
    console.error("serve.mjs needs --persist DIR and --admin-token TOKEN.");
    process.exit(2);
  }
  mkdirSync(values.persist, { recursive: true });
  return {
    port: Number(values.port),
    host: values.host,
    persist: resolve(values.persist),
    adminToken: values["admin-token"],
    signingKeys: values["signing-keys"] ?? keptSigningKey(values.persist),
    vars: Object.fromEntries(values.var.map((pair) => pair.split(/=(.*)/s, 2))),
    limits: Object.fromEntries(
      values.limit.map((pair) => {
        const [name, limit] = pair.split("=");
        return [name, { simple: { limit: Number(limit), period: 60 } }];
      }),
    ),
    assets: values.assets && resolve(values.assets),
    renewable: values.renewable && Number(values.renewable),
    controlPort: Number(values["control-port"] ?? 0),
    exitWithStdin: values["exit-with-stdin"],
    tell: values.tell,
  };
}
