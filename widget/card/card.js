/**
 * The card's contents: headline, scale, comment field, thanks, closing button, and why one is asked.
 * In: all that never changes, of every step; the style sheet shows one. Not in: where the card
 * stands (`place.js`), and what follows the visitor: leptos takes the answers over
 * (`widget/src/view`), `widget/src/popup` writes the rest.
 *
 * Made element by element: `innerHTML` is refused by pages with Trusted Types.
 */
import { CHECK, CROSS, pictureOf } from './icon.js';
import { callDocument } from './own.js';

/** The lowest and the highest answer of each kind; `domain::Kind` has them with what they mean. */
export const SCALES = { nps: [0, 10], ces: [1, 7], csat: [1, 5] };

/** In UTF-16 units, of which there are never fewer than characters: `wire::limits::COMMENT_MAX_CHARS`. */
export const COMMENT_MAX_UNITS = 2000;

const put = (element, attributes, children) => {
  for (const name in attributes) {
    // An empty one is left out: a link without an address is none.
    if (attributes[name] !== '') element.setAttribute(name, attributes[name]);
  }
  element.append(...children);
  return element;
};

const make = (name, attributes, ...children) =>
  put(callDocument('createElement', name), attributes, children);

/** A picture that means nothing by itself: what it stands on has a name. */
const icon = (lines) => {
  const shape = (name, attributes, ...children) =>
    put(callDocument('createElementNS', 'http://www.w3.org/2000/svg', name), attributes, children);
  const path = shape('path', { d: lines });
  return shape('svg', { viewBox: '0 0 24 24', 'aria-hidden': true }, path);
};

/** Gives the form's texts: its own, or else its frame's words. */
export const reader = (form) => (key) => form[key] ?? form.words[key] ?? '';

/** Name of an answer: "9 out of 10"; at the ends with the end's label. */
export const nameOf = (value, [least, most], said) =>
  said('out_of').replace('{score}', value).replace('{max}', most) +
  (value === least ? said('comma') + said('low') : '') +
  (value === most ? said('comma') + said('high') : '');

/** The answers of a form, from low to high. */
const answers = (form, said) => {
  const [least, most] = SCALES[form.kind];
  // Not by `Array.from`: Prototype.js has one of its own.
  return [...Array(most - least + 1).keys()].map((position) => {
    const value = least + position;
    const picture = pictureOf(said('style'), position);
    return make(
      'button',
      {
        id: `answer-${value}`,
        role: 'radio',
        'aria-label': nameOf(value, [least, most], said),
        'aria-checked': false,
        tabindex: position ? -1 : 0,
      },
      picture ? icon(picture) : value,
    );
  });
};

/** True if there is anything to ask; else the popup says why not. */
export const isReadable = (form) =>
  !!(SCALES[form?.kind] && form.question && form.words && form.theme);

/** True if all answers of a form stand on its card: a page may have changed what they are made by. */
export const isSound = (root, form) => {
  const said = reader(form);
  const [least, most] = SCALES[form.kind];
  const drawn = [...root.querySelectorAll('.scale button')];
  return (
    drawn.length === most - least + 1 &&
    drawn.every((answer, at) => {
      const name = nameOf(least + at, [least, most], said);
      return answer.getAttribute('aria-label') === name && (answer.textContent || answer.firstChild);
    })
  );
};

/** The card of a readable form, in its first step; `where` is how it stands on the page. */
export const cardOf = (form, where) => {
  const said = reader(form);
  return make(
    // A modal dialog makes the page wait without a touch on any of its elements.
    where === 'centre' ? 'dialog' : 'div',
    {
      class: `card ${where} ${form.kind} ${said('style')}`,
      role: where === 'inline' ? 'region' : 'dialog',
      'aria-labelledby': 'headline',
      tabindex: -1,
      lang: said('lang'),
      dir: said('dir'),
      'data-screen': 'question',
    },
    icon(CHECK),
    make('h2', { id: 'headline' }, said('question')),
    make(
      'div',
      { class: 'question' },
      make(
        'div',
        { class: 'scale', role: 'radiogroup', 'aria-labelledby': 'headline' },
        ...answers(form, said),
      ),
      make(
        'div',
        { class: 'ends', 'aria-hidden': true },
        make('span', {}, said('low')),
        make('span', {}, said('high')),
      ),
    ),
    make(
      'div',
      { class: 'comment' },
      make('textarea', {
        'aria-labelledby': 'headline',
        placeholder: said('comment_hint'),
        rows: 3,
        maxlength: COMMENT_MAX_UNITS,
      }),
      make(
        'div',
        { class: 'actions' },
        make('span', { id: 'count', 'aria-hidden': true }),
        make('button', { id: 'skip' }, said('skip')),
        make('button', { id: 'send' }, said('send')),
      ),
    ),
    // Led somewhere by the popup, once it is known which group is thanked.
    make('a', {
      id: 'more',
      'aria-labelledby': 'more new-tab',
      target: '_blank',
      rel: 'noopener',
    }),
    // After the step, so that the first Tab leads to the answers.
    make('button', { id: 'close', 'aria-label': said('close') }, icon(CROSS)),
    make(
      'div',
      { class: 'why' },
      make(
        'details',
        {},
        make('summary', {}, said('why')),
        make('div', {}, said('why_text')),
      ),
      make(
        'a',
        {
          id: 'privacy',
          'aria-labelledby': 'privacy new-tab',
          href: said('privacy_url'),
          target: '_blank',
          rel: 'noopener',
        },
        said('privacy'),
      ),
    ),
    // A part of the links' names.
    make('span', { id: 'new-tab', hidden: 'hidden' }, said('new_tab')),
    // Spoken, not seen.
    make('div', { id: 'status', role: 'status' }),
  );
};
