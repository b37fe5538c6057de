/**
 * The preview. `?hearby_preview={survey}` shows a survey at once and ignores its rules. Nothing is
 * stored or sent, and the page gets no events: its analytics would count an answer that nobody gave.
 * In: reading the address. Not in: the popup, which recognizes a preview by `preview`.
 *
 * This file is separate from the popup's module (`widget.js` in the build), so that visitors don't
 * download it.
 *
 * The address may also have `lang`, and `theme` (`light` or `dark`, if the survey has both). The
 * collector's page with all states adds `hearby_score` and `hearby_step`.
 */
import { start } from './widget.js';

/** Reads the document's own property, as in `card/own.js`: an element may have taken its name. */
const ofDocument = (name) =>
  Reflect.get(globalThis.Document?.prototype ?? document, name, document);
const find = (method, what) => ofDocument(method).call(document, what);

/** Time after which the popup has gone from the chosen answer to the comment. */
const THANKED_AFTER_MS = 400;

export const preview = async (gate) => {
  const query = new URLSearchParams(location.search);
  const asked = (name) => query.get(name) || '';
  const survey = asked('hearby_preview');
  const lang = asked('lang') || ofDocument('documentElement').lang || navigator.language;
  const address = `${gate.o}/v1/form/${gate.s}/${encodeURIComponent(survey)}?lang=${lang}`;
  const [answer, popup] = await Promise.all([
    // Not from the cache: the owner may have just changed the survey.
    fetch(address, { cache: 'no-store' }),
    start(fetch(new URL('widget.wasm', import.meta.url))),
  ]);
  if (!answer.ok) throw answer.status;
  const form = await answer.json();
  const { theme } = form;
  const other = { dark: 'light', light: 'dark' }[asked('theme')];
  if (theme[asked('theme')]) delete theme[other];
  const tell = (name, detail) => {
    if (name == 'error') console.warn('hearby:', detail);
  };
  // The collector's page has no element of the owner's page, but one of its own.
  const into = (theme.into && find('getElementById', 'hearby-preview')) || undefined;
  const show = { gate, survey: { i: survey }, options: { into }, visitor: [], preview: true };
  await popup.open(form, { ...show, fetch, setTimeout, notify: tell }, () => {});
  const press = (id) =>
    find('querySelector', 'hearby-survey').shadowRoot.getElementById(id)?.click();
  if (asked('hearby_score')) press(`answer-${asked('hearby_score')}`);
  if (asked('hearby_step') == 'thanks') setTimeout(press, THANKED_AFTER_MS, 'skip');
};
