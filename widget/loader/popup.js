/**
 * The open popup, as the loader sees it. In: what it is told and what it tells, what that leaves in
 * the memory. Not in: the page view on which nothing is shown; so this file is no part of the
 * loader but of the popup's module, which is fetched when there is something to show.
 *
 * `hearby-glue` is the popup itself, as wasm-bindgen hands it over.
 */
import * as glue from 'hearby-glue';
import { underModal } from './modal.js';
import { note } from './note.js';
import { onceRemoved } from './removed.js';

export { conditions } from './conditions.js';

/** Starts the popup with its WASM; then it can be opened. */
export const start = async (wasm) => {
  await glue.default({ module_or_path: wasm });
  return { open, flush: glue.flush };
};

/** Settles when the popup before is off the page; it takes a moment to go. */
let isFree = Promise.resolve();

/** Opens the popup for a show (`show.js`), whose `remember` and `tell` these are. */
export const open = async (form, show, remember, tell) => {
  const { base, site, survey, options, visitor, fetch, setTimeout } = show;
  const [respondent, attributes] = visitor;
  await isFree;
  if (show.isGone) return;

  let hasClosed;
  const gone = new AbortController();
  /** Lets other tabs show theirs. */
  const release = () =>
    remember((memory) => {
      delete memory.o;
    });
  const notify = (name, detail) => {
    if (!show.isGone) {
      remember((memory) => note(memory, survey, name, Date.now()));
      if (name === 'answered') show.hasAnswer = true;
    } else if (name === 'dismissed') {
      // Not by the visitor: it was taken away.
      return;
    }
    if (name === 'closed') end();
    tell(name, { survey, ...detail });
  };
  const end = () => {
    show.isGone = true;
    gone.abort();
    hasClosed();
  };
  show.close = () => {
    glue.close();
    release();
  };
  isFree = new Promise((go) => {
    hasClosed = go;
  });
  addEventListener('pagehide', release, { signal: gone.signal });
  const element = glue.show(form, {
    touchpoint: options?.touchpoint,
    respondent,
    attributes: { ...attributes, ...options?.attributes },
    into: options?.into,
    preview: show.preview,
    base,
    site,
    survey,
    page: location.pathname,
    notify,
    fetch,
    setTimeout,
  });
  // Without a show, it tells why by itself.
  if (!element) return end();
  underModal(element, gone.signal);
  onceRemoved(element, () => {
    // Not by the visitor, so it doesn't count as dismissed. An answer is kept.
    if (!show.isGone) {
      show.isGone = true;
      release();
    }
    glue.close();
  });
};
