/** Subject of this script: its site's gate, and the collector that it came from. */

/**
 * The gate, in place of the text; `wire/src/gate.rs` is the table of its names. `c` is 1 for as long
 * as consent is lacking.
 */
export const site = '__HEARBY_GATE__';

/**
 * The collector's address. The collector writes it, for nothing on the page can tell: an element of
 * the page can take the name `currentScript`, and a script that was inlined or bundled has no address
 * of its own. Undefined in a file that no collector has served.
 */
export const base = site.o;
