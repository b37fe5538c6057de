/**
 * The browser's own functions and properties, for names that an element of the page may shadow (DOM
 * clobbering).
 *
 * On `document`, an element can shadow every name: `document.body` may be `<form name="body">`, and
 * `document.createElement` an image. On `window`, it can shadow only names that the browser doesn't
 * define, such as ours: properties of the window and of its prototypes come first. On a form, an
 * element can again shadow every name.
 */
export const { addEventListener, dispatchEvent } = EventTarget.prototype;

/** Returns a property of the document itself. */
export const ofDocument = (name) => Reflect.get(Document.prototype, name, document);

/** Calls a method of the document itself. */
export const callDocument = (name, ...args) => ofDocument(name).apply(document, args);

/** Appends children to an element of the page, which may be a form, or to a shadow root. */
export const append = (parent, ...children) =>
  (parent instanceof Element ? Element : DocumentFragment).prototype.append.apply(parent, children);

/** True for a function. `typeof` is not enough: in some browsers, plug-in elements have the same. */
export const isFunction = (it) => it instanceof Function;
