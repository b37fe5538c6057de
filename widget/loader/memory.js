/**
 * The memory of the visitor, across tabs and visits, in the host origin's storage:
 * `{v: visitor id, t: last show, o: open since, q: {survey: {a: answered, n: dismissed, m: shows
 * without an answer, w: its last show, until it is answered or dismissed}}}`, times in milliseconds.
 * Where storage is blocked or full, this page view's memory. In: reading, changing, forgetting, also of the answers that wait there to be sent. Not in:
 * what becomes of it (`note.js`, `gate.js`), and what else the queue is (`widget/src/delivery`).
 */
import { site } from './site.js';

// As they are before the page can replace them.
export const { parse, stringify } = JSON;
const key = `hearby:${site.s}`;
/** Answers that wait, of all sites and collectors on this origin: `[body, …]` each. */
export const QUEUE = 'hearby:queue';
/** The memory that storage would not take. */
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
  kept = recall();
  change(kept);
  try {
    localStorage[key] = stringify(kept);
    kept = 0;
  } catch {}
};

/** Forgets the visitor, and of what waits to be sent all but other sites' answers. */
export const forget = () => {
  kept = 0;
  try {
    let queue = read(QUEUE);
    delete localStorage[key];
    // First, for a spoilt queue throws below, and a full storage may take nothing, not even less.
    delete localStorage[QUEUE];
    queue = queue.filter(([body]) => body.site != site.s);
    if (queue[0]) localStorage[QUEUE] = stringify(queue);
  } catch {}
};
