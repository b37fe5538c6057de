// A domain of the owner's own for the collector: it must not lead anywhere yet. Wrangler replaces what a
// host led to without a question when nobody sits before it, be it the shop itself. In: looking. Not
// in: the line in wrangler.toml (stage.mjs).
import { lookup as system } from "node:dns/promises";

import { Stop } from "./stop.mjs";

/**
 * Throws if the host leads somewhere, unless it was this deployment that made it do so: perhaps in an
 * upload that broke off.
 */
export async function seeDomainFree({ domain, domainSet, domainAsked }, isTaken, lookup = system) {
  if (!domain || domain === domainSet || domain === domainAsked || isTaken) return;
  let address;
  try {
    ({ address } = await lookup(domain));
  } catch (error) {
    if (error.code === "ENOTFOUND") return;
    throw new Stop(
      `Nobody can say whether ${domain} leads somewhere already (${error.code ?? error.message}).`,
      "Look at the network, then run this again.",
    );
  }
  throw new Stop(
    `${domain} leads somewhere already (${address}): a deployment would put the collector in its place.`,
    "Give a host that is not in use, such as hearby in front of your domain. If nothing is lost, add\n--take-domain.",
  );
}
