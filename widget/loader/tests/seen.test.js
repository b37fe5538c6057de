// Pages that nobody sees yet, or that are seen again.
import assert from 'node:assert/strict';

import { gate, NPS, pause, SETTLED_MS, visitorTest } from './browser.js';

visitorTest('a survey waits until the visitor sees the page', async (t) => {
  const first = await t.visit('/first', { head: '' });
  await t.newTab();
  assert.equal(await first.evaluate('document.hidden'), true);
  await first.go(t.collector.page('/hidden'));
  await first.until('hearby.site');
  await pause(SETTLED_MS);
  assert.deepEqual(t.collector.widgetRequests(), []);
  await first.front();
  await first.until('window.popup');
});

visitorTest('a page that the browser renders ahead waits for its visitor', async (t) => {
  t.state.gate = gate([{ ...NPS, u: ['e/ahead'] }]);
  const ahead = t.collector.page('/ahead');
  const rules = JSON.stringify({ prerender: [{ urls: [ahead], eagerness: 'immediate' }] });
  const head = `<script type="speculationrules">${rules}</script>`;
  const early = `setTimeout(() => { location.href = ${JSON.stringify(ahead)}; }, 2000);`;
  await t.open(t.collector.page('/', { head, early }));
  for (let n = 0; n < 60 && t.state.requests.length === 0; n += 1) await pause(25);
  await pause(SETTLED_MS);
  assert.deepEqual(t.state.requests, ['/e/demo.js']);
  for (let n = 0; n < 100 && t.collector.widgetRequests().length < 3; n += 1) await pause(50);
  assert.equal(t.collector.widgetRequests().length, 3);
  // The very page that was rendered ahead, not a second one.
  assert.equal(t.state.requests.filter((path) => path === '/e/demo.js').length, 1);
});

visitorTest('out of the back-forward cache a page is viewed anew', async (t) => {
  t.state.gate = gate([{ i: 'nps', t: 300 }]);
  const tab = await t.visit();
  await tab.until('window.popup');
  await tab.evaluate('hearby("close")');
  await tab.go(t.collector.page('/between', { head: '' }));
  await tab.evaluate('history.back()');
  await tab.until('location.pathname === "/" && window.shows === 1');
  await tab.until('shows === 2');
});
