// Starts the console: loads the WASM that lies beside this file.
//
// In: what has to happen before or beside the WASM. Not in: anything that it can do.

import init from 'hearby-console-glue';

// A page from the back-forward cache would show what its owner has signed out of.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});

// Puts a menu beside the button that opens it: anchors in CSS are not in every browser of ours yet.
addEventListener(
  'click',
  (event) => {
    const button = event.target instanceof Element && event.target.closest('[popovertarget]');
    const menu = button && document.getElementById(button.getAttribute('popovertarget'));
    if (!menu?.classList.contains('menu')) return;
    const { left, right, top, bottom } = button.getBoundingClientRect();
    const isLow = bottom > innerHeight * 0.65;
    const isLate = left > innerWidth * 0.6;
    menu.dataset.up = isLow;
    menu.dataset.end = isLate;
    menu.style.setProperty('--x', `${Math.round(isLate ? innerWidth - right : left)}px`);
    menu.style.setProperty('--y', `${Math.round(isLow ? innerHeight - top : bottom)}px`);
  },
  true,
);

init({ module_or_path: fetch(new URL('console.wasm', import.meta.url)) });
