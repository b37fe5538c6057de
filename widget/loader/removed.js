/**
 * A page may take the open survey away: with an element that it stands in, or by itself; or hide it with
 * a page that was left. In: noticing it. Not in: what follows.
 */
import { attempt } from '../card/attempt.js';
import { isRendered } from './stand.js';

/** A document has none, but may have an element of that name. */
const hostOf = (root) => (root instanceof ShadowRoot ? root.host : undefined);

/** Calls `then` once `survey` is off the page, until what it puts into `ends` is called. */
export const onceRemoved = (survey, then, ends) => {
  const look = () => {
    // What was only moved is back by now.
    if (survey.isConnected) return;
    observer.disconnect();
    then();
  };
  const observer = new MutationObserver(look);
  ends.push(() => observer.disconnect());
  // Shadow roots, too: nobody outside of one is told what changes in it.
  for (let root = survey.getRootNode(); root; root = hostOf(root)?.getRootNode()) {
    observer.observe(root, { childList: true, subtree: true });
  }
  // Whoever heard that it is shown may have been quick.
  look();
};

/**
 * Calls `then` when the page doesn't show the place of `survey` any more, until what it puts into `ends` is
 * called. On paper, the survey alone is hidden.
 */
export const onceHidden = (survey, then, ends) =>
  attempt(() => {
    const place = survey.parentNode;
    const sizes = new ResizeObserver(() => place.isConnected && !isRendered(place) && then());
    sizes.observe(survey);
    ends.push(() => sizes.disconnect());
  });
