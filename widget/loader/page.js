/**
 * Facts of page and browser that the rules need. Only this file reads them; `gate.js` gets them as
 * arguments.
 */
import { hasAllRules } from '#rules';
import { ofDocument } from '../card/own.js';

/** Returns the page's language as a lower-case tag. Many servers write a locale, such as `fr_FR`. */
export const language = () =>
  `${ofDocument('documentElement').lang || navigator.language}`.toLowerCase().split('_').join('-');

/**
 * Returns the device class: phone, tablet or desktop. A coarse pointer is a finger. The shorter side
 * of Android's smallest tablets has 600 px.
 */
export const device = () =>
  matchMedia('(pointer:coarse)').matches
    ? Math.min(screen.width, screen.height) < 600
      ? 'p'
      : 't'
    : 'd';

/**
 * Language and device are functions, called only if a rule needs them. Few rules do, and a media query
 * makes the browser compute the page's styles first.
 */
export const facts = hasAllRules
  ? { _page: location, _language: language, _device: device }
  : { _page: location };
