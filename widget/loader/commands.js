/**
 * `hearby(name, …)`: what a page can tell us. In: the commands, and those called before we were
 * loaded. Not in: what they set off.
 */
import { addEventListener, isFunction } from '../card/own.js';
import { attempt, cancel, onOccasion, onView, whenSeen } from './occasion.js';
import { close, drop, follow, identify, show } from './show.js';
import { site } from './site.js';

const commands = {
  /** Shows a survey at once, whatever its display rules say; `options.into`: in that element. */
  show: (survey, options) => whenSeen(() => show({ i: survey }, { ...options })),
  event: (name) => whenSeen(() => onOccasion(name)),
  identify,
  /** Taken back, it is needed from now on, and what was answered is not sent any more. */
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
  /** On the window, on the way down. An error in the listener is the page's own, and reaches nobody else. */
  on: (name, listener) =>
    addEventListener(`hearby:${name}`, (event) => listener(event.detail), true),
};

/** The holder of our name: the page's queue, or ourselves by another tag. An element or a frame may, too. */
const before = isFunction(window.hearby) && window.hearby;

/** True if another tag has brought us. */
export const isInstalled = () => before.site;

/** Puts `hearby` in the place of the page's queue and runs what is in it. */
export const install = () => {
  const hearby = (name, ...rest) => {
    attempt(() => commands[name]?.(...rest));
  };
  hearby.site = site.s;
  window.hearby = hearby;
  before.q?.forEach((call) => hearby(...call));
};
