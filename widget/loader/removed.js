/**
 * A page may take the open survey away: with an element that it stands in, or by itself; or hide it with
 * a page that was left. In: noticing it. Not in: what follows.
 */
import { attempt } from '../card/attempt.js';
import { isRendered } from './stand.js';

let observer;

/** A document has none, but may have an element of that name. */
const hostOf = (root) => (root instanceof ShadowRoot ? root.host : undefined);

/** Calls `then` once `survey` is off the page, unless it is asked after another one before. */
export const onceRemoved = (survey, then) => {
  observer?.disconnect();
  const look = () => {
    // What was only moved is back by now.
    if (survey.isConnected) return;
    observer.disconnect();
    then();
  };
  observer = new MutationObserver(look);
  // Shadow roots, too: nobody outside of one is told what changes in it.
  for (let root = survey.getRootNode(); root; root = hostOf(root)?.getRootNode()) {
    observer.observe(root, { childList: true, subtree: true });
  }
  // Whoever heard that it is shown may have been quick.
  look();
};

/** Calls `then` whenever the page doesn't show `survey` any more, until `off` is aborted. */
export const onceHidden = (survey, then, off) =>
  attempt(() => {
    const sizes = new ResizeObserver(() => survey.isConnected && !isRendered(survey) && then());
    sizes.observe(survey);
    off.addEventListener('abort', () => sizes.disconnect());
  });
