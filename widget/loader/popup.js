/**
 * The JavaScript side of the open popup. In: the card that is drawn while the WASM loads, the calls and
 * events between page and popup, and the changes of the memory that follow. Not in: the decision to
 * show a survey (`show.js`). This file is a part of the popup's module and not of the loader, so that
 * pages that show no survey don't load it.
 *
 * `hearby-glue` is the popup's WASM with the functions that wasm-bindgen writes for it.
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

/** An empty WASM module. */
const EMPTY = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

/** Promise of the popup's WASM; undefined until `start`. */
let running;

/**
 * Starts the popup with its WASM (a response or the promise of one), and returns the functions that
 * open it. Throws if the WASM is missing or the page's content security policy forbids it, so that no
 * card appears only to vanish.
 */
export const start = async (wasm) => {
  const response = await wasm;
  if (!response.ok) throw response.status;
  new WebAssembly.Module(EMPTY);
  running = glue.default({ module_or_path: response });
  // `open` and `flush` await it and report the error.
  running.catch(() => {});
  return { open, flush };
};

/** Returns a response's destination: the collector, the site, and the site's former collectors. */
const addressOf = ({ o, s, f }) => ({ base: o, site: s, former: f });

const flush = async ({ gate, ...context }) => {
  await running;
  glue.flush({ ...context, ...addressOf(gate) });
};

/** Discards responses that the popup holds and has not sent. Before its WASM runs, it holds none. */
const discard = () => attempt(glue.discard);

// The loader dispatches this when it forgets the visitor (`drop` in `show.js`). Listens on the window
// in the capture phase, because elements of the page may shadow the document's own methods.
addEventListener('hearby:forgotten', discard, true);

/** Promise that resolves once the popup before has left the page: it fades out first. */
let isFree = Promise.resolve();

/** The address at which each survey was last shown as an inline card, by the survey's name. */
const viewed = {};

/** The newest show in each element of the page. Its thanks stay until the next show there. */
const newest = new WeakMap();

/**
 * Most characters of the page's address in a response. The collector accepts a path of any length, but
 * a response may have 8 KiB, and the longest comment takes 6,000 bytes of them. Addresses are ASCII.
 */
const PAGE_MAX = 900;

/** Returns the page's hash route. Any other fragment is left out, because it may be private. */
const route = () => /^#!?\/[^?]*/.exec(location.hash) || '';

/** Time that it takes to read a question. A show that ends before is not counted. */
const READABLE_AFTER_MS = 2e3;

/** Longest wait for a frame: longer than any frame takes. A hidden page draws no frames. */
const FRAME_AT_MOST_MS = 100;

/** Returns a promise that resolves after the next frame, so that later work doesn't delay the frame. */
const framed = (setTimeout) =>
  new Promise((go) => {
    setTimeout(go, FRAME_AT_MOST_MS);
    attempt(() => requestAnimationFrame(() => setTimeout(go)));
  });

/** Opens the popup for a show (`show.js`); `remember` is the function of `memory.js`. */
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
  /** True if another tab has got an answer since this show began; `text` is the memory as stored. */
  const isAnsweredIn = (text) =>
    !(show.preview || show.hasAnswer) && attempt(() => JSON.parse(text).q[survey].a) > sinceMs;
  if (into) {
    // An inline card doesn't block other surveys, so look for another one that is due. Do so once for
    // each address: that other survey comes through here, too.
    show.isAside = true;
    if (viewed[survey] !== location.href) {
      viewed[survey] = location.href;
      show.view?.();
    }
  }
  // Without a page's wait for it: most forms ask for one score.
  const loading = form?.ratings && import('./ratings.js');
  // It is awaited below, where its error is reported.
  loading?.catch(() => {});
  await settled(setTimeout, into);
  await visible(show);
  const part = await loading;
  const isNamed = typeof into === 'string';
  const inside = isNamed ? await placeOf(into, show) : into;
  if (!into) await isFree;
  const former = attempt(() => newest.get(inside));
  const isTaken = former && !former.isGone && former !== show;
  // Check again: this page or another tab may have changed something during the waits.
  if (show.isGone || isTaken || (gate.c && !show.preview) || isAnsweredIn(stored())) {
    show.isGone = true;
    // The page has got `shown` for its earlier place, so it gets `closed`.
    if (show.wasTold) tell('closed', { survey });
    else if (isTaken && options) tell('error', { code: 'busy', survey });
    return;
  }

  let hasClosed;
  const gone = new AbortController();
  /** Lets other surveys be shown, on this page and in other tabs. */
  const release = () =>
    into ||
    remember((memory) => {
      delete memory.o;
    });
  /** Counts the show once and records the event `name`, in one write, because a tap waits for it. */
  const noted = (name) =>
    remember((memory) => {
      if (!show.isCounted) {
        show.isCounted = true;
        note(memory, survey, 'shown', Date.now());
      }
      if (name) note(memory, survey, name, Date.now());
    });
  /** Counts the show once the visitor can have read it. On a hidden page, it waits again. */
  const countLater = () =>
    setTimeout(() => {
      // After a reset, the popup still fades out, and must not be recorded.
      if (show.isGone || gone.signal.aborted) return;
      if (ofDocument('hidden')) countLater();
      else noted();
    }, READABLE_AFTER_MS);
  // True once the page has removed the card's place and a new `open` waits for it to come back.
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
      // The page removed it; the visitor did not dismiss it.
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
    // The thanks of an inline card stay, and can still be closed.
    if (!into) show.close = undefined;
    gone.abort();
    hasClosed();
  };
  const closing = new Promise((go) => {
    hasClosed = go;
  });
  if (!into) isFree = closing;

  // Removes the thanks of the earlier show in the same element.
  former?.takeAway();
  attempt(() => newest.set(inside, show));
  let element;
  // True once the WASM has taken the card over. Before that, the card closes without any event.
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
    // If `place` returns nothing, the popup reports the error.
    element = attempt(() => place(form, inside, show.scheme, off.signal, ends, part));
    if (element && !(part?.hasRows ?? isSound)(element.shadowRoot, form)) {
      takeAway();
      end();
      throw new Error('the page has changed functions of the browser');
    }
  }
  // Before the keeper of presses, which leaves the ratings to it.
  const rateBy = element && part?.follow(element, form, setTimeout, notify);
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
  /** Reacts to the page's removal of the card, and maybe of its place as well. */
  const lose = (isPlaceLost) => {
    if (goesOn) return;
    takeAway();
    if (isPlaceLost && isNamed && !show.hasAnswer && !show.isGone) {
      // The visitor has not answered: the same show goes on once its place is there again.
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
    // The visitor did not close it, so it doesn't count as dismissed. An answer is kept.
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
    // The new `open` reports the error.
    if (goesOn) return;
    show.close?.();
    throw error;
  }
  if (show.isGone || goesOn) return;

  isAlive = true;
  let wasRemembered;
  // A cancelled show has been released already, and the visitor may have been forgotten since.
  const leave = () => {
    if (!show.isGone) release();
    wasRemembered = stored();
  };
  /**
   * Reacts to another page of this site that has forgotten the visitor: this page sends and keeps
   * nothing of them. Its variables still hold their identity and consent, so it shows no survey until the page
   * gives consent again.
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
  // A page in the back-forward cache gets no storage events, so it compares when it comes back.
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
  // If it didn't open, the popup has reported the reason.
  if (isOpen) {
    rateBy?.(glue.rate);
    pressAgain();
  }
  else {
    takeAway();
    end();
  }
};
