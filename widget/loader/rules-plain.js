/**
 * The loader of a site with plain rules: addresses, event, delay, sample, waits, caps. The build takes this
 * file in place of `rules-all.js`, and leaves out what no rule of the site needs.
 * `wire/src/gate.rs` (`has_plain_rules`) says which sites these are.
 */
export const hasAllRules = false;
