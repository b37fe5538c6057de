/**
 * Tells when a single-page app changes its address, without polling. A change of the fragment alone
 * is a jump within the page, unless some rule names one: then routes stand in it.
 */
import { addEventListener } from '../card/own.js';
import { stringify } from './memory.js';
import { onNewPage } from './occasion.js';
import { hasAllRules } from '#rules';
import { site } from './site.js';

export const onRoute = () => {
  // No address holds a space, so the first cuts nothing off.
  const end = hasAllRules && stringify(site).includes('#') ? ' ' : '#';
  const address = () => location.href.split(end)[0];
  let last = address();
  const look = () => {
    if (last != (last = address())) onNewPage();
  };
  // A page may have a variable of this name, and where the browser has none, an element.
  if (/Navigation]/.test({}.toString.call(window.navigation))) {
    addEventListener.call(window.navigation, 'currententrychange', look);
    return;
  }
  // Browsers from before the Navigation API: the host's functions do and throw what they did.
  addEventListener('popstate', look);
  for (const name of ['pushState', 'replaceState']) {
    const native = history[name];
    history[name] = function (...args) {
      const result = native.apply(this, args);
      look();
      return result;
    };
  }
};
