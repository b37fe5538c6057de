/**
 * The occasions on which a survey may be due: a page view, an event. In: delays, and that nothing
 * happens in a page that nobody sees. Not in: the rules (`gate.js`), the show (`show.js`).
 */
import { ofDocument } from '../card/own.js';
import { load, loadModule, loadPopup } from './load.js';
import { forget, QUEUE, read } from './memory.js';
import { setTimeout } from './native.js';
import { fail, leave, may, mayAny, shared, show } from './show.js';
import { hasAllRules } from '#rules';
import { site } from './site.js';

/** After this, a page is loaded and can spare the bandwidth. */
const SPARE_AFTER_MS = 3e3;

/** Functions that wait for the page to be seen. */
const waiting = [];
let page = new AbortController();

/** Nothing thrown reaches the host. */
export const attempt = async (then) => {
  try {
    await then();
  } catch (error) {
    fail(error);
  }
};

/** Now, or once the visitor sees the page. */
export const whenSeen = (then) => {
  if (ofDocument('hidden')) waiting.push(then);
  else attempt(then);
};

export const onSeen = () => waiting.splice(0).forEach(whenSeen);

/** Cancels all that was to happen on the page before it was left. */
export const cancel = () => {
  page.abort();
  page = new AbortController();
};

/** Settles once all is met that the survey waits for on this page. */
const met = (survey) => {
  const { signal } = page;
  return Promise.all([
    survey.t && new Promise((go) => setTimeout(() => signal.aborted || go(), survey.t)),
    hasAllRules && (survey.y || survey.z) && loadModule().then((module) => module.conditions(survey, signal)),
  ]);
};

/** Once the page can spare the bandwidth; consent may have been taken back meanwhile. */
const later = (then) => setTimeout(whenSeen, SPARE_AFTER_MS, () => mayAny() && then());

/** `event` is its name; undefined: the page is viewed. */
export const onOccasion = (event) => {
  // Whoever says by the browser that nothing is wanted has taken back what was said before.
  if (!mayAny()) return site.c || forget();
  // Those of the highest priority come first, so among equal delays they win.
  for (const survey of site.q) {
    if (survey.e == event && may(survey)) {
      met(survey).then(
        () => whenSeen(() => show(survey)),
        (error) => fail(error, survey),
      );
    }
    // The form stays in the browser's cache until its event comes.
    if (hasAllRules && !event && survey.h && may(survey)) {
      later(() => load(survey.i));
    }
  }
  // Answers that could not be delivered on an earlier page.
  if (!event && read(QUEUE)?.length) {
    later(() => loadPopup().then((popup) => popup.flush(shared)));
  }
};

export const onView = (shared.view = () => whenSeen(onOccasion));

/** The page became another one, by a route or out of the back-forward cache. */
export const onNewPage = () => {
  cancel();
  whenSeen(leave);
  onView();
};
