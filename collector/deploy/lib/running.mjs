// run.mjs from its start to its end: a collector on this machine for a look. In: flags, what is kept in
// the data folder, what is printed. Not in: workerd (local.mjs).
import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { lock } from "./lock.mjs";
import { serve } from "./page.mjs";
import { Api, makeKey } from "./setup.mjs";
import { Stop, shown } from "./stop.mjs";
import { home, install } from "./tools.mjs";

const HELP = `node run.mjs               runs Hearby on this machine, for a look; Ctrl-C ends it

  --port N                 the collector's port on 127.0.0.1 (8787)
  --page-port N            the port of a page to answer on (8788)
  --data FOLDER            where responses are kept ("data" beside run.mjs)
  --help                   this text

For a program that starts it:

  --no-page                the collector alone, without that page and its site; it says one line of JSON
                           when it is ready, with its address
  --exit-with-stdin        ends when its standard input is closed, too
  HEARBY_ADMIN_TOKEN       in the environment: the operator's token, in place of the one that it makes`;

const SITE = "look";

/** Fewest characters of the operator's token; the collector's own bound. */
const TOKEN_MIN = 32;

/** Runs with these words of the command line. Returns the exit status, once it has ended. */
export function main(words) {
  return shown(async () => {
    const flags = read(words);
    if (flags.help) return console.log(HELP);
    const adminToken = takenFromEnvironment();
    // A program reads standard output.
    await install(flags["no-page"] ? console.error : console.log);
    makePrivate(flags.data);
    lock(flags.data);
    for (const port of [flags.port, flags["page-port"]]) await seeFree(port);
    const kept = keptIn(flags.data, adminToken);
    const { start } = await import("./local.mjs");
    let end;
    const ended = new Promise((resolve) => (end = resolve));
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => end());
    if (flags["exit-with-stdin"]) process.stdin.once("close", () => end()).on("error", () => end()).resume();
    const collector = await start({ port: flags.port, ...kept.secrets, data: flags.data }, () =>
      end(new Stop("workerd has ended.", "Run this again: every answer that was accepted is kept.")),
    );
    try {
      if (flags["no-page"]) {
        console.log(JSON.stringify({ ready: true, url: collector.url }));
      } else {
        const key = await setUp(collector.url, kept);
        const page = await serve(flags["page-port"], collector.url, SITE);
        console.log(told(collector.url, page, key, flags.data));
      }
      const reason = await ended;
      if (reason) throw reason;
    } finally {
      await collector.end().catch(() => {});
    }
    // The page's connections would keep the process waiting.
    process.exit(0);
  });
}

/** Makes site, survey and key once. Returns the key when it is new. */
async function setUp(url, { facts, secrets, keep }) {
  if (facts.isSetUp) return undefined;
  const api = new Api(url, secrets.adminToken);
  const site = { product: "Your product", pause_between_surveys_days: 0 };
  await api.expect([200], "PUT", `/v1/sites/${SITE}`, site);
  const survey = { kind: "nps", display: { delay_ms: 1_000 } };
  await api.expect([200, 201], "PUT", `/v1/sites/${SITE}/surveys/nps`, survey);
  const key = await makeKey(api, { site: SITE });
  keep({ isSetUp: true, ownerKey: key });
  return key;
}

/** Makes the folder, for its owner alone: it has the responses. A folder with other files stays as it is. */
function makePrivate(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const names = readdirSync(folder);
  if (names.length === 0 || names.includes("run.json")) chmodSync(folder, 0o700);
  const kv = join(folder, "kv");
  mkdirSync(kv, { recursive: true, mode: 0o700 });
  chmodSync(kv, 0o700);
}

/** Returns the token that is given, if one is, and takes it out of the environment: workerd inherits that. */
function takenFromEnvironment() {
  const token = process.env.HEARBY_ADMIN_TOKEN || undefined;
  delete process.env.HEARBY_ADMIN_TOKEN;
  if (token && token.length < TOKEN_MIN)
    throw new Stop(
      `HEARBY_ADMIN_TOKEN has fewer than ${TOKEN_MIN} characters.`,
      "Give a longer one, of random letters and digits.",
      2,
    );
  return token;
}

/** Returns what an earlier run kept in the folder, or new secrets. A given token is used and not kept. */
function keptIn(folder, givenToken) {
  const file = join(folder, "run.json");
  let facts;
  try {
    facts = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error.code !== "ENOENT") {
      throw new Stop(
        `${file} can't be read: ${error.message}`,
        "Put a copy of it back, or give another folder by --data.",
      );
    }
  }
  const keep = (more) => {
    Object.assign(facts, more);
    writeFileSync(`${file}.new`, `${JSON.stringify(facts, undefined, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  // `cargo xtask dev` keeps a signing key alone.
  if (!facts?.adminToken || !facts.signingKey) {
    const [adminToken, signingKey] = [randomBytes(32).toString("hex"), randomBytes(32).toString("base64")];
    facts = { adminToken, signingKey, ...facts };
    keep({});
  }
  const secrets = { adminToken: givenToken ?? facts.adminToken, signingKey: facts.signingKey };
  return { facts, secrets, keep };
}

function told(url, page, key, data) {
  const console_ = key
    ? `${url}/console/sign-in#key=${key}`
    : `${url}/console/   (the key to sign in with is in ${join(data, "run.json")})`;
  return `
Hearby runs on this machine, for a look. It is a simulator of Cloudflare (workerd with miniflare), on
one machine: nobody else reaches it, and there is no copy of ${data} but those that you make.

Answer a question on this page
  ${page}/
Read the answers in the console
  ${console_}

The Worker's log is ${join(data, "worker.log")}.
Ctrl-C ends it; the answers stay. For visitors, run: node deploy.mjs`;
}

async function seeFree(port) {
  if (port === 0) return;
  const server = createServer();
  const error = await new Promise((resolve) => {
    server.once("error", resolve).listen(port, "127.0.0.1", () => resolve());
  });
  await new Promise((closed) => server.close(closed));
  if (error)
    throw new Stop(
      `Port ${port} of 127.0.0.1 can't be had (${error.code}).`,
      "Give others by --port and --page-port.",
    );
}

function read(words) {
  let flags;
  try {
    const options = {
      port: { type: "string", default: "8787" },
      "page-port": { type: "string", default: "8788" },
      data: { type: "string", default: join(home, "data") },
      "no-page": { type: "boolean", default: false },
      "exit-with-stdin": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    };
    flags = parseArgs({ args: words, options }).values;
  } catch (error) {
    throw new Stop(error.message.split("\n")[0], "node run.mjs --help lists all flags.", 2);
  }
  for (const name of ["port", "page-port"]) {
    const port = Number(flags[name]);
    if (!/^\d+$/.test(flags[name]) || port > 65_535) {
      throw new Stop(
        `--${name} needs a port from 0 to 65535 (0: any).`,
        "node run.mjs --help lists all flags.",
        2,
      );
    }
    flags[name] = port;
  }
  // No page needs one.
  if (flags["no-page"]) flags["page-port"] = 0;
  if (flags.port !== 0 && flags.port === flags["page-port"]) {
    throw new Stop(
      `--port and --page-port are both ${flags.port}: the collector and the page need one each.`,
      "Give two ports, or 0 for any.",
      2,
    );
  }
  return { ...flags, data: resolve(flags.data) };
}
