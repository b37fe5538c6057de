// What was uploaded to the stand-in, run in workerd: so the tag, the site and the first response are
// real. In: its modules, bindings, secrets and static files. Not in: the stand-in.
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { dirname, join } from "node:path";

import { home } from "./archive.mjs";

/** Runs uploaded Workers at one address, the newest in the place of the one before. */
export class Uploaded {
  constructor(folder, port) {
    this.folder = folder;
    this.port = port;
    this.count = 0;
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  async run({ metadata, modules, assets, secrets }) {
    // The archive's own: it is there once wrangler has run.
    const { Log, LogLevel, Miniflare } = createRequire(join(home, "package.json"))("miniflare");
    const folder = join(this.folder, `upload-${(this.count += 1)}`);
    for (const [path, bytes] of assets) write(join(folder, "assets", path), bytes);
    write(join(folder, "assets", "_headers"), metadata.assets.config._headers ?? "");
    const bindings = metadata.bindings;
    const kv = bindings.filter(({ type }) => type === "kv_namespace");
    const texts = bindings.filter(({ type }) => type === "plain_text");
    const limits = bindings.filter(({ type }) => type === "ratelimit");
    const settings = {
      host: "127.0.0.1",
      port: this.port,
      log: new Log(LogLevel.WARN),
      cf: false,
      compatibilityDate: metadata.compatibility_date,
      modules: [...modules]
        .sort(([name]) => (name === metadata.main_module ? -1 : 1))
        .map(([name, { type, bytes }]) => ({
          type: type === "application/wasm" ? "CompiledWasm" : "ESModule",
          path: name,
          contents: type === "application/wasm" ? bytes : bytes.toString(),
        })),
      modulesRoot: "/",
      bindings: { ...Object.fromEntries(texts.map(({ name, text }) => [name, text])), ...secrets },
      kvNamespaces: Object.fromEntries(kv.map(({ name, namespace_id }) => [name, namespace_id])),
      kvPersist: join(this.folder, "kv"),
      ratelimits: Object.fromEntries(limits.map(({ name, simple }) => [name, { simple }])),
      assets: {
        binding: "ASSETS",
        directory: join(folder, "assets"),
        routerConfig: { has_user_worker: true },
        assetConfig: { has_static_routing: false },
      },
    };
    if (this.server) await this.server.setOptions(settings);
    else this.server = new Miniflare(settings);
    this.port = Number((await this.server.ready).port);
  }

  async stop() {
    await this.server?.dispose();
  }
}

/** Returns a port that nobody has. */
export async function freePort() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

function write(file, bytes) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}
