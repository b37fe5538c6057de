/**
 * Hearby from code. In: loading the owner's script once, and its commands as functions. Not in:
 * what the commands do; the script does it, or its queue keeps them until it is there.
 *
 * Importing this does nothing. Without a document, as on a server, no function does anything.
 */

const hasPage = () => typeof document === 'object';

/**
 * No element: those of the page are found under their names, too, on `document` in front of what is
 * there. Some of them are of the type `function`.
 */
const isFunction = (it) => it instanceof Function;

/** The document's own property, whatever element has its name. */
const own = (name) => Reflect.get(Document.prototype, name, document);

/** Calls a method of the document: as the page has it, if it is one. */
const ask = (name, ...words) =>
  (isFunction(document[name]) ? document[name] : own(name)).apply(document, words);

/** Calls the script's `hearby`, or its queue. */
const call = (...words) => {
  if (!hasPage()) return;
  if (!isFunction(window.hearby)) {
    const queue = [];
    window.hearby = (...later) => {
      queue.push(later);
    };
    window.hearby.q = queue;
  }
  window.hearby(...words);
};

let policy;

/** Address in the form that pages with `require-trusted-types-for 'script'` take. */
const trusted = (address) => {
  const types = window.trustedTypes;
  if (isFunction(types?.createPolicy)) {
    policy ||= types.createPolicy('hearby', { createScriptURL: (url) => url });
  }
  return policy ? policy.createScriptURL(address) : address;
};

/** Tells a moment later, so that whoever calls `on` right after `load` hears it. */
const failed = (reason) => {
  const detail = { code: 'load-failed', detail: `${reason}` };
  queueMicrotask(() => ask('dispatchEvent', new CustomEvent('hearby:error', { detail })));
};

/** Loads the owner's script, unless the page has it. Nothing is thrown: it tells `error`. */
export const load = ({ collector, site, nonce }) => {
  if (!hasPage() || (isFunction(window.hearby) && window.hearby.site)) return;
  const address = `${`${collector}`.replace(/\/+$/, '')}/e/${site}.js`;
  const script = ask('createElement', 'script');
  try {
    script.src = trusted(address);
  } catch (error) {
    // The page's policy wants trusted types and doesn't know ours.
    failed(error);
    return;
  }
  // Also by a tag, or by another copy of this module.
  if ([...own('scripts')].some((other) => other.src === script.src)) return;
  script.async = true;
  if (nonce) script.nonce = nonce;
  script.onerror = () => {
    // So that it may be tried again.
    script.remove();
    failed(address);
  };
  own('head').append(script);
};

export const show = (survey, options) => call('show', survey, options);
export const event = (name) => call('event', name);
export const identify = (respondent, attributes) => call('identify', respondent, attributes);
export const theme = (scheme) => call('theme', scheme);
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
  ask('addEventListener', type, tell);
  return () => ask('removeEventListener', type, tell);
};
