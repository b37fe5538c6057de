// The collector in workerd on this machine, by miniflare: the Worker, its KV on disk, its static files,
// its crons. In: their settings, start and end. Not in: what it prints, and the page to try it on.
import { appendFileSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { keep, schedules } from "./crons.mjs";
import { home } from "./tools.mjs";
import { endWithWorkerd, watchWorkerd } from "./workerd.mjs";

/** Starts it. Returns its address, and a function that ends it. `onEnd` is called if it ends itself. */
export async function start({ port, data, adminToken, signingKey }, onEnd) {
  const pidFile = watchWorkerd();
  const { Log, LogLevel, Miniflare } = await import("miniflare");
  const log = join(data, "worker.log");
  rmSync(log, { force: true });
  const settings = readFileSync(join(home, "wrangler.toml"), "utf8");
  const server = new Miniflare({
    name: "collector",
    host: "127.0.0.1",
    port,
    log: new Log(LogLevel.WARN),
    // Lines of the Worker's log, of this run alone; not onto the terminal, where the links are.
    handleStructuredLogs: ({ message }) => appendFileSync(log, `${message}\n`, { mode: 0o600 }),
    // Otherwise it asks Cloudflare's servers what request.cf would be.
    cf: false,
    compatibilityDate: settings.match(/^compatibility_date = "(.*)"$/m)[1],
    modules: true,
    scriptPath: join(home, "worker", "index.js"),
    modulesRoot: join(home, "worker"),
    modulesRules: [
      { type: "ESModule", include: ["**/*.js"] },
      { type: "CompiledWasm", include: ["**/*.wasm"] },
    ],
    // No limits: on one machine all visitors have one address.
    bindings: { ADMIN_TOKEN: adminToken, SIGNING_KEYS: signingKey },
    kvNamespaces: { KV: "hearby" },
    kvPersist: join(data, "kv"),
    assets: {
      binding: "ASSETS",
      directory: join(home, "assets"),
      routerConfig: { has_user_worker: true },
      assetConfig: { has_static_routing: false },
    },
  });
  let isEnding = false;
  const url = (await server.ready).origin;
  endWithWorkerd(pidFile, () => isEnding, onEnd);
  const worker = await server.getWorker();
  const run = (cron) =>
    worker.scheduled({ cron, scheduledTime: new Date() }).then(
      ({ outcome }) => outcome === "ok" || console.error(`The cron ${cron} ended with: ${outcome}`),
      (error) => isEnding || console.error(`The cron ${cron} failed: ${error.message}`),
    );
  const timer = keep(schedules(settings), run);
  return {
    url,
    end() {
      isEnding = true;
      clearInterval(timer);
      return server.dispose();
    },
  };
}
