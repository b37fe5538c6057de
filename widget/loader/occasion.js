/**
 * The two triggers of a survey: a page view, and an event that the page reports. In: delays, and the
 * wait until the page is visible. Not in: the rules (`gate.js`), the show (`show.js`).
 */
import { ofDocument } from '../card/own.js';
import { load, loadModule, loadPopup } from './load.js';
import { forget, QUEUE, read } from './memory.js';
import { setTimeout } from './native.js';
import { fail, leave, may, mayAny, shared, show } from './show.js';
import { hasAllRules } from '#rules';
import { site } from './site.js';

/** Time after which we assume that the page has loaded and can spare bandwidth. */
const SPARE_AFTER_MS = 3e3;

/** Functions to call once the page is visible. */
const waiting = [];
let page = new AbortController();

/** Calls `then`; catches and reports its errors, so that none reaches the page. */
export const attempt = async (then) => {
  try {
    await then();
  } catch (error) {
    fail(error);
  }
};

/** Calls `then` now, or once the page is visible. */
export const whenSeen = (then) => {
  if (ofDocument('hidden')) waiting.push(then);
  else attempt(then);
};

export const onSeen = () => waiting.splice(0).forEach(whenSeen);

/** Cancels everything that waits for its moment on the current page. */
export const cancel = () => {
  page.abort();
  page = new AbortController();
};

/** Returns a promise that resolves once the survey's delay is over and its conditions are met. */
const met = (survey) => {
  const { signal } = page;
  return Promise.all([
    survey.t && new Promise((go) => setTimeout(() => signal.aborted || go(), survey.t)),
    hasAllRules && (survey.y || survey.z) && loadModule().then((module) => module.conditions(survey, signal)),
  ]);
};

/**
 * Calls `then` once the page can spare bandwidth, unless the visitor has withdrawn consent in the
 * meantime.
 */
const later = (then) => setTimeout(whenSeen, SPARE_AFTER_MS, () => mayAny() && then());

/** Handles a trigger: the event of that name, or a page view if `event` is undefined. */
export const onOccasion = (event) => {
  // A visitor whose browser sends Global Privacy Control has withdrawn an earlier consent.
  if (!mayAny()) return site.c || forget();
  // Surveys are sorted by priority, so the highest wins if delays are equal.
  for (const survey of site.q) {
    if (survey.e == event && may(survey)) {
      met(survey).then(
        () => whenSeen(() => show(survey)),
        (error) => fail(error, survey),
      );
    }
    // Preloads the form: the browser caches it until the survey's event comes.
    if (hasAllRules && !event && survey.h && may(survey)) {
      later(() => load(survey.i));
    }
  }
  // Sends the answers that an earlier page could not deliver.
  if (!event && read(QUEUE)?.length) {
    later(() => loadPopup().then((popup) => popup.flush(shared)));
  }
};

export const onView = (shared.view = () => whenSeen(onOccasion));

/** Handles a change of page: by a route, or out of the back-forward cache. */
export const onNewPage = () => {
  cancel();
  whenSeen(leave);
  onView();
};
