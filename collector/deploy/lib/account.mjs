// What is asked of Cloudflare, each as a function: who is logged in, Workers, KV namespaces. In: the
// calls of wrangler and what they return. Not in: their order (deploying.mjs, removing.mjs).
import { failure, isNotThere } from "./failures.mjs";
import { isAsked } from "./options.mjs";
import { Stop } from "./stop.mjs";
import { login, wrangler } from "./tools.mjs";

/** Returns the id of the account to use, after a login if there is none yet. */
export async function account(wanted) {
  let who = await whoami();
  if (!who.loggedIn && isAsked()) {
    console.log("Cloudflare now asks in your browser whether this may deploy for you.");
    await login();
    who = await whoami();
  }
  if (!who.loggedIn) {
    throw new Stop(
      "Nobody is logged in to Cloudflare.",
      "Run this in a terminal with a browser beside it, or set CLOUDFLARE_API_TOKEN\n(https://dash.cloudflare.com/profile/api-tokens, the template “Edit Cloudflare Workers”).",
    );
  }
  const id = wanted ?? process.env.CLOUDFLARE_ACCOUNT_ID;
  const accounts = who.accounts ?? [];
  const list = accounts.map(({ id, name }) => `${id}  ${name}`).join("\n");
  if (id) {
    if (accounts.length === 0 || accounts.some((one) => one.id === id)) return id;
    throw new Stop(`This login does not reach the account ${id}.`, `It reaches:\n${list}`);
  }
  if (accounts.length === 1) return accounts[0].id;
  if (accounts.length === 0)
    throw new Stop("This login reaches no account.", "Give the account by --account ID.");
  throw new Stop("This login reaches several accounts.", `Give one by --account ID:\n${list}`);
}

async function whoami() {
  const result = await wrangler(["whoami", "--json"]);
  try {
    const who = JSON.parse(result.said.slice(result.said.indexOf("{")));
    if (typeof who.loggedIn === "boolean") return who;
  } catch {
    // Its words are no JSON when the call failed.
  }
  throw failure(result, "Asking Cloudflare who you are");
}

/** True if the account has a Worker of that name. */
export async function hasWorker(name, env) {
  const result = await wrangler(["deployments", "list", "--name", name, "--json"], env);
  if (result.status === 0) return true;
  if (isNotThere(result)) return false;
  throw failure(result, "Looking whether the name is free");
}

/**
 * Makes a namespace. Returns its id; nothing if one of that title is there: wrangler asks a second time
 * when the first reply is lost.
 */
export async function makeNamespace(title, env) {
  const result = await wrangler(["kv", "namespace", "create", title], env);
  const id = result.output.match(/\bid\W+([0-9a-f]{32})\b/)?.[1];
  if (result.status === 0 && id) return id;
  if (/with the title .* already exists/.test(result.output)) return undefined;
  throw failure(result, "Making the KV namespace");
}

/** Returns the id of the namespace of that title. */
export async function namespaceOf(title, env) {
  const result = await wrangler(["kv", "namespace", "list"], env);
  if (result.status !== 0) throw failure(result, "Listing the KV namespaces");
  let list;
  try {
    list = JSON.parse(result.said.slice(result.said.indexOf("[")));
  } catch {
    throw failure(result, "Listing the KV namespaces");
  }
  return list.find((one) => one.title === title)?.id;
}

/** Deploys the folder. Returns the address that Cloudflare gives the Worker. */
export async function deploy(config, secretsFile, env, secrets) {
  const words = ["deploy", "--config", config];
  if (secretsFile) words.push("--secrets-file", secretsFile);
  const result = await wrangler(words, env);
  if (result.status !== 0) throw failure(result, "Deploying", secrets);
  const targets = result.events.find((event) => event.type === "deploy")?.targets ?? [];
  const hosts = targets.filter((target) => /^https?:\/\//.test(target));
  // A domain is a target with a remark: `hearby.example.com (custom domain)`.
  const domain = targets.map((target) => target.match(/^(\S+) \(custom domain/)?.[1]).find(Boolean);
  return domain ? `https://${domain}` : hosts[0];
}

/** Lets wrangler read and bundle all that it would deploy. */
export async function rehearse(config, folder) {
  const result = await wrangler(["deploy", "--config", config, "--dry-run", "--outdir", folder]);
  if (result.status !== 0) throw failure(result, "Rehearsing the deployment");
}

/** Deletes a Worker; it is no failure if there is none. */
export async function deleteWorker(name, env) {
  const result = await wrangler(["delete", name, "--force"], env);
  if (result.status !== 0 && !isNotThere(result)) throw failure(result, "Deleting the Worker");
}

/** Deletes a namespace with all that is in it; it is no failure if there is none. */
export async function deleteNamespace(id, env) {
  const result = await wrangler(["kv", "namespace", "delete", "--namespace-id", id, "-y"], env);
  if (result.status !== 0 && !isNotThere(result)) throw failure(result, "Deleting the KV namespace");
}
