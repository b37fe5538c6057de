// Shows in a real browser: what the popup and the page are told, what is remembered.
import assert from 'node:assert/strict';

import { COUNTED_MS, gate, NPS, pause, SETTLED_MS, SPARE_MS, visitorTest } from './browser.js';
import { STOPPED_ONCE_SHOWN } from './clock.js';
import { formOf } from './collector.js';

const HOUR_MS = 36e5;
/** Script that moves all times of shows back by an hour. */
const HOUR_LATER = `
  const memory = JSON.parse(localStorage['hearby:demo']);
  memory.t -= ${HOUR_MS};
  for (const own of Object.values(memory.q)) own.w -= ${HOUR_MS};
  localStorage['hearby:demo'] = JSON.stringify(memory);`;

const names = 'told.map(([name]) => name).join(" ")';

visitorTest('a survey that is due is shown at once, with all that the popup needs', async (t) => {
  const tab = await t.visit('/shop');
  await tab.until('window.popup');
  const ctx = await tab.evaluate(
    'Object.fromEntries(Object.entries(popup.ctx).map(([name, it]) => [name, ["function", "object", "number"].includes(typeof it) && name != "attributes" ? typeof it : it]))',
  );
  assert.deepEqual(ctx, {
    base: t.collector.collector,
    site: 'demo',
    survey: 'nps',
    page: '/shop',
    attributes: {},
    element: 'object',
    waited_ms: 'number',
    notify: 'function',
    fetch: 'function',
    setTimeout: 'function',
  });
  assert.deepEqual(await tab.evaluate('popup.form'), formOf('nps'));
  assert.equal(await tab.evaluate('wasm'), 'wasm');
  assert.deepEqual(t.collector.widgetRequests().sort(), [
    '/v1/form/demo/nps?lang=vi',
    '/w/__HEARBY_BUILD__/widget.js',
    '/w/__HEARBY_BUILD__/widget.wasm',
  ]);
  assert.deepEqual(await tab.evaluate('told'), [['shown', { survey: 'nps' }]]);
  assert.deepEqual(tab.console, []);
});

visitorTest('a page without a survey due costs one request and stores nothing', async (t) => {
  t.state.gate = gate([{ ...NPS, u: ['e/other'] }, { i: 'ces', e: 'solved' }]);
  const tab = await t.visit('/shop');
  await pause(SETTLED_MS);
  assert.deepEqual(t.state.requests, ['/e/demo.js']);
  assert.equal(await tab.evaluate('localStorage.length + sessionStorage.length + document.cookie'), '0');
  assert.deepEqual(tab.console, []);
});

visitorTest('hearby is the only global', async (t) => {
  const tab = await t.visit('/', {
    early: 'window.before = Object.getOwnPropertyNames(window);',
  });
  await tab.until('window.popup');
  const added = await tab.evaluate(
    'Object.getOwnPropertyNames(window).filter((name) => !before.includes(name))',
  );
  const ours = added.filter((name) => !['before', 'popup', 'shows', 'wasm', 'hearby'].includes(name));
  assert.deepEqual(ours, []);
});

visitorTest('an answer is remembered and keeps the visitor from being asked again', async (t) => {
  const tab = await t.visit();
  const shown = await t.counted(tab);
  assert.deepEqual([shown.q.nps.m, shown.t - shown.o >= 2000, 'v' in shown], [1, true, false]);
  await tab.evaluate('popup.answer(9)');
  await tab.evaluate('hearby("close")');
  const { q, ...rest } = await t.memory(tab);
  assert.deepEqual([q.nps.m, q.nps.a >= shown.t, 'n' in q.nps], [0, true, false]);
  assert.deepEqual(Object.keys(rest), ['t']);
  await tab.until('told.length === 4');
  assert.equal(await tab.evaluate(names), 'shown answered closed sent');
  assert.deepEqual(await tab.evaluate('told[1][1]'), { survey: 'nps', score: 9, group: 'promoter' });

  t.state.requests = [];
  await t.visit();
  await pause(SETTLED_MS);
  assert.deepEqual(t.collector.widgetRequests(), []);
});

visitorTest('a dismissal is remembered, and its show stays counted', async (t) => {
  const tab = await t.visit();
  await tab.until('window.popup');
  await tab.evaluate('popup.close()');
  await tab.until('told.length === 3');
  const { q, ...rest } = await t.memory(tab);
  assert.deepEqual([q.nps.m, q.nps.n > 0, 'a' in q.nps], [1, true, false]);
  assert.deepEqual(Object.keys(rest), ['t']);
  assert.equal(await tab.evaluate(names), 'shown dismissed closed');
});

visitorTest('shows without an answer are counted up to the cap', async (t) => {
  t.state.gate = gate([{ i: 'nps', m: 2 }]);
  for (const [nth, expected] of [1, 1, undefined].entries()) {
    const tab = await t.visit();
    // Left open, as visitors do; each at a visit of its own.
    if (expected) await t.counted(tab, 'nps', nth + 1);
    else await pause(SETTLED_MS);
    assert.equal(await tab.evaluate('window.shows'), expected);
    assert.equal((await t.memory(tab)).q.nps.m, Math.min(nth + 1, 2));
    await tab.evaluate(HOUR_LATER);
    await tab.go('about:blank');
  }
});

visitorTest('never two at a time, in one tab or in two', async (t) => {
  t.state.gate = gate([{ i: 'nps' }, { i: 'ces' }, { i: 'csat', t: 50 }]);
  const tab = await t.visit('/', { early: 'hearby("on", "shown", () => hearby("show", "csat"));' });
  await tab.until('window.popup');
  const other = await t.visit('/other');
  await pause(SETTLED_MS);
  assert.equal(await tab.evaluate('shows + popup.ctx.survey'), '1nps');
  assert.equal(await other.evaluate('window.shows'), undefined);

  await tab.evaluate('hearby("close")');
  const third = await t.visit('/third');
  assert.equal(await third.until('window.popup?.ctx.survey'), 'nps');
});

visitorTest('a popup that went with its page keeps no other tab waiting', async (t) => {
  t.state.gate = gate([{ i: 'nps' }]);
  const tab = await t.visit();
  await tab.until('window.popup');
  await tab.go('about:blank');
  const other = await t.visit('/other');
  await other.until('window.popup');
});

visitorTest('another tab that shows during the load wins', async (t) => {
  t.state.gate = gate([NPS], { g: 7 });
  const release = t.hold('form');
  const tab = await t.visit();
  await tab.until('window.hearby.site');
  await tab.evaluate('localStorage["hearby:demo"] = JSON.stringify({ t: Date.now() })');
  release();
  await pause(SETTLED_MS);
  assert.equal(await tab.evaluate('window.shows'), undefined);
});

visitorTest('a form that is not there is told to the page, and warned of once', async (t) => {
  t.state.gate = gate([]);
  const tab = await t.visit('/', { early: 'hearby("show", "unknown");' });
  await tab.until('told.length');
  assert.deepEqual(await tab.evaluate('told'), [
    ['error', { code: 'load-failed', survey: 'unknown', detail: '404' }],
  ]);
  assert.deepEqual(tab.console, ['warning: hearby: 404']);
});

visitorTest('a policy that forbids us is told to the page, and nothing more is tried', async (t) => {
  t.state.gate = gate([NPS]);
  const policy = `script-src 'unsafe-inline' ${t.collector.collector}/e/; connect-src 'none'`;
  const tab = await t.visit('/', { headers: { 'content-security-policy': policy } });
  await tab.until('told.length');
  await tab.evaluate('history.pushState(0, "", "/next")');
  await pause(SETTLED_MS);
  assert.equal(await tab.evaluate(names), 'error');
  assert.deepEqual(t.collector.widgetRequests(), []);
  assert.equal(tab.console.filter((line) => line.startsWith('warning: hearby:')).length, 1);
  assert.deepEqual(tab.console.filter((line) => line.startsWith('thrown')), []);
});

visitorTest('answers that wait are delivered later, without a show', async (t) => {
  t.state.gate = gate([]);
  const tab = await t.visit('/', { early: 'localStorage["hearby:queue"] = "[{}]";' });
  await tab.pass(SPARE_MS);
  await tab.until('window.flushed');
  assert.deepEqual(await tab.evaluate('told'), [['sent', { id: 'q' }]]);
  assert.equal(await tab.evaluate('flushed.base'), t.collector.collector);
  assert.equal(await tab.evaluate('flushed.site'), 'demo');
});

visitorTest('a site that has moved tells the popup where it was before', async (t) => {
  t.state.gate = gate([NPS], { f: ['https://old.example'] });
  const tab = await t.visit('/', { early: 'localStorage["hearby:queue"] = "[{}]";' });
  await tab.pass(SPARE_MS);
  await tab.until('window.popup && window.flushed');
  assert.deepEqual(await tab.evaluate('[popup.ctx.former, flushed.former]'), [
    ['https://old.example'],
    ['https://old.example'],
  ]);
});

visitorTest('an empty queue loads nothing', async (t) => {
  t.state.gate = gate([]);
  const tab = await t.visit('/', { early: 'localStorage["hearby:queue"] = "[]";' });
  await tab.pass(SPARE_MS);
  await pause(SETTLED_MS);
  assert.deepEqual(t.collector.widgetRequests(), []);
});

visitorTest('a form that the popup can’t read holds nothing up', async (t) => {
  t.state.gate = gate([NPS]);
  const tab = await t.visit('/', { early: 'hearby("show", "unreadable");' });
  await tab.until('told.length');
  const error = ['error', { survey: 'unreadable', code: 'form-unreadable' }];
  assert.deepEqual(await tab.evaluate('told'), [error]);
  await tab.evaluate('hearby("show", "nps")');
  await tab.until('window.popup');
});

visitorTest('a popup on its way out is waited for', async (t) => {
  t.state.gate = gate([]);
  const tab = await t.visit('/', { early: 'hearby("show", "nps");' });
  await tab.until('window.popup');
  await tab.evaluate('hearby("close"); hearby("show", "ces")');
  await tab.until('popup.ctx.survey === "ces"');
  assert.equal(await tab.evaluate(names), 'shown dismissed closed shown');
});

for (const [what, remove] of [
  ['the survey', 'popup.element.remove()'],
  ['what it stands in', 'document.querySelector("#in").remove()'],
  ['the shadow root’s host that it stands in', 'document.querySelector("#host").remove()'],
]) {
  visitorTest(`a page that removes ${what} ends the show, which isn’t a dismissal`, async (t) => {
    const tab = await t.visit();
    await tab.until('window.popup');
    await tab.evaluate(`
      document.body.insertAdjacentHTML('beforeend', '<div id="in"></div><div id="host"></div>');
      if (${remove.includes('#host')}) document.querySelector('#host').attachShadow({ mode: 'open' });`);
    await tab.evaluate('hearby("close")');
    await tab.until('told.some(([name]) => name == "closed")');
    await tab.evaluate(`
      told.length = 0;
      document.addEventListener('hearby:shown', () => {
        const place = ${remove.includes('#host')} ? document.querySelector('#host').shadowRoot : document.querySelector('#in');
        place.append(popup.element);
      }, { once: true });
      hearby("show", "ces")`);
    await tab.until('told.length');
    await tab.evaluate('document.body.append(document.querySelector("#in"))');
    await pause(SETTLED_MS);
    assert.equal(await tab.evaluate(names), 'shown');
    await tab.evaluate(remove);
    await tab.until('told.length > 1');
    assert.equal(await tab.evaluate(names), 'shown closed');
    const memory = await t.memory(tab);
    assert.deepEqual([memory.o, memory.q.ces?.n], [undefined, undefined]);
    await tab.evaluate('hearby("show", "nps")');
    await tab.until('told.length > 2');
    assert.equal(await tab.evaluate(names), 'shown closed shown');
  });
}

visitorTest('a show that nobody can have read counts for nothing', async (t) => {
  t.state.gate = gate([{ i: 'nps', m: 1 }], { g: 7 });
  for (const path of ['/first', '/second']) {
    const tab = await t.visit(path, { early: STOPPED_ONCE_SHOWN });
    await tab.until('window.popup');
    await tab.pass(COUNTED_MS - 1);
    await tab.go('about:blank');
  }
  const tab = await t.visit('/third');
  const { q } = await t.counted(tab);
  assert.equal(q.nps.m, 1);
});

visitorTest('what was seen and left open is still open on the next page, as one show', async (t) => {
  t.state.gate = gate([{ ...NPS, m: 1, x: ['p/checkout'] }, { i: 'ces', u: ['p/checkout'] }], { g: 7 });
  const tab = await t.visit('/shop');
  const before = await t.counted(tab);
  await tab.go(t.collector.page('/checkout'));
  await pause(SETTLED_MS);
  // Neither where its rules don't agree, nor another one: the pause holds.
  assert.equal(await tab.evaluate('window.shows'), undefined);
  await tab.go(t.collector.page('/next'));
  assert.equal(await tab.until('window.popup?.ctx.survey'), 'nps');
  await tab.pass(COUNTED_MS);
  const { t: at, q } = await t.memory(tab);
  assert.deepEqual([at, q.nps.m], [before.t, 1]);
  // Closed by the visitor, it is over.
  await tab.evaluate('popup.close()');
  await tab.go(t.collector.page('/last'));
  await pause(SETTLED_MS);
  assert.equal(await tab.evaluate('window.shows'), undefined);
});

visitorTest('what was left open in another visit waits as every other show', async (t) => {
  t.state.gate = gate([NPS], { g: 7 });
  const tab = await t.visit();
  await t.counted(tab);
  await tab.evaluate(HOUR_LATER);
  await tab.go(t.collector.page('/next'));
  await pause(SETTLED_MS);
  assert.equal(await tab.evaluate('window.shows'), undefined);
});

visitorTest('one failure holds nothing else up, and is tried again later', async (t) => {
  t.state.gate = gate([{ i: 'unknown', u: ['p/'] }, { i: 'nps', u: ['p/next'] }]);
  const tab = await t.visit();
  await tab.until('told.length');
  const failed = ['error', { code: 'load-failed', survey: 'unknown', detail: '404' }];
  assert.deepEqual(await tab.evaluate('told'), [failed]);
  // The next page is asked; what failed is not tried again at once.
  t.state.requests = [];
  await tab.evaluate('history.pushState(0, "", "/next")');
  await tab.until('window.popup?.ctx.survey === "nps"');
  assert.deepEqual(t.collector.widgetRequests(), ['/v1/form/demo/nps?lang=vi']);
  await tab.evaluate('popup.close()');
  await tab.until('told.length === 4');
  const isTried = async (afterMs, expected) => {
    t.state.requests = [];
    await tab.pass(afterMs);
    const told = await tab.evaluate('told.length');
    await tab.evaluate(`history.pushState(0, "", "/?" + Date.now())`);
    if (expected) await tab.until(`told.length > ${told}`);
    else await pause(SETTLED_MS);
    assert.equal(t.collector.widgetRequests().length, expected);
  };
  // A minute, then four: the wait grows.
  await isTried(5e4, 0);
  await isTried(2e4, 1);
  await isTried(7e4, 0);
  await isTried(2e5, 1);
});

visitorTest('what could not be loaded once can be shown later', async (t) => {
  t.state.gate = gate([]);
  t.state.isDown = true;
  const tab = await t.visit('/', { early: 'hearby("show", "nps");' });
  await tab.until('told.length');
  t.state.isDown = false;
  await tab.evaluate('hearby("show", "nps")');
  await tab.until('window.popup');
});

visitorTest('what is fetched ahead and fails leaves what is open alone', async (t) => {
  t.state.gate = gate([NPS, { i: 'unknown', e: 'paid', h: 1 }]);
  const tab = await t.visit();
  await tab.until('window.popup');
  await tab.pass(SPARE_MS);
  await tab.until('told.some(([name]) => name === "error")');
  await tab.evaluate('popup.answer(9)');
  const { q } = await t.memory(tab);
  assert.ok(q.nps.a > 0);
});

visitorTest('what is asked for and not shown says why', async (t) => {
  t.state.gate = gate([NPS], { p: ['csat'] });
  const tab = await t.visit('/', { early: 'hearby("show", "csat");' });
  await tab.until('window.popup');
  await tab.evaluate('hearby("show", "ces")');
  await tab.until('told.length === 3');
  assert.deepEqual(await tab.evaluate('told'), [
    ['error', { code: 'paused', survey: 'csat' }],
    ['shown', { survey: 'nps' }],
    ['error', { code: 'busy', survey: 'ces' }],
  ]);
  assert.deepEqual(tab.console, ['warning: hearby: paused', 'warning: hearby: busy']);
});
