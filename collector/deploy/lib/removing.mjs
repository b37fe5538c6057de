// `deploy.mjs --remove`: deletes Worker, KV namespace and this machine's file, in this order, so that a
// second run finishes what a first one could not.
import * as cloudflare from "./account.mjs";
import * as options from "./options.mjs";
import { Stop, done } from "./stop.mjs";
import { install } from "./tools.mjs";

export async function removing(deployment, flags) {
  const { facts, isKnown, file } = deployment;
  if (!isKnown) {
    throw new Stop(
      `This machine has no file about a deployment called ${facts.name} (${file}).`,
      "Give its --name, or --state FOLDER. A collector of another machine is removed there, or at\nhttps://dash.cloudflare.com.",
    );
  }
  const what = `The collector ${facts.name}${facts.url ? ` (${facts.url})` : ""} and all its responses are deleted for good.`;
  if (flags["dry-run"]) return console.log(`${what}\nA run without --dry-run does it.`);
  await options.confirmed(flags, facts.name, what);
  await install();
  const accountId = await cloudflare.account(flags.account ?? facts.accountId);
  const env = { CLOUDFLARE_ACCOUNT_ID: accountId };
  await cloudflare.deleteWorker(facts.name, env);
  done("the Worker is deleted");
  // A namespace whose id never arrived has its name alone.
  const asked = facts.namespaceAsked ? `${facts.name}-responses` : undefined;
  const id = facts.namespaceId ?? (asked && (await cloudflare.namespaceOf(asked, env)));
  if (id) {
    await cloudflare.deleteNamespace(id, env);
    done("the KV namespace is deleted");
  }
  deployment.remove();
  done("this machine's file is deleted");
  console.log("\nTake the tag out of your pages: until then they ask for a script that is not there.");
}
