// The pinned tools: wrangler and miniflare, from the npm packages that package-lock.json names. In:
// installing them once, and running wrangler. Not in: what its failures mean (failures.mjs).
import { spawn } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { randomUUID } from "node:crypto";

import { Stop } from "./stop.mjs";

/** The folder of the archive. */
export const home = join(dirname(fileURLToPath(import.meta.url)), "..");

/** The program itself, not the one that checks Node's version and starts it. */
const WRANGLER = join(home, "node_modules", "wrangler", "wrangler-dist", "cli.js");

/** Longest time that wrangler may take: an upload over a slow line. */
const WRANGLER_MS = 10 * 60_000;

/**
 * Installs the packages of package-lock.json beside it, unless they are there. npm comes with Node, and
 * compares each package with the hash in that file. `say` tells of it.
 */
export async function install(say = console.log) {
  const lock = readFileSync(join(home, "package-lock.json"), "utf8");
  const stamp = join(home, "node_modules", ".hearby-lock.json");
  if (textOf(stamp) === lock) return;
  say("Getting the tools (wrangler and workerd, some 200 MB), once …");
  const words = ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"];
  const isWindows = process.platform === "win32";
  // npm is a script on Windows, which only a shell starts.
  const { status, output } = await run(isWindows ? "npm.cmd" : "npm", words, { shell: isWindows });
  if (status !== 0) {
    throw new Stop(
      `npm could not get the tools:\n${lastLines(output)}`,
      "Look at the network (npm's registry must be reached), then run this again. Nothing else has been done.",
    );
  }
  writeFileSync(stamp, lock);
  say("✓ tools");
}

/**
 * Runs the pinned wrangler without questions. Returns `status`, its `output` on both streams, `said`
 * (its standard output alone), and `events`: what it writes for programs.
 */
export async function wrangler(words, env = {}) {
  const file = join(tmpdir(), `hearby-wrangler-${randomUUID()}.ndjson`);
  const settings = {
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_SEND_ERROR_REPORTS: "false",
    WRANGLER_HIDE_BANNER: "true",
    WRANGLER_OUTPUT_FILE_PATH: file,
    NO_COLOR: "1",
    FORCE_COLOR: "0",
    CI: "1",
    // A second less for each call.
    NODE_COMPILE_CACHE: join(home, "node_modules", ".cache", "hearby"),
    ...env,
  };
  try {
    const result = await run(process.execPath, ["--no-warnings", WRANGLER, ...words], { env: settings });
    const events = textOf(file)
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    return { ...result, events, command: `wrangler ${words[0]}` };
  } finally {
    rmSync(file, { force: true });
  }
}

/** Lets wrangler open a browser, in which Cloudflare asks whether it may. */
export async function login() {
  const child = spawn(process.execPath, ["--no-warnings", WRANGLER, "login"], {
    stdio: "inherit",
    env: { ...process.env, WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true" },
  });
  return new Promise((resolve) => child.on("close", resolve).on("error", () => resolve(1)));
}

/** Returns the last lines of an output, which say why it ended. */
export function lastLines(output) {
  const lines = output.split("\n").map((line) => line.trimEnd());
  return lines
    .filter((line) => line && !/Logs were written|please open an issue/.test(line))
    .slice(-8)
    .join("\n");
}

function run(program, words, { env = {}, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, words, {
      cwd: home,
      env: { ...process.env, ...env },
      shell,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: WRANGLER_MS,
    });
    // Without this, a program that is ended would leave wrangler behind, in the middle of something.
    const end = () => {
      child.kill();
      process.exit(143);
    };
    process.once("SIGTERM", end);
    child.once("close", () => process.off("SIGTERM", end));
    let output = "";
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text) => ((output += text), (said += text)));
    child.stderr.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("error", (error) => resolve({ status: 127, output: String(error.message), said }));
    child.on("close", (status, signal) =>
      resolve({ status: status ?? signal, output: plain(output), said: plain(said) }),
    );
  });
}

/** Takes the colours out of a text, which not every package leaves out when it is asked to. */
function plain(text) {
  return text.replace(/\u001b\[[0-9;]*m/g, "");
}

function textOf(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
