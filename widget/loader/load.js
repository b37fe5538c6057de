/**
 * Fetches what a show needs. In: the popup's module with its WASM, the form. Not in: when, and what
 * becomes of a failure.
 */
import { base, site } from './site.js';

// As it is before the page can replace it.
const { fetch } = window;
const build = `${base}/w/__HEARBY_BUILD__/widget.`;
let popup;

/** The popup's module, without its WASM. */
export const loadModule = () => import(`${build}js`);

/** The popup's module, ready to open; fetched once. */
export const loadPopup = () =>
  (popup =
    popup ||
    Promise.all([loadModule(), fetch(`${build}wasm`)])
      // The WASM is compiled while it arrives, and while the form does.
      .then(([module, wasm]) => module.default({ module_or_path: wasm }).then(() => module)));

/** The form's JSON text, in the nearest language that there is. */
export const loadForm = async (surveyId, language) => {
  const answer = await fetch(`${base}/v1/form/${site.s}/${surveyId}?lang=${language}`);
  if (!answer.ok) throw answer.status;
  return answer.text();
};
