/** The script that every page loads: starts once, and hears when the page changes. */
import { install } from './commands.js';
import { preview } from './load.js';
import { attempt, onNewPage, onSeen, onView } from './occasion.js';
import { onRoute } from './route.js';
import { base } from './site.js';

// A second tag does nothing.
if (location.search.includes('hearby_preview=')) {
  // Nothing but that: a page that is only looked at is not asked.
  attempt(preview);
} else if (base && !window.hearby?.site) {
  install();
  onView();
  document.addEventListener('visibilitychange', onSeen);
  addEventListener('pageshow', (event) => event.persisted && onNewPage());
  onRoute(onNewPage);
}
