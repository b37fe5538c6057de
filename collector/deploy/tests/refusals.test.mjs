// What goes wrong: each failure says what to do, and a second run goes on where the first one stopped.
// In: failures in the order of a deployment, on one account. Not in: the way without one.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { folderFor, run } from "./archive.mjs";
import { StandIn } from "./standin.mjs";
import { Uploaded, freePort } from "./uploaded.mjs";

test("a wrong call says which flag is wrong, before anything else is done", async (t) => {
  const folder = folderFor(t);
  const wrong = [
    [["--yes"], /--site is missing/],
    [["--site", "shop"], /--site is an address/],
    [["--name", "My Shop", "--site", "https://shop.example.com"], /small letters/],
    [["--kind", "smiles"], /nps, ces or csat/],
    [["--account", "mine"], /32 hexadecimal digits/],
    [["--nmae", "x"], /nmae/],
  ];
  for (const [words, reason] of wrong) {
    const { status, said } = await run("deploy.mjs", ["--state", folder, ...words]);
    assert.equal(status, 2, said);
    assert.match(said, reason);
    assert.match(said, /→ .*--help/);
  }
});

test("each failure says what to do, and the next run goes on where it stopped", async (t) => {
  const folder = folderFor(t);
  const cloud = new StandIn();
  const uploaded = new Uploaded(folder, await freePort());
  const env = { ...(await cloud.start()), HEARBY_PATIENCE_MS: "15000" };
  t.after(() => uploaded.stop());
  t.after(() => cloud.stop());
  const words = ["--state", folder, "--yes", "--site", "https://shop.example.com", "--address", uploaded.url];

  /** Runs, and expects it to end with this reason and this way on. */
  async function fails(more, reason, wayOn, given = env) {
    cloud.forget();
    const { status, said } = await run("deploy.mjs", [...words, ...more], given);
    assert.equal(status, 1, said);
    assert.match(said, reason);
    assert.match(said.slice(said.indexOf("→")), wayOn);
    for (const secret of [cloud.token, kept()?.adminToken, kept()?.signingKey]) {
      assert.ok(!secret || !said.includes(secret), said);
    }
    return said;
  }
  const kept = (name = "hearby") => {
    try {
      return JSON.parse(readFileSync(join(folder, name, "deployment.json"), "utf8"));
    } catch {
      return undefined;
    }
  };

  await t.test("nobody is logged in", async () => {
    const nobody = { ...env, CLOUDFLARE_API_TOKEN: "" };
    await fails([], /Nobody is logged in/, /CLOUDFLARE_API_TOKEN/, nobody);
    assert.equal(cloud.calls.length, 0);
  });
  await t.test("the token is wrong", async () => {
    const wrong = { ...env, CLOUDFLARE_API_TOKEN: "f".repeat(40) };
    await fails([], /refuses the login|does not know this token/, /Workers KV Storage: Edit/, wrong);
  });
  await t.test("the login reaches several accounts", async () => {
    cloud.accounts.push({ id: "f".repeat(32), name: "Other", type: "standard" });
    await fails([], /several accounts/, /0123456789abcdef0123456789abcdef {2}Tea shop/);
    cloud.accounts.pop();
  });
  await t.test("the name is another Worker's", async () => {
    cloud.workers.set("blog", { metadata: { bindings: [] }, crons: [] });
    await fails(["--name", "blog"], /has a Worker called blog already/, /another --name/);
    assert.equal(kept("blog"), undefined);
    cloud.workers.delete("blog");
  });
  await t.test("a namespace of that title is another's", async () => {
    cloud.namespaces.set("e".repeat(32), "hearby-responses");
    await fails([], /namespace called hearby-responses already/, /--namespace ID/);
    assert.equal(kept().namespaceId, undefined);
    cloud.namespaces.clear();
  });
  await t.test("the network goes away after the namespace is made, before the reply", async () => {
    cloud.cut(/^POST \/storage\/kv\/namespaces/, { isDone: true });
    await fails([], /the connection to Cloudflare broke off/, /run this again/);
    cloud.mend();
    assert.equal(cloud.namespaces.size, 1);
    assert.equal(kept().namespaceId, undefined);
  });
  const [id] = [...cloud.namespaces.keys()];
  const { adminToken } = kept();
  await t.test("the account has as many Workers as it may have", async () => {
    cloud.mostWorkers = 0;
    await fails([], /as many Workers as its plan allows/, /Delete one/);
    assert.equal(kept().namespaceId, id, "the namespace of the run before is taken");
    cloud.mostWorkers = 100;
  });
  await t.test("the network goes away in the upload", async () => {
    cloud.cut(/^PUT \/workers\/scripts\/hearby$/, { isDone: false });
    await fails([], /Deploying: the connection to Cloudflare broke off/, /run this again/);
    cloud.mend();
    assert.equal(cloud.workers.size, 0);
  });
  await t.test("the account's cron triggers are used up", async () => {
    cloud.otherCrons = 5;
    await fails([], /without its two cron triggers/, /paid plan/);
    assert.equal(cloud.workers.size, 1);
    cloud.otherCrons = 0;
  });
  await t.test("the account has no address under workers.dev", async () => {
    cloud.subdomain = undefined;
    // A domain alone would not do: tags with an address under workers.dev go on working.
    await fails([], /no address under workers\.dev/, /dash\.cloudflare\.com\/\S+onboarding\. Then/);
    cloud.subdomain = "tea";
  });
  await t.test("the collector does not reply", async () => {
    const given = { ...env, HEARBY_PATIENCE_MS: "500" };
    await fails([], /does not reply at http:\/\/127\.0\.0\.1/, /takes minutes/, given);
  });
  await t.test("at last all is there, and nothing twice", async () => {
    cloud.onUpload = (name) => uploaded.run(cloud.workers.get(name));
    const { status, said } = await run("deploy.mjs", words, env);
    assert.equal(status, 0, said);
    assert.match(said, /sign-in#key=hbk_/);
    assert.deepEqual([...cloud.namespaces.keys()], [id]);
    const worker = cloud.workers.get("hearby");
    assert.equal(worker.secrets.ADMIN_TOKEN, adminToken, "the first run's");
    assert.ok(worker.secrets.SIGNING_KEYS);
    assert.equal(worker.crons.length, 2);
  });
});
