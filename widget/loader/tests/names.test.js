// Elements and variables of the page under names that we might read; scripts without an address.
import assert from 'node:assert/strict';

import { gate, NPS, pause, SETTLED_MS, visitorTest } from './browser.js';
import { OLD_QUEUE, withGate } from './collector.js';

/** Every property of the document that we or a careless script may use. */
const OF_DOCUMENT = [
  'activeElement', 'addEventListener', 'adoptedStyleSheets', 'append', 'baseURI', 'body', 'contains',
  'createElement', 'createElementNS', 'currentScript', 'defaultView', 'dispatchEvent',
  'documentElement', 'firstElementChild', 'forms', 'getElementById', 'getElementsByTagName', 'head',
  'hidden', 'host', 'implementation', 'isConnected', 'nodeType', 'ownerDocument', 'querySelector',
  'querySelectorAll', 'readyState', 'removeEventListener', 'scripts', 'URL', 'visibilityState',
];

/** Scripts of another server that stand on the page first. */
const FOREIGN = 'http://127.0.0.1:9/e/demo.js/e/x.png';

const elements = (names) => names.map((name) => `<img name="${name}" src="${FOREIGN}">`).join('');

/** Only what `fetch`, `import` and scripts ask for; the page's own pictures are no fault of ours. */
const FOREIGN_SCRIPTS = `performance.getEntriesByType('resource')
  .filter(({ name, initiatorType }) => name.includes(':9/') && initiatorType !== 'img').length`;

visitorTest('no name that an image can take on the document is read', async (t) => {
  t.state.gate = gate([{ ...NPS, y: 1 }]);
  const tab = await t.visit('/', { head: elements(OF_DOCUMENT) + t.collector.tag() });
  await tab.until('window.hearby?.site');
  await tab.evaluate('window.scrollTo(0, 4000)');
  await tab.until('window.popup');
  assert.equal(await tab.evaluate('popup.element.parentElement === popup.element.closest("html")'), true);
  await tab.evaluate('hearby("on", "answered", () => { window.heard = 1 }); popup.answer(9)');
  assert.equal(await tab.evaluate('window.heard'), 1);
  assert.equal(await tab.evaluate('told.map(([name]) => name).join()'), 'shown,answered');
  assert.equal(await tab.evaluate(FOREIGN_SCRIPTS), 0);
  assert.deepEqual(tab.console.filter((line) => !line.includes('ERR_')), []);
});

visitorTest('a form of the page takes the survey in, whatever its fields are called', async (t) => {
  t.state.gate = gate([{ ...NPS, e: 'go' }]);
  const form = '<form id="f"><input name="append"><input name="isConnected"><input name="host"></form>';
  const tab = await t.visit('/', { early: `addEventListener('DOMContentLoaded', () => {
    document.body.insertAdjacentHTML('afterbegin', '${form}'); })` });
  await tab.until('window.hearby?.site && document.forms.length');
  await tab.evaluate('hearby("show", "nps", { into: "#f" })');
  await tab.until('window.popup');
  assert.equal(await tab.evaluate('popup.element.parentElement.id'), 'f');
});

const OURS = [
  '<div id="hearby"></div>',
  '<form id="hearby"><input name="q"><input name="site"></form>',
  '<form id="hearby"><select name="q"><option>x</select></form>',
  '<a id="hearby"></a><a id="hearby" name="q"></a>',
  '<object id="hearby"></object>',
  '<embed name="hearby">',
  '<iframe name="hearby" src="about:blank"></iframe>',
  '<iframe name="hearby" sandbox srcdoc="<p>of another origin"></iframe>',
];

for (const first of OURS) {
  for (const [which, queue] of [['with the snippet', undefined], ['without a snippet', '']]) {
    visitorTest(`${first} is in nobody's way, ${which}`, async (t) => {
      t.state.gate = gate([{ ...NPS, e: 'go' }]);
      const early = queue === undefined ? 'hearby("event", "go");' : '';
      const tab = await t.visit('/', { first, queue, early });
      await tab.until('window.hearby instanceof Function && hearby.site === "demo"');
      if (!early) await tab.evaluate('hearby("event", "go")');
      await tab.until('window.popup');
      assert.deepEqual(tab.console, []);
    });
  }

  visitorTest(`${first} stops nothing on a page with the snippet as it was`, async (t) => {
    const tab = await t.visit('/', { first, queue: OLD_QUEUE });
    await tab.until('window.popup && hearby.site === "demo"');
    assert.deepEqual(tab.console, []);
  });
}

visitorTest('the snippet as it was still keeps what is called early', async (t) => {
  t.state.gate = gate([{ ...NPS, e: 'go' }]);
  const tab = await t.visit('/', { queue: OLD_QUEUE, early: 'hearby("event", "go");' });
  await tab.until('window.popup');
});

const WITHOUT = 'delete Window.prototype.navigation; delete window.navigation;';
for (const [what, page] of [
  ['an element called navigation, where the browser has none', { first: '<nav id="navigation"></nav>', early: WITHOUT }],
  ['a variable called navigation', { early: 'var navigation = {};' }],
  ['a variable called navigation of no class', { early: 'var navigation = Object.create(null);' }],
  ['a binding called navigation', { early: 'let navigation = {};' }],
]) {
  visitorTest(`${what} hides no route`, async (t) => {
    t.state.gate = gate([{ ...NPS, u: ['e/next'] }]);
    const tab = await t.visit('/', page);
    await tab.until('window.hearby?.site');
    await tab.evaluate('history.pushState(0, "", "/next")');
    await tab.until('window.popup');
    assert.deepEqual(tab.console, []);
  });
}

for (const [how, script] of [
  ['inlined', (text) => `<script>${text}</script>`],
  ['inlined as a module', (text) => `<script type="module">${text}</script>`],
  ['put in by its text', (text) => `<script>eval(${JSON.stringify(text)})</script>`],
]) {
  visitorTest(`a loader that is ${how} asks its own collector`, async (t) => {
    const text = withGate(t.collector.loader, t.state.gate, t.collector.collector);
    const head = elements(['currentScript']) + script(text);
    const tab = await t.visit('/', { head });
    await tab.until('window.popup');
    assert.equal(await tab.evaluate('popup.ctx.base'), t.collector.collector);
    assert.equal(await tab.evaluate(FOREIGN_SCRIPTS), 0);
  });
}

visitorTest('a loader among other scripts of a bundle asks its own collector', async (t) => {
  const text = withGate(t.collector.loader, t.state.gate, t.collector.collector);
  const path = '/bundle';
  t.state.pages.set(path, { html: `var before = 1;${text};var after = 1;`, headers: { 'content-type': 'text/javascript' } });
  const tab = await t.visit('/', { head: `<script defer src="${path}"></script>` });
  await tab.until('window.popup && after');
  assert.equal(await tab.evaluate('popup.ctx.base'), t.collector.collector);
});

for (const first of ['', '<form id="__HEARBY_GATE__"><input name="o" value="http://127.0.0.1:9"></form>']) {
  visitorTest(`a file that no collector has served says so once and does nothing ${first}`, async (t) => {
    const tab = await t.visit('/', { first, head: `<script>${t.collector.loader}</script>` });
    await pause(SETTLED_MS);
    assert.equal(await tab.evaluate('hearby.site'), undefined);
    assert.deepEqual(t.collector.widgetRequests(), []);
    assert.deepEqual(tab.console, ['warning: hearby: no collector']);
  });
}
