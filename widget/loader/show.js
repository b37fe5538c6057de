/**
 * A show: one survey shown once to one visitor, from the decision until the popup takes over. In: the
 * rule that only one popup is open at a time, loading, failures. Not in: the trigger (`occasion.js`),
 * the open popup (`popup.js`).
 *
 * `show.js` and `popup.js` share one object for each show: `{gate, survey, visitor, options, fetch,
 * setTimeout, notify, view, scheme}`. `view()` handles a page view, so that another survey may be
 * shown. Later fields are `isGone` (the show has ended or was cancelled), `isAside` (an inline card,
 * which doesn't block other surveys), `openMs` (the memory's `o`), `wasTold` (the page has got
 * `shown`), `isCounted` (the memory has the show), `hasAnswer`, `close()` and `takeAway()`.
 */
import { dispatchEvent } from '../card/own.js';
import { belongs, isAllowed, isDue } from './gate.js';
import { load } from './load.js';
import { forget, recall, remember } from './memory.js';
import { fetch, setTimeout } from './native.js';
import { VISIT_MS } from './note.js';
import { facts } from './page.js';
import { site } from './site.js';

/**
 * Time after which a popup that another tab opened counts as gone: that tab was closed or crashed
 * without a report.
 */
const OPEN_AT_MOST_MS = 6e5;

/**
 * Shows that have not ended, and shows whose thanks are still on the page. The next show removes those
 * that are gone.
 */
let shows = [];
/** Arguments of the page's `identify`: the respondent and the attributes. */
let visitor = [];

export const identify = (...who) => {
  visitor = who;
};

/** Dispatches `hearby:{name}` on the document. */
export const tell = (name, detail) =>
  dispatchEvent.call(document, new CustomEvent(`hearby:${name}`, { detail }));

/**
 * Context for a show, and for sending the responses in the queue. The gate has the collector's address;
 * `notify` dispatches an event on the page.
 */
export const shared = { gate: site, fetch, setTimeout, notify: tell };

/** Sets the page's colour scheme, `dark` or `light`, for open and later surveys. */
export const follow = (scheme) => tell('theme', (shared.scheme = scheme));

/** True if anything may be stored or sent now. */
export const mayAny = () => isAllowed(site, navigator);

/** True if a survey of the gate may be shown now. */
export const may = (survey) => {
  // Only a survey with a sample needs a visitor's id; without one, nothing is stored.
  if (survey.r >= 0 && !recall().v) remember((memory) => (memory.v = Math.random()));
  const memory = recall();
  const now = Date.now();
  // The visitor saw it on an earlier page of this visit and neither answered nor dismissed it: this is
  // still the same show, so earlier shows don't exclude it.
  if (now - memory.q?.[survey.i]?.w < VISIT_MS) memory.q = memory.t = 0;
  return (
    isDue(site, survey, facts, memory, now) &&
    !(now < survey._nextMs) &&
    // A popup that is open in another tab excludes it; one that this page opened doesn't.
    !(now - memory.o < OPEN_AT_MOST_MS && !shows.some((show) => show.openMs == memory.o))
  );
};

/** Reports why no survey is shown: to the page as an event, and to its developer in the console. */
const explain = (code, survey, detail) => {
  tell('error', { code, survey, detail });
  console.warn('hearby:', detail || code);
};

/**
 * Shows a survey of the gate if its rules allow it. With `options`, the page asks for it, and its rules
 * don't count; consent, a pause and an open popup still do.
 */
export const show = async (survey, options) => {
  const refused = !mayAny()
    ? 'no-consent'
    : site.p?.includes(survey.i)
      ? 'paused'
      : shows.some(
          (other) => !(other.isGone || (other.isAside && other.survey.i != survey.i)),
        ) && 'busy';
  if (refused || !(options || may(survey))) return options && explain(refused, survey.i);
  const mine = { ...shared, survey, visitor, options, isAside: options?.into };
  shows = [...shows.filter((other) => !other.isGone || other.close), mine];
  try {
    const [popup, form] = await load(survey.i, options?.lang);
    // In the meantime, it may have been cancelled, or another tab may have shown a survey.
    if (mine.isGone || !(options || may(survey))) mine.isGone = 1;
    else await popup.open(form, mine, remember);
  } catch (error) {
    mine.isGone = 1;
    fail(error, survey);
  }
};

/** Closes open surveys, as dismissed if they have no answer, and cancels those that are loading. */
export const close = () =>
  shows.map((show) => {
    show.close?.();
    show.isGone = 1;
  });

/** Closes open surveys and forgets the visitor: identity, earlier shows, and answers not sent yet. */
export const drop = () => {
  visitor = [];
  // Before `close`, because a survey that closes sends the answer that it holds.
  tell('forgotten');
  close();
  forget();
};

/** Closes surveys that don't belong on the page's new address, unless they have an answer. */
export const leave = () =>
  shows.map((show) => {
    if (show.hasAnswer || belongs(show.survey, facts)) return;
    // Before `close`, so that it doesn't count as dismissed.
    show.isGone = 1;
    show.close?.();
  });

/**
 * Reports a survey that could not be shown, and blocks it for a time that grows with each failure.
 * Other surveys are not affected.
 */
export const fail = (error, survey = {}) => {
  survey._waitMs = (survey._waitMs || 15e3) * 4;
  survey._nextMs = Date.now() + survey._waitMs;
  explain('load-failed', survey.i, `${error}`);
};
