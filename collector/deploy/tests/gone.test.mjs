// A Worker, or a secret of it, that was deleted without this machine's knowledge, and a removal that broke
// off: the next run makes what is missing, or says what to do.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { folderFor, run } from "./archive.mjs";
import { StandIn } from "./standin.mjs";
import { Uploaded, freePort } from "./uploaded.mjs";

test("what was deleted in the dashboard is made anew, or told", async (t) => {
  const folder = folderFor(t);
  const cloud = new StandIn();
  const uploaded = new Uploaded(folder, await freePort());
  const env = { ...(await cloud.start()), HEARBY_PATIENCE_MS: "15000" };
  t.after(() => uploaded.stop());
  t.after(() => cloud.stop());
  cloud.onUpload = (name) => uploaded.run(cloud.workers.get(name));
  const words = ["--state", folder, "--name", "tea", "--yes", "--address", uploaded.url];
  const site = ["--site", "https://shop.example.com"];
  const upgrade = (more = []) => run("deploy.mjs", [...words, ...more], env);
  const first = await upgrade(site);
  assert.equal(first.status, 0, first.said);
  const before = cloud.workers.get("tea").secrets;
  const health = async () => (await fetch(`${uploaded.url}/healthz`)).json();

  await t.test("the Worker", async () => {
    cloud.workers.delete("tea");
    const { status, said } = await upgrade();
    assert.equal(status, 0, said);
    assert.match(said, /tea is gone from the account: it is made anew/);
    const { secrets } = cloud.workers.get("tea");
    assert.equal(secrets.ADMIN_TOKEN, before.ADMIN_TOKEN);
    assert.notEqual(secrets.SIGNING_KEYS, before.SIGNING_KEYS);
    assert.equal((await health()).signing_keys, "ok");
  });
  await t.test("the signing key", async () => {
    delete cloud.workers.get("tea").secrets.SIGNING_KEYS;
    const { status, said } = await upgrade();
    assert.equal(status, 0, said);
    assert.match(said, /has no signing key: it is set again/);
    assert.equal((await health()).signing_keys, "ok");
  });
  await t.test("the operator's token", async () => {
    const { secrets } = cloud.workers.get("tea");
    const signingKeys = secrets.SIGNING_KEYS;
    delete secrets.ADMIN_TOKEN;
    const { status, said } = await upgrade();
    assert.equal(status, 0, said);
    assert.match(said, /has no operator's token: it is set again/);
    const now = cloud.workers.get("tea").secrets;
    assert.deepEqual([now.ADMIN_TOKEN, now.SIGNING_KEYS], [before.ADMIN_TOKEN, signingKeys]);
  });
  await t.test("the operator's token, in whose place there is another", async () => {
    cloud.workers.get("tea").secrets.ADMIN_TOKEN = "f0e1d2c3b4a5968778695a4b3c2d1e0f";
    const { status, said } = await upgrade();
    assert.equal(status, 1, said);
    assert.match(said, /token of this machine's file is not the collector's any more[^]*--adopt ADDRESS/);
    const adopted = await upgrade(["--adopt", uploaded.url]);
    assert.equal(adopted.status, 0, adopted.said);
  });
  await t.test("a removal that broke off is finished, or a deployment begins anew", async () => {
    cloud.cut(/^DELETE \/storage/, { isDone: false });
    const broken = await upgrade(["--remove"]);
    assert.equal(broken.status, 1, broken.said);
    cloud.mend();
    assert.equal(cloud.workers.size, 0);
    const { status, said } = await upgrade(site);
    assert.equal(status, 0, said);
    assert.match(said, /sign-in#key=hbk_/);
    assert.equal((await health()).signing_keys, "ok");
    const kept = JSON.parse(readFileSync(join(folder, "tea", "deployment.json"), "utf8"));
    assert.equal(kept.adminToken, cloud.workers.get("tea").secrets.ADMIN_TOKEN);
    assert.equal(kept.signingKey, undefined);
  });
});
