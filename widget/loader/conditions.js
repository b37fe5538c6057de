/**
 * Conditions that the page must meet, besides a delay, before a survey that is due appears: scrolling,
 * the intent to leave. In: waiting for both, in any order. Not in: whether it is due. Few surveys
 * have such conditions, so this is a part of the popup's module.
 */
import { addEventListener, ofDocument } from '../card/own.js';
import { device } from './page.js';

/** Pixels per millisecond, upwards; who reads on is slower. */
const FAST = 2;

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
    const leaves = ({ type, relatedTarget, clientY, timeStamp }) => {
      const speed = (last.y - scrollY) / (timeStamp - last.ms);
      last = { y: scrollY, ms: timeStamp };
      return device() === 'd'
        ? type === 'mouseout' && relatedTarget === null && clientY < 1
        : type === 'visibilitychange' || speed > FAST;
    };
    const look = (event) => {
      // A page that can't be scrolled (0 / 0) is seen as a whole.
      const percent = (scrollY / (ofDocument('documentElement').scrollHeight - innerHeight)) * 100;
      isDeep ||= !(percent < y);
      isLeaving ||= leaves(event);
      if (isDeep && isLeaving && !signal.aborted) go();
    };
    for (const name of ['scroll', 'mouseout', 'visibilitychange']) {
      addEventListener(name, look, { signal });
    }
    look({});
  });
