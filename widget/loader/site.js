/** The site of this script: its gate, and the address of its collector. */

/**
 * The gate. The collector replaces this text by it; `wire/src/gate.rs` lists its fields. `c` is 1 while
 * consent is missing.
 */
export const site = '__HEARBY_GATE__';

/**
 * The collector's address. The collector writes it into the gate, because the script can't find it out
 * by itself: an element of the page may have the name `currentScript`, and an inlined or bundled script
 * has no address of its own. Undefined in a file that no collector has served.
 */
export const base = site.o;
