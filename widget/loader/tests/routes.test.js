// Single-page apps: a route is a new page, and what belongs to the old one goes.
import assert from 'node:assert/strict';

import { gate, NPS, pause, SETTLED_MS, visitorTest } from './browser.js';

const names = 'told.map(([name]) => name).join(" ")';

for (const [how, early] of [
  ['by the Navigation API', ''],
  ['in a browser without it', 'Object.defineProperty(window, "navigation", { value: undefined });'],
]) {
  visitorTest(`a route cancels what its page delayed, ${how}`, async (t) => {
    t.state.gate = gate([{ ...NPS, t: 6e4, u: ['e/'] }, { i: 'ces', u: ['e/next'] }]);
    // The page, or another guest, has put its own function there before us.
    const wrap = `
      const native = history.pushState;
      history.pushState = (...all) => { native.apply(history, all); return "the page's"; };
    `;
    const tab = await t.visit('/', { early: early + wrap });
    await tab.until('hearby.site');
    const result = await tab.evaluate('[history.pushState({ n: 1 }, "", "/next"), history.state.n]');
    assert.deepEqual(result, ["the page's", 1]);
    assert.equal(await tab.until('window.popup?.ctx.survey'), 'ces');
    assert.equal(await tab.evaluate('popup.ctx.page'), '/next');
    await tab.pass(6e4);
    await pause(SETTLED_MS);
    assert.equal(await tab.evaluate('shows'), 1);
    // Back again, and the delay begins anew.
    await tab.evaluate('hearby("close"); history.back()');
    await tab.until('location.pathname === "/"');
    await tab.pass(6e4);
    await tab.until('shows === 2 && popup.ctx.survey === "nps"');
  });

  visitorTest(`another query is another page, ${how}`, async (t) => {
    t.state.gate = gate([{ i: 'nps', u: ['e/?step=2'] }]);
    const tab = await t.visit('/', { early });
    await tab.until('hearby.site');
    await tab.evaluate('history.replaceState(0, "", "?step=2")');
    await tab.until('window.popup');
  });

  visitorTest(`a route in the fragment is a page where a rule names one, ${how}`, async (t) => {
    t.state.gate = gate([{ ...NPS, u: ['p/app#/checkout'] }, { i: 'ces', t: 6e4, x: ['p/app#/checkout'] }]);
    const tab = await t.visit('/app', { early });
    await tab.until('hearby.site');
    await tab.evaluate('location.hash = "#/cart"');
    await pause(SETTLED_MS);
    assert.equal(await tab.evaluate('window.shows'), undefined);
    await tab.evaluate('location.hash = "#/checkout/pay?token=secret"');
    assert.equal(await tab.until('window.popup?.ctx.survey'), 'nps');
    // The route is a part of the page's name, and its query may be a secret.
    assert.equal(await tab.evaluate('popup.ctx.page'), '/app#/checkout/pay');
    // Going back leaves the page that it was shown on.
    await tab.evaluate('history.back()');
    await tab.until('told.some(([name]) => name === "closed")');
    await tab.pass(6e4);
    await tab.until('shows === 2 && popup.ctx.survey === "ces"');
    assert.equal(await tab.evaluate('popup.ctx.page'), '/app#/cart');
  });

  visitorTest(`a change of the fragment is no new page, ${how}`, async (t) => {
    t.state.gate = gate([{ i: 'nps', u: ['e/'] }]);
    const tab = await t.visit('/', { early });
    await tab.until('window.popup');
    await tab.evaluate('hearby("close"); location.hash = "#part"');
    await tab.evaluate('history.replaceState(0, "", "#other")');
    await pause(SETTLED_MS);
    assert.equal(await tab.evaluate('shows'), 1);
  });
}

visitorTest('an open survey leaves with its page; that is no dismissal', async (t) => {
  t.state.gate = gate([{ ...NPS, u: ['e/'] }]);
  const tab = await t.visit();
  await t.counted(tab);
  await tab.evaluate('history.pushState(0, "", "/next")');
  await tab.until('told.length === 2');
  assert.equal(await tab.evaluate(names), 'shown closed');
  const { q, ...rest } = await t.memory(tab);
  assert.deepEqual([q.nps.m, 'n' in q.nps, 'o' in rest], [1, false, false]);
});

visitorTest('an open survey that still belongs stays', async (t) => {
  t.state.gate = gate([{ ...NPS, u: ['p/'] }]);
  const tab = await t.visit();
  await tab.until('window.popup');
  await tab.evaluate('history.pushState(0, "", "/next")');
  assert.equal(await tab.evaluate(names), 'shown');
});

visitorTest('a survey that is being answered stays, whatever the route', async (t) => {
  t.state.gate = gate([{ ...NPS, u: ['e/'] }]);
  const tab = await t.visit();
  await tab.until('window.popup');
  await tab.evaluate('popup.answer(3); history.pushState(0, "", "/next")');
  assert.equal(await tab.evaluate(names), 'shown answered');
});

visitorTest('a survey whose page was left while it loaded is not shown', async (t) => {
  t.state.gate = gate([{ ...NPS, u: ['e/'] }]);
  const release = t.hold('form');
  const tab = await t.visit();
  await tab.until('hearby.site');
  await tab.evaluate('history.pushState(0, "", "/next")');
  release();
  await pause(SETTLED_MS);
  assert.equal(await tab.evaluate('window.shows'), undefined);
});

visitorTest('an event shows its survey, even when a route follows at once', async (t) => {
  t.state.gate = gate([{ ...NPS, e: 'paid' }]);
  const tab = await t.visit();
  await tab.until('hearby.site');
  await tab.evaluate('hearby("event", "other")');
  await pause(SETTLED_MS);
  assert.deepEqual(t.collector.widgetRequests(), []);
  await tab.evaluate('hearby("event", "paid"); history.pushState(0, "", "/thanks")');
  await tab.until('window.popup');
});

visitorTest('a page of any length leaves room for the answer', async (t) => {
  const tab = await t.visit(`/${'a'.repeat(5_000)}`);
  assert.equal(await tab.until('window.popup?.ctx.page.length'), 900);
});
