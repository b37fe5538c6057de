/** The script that every page loads: starts once, and hears when the page changes. */
import { addEventListener } from '../card/own.js';
import { install, isInstalled } from './commands.js';
import { preview } from './load.js';
import { attempt, onNewPage, onSeen, onView } from './occasion.js';
import { onRoute } from './route.js';
import { base } from './site.js';

if (!base) {
  console.warn('hearby:', 'no collector');
} else if (location.search.includes('hearby_preview=')) {
  // Nothing but that: a page that is only looked at is not asked.
  attempt(preview);
} else if (!isInstalled()) {
  // A second tag does nothing.
  attempt(install);
  onView();
  // On its way down: a listener of the page's on the document can't keep it from us.
  addEventListener('visibilitychange', onSeen, true);
  addEventListener('pageshow', (event) => event.persisted && onNewPage());
  onRoute();
}
