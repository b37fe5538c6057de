/**
 * Fetches the popup's module with its WASM, and the form. Not in: the moment to fetch them
 * (`occasion.js`), and the handling of a failure (`show.js`).
 */
import { fetch } from './native.js';
import { language } from './page.js';
import { base, site } from './site.js';

const build = `${base}/w/__HEARBY_BUILD__/`;
let popup;
/** Some browsers remember a module address that failed, so each failure makes a new address. */
let query = '';

/** Imports a module of the same build. */
const module = (name) => import(build + name + query);

/** Imports the popup's module, without its WASM. */
export const loadModule = () => module('widget.js');

/** Shows the survey that the address names as a preview: nothing is stored, sent or counted. */
export const preview = () => module('preview.js').then((module) => module.preview(site));

/** Returns the popup's module, ready to open. It fetches it once, and again only after a failure. */
export const loadPopup = () =>
  (popup =
    popup ||
    // The browser compiles the WASM while it arrives, and while the form arrives.
    Promise.all([loadModule(), fetch(build + 'widget.wasm')])
      .then(([module, wasm]) => module.start(wasm))
      .catch((error) => {
        popup = 0;
        query += '?';
        throw error;
      }));

/** Fetches the form in the available language nearest to `lang`, or to the page's without `lang`. */
const loadForm = async (surveyId, lang) => {
  const answer = await fetch(`${base}/v1/form/${site.s}/${surveyId}?lang=${lang || language()}`);
  if (!answer.ok) throw answer.status;
  // Not with `JSON.parse`: the page may have replaced it.
  return answer.json();
};

/** Fetches both and returns `[popup, form]`. */
export const load = (surveyId, lang) => Promise.all([loadPopup(), loadForm(surveyId, lang)]);
