// deploy.mjs from its start to its end: the steps in their order, each kept before the next, so that a
// second run goes on where the first one stopped. Not in: how a step is done.
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import * as cloudflare from "./account.mjs";
import * as options from "./options.mjs";
import { seeDomainFree } from "./domain.mjs";
import { provide, seeSameNamespace } from "./namespace.mjs";
import { rehearse } from "./rehearsing.mjs";
import { removing } from "./removing.mjs";
import { Api, makeKey, makeSite, makeSurvey, reached, seeCollector, takesToken } from "./setup.mjs";
import { stage } from "./stage.mjs";
import { Deployment, defaultFolder } from "./state.mjs";
import { Stop, done, shown } from "./stop.mjs";
import { install } from "./tools.mjs";

/** Runs with these words of the command line. Returns the exit status. */
export function main(words) {
  return shown(async () => {
    const flags = options.read(words);
    if (flags.help) return console.log(options.help);
    const deployment = new Deployment(flags.state ?? defaultFolder(), await options.name(flags));
    seeSame(deployment, flags);
    if (flags.remove) return removing(deployment, flags);
    await choose(deployment, flags);
    await install();
    if (flags["dry-run"]) return rehearse(deployment.facts, flags);
    await deploy(deployment, flags);
  });
}

/** Throws if the flags are about something else than what this deployment has claimed. */
function seeSame({ facts }, flags) {
  if (facts.claimed && flags.account && flags.account !== facts.accountId) {
    throw new Stop(
      `The collector ${facts.name} is on the account ${facts.accountId}.`,
      "Leave --account out. For one more collector, on another account, give another --name or --state.",
      2,
    );
  }
  seeSameNamespace(facts, flags.namespace);
}

/** Takes what flags and answers say into the facts; nothing is written yet. */
async function choose({ facts }, flags) {
  for (const flag of ["domain", "address"]) if (flags[flag] !== undefined) facts[flag] = flags[flag];
  // A deployment has one first site: others are made in the console or by the API.
  if (facts.site || flags.adopt) return tellIgnored(facts, flags);
  const isAnother = flags.site !== undefined && flags.site !== facts.origin;
  // A corrected address has another name and product than the wrong one.
  if (isAnother) for (const fact of ["siteId", "product"]) facts[fact] = undefined;
  facts.origin = flags.site ?? facts.origin ?? (await options.site(flags));
  facts.siteId = flags["site-id"] ?? facts.siteId ?? options.siteId(facts.origin);
  facts.product = flags.product ?? facts.product ?? new URL(facts.origin).hostname;
  facts.kind = flags.kind ?? facts.kind ?? "nps";
}

/** Says which flags change nothing, as the site is there. */
function tellIgnored(facts, flags) {
  const kept = { site: facts.origin, "site-id": facts.siteId, product: facts.product, kind: facts.kind };
  const ignored = Object.keys(kept).filter(
    (flag) => flags[flag] !== undefined && flags[flag] !== kept[flag],
  );
  if (ignored.length === 0) return;
  const list = ignored.map((flag) => `--${flag}`).join(", ");
  console.log(`Ignored: ${list}. The first site is there; it is changed, and others are made, in the console.`);
}

async function deploy(deployment, flags) {
  const { facts } = deployment;
  // Where nobody can be asked to log in, wrangler's own refusal says the same, and a call is saved.
  const isKnown = facts.accountId && (flags.account ?? facts.accountId) === facts.accountId;
  if (!isKnown || options.isAsked())
    facts.accountId = await cloudflare.account(flags.account ?? facts.accountId);
  const env = { CLOUDFLARE_ACCOUNT_ID: facts.accountId };
  await seeDomainFree(facts, flags["take-domain"]);
  await claimName(deployment, flags, env);
  await provide(deployment, flags, env);
  await upload(deployment, flags, env);
  const before = facts.site === true;
  await seeSecrets(deployment, flags, env);
  done(`the collector replies at ${facts.url}`);
  const key = before ? undefined : await setUp(deployment);
  console.log(key ? first(facts, key) : again(facts, deployment.file));
}

/** Sees that the name is free, or is this deployment's; then keeps that it is, with new secrets. */
async function claimName(deployment, flags, env) {
  const { facts } = deployment;
  const { name } = facts;
  if (facts.secretsSet && !flags.adopt) await seeGone(deployment, env);
  if (flags.adopt && facts.claimed && !facts.uploadTried && !facts.adopted) {
    throw new Stop(
      `This machine's file is about another collector called ${name}, of which nothing was uploaded.`,
      "Run this with --remove first, which deletes that file and its namespace alone. Then adopt.",
    );
  }
  // Nobody can be asked who it is, if it is to be replaced because it does not reply.
  if (flags.adopt && !flags["without-before"]) await seeCollector(flags.adopt);
  if (facts.uploadTried || facts.adopted) {
    if (!flags.adopt) return deployment.keep({});
    // A run with --adopt that was cut off has claimed it already, with a token of its own.
    if (!facts.secretsSet) return deployment.keep({ adopted: flags.adopt, url: flags.adopt });
  }
  const isThere = await cloudflare.hasWorker(name, env);
  if (isThere && !flags.adopt) {
    throw new Stop(
      `The account has a Worker called ${name} already, and ${facts.claimed ? "this deployment has not made it." : "this machine has no file about it."}`,
      facts.claimed
        ? `Choose another --name; --name ${name} --remove then deletes the rest of this one, not the Worker.`
        : `Choose another --name. If it is a Hearby of yours: copy its file from the machine that made it\nto ${deployment.file}, or add --adopt ADDRESS, the collector's.`,
    );
  }
  if (!isThere && flags.adopt) {
    throw new Stop(
      `The account has no Worker called ${name} to adopt.`,
      "Leave --adopt out, or give its --name.",
    );
  }
  if (facts.claimed && !isThere) return deployment.keep({ signingKey: facts.signingKey ?? newSigningKey() });
  // An adopted collector keeps its signing keys: they open what it has stored of respondents.
  const signingKey = isThere ? undefined : newSigningKey();
  const adopted = isThere ? { adopted: flags.adopt, site: true, isUp: true, url: flags.adopt } : {};
  const adminToken = randomBytes(32).toString("hex");
  deployment.keep({ claimed: true, adminToken, signingKey, secretsSet: false, ...adopted });
}

/** Sees whether the Worker has been deleted without this machine: its secrets are gone with it. */
async function seeGone(deployment, env) {
  const { facts } = deployment;
  if (await cloudflare.hasWorker(facts.name, env)) return;
  console.log(`The Worker ${facts.name} is gone from the account: it is made anew, with a new signing key.`);
  deployment.keep({ secretsSet: false, isUp: false, signingKey: newSigningKey() });
}

/**
 * Looks whether the collector has its secrets, which somebody may have deleted. Makes those that this
 * machine can make, by one more upload.
 */
async function seeSecrets(deployment, flags, env) {
  const { facts } = deployment;
  const health = await reached(facts.url);
  // From now on visitors' browsers may hold a script of this build.
  deployment.keep({ isUp: true });
  const hasToken = await takesToken(new Api(facts.url, facts.adminToken));
  const hasKey = health.signing_keys !== "missing";
  if (!hasToken || !hasKey) {
    const lacking = [hasToken ? "" : "operator's token", hasKey ? "" : "signing key"].filter(Boolean);
    console.log(`The collector has no ${lacking.join(" and no ")}: it is set again.`);
    deployment.keep({ secretsSet: false, signingKey: hasKey ? undefined : newSigningKey() });
    await upload(deployment, flags, env);
    await reached(facts.url);
  } else if (health.signing_keys !== "ok") {
    console.log(
      `The collector does not take its secret SIGNING_KEYS (${health.signing_keys}). Its responses come in; to mend it,\nset at least 32 random characters in its settings at https://dash.cloudflare.com.`,
    );
  }
}

function newSigningKey() {
  return randomBytes(32).toString("base64");
}

async function upload(deployment, flags, env) {
  const { facts } = deployment;
  const staging = deployment.makeStaging();
  const staged = join(staging, "all");
  const secretsFile = join(staging, "secrets.json");
  try {
    const { config, before } = await stage(staged, facts, facts.isUp && !flags["without-before"]);
    if (before) done(`${before} files of the build before are kept for a day's cached scripts`);
    const { adminToken, signingKey } = facts;
    if (!facts.secretsSet) {
      const secrets = { ADMIN_TOKEN: adminToken, ...(signingKey ? { SIGNING_KEYS: signingKey } : {}) };
      writeFileSync(secretsFile, JSON.stringify(secrets), { mode: 0o600 });
    }
    const given = facts.secretsSet ? undefined : secretsFile;
    // What has this name from here on was made by this deployment, even if no reply says so.
    deployment.keep({ uploadTried: true, domainAsked: facts.domain });
    const url = await cloudflare.deploy(config, given, env, [adminToken, signingKey]);
    // The key stays at Cloudflare alone: nothing here needs it again.
    deployment.keep({
      domainSet: facts.domain,
      secretsSet: true,
      signingKey: undefined,
      // An adopted collector is known by the address that its pages have.
      url: facts.address ?? (facts.domain && url) ?? facts.adopted ?? url ?? facts.url,
    });
    done("deployed");
  } finally {
    deployment.removeStaging();
  }
  if (!facts.url) {
    throw new Stop(
      "Cloudflare names no address of the collector.",
      "Give it one by --domain, or say it by --address.",
    );
  }
}

/** Makes site, survey and key. Returns the key. */
async function setUp(deployment) {
  const { facts } = deployment;
  const api = new Api(facts.url, facts.adminToken);
  const { siteId: site, product, origin, kind } = facts;
  await makeSite(api, { site, product, origin });
  done(`site ${site} (${origin})`);
  await makeSurvey(api, { site, kind });
  done(`survey ${kind}`);
  const key = await makeKey(api, { site });
  deployment.keep({ site: true });
  return key;
}

function first({ url, siteId, origin, kind }, key) {
  return `
Paste this tag into the head of your pages:
  <script async src="${url}/e/${siteId}.js"></script>

Your console, signed in. This link is shown this once; keep it like a password:
  ${url}/console/sign-in#key=${key}

Look at the survey before your visitors do: ${origin}/?hearby_preview=${kind}
Visitors are asked ten seconds after they come; the console's page “Ask” says when the first
response is there.`;
}

function again({ url }, file) {
  return `
Upgraded. Your tag and your keys stay as they are.
  ${url}/console/
The operator's token is in ${file}.`;
}
