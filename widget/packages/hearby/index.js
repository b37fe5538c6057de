/**
 * Hearby from code. In: loading the owner's script once, and its commands as functions. Not in:
 * what the commands do; the script does it, or its queue keeps them until it is there.
 *
 * Importing this does nothing. Without a document, as on a server, no function does anything.
 */

const hasPage = () => typeof document === 'object';

/** Calls the script's `hearby`, or its queue. */
const call = (...words) => {
  if (!hasPage()) return;
  // An element with the id `hearby` is found under this name, too.
  if (typeof window.hearby !== 'function') {
    const queue = [];
    window.hearby = (...later) => {
      queue.push(later);
    };
    window.hearby.q = queue;
  }
  window.hearby(...words);
};

let policy;

/** What pages with `require-trusted-types-for 'script'` take as an address. */
const trusted = (address) => {
  policy ||= window.trustedTypes?.createPolicy('hearby', { createScriptURL: (url) => url });
  return policy ? policy.createScriptURL(address) : address;
};

/** Tells a moment later, so that whoever calls `on` right after `load` hears it. */
const failed = (reason) => {
  const detail = { code: 'load-failed', detail: `${reason}` };
  queueMicrotask(() => document.dispatchEvent(new CustomEvent('hearby:error', { detail })));
};

/** Loads the owner's script, unless the page has it. Nothing is thrown: it tells `error`. */
export const load = ({ collector, site, nonce }) => {
  if (!hasPage() || window.hearby?.site) return;
  const address = `${`${collector}`.replace(/\/+$/, '')}/e/${site}.js`;
  const script = document.createElement('script');
  try {
    script.src = trusted(address);
  } catch (error) {
    // The page's policy wants trusted types and doesn't know ours.
    failed(error);
    return;
  }
  // Also by a tag, or by another copy of this module.
  if ([...document.scripts].some((other) => other.src === script.src)) return;
  script.async = true;
  if (nonce) script.nonce = nonce;
  script.onerror = () => {
    // So that it may be tried again.
    script.remove();
    failed(address);
  };
  document.head.append(script);
};

export const show = (survey, options) => call('show', survey, options);
export const event = (name) => call('event', name);
export const identify = (respondent, attributes) => call('identify', respondent, attributes);
export const consent = (isGiven) => call('consent', isGiven);
export const close = () => call('close');
export const reset = () => call('reset');

/**
 * Listens until the function that it gives is called. On the document, where the script tells
 * everything: its own `on` knows no end.
 */
export const on = (name, listener) => {
  if (!hasPage()) return () => {};
  const type = `hearby:${name}`;
  const tell = (event) => listener(event.detail);
  document.addEventListener(type, tell);
  return () => document.removeEventListener(type, tell);
};
