/**
 * Surveys over a page's own modal dialog. A modal dialog makes everything outside it inert, even
 * elements above it, so our element moves into the dialog while that is open. Not in: a dialog that
 * the page opens later. It covers the survey, as the page intends.
 */
import { listen } from '../card/listen.js';
import { append, callDocument, ofDocument } from '../card/own.js';

const put = (parent, survey) => {
  append(parent, survey);
  // A moved element leaves the top layer, so it is put back there.
  survey.showPopover?.();
};

/**
 * Moves the open popup's element, `survey`, into the page's topmost modal dialog, if there is one, and
 * back when the dialog closes. Aborting `gone` ends this.
 */
export const underModal = (survey, gone) => {
  let dialog;
  try {
    dialog = [...callDocument('querySelectorAll', 'dialog:modal')].pop();
  } catch {
    // A browser without `:modal` doesn't make the page inert either.
  }
  // An inline survey stays in its element, and a modal survey is on top already.
  if (!dialog || !survey.popover || survey.shadowRoot.querySelector('dialog')) return;
  put(dialog, survey);
  const goBack = () => survey.parentNode === dialog && put(ofDocument('documentElement'), survey);
  listen('close', goBack, gone, false, dialog);
};
