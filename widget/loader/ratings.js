/**
 * Ratings: the card's part for a satisfaction index (CSI), in which a visitor rates several attributes,
 * each on a row of its own. In: drawing the rows, presses and keys on them. Not in: the rest of the card
 * (`../card/card.js`), and the delivery of the response (the popup's WASM).
 *
 * This file is separate from the popup's module (`widget.js` in the build), so that only visitors who
 * are asked for ratings download it.
 */

/** Separates row and rating in the id of a button; a row is named by its attribute's position. */
const idOf = (row, value) => `rating-${row}-${value}`;

/** Styles of the rows; those of an answer's button are the card's. */
const SHEET = `
.rated { margin-top: 16px; font-size: 15px; font-weight: 600; line-height: 1.35; overflow-wrap: anywhere; }
.rated .scale { margin-top: 6px; gap: 6px; }
.rated button { min-height: 40px; }
.rated ~ .actions { justify-content: end; margin-top: 14px; min-height: 40px; }
#rated { background: var(--hearby-accent); color: var(--hearby-on_accent); }
#rated[hidden] { display: none; }
.ten .scale { gap: 3px; }
@media (max-width: 420px) { .ten .scale { grid-auto-flow: row; grid-template-columns: repeat(5, 1fr); } }
`;

/** Key → step in a row; the arrows to the sides are mirrored in a right-to-left text. */
const STEPS = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1 };

/** Time in which a typed 1 can still become a 10, in milliseconds; that of a scale. */
const TEN_WAIT_MS = 700;

const dress = (root) => {
  try {
    const rules = new CSSStyleSheet();
    rules.replaceSync(SHEET);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, rules];
  } catch {
    // Safari before 16.4 has no constructed style sheets.
    const element = root.ownerDocument.createElement('style');
    element.textContent = SHEET;
    root.append(element);
  }
};

/** Returns the whole numbers from `min` to `max`. */
const whole = (min, max) => [...Array(max - min + 1).keys()].map((n) => min + n);

/**
 * Creates the parts of the question's screen: the ends of the scale, a radio group for each attribute,
 * and the button that goes on without the rest. `make` and `nameOf` are the card's.
 */
export const rowsOf = ({ ratings: { min, max, attributes } }, said, make, nameOf) => [
  // Above the rows: who scrolls through ten of them has read it before the first.
  make(
    'div',
    { class: 'ends', 'aria-hidden': true },
    make('span', {}, `${min} · ${said('low')}`),
    make('span', {}, `${max} · ${said('high')}`),
  ),
  ...attributes.map(({ label }, row) =>
    make(
      'div',
      { class: max > 5 ? 'rated ten' : 'rated', role: 'radiogroup', 'aria-labelledby': `rated-${row}` },
      make('div', { id: `rated-${row}` }, label),
      make(
        'div',
        { class: 'scale' },
        ...whole(min, max).map((value) =>
          make(
            'button',
            {
              id: idOf(row, value),
              role: 'radio',
              'aria-label': nameOf(value, [min, max], said),
              'aria-checked': false,
              tabindex: value > min ? -1 : 0,
            },
            value,
          ),
        ),
      ),
    ),
  ),
  make('div', { class: 'actions' }, make('button', { id: 'rated', hidden: 'hidden' }, said('send'))),
  // The popup reads the given answer here, as on a scale. A preview presses it.
  make('span', { id: 'answer-0', hidden: 'hidden' }),
];

/** True if the card has all rows. A page may have replaced the functions that create them. */
export const hasRows = (root, { ratings: { min, max, attributes } }) =>
  attributes.every(({ label }, row) => {
    const buttons = whole(min, max).map((value) => root.getElementById(idOf(row, value)));
    return (
      root.getElementById(`rated-${row}`)?.textContent === label &&
      buttons.every((button, at) => button?.textContent === `${min + at}`)
    );
  });

/** Returns ratings as JSON. Not with `JSON.stringify`: the page may have replaced it. Ids need no escape. */
const jsonOf = (ratings) =>
  `{${Object.entries(ratings).map(([id, value]) => `"${id}":${value}`)}}`;

/**
 * Makes the rows follow the visitor, and tells the page by `notify` what was answered. `setTimeout` is
 * the browser's.
 *
 * Returns a function that is called once the popup's WASM is there, with the WASM's function for
 * ratings. What was rated until then is told at once, as it is by then.
 */
export const follow = (element, { dir, ratings: { min, max, attributes } }, setTimeout, notify) => {
  const root = element.shadowRoot;
  dress(root);
  /** Ratings so far, by row. */
  const given = [];
  let rate;
  let wasTold;
  /** True from the answer on: until the visitor changes it, nothing can be rated. */
  let isDone;
  /** True once all were rated: whoever has come back to change a rating goes on by the button. */
  let wereAll;
  /** Row in which a 1 was typed that may become a 10. */
  let rowOfOne;
  const find = (id) => root.getElementById(id);
  const tell = (isLast) => {
    const rated = attributes.map(({ id, label }, row) => [id, label, given[row]]).filter(([, , value]) => value);
    find('rated').hidden = !rated.length;
    find('answer-0').setAttribute('aria-label', rated.map(([, label, value]) => `${label}: ${value}`).join(', '));
    const areAll = rated.length === attributes.length;
    if (!rate || !rated.length) return;
    isDone = isLast || (areAll && !wereAll);
    wereAll ||= areAll;
    const ratings = Object.fromEntries(rated.map(([id, , value]) => [id, value]));
    rate(element, jsonOf(ratings), isDone);
    if (isDone || !wasTold) notify('answered', { ratings });
    wasTold = true;
  };
  const mark = (row, value) => {
    given[row] = value;
    for (const each of whole(min, max)) find(idOf(row, each)).setAttribute('aria-checked', each === value);
    stopAt(row, value);
  };
  /** Makes the button the one of its row that Tab leads to. */
  const stopAt = (row, value) => {
    for (const each of whole(min, max)) find(idOf(row, each)).setAttribute('tabindex', each === value ? 0 : -1);
  };
  const choose = (row, value) => {
    if (isDone) return;
    rowOfOne = undefined;
    mark(row, value);
    tell();
  };
  const moveTo = (row, value) => {
    stopAt(row, value);
    find(idOf(row, value)).focus();
  };
  /** Rates by the 1 that was typed, if one still waits. */
  const settle = (row) => row !== undefined && row === rowOfOne && choose(row, 1);
  /** Rates by a typed digit; true if it did, or may. */
  const type = (row, digit) => {
    if (rowOfOne !== row) settle(rowOfOne);
    if (digit === 0 && rowOfOne === row) choose(row, 10);
    else if (digit === 1 && max > 9) {
      rowOfOne = row;
      setTimeout(() => settle(row), TEN_WAIT_MS);
    } else if (digit >= min && digit <= max) choose(row, digit);
    else return false;
    return true;
  };
  /** Returns row and rating of an event's target. */
  const placeOf = (event) => {
    const id = event.composedPath()[0].closest('button')?.id;
    return /^rating-(\d+)-(\d+)$/.exec(id)?.slice(1).map(Number);
  };
  root.addEventListener('card:click', async (event) => {
    const { detail } = event;
    const { id } = detail.composedPath()[0].closest('[id]') ?? {};
    const place = placeOf(detail);
    if (place) choose(...place);
    // A press before the WASM is there comes again.
    else if (id === 'rated') {
      settle(rowOfOne);
      if (!isDone) tell(true);
    }
    // The owner's preview of the next step.
    else if (id === 'answer-0' && !isDone) {
      attributes.forEach((_, row) => mark(row, max));
      tell(true);
    }
    // Presses before the WASM is there are kept as ratings.
    if (place) event.stopImmediatePropagation();
    if (id !== 'change') return;
    const hasFocus = root.activeElement;
    // The popup drops the answer, after this listener; what was rated is held anew, until it is rated anew.
    await 0;
    if (root.querySelector('.card').dataset.screen !== 'question') return;
    isDone = false;
    tell();
    if (hasFocus) find('rated').focus();
  });
  root.addEventListener('card:keydown', ({ detail }) => {
    const place = placeOf(detail);
    const { key, altKey, ctrlKey, metaKey } = detail;
    if (!place || altKey || ctrlKey || metaKey) return;
    const [row, value] = place;
    const count = max - min + 1;
    const step = STEPS[key] * (dir === 'rtl' && /t$/.test(key) ? -1 : 1);
    if (step) moveTo(row, min + ((value - min + step + count) % count));
    else if (key === 'Home') moveTo(row, min);
    else if (key === 'End') moveTo(row, max);
    else if (!(/^\d$/.test(key) && type(row, Number(key)))) return;
    detail.preventDefault();
  });
  return (fn) => {
    rate = fn;
    tell();
  };
};
