// What is not this deployment's is left alone: files, Workers, namespaces and accounts of somebody else's,
// or of the owner's own. In: runs that would harm them. Not in: failures of the network (refusals.test.mjs).
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
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
  assert.deepEqual(readdirSync(shop), ["deployment.json", "staged"]);
  assert.equal(readFileSync(join(shop, "staged", "index.html"), "utf8"), "tea");
  assert.equal(statSync(shop).mode & 0o777, 0o755);
});

test("what was put beside the deployment's file later stays, too", async (t) => {
  const folder = folderFor(t);
  const cloud = new StandIn();
  const env = await cloud.start();
  t.after(() => cloud.stop());
  const words = ["--state", folder, "--name", "tea", ...SITE];
  cloud.cut(/^POST \/storage/, { isDone: false });
  assert.equal((await run("deploy.mjs", words, env)).status, 1);
  cloud.mend();
  mkdirSync(join(folder, "tea", "staged"));
  writeFileSync(join(folder, "tea", "notes.txt"), "tea");
  const rehearsed = await run("deploy.mjs", [...words, "--dry-run"], env);
  assert.equal(rehearsed.status, 0, rehearsed.said);
  const removed = await run("deploy.mjs", [...words, "--remove"], env);
  assert.equal(removed.status, 0, removed.said);
  assert.deepEqual(readdirSync(join(folder, "tea")), ["notes.txt", "staged"]);
});
