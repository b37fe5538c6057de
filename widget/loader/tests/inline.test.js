// Surveys in an element of the page, while an app makes the page anew around them.
import assert from 'node:assert/strict';

import { COUNTED_MS, gate, pause, SETTLED_MS, visitorTest } from './browser.js';

const names = 'told.map(([name]) => name).join(" ")';
const INLINE = { i: 'inline' };
const PUT = 'document.body.insertAdjacentHTML("beforeend", "<main><div id=survey></div></main>");';
const IN_PLACE = 'document.querySelectorAll("#survey > hearby-survey").length === 1 && window.popup';
const COUNT = 'document.querySelectorAll("hearby-survey").length';
/** A page that runs this once it is read. */
const withScript = (script) => ({ early: `addEventListener("DOMContentLoaded", () => { ${script} });` });
const WITH_PLACE = withScript(PUT);
const WITH_TWO_PLACES = withScript(`${PUT} document.body.append(document.createElement("aside"))`);

visitorTest('a place that an app makes later is waited for', async (t) => {
  t.state.gate = gate([INLINE]);
  const tab = await t.visit();
  await tab.until('hearby.site');
  await pause(SETTLED_MS);
  await tab.pass(1_500);
  assert.equal(await tab.evaluate('told.length'), 0);
  await tab.evaluate(PUT);
  await tab.until(IN_PLACE);
  assert.equal(await tab.evaluate(names), 'shown');
});

visitorTest('a place that is missing for long is told once, and does not hold others up', async (t) => {
  t.state.gate = gate([INLINE]);
  const tab = await t.visit();
  await tab.until('hearby.site');
  // As often as it takes until it looks for its place.
  await tab.until('clock.pass(1_000).then(() => told.length)');
  const missing = { code: 'place-missing', survey: 'inline', detail: 'the page has no such element yet' };
  assert.deepEqual(await tab.evaluate('told'), [['error', missing]]);
  await tab.evaluate('hearby("show", "nps")');
  await tab.until('window.popup?.ctx.survey === "nps"');
  // It is still waited for, and stands beside the popup.
  await tab.evaluate(PUT);
  await tab.until('told.length === 3');
  assert.ok(await tab.evaluate(IN_PLACE));
  assert.equal(await tab.evaluate(names), 'error shown shown');
});

const SURVEYS = 'told.map(([name, { survey }]) => `${name} ${survey}`).join(", ")';

visitorTest('a card in the page holds no popup up, neither asked for nor due', async (t) => {
  t.state.gate = gate([INLINE, { i: 'ces', e: 'paid' }, { i: 'csat', t: 400 }]);
  const tab = await t.visit('/', WITH_PLACE);
  await tab.until(IN_PLACE);
  await tab.until('window.popup.ctx.survey === "csat"');
  await tab.evaluate('popup.close()');
  await tab.until('told.some(([name]) => name === "closed")');
  await tab.evaluate('hearby("show", "nps")');
  await tab.until('window.popup.ctx.survey === "nps"');
  await tab.evaluate('popup.answer(9); popup.close()');
  await tab.until('told.filter(([name]) => name === "closed").length === 2');
  await tab.evaluate('hearby("event", "paid")');
  await tab.until('window.popup.ctx.survey === "ces"');
  // Popups still come one at a time.
  await tab.evaluate('hearby("show", "nps")');
  await pause(SETTLED_MS);
  assert.equal(await tab.evaluate(COUNT), 2);
  assert.ok(await tab.evaluate('!!document.querySelector("#survey > hearby-survey")'));
  assert.deepEqual((await tab.evaluate('told')).at(-1), ['error', { code: 'busy', survey: 'nps' }]);
});

visitorTest('two cards stand in two places, each with its own answer', async (t) => {
  t.state.gate = gate([]);
  const tab = await t.visit('/', WITH_TWO_PLACES);
  await tab.evaluate('hearby("show", "nps", { into: "#survey" })');
  await tab.until(IN_PLACE);
  await tab.evaluate('window.first = popup; hearby("show", "ces", { into: "aside" })');
  await tab.until('window.popup.ctx.survey === "ces"');
  assert.equal(await tab.evaluate(COUNT), 2);
  // A place that is taken is not taken away.
  await tab.evaluate('hearby("show", "csat", { into: "#survey" })');
  await tab.until('told.some(([, { survey }]) => survey === "csat")');
  assert.deepEqual((await tab.evaluate('told')).at(-1), ['error', { code: 'busy', survey: 'csat' }]);
  await tab.evaluate('first.answer(3); popup.answer(7)');
  const { q } = await t.memory(tab);
  assert.ok(q.nps.a && q.ces.a);
});

visitorTest('thanks in the page are closed with the rest, and give way to the next survey there', async (t) => {
  t.state.gate = gate([]);
  const tab = await t.visit('/', WITH_PLACE);
  const show = async (survey) => {
    await tab.evaluate(`hearby("show", "${survey}", { into: "#survey" })`);
    await tab.until(`window.popup?.ctx.survey === "${survey}" && ${IN_PLACE}`);
  };
  await show('nps');
  // The page is told that it is over, and the thanks stay.
  await tab.evaluate('popup.answer(9); popup.ctx.notify("closed")');
  await show('ces');
  assert.equal(await tab.evaluate(COUNT), 1);
  await tab.evaluate('popup.answer(4); popup.ctx.notify("closed"); hearby("close")');
  await tab.until(`${COUNT} === 0`);
  await show('nps');
});

visitorTest('a card and a popup beside it are both still open on the next page, as one show each', async (t) => {
  t.state.gate = gate([INLINE, { i: 'nps', n: 30 }], { g: 7 });
  const tab = await t.visit('/', WITH_PLACE);
  const both = 'document.querySelectorAll("hearby-survey").length === 2 && window.shows === 2';
  await tab.until(both);
  await t.counted(tab, 'inline');
  await t.counted(tab, 'nps');
  await tab.go(t.collector.page('/next', WITH_PLACE));
  await tab.until(both);
  await tab.pass(COUNTED_MS);
  const { q } = await t.memory(tab);
  assert.deepEqual([q.inline.m, q.nps.m], [1, 1]);
  // The end of the one is not that of the other.
  await tab.evaluate('popup.ctx.survey === "nps" ? popup.close() : hearby("close")');
  await tab.go(t.collector.page('/last', WITH_PLACE));
  await tab.until(IN_PLACE);
  assert.equal(await tab.evaluate(COUNT), 1);
});

visitorTest('a card that waits for its place does not come once another tab has the answer', async (t) => {
  t.state.gate = gate([INLINE]);
  const [one, other] = [await t.visit(), await t.visit('/', WITH_PLACE)];
  await other.until(IN_PLACE);
  await other.evaluate('popup.answer(9)');
  await one.evaluate(PUT);
  await one.pass(1_500);
  await pause(SETTLED_MS);
  assert.equal(await one.evaluate(COUNT), 0);
});

visitorTest('cards are shown one after the other without a wait', async (t) => {
  t.state.gate = gate([]);
  const tab = await t.visit('/', WITH_TWO_PLACES);
  await tab.evaluate('hearby("show", "nps", { into: "#survey" }); hearby("show", "ces", { into: "aside" })');
  await tab.until(`${COUNT} === 2`);
});

visitorTest('all that is open is closed at once', async (t) => {
  t.state.gate = gate([INLINE]);
  const tab = await t.visit('/', WITH_PLACE);
  await tab.until(IN_PLACE);
  await tab.evaluate('hearby("show", "nps")');
  await tab.until('window.popup.ctx.survey === "nps"');
  await tab.evaluate('hearby("close")');
  await tab.until('told.filter(([name]) => name === "closed").length === 2');
  assert.equal(await tab.evaluate(COUNT), 0);
  const closed = 'shown inline, shown nps, dismissed inline, dismissed nps, closed inline, closed nps';
  assert.equal(await tab.evaluate(SURVEYS), closed);
});

visitorTest('a card that is answered in another tab is taken away in this one', async (t) => {
  t.state.gate = gate([INLINE]);
  const [one, other] = [await t.visit('/', WITH_PLACE), await t.visit('/', WITH_PLACE)];
  await one.until(IN_PLACE);
  await other.until(IN_PLACE);
  await other.evaluate('popup.answer(9)');
  await one.until(`${COUNT} === 0`);
  // Nobody dismissed it.
  await one.until('told.length === 2');
  assert.equal(await one.evaluate(names), 'shown closed');
  assert.equal(await other.evaluate(COUNT), 1);
});

visitorTest('every route has its survey, when the page is replaced after its address', async (t) => {
  t.state.gate = gate([INLINE]);
  const tab = await t.visit('/', WITH_PLACE);
  await tab.until(IN_PLACE);
  for (let n = 1; n < 5; n += 1) {
    await tab.evaluate(`
      history.pushState(0, "", "/page-${n}");
      setTimeout(() => {
        const next = document.createElement("body");
        document.documentElement.replaceChild(next, document.body);
        ${PUT}
      }, 50)`);
    await pause(2 * SETTLED_MS);
    assert.ok(await tab.until(IN_PLACE), `page ${n}`);
  }
  assert.equal(await tab.evaluate(names), 'shown');
  const { q } = await t.counted(tab, 'inline');
  assert.equal(q.inline.m, 1);
});

visitorTest('with a transition, the survey goes over to the page that stays', async (t) => {
  t.state.gate = gate([INLINE]);
  const tab = await t.visit('/', WITH_PLACE);
  await tab.until(IN_PLACE);
  // Both stand there for a while, the leaving one first.
  await tab.evaluate(`
    history.pushState(0, "", "/next");
    const leaving = document.querySelector("main");
    ${PUT}
    setTimeout(() => leaving.remove(), 300)`);
  await pause(300 + SETTLED_MS);
  await tab.until(IN_PLACE);
  assert.equal(await tab.evaluate(COUNT), 1);
});

visitorTest('a page that is hidden and kept does not keep its survey', async (t) => {
  t.state.gate = gate([INLINE, { i: 'ces', u: ['e/next'] }]);
  const tab = await t.visit('/', WITH_PLACE);
  await tab.until(IN_PLACE);
  await tab.evaluate('document.querySelector("main").style.display = "none"; history.pushState(0, "", "/next")');
  await tab.until('window.popup?.ctx.survey === "ces"');
  await tab.evaluate('popup.close()');
  await tab.until('told.some(([name]) => name === "closed")');
  await tab.evaluate('history.pushState(0, "", "/"); document.querySelector("main").style.display = ""');
  await tab.until(`${IN_PLACE} && popup.ctx.survey === "inline"`);
  assert.equal(await tab.evaluate(COUNT), 1);
});

visitorTest('what was answered is not put back', async (t) => {
  t.state.gate = gate([INLINE]);
  const tab = await t.visit('/', WITH_PLACE);
  await tab.until(IN_PLACE);
  await tab.evaluate('popup.answer(9); document.querySelector("main").remove();');
  await tab.evaluate(PUT);
  await pause(2 * SETTLED_MS);
  assert.equal(await tab.evaluate(names), 'shown answered closed sent');
  assert.equal(await tab.evaluate(COUNT), 0);
});

visitorTest('a survey that its page takes out of its place stays away', async (t) => {
  t.state.gate = gate([INLINE]);
  const tab = await t.visit('/', WITH_PLACE);
  await tab.until(IN_PLACE);
  await tab.evaluate('popup.element.remove()');
  await pause(2 * SETTLED_MS);
  assert.equal(await tab.evaluate(names), 'shown closed');
  assert.equal(await tab.evaluate(COUNT), 0);
});

visitorTest('an empty element of ours, out of a page’s own copy of itself, goes', async (t) => {
  t.state.gate = gate([INLINE]);
  const copy = 'document.body.insertAdjacentHTML("beforeend", "<div id=survey><hearby-survey></hearby-survey></div>");';
  const tab = await t.visit('/', { early: `addEventListener("DOMContentLoaded", () => { ${copy} });` });
  await tab.until(IN_PLACE);
  assert.equal(await tab.evaluate(COUNT), 1);
});

const surface = 'getComputedStyle(popup.element.shadowRoot.querySelector(".card")).getPropertyValue("--hearby-surface").trim()';

visitorTest('the card follows a page that is dark by its own choice, also later', async (t) => {
  const dark = 'document.documentElement.style.colorScheme = "dark";';
  const tab = await t.visit('/', { early: dark });
  await tab.until('window.popup');
  assert.equal(await tab.evaluate(surface), '#000');
  await tab.evaluate('document.documentElement.style.colorScheme = "light"');
  await tab.until(`${surface} === "#fff"`);
  // A page that tells neither by its styles tells us.
  await tab.evaluate('document.documentElement.style.colorScheme = ""; hearby("theme", "dark")');
  await tab.until(`${surface} === "#000"`);
  await tab.evaluate('hearby("close")');
  await tab.until('told.some(([name]) => name === "closed")');
  await tab.evaluate('window.popup = undefined; hearby("show", "ces")');
  await tab.until(`window.popup && ${surface} === "#000"`);
});

visitorTest('a page that is printed does not lose its survey', async (t) => {
  t.state.gate = gate([INLINE]);
  const tab = await t.visit('/', WITH_PLACE);
  await tab.until(IN_PLACE);
  await tab.evaluate('window.first = popup.element');
  await tab.send('Emulation.setEmulatedMedia', { media: 'print' });
  await pause(SETTLED_MS);
  assert.equal(await tab.evaluate('getComputedStyle(first).display'), 'none');
  await tab.send('Emulation.setEmulatedMedia', { media: '' });
  await pause(SETTLED_MS);
  assert.ok(await tab.evaluate('first === document.querySelector("#survey > hearby-survey")'));
});

visitorTest('one that is put back before its code fails to come throws nothing into the page', async (t) => {
  t.state.gate = gate([INLINE]);
  t.state.wasm = 'spoilt';
  const release = t.hold('wasm');
  const tab = await t.visit('/', WITH_PLACE);
  await tab.until(COUNT);
  await tab.evaluate(`document.querySelector("main").remove(); ${PUT}`);
  release();
  await tab.until('told.length');
  await pause(SETTLED_MS);
  assert.deepEqual(await tab.evaluate('told.map(([name, { code }]) => `${name} ${code}`)'), ['error load-failed']);
  assert.equal(await tab.evaluate(COUNT), 0);
  assert.deepEqual(tab.console.filter((line) => line.startsWith('thrown')), []);
});
