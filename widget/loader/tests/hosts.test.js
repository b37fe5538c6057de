// Hosts as they come: tags put in in other ways, hostile scripts, blocked or spoilt storage.
import assert from 'node:assert/strict';

import { gate, NPS, pause, SETTLED_MS, visitorTest } from './browser.js';

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
    assert.equal((await t.counted(tab)).q.nps.m, 1);
  });
}

for (const [what, early] of [
  ['hearby is a number that can’t be changed', 'Object.defineProperty(window, "hearby", { value: 5 });'],
  ['the queue is none', 'window.hearby = function () {}; hearby.q = 7;'],
  ['hearby is a class', 'window.hearby = class {};'],
]) {
  visitorTest(`${what}: nothing is thrown, and the survey comes or the console says why`, async (t) => {
    const tab = await t.visit('/', { queue: '', early });
    await tab.until('window.told.some(([name]) => name === "shown")');
    assert.deepEqual(tab.console.filter((line) => line.startsWith('thrown')), []);
  });
}

const PROTOTYPE_JS = `
  const from = (list) => Array.prototype.slice.call(list);
  Array.from = from;`;

visitorTest('functions that the page has changed are not used where the browser’s own will do', async (t) => {
  const tab = await t.visit('/', { early: PROTOTYPE_JS });
  await tab.until('window.popup');
  const texts = '[...popup.element.shadowRoot.querySelectorAll(".scale button")].map((one) => one.textContent).join(" ")';
  assert.equal(await tab.evaluate(texts), '0 1 2 3 4 5 6 7 8 9 10');
});

visitorTest('a removal that throws keeps nobody from the next show', async (t) => {
  const early = `
    const { remove } = Element.prototype;
    Element.prototype.remove = function () { if (!this.parentNode) throw new Error('no parent'); remove.call(this); };`;
  const tab = await t.visit('/', { early });
  await tab.until('window.popup');
  await tab.evaluate('popup.element.remove()');
  await tab.until('told.length === 2');
  await tab.evaluate('window.popup = undefined; hearby("show", "ces")');
  await tab.until('window.popup?.ctx.survey === "ces"');
  assert.deepEqual(tab.console.filter((line) => line.startsWith('thrown')), []);
});

visitorTest('a card that can’t be answered is no show', async (t) => {
  const early = `
    const { setAttribute } = Element.prototype;
    Element.prototype.setAttribute = function (name, value) {
      setAttribute.call(this, name, name === 'aria-label' ? 'undefined' : value);
    };`;
  const tab = await t.visit('/', { early });
  await tab.until('told.length');
  const [name, { code, survey }] = await tab.evaluate('told[0]');
  assert.deepEqual([name, code, survey], ['error', 'load-failed', 'nps']);
  assert.equal(await tab.evaluate('document.querySelectorAll("hearby-survey").length'), 0);
  assert.equal((await t.memory(tab))?.q, undefined);
});

visitorTest('whoever watches a film is asked afterwards', async (t) => {
  const early = `
    window.film = document.createElement('video');
    Object.defineProperty(Document.prototype, 'fullscreenElement', { get: () => window.film });`;
  const tab = await t.visit('/', { early });
  await pause(2 * SETTLED_MS);
  assert.equal(await tab.evaluate('window.popup'), undefined);
  await tab.evaluate('window.film = null; document.dispatchEvent(new Event("fullscreenchange", { bubbles: true }))');
  await tab.until('window.popup');
});
