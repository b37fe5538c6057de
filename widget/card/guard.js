/**
 * Keeps the visitor's events on the card from the page, and hands them to the card whatever the page
 * does with such events. Not in: the handling of the events. The shadow root gets each of them as
 * `card:{name}`, with the event as its `detail`; `early.js` and the popup listen there.
 *
 * Without this, the page would get the events with our element as their target. Its keyboard shortcuts
 * would react to letters of a comment, its focus trap would swallow clicks and take focus back, its
 * menus would close, and its analytics would record the answer. A focus trap listens on the document in
 * the capture phase. This listens on the window, where the capture phase begins.
 */
import { attempt } from './attempt.js';
import { listen } from './listen.js';
import { callDocument } from './own.js';

const NAMES = [
  'blur',
  'click',
  'focus',
  'focusin',
  'focusout',
  'input',
  'keydown',
  'keypress',
  'keyup',
  'mousedown',
  'paste',
  'pointerdown',
  'touchend',
  'touchmove',
  'touchstart',
  'wheel',
];

/** Selector of elements that keep focus inside. */
const DIALOG = 'dialog,[role$=dialog],[aria-modal]';

/**
 * Does the browser's default action in our comment field, if a listener that the page added to the
 * window before ours has prevented it.
 */
const mend = ({ type, key, deltaY, altKey, ctrlKey, metaKey }, target) => {
  if (target.localName !== 'textarea') return;
  if (type === 'wheel') target.scrollTop += deltaY;
  else if (type === 'keydown' && key.length === 1 && altKey === ctrlKey && !metaKey)
    callDocument('execCommand', 'insertText', false, key);
};

/** Keeps events on our element from the page until `off` is aborted. */
export const guard = (element, off) => {
  const root = element.shadowRoot;
  const hear = (event) => {
    const path = event.composedPath();
    const [target] = path;
    if (path.includes(root)) {
      // Scrolling on the card, outside the comment field, belongs to the page.
      if (/^(w|touchm)/.test(event.type) && target.localName !== 'textarea') return;
      event.stopImmediatePropagation();
      if (event.defaultPrevented) attempt(() => mend(event, target));
      root.dispatchEvent(new CustomEvent(`card:${event.type}`, { detail: event }));
    } else if (event.relatedTarget === element && /^b|t$/.test(event.type) && attempt(() => target.closest(DIALOG))) {
      // Focus moves from a dialog of the page to the card; the dialog's focus trap would take it back.
      event.stopImmediatePropagation();
    }
  };
  for (const name of NAMES) {
    listen(name, hear, off, true);
    // Some events end at a shadow root of the page around our element and never reach the window.
    root.addEventListener(name, hear, { capture: true, signal: off });
  }
};
