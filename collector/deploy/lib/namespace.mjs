// The KV namespace of a deployment: made once, or the owner's own. In: whose it is, making it, removing
// it. Not in: the calls to Cloudflare (account.mjs).
import * as cloudflare from "./account.mjs";
import { Stop, done } from "./stop.mjs";

function titleOf({ name }) {
  return `${name}-responses`;
}

/** Throws if another namespace is wanted than the one that holds the responses. */
export function seeSameNamespace({ name, namespaceId }, wanted) {
  if (!wanted || !namespaceId || wanted === namespaceId) return;
  throw new Stop(
    `The responses of ${name} are in the KV namespace ${namespaceId}.`,
    "Leave --namespace out. For a collector on another namespace, give another --name.",
    2,
  );
}

/** Makes the namespace, or takes the one that is there. */
export async function provide(deployment, flags, env) {
  const { facts } = deployment;
  if (flags.namespace && !facts.namespaceId && !facts.namespaceAsked)
    deployment.keep({ namespaceId: flags.namespace, namespaceIsOwners: true });
  if (facts.namespaceId) return;
  const title = titleOf(facts);
  if (!facts.namespaceAsked) {
    const found = await cloudflare.namespaceOf(title, env);
    if (found && !flags.adopt) throw taken(title);
    if (!found && flags.adopt) throw unknown(title);
    deployment.keep({ namespaceAsked: true, namespaceId: found });
  }
  // What has that title from here on was made by this deployment, even if no reply has said so.
  facts.namespaceId ??=
    (await cloudflare.makeNamespace(title, env)) ?? (await cloudflare.namespaceOf(title, env));
  deployment.keep({});
  seeSameNamespace(facts, flags.namespace);
  done(`KV namespace ${title}`);
}

function taken(title) {
  return new Stop(
    `The account has a KV namespace called ${title} already, and this deployment has not made it.`,
    "Choose another --name. To use it with all that is in it, add --namespace ID:\nhttps://dash.cloudflare.com/?to=/:account/workers/kv/namespaces shows the id.",
  );
}

function unknown(title) {
  return new Stop(
    `The account has no KV namespace called ${title}.`,
    "Give the one that the collector is bound to by --namespace ID; its settings at\nhttps://dash.cloudflare.com show it.",
  );
}

/** Says what a removal does to the namespace. */
export function endOf(facts) {
  const { namespaceId, namespaceIsOwners } = facts;
  if (namespaceIsOwners) return `Its KV namespace ${namespaceId}, which you gave it, stays with all responses.`;
  const which = namespaceId ? ` ${namespaceId}` : "";
  return `Its KV namespace${which} (${titleOf(facts)}) with all responses is deleted for good.`;
}

/** Deletes what this deployment has made. */
export async function removeNamespace(facts, env) {
  if (facts.namespaceIsOwners) {
    return done(`the KV namespace ${facts.namespaceId} stays: it was there before the collector`);
  }
  // A namespace whose id never arrived has its name alone.
  const asked = facts.namespaceAsked ? titleOf(facts) : undefined;
  const id = facts.namespaceId ?? (asked && (await cloudflare.namespaceOf(asked, env)));
  if (!id) return;
  await cloudflare.deleteNamespace(id, env);
  done("the KV namespace is deleted");
}
