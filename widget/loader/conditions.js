/**
 * What has to happen on the page before a survey that is due appears: a delay, scrolling, the
 * intent to leave. In: waiting for all of them, in any order. Not in: whether it is due.
 */
import { device } from './page.js';

/** Pixels per millisecond, upwards; who reads on is slower. */
const FAST = 2;

// As it is before the page can replace it.
const { setTimeout } = window;
let page = new AbortController();

/** The page was left: what it waited for doesn't come. */
export const cancel = () => {
  page.abort();
  page = new AbortController();
};

/** Settles once all are met; takes the survey's part of the gate. */
export const conditions = ({ t, y, z }) =>
  new Promise((go) => {
    const { signal } = page;
    let lastY, lastMs;
    /** A mouse leaves at the top. A finger goes back up to the address, or to another app. */
    const isLeaving = ({ type, relatedTarget, clientY, timeStamp }) => {
      const speed = (lastY - (lastY = scrollY)) / (timeStamp - lastMs);
      lastMs = timeStamp;
      return device() == 'd'
        ? relatedTarget === null && clientY < 1
        : type == 'visibilitychange' || speed > FAST;
    };
    // Each becomes 0 when it is met.
    const look = (event) => {
      // A page that can't be scrolled (0 / 0) is seen as a whole.
      if (!((scrollY / (document.documentElement.scrollHeight - innerHeight)) * 100 < y)) y = 0;
      if (z && isLeaving(event)) z = 0;
      if (!(t || y || z)) go();
    };
    if (t) setTimeout(() => signal.aborted || look({}, (t = 0)), t);
    if (y || z) {
      for (const name of ['scroll', 'mouseout', 'visibilitychange']) {
        addEventListener(name, look, { signal });
      }
    }
    look({});
  });
