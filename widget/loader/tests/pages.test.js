// Pages as they come: single-page apps, hidden tabs, consent, policies, hostile scripts.
import assert from 'node:assert/strict';

import { gate, NPS, pause, SETTLED_MS, visitorTest } from './browser.js';

const names = 'told.map(([name]) => name).join(" ")';

visitorTest('a delayed survey is shown after its delay, and not before', async (t) => {
  t.state.gate = gate([{ ...NPS, t: 400 }]);
  const tab = await t.visit();
  await tab.until('hearby.site');
  await pause(SETTLED_MS);
  assert.deepEqual(t.collector.widgetRequests(), []);
  await tab.until('window.popup');
});

for (const [how, early] of [
  ['by the Navigation API', ''],
  ['in a browser without it', 'Object.defineProperty(window, "navigation", { value: undefined });'],
]) {
  visitorTest(`a route cancels what its page delayed, ${how}`, async (t) => {
    t.state.gate = gate([{ ...NPS, t: 400, u: ['e/'] }, { i: 'ces', u: ['e/next'] }]);
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
    await pause(400);
    assert.equal(await tab.evaluate('shows'), 1);
    // Back again, and the delay begins anew.
    await tab.evaluate('hearby("close"); history.back()');
    await tab.until('shows === 2 && popup.ctx.survey === "nps"');
  });

  visitorTest(`another query is another page, ${how}`, async (t) => {
    t.state.gate = gate([{ i: 'nps', u: ['e/?step=2'] }]);
    const tab = await t.visit('/', { early });
    await tab.until('hearby.site');
    await tab.evaluate('history.replaceState(0, "", "?step=2")');
    await tab.until('window.popup');
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
  await tab.until('window.popup');
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
  t.state.formDelayMs = 300;
  const tab = await t.visit();
  await tab.until('hearby.site');
  await tab.evaluate('history.pushState(0, "", "/next")');
  await pause(300 + SETTLED_MS);
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

visitorTest('commands from before the script are run in their order, before the page view', async (t) => {
  t.state.gate = gate([NPS, { ...NPS, i: 'ces' }]);
  const early = `
    hearby('on', 'shown', (detail) => { window.heard = detail; });
    hearby('identify', 'u-1', { plan: 'pro', city: 'Huế' });
    hearby('show', 'csat', { touchpoint: 'checkout', attributes: { plan: 'free' }, lang: 'fr' });
  `;
  const tab = await t.visit('/', { early });
  await tab.until('window.popup');
  const ctx = await tab.evaluate('({...popup.ctx, notify: 0, base: 0})');
  assert.deepEqual(ctx, {
    base: 0,
    site: 'demo',
    survey: 'csat',
    page: '/',
    touchpoint: 'checkout',
    respondent: 'u-1',
    attributes: { plan: 'free', city: 'Huế' },
    notify: 0,
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
  t.state.formDelayMs = 300;
  const tab = await t.visit();
  await tab.until('hearby.site');
  await tab.evaluate('hearby("close")');
  await pause(300 + SETTLED_MS);
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
  assert.equal((await t.memory(tab)).q.nps.m, 1);
});

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

visitorTest('the tag twice runs once', async (t) => {
  t.state.gate = gate([{ i: 'nps', t: 100 }]);
  const tab = await t.visit('/', { head: t.collector.tag() + t.collector.tag() });
  await tab.until('window.popup');
  await tab.evaluate('hearby("close")');
  await pause(SETTLED_MS);
  assert.equal(await tab.evaluate('shows'), 1);
});

visitorTest('a module script works, although it has no current script', async (t) => {
  const head = t.collector.tag().replace('async', 'type="module"');
  const tab = await t.visit('/', { head });
  await tab.until('window.popup');
});

visitorTest('a script put in by a script works', async (t) => {
  const src = `${t.collector.collector}/e/demo.js?v=1`;
  const head = `<script>document.head.append(Object.assign(document.createElement('script'), { src: '${src}' }))</script>`;
  const tab = await t.visit('/', { head });
  await tab.until('window.popup');
});

visitorTest('an element called hearby is in nobody’s way', async (t) => {
  const head = `<meta id="hearby"><script>delete window.hearby</script>${t.collector.tag()}`;
  const tab = await t.visit('/', { head });
  await tab.until('window.popup && typeof hearby === "function"');
});

visitorTest('a page that replaces and freezes what we use does not stop us', async (t) => {
  t.state.gate = gate([{ ...NPS, e: 'go', t: 50 }]);
  const tab = await t.visit();
  await tab.until('hearby.site');
  await tab.evaluate(`
    for (const it of [Array, Object, Promise, Function, String]) Object.freeze(it.prototype);
    window.fetch = window.setTimeout = () => { throw new Error('replaced'); };
    JSON.parse = JSON.stringify = window.fetch;
    hearby('event', 'go');
  `);
  await tab.until('window.shows');
  assert.deepEqual(tab.console, []);
});

visitorTest('where storage is blocked, this page view’s memory does', async (t) => {
  const headers = { 'content-security-policy': 'sandbox allow-scripts' };
  t.state.gate = gate([NPS]);
  const tab = await t.visit('/', { headers });
  await tab.until('window.popup');
  await tab.evaluate('popup.answer(9); hearby("close"); hearby("reset"); hearby("event", "x")');
  assert.deepEqual(tab.console, []);
});

visitorTest('where storage is full, this page view’s memory does', async (t) => {
  t.state.gate = gate([{ ...NPS, e: 'go' }]);
  const early = `
    for (let size = 1 << 22; size >= 1; size >>= 1) {
      try { for (let n = 0; ; n += 1) localStorage[size + '.' + n] = 'x'.repeat(size); } catch {}
    }
  `;
  const tab = await t.visit('/', { early });
  await tab.until('hearby.site');
  await tab.evaluate('hearby("event", "go")');
  await tab.until('window.popup');
  await tab.evaluate('popup.answer(9); hearby("close"); hearby("event", "go")');
  await pause(SETTLED_MS);
  assert.equal(await tab.evaluate('shows'), 1);
  assert.equal(await t.memory(tab), null);
});

for (const rubbish of ['5', 'null', '"x"', '[1]', '{"q":7}', '{"q":{"nps":"x"},"t":"y"}', '{']) {
  visitorTest(`a memory spoilt to ${rubbish} holds nobody up`, async (t) => {
    const early = `localStorage['hearby:demo'] = ${JSON.stringify(rubbish)};`;
    const tab = await t.visit('/', { early });
    await tab.until('window.popup');
    assert.equal((await t.memory(tab)).q.nps.m, 1);
  });
}

visitorTest('reset forgets the visitor and closes', async (t) => {
  t.state.gate = gate([{ ...NPS, r: 10000 }]);
  const tab = await t.visit();
  await tab.until('window.popup');
  await tab.evaluate('hearby("reset")');
  await tab.until('told.length === 3');
  assert.equal(await tab.evaluate('localStorage.length'), 0);
  assert.equal(await tab.evaluate(names), 'shown dismissed closed');
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

visitorTest('a scroll depth is waited for', async (t) => {
  t.state.gate = gate([{ ...NPS, y: 50 }]);
  const tab = await t.visit();
  await tab.until('hearby.site');
  await tab.evaluate('scrollTo(0, 2000)');
  await pause(SETTLED_MS);
  assert.deepEqual(t.collector.widgetRequests(), ['/w/__HEARBY_BUILD__/widget.js']);
  await tab.evaluate('scrollTo(0, 3000)');
  await tab.until('window.popup');
});

visitorTest('a page that can’t be scrolled is seen as a whole', async (t) => {
  t.state.gate = gate([{ ...NPS, y: 100 }]);
  const tab = await t.visit('/', {
    head: `<style>div { display: none }</style>${t.collector.tag()}`,
  });
  await tab.until('window.popup');
});

visitorTest('exit intent is a mouse that leaves at the top', async (t) => {
  t.state.gate = gate([{ ...NPS, z: 1, t: 50 }]);
  const tab = await t.visit();
  await tab.until('hearby.site');
  const leaveAt = (clientY) =>
    tab.evaluate(
      `document.body.dispatchEvent(new MouseEvent("mouseout", { clientY: ${clientY}, bubbles: true }))`,
    );
  await tab.evaluate('scrollTo(0, 3000)');
  await leaveAt(300);
  await pause(SETTLED_MS);
  assert.deepEqual(t.collector.widgetRequests(), ['/w/__HEARBY_BUILD__/widget.js']);
  await leaveAt(0);
  await tab.until('window.popup');
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

/** A phone, as far as style sheets and scripts can tell. */
const asPhone = async (tab) => {
  await tab.send('Emulation.setDeviceMetricsOverride', {
    width: 390,
    height: 844,
    screenWidth: 390,
    screenHeight: 844,
    deviceScaleFactor: 2,
    mobile: true,
  });
  await tab.send('Emulation.setTouchEmulationEnabled', { enabled: true });
};

visitorTest('a phone is told from a desktop', async (t) => {
  t.state.gate = gate([{ i: 'nps', d: 'p' }, { i: 'ces', d: 'd' }]);
  const phone = await t.newTab();
  await asPhone(phone);
  await phone.go(t.collector.page('/'));
  assert.equal(await phone.until('window.popup?.ctx.survey'), 'nps');
  await phone.evaluate('hearby("close")');
  const desktop = await t.visit();
  assert.equal(await desktop.until('window.popup?.ctx.survey'), 'ces');
});

for (const [how, leave] of [
  [
    'scrolls up fast',
    async (tab) => {
      await tab.evaluate('scrollTo(0, 2500)');
      await pause(100);
      await tab.evaluate(
        'new Promise((go) => { scrollTo(0, 2400); requestAnimationFrame(() => { scrollTo(0, 1500); go(); }); })',
      );
    },
  ],
  [
    'was away and is back',
    async (tab, t) => {
      await t.newTab();
      await pause(100);
      await tab.front();
    },
  ],
]) {
  visitorTest(`exit intent on a phone is a visitor who ${how}`, async (t) => {
    t.state.gate = gate([{ ...NPS, z: 1 }]);
    const tab = await t.newTab();
    await asPhone(tab);
    await tab.go(t.collector.page('/'));
    await tab.until('hearby.site');
    await tab.evaluate('scrollTo(0, 2400)');
    await pause(SETTLED_MS);
    assert.equal(await tab.evaluate('window.shows'), undefined);
    await leave(tab, t);
    await tab.until('window.popup');
  });
}
