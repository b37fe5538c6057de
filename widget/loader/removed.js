/**
 * Detects that the page removed the open survey, alone or with an element around it, or hid it (a
 * single-page app may keep a page that the visitor has left, and hide it). Not in: the reaction
 * (`popup.js`).
 */
import { attempt } from '../card/attempt.js';
import { isRendered } from './stand.js';

/** Returns a shadow root's host. A document has none, but `document.host` may be a named element. */
const hostOf = (root) => (root instanceof ShadowRoot ? root.host : undefined);

/**
 * Calls `then` once the page has removed `survey`. Adds to `ends` a function that stops the
 * observation.
 */
export const onceRemoved = (survey, then, ends) => {
  const look = () => {
    // If the page only moved it, it is connected again by now.
    if (survey.isConnected) return;
    observer.disconnect();
    then();
  };
  const observer = new MutationObserver(look);
  ends.push(() => observer.disconnect());
  // Observes each shadow root around it: an observer outside doesn't see changes inside one.
  for (let root = survey.getRootNode(); root; root = hostOf(root)?.getRootNode()) {
    observer.observe(root, { childList: true, subtree: true });
  }
  // The page may have removed it before the observer started.
  look();
};

/**
 * Calls `then` when the page hides the parent of `survey`. Adds to `ends` a function that stops the
 * observation. It looks at the parent, because our own print style hides the survey itself.
 */
export const onceHidden = (survey, then, ends) =>
  attempt(() => {
    const place = survey.parentNode;
    const sizes = new ResizeObserver(() => place.isConnected && !isRendered(place) && then());
    sizes.observe(survey);
    ends.push(() => sizes.disconnect());
  });
