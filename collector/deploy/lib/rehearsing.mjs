// `deploy.mjs --dry-run`: wrangler reads all that a run would deploy, and the steps of that run are said.
// Not in: the steps themselves (deploying.mjs).
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as cloudflare from "./account.mjs";
import { stage } from "./stage.mjs";

/** Lets wrangler read all of it, and says what a run would do. */
export async function rehearse(facts, flags) {
  const folder = mkdtempSync(join(tmpdir(), "hearby-rehearsal-"));
  const staged = join(folder, "all");
  try {
    const { config } = await stage(staged, facts, false);
    await cloudflare.rehearse(config, join(staged, "out"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const steps = [
    name(facts, flags),
    namespace(facts, flags),
    secrets(facts, flags),
    upload(facts, flags),
    site(facts, flags),
  ];
  console.log(
    [
      "Wrangler finds nothing wrong. A run without --dry-run would:",
      ...steps.filter(Boolean).map((step) => `  - ${step}`),
    ].join("\n"),
  );
}

function name(facts, { adopt }) {
  if (adopt) return `look whether the account has a Worker called ${facts.name}, and a collector is at ${adopt}`;
  return facts.secretsSet || !facts.uploadTried
    ? `look whether the account has a Worker called ${facts.name}`
    : undefined;
}

function namespace(facts, flags) {
  if (facts.namespaceId) return undefined;
  if (flags.namespace) return `take the KV namespace ${flags.namespace}, with all that is in it`;
  return `${flags.adopt ? "find" : "make"} the KV namespace ${facts.name}-responses`;
}

function secrets(facts, { adopt }) {
  if (adopt) return "make a new operator's token, and set it as a secret: the one before ends";
  if (facts.secretsSet) return undefined;
  if (facts.adopted) return "set the new operator's token as a secret: the one before ends";
  return "make the operator's token and a signing key, and set both as secrets";
}

function upload(facts, flags) {
  const where = facts.domain ? ` at ${facts.domain}` : "";
  const isBeside = (facts.isUp || flags.adopt) && !flags["without-before"];
  return `deploy the Worker ${facts.name}${where}${isBeside ? ", the build before beside it" : ""}`;
}

function site(facts, { adopt }) {
  if (facts.site || adopt) return undefined;
  return `make the site ${facts.siteId} (${facts.origin}), its survey ${facts.kind} and a key`;
}
