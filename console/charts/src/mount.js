/**
 * A picture's place in the page: when it is drawn, at which width.
 *
 * In: waiting for the library, measuring, drawing again. Not in: what is drawn (`drawings.js`).
 */

/** Width that is drawn where the element has none, because it is hidden until it is printed. */
const UNSEEN_WIDTH = 960;

/** The module that draws, once it is there; and its way here. */
let drawings;
let loading;

/** Loads the module that draws: it is a third of the console's bytes, and no words need it. */
export function load() {
  loading ??= import('./drawings.js').then(
    (module) => {
      drawings = module;
    },
    (error) => {
      // The next picture tries again.
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

/** Pictures that have just come, each as its width and its painting. */
let coming = [];

/**
 * Paints a picture as soon as it can be drawn, at the earliest when all that runs now is over. Those
 * that come together are measured together: each painting moves the page, and a measurement after it
 * would lay the page out once more.
 */
function first(width, paint) {
  coming.push({ width, paint });
  if (coming.length > 1) return;
  load().finally(() => {
    const all = coming;
    coming = [];
    if (!drawings) return;
    const widths = all.map(({ width }) => width());
    all.forEach(({ paint }, at) => paint(widths[at]));
  });
}

/**
 * Draws a picture into an element, and again whenever the element's width changes.
 *
 * Colours are variables of the page, so a change of theme shows by itself. Until it is drawn, its
 * room is kept free.
 *
 * @param {HTMLElement} element
 * @param {string} name of the function that draws it (`drawings.js`)
 * @param {number} height that it will have, about
 * @param {[object, object, object]} what data, labels, options
 * @returns {{ update: (...what: object[]) => void, remove: () => void }}
 */
export function mount(element, name, height, what) {
  let drawn = 0;
  let shown = what;
  const widthNow = () => Math.round(element.clientWidth || 0);
  const paint = (width = widthNow()) => {
    if (!shown) return;
    drawn = width;
    element.style.minHeight = '';
    const svg = drawings[name](...shown)(width || UNSEEN_WIDTH, element.ownerDocument);
    element.replaceChildren(...(svg ? [svg] : []));
  };
  if (!drawings) element.style.minHeight = `${height}px`;
  first(widthNow, paint);
  const view = element.ownerDocument.defaultView;
  const Observer = view?.ResizeObserver;
  let waiting = 0;
  const observer =
    Observer &&
    new Observer(() => {
      // A new height within the observer's own round would be another change to observe.
      waiting ||= view.requestAnimationFrame(() => {
        waiting = 0;
        const width = widthNow();
        if (drawings && width && width !== drawn) paint(width);
      });
    });
  observer?.observe(element);
  return {
    update(data, labels = {}, options = {}) {
      shown = [data, labels, options];
      if (drawings) paint();
    },
    remove() {
      shown = undefined;
      observer?.disconnect();
      view?.cancelAnimationFrame?.(waiting);
      element.replaceChildren();
    },
  };
}
