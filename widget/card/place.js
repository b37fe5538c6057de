/**
 * The card's place on a page that isn't ours. In: our element with its shadow root and style sheet,
 * the owner's looks, the top layer, the page made to wait behind a modal card. Not in: what is on the
 * card (`card.js`), its events (`guard.js`).
 */
import sheet from 'hearby-style';
import { attempt } from './attempt.js';
import { cardOf } from './card.js';
import { guard } from './guard.js';
import { listen } from './listen.js';
import { append, callDocument, ofDocument } from './own.js';

/** A name of our own, so that no rule of the page's style sheet is meant for it. */
const ELEMENT = 'hearby-survey';

const style = (root) => {
  try {
    // This passes `style-src 'none'`.
    const rules = new CSSStyleSheet();
    rules.replaceSync(sheet);
    root.adoptedStyleSheets = [rules];
  } catch {
    // Safari below 16.4 knows no constructed style sheets.
    const element = callDocument('createElement', 'style');
    element.textContent = sheet;
    root.append(element);
  }
};

/** True if the page says that it is dark, false if light; undefined where it leaves that to the system. */
const isDarkPage = (around, told) =>
  ({ dark: true, light: false })[told || attempt(() => getComputedStyle(around).colorScheme)];

/**
 * Puts radius, font and colours on the card, and others when the page tells of them (`scheme`). A
 * palette's names are those of the style sheet's tokens.
 */
const dress = ({ style }, theme, around, scheme, off, ends) => {
  const set = (name, value) => style.setProperty(`--hearby-${name}`, value);
  const { radius_px, font, dark, light } = theme;
  set('radius', `${radius_px | 0}px`);
  // Where there are two looks, the page chooses, or else the visitor's system; also later.
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
  // Pages switch by a class or an attribute there.
  const observer = new MutationObserver(colour);
  for (const name of ['documentElement', 'body']) {
    attempt(() => observer.observe(ofDocument(name), { attributes: true }));
  }
  ends.push(() => observer.disconnect());
  // A page whose body is still on its way has no font yet.
  set('font', (font === 'inherit' ? attempt(() => getComputedStyle(around).fontFamily) : font) || '');
};

/**
 * Puts the form's card on the page and gives our element; undefined where it can't stand there, or the
 * browser has no shadow roots. `inside` is an element of the page for it. Listens until `off` is
 * aborted, and observes until what it puts into `ends` is called: so long as the card is there.
 */
export const place = (form, inside, scheme, off, ends) => {
  const { theme } = form;
  // Beside the body, where neither its transforms nor a framework that redraws it reach.
  const parent = inside || ofDocument('documentElement');
  // A page that is put back out of its own text brings our element without anything in it.
  for (const old of callDocument('querySelectorAll', ELEMENT)) if (!old.shadowRoot) attempt(() => old.remove());
  const element = callDocument('createElement', ELEMENT);
  const root = element.attachShadow({ mode: 'open' });
  style(root);
  const card = cardOf(form, inside ? 'inline' : theme.position);
  const around = inside ? parent : document.body && ofDocument('body');
  attempt(() => dress(card, theme, around, scheme, off, ends));
  root.append(card);
  if (!inside) element.setAttribute('popover', 'manual');
  guard(element, off);
  // All that is drawn comes at once, so that it is styled and laid out once.
  append(parent, element);
  // Without popovers (Safari below 17) the highest z-index has to do.
  attempt(() => inside || element.showPopover());
  if (card.localName === 'dialog') {
    attempt(() => card.showModal());
    // From here, no key chooses an answer.
    attempt(() => card.focus({ preventScroll: true }));
  }
  return element.isConnected ? element : undefined;
};
