/**
 * Puts the card on a page that isn't ours. In: our element with its shadow root and style sheet, the
 * owner's theme, the top layer, the modal card that makes the page inert. Not in: the card's contents
 * (`card.js`), its events (`guard.js`).
 */
import sheet from 'hearby-style';
import { attempt } from './attempt.js';
import { cardOf } from './card.js';
import { guard } from './guard.js';
import { listen } from './listen.js';
import { append, callDocument, ofDocument } from './own.js';

/** Name of our element. It is unique, so that no rule of the page's style sheets matches it. */
const ELEMENT = 'hearby-survey';

const style = (root) => {
  try {
    // A content security policy with `style-src 'none'` allows this.
    const rules = new CSSStyleSheet();
    rules.replaceSync(sheet);
    root.adoptedStyleSheets = [rules];
  } catch {
    // Safari before 16.4 has no constructed style sheets.
    const element = callDocument('createElement', 'style');
    element.textContent = sheet;
    root.append(element);
  }
};

/** True if the page is dark, false if it is light; undefined if it leaves this to the system. */
const isDarkPage = (around, told) =>
  ({ dark: true, light: false })[told || attempt(() => getComputedStyle(around).colorScheme)];

/**
 * Sets radius, font and colours on the card, and other colours when the page changes its `scheme`. The
 * names in a palette are those of the style sheet's custom properties.
 */
const dress = ({ style }, theme, around, scheme, off, ends) => {
  const set = (name, value) => style.setProperty(`--hearby-${name}`, value);
  const { radius_px, font, dark, light } = theme;
  set('radius', `${radius_px | 0}px`);
  // If the theme has a light and a dark palette, the page decides, or else the visitor's system.
  const system = attempt(() => matchMedia('(prefers-color-scheme:dark)'));
  const colour = () => {
    const palette = (isDarkPage(around, scheme) ?? system?.matches ? dark : light) || light || dark;
    for (const name in palette) set(name, palette[name]);
  };
  colour();
  attempt(() => system.addEventListener('change', colour, { signal: off }));
  const hear = ({ detail }) => {
    scheme = detail;
    colour();
  };
  listen('hearby:theme', hear, off, true);
  // Pages switch their scheme by a class or another attribute of `html` or `body`.
  const observer = new MutationObserver(colour);
  for (const name of ['documentElement', 'body']) {
    attempt(() => observer.observe(ofDocument(name), { attributes: true }));
  }
  ends.push(() => observer.disconnect());
  // A page whose body has not been parsed yet has no font.
  set('font', (font === 'inherit' ? attempt(() => getComputedStyle(around).fontFamily) : font) || '');
};

/**
 * Puts the form's card on the page and returns our element; undefined if it is not in the document
 * afterwards. Throws if the browser has no shadow roots. `inside` is the page's element for an inline
 * card, `part` that of `cardOf`.
 *
 * The listeners stay until `off` is aborted. The observers stay until the functions that this adds to
 * `ends` are called.
 */
export const place = (form, inside, scheme, off, ends, part) => {
  const { theme } = form;
  // A popup stands beside the body. There, neither the body's transforms nor a framework that redraws
  // the body affect it.
  const parent = inside || ofDocument('documentElement');
  // A page restored from its own HTML has our old element, but without a shadow root.
  for (const old of callDocument('querySelectorAll', ELEMENT)) if (!old.shadowRoot) attempt(() => old.remove());
  const element = callDocument('createElement', ELEMENT);
  const root = element.attachShadow({ mode: 'open' });
  style(root);
  const card = cardOf(form, inside ? 'inline' : theme.position, part);
  const around = inside ? parent : document.body && ofDocument('body');
  attempt(() => dress(card, theme, around, scheme, off, ends));
  root.append(card);
  if (!inside) element.setAttribute('popover', 'manual');
  guard(element, off);
  // Appended as a whole, so that the browser computes styles and layout once.
  append(parent, element);
  // In a browser without popovers (Safari before 17), the highest z-index has to suffice.
  attempt(() => inside || element.showPopover());
  if (card.localName === 'dialog') {
    attempt(() => card.showModal());
    // Focus on the card itself, where no key chooses an answer.
    attempt(() => card.focus({ preventScroll: true }));
  }
  return element.isConnected ? element : undefined;
};
