/**
 * The browser's own functions and properties, where an element of the page may stand in front of it. In: the
 * names that markup can take.
 *
 * On `document` it can take every name: `document.body` is `<form name="body">` where there is one,
 * and `document.createElement` an image. On `window` it can take those that the browser doesn't
 * know, ours among them; what the window has itself or inherits comes first. On a form it can take
 * every name again.
 */
export const { addEventListener, dispatchEvent } = EventTarget.prototype;

/** A property of the document itself. */
export const ofDocument = (name) => Reflect.get(Document.prototype, name, document);

/** Calls a method of the document itself. */
export const callDocument = (name, ...args) => ofDocument(name).apply(document, args);

/** Puts children into an element of the page, which may be a form, or into a shadow root. */
export const append = (parent, ...children) =>
  (parent instanceof Element ? Element : DocumentFragment).prototype.append.apply(parent, children);

/** True if it is a function, and no element: in some browsers those of plug-ins can be called, too. */
export const isFunction = (it) => it instanceof Function;
