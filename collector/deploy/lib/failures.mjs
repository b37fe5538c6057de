// What wrangler's failures mean for the person who deploys. In: Cloudflare's error codes, and the way
// on for each. Not in: running wrangler (tools.mjs).
import { Stop } from "./stop.mjs";
import { lastLines } from "./tools.mjs";

const AGAIN = "Then run this again: it goes on where it stopped.";
const LOGIN =
  "Without CLOUDFLARE_API_TOKEN, your browser is asked. A token needs the permissions\n" +
  "Workers Scripts: Edit, Workers KV Storage: Edit, Account Settings: Read and User Details: Read\n" +
  `(https://dash.cloudflare.com/profile/api-tokens). ${AGAIN}`;

/** Cloudflare's codes, with what happened and what to do. */
const CODES = {
  1000: ["Cloudflare does not know this token.", LOGIN],
  6003: ["CLOUDFLARE_API_TOKEN does not have the form of a token.", LOGIN],
  9109: ["The token may not do this.", LOGIN],
  10000: ["Cloudflare refuses the login.", LOGIN],
  10001: ["Cloudflare refuses the login.", LOGIN],
  10021: ["The Worker did not start at Cloudflare.", `Take an unchanged copy of the archive. ${AGAIN}`],
  10027: [
    "The Worker is larger than the account's plan allows.",
    `Take an unchanged copy of the archive. ${AGAIN}`,
  ],
  10037: ["The account has as many Workers as its plan allows.", `Delete one that you don't need. ${AGAIN}`],
  10072: [
    "The collector is up, but without its two cron triggers: the account has as many as its plan allows (5 on the free one).",
    `Delete triggers of other Workers, or take the paid plan. ${AGAIN}`,
  ],
  10048: [
    "The account's KV operations of the day are used up (free plan).",
    "They begin anew at 00:00 UTC. Run this again then: it goes on where it stopped.",
  ],
};

/** Codes by which Cloudflare says that there is no such Worker. */
const NOT_THERE = [10007, 10090, 10092];

/** Returns the code of the failed call to Cloudflare, if it was one. */
export function codeOf({ events, output }) {
  const failed = events.find((event) => event.type === "command-failed");
  // A failure of one of several calls has its code in the text alone.
  const said = output.match(/\[code: (\d+)\]/);
  return failed?.code ?? (said ? Number(said[1]) : undefined);
}

/** True if the call failed because what it is about is not there. */
export function isNotThere(result) {
  const isSaid = NOT_THERE.includes(codeOf(result)) || /namespace not found/.test(result.output);
  return result.status !== 0 && isSaid;
}

/** Returns the error for a person; none of `secrets` is in it. */
export function failure(result, doing, secrets = []) {
  const known = CODES[codeOf(result)];
  if (known) return new Stop(`${doing}: ${known[0]}`, known[1]);
  if (/register a workers\.dev subdomain/.test(result.output)) {
    const link = result.output.match(/https:\/\/dash\.cloudflare\.com\/\S+onboarding/)?.[0];
    return new Stop(
      `${doing}: the account has no address under workers.dev yet.`,
      `Choose one at ${link ?? "https://dash.cloudflare.com"}. ${AGAIN}`,
    );
  }
  const limit = result.output.match(/^.*\b(exceeded|maximum number|limit reached)\b.*$/im)?.[0];
  if (limit) {
    return new Stop(
      `${doing}: ${limit.trim()}`,
      `Delete what you don't need there, or take the paid plan. ${AGAIN}`,
    );
  }
  if (
    /request to the Cloudflare API failed\.$|fetch failed|ECONN|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|socket hang up|terminated|other side closed/im.test(
      result.output,
    )
  ) {
    return new Stop(`${doing}: the connection to Cloudflare broke off.`, `Look at the network. ${AGAIN}`);
  }
  if (/not logged in|in a non-interactive environment|authentication/i.test(result.output)) {
    return new Stop(`${doing}: Cloudflare asks for a login.`, LOGIN);
  }
  let text = lastLines(result.output);
  for (const secret of secrets.filter(Boolean)) text = text.replaceAll(secret, "…");
  return new Stop(
    `${doing}: ${result.command} failed.\n${text}`,
    `If its words say what to mend, do so. ${AGAIN}`,
  );
}
