// A stand-in for Cloudflare's API on loopback, for the real wrangler: an account in memory, which
// refuses what the real one refuses. In: the routes that a deployment needs, and faults to order. Not
// in: running what was uploaded (uploaded.mjs), the shapes of the replies (schema.mjs).
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:http";

import { check } from "./schema.mjs";

const ACCOUNT = { id: "0123456789abcdef0123456789abcdef", name: "Tea shop", type: "standard" };

/** Cron triggers of an account on the free plan. */
const MOST_CRONS = 5;

/** An account at Cloudflare, and its API. */
export class StandIn {
  token = randomBytes(20).toString("hex");
  accounts = [ACCOUNT];
  subdomain = "tea";
  /** Workers by name: `metadata`, `modules`, `assets`, `secrets`, `crons`. */
  workers = new Map();
  /** Namespaces by id: their title. */
  namespaces = new Map();
  mostWorkers = 100;
  /** Cron triggers of other Workers. */
  otherCrons = 0;
  /** Calls so far, as `PUT /workers/scripts/hearby`. */
  calls = [];
  /** Called with a Worker's name after its upload. */
  onUpload = () => {};
  #cut;
  #files = new Map();
  #sessions = new Map();
  #versions = new Map();

  /** Starts it. Returns the variables by which wrangler finds it. */
  async start() {
    this.server = createServer((request, response) => this.#serve(request, response));
    await new Promise((ready) => this.server.listen(0, "127.0.0.1", ready));
    return this.environment();
  }

  environment() {
    return {
      CLOUDFLARE_API_BASE_URL: `http://127.0.0.1:${this.server.address().port}/client/v4`,
      CLOUDFLARE_API_TOKEN: this.token,
      CLOUDFLARE_ACCOUNT_ID: "",
    };
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  /** Lets the network go away at each call that matches: before it is done, or before its reply. */
  cut(call, { isDone }) {
    this.#cut = { call, isDone };
  }

  /** The network is there again. */
  mend() {
    this.#cut = undefined;
  }

  /** Forgets the calls so far. */
  forget() {
    this.calls = [];
  }

  async #serve(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const url = new URL(request.url, "http://api");
    const path = url.pathname.replace("/client/v4", "");
    const ofAccount = path.replace(/^\/accounts\/[0-9a-f]+/, "");
    const call = `${request.method} ${ofAccount}`;
    this.calls.push(call);
    const cut = this.#cut && this.#cut.call.test(call) ? this.#cut : undefined;
    if (cut && !cut.isDone) return this.#hangUp(request);
    let reply = this.#refusal(request, path);
    if (!reply) {
      const [operation, act] = this.#route(request.method, ofAccount);
      reply = act ? await act.call(this, { url, body, request }) : missing(call);
      if (operation) check(operation, reply);
    }
    if (cut) return this.#hangUp(request);
    response.writeHead(reply.status, { "Content-Type": "application/json" });
    response.end(JSON.stringify(reply.body));
  }

  #hangUp(request) {
    request.socket.destroy();
  }

  #refusal(request, path) {
    const given = request.headers.authorization?.replace("Bearer ", "");
    if (path === "/workers/assets/upload" || path.endsWith("/workers/assets/upload")) {
      return this.#sessions.has(given) ? undefined : no(401, 10000, "Authentication error");
    }
    if (given === this.token) {
      const account = path.match(/^\/accounts\/([0-9a-f]+)\//)?.[1];
      const isOwn = !account || this.accounts.some(({ id }) => id === account);
      return isOwn ? undefined : no(403, 9109, "Unauthorized to access requested resource");
    }
    if (path === "/user/tokens/verify") return no(401, 1000, "Invalid API Token");
    return no(path === "/user" || path === "/memberships" ? 403 : 401, 10000, "Authentication error");
  }

  #route(method, path) {
    const routes = [
      ["GET", /^\/user\/tokens\/verify$/, "verifyToken", () => ok({ id: "a".repeat(32), status: "active" })],
      ["GET", /^\/user$/, "user", () => ok({ id: "b".repeat(32), email: "owner@example.com" })],
      ["GET", /^\/accounts$/, "accounts", ({ url }) => page(url, this.accounts)],
      ["GET", /^\/memberships$/, "memberships", this.#memberships],
      ["GET", /^\/storage\/kv\/namespaces$/, "listNamespaces", this.#listNamespaces],
      ["POST", /^\/storage\/kv\/namespaces$/, "createNamespace", this.#createNamespace],
      ["DELETE", /^\/storage\/kv\/namespaces\/([0-9a-f]+)$/, "deleteNamespace", this.#deleteNamespace],
      ["GET", /^\/workers\/services\/([^/]+)$/, undefined, this.#service],
      ["DELETE", /^\/workers\/services\/([^/]+)$/, undefined, this.#deleteWorker],
      ["GET", /^\/workers\/scripts\/([^/]+)\/deployments$/, "listDeployments", this.#deployments],
      ["GET", /^\/workers\/scripts\/([^/]+)\/settings$/, undefined, this.#settings],
      ["POST", /^\/workers\/scripts\/([^/]+)\/assets-upload-session$/, "assetsSession", this.#session],
      ["POST", /^\/workers\/assets\/upload$/, "assetsUpload", this.#assets],
      ["PUT", /^\/workers\/scripts\/([^/]+)$/, "uploadWorker", this.#upload],
      // A Worker that is there is uploaded as a version, which is then deployed.
      ["POST", /^\/workers\/scripts\/([^/]+)\/versions$/, "uploadVersion", this.#uploadVersion],
      ["POST", /^\/workers\/scripts\/([^/]+)\/deployments$/, "deployVersion", this.#deployVersion],
      ["PATCH", /^\/workers\/scripts\/([^/]+)\/script-settings$/, undefined, () => ok({ logpush: false })],
      ["GET", /^\/workers\/subdomain$/, "accountSubdomain", this.#subdomain],
      ["GET", /^\/workers\/scripts\/([^/]+)\/subdomain$/, "workerSubdomain", this.#workerSubdomain],
      ["POST", /^\/workers\/scripts\/([^/]+)\/subdomain$/, "workerSubdomain", this.#workerSubdomain],
      ["PUT", /^\/workers\/scripts\/([^/]+)\/schedules$/, "schedules", this.#schedules],
    ];
    for (const [verb, pattern, operation, act] of routes) {
      const found = verb === method && path.match(pattern);
      if (found) return [operation, (call) => act.call(this, { ...call, name: found[1] })];
    }
    return [];
  }

  #memberships({ url }) {
    const list = this.accounts.map((account) => ({ id: "c".repeat(32), status: "accepted", account }));
    return page(url, list);
  }

  #listNamespaces({ url }) {
    return page(
      url,
      [...this.namespaces].map(([id, title]) => ({ id, title, supports_url_encoding: true })),
    );
  }

  #createNamespace({ body }) {
    const { title } = JSON.parse(body);
    if ([...this.namespaces.values()].includes(title)) {
      return no(400, 10014, "a namespace with this account ID and title already exists");
    }
    const id = randomBytes(16).toString("hex");
    this.namespaces.set(id, title);
    return ok({ id, title, supports_url_encoding: true });
  }

  #deleteNamespace({ name }) {
    return this.namespaces.delete(name) ? ok({}) : no(404, 10013, "namespace not found");
  }

  #service({ name }) {
    if (!this.workers.has(name)) return noWorker(10090);
    const environment = { environment: "production", script: { last_deployed_from: "wrangler" } };
    return ok({ id: name, default_environment: environment, environments: [environment] });
  }

  #deleteWorker({ name }) {
    return this.workers.delete(name) ? ok(null) : noWorker(10090);
  }

  #deployments({ name }) {
    if (!this.workers.has(name)) return noWorker(10007);
    const versions = [{ percentage: 100, version_id: "18f97339-c287-4872-9bdd-e2135c07ec12" }];
    const one = { id: "2f1a7c3e-5d3b-4c53-9c07-3f9c0b1e8d11", strategy: "percentage", versions };
    return ok({ deployments: [{ ...one, created_on: "2026-11-30T00:00:00Z", source: "wrangler" }] });
  }

  #settings({ name }) {
    const worker = this.workers.get(name);
    return worker ? ok({ bindings: worker.metadata.bindings, tags: [] }) : noWorker(10007);
  }

  #session({ name, body }) {
    const { manifest } = JSON.parse(body);
    const hashes = [...new Set(Object.values(manifest).map(({ hash }) => hash))];
    const wanted = hashes.filter((hash) => !this.#files.has(hash));
    const jwt = randomBytes(16).toString("hex");
    this.#sessions.set(jwt, { name, manifest });
    return ok({ jwt, buckets: wanted.length ? [wanted] : [] });
  }

  async #assets({ body, request }) {
    const form = await formOf(request, body);
    for (const [hash, file] of form) this.#files.set(hash, Buffer.from(await file.text(), "base64"));
    return { status: 201, body: envelope({ jwt: request.headers.authorization.replace("Bearer ", "") }) };
  }

  async #upload({ name, body, request }) {
    const read = await this.#read(name, body, request);
    if (read.status) return read;
    this.workers.set(name, read);
    await this.onUpload(name);
    const etag = createHash("sha256").update(body).digest("hex");
    return ok({ id: name, etag, startup_time_ms: 12, has_assets: true, has_modules: true });
  }

  async #uploadVersion({ name, body, request }) {
    if (!this.workers.has(name)) return noWorker(10007);
    const read = await this.#read(name, body, request);
    if (read.status) return read;
    const id = randomUUID();
    this.#versions.set(id, read);
    const metadata = { created_on: "2026-11-30T00:00:00Z", hasPreview: false, source: "wrangler" };
    return ok({ id, number: this.#versions.size, metadata, resources: { script: {} }, startup_time_ms: 12 });
  }

  async #deployVersion({ name, body }) {
    const { strategy, versions } = JSON.parse(body);
    this.workers.set(name, this.#versions.get(versions[0].version_id));
    await this.onUpload(name);
    return ok({
      id: randomUUID(),
      created_on: "2026-11-30T00:00:00Z",
      source: "wrangler",
      strategy,
      versions,
    });
  }

  /** Reads an upload, or refuses it. */
  async #read(name, body, request) {
    const known = this.workers.get(name);
    if (!known && this.workers.size >= this.mostWorkers) {
      return no(400, 10037, `You have exceeded the limit of ${this.mostWorkers} Workers on your account.`);
    }
    const form = await formOf(request, body);
    const metadata = JSON.parse(await form.get("metadata"));
    const unbound = metadata.bindings.find(
      ({ type, namespace_id }) => type === "kv_namespace" && !this.namespaces.has(namespace_id),
    );
    if (unbound) return no(400, 10041, `KV namespace '${unbound.namespace_id}' not found.`);
    const modules = new Map();
    for (const [part, file] of form) {
      if (part !== "metadata")
        modules.set(part, { type: file.type, bytes: Buffer.from(await file.arrayBuffer()) });
    }
    const { manifest } = this.#sessions.get(metadata.assets.jwt);
    const assets = new Map(Object.entries(manifest).map(([path, { hash }]) => [path, this.#files.get(hash)]));
    const secrets = { ...known?.secrets };
    for (const { type, name, text } of metadata.bindings)
      if (type === "secret_text" && text) secrets[name] = text;
    return { crons: [], ...known, metadata, modules, assets, secrets };
  }

  #subdomain() {
    return this.subdomain
      ? ok({ subdomain: this.subdomain })
      : no(404, 10007, "workers.api.error.subdomain_required");
  }

  #workerSubdomain() {
    return ok({ enabled: true, previews_enabled: true });
  }

  #schedules({ name, body }) {
    const crons = JSON.parse(body);
    if (this.otherCrons + crons.length > MOST_CRONS)
      return no(400, 10072, "workers.api.error.too_many_crons");
    this.workers.get(name).crons = crons.map(({ cron }) => cron);
    return ok({ schedules: crons });
  }
}

function formOf(request, body) {
  return new Response(body, { headers: { "Content-Type": request.headers["content-type"] } }).formData();
}

function envelope(result, more = {}) {
  return { success: true, errors: [], messages: [], result, ...more };
}

function ok(result) {
  return { status: 200, body: envelope(result) };
}

/** The page that is asked for: all is on the first, and wrangler asks until there is an empty one. */
function page(url, list) {
  const [page, per_page] = [
    ["page", 1],
    ["per_page", 20],
  ].map(([name, byDefault]) => Number(url.searchParams.get(name) ?? byDefault));
  const items = page === 1 ? list : [];
  const result_info = { page, per_page, count: items.length, total_count: list.length, total_pages: 1 };
  return { status: 200, body: envelope(items, { result_info }) };
}

function no(status, code, message) {
  return { status, body: { success: false, errors: [{ code, message }], messages: [], result: null } };
}

function noWorker(code) {
  return no(404, code, "This Worker does not exist on your account.");
}

/** A call that no deployment has made so far: whoever changes wrangler's version reads of it. */
function missing(call) {
  console.error(`The stand-in does not know ${call}.`);
  return no(404, 7003, "Could not route to this address, perhaps your object identifier is invalid?");
}
