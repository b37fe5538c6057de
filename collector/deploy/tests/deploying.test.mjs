// A first deployment, an upgrade and the removal, by the real wrangler to a stand-in whose Worker runs.
import assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { folderFor, home, run } from "./archive.mjs";
import { StandIn } from "./standin.mjs";
import { Uploaded, freePort } from "./uploaded.mjs";

test("a deployment leads to a first response, is upgraded in place, and is removed whole", async (t) => {
  const folder = folderFor(t);
  const cloud = new StandIn();
  const uploaded = new Uploaded(folder, await freePort());
  const env = await cloud.start();
  t.after(() => uploaded.stop());
  t.after(() => cloud.stop());
  cloud.onUpload = (name) => uploaded.run(cloud.workers.get(name));
  const words = ["--name", "tea", "--state", folder, "--yes"];
  const site = ["--site", "https://shop.example.com", "--address", uploaded.url];
  const file = join(folder, "tea", "deployment.json");

  const first = await run("deploy.mjs", [...words, ...site], env);
  assert.equal(first.status, 0, first.said);
  const tag = first.said.match(/<script async src="(\S+)"><\/script>/)[1];
  const key = first.said.match(/console\/sign-in#key=(hbk_\S+)/)[1];
  const facts = JSON.parse(readFileSync(file, "utf8"));
  const worker = cloud.workers.get("tea");

  await t.test("the tag is a script with the site's rules", async () => {
    assert.equal(tag, `${uploaded.url}/e/shop-example.js`);
    const reply = await fetch(tag);
    assert.equal(reply.status, 200);
    assert.match(await reply.text(), /nps/);
  });
  await t.test("a first response is accepted, and the link's key reads it", async () => {
    const body = JSON.stringify({ id: responseId(), site: "shop-example", survey: "nps", score: 9 });
    const headers = { Origin: "https://shop.example.com", "Content-Type": "text/plain" };
    const sent = await fetch(`${uploaded.url}/v1/responses`, { method: "POST", body, headers });
    assert.equal(sent.status, 201, await sent.text());
    const read = await fetch(`${uploaded.url}/v1/sites/shop-example/surveys/nps/responses`, {
      headers: { Authorization: `Bearer ${key}` },
    });
    assert.equal((await read.json()).items.length, 1);
  });
  await t.test("the secrets are strong, at Cloudflare, and never printed", async () => {
    assert.match(worker.secrets.ADMIN_TOKEN, /^[0-9a-f]{64}$/);
    assert.ok(Buffer.from(worker.secrets.SIGNING_KEYS, "base64").length >= 32);
    for (const secret of Object.values(worker.secrets)) assert.ok(!first.said.includes(secret));
    assert.equal(first.said.split(key).length, 2, "the key is printed once");
    assert.equal(facts.adminToken, worker.secrets.ADMIN_TOKEN);
    assert.ok(!JSON.stringify(facts).includes(worker.secrets.SIGNING_KEYS));
    assert.ok(!JSON.stringify(facts).includes(key));
    assert.equal(statSync(file).mode & 0o077, 0, "nobody else reads the file");
    assert.ok(!existsSync(join(folder, "tea", "secrets.json")));
    assert.deepEqual(worker.crons, ["20 * * * *", "*/10 * * * *"]);
  });

  await t.test(
    "an upgrade keeps ids, secrets and responses, and the build before beside the new one",
    async () => {
      // Another archive, unpacked elsewhere: the same files under another hash.
      const newer = join(folder, "newer");
      cpSync(home, newer, { recursive: true, filter: (path) => path !== join(home, "node_modules") });
      symlinkSync(join(home, "node_modules"), join(newer, "node_modules"));
      const list = join(newer, "assets", "build.json");
      const before = readFileSync(list, "utf8");
      const [, hash] = before.match(/"w\/([0-9a-f]+)\//);
      renameSync(join(newer, "assets", "w", hash), join(newer, "assets", "w", "0123abcd"));
      writeFileSync(list, before.replaceAll(`w/${hash}/`, "w/0123abcd/"));

      cloud.forget();
      for (const time of ["once", "and again"]) {
        const upgraded = await run("deploy.mjs", [...words, ...site, "--kind", "ces"], env, newer);
        assert.equal(upgraded.status, 0, upgraded.said);
        assert.match(upgraded.said, /Ignored: --kind\. The first site is there/);
        assert.ok(!upgraded.said.includes("hbk_"), "a key is shown once");
        for (const build of ["0123abcd", hash]) {
          const script = await fetch(`${uploaded.url}/w/${build}/widget.js`);
          assert.equal(script.status, 200, `${build} ${time}`);
        }
      }
      assert.ok(!cloud.calls.some((call) => call.startsWith("POST /storage")), "no second namespace");
      assert.equal(JSON.parse(readFileSync(file, "utf8")).namespaceId, facts.namespaceId);
      assert.deepEqual(cloud.workers.get("tea").secrets, worker.secrets);
      const read = await fetch(`${uploaded.url}/v1/sites/shop-example/surveys/nps/responses`, {
        headers: { Authorization: `Bearer ${key}` },
      });
      assert.equal((await read.json()).items.length, 1);
    },
  );

  await t.test("another machine adopts it, with a token of its own", async () => {
    const other = join(folder, "other");
    const adopted = await run(
      "deploy.mjs",
      [...words, "--state", other, "--adopt", uploaded.url, "--address", uploaded.url],
      env,
    );
    assert.equal(adopted.status, 0, adopted.said);
    const { secrets } = cloud.workers.get("tea");
    const kept = JSON.parse(readFileSync(join(other, "tea", "deployment.json"), "utf8"));
    assert.deepEqual([kept.adminToken, kept.namespaceId], [secrets.ADMIN_TOKEN, facts.namespaceId]);
    assert.notEqual(secrets.ADMIN_TOKEN, facts.adminToken);
    assert.equal(secrets.SIGNING_KEYS, worker.secrets.SIGNING_KEYS, "it opens what is stored");
  });

  await t.test("the removal leaves nothing, and says so a second time", async () => {
    const removed = await run("deploy.mjs", [...words, "--remove"], env);
    assert.equal(removed.status, 0, removed.said);
    assert.deepEqual([cloud.workers.size, cloud.namespaces.size], [0, 0]);
    assert.ok(!existsSync(file));
    const again = await run("deploy.mjs", [...words, "--remove"], env);
    assert.equal(again.status, 1);
    assert.match(again.said, /no file about a deployment called tea[^]*→/);
  });
});

/** Makes an id of now, as a browser does. */
function responseId() {
  const time = Date.now().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000001`;
}
