/**
 * `?hearby_preview={survey}`: shows a survey at once, whatever its rules say, and nothing of it is
 * stored or sent, nor told to the page: its analytics would count an answer that is none. In: what
 * the address asks for. Not in: the popup, which knows by `preview` that it is only looked at.
 *
 * A file of its own beside the popup's module (`widget.js`, as the build names it), so that no
 * visitor pays for it.
 *
 * Also `lang`, `theme` (`light` or `dark`, where the survey has both), and for the collector's page
 * that shows all states `hearby_score`, `hearby_step`.
 */
import { start } from './widget.js';

/** As `card/own.js` does it: an element of the page may have the name. */
const ofDocument = (name) =>
  Reflect.get(globalThis.Document?.prototype ?? document, name, document);
const find = (method, what) => ofDocument(method).call(document, what);

/** Long enough for the chosen answer to have been seen. */
const THANKED_AFTER_MS = 400;

export const preview = async (gate) => {
  const query = new URLSearchParams(location.search);
  const asked = (name) => query.get(name) || '';
  const survey = asked('hearby_preview');
  const lang = asked('lang') || ofDocument('documentElement').lang || navigator.language;
  const address = `${gate.o}/v1/form/${gate.s}/${encodeURIComponent(survey)}?lang=${lang}`;
  const [answer, popup] = await Promise.all([
    // As the owner has just changed it.
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
  // Where the page's own element isn't: on the collector's page.
  const into = (theme.into && find('getElementById', 'hearby-preview')) || undefined;
  const show = { gate, survey: { i: survey }, options: { into }, visitor: [], preview: true };
  await popup.open(form, { ...show, fetch, setTimeout, notify: tell }, () => {});
  const press = (id) =>
    find('querySelector', 'hearby-survey').shadowRoot.getElementById(id)?.click();
  if (asked('hearby_score')) press(`answer-${asked('hearby_score')}`);
  if (asked('hearby_step') == 'thanks') setTimeout(press, THANKED_AFTER_MS, 'skip');
};
