// The card's first frame: what answers are called, and the card before the popup's code is there.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { nameOf, reader } from '../../card/card.js';
import { pictureOf } from '../../card/icon.js';
import { gate, NPS, pause, SETTLED_MS, visitorTest } from './browser.js';

const NPS_SCALE = [0, 10];

test('an answer is named with its scale, and the ends with their label', () => {
  const form = { low: 'Not likely', high: 'Very likely', words: { comma: ', ' } };
  const name = (value, out_of) => {
    form.words.out_of = out_of;
    return nameOf(value, NPS_SCALE, reader(form));
  };
  assert.equal(name(9, '{score} out of {max}'), '9 out of 10');
  assert.equal(name(0, '{score} out of {max}'), '0 out of 10, Not likely');
  assert.equal(name(10, '{score} out of {max}'), '10 out of 10, Very likely');
  assert.equal(name(7, '{max}点中{score}点'), '10点中7点');
  assert.equal(name(7, ''), '');
});

test('a text that is missing is empty, and the form’s own goes before the frame’s', () => {
  const said = reader({ low: 'own', words: { low: 'frame', send: 'Send' } });
  assert.deepEqual(['low', 'send', 'skip'].map(said), ['own', 'Send', '']);
});

test('five faces differ, stars are alike, numbers have no picture', () => {
  const pictures = (style) => new Set([0, 1, 2, 3, 4].map((at) => pictureOf(style, at)));
  assert.equal(pictures('faces').size, 5);
  assert.equal(pictures('stars').size, 1);
  assert.deepEqual([...pictures('numbers')], [undefined]);
});

const CARD = 'document.querySelector("hearby-survey")?.shadowRoot.querySelector(".card")';
const ANSWERS = `[...${CARD}.querySelectorAll('[role=radio]')]`;

visitorTest('the card is there before the WASM, and what is pressed is answered later', async (t) => {
  const release = t.hold('wasm');
  const tab = await t.visit();
  await tab.until(CARD);
  assert.equal(await tab.evaluate('window.popup'), undefined);
  assert.equal(await tab.evaluate(`${ANSWERS}.map((a) => a.textContent).join(' ')`), '0 1 2 3 4 5 6 7 8 9 10');
  await tab.evaluate(`${CARD}.querySelector('#answer-9').click()`);
  const chosen = `${ANSWERS}.filter((a) => a.ariaChecked == 'true').map((a) => a.id).join(' ')`;
  assert.equal(await tab.evaluate(chosen), 'answer-9');
  assert.deepEqual(await tab.evaluate('told'), []);
  await tab.pass(400);
  release();
  await tab.until('window.popup');
  assert.deepEqual(await tab.evaluate('popup.pressed'), ['answer-9']);
  assert.ok((await tab.evaluate('popup.ctx.waited_ms')) >= 400);
});

visitorTest('a page without a body yet, media queries or frames gets the card in the owner’s colours', async (t) => {
  t.state.gate = gate([NPS]);
  const early = `
    Object.defineProperty(document, 'body', { get: () => null });
    window.matchMedia = window.requestAnimationFrame = () => { throw new Error('not here'); };`;
  const tab = await t.visit('/', { early });
  await tab.until('window.popup');
  const token = (name) => tab.evaluate(`${CARD}.style.getPropertyValue('--hearby-${name}')`);
  assert.deepEqual(await Promise.all(['surface', 'radius', 'font'].map(token)), ['#fff', '8px', '']);
});

visitorTest('the card has the page’s font where the owner wants that', async (t) => {
  t.state.gate = gate([NPS]);
  const tab = await t.visit('/', { head: `<style>body{font-family:fantasy}</style>${t.collector.tag()}` });
  await tab.until('window.popup');
  assert.equal(await tab.evaluate(`${CARD}.style.getPropertyValue('--hearby-font')`), 'fantasy');
});

visitorTest('a card that is called off before the WASM goes without a trace', async (t) => {
  const release = t.hold('wasm');
  const tab = await t.visit();
  await tab.until(CARD);
  await tab.evaluate('hearby("close")');
  assert.equal(await tab.evaluate(CARD), undefined);
  release();
  await pause(SETTLED_MS);
  assert.deepEqual(await tab.evaluate('[told, window.shows, localStorage.length]'), [[], null, 0]);
  await tab.evaluate('hearby("show", "nps")');
  await tab.until('window.popup');
});

visitorTest('a page that removes the card before the WASM ends the show', async (t) => {
  const release = t.hold('wasm');
  const tab = await t.visit();
  await tab.until(CARD);
  await tab.evaluate('document.querySelector("hearby-survey").remove()');
  release();
  await pause(SETTLED_MS);
  assert.deepEqual(await tab.evaluate('[told, window.shows]'), [[], null]);
});

visitorTest('WASM that turns out to be spoilt takes the card away and tells the page', async (t) => {
  t.state.wasm = 'spoilt';
  const release = t.hold('wasm');
  const tab = await t.visit();
  await tab.until(CARD);
  release();
  await tab.until('told.length');
  assert.equal(await tab.evaluate(CARD), undefined);
  assert.equal(await tab.evaluate('told[0][1].code'), 'load-failed');
});

visitorTest('where the page’s policy forbids WASM no card is drawn', async (t) => {
  t.state.gate = gate([NPS]);
  const early = `
    new MutationObserver((seen) => {
      for (const { addedNodes } of seen) for (const node of addedNodes) {
        if (node.localName === 'hearby-survey') window.flashed = true;
      }
    }).observe(document.documentElement, { childList: true });`;
  const policy = `script-src 'unsafe-inline' ${t.collector.collector}`;
  const tab = await t.visit('/', { early, headers: { 'content-security-policy': policy } });
  await tab.until('told.length');
  await pause(SETTLED_MS);
  assert.deepEqual(await tab.evaluate('[told[0][1].code, window.flashed]'), ['load-failed', null]);
});
