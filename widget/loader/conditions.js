/**
 * Conditions that the page must meet, besides a delay, before a survey that is due appears: scrolling,
 * the intent to leave. In: waiting for both, in any order. Not in: whether it is due. Few surveys
 * have such conditions, so this is a part of the popup's module.
 */
import { listen } from '../card/listen.js';
import { callDocument, ofDocument } from '../card/own.js';
import { device } from './page.js';

/** Pixels per millisecond, upwards; who reads on is slower. */
const FAST = 2;

/** Returns the scroller of the page: an element of its own in the middle of the window, or the document. */
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
 * Settles once the visitor has scrolled `y` percent of what can be scrolled, and, if `z`, is about
 * to leave. Never, once `signal` is aborted.
 */
export const conditions = ({ y, z }, signal) =>
  new Promise((go) => {
    let isDeep = !y;
    let isLeaving = !z;
    let last = {};
    /** A mouse leaves at the top. A finger goes back up to the address, or to another app. */
    const leaves = ({ type, relatedTarget, clientY, timeStamp }, y) => {
      const speed = (last.y - y) / (timeStamp - last.ms);
      last = { y, ms: timeStamp };
      return device() === 'd'
        ? type === 'mouseout' && relatedTarget === null && clientY < 1
        : type === 'visibilitychange' || speed > FAST;
    };
    const look = (event) => {
      const { scrollTop, scrollHeight, clientHeight } = scroller();
      // A page that can't be scrolled (0 / 0) is seen as a whole.
      const percent = (scrollTop / (scrollHeight - clientHeight)) * 100;
      isDeep ||= !(percent < y);
      isLeaving ||= leaves(event, scrollTop);
      if (isDeep && isLeaving && !signal.aborted) go();
    };
    for (const name of ['scroll', 'mouseout', 'visibilitychange']) {
      // On the way down: what an element of the page scrolls is told nowhere else.
      listen(name, look, signal, true);
    }
    look({});
  });
