// Runs the built collector and its yardstick (twin.js) in one workerd, each once over miniflare's
// KV and once over one that replies at once; and the collector over one that also keeps its
// entries, and whose operations are counted (counted.js). Every Worker has a socket of its own,
// without the entry and router Workers that miniflare puts before it.
//
//   node serve.mjs --root CHECKOUT --persist DIR --admin-token TOKEN
//
// Prints one line {"ready":true,"workerd":PID,"urls":{…}}; ends when its input is closed.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

/** Number of sites for a script that is not cached: an isolate remembers 512. */
const MANY_SITES = 600;

const here = dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    root: { type: "string" },
    persist: { type: "string" },
    "admin-token": { type: "string" },
  },
});
const root = resolve(options.root);
const tools = join(root, "xtask/npm");
const build = process.env.HEARBY_COLLECTOR_BUILD ?? join(root, "collector/build");
mkdirSync(options.persist, { recursive: true });

let ending = false;
const { endWithWorkerd, watchWorkerd } = await import(pathToFileURL(join(tools, "workerd.mjs")));
const workerd = watchWorkerd();
const { Log, LogLevel, Miniflare } = createRequire(join(tools, "serve.mjs"))("miniflare");

const common = {
  compatibilityDate: /^compatibility_date\s*=\s*"([^"]+)"/m.exec(
    readFileSync(join(root, "collector/wrangler.toml"), "utf8"),
  )[1],
  modules: true,
  unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
};
const collector = {
  ...common,
  scriptPath: join(build, "index.js"),
  modulesRoot: build,
  modulesRules: [
    { type: "ESModule", include: ["**/*.js"] },
    { type: "CompiledWasm", include: ["**/*.wasm"] },
  ],
  bindings: { ADMIN_TOKEN: options["admin-token"] },
  serviceBindings: { ASSETS: "assets" },
};
/** The collector with counted.js before it. */
const counted = {
  ...collector,
  scriptPath: undefined,
  modulesRules: undefined,
  modules: [
    { type: "ESModule", path: join(build, "counted.js"), contents: readFileSync(join(here, "counted.js")) },
    { type: "ESModule", path: join(build, "index.js") },
    { type: "CompiledWasm", path: join(build, "index_bg.wasm") },
  ],
};
const twin = { ...common, scriptPath: join(here, "twin.js"), modulesRoot: here };

const shared = {
  host: "127.0.0.1",
  port: 0,
  log: new Log(LogLevel.WARN),
  cf: false,
  kvPersist: join(options.persist, "kv"),
};
const loader = readFileSync(join(root, "target/hearby/assets/loader.js"), "utf8");
const assets = {
  ...common,
  name: "assets",
  script: `export default { fetch: () => new Response(${JSON.stringify(loader)}) };`,
};
/** Worker that returns the contents of both namespaces, for comparing. */
const reader = {
  ...common,
  name: "reader",
  kvNamespaces: { collector: "collector", twin: "twin" },
  script: `export default {
    async fetch(request, env) {
      const kv = env[new URL(request.url).pathname.slice(1)];
      const { keys } = await kv.list();
      const values = keys.map(async (key) => ({ ...key, value: await kv.get(key.name) }));
      return Response.json(await Promise.all(values));
    },
  };`,
};

const definitions = await define();
const standIn = (scriptName) => ({ KV: { scriptName, bindings: { DEFINITIONS: definitions } } });
const inIsolate = (name, file) => ({ name, modules: true, scriptPath: join(here, file), modulesRoot: here });
const server = new Miniflare({
  ...shared,
  workers: [
    assets,
    reader,
    inIsolate("instant-kv", "instant_kv.js"),
    inIsolate("kept-kv", "kept_kv.js"),
    { ...collector, name: "collector-simulator", kvNamespaces: { KV: "collector" } },
    { ...twin, name: "twin-simulator", kvNamespaces: { KV: "twin" } },
    { ...collector, name: "collector-instant", wrappedBindings: standIn("instant-kv") },
    { ...twin, name: "twin-instant", wrappedBindings: standIn("instant-kv") },
    { ...counted, name: "collector-kept", wrappedBindings: standIn("kept-kv") },
  ],
});
process.stdin.resume();
process.stdin.on("end", () => end(0)).on("error", () => end(0));
try {
  await server.ready;
  endWithWorkerd(workerd, () => false, () => end(1));
  const twins = await server.getKVNamespace("KV", "twin-simulator");
  for (const [key, value] of Object.entries(definitions)) {
    if (!key.includes("shop-")) await twins.put(key, value);
  }
  const sides = ["collector-simulator", "twin-simulator", "collector-instant", "twin-instant"];
  const urls = {};
  for (const name of ["reader", "collector-kept", ...sides]) urls[name] = (await server.unsafeGetDirectURL(name)).origin;
  const pid = Number(readFileSync(workerd, "utf8"));
  console.log(JSON.stringify({ ready: true, workerd: pid, urls }));
} catch (error) {
  console.error(error?.stack ?? error);
  await end(1);
}

/** Defines a site and a survey through the collector itself, and returns the entries that it wrote. */
async function define() {
  const server = new Miniflare({
    ...shared,
    workers: [
      { ...collector, name: "collector-simulator", kvNamespaces: { KV: "collector" } },
      assets,
    ],
  });
  try {
    const put = async (path, definition) => {
      const response = await server.dispatchFetch(`http://collector/v1/sites/shop${path}`, {
        method: "PUT",
        headers: { authorization: `Bearer ${options["admin-token"]}` },
        body: JSON.stringify(definition),
      });
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    };
    await put("", { product: "Trà Sen", lang: "vi" });
    for (const kind of ["nps", "ces", "csat"]) await put(`/surveys/${kind}`, { kind });
    const kv = await server.getKVNamespace("KV", "collector-simulator");
    const written = {};
    for (const { name } of (await kv.list()).keys) {
      const value = await kv.get(name);
      written[name] = value;
      // Copies for more sites than an isolate remembers: their script is not cached.
      for (let n = 0; n < MANY_SITES && name.includes("shop"); n += 1) {
        written[name.replace("shop", `shop-${n}`)] = value;
      }
    }
    return written;
  } finally {
    await server.dispose();
  }
}

async function end(status) {
  if (ending) return;
  ending = true;
  await server?.dispose().catch(() => {});
  process.exit(status);
}
