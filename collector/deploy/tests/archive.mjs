// The unpacked archive, and its programs run as a person runs them. In: the folder, running a program to
// its end or until it is ready, a folder for each test. Not in: what a test expects.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Longest time that a program may take: the first one installs its tools. */
const LONGEST_MS = 60_000;

/** The unpacked archive. */
export const home = process.env.HEARBY_UNPACKED;

/** Makes an empty folder that is removed after the test. */
export function folderFor(test) {
  const folder = mkdtempSync(join(tmpdir(), "hearby-deploy-test-"));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Runs a program of the archive, or of that in another folder, to its end. Returns its `status` and what
 * it `said` on both streams.
 */
export function run(program, words, env = {}, folder = home) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(folder, program), ...words], {
      cwd: folder,
      env: environment(env),
      stdio: ["ignore", "pipe", "pipe"],
      timeout: LONGEST_MS,
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (said += text));
    child.on("close", (status) => resolve({ status, said }));
  });
}

/**
 * Starts a program of the archive, and waits until it says `sign`. Returns the child, whose standard input
 * stays open, and what it said.
 */
export async function started(program, words, sign, env = {}) {
  const child = spawn(process.execPath, [join(home, program), ...words], {
    cwd: home,
    env: environment(env),
    stdio: ["pipe", "pipe", "pipe"],
  });
  let said = "";
  const isReady = new Promise((resolve, reject) => {
    const read = (text) => {
      said += text;
      if (said.includes(sign)) resolve();
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", read);
    child.once("close", (status) => reject(new Error(`${program} has ended with ${status}: ${said}`)));
    setTimeout(() => reject(new Error(`${program} is not ready: ${said}`)), LONGEST_MS).unref();
  });
  await isReady;
  return { child, said: () => said };
}

/** Waits for the end of a child. Returns its status, or the signal that ended it. */
export function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode ?? child.signalCode;
  return new Promise((resolve) => child.once("close", (status, signal) => resolve(status ?? signal)));
}

/** Returns an environment without anybody's login or settings. */
export function environment(env) {
  const { CLOUDFLARE_API_TOKEN, CLOUDFLARE_ACCOUNT_ID, NODE_TEST_CONTEXT, ...rest } = process.env;
  // Where wrangler keeps a login.
  return { ...rest, XDG_CONFIG_HOME: join(home, "..", "config"), ...env };
}
