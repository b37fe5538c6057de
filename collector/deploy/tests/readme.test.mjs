// The commands and flags of the repository's README, taken from its text, in the unpacked archive.
// In: that they run as written. Not in: what a deployment does (`deploying.test.mjs`), what running does
// (`running.test.mjs`), and the table of all snippets (`xtask/src/docs/readme.rs`).
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { ended, environment, folderFor, home, run } from "./archive.mjs";

/** Longest time that a command may take. */
const LONGEST_MS = 60_000;

/** What run.mjs says last, once it runs. */
const READY = "Ctrl-C ends it";

/** Status of a program that Ctrl-C has ended. */
const INTERRUPTED = 130;

const text = readFileSync(join(import.meta.dirname, "../../..", "README.md"), "utf8");

/** The lines of shell blocks that call a program of the archive, without their comments. */
const commands = [...text.matchAll(/\n```sh\n([^]*?)\n```/g)]
  .flatMap(([, block]) => block.split("\n"))
  .map((line) => line.split(" # ")[0].trim())
  .filter((line) => line.startsWith("node "));

/** Runs a line in the archive's folder, as a person's shell does, to its end, or to Ctrl-C after `sign`. */
async function inShell(t, line, sign) {
  const options = { cwd: home, env: environment(), stdio: ["ignore", "pipe", "pipe"], timeout: LONGEST_MS };
  const child = spawn("sh", ["-c", `exec ${line}`], options);
  t.after(() => child.kill("SIGKILL"));
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => {
      said += text;
      if (!sign || !said.includes(sign)) return;
      sign = undefined;
      child.kill("SIGINT");
    });
  return { status: await ended(child), said };
}

test("the README's commands run in the archive's folder", async (t) => {
  // Behind each stands what a test needs: a folder and free ports of its own, no account, no questions.
  const folder = folderFor(t);
  const known = {
    "node deploy.mjs": {
      words: `--dry-run --yes --site https://shop.example.com --state ${folder}`,
      says: "deploy the Worker hearby",
      ends: 0,
    },
    "node run.mjs": {
      words: `--data ${folder} --port 0 --page-port 0`,
      says: READY,
      until: READY,
      ends: INTERRUPTED,
    },
  };
  assert.deepEqual(commands, Object.keys(known));
  for (const line of commands) {
    const { words, says, until, ends } = known[line];
    const { status, said } = await inShell(t, `${line} ${words}`, until);
    assert.equal(status, ends, said);
    assert.ok(said.includes(says), said);
  }
});

test("the README's flags of a deployment are in the help", async () => {
  const { status, said } = await run("deploy.mjs", ["--help"]);
  assert.equal(status, 0, said);
  const section = text.split("\n## Put it on your site\n")[1].split("\n## ")[0];
  const flags = [...section.matchAll(/`(--[a-z-]+)[^`]*`/g)].map(([, flag]) => flag);
  assert.ok(flags.length > 2, flags);
  for (const flag of flags) assert.match(said, new RegExp(`\\n  ${flag} `));
});
