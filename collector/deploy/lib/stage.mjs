// The folder that wrangler deploys: Worker, static files and settings of one deployment. In: the ids and
// names in wrangler.toml, and the files of the build that is deployed now, which stay beside the new
// one. Not in: deploying it.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, normalize, sep } from "node:path";

import { Stop } from "./stop.mjs";
import { home } from "./tools.mjs";

/** The list of a build's files, itself one of the static files. */
const LIST = "build.json";

/** Text in wrangler.toml in whose place the namespace's id goes. */
const NAMESPACE = "put-the-id-of-your-kv-namespace-here";

/**
 * Lays a new folder out. Returns the path of its wrangler.toml, and how many files of the deployed build
 * stay, if `isKept` says that they do.
 */
export async function stage(folder, facts, isKept) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const part of ["worker", "assets"]) cpSync(join(home, part), join(folder, part), { recursive: true });
  const before = isKept ? await keepBuildBefore(join(folder, "assets"), facts.url) : undefined;
  const config = join(folder, "wrangler.toml");
  writeFileSync(config, settings(readFileSync(join(home, "wrangler.toml"), "utf8"), facts));
  return { config, before };
}

/** Returns wrangler's settings of this deployment. */
export function settings(text, { name, namespaceId, accountId, domain, address }) {
  let made = replaceOnce(text, /^name = ".*"$/m, `name = "${name}"`);
  made = replaceOnce(made, NAMESPACE, namespaceId ?? "0".repeat(32));
  const own = [];
  if (accountId) own.push(`account_id = "${accountId}"`);
  // Tags with the address under workers.dev go on working.
  if (domain) own.push("workers_dev = true", `routes = [{ pattern = "${domain}", custom_domain = true }]`);
  made = replaceOnce(made, /^main = .*$/m, (main) => [main, ...own].join("\n"));
  if (address) made = replaceOnce(made, /^\[vars\]$/m, `[vars]\nPUBLIC_ADDRESS = "${address}"`);
  return made;
}

/**
 * Adds the files of the deployed build: browsers use a cached script for up to a day, and that script
 * asks for the files of its own build. Returns the number of files.
 */
async function keepBuildBefore(assets, url) {
  const ours = JSON.parse(readFileSync(join(assets, LIST), "utf8"));
  const theirs = await fetched(`${url}/${LIST}`);
  // A collector that was deployed from source has no list.
  if (!theirs) return 0;
  const { files, before = [] } = listIn(theirs, url);
  const isSame = files.every((file) => ours.files.includes(file));
  const kept = (isSame ? before : files).filter((file) => !ours.files.includes(file));
  for (const file of kept) {
    if (!/^(w|console)\/[0-9a-f]+\/[A-Za-z0-9._-]+$/.test(file)) continue;
    const bytes = await fetched(`${url}/${file}`);
    if (!bytes) continue;
    const target = join(assets, normalize(file).split("/").join(sep));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
  }
  writeFileSync(join(assets, LIST), `${JSON.stringify({ ...ours, before: kept })}\n`);
  return kept.length;
}

/** Reads the list of the deployed build. */
function listIn(bytes, url) {
  try {
    const list = JSON.parse(bytes.toString());
    const isList = (it) => Array.isArray(it) && it.every((file) => typeof file === "string");
    if (isList(list.files) && isList(list.before ?? [])) return list;
  } catch {
    // A page of a proxy's, or of another program's.
  }
  throw unread(`${url}/${LIST}`, "another program replies");
}

/** Fetches what is deployed; nothing if it is not there. */
async function fetched(address) {
  let reply;
  try {
    reply = await fetch(address, { signal: AbortSignal.timeout(60_000) });
    if (reply.ok) return Buffer.from(await reply.arrayBuffer());
  } catch (error) {
    throw unread(address, error.cause?.code ?? error.message);
  }
  if (reply.status === 404) return undefined;
  throw unread(address, reply.status);
}

function unread(address, why) {
  return new Stop(
    `What is deployed now could not be read (${address}: ${why}).`,
    "Nothing has been changed. Look at the network, or whether the collector is up, then run this again.\nIf it can't be up before this upgrade, add --without-before.",
  );
}

function replaceOnce(text, what, by) {
  if (text.search(what) >= 0) return text.replace(what, by);
  throw new Stop(`wrangler.toml lacks ${what}.`, "Take it from an unchanged copy of the archive.");
}
