/**
 * `hearby(name, …)`, the function that a page calls. In: its commands, and the queue of calls that the
 * page made before this script was loaded. Not in: the effects of the commands (`show.js`,
 * `occasion.js`).
 */
import { addEventListener, isFunction } from '../card/own.js';
import { attempt, cancel, onOccasion, onView, whenSeen } from './occasion.js';
import { close, drop, follow, identify, show } from './show.js';
import { site } from './site.js';

const commands = {
  /**
   * Shows a survey at once and ignores its display rules. `options.into` is an element of the page for
   * it, or a selector of one.
   */
  show: (survey, options) => whenSeen(() => show({ i: survey }, { ...options })),
  event: (name) => whenSeen(() => onOccasion(name)),
  identify,
  /** Gives or withdraws consent. A withdrawal forgets the visitor, with every answer not sent yet. */
  consent(isGiven) {
    site.c = !isGiven;
    if (isGiven) onView();
    else commands.reset();
  },
  theme: follow,
  close,
  reset() {
    cancel();
    drop();
  },
  /**
   * Listens on the window in the capture phase. The browser reports an error in the listener to the
   * page; no other listener sees it.
   */
  on: (name, listener) =>
    addEventListener(`hearby:${name}`, (event) => listener(event.detail), true),
};

/**
 * The function named `hearby` that was there before: the page's queue, or this script, loaded by
 * another tag. An element or a frame may have taken the name; neither is a function.
 */
const before = isFunction(window.hearby) && window.hearby;

/** True if another tag has loaded this script already. */
export const isInstalled = () => before.site;

/** Replaces the page's queue by `hearby` and runs the queued calls. */
export const install = () => {
  const hearby = (name, ...rest) => {
    attempt(() => commands[name]?.(...rest));
  };
  hearby.site = site.s;
  window.hearby = hearby;
  before.q?.forEach((call) => hearby(...call));
};
