/**
 * What all pictures share: a place in the page, its size, its sentence, and a strict policy.
 *
 * Not in: what is drawn.
 */
import { plot } from '@observablehq/plot';

/** Width that is drawn where the element has none, because it is hidden until it is printed. */
const UNSEEN_WIDTH = 960;

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Draws a picture into an element, and again whenever the element's width changes.
 *
 * Colours are variables of the page, so a change of theme shows by itself.
 *
 * @param {HTMLElement} element
 * @param {(width: number, document: Document) => SVGSVGElement | null} draw
 * @returns {{ redraw: (draw: typeof draw) => void, remove: () => void }}
 */
export function mount(element, draw) {
  let drawn = 0;
  let how = draw;
  const paint = () => {
    const width = Math.round(element.clientWidth || 0);
    drawn = width;
    const svg = how(width || UNSEEN_WIDTH, element.ownerDocument);
    element.replaceChildren(...(svg ? [svg] : []));
  };
  paint();
  const view = element.ownerDocument.defaultView;
  const Observer = view?.ResizeObserver;
  let waiting = 0;
  const observer =
    Observer &&
    new Observer(() => {
      // A new height within the observer's own round would be another change to observe.
      waiting ||= view.requestAnimationFrame(() => {
        waiting = 0;
        const width = Math.round(element.clientWidth || 0);
        if (width && width !== drawn) paint();
      });
    });
  observer?.observe(element);
  return {
    redraw(next) {
      how = next;
      paint();
    },
    remove() {
      observer?.disconnect();
      view?.cancelAnimationFrame?.(waiting);
      element.replaceChildren();
    },
  };
}

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
