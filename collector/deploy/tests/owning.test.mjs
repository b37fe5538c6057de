// Files, Workers, namespaces and accounts of somebody else's, or of the owner's own, are left alone.
// In: runs that would harm them. Not in: failures of the network (refusals.test.mjs).
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";

import { folderFor, run } from "./archive.mjs";
import { StandIn } from "./standin.mjs";

const SITE = ["--yes", "--site", "https://shop.example.com"];

test("a folder with files of somebody else's keeps them", async (t) => {
  const folder = folderFor(t);
  const shop = join(folder, "shop");
  mkdirSync(join(shop, "staged"), { recursive: true, mode: 0o755 });
  writeFileSync(join(shop, "staged", "index.html"), "tea");
  const words = ["--state", folder, "--name", "shop", ...SITE];
  for (const more of [["--dry-run"], ["--remove"], []]) {
    const { status, said } = await run("deploy.mjs", [...words, ...more]);
    assert.equal(status, 2, said);
    assert.match(said, /holds other files, such as staged[^]*→ .*--state/);
  }
  writeFileSync(join(shop, "deployment.json"), '{"kind": "Deployment"}');
  const { status, said } = await run("deploy.mjs", [...words, "--remove"]);
  assert.equal(status, 2, said);
  assert.deepEqual(readdirSync(shop).sort(), ["deployment.json", "staged"]);
  assert.equal(readFileSync(join(shop, "staged", "index.html"), "utf8"), "tea");
  assert.equal(statSync(shop).mode & 0o777, 0o755);
});

/** A run that ended before its upload. Returns the stand-in, its variables and the words of the run. */
async function cutOff(t) {
  const folder = folderFor(t);
  const cloud = new StandIn();
  const env = { ...(await cloud.start()), HEARBY_PATIENCE_MS: "500" };
  t.after(() => cloud.stop());
  const words = ["--state", folder, "--name", "tea", ...SITE];
  cloud.cut(/^POST \/storage/, { isDone: true });
  const { status, said } = await run("deploy.mjs", words, env);
  assert.equal(status, 1, said);
  cloud.mend();
  const file = join(folder, "tea", "deployment.json");
  return { folder, cloud, env, words, kept: () => JSON.parse(readFileSync(file, "utf8")) };
}

test("what was put beside the deployment's file later stays, too", async (t) => {
  const { folder, env, words } = await cutOff(t);
  mkdirSync(join(folder, "tea", "staged"));
  writeFileSync(join(folder, "tea", "notes.txt"), "tea");
  const rehearsed = await run("deploy.mjs", [...words, "--dry-run"], env);
  assert.equal(rehearsed.status, 0, rehearsed.said);
  const removed = await run("deploy.mjs", [...words, "--remove"], env);
  assert.equal(removed.status, 0, removed.said);
  assert.deepEqual(readdirSync(join(folder, "tea")).sort(), ["notes.txt", "staged"]);
});

test("a site that was mistyped in a failed run is made anew", async (t) => {
  const { env, words } = await cutOff(t);
  const right = ["--site", "https://teas.example.org", "--dry-run"];
  const { status, said } = await run("deploy.mjs", [...words, ...right], env);
  assert.equal(status, 0, said);
  assert.match(said, /make the site teas-example \(https:\/\/teas\.example\.org\)/);
});

test("a Worker that came after a run without an upload is somebody else's", async (t) => {
  const { cloud, env, words, kept } = await cutOff(t);
  const blog = { metadata: { bindings: [] }, crons: [], secrets: { ADMIN_TOKEN: "theirs" } };
  cloud.workers.set("tea", blog);
  cloud.forget();
  const again = await run("deploy.mjs", words, env);
  assert.equal(again.status, 1, again.said);
  assert.match(again.said, /has a Worker called tea already[^]*→ Choose another --name/);
  assert.ok(!cloud.calls.some((call) => /^(PUT|POST) \/workers/.test(call)), cloud.calls);
  const adopting = await run("deploy.mjs", [...words, "--adopt", "https://tea.example.com"], env);
  assert.match(adopting.said, /nothing was uploaded[^]*→ .*--remove first/);
  assert.equal(kept().uploadTried, undefined);
  const removed = await run("deploy.mjs", [...words, "--remove"], env);
  assert.equal(removed.status, 0, removed.said);
  assert.equal(cloud.workers.get("tea"), blog);
  assert.equal(cloud.namespaces.size, 0, "the namespace was this deployment's");
});

test("another account, and another namespace, are refused once one is kept", async (t) => {
  const owners = "e".repeat(32);
  const folder = folderFor(t);
  const cloud = new StandIn();
  const other = { id: "f".repeat(32), name: "Other", type: "standard" };
  cloud.accounts.push(other);
  cloud.namespaces.set(owners, "answers");
  cloud.namespaces.set("d".repeat(32), "others");
  const env = { ...(await cloud.start()), HEARBY_PATIENCE_MS: "500" };
  t.after(() => cloud.stop());
  const words = ["--state", folder, "--name", "tea", ...SITE];
  const first = await run(
    "deploy.mjs",
    [...words, "--account", cloud.accounts[0].id, "--namespace", owners, "--address", "http://localhost:1"],
    env,
  );
  assert.match(first.said, /✓ deployed[^]*does not reply/);
  cloud.forget();
  for (const more of [[], ["--remove"]]) {
    const account = await run("deploy.mjs", [...words, "--account", other.id, ...more], env);
    assert.equal(account.status, 2, account.said);
    assert.match(account.said, /is on the account 0123456789abcdef[^]*→ Leave --account out/);
    const namespace = await run("deploy.mjs", [...words, "--namespace", "d".repeat(32), ...more], env);
    assert.equal(namespace.status, 2, namespace.said);
    assert.match(namespace.said, /are in the KV namespace eeeeeeee[^]*→ Leave --namespace out/);
  }
  assert.deepEqual(cloud.calls, []);
  const asked = await run("deploy.mjs", [...words.filter((word) => word !== "--yes"), "--remove"], env);
  assert.equal(asked.status, 2, asked.said);
  assert.match(asked.said, new RegExp(`namespace ${owners}, which you gave it, stays`));
  const removed = await run("deploy.mjs", [...words, "--remove"], env);
  assert.equal(removed.status, 0, removed.said);
  assert.deepEqual([cloud.workers.size, cloud.namespaces.has(owners)], [0, true]);
  assert.ok(!existsSync(join(folder, "tea")));
});

test("a domain that a run has asked for is asked for again without a question", async (t) => {
  const folder = folderFor(t);
  const cloud = new StandIn();
  const env = await cloud.start();
  t.after(() => cloud.stop());
  const words = ["--state", folder, "--name", "tea", ...SITE];
  // The stand-in knows no domains: the upload is done, and the domain is not set.
  const domain = "hearby.shop.invalid";
  for (const more of [["--take-domain"], []]) {
    const { status, said } = await run("deploy.mjs", [...words, "--domain", domain, ...more], env);
    assert.equal(status, 1, said);
    assert.match(said, /Deploying/);
    const kept = JSON.parse(readFileSync(join(folder, "tea", "deployment.json"), "utf8"));
    assert.deepEqual([kept.domainAsked, kept.domainSet], [domain, undefined]);
  }
});

test("a wrong address of an adopted collector is told before anything is claimed", async (t) => {
  const folder = folderFor(t);
  const cloud = new StandIn();
  const env = { ...(await cloud.start()), HEARBY_PATIENCE_MS: "500" };
  t.after(() => cloud.stop());
  const collector = await serving(t, { status: "ok", signing_keys: "ok" });
  const other = await serving(t, { status: "ok" });
  const secrets = { ADMIN_TOKEN: "before", SIGNING_KEYS: "kept" };
  cloud.workers.set("tea", { metadata: { bindings: [] }, crons: [], secrets });
  cloud.namespaces.set("d".repeat(32), "tea-responses");
  const words = ["--state", folder, "--name", "tea", ...SITE];
  const adopt = (address) => run("deploy.mjs", [...words, "--adopt", address], env);
  const file = join(folder, "tea", "deployment.json");
  const kept = () => JSON.parse(readFileSync(file, "utf8"));
  for (const address of [other, "http://localhost:1"]) {
    const { status, said } = await adopt(address);
    assert.equal(status, 1, said);
    assert.match(said, /There is no collector at http[^]*→ .*--adopt/);
    assert.ok(!existsSync(file));
  }
  // Its upload fails, and the run after it corrects the address.
  cloud.cut(/^GET \/storage/, { isDone: false });
  const broken = await adopt(`${collector}/old`);
  assert.equal(broken.status, 1, broken.said);
  cloud.mend();
  assert.equal(kept().url, `${collector}/old`);
  const adopted = await adopt(collector);
  assert.match(adopted.said, /✓ deployed/);
  assert.equal(kept().url, collector, "not the one under workers.dev");
  assert.equal(cloud.workers.get("tea").secrets.SIGNING_KEYS, "kept");
});

/** Serves one JSON text at every address but build.json. Returns its own address. */
async function serving(t, body) {
  const server = createServer((request, response) => {
    response.writeHead(request.url.endsWith("/build.json") ? 404 : 200);
    response.end(JSON.stringify(body));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  t.after(() => server.closeAllConnections());
  t.after(() => server.close());
  return `http://localhost:${server.address().port}`;
}
