/** What this script tag is about: its site's gate and the collector it came from. */

/**
 * Put in by the collector; `wire/src/gate.rs` is the table of its names. `c` is 1 for as long as
 * consent is lacking.
 */
export const site = __HEARBY_GATE__;

/**
 * The collector, with the path before `/e/` when it stands behind a proxy; undefined: not known.
 * In a module there is no current script; the tag is known by its address then.
 */
export const base = (
  document.currentScript || document.querySelector(`script[src*="/e/${site.s}.js"]`)
)?.src.split('/e/')[0];
