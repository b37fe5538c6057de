/**
 * Fetches what a show needs. In: the popup's module with its WASM, the form. Not in: when, and what
 * becomes of a failure.
 */
import { fetch } from './native.js';
import { language } from './page.js';
import { base, site } from './site.js';

const build = `${base}/w/__HEARBY_BUILD__/`;
let popup;
/** Some browsers remember that an address failed, so after a failure it is another one. */
let query = '';

/** A module of the same build. */
const module = (name) => import(build + name + query);

/** The popup's module, without its WASM. */
export const loadModule = () => module('widget.js');

/** Shows the survey that the address asks for, without any of its consequences. */
export const preview = () => module('preview.js').then((module) => module.preview(site));

/** The popup's module, ready to open; fetched once, if it can be had. */
export const loadPopup = () =>
  (popup =
    popup ||
    // The WASM is compiled while it arrives, and while the form does.
    Promise.all([loadModule(), fetch(build + 'widget.wasm')])
      .then(([module, wasm]) => module.start(wasm))
      .catch((error) => {
        popup = 0;
        query += '?';
        throw error;
      }));

/** The form, in the nearest language that there is to `lang`, the page's own if it isn't told. */
const loadForm = async (surveyId, lang) => {
  const answer = await fetch(`${base}/v1/form/${site.s}/${surveyId}?lang=${lang || language()}`);
  if (!answer.ok) throw answer.status;
  // Not by `JSON.parse`, which a page may have replaced.
  return answer.json();
};

/** Both: `[popup, form]`. */
export const load = (surveyId, lang) => Promise.all([loadPopup(), loadForm(surveyId, lang)]);
