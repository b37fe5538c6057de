/**
 * What is remembered of the visitor, across tabs and visits, in the host origin's storage:
 * `{v: visitor id, t: last show, o: open since, q: {survey: {a: answered, n: dismissed, m: shows
 * without an answer}}}`, times in milliseconds. Where storage is blocked or full, this page view's
 * memory. In: reading, changing, forgetting. Not in: what becomes of it (`note.js`, `gate.js`).
 */
import { site } from './site.js';

// As they are before the page can replace them.
export const { parse, stringify } = JSON;
const key = `hearby:${site.s}`;
/** What storage would not take. */
let kept;

/** Undefined where nothing is stored, or storage is blocked. */
export const read = (key) => {
  try {
    return parse(localStorage[key]);
  } catch {}
};

/** Read anew each time: another tab may have written. Never anything but an object. */
export const recall = () => ({ ...(kept || read(key)) });

/** Changes the memory by `change(memory)`. */
export const remember = (change) => {
  const memory = recall();
  change(memory);
  try {
    localStorage[key] = stringify(memory);
    kept = 0;
  } catch {
    kept = memory;
  }
};

export const forget = () => {
  kept = 0;
  try {
    delete localStorage[key];
  } catch {}
};
