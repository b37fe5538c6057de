// Pages that nobody sees yet, or that are seen again.
import assert from 'node:assert/strict';

import { gate, NPS, pause, SETTLED_MS, visitorTest } from './browser.js';

visitorTest('a survey waits until the visitor sees the page', async (t) => {
  const first = await t.visit('/first', { head: '' });
  await t.newTab();
  await first.until('document.hidden');
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
  const goAhead = t.hold('go');
  const early = `fetch('/go').then(() => { location.href = ${JSON.stringify(ahead)}; });`;
  await t.open(t.collector.page('/', { head, early }));
  const asked = async (least) => {
    for (let n = 0; n < 400 && t.state.requests.length < least; n += 1) await pause(50);
  };
  await asked(1);
  await pause(SETTLED_MS);
  assert.deepEqual(t.state.requests, ['/e/demo.js']);
  goAhead();
  await asked(4);
  assert.equal(t.collector.widgetRequests().length, 3);
  // The very page that was rendered ahead, not a second one.
  assert.equal(t.state.requests.filter((path) => path === '/e/demo.js').length, 1);
});

visitorTest('out of the back-forward cache a page is viewed anew', async (t) => {
  t.state.gate = gate([{ i: 'nps', t: 6e4 }]);
  const tab = await t.visit();
  await tab.until('hearby.site');
  await tab.pass(6e4);
  await tab.until('window.popup');
  await tab.evaluate('hearby("close")');
  await tab.go(t.collector.page('/between', { head: '' }));
  await tab.evaluate('history.back()');
  await tab.until('location.pathname === "/" && window.shows === 1');
  await tab.pass(6e4);
  await tab.until('shows === 2');
});
