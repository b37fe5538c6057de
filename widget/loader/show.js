/**
 * One show, from the decision until the popup takes over. In: never two popups at a time, what has to be
 * there before it opens, failures. Not in: on which occasion (`occasion.js`), the open popup
 * (`popup.js`).
 *
 * A show is one object, shared with `popup.js`: `{gate, survey, visitor, options, fetch, setTimeout,
 * notify, view, scheme}`, where `view()` asks what else is due; `isGone` when it ended or was called off,
 * `isAside` for a card in the page, which holds nothing else up, and once it is open `openMs` (as the
 * memory's `o`), `wasTold` and `isCounted`, `hasAnswer`, `close()` and `takeAway()`.
 */
import { dispatchEvent } from '../card/own.js';
import { belongs, isAllowed, isDue } from './gate.js';
import { load } from './load.js';
import { forget, recall, remember } from './memory.js';
import { fetch, setTimeout } from './native.js';
import { VISIT_MS } from './note.js';
import { facts } from './page.js';
import { site } from './site.js';

/** After this, a popup that another tab has not reported closed went down with its tab. */
const OPEN_AT_MOST_MS = 6e5;

/** The shows that have not ended, those whose thanks stay on the page, and at times some that have gone. */
let shows = [];
/** The visitor, as the page told: respondent, attributes. */
let visitor = [];

export const identify = (...who) => {
  visitor = who;
};

/** Dispatches `hearby:{name}` on the document. */
export const tell = (name, detail) =>
  dispatchEvent.call(document, new CustomEvent(`hearby:${name}`, { detail }));

/** Needs of a show and of waiting responses: the gate tells where it goes, `notify` tells the page. */
export const shared = { gate: site, fetch, setTimeout, notify: tell };

/** Has all surveys, also an open one, follow a page that is `dark` or `light`. */
export const follow = (scheme) => tell('theme', (shared.scheme = scheme));

/** True if anything may be stored or sent now. */
export const mayAny = () => isAllowed(site, navigator);

/** True if a survey of the gate may be shown now. */
export const may = (survey) => {
  // Nothing is stored of visitors whom no sample is about.
  if (survey.r >= 0 && !recall().v) remember((memory) => (memory.v = Math.random()));
  const memory = recall();
  const now = Date.now();
  // Seen on an earlier page of this visit, neither answered nor dismissed: it is the same show still.
  if (now - memory.q?.[survey.i]?.w < VISIT_MS) memory.q = memory.t = 0;
  return (
    isDue(site, survey, facts, memory, now) &&
    !(now < survey._nextMs) &&
    // What is open here does not stand in its own way.
    !(now - memory.o < OPEN_AT_MOST_MS && !shows.some((show) => show.openMs == memory.o))
  );
};

/** Tells why nothing is shown: to the page, and to whoever looks at its console. */
const explain = (code, survey, detail) => {
  tell('error', { code, survey, detail });
  console.warn('hearby:', detail || code);
};

/** Shows a survey of the gate if it may be shown; with `options`, any that the page asks for. */
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
    // Meanwhile it may have been called off, or another tab may have shown one.
    if (mine.isGone || !(options || may(survey))) mine.isGone = 1;
    else await popup.open(form, mine, remember);
  } catch (error) {
    mine.isGone = 1;
    fail(error, survey);
  }
};

/** Closes what is open, as a dismissal if it has no answer; calls off what is loading. */
export const close = () =>
  shows.map((show) => {
    show.close?.();
    show.isGone = 1;
  });

/** Closes what is open, and forgets the visitor: who it is, what was asked, what is not sent yet. */
export const drop = () => {
  visitor = [];
  // First, for what is closed sends what it holds.
  tell('forgotten');
  close();
  forget();
};

/** Takes away what doesn't belong on the page's new address, unless it is being answered. */
export const leave = () =>
  shows.map((show) => {
    if (show.hasAnswer || belongs(show.survey, facts)) return;
    // First, so that it doesn't count as dismissed.
    show.isGone = 1;
    show.close?.();
  });

/** Tells of a survey that could not be shown, and has it tried again after a wait that grows. Others go on. */
export const fail = (error, survey = {}) => {
  survey._waitMs = (survey._waitMs || 15e3) * 4;
  survey._nextMs = Date.now() + survey._waitMs;
  explain('load-failed', survey.i, `${error}`);
};
