/**
 * Detects, without polling, that a single-page app changed its address. A change of the fragment alone
 * is a jump within the page, unless a rule of the site has a fragment: then the site has hash routes.
 */
import { addEventListener } from '../card/own.js';
import { stringify } from './memory.js';
import { onNewPage } from './occasion.js';
import { hasAllRules } from '#rules';
import { site } from './site.js';

export const onRoute = () => {
  // An address has no spaces, so splitting at a space keeps all of it.
  const end = hasAllRules && stringify(site).includes('#') ? ' ' : '#';
  const address = () => location.href.split(end)[0];
  let last = address();
  const look = () => {
    if (last != (last = address())) onNewPage();
  };
  // Checked by its class: the page may have a variable of this name or, in a browser without the
  // Navigation API, an element.
  if (/Navigation]/.test({}.toString.call(window.navigation))) {
    addEventListener.call(window.navigation, 'currententrychange', look);
    return;
  }
  // Browsers without the Navigation API. The wrapped functions still return and throw what the
  // originals do.
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
