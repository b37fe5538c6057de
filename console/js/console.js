// Starts the console: loads the WASM that lies beside this file.

import init from 'hearby-console-glue';

// A page from the back-forward cache would show what its owner has signed out of.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});

init({ module_or_path: new URL('console.wasm', import.meta.url) });
