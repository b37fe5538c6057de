/**
 * When and where a card may stand on a page that is still being made. In: waiting for both. Not in: how
 * it stands there (`../card/place.js`).
 */
import { attempt } from '../card/attempt.js';
import { listen } from '../card/listen.js';
import { callDocument, ofDocument } from '../card/own.js';

/** A page that loads for longer than this is not waited for by a popup, which stands beside its body. */
const LOAD_AT_MOST_MS = 4e3;
/** The same for a card in an element of the page, where a late framework would throw the page away. */
const LOAD_AROUND_AT_MOST_MS = 3e4;
/** A loaded page that is busy for longer than this is not waited for. */
const BUSY_AT_MOST_MS = 1e3;
/** Time of a rest. A timer of this that is late by as much again has waited for the page's own work. */
const REST_MS = 25;
/** Number of rests in a row after which a page is idle. */
const RESTS = 3;
/** Time between two looks for a place. */
const LOOK_MS = 250;
/** A place that is not there after this is told to be missing; it is still waited for. */
const MISSED_AFTER_MS = 5e3;

/** Calls `then` once the page is idle, where the browser (Safari) does not tell: after so many rests. */
const restByTimers = (then, setTimeout, left = RESTS, sinceMs = performance.now()) => {
  const setMs = performance.now();
  setTimeout(() => {
    const nowMs = performance.now();
    const isLate = nowMs - setMs > 2 * REST_MS;
    if (left && nowMs - sinceMs < BUSY_AT_MOST_MS) restByTimers(then, setTimeout, isLate ? RESTS : left - 1, sinceMs);
    else then();
  }, REST_MS);
};

/** Calls `then` at the next such event. */
const once = (name, then) => {
  const heard = new AbortController();
  const hear = () => {
    heard.abort();
    then();
  };
  listen(name, hear, heard.signal);
};

/**
 * Settles once the page is loaded and has nothing to do: a framework that takes over what the server has
 * drawn has done so by then, and throws the page away over an element that it doesn't know.
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

/** Settles when no element of the page fills the screen: whoever watches a film is not asked. */
export const visible = (show) =>
  new Promise((go) => {
    const look = () => {
      const full = ofDocument('fullscreenElement');
      // An app may fill the screen as a whole.
      const isFilm = full && full !== ofDocument('documentElement') && full !== ofDocument('body');
      if (isFilm && !show.isGone) once('fullscreenchange', look);
      else go();
    };
    look();
  });

/** True if the page shows the element: an app may keep a page that was left, and hide it. */
export const isRendered = (element) => element.getClientRects().length > 0;

const find = (selector) =>
  attempt(() => [...callDocument('querySelectorAll', selector)].find(isRendered));

/** The element of that selector, once the page shows one; undefined when the show was called off before. */
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
