// Replies that are not the collector's, or break off, and errors of the system: each is told in words. In:
// a proxy's page in place of JSON. Not in: refusals of Cloudflare's (refusals.test.mjs).
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";

import { shown } from "../lib/stop.mjs";
import { folderFor, run } from "./archive.mjs";
import { StandIn } from "./standin.mjs";

const REPLIES = {
  "/html": (response) => response.end("<!doctype html><title>Log in</title>"),
  "/null": (response) => response.end("null"),
  "/short": (response) => {
    response.writeHead(200, { "Content-Length": "100" });
    response.write('{"files":');
    setTimeout(() => response.destroy(), 50);
  },
};

test("an error of the system has a way on, and a fault of the program its trace", async (t) => {
  const said = [];
  t.mock.method(console, "error", (line) => said.push(line));
  const fails = (error) => shown(() => Promise.reject(error));
  const cases = [
    [Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" }), /permissions/],
    [Object.assign(new Error("ENOSPC: no space left"), { code: "ENOSPC" }), /Make room/],
    [new TypeError("fetch failed", { cause: { code: "UND_ERR_SOCKET" } }), /run this again/],
  ];
  for (const [error, wayOn] of cases) {
    assert.equal(await fails(error), 1);
    assert.match(said.at(-1), wayOn);
  }
  await assert.rejects(fails(new TypeError("x is not a function")), /not a function/);
  await assert.rejects(fails(Object.assign(new Error("x"), { code: "ERR_INVALID_ARG_TYPE" })), /x/);
});

test("what replies in the collector's place is told before an upgrade", async (t) => {
  const folder = folderFor(t);
  const cloud = new StandIn();
  const env = { ...(await cloud.start()), HEARBY_PATIENCE_MS: "500" };
  t.after(() => cloud.stop());
  const server = createServer((request, response) => {
    const [, reply] = Object.entries(REPLIES).find(([path]) => request.url.startsWith(path));
    reply(response);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  t.after(() => server.close());
  t.after(() => server.closeAllConnections());
  const id = cloud.accounts[0].id;
  cloud.namespaces.set("d".repeat(32), "tea-responses");
  cloud.workers.set("tea", { metadata: { bindings: [] }, crons: [], secrets: {} });
  mkdirSync(join(folder, "tea"));
  const known = { name: "tea", accountId: id, claimed: true, uploadTried: true, secretsSet: true, isUp: true };
  const facts = { ...known, site: true, adminToken: "f".repeat(64), namespaceId: "d".repeat(32) };
  for (const path of Object.keys(REPLIES)) {
    const url = `http://localhost:${server.address().port}${path}`;
    writeFileSync(join(folder, "tea", "deployment.json"), JSON.stringify({ ...facts, url, address: url }));
    const words = ["--state", folder, "--name", "tea", "--yes"];
    const upgraded = await run("deploy.mjs", words, env);
    assert.equal(upgraded.status, 1, upgraded.said);
    assert.match(upgraded.said, /What is deployed now could not be read \(http[^]*→ .*Nothing has been changed/);
    assert.doesNotMatch(upgraded.said, /\n +at /);
    const blind = await run("deploy.mjs", [...words, "--without-before"], env);
    assert.equal(blind.status, 1, blind.said);
    assert.match(blind.said, /does not reply at http/);
    assert.doesNotMatch(blind.said, /\n +at /);
  }
});
