/** Listeners on the page's objects that are removed with the card. Not in: the handlers. */
import { addEventListener } from './own.js';

const { removeEventListener } = EventTarget.prototype;

/**
 * Listens on the window, or on `target`, until `off` is aborted. It does not use the option `signal`:
 * zone.js registers one listener with the browser for all listeners of an event, with the options of
 * the first, so the page's listeners would be removed with ours.
 */
export const listen = (name, hear, off, isOnTheWayDown, target) => {
  addEventListener.call(target, name, hear, isOnTheWayDown);
  const end = () => removeEventListener.call(target, name, hear, isOnTheWayDown);
  off.addEventListener('abort', end, { once: true });
};
