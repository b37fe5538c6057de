/**
 * Surveys over a page's own modal dialog. In: that ours can be used there. A modal dialog makes all
 * that is not in it inert, also what stands above it, so our element stands in it for as long as it
 * is open. Not in: a dialog that is opened later; it covers us, as its page wants.
 */
import { listen } from '../card/listen.js';
import { append, callDocument, ofDocument } from '../card/own.js';

const put = (parent, survey) => {
  append(parent, survey);
  // What is moved leaves the top layer.
  survey.showPopover?.();
};

/** Puts the open popup, `survey`, into the modal dialog on top, if the page has one, until `gone` is aborted. */
export const underModal = (survey, gone) => {
  let dialog;
  try {
    dialog = [...callDocument('querySelectorAll', 'dialog:modal')].pop();
  } catch {
    // A browser that knows no `:modal` knows no inert page either.
  }
  // One in an element of the page is where it belongs, and one that is modal itself is on top.
  if (!dialog || !survey.popover || survey.shadowRoot.querySelector('dialog')) return;
  put(dialog, survey);
  const goBack = () => survey.parentNode === dialog && put(ofDocument('documentElement'), survey);
  listen('close', goBack, gone, false, dialog);
};
