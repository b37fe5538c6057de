/** Listeners on what is the page's, which end with the card. Not in: what they hear. */
import { addEventListener } from './own.js';

const { removeEventListener } = EventTarget.prototype;

/**
 * Listens on the window, or on `target`, until `off` is aborted. Not by the option `signal`: zone.js has one listener of
 * the browser for all of a kind, whose options are those of the first, and the page's would end with ours.
 */
export const listen = (name, hear, off, isOnTheWayDown, target) => {
  addEventListener.call(target, name, hear, isOnTheWayDown);
  const end = () => removeEventListener.call(target, name, hear, isOnTheWayDown);
  off.addEventListener('abort', end, { once: true });
};
