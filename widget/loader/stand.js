/**
 * Waits until the page is ready for a card, and until the card's place is there. Not in: putting the
 * card on the page (`../card/place.js`).
 */
import { attempt } from '../card/attempt.js';
import { listen } from '../card/listen.js';
import { callDocument, ofDocument } from '../card/own.js';

/** Longest wait of a popup for the page to load. A popup stands beside the page's body. */
const LOAD_AT_MOST_MS = 4e3;
/**
 * Longest wait of an inline card for the page to load. It stands inside the page, and a framework that
 * starts late would discard the page over an element that it doesn't know.
 */
const LOAD_AROUND_AT_MOST_MS = 3e4;
/** Longest wait for a loaded page to become idle. */
const BUSY_AT_MOST_MS = 1e3;
/** Time of a rest. A timer that takes more than twice as long has waited for the page's own work. */
const REST_MS = 25;
/** Number of rests on time, one after the other, after which a page counts as idle. */
const RESTS = 3;
/** Time between two looks for a place. */
const LOOK_MS = 250;
/** Time after which a missing place is reported to the page. The wait for it goes on. */
const MISSED_AFTER_MS = 5e3;

/** Calls `then` once the page is idle, in a browser without `requestIdleCallback` (Safari). */
const restByTimers = (then, setTimeout, left = RESTS, sinceMs = performance.now()) => {
  const setMs = performance.now();
  setTimeout(() => {
    const nowMs = performance.now();
    const isLate = nowMs - setMs > 2 * REST_MS;
    if (left && nowMs - sinceMs < BUSY_AT_MOST_MS) restByTimers(then, setTimeout, isLate ? RESTS : left - 1, sinceMs);
    else then();
  }, REST_MS);
};

/** Calls `then` at the next event of that name. */
const once = (name, then) => {
  const heard = new AbortController();
  const hear = () => {
    heard.abort();
    then();
  };
  listen(name, hear, heard.signal);
};

/**
 * Returns a promise that resolves once the page has loaded and is idle. By then, a framework has
 * hydrated the HTML of the server; before, it would discard the page over an element that it doesn't
 * know.
 */
export const settled = (setTimeout, isWithin) =>
  new Promise((go) => {
    const rest = () => {
      if (!attempt(() => requestIdleCallback(go, { timeout: BUSY_AT_MOST_MS }))) restByTimers(go, setTimeout);
    };
    setTimeout(go, isWithin ? LOAD_AROUND_AT_MOST_MS : LOAD_AT_MOST_MS);
    if (ofDocument('readyState') == 'complete') rest();
    else once('load', rest);
  });

/** Returns a promise that resolves once no element is full-screen: nobody is asked during a film. */
export const visible = (show) =>
  new Promise((go) => {
    const look = () => {
      const full = ofDocument('fullscreenElement');
      // A whole app may be full-screen; a survey may be shown over it.
      const isFilm = full && full !== ofDocument('documentElement') && full !== ofDocument('body');
      if (isFilm && !show.isGone) once('fullscreenchange', look);
      else go();
    };
    look();
  });

/** True if the page shows the element. A single-page app may keep a page that was left, and hide it. */
export const isRendered = (element) => element.getClientRects().length > 0;

const find = (selector) =>
  attempt(() => [...callDocument('querySelectorAll', selector)].find(isRendered));

/**
 * Returns a promise of the element of that selector, once the page shows one; of undefined if the show
 * was cancelled before.
 */
export const placeOf = (selector, show) =>
  new Promise((go) => {
    const { setTimeout, notify } = show;
    let waitedMs = 0;
    const look = () => {
      const place = find(selector);
      if (place || show.isGone) return go(place);
      if (waitedMs == MISSED_AFTER_MS) {
        const detail = 'the page has no such element yet';
        notify('error', { survey: show.survey.i, code: 'place-missing', detail });
      }
      waitedMs += LOOK_MS;
      setTimeout(look, LOOK_MS);
    };
    look();
  });
