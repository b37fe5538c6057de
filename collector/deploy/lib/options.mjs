// What deploy.mjs is told: flags, and questions for what is missing where somebody sits before it. In:
// names, checks, the help. Not in: what is done with the answers.
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";

import { Stop } from "./stop.mjs";

const HELP = `node deploy.mjs            puts Hearby onto your Cloudflare account; run again, it upgrades

  --name NAME              the collector's name, a part of its address (asked; "hearby")
  --site ADDRESS           the site that asks its visitors, https://shop.example.com (asked)
  --site-id ID             its name in the tag; made from its address
  --product NAME           its name in questions; its host's without it
  --kind nps|ces|csat      what the first survey asks; nps without it
  --account ID             the Cloudflare account, if your login has several
  --domain HOST            a domain of your own, on that account, that leads to the collector
  --take-domain            the domain leads somewhere already, and may lead to the collector instead
  --address ADDRESS        where pages reach it, if a proxy of yours stands before it
  --namespace ID           a KV namespace of yours, in place of a new one
  --adopt ADDRESS          the collector of that name, at this address, is yours, but was made without
                           this machine's file: upgrade it, and make a new operator's token
  --without-before         the files of the build before are not kept, as nobody can read them
  --dry-run                says what it would do, and changes nothing
  --remove                 deletes the collector, and all responses with it
  --yes                    asks nothing: a missing answer is the default, or an end
  --state FOLDER           where the deployment's file is kept; see README.md
  --help                   this text

Cloudflare asks in your browser whether it may. Where there is none, set CLOUDFLARE_API_TOKEN.`;

const OPTIONS = {
  name: { type: "string" },
  site: { type: "string" },
  "site-id": { type: "string" },
  product: { type: "string" },
  kind: { type: "string" },
  account: { type: "string" },
  domain: { type: "string" },
  "take-domain": { type: "boolean", default: false },
  address: { type: "string" },
  namespace: { type: "string" },
  adopt: { type: "string" },
  "without-before": { type: "boolean", default: false },
  "dry-run": { type: "boolean", default: false },
  remove: { type: "boolean", default: false },
  yes: { type: "boolean", default: false },
  state: { type: "string" },
  help: { type: "boolean", default: false },
};

/** Longest name of a site; the collector's own bound. */
const SITE_ID_MAX = 40;

/** Reads and checks the flags. */
export function read(words) {
  let flags;
  try {
    flags = parseArgs({ args: words, options: OPTIONS }).values;
  } catch (error) {
    throw wrong(error.message.split("\n")[0]);
  }
  if (flags.help) return flags;
  if (flags.name !== undefined) flags.name = checkedName(flags.name);
  if (flags.site !== undefined) flags.site = origin(flags.site, "--site");
  for (const flag of ["address", "adopt"])
    if (flags[flag] !== undefined) flags[flag] = address(flags[flag], flag);
  if (flags.kind !== undefined && !["nps", "ces", "csat"].includes(flags.kind)) {
    throw wrong("--kind is nps, ces or csat.");
  }
  if (flags["site-id"] !== undefined && !isSlug(flags["site-id"], SITE_ID_MAX)) {
    throw wrong(`--site-id has small letters, digits and hyphens, at most ${SITE_ID_MAX}.`);
  }
  if (flags.domain !== undefined && !/^([a-z0-9-]+\.)+[a-z0-9-]+$/.test(flags.domain)) {
    throw wrong("--domain is a host alone, such as hearby.example.com.");
  }
  for (const id of ["account", "namespace"]) {
    if (flags[id] !== undefined && !/^[0-9a-f]{32}$/.test(flags[id])) {
      throw wrong(`--${id} has 32 hexadecimal digits.`);
    }
  }
  return flags;
}

export const help = HELP;

/** Returns the name: the flag's, else the answer, else the default. */
export function name(flags) {
  return answer(flags, "name", "Name of the collector, a part of its address", "hearby", checkedName);
}

/** Returns the origin of the site: the flag's, else the answer; there is no default. */
export function site(flags) {
  return answer(flags, "site", "Address of your site (https://shop.example.com)", undefined, (text) =>
    origin(text, "--site"),
  );
}

/** Asks whether to go on with what can't be undone: the name must be written. */
export async function confirmed(flags, name, what) {
  if (flags.yes) return;
  if (!isAsked()) throw new Stop(`${what} Nobody can be asked here.`, "Add --yes to do it.", 2);
  const said = await ask(`${what}\nWrite ${name} to go on: `);
  if (said !== name) throw new Stop("Nothing has been removed.", "Run it again if you want to.");
}

/** Makes a site's name for the tag of its host: shop.example.com → shop-example. */
export function siteId(origin) {
  const labels = new URL(origin).hostname.replace(/^www\./, "").split(".");
  const kept = labels.length > 1 && !/^\d+$/.test(labels.at(-1)) ? labels.slice(0, -1) : labels;
  const id = kept
    .join("-")
    .replace(/[^a-z0-9-]/g, "")
    .slice(0, SITE_ID_MAX)
    .replace(/^-+|-+$/g, "");
  return id || "site";
}

/** True if somebody can be asked. */
export function isAsked() {
  return Boolean(process.stdin.isTTY && process.stdout.isTTY);
}

async function answer(flags, flag, question, byDefault, check) {
  if (flags[flag] !== undefined) return flags[flag];
  if (flags.yes || !isAsked()) {
    if (byDefault !== undefined) return byDefault;
    throw wrong(`--${flag} is missing, and nobody can be asked.`);
  }
  for (;;) {
    const said = await ask(`${question}${byDefault ? ` [${byDefault}]` : ""}: `);
    try {
      return check(said || byDefault || "");
    } catch (error) {
      console.error(`  ${error.message}`);
    }
  }
}

async function ask(question) {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await lines.question(question)).trim();
  } finally {
    lines.close();
  }
}

function checkedName(text) {
  // Cloudflare's rule for a Worker with an address of its own: a label of a host.
  if (isSlug(text, 54)) return text;
  throw wrong("The name has small letters, digits and hyphens, at most 54.");
}

function isSlug(text, longest) {
  return /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(text) && text.length <= longest;
}

function origin(text, flag) {
  const url = asUrl(text);
  if (!url) throw wrong(`${flag} is an address such as https://shop.example.com; "${text}" is none.`);
  return url.origin;
}

/** Returns an address with its path, without a slash at the end. */
function address(text, flag) {
  const url = asUrl(text);
  if (!url || url.search || url.hash)
    throw wrong(`--${flag} is an address such as https://shop.example.com/hearby.`);
  return `${url.origin}${url.pathname}`.replace(/\/$/, "");
}

function asUrl(text) {
  const withScheme = /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  const isHost = url && (url.hostname.includes(".") || url.hostname === "localhost");
  return isHost && ["http:", "https:"].includes(url.protocol) ? url : undefined;
}

function wrong(what) {
  return new Stop(what, "node deploy.mjs --help lists all flags.", 2);
}
