// Who is not asked at all: before consent, by Global Privacy Control, outside of the sample.
import assert from 'node:assert/strict';

import { bucket } from '../sample.js';
import { COUNTED_MS, gate, NPS, pause, SETTLED_MS, SPARE_MS, visitorTest } from './browser.js';
import { STOPPED_ONCE_SHOWN } from './clock.js';

const names = 'told.map(([name]) => name).join(" ")';

visitorTest('before consent nothing is stored or sent; taken back, all is forgotten', async (t) => {
  t.state.gate = gate([{ ...NPS, r: 9999 }], { c: 1 });
  const early = `
    localStorage['hearby:queue'] = '[{}]';
    hearby('event', 'x');
    hearby('show', 'nps');
  `;
  const tab = await t.visit('/', { early });
  await tab.until('hearby.site');
  await tab.pass(SPARE_MS);
  await pause(SETTLED_MS);
  assert.deepEqual(t.state.requests, ['/e/demo.js']);
  assert.equal(await t.memory(tab), null);

  await tab.evaluate('hearby("consent", true)');
  await tab.until('window.popup');
  await tab.pass(SPARE_MS);
  // What waited may be sent now.
  await tab.until('window.flushed');
  assert.equal((await t.counted(tab)).q.nps.m, 1);

  await tab.evaluate('hearby("consent", false)');
  assert.equal(await t.memory(tab), null);
  await tab.until('told.length === 5');
  assert.equal(await t.memory(tab), null);
  assert.equal(await tab.evaluate(names), 'error shown sent dismissed closed');
  assert.deepEqual(await tab.evaluate('told[0][1]'), { code: 'no-consent', survey: 'nps' });
  await tab.evaluate('hearby("show", "nps")');
  await pause(SETTLED_MS);
  assert.equal(await tab.evaluate('shows'), 1);
});

/** Two answers that wait, as the popup writes them: of this site, and of another one. */
const WAITING = `localStorage['hearby:queue'] = '[' + ['demo', 'blog'].map((site) =>
  JSON.stringify([{ id: 'x', site, comment: 'a],\\n[{' }, 1, 0, 'https://c.example'])).join(',\\n') + ']';`;

const WAITS = `JSON.parse(localStorage['hearby:queue'] ?? '[]').map(([body]) => body.site).join()`;

visitorTest('consent taken back discards what is held and what waits, of this site alone', async (t) => {
  const tab = await t.visit('/', { early: WAITING });
  await tab.until('window.popup');
  assert.equal(await tab.evaluate(WAITS), 'demo,blog');
  await tab.evaluate('popup.answer(9); hearby("consent", false)');
  assert.equal(await tab.evaluate(WAITS), 'blog');
  await tab.until('told.length === 3');
  await pause(SETTLED_MS);
  // It is closed, and not sent.
  assert.equal(await tab.evaluate(names), 'shown answered closed');
  assert.equal(await t.memory(tab), null);
});

visitorTest('a page that comes back from the cache hears that the visitor was forgotten', async (t) => {
  const tab = await t.visit('/');
  await tab.until('window.popup');
  const there = `dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))`;
  const back = `dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))`;
  await tab.evaluate(`popup.answer(9); ${there}; ${back}`);
  await pause(SETTLED_MS);
  // Nobody was forgotten, so it is still open.
  assert.equal(await tab.evaluate(names), 'shown answered');
  // As another page does it meanwhile: no storage event comes here.
  await tab.evaluate(`${there}; delete localStorage['hearby:demo']; ${back}`);
  await tab.until('told.length === 3');
  assert.equal(await tab.evaluate(names), 'shown answered closed');
  assert.equal(await t.memory(tab), null);
});

visitorTest('what was scheduled before consent was taken back is not even fetched', async (t) => {
  t.state.gate = gate([{ ...NPS, e: 'paid', h: 1 }]);
  const tab = await t.visit('/', { early: WAITING });
  await tab.until('hearby.site');
  await tab.evaluate('hearby("consent", false)');
  await tab.pass(SPARE_MS);
  await pause(SETTLED_MS);
  assert.deepEqual(t.state.requests, ['/e/demo.js']);
});

visitorTest('consent taken back while the popup is on its way brings none of its presses', async (t) => {
  const release = t.hold('wasm');
  const tab = await t.visit();
  const card = `document.querySelector('hearby-survey')?.shadowRoot`;
  await tab.until(card);
  await tab.evaluate(`${card}.getElementById('answer-9').click(); hearby('consent', false)`);
  release();
  await pause(SETTLED_MS);
  assert.equal(await tab.evaluate('window.shows'), undefined);
  assert.equal(await tab.evaluate('document.querySelector("hearby-survey")'), null);
  assert.equal(await tab.evaluate(names), '');
});

visitorTest('consent taken back before the script was there discards what waits', async (t) => {
  const tab = await t.visit('/', { early: `${WAITING} hearby('consent', false);` });
  await tab.until('hearby.site');
  assert.equal(await tab.evaluate(WAITS), 'blog');
});

visitorTest('a queue that is spoilt is discarded as a whole', async (t) => {
  for (const spoilt of ['[{}]', '{"a":', 'null', '[null]', '[[]]']) {
    const early = `localStorage['hearby:queue'] = '${spoilt}'; hearby('consent', false);`;
    const tab = await t.visit('/', { early });
    await tab.until('hearby.site');
    assert.equal(await tab.evaluate('localStorage.length'), 0, spoilt);
    assert.deepEqual(tab.console, [], spoilt);
  }
});

visitorTest('consent taken back in one tab stops what another tab holds', async (t) => {
  const tab = await t.visit();
  await tab.until('window.popup');
  await tab.evaluate('popup.answer(9)');
  const other = await t.visit('/other');
  await other.until('hearby.site');
  await other.evaluate('hearby("consent", false)');
  await tab.until('told.some(([name]) => name === "closed")');
  await pause(SETTLED_MS);
  assert.equal(await tab.evaluate(names), 'shown answered closed');
  assert.equal(await t.memory(tab), null);
});

visitorTest('consent that is not given yet keeps what waits, and sends it once it is', async (t) => {
  t.state.gate = gate([], { c: 1 });
  const tab = await t.visit('/', { early: WAITING });
  await tab.until('hearby.site');
  assert.equal(await tab.evaluate(WAITS), 'demo,blog');
  await tab.evaluate('hearby("consent", true)');
  await tab.pass(SPARE_MS);
  await tab.until('window.flushed');
});

visitorTest('consent given before the script was there counts', async (t) => {
  t.state.gate = gate([NPS], { c: 1 });
  const tab = await t.visit('/', { early: 'hearby("consent", true);' });
  await tab.until('window.popup');
  await pause(SETTLED_MS);
  assert.equal(await tab.evaluate('shows'), 1);
});

const GPC = 'Object.defineProperty(navigator, "globalPrivacyControl", { value: true });';

visitorTest('Global Privacy Control is honoured when the owner says so', async (t) => {
  t.state.gate = gate([NPS], { k: 1 });
  const tab = await t.visit('/', { early: `${GPC} hearby('show', 'nps');` });
  await pause(SETTLED_MS);
  assert.deepEqual(t.state.requests, ['/e/demo.js']);
  assert.equal(await t.memory(tab), null);
});

visitorTest('Global Privacy Control discards what an earlier visit could not send', async (t) => {
  t.state.gate = gate([NPS], { k: 1 });
  const tab = await t.visit('/', { early: `${GPC} ${WAITING}` });
  await tab.until('hearby.site');
  assert.equal(await tab.evaluate(WAITS), 'blog');
});

visitorTest('Global Privacy Control is nothing to us when the owner does not say so', async (t) => {
  const tab = await t.visit('/', { early: GPC });
  await tab.until('window.popup');
});

visitorTest('a sample never changes its mind for a visitor', async (t) => {
  t.state.gate = gate([{ i: 'nps', r: 5000 }]);
  const ids = new Set();
  for (let n = 0; n < 6; n += 1) {
    const tab = await t.visit();
    await tab.until('localStorage["hearby:demo"]');
    const { v } = await t.memory(tab);
    ids.add(v);
    if (bucket(v, 'nps') < 5000) await tab.until('window.shows');
    else await pause(SETTLED_MS);
    assert.equal(await tab.evaluate('window.shows ?? 0'), bucket(v, 'nps') < 5000 ? 1 : 0);
    await tab.go('about:blank');
  }
  assert.equal(ids.size, 1);
});

visitorTest('nothing is noted of a show that is forgotten just before it counts', async (t) => {
  const tab = await t.visit('/', { early: STOPPED_ONCE_SHOWN });
  await tab.until('window.popup');
  await tab.pass(COUNTED_MS - 50);
  await tab.evaluate('hearby("reset")');
  // A popup takes 150 ms to go.
  await tab.pass(150);
  await tab.until('told.some(([name]) => name === "closed")');
  await pause(SETTLED_MS);
  assert.equal(await tab.evaluate('localStorage.length'), 0);
});
