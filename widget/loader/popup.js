/**
 * The open popup, as the loader sees it. In: the card drawn while the WASM is on its way, what the
 * popup is told and what it tells, what that leaves in the memory. Not in: the page view on which
 * nothing is shown; so this file is no part of the loader but of the popup's module, which is
 * fetched when there is something to show.
 *
 * `hearby-glue` is the popup itself, as wasm-bindgen hands it over.
 */
import * as glue from 'hearby-glue';
import { addEventListener, ofDocument } from '../card/own.js';
import { attempt } from '../card/attempt.js';
import { isReadable, isSound } from '../card/card.js';
import { keepPresses } from '../card/early.js';
import { listen } from '../card/listen.js';
import { place } from '../card/place.js';
import { underModal } from './modal.js';
import { note } from './note.js';
import { onceHidden, onceRemoved } from './removed.js';
import { placeOf, settled, visible } from './stand.js';

export { conditions } from './conditions.js';

/** A module with nothing in it. */
const EMPTY = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

/** The popup's code, once it runs. */
let running;

/**
 * Starts the popup with its WASM, a response or the promise of one; then it can be opened. Where
 * there is no WASM, or the page's policy forbids it, this throws, so that no card comes and goes.
 */
export const start = async (wasm) => {
  const response = await wasm;
  if (!response.ok) throw response.status;
  new WebAssembly.Module(EMPTY);
  running = glue.default({ module_or_path: response });
  // Whoever opens it is told.
  running.catch(() => {});
  return { open, flush };
};

/** Destination of a response: its collector, its site, and the collectors that had the site before. */
const addressOf = ({ o, s, f }) => ({ base: o, site: s, former: f });

const flush = async ({ gate, ...context }) => {
  await running;
  glue.flush({ ...context, ...addressOf(gate) });
};

/** Forgets what is held and not sent; before the popup's code runs, there is nothing. */
const discard = () => attempt(glue.discard);

// The loader has forgotten the visitor (`drop` in `show.js`), whatever is open or on its way here.
// On the window, on the way down: a page's element may stand in front of the document's own methods.
addEventListener('hearby:forgotten', discard, true);

/** Settles when the popup before is off the page; it takes a moment to go. */
let isFree = Promise.resolve();

/** The address at which each card in the page came last. */
const viewed = {};

/** The newest show in each element of the page: its thanks stay until the next. */
const newest = new WeakMap();

/**
 * The collector keeps a page of any length apart from others; but an answer has 8 KiB, of which the
 * longest comment takes 6,000 bytes. Addresses are ASCII.
 */
const PAGE_MAX = 900;

/** A hash route is a part of the page's name. What else a fragment holds may be nobody's business. */
const route = () => /^#!?\/[^?]*/.exec(location.hash) || '';

/** Before this, nobody can have read a question, and a show that ends counts for nothing. */
const READABLE_AFTER_MS = 2e3;

/** Longer than any frame takes; a page that isn't seen has none. */
const FRAME_AT_MOST_MS = 100;

/** Settles behind the next frame, so that what follows doesn't hold it up. */
const framed = (setTimeout) =>
  new Promise((go) => {
    setTimeout(go, FRAME_AT_MOST_MS);
    attempt(() => requestAnimationFrame(() => setTimeout(go)));
  });

/** Opens the popup for a show (`show.js`); `remember` is that of `memory.js`. */
export const open = async (form, show, remember) => {
  const { gate, options, visitor, fetch, setTimeout, notify: tell } = show;
  const site = gate.s;
  const survey = show.survey.i;
  const [respondent, attributes] = visitor;
  const theme = form?.theme;
  const into = options?.into ?? (theme?.position === 'inline' ? theme.into : undefined);
  const sinceMs = Date.now();
  const memoryKey = `hearby:${site}`;
  const stored = () => attempt(() => localStorage[memoryKey]);
  /** True if another tab has got an answer since this show began, by the memory's text. */
  const isAnsweredIn = (text) =>
    !(show.preview || show.hasAnswer) && attempt(() => JSON.parse(text).q[survey].a) > sinceMs;
  if (into) {
    // Others need not wait for a card in the page: once an address, for those come by here, too.
    show.isAside = true;
    if (viewed[survey] !== location.href) {
      viewed[survey] = location.href;
      show.view?.();
    }
  }
  await settled(setTimeout, into);
  await visible(show);
  const isNamed = typeof into === 'string';
  const inside = isNamed ? await placeOf(into, show) : into;
  if (!into) await isFree;
  const former = attempt(() => newest.get(inside));
  const isTaken = former && !former.isGone && former !== show;
  // Meanwhile much may have happened, here and in other tabs.
  if (show.isGone || isTaken || (gate.c && !show.preview) || isAnsweredIn(stored())) {
    show.isGone = true;
    // It has stood elsewhere before.
    if (show.wasTold) tell('closed', { survey });
    else if (isTaken && options) tell('error', { code: 'busy', survey });
    return;
  }

  let hasClosed;
  const gone = new AbortController();
  /** Lets others, here and in other tabs, show theirs. */
  const release = () =>
    into ||
    remember((memory) => {
      delete memory.o;
    });
  /** Counts the show, once, and notes what happened; in one write, for a tap waits for it. */
  const noted = (name) =>
    remember((memory) => {
      if (!show.isCounted) {
        show.isCounted = true;
        note(memory, survey, 'shown', Date.now());
      }
      if (name) note(memory, survey, name, Date.now());
    });
  /** Counts it when it could be read: a page that nobody sees takes longer. */
  const countLater = () =>
    setTimeout(() => {
      // One that is forgotten takes a moment to go, and nothing of it is noted.
      if (show.isGone || gone.signal.aborted) return;
      if (ofDocument('hidden')) countLater();
      else noted();
    }, READABLE_AFTER_MS);
  // True once the page has taken the card's place away, and it goes on where that is again.
  let goesOn = false;
  const notify = (name, detail) => {
    if (goesOn) {
      if (name === 'closed') hasClosed();
      return;
    }
    if (name === 'shown') {
      into ||
        remember((memory) => {
          memory.o = show.openMs = Date.now();
        });
      countLater();
      if (show.wasTold) return;
      show.wasTold = true;
    } else if (show.isGone) {
      // Not by the visitor: it was taken away.
      if (name === 'dismissed') return;
    } else {
      if (name === 'closed') release();
      else if (name === 'answered' || name === 'dismissed') noted(name);
      if (name === 'answered') show.hasAnswer = true;
    }
    if (name === 'closed') end();
    tell(name, { survey, ...detail });
  };
  const end = () => {
    show.isGone = true;
    // In an element of the page, the thanks can still be closed.
    if (!into) show.close = undefined;
    gone.abort();
    hasClosed();
  };
  const closing = new Promise((go) => {
    hasClosed = go;
  });
  if (!into) isFree = closing;

  // Its thanks.
  former?.takeAway();
  attempt(() => newest.set(inside, show));
  let element;
  // Until the popup's code is there, it closes without a trace.
  let isAlive = false;
  const off = new AbortController();
  const ends = [];
  const takeAway = () => {
    show.close = undefined;
    attempt(() => element?.remove());
    off.abort();
    for (const end of ends.splice(0)) end();
  };
  show.takeAway = () => {
    takeAway();
    if (isAlive) glue.close(element);
  };
  if (isReadable(form) && (inside || !into)) {
    // Without a place, the popup tells so.
    element = attempt(() => place(form, inside, show.scheme, off.signal, ends));
    if (element && !isSound(element.shadowRoot, form)) {
      takeAway();
      end();
      throw new Error('the page has changed functions of the browser');
    }
  }
  const drawnAtMs = performance.now();
  const pressAgain = element && keepPresses(element.shadowRoot);
  show.close = () => {
    if (isAlive) {
      glue.close(element);
      release();
    } else {
      takeAway();
      end();
    }
  };
  /** The page took the card away, or its place with it. */
  const lose = (isPlaceLost) => {
    if (goesOn) return;
    takeAway();
    if (isPlaceLost && isNamed && !show.hasAnswer && !show.isGone) {
      // Nobody has touched it: it is the same show, where its place is again.
      goesOn = true;
      gone.abort();
      release();
      if (isAlive) glue.close(element);
      else hasClosed();
      open(form, show, remember).catch((error) => {
        show.isGone = true;
        tell('error', { code: 'load-failed', survey, detail: `${error}` });
      });
      return;
    }
    if (!isAlive) return end();
    // Not by the visitor, so it doesn't count as dismissed. An answer is kept.
    if (!show.isGone) {
      show.isGone = true;
      release();
    }
    glue.close(element);
  };
  if (element) {
    underModal(element, gone.signal);
    onceRemoved(element, () => lose(inside && !inside.isConnected), ends);
    if (inside) onceHidden(element, () => lose(true), ends);
  }
  try {
    await Promise.all([running, element && framed(setTimeout)]);
  } catch (error) {
    // The one that goes on in its place tells of it.
    if (goesOn) return;
    show.close?.();
    throw error;
  }
  if (show.isGone || goesOn) return;

  isAlive = true;
  let wasRemembered;
  // One that was called off has been released, and may be forgotten by now.
  const leave = () => {
    if (!show.isGone) release();
    wasRemembered = stored();
  };
  /**
   * Another page made this site forget the visitor: nothing of theirs is sent or kept by this one.
   * It still holds whom it was told of, and their consent, so it asks nothing more until it is told
   * of consent again.
   */
  const forgotten = () => {
    gate.c = 1;
    discard();
    show.isGone = true;
    glue.close(element);
  };
  const hear = ({ key, newValue }) => {
    if (key !== memoryKey) return;
    if (newValue === null) forgotten();
    else if (isAnsweredIn(newValue)) lose();
  };
  // Storage events don't reach a page that waits in the back-forward cache.
  const comeBack = ({ persisted }) =>
    persisted && wasRemembered && hear({ key: memoryKey, newValue: stored() ?? null });
  for (const [name, listener] of [
    ['pagehide', leave],
    ['storage', hear],
    ['pageshow', comeBack],
  ]) {
    listen(name, listener, gone.signal);
  }
  const isOpen = glue.show(form, {
    element,
    waited_ms: performance.now() - drawnAtMs,
    touchpoint: options?.touchpoint,
    respondent,
    attributes: { ...attributes, ...options?.attributes },
    preview: show.preview,
    ...addressOf(gate),
    survey,
    page: (location.pathname + route()).slice(0, PAGE_MAX),
    notify,
    fetch,
    setTimeout,
  });
  // Without a show, it tells why by itself.
  if (isOpen) pressAgain();
  else {
    takeAway();
    end();
  }
};
