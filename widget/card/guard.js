/**
 * Events on the card, heard before the page hears them. In: the listeners, and that they reach the card
 * whatever the page does with such events. Not in: what they mean: the shadow root is told of each as
 * `card:{name}`, with the event as its `detail`, and `early.js` and the popup listen there.
 *
 * The page would see them with our element as their target: its keyboard shortcuts would fire on letters
 * of a comment, its focus trap would swallow the press and pull focus back, its menus would close, and its
 * analytics would record the answer. A trap listens on the document on the way down, so we listen on the
 * window, from which that way starts.
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

/** Elements that hold focus in. */
const DIALOG = 'dialog,[role$=dialog],[aria-modal]';

/** Does what the page has kept the browser from by a listener on the window that was there before ours. */
const mend = ({ type, key, deltaY, altKey, ctrlKey, metaKey }, target) => {
  if (target.localName !== 'textarea') return;
  if (type === 'wheel') target.scrollTop += deltaY;
  else if (type === 'keydown' && key.length === 1 && altKey === ctrlKey && !metaKey)
    callDocument('execCommand', 'insertText', false, key);
};

/** Keeps events on our element from the page, until `off` is aborted. */
export const guard = (element, off) => {
  const root = element.shadowRoot;
  const hear = (event) => {
    const path = event.composedPath();
    const [target] = path;
    if (path.includes(root)) {
      // The page may scroll by itself around the card.
      if (/^(w|touchm)/.test(event.type) && target.localName !== 'textarea') return;
      event.stopImmediatePropagation();
      if (event.defaultPrevented) attempt(() => mend(event, target));
      root.dispatchEvent(new CustomEvent(`card:${event.type}`, { detail: event }));
    } else if (event.relatedTarget === element && /^b|t$/.test(event.type) && attempt(() => target.closest(DIALOG))) {
      // Focus that leaves a dialog for the card: it would be called back.
      event.stopImmediatePropagation();
    }
  };
  for (const name of NAMES) {
    listen(name, hear, off, true);
    // What goes no further than to a shadow root of the page around us.
    root.addEventListener(name, hear, { capture: true, signal: off });
  }
};
