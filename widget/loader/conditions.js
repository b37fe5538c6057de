/**
 * The two conditions, besides a delay, on which a survey that is due may wait: the visitor scrolls far
 * enough, the visitor is about to leave. In: waiting for both, in any order. Not in: the rules that
 * make a survey due (`gate.js`). Few surveys have such conditions, so this file is a part of the
 * popup's module and not of the loader.
 */
import { listen } from '../card/listen.js';
import { callDocument, ofDocument } from '../card/own.js';
import { device } from './page.js';

/** Upward scrolling speed of a visitor who leaves, in pixels per millisecond. Readers are slower. */
const FAST = 2;

/** Returns the page's scroll container: an element in the middle of the window, or the document. */
const scroller = () => {
  const root = ofDocument('documentElement');
  let part = callDocument('elementFromPoint', innerWidth / 2, innerHeight / 2);
  while (part && part !== root) {
    const isLong = part.scrollHeight > part.clientHeight + 1;
    if (isLong && /auto|scroll/.test(getComputedStyle(part).overflowY)) return part;
    part = part.parentElement;
  }
  return { scrollTop: scrollY, scrollHeight: root.scrollHeight, clientHeight: innerHeight };
};

/**
 * Returns a promise. It resolves once the visitor has scrolled `y` percent of the scrollable height
 * and, if `z` is set, is about to leave. It never resolves after `signal` was aborted.
 */
export const conditions = ({ y, z }, signal) =>
  new Promise((go) => {
    let isDeep = !y;
    let isLeaving = !z;
    let last = {};
    /**
     * True if the visitor is about to leave. A mouse leaves through the top of the window. A visitor
     * with a touch screen scrolls up fast to reach the address bar, or switches to another app.
     */
    const leaves = ({ type, relatedTarget, clientY, timeStamp }, y) => {
      const speed = (last.y - y) / (timeStamp - last.ms);
      last = { y, ms: timeStamp };
      return device() === 'd'
        ? type === 'mouseout' && relatedTarget === null && clientY < 1
        : type === 'visibilitychange' || speed > FAST;
    };
    const look = (event) => {
      const { scrollTop, scrollHeight, clientHeight } = scroller();
      // A page that can't be scrolled (0 / 0 is NaN) counts as scrolled to its end.
      const percent = (scrollTop / (scrollHeight - clientHeight)) * 100;
      isDeep ||= !(percent < y);
      isLeaving ||= leaves(event, scrollTop);
      if (isDeep && isLeaving && !signal.aborted) go();
    };
    for (const name of ['scroll', 'mouseout', 'visibilitychange']) {
      // In the capture phase: `scroll` events of elements don't bubble.
      listen(name, look, signal, true);
    }
    look({});
  });
