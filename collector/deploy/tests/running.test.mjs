// The archive on this machine: run.mjs with workerd, its data on disk, its lock, its crons, and SIGKILL
// while answers are written.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { chmodSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { isDue, schedules } from "../lib/crons.mjs";
import { ended, folderFor, home, run, started } from "./archive.mjs";

/** How often it is killed: 100 times by hand, as each start takes a second. */
const KILLS = Number(process.env.HEARBY_KILLS ?? 4);

/** Writers at once. */
const WRITERS = 8;

const READY = "Ctrl-C ends it";

test("it says that it is a simulator on one machine, and shows its link once", async (t) => {
  const data = folderFor(t);
  chmodSync(data, 0o755);
  const words = ["--data", data, "--port", "0", "--page-port", "0"];
  const first = await started("run.mjs", words, READY);
  t.after(() => first.child.kill("SIGKILL"));
  const said = first.said();
  assert.match(said, /simulator/);
  assert.match(said, /one machine/);
  const [, url, key] = said.match(/(http:\S+)\/console\/sign-in#key=(hbk_\S+)/);
  const [, page] = said.match(/Answer a question on this page\n {2}(\S+)/);

  const html = await (await fetch(page)).text();
  const tag = html.match(/src="(\S+)"/)[1];
  assert.equal(tag, `${url}/e/look.js`);
  assert.match(await (await fetch(tag)).text(), /nps/);
  const { files } = await (await fetch(`${url}/build.json`)).json();
  for (const file of files) assert.equal((await fetch(`${url}/${file}`)).status, 200, file);
  const summary = await fetch(`${url}/v1/sites/look/surveys/nps/summary`, {
    headers: { Authorization: `Bearer ${key}` },
  });
  assert.equal((await summary.json()).responses, 0);
  assert.equal(statSync(join(data, "run.json")).mode & 0o077, 0, "nobody else reads the secrets");

  await t.test("its crons have fired", async () => {
    const log = join(data, "worker.log");
    for (let n = 0; n < 100 && !/days-folded[^]*events-redelivered/.test(textOf(log)); n += 1)
      await pause(100);
    assert.match(textOf(log), /days-folded/);
    assert.match(textOf(log), /events-redelivered/);
  });
  await t.test("a second one on the same folder is told which runs", async () => {
    const { status, said } = await run("run.mjs", words);
    assert.equal(status, 1, said);
    assert.match(said, new RegExp(`Another run.mjs \\(process ${first.child.pid}\\)[^]*→ .*--data`));
    assert.equal(statSync(data).mode & 0o077, 0, "nobody else reads the responses");
  });
  await t.test("one port for both is a wrong call", async () => {
    const both = ["--data", folderFor(t), "--port", "9", "--page-port", "9"];
    const { status, said } = await run("run.mjs", both);
    assert.equal(status, 2, said);
    assert.match(said, /are both 9[^]*→ Give two ports/);
  });
  await t.test("a folder that can't be made is told without a stack trace", async () => {
    const { status, said } = await run("run.mjs", ["--data", join(data, "run.json", "x"), "--port", "0"]);
    assert.equal(status, 1, said);
    assert.match(said, /A file can't be read or written[^]*→ Look at its permissions/);
    assert.doesNotMatch(said, /\n +at /);
  });
  await t.test("a port that is taken is told with the way out", async () => {
    const port = new URL(url).port;
    const { status, said } = await run("run.mjs", ["--data", folderFor(t), "--port", port]);
    assert.equal(status, 1);
    assert.match(said, /can't be had[^]*→ Give others by --port/);
  });
  await t.test("Ctrl-C ends it, and a second start shows no key", async () => {
    first.child.kill("SIGINT");
    // 130 is what a shell expects of a program that Ctrl-C has ended.
    assert.equal(await ended(first.child), 130);
    const second = await started("run.mjs", words, READY);
    second.child.kill("SIGTERM");
    assert.equal(await ended(second.child), 143);
    assert.ok(!second.said().includes("hbk_"));
  });
});

test("for a program it is the collector alone, with that program's token, until its input is closed", async (t) => {
  const data = folderFor(t);
  const token = randomBytes(32).toString("hex");
  const words = ["--no-page", "--exit-with-stdin", "--data", data, "--port", "0"];
  const first = await started("run.mjs", words, "\n", { HEARBY_ADMIN_TOKEN: token });
  t.after(() => first.child.kill("SIGKILL"));
  const { ready, url } = JSON.parse(first.said());
  assert.equal(ready, true);
  const sites = async (bearer) =>
    fetch(`${url}/v1/sites`, { headers: { Authorization: `Bearer ${bearer}` } });
  assert.deepEqual((await (await sites(token)).json()).items, [], "no site of its own");
  const kept = readFileSync(join(data, "run.json"), "utf8");
  assert.ok(!kept.includes(token), "the token is not kept");
  assert.equal((await sites(JSON.parse(kept).adminToken)).status, 401);

  first.child.stdin.end();
  assert.equal(await ended(first.child), 0);
  assert.equal(first.said().trim().split("\n").length, 1, first.said());

  await t.test("a second one without a token takes the one that it made", async () => {
    const second = await started("run.mjs", words, "\n");
    t.after(() => second.child.kill("SIGKILL"));
    const { url } = JSON.parse(second.said());
    const headers = { Authorization: `Bearer ${JSON.parse(kept).adminToken}` };
    assert.equal((await fetch(`${url}/v1/sites`, { headers })).status, 200);
    second.child.stdin.end();
    assert.equal(await ended(second.child), 0);
  });
  await t.test("a token that the collector would refuse is a wrong call", async () => {
    const { status, said } = await run("run.mjs", words, { HEARBY_ADMIN_TOKEN: "short" });
    assert.equal(status, 2, said);
    assert.match(said, /HEARBY_ADMIN_TOKEN has fewer than 32[^]*→ Give a longer one/);
  });
});

test("an accepted answer outlives every SIGKILL", async (t) => {
  const data = folderFor(t);
  const accepted = new Set();
  const run = async () => {
    const { child, said } = await started(
      "run.mjs",
      ["--data", data, "--port", "0", "--page-port", "0"],
      READY,
    );
    t.after(() => child.kill("SIGKILL"));
    return { child, url: said().match(/console[^]*?(http:\S+)\/console/)[1] };
  };
  for (let kill = 0; kill < KILLS; kill += 1) {
    const { child, url } = await run();
    const writers = Array.from({ length: WRITERS }, () => write(url, accepted));
    // At another moment of the writing each time.
    const least = accepted.size + 1 + ((kill * 7) % 40);
    while (accepted.size < least && child.exitCode === null) await pause(1);
    child.kill("SIGKILL");
    await ended(child);
    await Promise.all(writers);
  }
  const { child, url } = await run();
  const { ownerKey } = JSON.parse(readFileSync(join(data, "run.json"), "utf8"));
  const found = new Set();
  let cursor = "";
  do {
    const address = `${url}/v1/sites/look/surveys/nps/responses?limit=100${cursor && `&cursor=${cursor}`}`;
    const { items, next } = await (
      await fetch(address, { headers: { Authorization: `Bearer ${ownerKey}` } })
    ).json();
    for (const { id } of items) found.add(id);
    cursor = next ? encodeURIComponent(next) : "";
  } while (cursor);
  const lost = [...accepted].filter((id) => !found.has(id));
  assert.deepEqual(lost, []);
  assert.ok(accepted.size >= KILLS, `${accepted.size} answers`);
  t.diagnostic(`${KILLS} kills, ${accepted.size} accepted answers, none lost`);
  child.kill("SIGTERM");
  await ended(child);
});

test("a schedule is due in the minutes that it names", () => {
  const at = (text) => new Date(`2026-11-30T${text}:00Z`);
  const cases = [
    ["20 * * * *", "07:20", true],
    ["20 * * * *", "07:21", false],
    ["*/10 * * * *", "07:50", true],
    ["*/10 * * * *", "07:55", false],
    ["5,20 7 * * *", "07:05", true],
    ["5,20 7 * * *", "08:05", false],
    ["0 0 30 11 1", "00:00", true],
    ["0 0 29 11 1", "00:00", false],
  ];
  for (const [schedule, time, expected] of cases)
    assert.equal(isDue(schedule, at(time)), expected, `${schedule} ${time}`);
  assert.throws(() => isDue("0-5 * * * *", at("00:00")), /not a part/);
  const settings = readFileSync(join(home, "wrangler.toml"), "utf8");
  assert.deepEqual(schedules(settings), ["20 * * * *", "*/10 * * * *"]);
  for (const schedule of schedules(settings)) isDue(schedule, at("00:00"));
});

/** Sends one answer after the other until the collector is gone; adds the ids of those that it accepted. */
async function write(url, accepted) {
  for (;;) {
    const id = responseId();
    const body = JSON.stringify({ id, site: "look", survey: "nps", score: 9, comment: "as it was written" });
    try {
      const reply = await fetch(`${url}/v1/responses`, {
        method: "POST",
        body,
        headers: { "Content-Type": "text/plain" },
      });
      // The status is the promise, whether or not the body still arrives.
      if (reply.status === 201) accepted.add(id);
      else throw new Error(`${reply.status}: ${await reply.text()}`);
      await reply.arrayBuffer();
    } catch (error) {
      if (/^\d+:/.test(error.message)) throw error;
      return;
    }
  }
}

/** Makes an id of now, as a browser does. */
function responseId() {
  const time = Date.now().toString(16).padStart(12, "0");
  const random = randomBytes(9).toString("hex");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-8${random.slice(3, 6)}-${random.slice(6)}`;
}

function textOf(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
