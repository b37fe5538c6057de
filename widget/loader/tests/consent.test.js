// Who is not asked at all: before consent, by Global Privacy Control, outside of the sample.
import assert from 'node:assert/strict';

import { gate, NPS, pause, SETTLED_MS, visitorTest } from './browser.js';

const names = 'told.map(([name]) => name).join(" ")';

visitorTest('before consent nothing is stored or sent; taken back, all is forgotten', async (t) => {
  t.state.gate = gate([{ ...NPS, r: 9999 }], { c: 1 });
  const early = `
    localStorage['hearby:queue'] = '[{}]';
    hearby('event', 'x');
    hearby('show', 'nps');
  `;
  const tab = await t.visit('/', { early });
  await pause(3300);
  assert.deepEqual(t.state.requests, ['/e/demo.js']);
  assert.equal(await t.memory(tab), null);

  await tab.evaluate('hearby("consent", true)');
  await tab.until('window.popup');
  assert.equal((await t.memory(tab)).q.nps.m, 1);

  await tab.evaluate('hearby("consent", false)');
  assert.equal(await t.memory(tab), null);
  await tab.until('told.length === 3');
  assert.equal(await t.memory(tab), null);
  assert.equal(await tab.evaluate(names), 'shown dismissed closed');
  await tab.evaluate('hearby("show", "nps")');
  await pause(SETTLED_MS);
  assert.equal(await tab.evaluate('shows'), 1);
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

visitorTest('Global Privacy Control is nothing to us when the owner does not say so', async (t) => {
  const tab = await t.visit('/', { early: GPC });
  await tab.until('window.popup');
});

visitorTest('a sample never changes its mind for a visitor', async (t) => {
  t.state.gate = gate([{ i: 'nps', r: 5000 }]);
  const shown = [];
  const ids = new Set();
  for (let n = 0; n < 6; n += 1) {
    const tab = await t.visit();
    await pause(SETTLED_MS);
    shown.push(await tab.evaluate('window.shows ?? 0'));
    ids.add((await t.memory(tab)).v);
    await tab.go('about:blank');
  }
  assert.equal(ids.size, 1);
  assert.equal(new Set(shown).size, 1, `${shown}`);
});
