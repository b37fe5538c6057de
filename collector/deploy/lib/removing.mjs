// `deploy.mjs --remove`: deletes Worker, KV namespace and this machine's file, in this order, so that a
// second run finishes what a first one could not.
import * as cloudflare from "./account.mjs";
import { endOf, removeNamespace } from "./namespace.mjs";
import * as options from "./options.mjs";
import { Stop, done } from "./stop.mjs";
import { install } from "./tools.mjs";

/** Facts once the Worker is deleted, with all its secrets. */
const GONE = {
  uploadTried: undefined,
  adopted: undefined,
  secretsSet: false,
  isUp: false,
  site: undefined,
  domainSet: undefined,
  domainAsked: undefined,
  url: undefined,
};

export async function removing(deployment, flags) {
  const { facts, isKnown, file } = deployment;
  if (!isKnown) {
    throw new Stop(
      `This machine has no file about a deployment called ${facts.name} (${file}).`,
      "Give its --name, or --state FOLDER. A collector of another machine is removed there, or at\nhttps://dash.cloudflare.com.",
    );
  }
  // What a run without an upload has claimed may be somebody else's by now.
  const isOurs = facts.uploadTried === true;
  const where = facts.url ? ` (${facts.url})` : "";
  const worker = isOurs
    ? `The collector ${facts.name}${where} is deleted for good.`
    : `Nothing was uploaded as ${facts.name}: a Worker of that name stays.`;
  const isAdoptedOnly = facts.adopted && !isOurs;
  const what = isAdoptedOnly ? worker : `${worker}\n${endOf(facts)}`;
  if (flags["dry-run"]) return console.log(`${what}\nA run without --dry-run does it.`);
  await options.confirmed(flags, facts.name, what);
  await install();
  const accountId = await cloudflare.account(facts.accountId);
  const env = { CLOUDFLARE_ACCOUNT_ID: accountId };
  if (isOurs) {
    await cloudflare.deleteWorker(facts.name, env);
    deployment.keep(GONE);
    done("the Worker is deleted");
  }
  if (!isAdoptedOnly) await removeNamespace(facts, env);
  deployment.remove();
  done("this machine's file is deleted");
  if (isOurs)
    console.log("\nTake the tag out of your pages: until then they ask for a script that is not there.");
}
