/**
 * Facts of page and browser that the rules need. The only reader of them; `gate.js` gets what it
 * read.
 */
import { hasAllRules } from '#rules';
import { ofDocument } from '../card/own.js';

/** As a tag in small letters: many servers write a locale instead, such as `fr_FR`. */
export const language = () =>
  `${ofDocument('documentElement').lang || navigator.language}`.toLowerCase().split('_').join('-');

/**
 * Phone, tablet or desktop. A coarse pointer is a finger; at 600 px Android's tablets begin,
 * whichever way they are held.
 */
export const device = () =>
  matchMedia('(pointer:coarse)').matches
    ? Math.min(screen.width, screen.height) < 600
      ? 'p'
      : 't'
    : 'd';

/** Read when a rule asks: few do, and a media query makes the browser style the page first. */
export const facts = hasAllRules
  ? { _page: location, _language: language, _device: device }
  : { _page: location };
