// `hearby(…)`: what a page asks for, also before the script is there.
import assert from 'node:assert/strict';

import { gate, NPS, pause, SETTLED_MS, visitorTest } from './browser.js';

const names = 'told.map(([name]) => name).join(" ")';

visitorTest('commands from before the script are run in their order, before the page view', async (t) => {
  t.state.gate = gate([NPS, { ...NPS, i: 'ces' }]);
  const early = `
    hearby('on', 'shown', (detail) => { window.heard = detail; });
    hearby('identify', 'u-1', { plan: 'pro', city: 'Huế' });
    hearby('show', 'csat', { touchpoint: 'checkout', attributes: { plan: 'free' }, lang: 'fr' });
  `;
  const tab = await t.visit('/', { early });
  await tab.until('window.popup');
  const ctx = await tab.evaluate(
    '({...popup.ctx, notify: 0, base: 0, fetch: 0, setTimeout: 0, element: 0, waited_ms: 0})',
  );
  assert.deepEqual(ctx, {
    base: 0,
    site: 'demo',
    survey: 'csat',
    page: '/',
    touchpoint: 'checkout',
    respondent: 'u-1',
    attributes: { plan: 'free', city: 'Huế' },
    element: 0,
    waited_ms: 0,
    notify: 0,
    fetch: 0,
    setTimeout: 0,
  });
  assert.deepEqual(await tab.evaluate('heard'), { survey: 'csat' });
  assert.ok(t.state.requests.includes('/v1/form/demo/csat?lang=fr'));
  await pause(SETTLED_MS);
  assert.equal(await tab.evaluate('shows'), 1);
});

visitorTest('hearby("show") ignores display rules and caps', async (t) => {
  t.state.gate = gate([{ ...NPS, u: ['e/other'], r: 0 }], { g: 7 });
  const tab = await t.visit();
  await tab.until('hearby.site');
  await tab.evaluate('hearby("show", "nps")');
  await tab.until('window.popup');
  await tab.evaluate('popup.answer(9); hearby("close"); hearby("show", "nps")');
  await tab.until('shows === 2');
});

visitorTest('closing calls off what is loading', async (t) => {
  const release = t.hold('form');
  const tab = await t.visit();
  await tab.until('hearby.site');
  await tab.evaluate('hearby("close")');
  release();
  await pause(SETTLED_MS);
  assert.equal(await tab.evaluate('window.shows'), undefined);
});

visitorTest('wrong and unknown calls throw nothing and leave the rest at work', async (t) => {
  t.state.gate = gate([{ ...NPS, e: 'paid' }]);
  const tab = await t.visit();
  await tab.until('hearby.site');
  await tab.evaluate('hearby(); hearby("x"); hearby("event"); hearby("identify"); hearby("close")');
  await tab.evaluate('hearby("event", "paid")');
  await tab.until('window.popup');
  assert.deepEqual(tab.console, []);
});

visitorTest("an error in the page's listener reaches nobody else", async (t) => {
  const early = `
    hearby('on', 'shown', () => { throw new Error('the page’s own'); });
    hearby('on', 'shown', () => { window.heard = true; });
  `;
  const tab = await t.visit('/', { early });
  await tab.until('window.heard && window.popup');
  assert.equal((await t.counted(tab)).q.nps.m, 1);
});

visitorTest('reset forgets who the visitor is, and what was answered and not sent', async (t) => {
  const early = `
    hearby('identify', 'an@example.com', { plan: 'pro' });
    localStorage['hearby:queue'] = '[[{"id":"x","site":"demo"},1,0,"https://c.example"]]';
  `;
  const tab = await t.visit('/', { early });
  await tab.until('window.popup');
  assert.equal(await tab.evaluate('popup.ctx.respondent'), 'an@example.com');
  await tab.evaluate('popup.answer(9); hearby("reset")');
  await tab.until('told.length === 3');
  await pause(SETTLED_MS);
  assert.equal(await tab.evaluate(names), 'shown answered closed');
  assert.equal(await tab.evaluate('localStorage.length'), 0);
  await tab.evaluate('hearby("show", "nps")');
  await tab.until('shows === 2');
  assert.deepEqual(
    await tab.evaluate('[popup.ctx.respondent ?? null, popup.ctx.attributes]'),
    [null, {}],
  );
});

visitorTest('reset forgets the visitor and closes', async (t) => {
  t.state.gate = gate([{ ...NPS, r: 10000 }]);
  const tab = await t.visit();
  await tab.until('window.popup');
  await tab.evaluate('hearby("reset")');
  await tab.until('told.length === 3');
  assert.equal(await tab.evaluate('localStorage.length'), 0);
  assert.equal(await tab.evaluate(names), 'shown dismissed closed');
});
