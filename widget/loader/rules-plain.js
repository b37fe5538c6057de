/**
 * Setting of the loader for sites with plain rules: addresses, event, delay, sample, waits, caps. For
 * it, the build replaces `rules-all.js` by this file and drops the code that plain rules don't need.
 * `wire/src/gate.rs` (`has_plain_rules`) decides which sites these are.
 */
export const hasAllRules = false;
