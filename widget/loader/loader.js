/** The script that every page loads. It starts once, and listens for changes of the page. */
import { addEventListener } from '../card/own.js';
import { install, isInstalled } from './commands.js';
import { preview } from './load.js';
import { attempt, onNewPage, onSeen, onView } from './occasion.js';
import { onRoute } from './route.js';
import { base } from './site.js';

if (!base) {
  console.warn('hearby:', 'no collector');
} else if (location.search.includes('hearby_preview=')) {
  // Only the preview: nobody is asked on a page that its owner only looks at.
  attempt(preview);
} else if (!isInstalled()) {
  // A second tag does nothing.
  attempt(install);
  onView();
  // In the capture phase on the window, so that no listener of the page can stop the event.
  addEventListener('visibilitychange', onSeen, true);
  addEventListener('pageshow', (event) => event.persisted && onNewPage());
  onRoute();
}
