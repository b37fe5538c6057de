/**
 * Parts that all pictures share: their sentence, and a strict policy.
 *
 * Not in: what is drawn; the place in the page (`mount.js`).
 */
import { plot } from '@observablehq/plot';

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Returns Plot's SVG, as our policy and readers want it: without its `<style>` (its rules stand in
 * the console's style sheet; `style-src 'self'` refuses the element), as one picture with one
 * sentence and no other name in it, and from left to right in every language.
 */
export function picture(options, sentence) {
  const svg = plot({ ...options, className: 'plot' });
  for (const style of svg.querySelectorAll('style')) style.remove();
  // Plot names its groups for developers ("rule"); a group has no role that a name could belong to.
  for (const group of svg.querySelectorAll('g[aria-label]')) group.removeAttribute('aria-label');
  svg.setAttribute('direction', 'ltr');
  svg.setAttribute('font-size', '12');
  if (sentence) {
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', sentence);
  } else {
    svg.setAttribute('aria-hidden', 'true');
  }
  return svg;
}

/** Makes an SVG element with attributes, and a text where one is given. */
export function node(document, name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}
