/**
 * The card's contents: headline, scale, comment field, thanks, close button, and the reason for the
 * question. In: the static elements of all steps; the style sheet shows one step. Not in: the card's
 * position (`place.js`), and the parts that change as the visitor acts: leptos takes over the answers
 * (`widget/src/view`), and `widget/src/popup` writes the rest.
 *
 * The elements are created one by one, because pages with Trusted Types refuse `innerHTML`.
 */
import { CHECK, CROSS, pictureOf } from './icon.js';
import { callDocument } from './own.js';

/** Lowest and highest answer of each kind; `domain::Kind` has them, too, with their meaning. */
export const SCALES = { nps: [0, 10], ces: [1, 7], csat: [1, 5] };

/**
 * Maximum length of a comment in UTF-16 code units. A text has at least as many of them as characters,
 * so it stays within `wire::limits::COMMENT_MAX_CHARS`.
 */
export const COMMENT_MAX_UNITS = 2000;

const put = (element, attributes, children) => {
  for (const name in attributes) {
    // Empty attributes are left out, because an `a` with an empty `href` would still be a link.
    if (attributes[name] !== '') element.setAttribute(name, attributes[name]);
  }
  element.append(...children);
  return element;
};

const make = (name, attributes, ...children) =>
  put(callDocument('createElement', name), attributes, children);

/** Creates a decorative icon: the element that contains it has an accessible name. */
const icon = (lines) => {
  const shape = (name, attributes, ...children) =>
    put(callDocument('createElementNS', 'http://www.w3.org/2000/svg', name), attributes, children);
  const path = shape('path', { d: lines });
  return shape('svg', { viewBox: '0 0 24 24', 'aria-hidden': true }, path);
};

/** Returns a function that looks up a text: first in the form itself, then in its `words`. */
export const reader = (form) => (key) => form[key] ?? form.words[key] ?? '';

/** Returns an answer's accessible name: "9 out of 10", with the end's label at either end. */
export const nameOf = (value, [least, most], said) =>
  said('out_of').replace('{score}', value).replace('{max}', most) +
  (value === least ? said('comma') + said('low') : '') +
  (value === most ? said('comma') + said('high') : '');

/** Creates the buttons of the answers, from low to high. */
const answers = (form, said) => {
  const [least, most] = SCALES[form.kind];
  // Not with `Array.from`: Prototype.js replaces it.
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

/** Creates the scale with the labels of its ends. */
const scaleOf = (form, said) => [
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
];

/**
 * Creates the lists of reasons, one for each group that has any; the popup shows that of the given
 * answer. A reason's button has its id as `value`.
 */
const lists = ({ reasons }) =>
  (reasons || []).map((list, group) =>
    list[0]
      ? make(
          'div',
          { class: 'reasons', id: `reasons-${group}`, role: 'group', 'aria-labelledby': 'headline' },
          ...list.map(({ id, label }) => make('button', { value: id, 'aria-pressed': false }, label)),
        )
      : '',
  );

/** True if the form has what a card needs. Otherwise the popup reports what is missing. */
export const isReadable = (form) =>
  !!((SCALES[form?.kind] || form?.ratings) && form.question && form.words && form.theme);

/**
 * True if the card has all answers of the form. A page may have replaced the functions that create
 * them.
 */
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

/**
 * Creates a readable form's card, in its first step; `where` is the theme's position or `inline`. `part`
 * is `../loader/ratings.js`, if the form asks for ratings in place of one score.
 */
export const cardOf = (form, where, part) => {
  const said = reader(form);
  return make(
    // A modal `dialog` makes the page inert without changing any of its elements.
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
      ...(part ? part.rowsOf(form, said, make, nameOf) : scaleOf(form, said)),
    ),
    make(
      'div',
      { class: 'comment' },
      make(
        'div',
        { class: 'given' },
        // The popup writes the answer.
        make('span', { id: 'given' }),
        make('button', { id: 'change' }, said('change')),
      ),
      ...lists(form),
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
    // The popup sets its address once the visitor's group is known.
    make('a', {
      id: 'more',
      'aria-labelledby': 'more new-tab',
      target: '_blank',
      rel: 'noopener',
    }),
    // Behind the step's elements, so that the first Tab moves to the answers.
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
    // The links' `aria-labelledby` refers to it.
    make('span', { id: 'new-tab', hidden: 'hidden' }, said('new_tab')),
    // For screen readers only.
    make('div', { id: 'status', role: 'status' }),
  );
};
