/**
 * Clicks on the card before the popup's WASM runs. The card is drawn first, and the WASM may still be
 * loading. In: keeping the clicks, and showing their effect at once. Not in: the handling of a click;
 * the popup gets each of them again.
 */

/** Keeps the clicks in a shadow root; the returned function stops this and repeats the clicks. */
export const keepPresses = (root) => {
  const pressed = [];
  const keep = ({ detail }) => {
    const button = detail.composedPath()[0].closest('button');
    if (!button) return;
    pressed.push(button);
    if (button.id === 'close') {
      const card = root.querySelector('.card');
      card.setAttribute('data-leaving', true);
      // Closes a modal card, so that the page can be used.
      card.close?.();
    } else if (pressed.length === 1 && button.id.startsWith('answer-')) {
      button.setAttribute('aria-checked', true);
    }
  };
  root.addEventListener('card:click', keep);
  return () => {
    root.removeEventListener('card:click', keep);
    for (const button of pressed) button.click();
  };
};
