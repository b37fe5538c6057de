/**
 * The memory: the data about a visitor that the site keeps across tabs and visits. It is stored in the
 * `localStorage` of the page's origin: `{v: visitor id, t: last show, o: open since, q: {survey: {a:
 * answered, n: dismissed, m: number of shows without an answer, w: last show, until it is answered or
 * dismissed}}}`. Times are in milliseconds. If storage is blocked or full, a variable holds it for this
 * page view.
 *
 * In: reading, changing and forgetting it, and forgetting the answers that wait in storage to be sent.
 * Not in: the rules that read it (`gate.js`), the traces of a show (`note.js`), and the rest of the
 * queue (`widget/src/delivery`).
 */
import { site } from './site.js';

// Taken before the page can replace them.
export const { parse, stringify } = JSON;
const key = `hearby:${site.s}`;
/**
 * Key of the queue of answers to be sent, of all sites and collectors on this origin. Each entry is
 * `[body, …]`.
 */
export const QUEUE = 'hearby:queue';
/** The memory, if storage refused it. */
let kept;

/** Returns a stored value; undefined if there is none or storage is blocked. */
export const read = (key) => {
  try {
    return parse(localStorage[key]);
  } catch {}
};

/** Reads the memory anew, because another tab may have written it. Always returns an object. */
export const recall = () => ({ ...(kept || read(key)) });

/** Changes the memory by `change(memory)`. */
export const remember = (change) => {
  kept = recall();
  change(kept);
  try {
    localStorage[key] = stringify(kept);
    kept = 0;
  } catch {}
};

/** Forgets the visitor and this site's answers in the queue; other sites' answers stay. */
export const forget = () => {
  kept = 0;
  try {
    let queue = read(QUEUE);
    delete localStorage[key];
    // Deleted first: a malformed queue throws below, and a full storage may refuse even a shorter
    // queue.
    delete localStorage[QUEUE];
    queue = queue.filter(([body]) => body.site != site.s);
    if (queue[0]) localStorage[QUEUE] = stringify(queue);
  } catch {}
};
