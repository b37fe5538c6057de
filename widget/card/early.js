/**
 * Presses on the card before the popup is there: the card is drawn first, its WASM may still be on
 * its way. In: keeping them, and showing at once what they will do. Not in: what they mean; the popup
 * is told by pressing once more.
 */

/** Keeps what is pressed in a shadow root; the returned function stops it and presses it again. */
export const keepPresses = (root) => {
  const pressed = [];
  const keep = ({ detail }) => {
    const button = detail.composedPath()[0].closest('button');
    if (!button) return;
    pressed.push(button);
    if (button.id === 'close') {
      const card = root.querySelector('.card');
      card.setAttribute('data-leaving', true);
      // A modal one lets the page go on.
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
