/**
 * Fetches what a show needs. In: the popup's module with its WASM, the form. Not in: when, and what
 * becomes of a failure.
 */
import { fetch } from './native.js';
import { base, site } from './site.js';

const build = `${base}/w/__HEARBY_BUILD__/`;
let popup;

/** The popup's module, without its WASM. */
export const loadModule = () => import(`${build}widget.js`);

/** Shows the survey that the address asks for, without any of its consequences. */
export const preview = async () => (await import(`${build}preview.js`)).preview(base, site.s);

/** The popup's module, ready to open; fetched once. */
export const loadPopup = () =>
  (popup =
    popup ||
    // The WASM is compiled while it arrives, and while the form does.
    Promise.all([loadModule(), fetch(`${build}widget.wasm`)]).then(([module, wasm]) =>
      module.start(wasm),
    ));

/** The form, in the nearest language that there is. */
export const loadForm = async (surveyId, language) => {
  const answer = await fetch(`${base}/v1/form/${site.s}/${surveyId}?lang=${language}`);
  if (!answer.ok) throw answer.status;
  // Not by `JSON.parse`, which a page may have replaced.
  return answer.json();
};
