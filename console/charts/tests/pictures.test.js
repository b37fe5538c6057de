// Pictures as they stand in a document: drawn in Node, by the library itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseHTML } from 'linkedom';

import { distribution, load, spark, trend } from '../charts.js';

const WEEK = 7 * 86_400_000;
const START = Date.UTC(2026, 7, 31);
const NPS = [-100, 100];
const labels = {
  picture: 'Score by week: near 33, then 49.5.', target: 'Target 40', last: '49.5', format: (value) => `#${value}`,
};

const page = () => {
  const { document } = parseHTML('<!doctype html><html dir="rtl"><body><div id="here"></div></body></html>');
  return document.querySelector('#here');
};

const week = (at, value, n) => ({
  from: START + at * WEEK, to: START + (at + 1) * WEEK, value, n,
  low: value === null ? null : value - 14, high: value === null ? null : value + 13,
  label: `week ${at}`, short: `${at}`, title: `${value} of ${n}`,
});

const series = [
  week(0, 62, 8), week(1, 33, 100), week(2, 31, 120), week(3, 35, 90), week(4, null, 0), week(5, 42, 110), week(6, 49.5, 105),
];

/** Waits until pictures that have just come are painted. */
const painted = async () => {
  await load();
  await new Promise(setImmediate);
};

const count = (element, selector) => element.querySelectorAll(selector).length;

test('no picture brings styles of its own: a strict policy refuses them', async () => {
  const here = page();
  trend(here, { points: series, scale: NPS, target: 40 }, labels);
  await painted();
  assert.equal(count(here, 'svg'), 1);
  assert.equal(count(here, 'style'), 0);
  assert.equal(count(here, '[style]'), 0);
});

test('a picture is one image with its sentence, from left to right', async () => {
  const here = page();
  trend(here, { points: series, scale: NPS }, labels);
  await painted();
  const svg = here.querySelector('svg');
  assert.equal(svg.getAttribute('role'), 'img');
  assert.equal(svg.getAttribute('aria-label'), labels.picture);
  assert.equal(svg.querySelector('g[aria-label]'), null);
  assert.equal(svg.getAttribute('direction'), 'ltr');
});

test('a picture without a sentence is left out by readers', async () => {
  const here = page();
  spark(here, { points: series, scale: NPS });
  await painted();
  const svg = here.querySelector('svg');
  assert.equal(svg.getAttribute('aria-hidden'), 'true');
  assert.equal(svg.getAttribute('role'), null);
});

test('a small sample is hollow, has a whisker, and is outside of line and band', async () => {
  const here = page();
  trend(here, { points: series, scale: NPS }, labels);
  await painted();
  assert.equal(count(here, '.few circle'), 1);
  assert.equal(count(here, '.lone line'), 1);
  assert.equal(count(here, '.point circle'), 5);
  // Two runs are joined; the small week and the empty one part them from the rest.
  assert.equal(count(here, '.trend path'), 2);
  assert.equal(count(here, '.band path'), 2);
  // A week without responses has no bar.
  assert.equal(count(here, '.responses path, .responses rect'), 6);
});

test('a single firm point has a whisker instead of a band', async () => {
  const here = page();
  trend(here, { points: [week(0, 40, 30)], scale: NPS }, labels);
  await painted();
  assert.equal(count(here, '.single line'), 1);
  assert.equal(count(here, '.point circle'), 1);
  assert.equal(count(here, '.trend path'), 0);
});

test('target, chosen period, versions and the time before are drawn when they are given', async () => {
  const here = page();
  const bare = trend(here, { points: series, scale: NPS }, labels);
  await painted();
  for (const part of ['.goal', '.chosen', '.version', '.flags', '.then']) assert.equal(count(here, part), 0, part);
  bare.update(
    {
      points: series, scale: NPS, target: 40, chosen: { from: START + 2 * WEEK, to: START + 5 * WEEK },
      marks: [{ at: START + 2.5 * WEEK, text: 'v4: reworded', short: 'v4', kind: 'version' }],
      compared: series.map(({ value }) => ({ value, n: 50 })),
    },
    labels,
  );
  for (const part of ['.goal', '.chosen', '.version', '.flags', '.then']) assert.ok(count(here, part) > 0, part);
  assert.match(here.querySelector('.flags text').textContent, /^v4: reworded$/);
  assert.equal(count(here, 'svg'), 1);
});

test('all numbers and dates are the caller’s texts', async () => {
  const here = page();
  trend(here, { points: series, scale: NPS }, labels);
  await painted();
  const texts = [...here.querySelectorAll('text')].map((text) => text.textContent);
  assert.ok(texts.includes('49.5') && texts.includes('week 6'));
  const rest = texts.filter((text) => !/^(#-?[\d.]+|week \d|49\.5)$/.test(text));
  assert.deepEqual(rest, []);
});

test('markup in a text stays text', async () => {
  const here = page();
  const evil = '<img src=x onerror=alert(1)>';
  trend(
    here,
    {
      points: series.map((point) => ({ ...point, label: evil, title: evil })), scale: NPS,
      marks: [{ at: START + WEEK, text: evil, short: evil, kind: 'version' }],
    },
    { ...labels, picture: evil },
  );
  await painted();
  assert.equal(count(here, 'img'), 0);
  assert.ok(here.textContent.includes(evil));
});

test('no responses at all draw nothing, and nothing fails', async () => {
  const here = page();
  trend(here, { points: [], scale: NPS }, labels);
  await painted();
  assert.equal(here.childNodes.length, 0);
  trend(here, { points: [week(0, null, 0)], scale: NPS }, labels);
  await painted();
  assert.equal(count(here, 'svg'), 1);
  distribution(here, { columns: [] }, { picture: '' });
  await painted();
  assert.equal(here.childNodes.length, 0);
});

test('pictures that come together are measured before the first of them is painted', async () => {
  const calls = [];
  for (const name of ['first', 'second']) {
    const here = page();
    Object.defineProperty(here, 'clientWidth', { get: () => (calls.push(`${name} measured`), 300) });
    const replace = here.replaceChildren.bind(here);
    here.replaceChildren = (...children) => (calls.push(`${name} painted`), replace(...children));
    spark(here, { points: series, scale: NPS });
  }
  assert.deepEqual(calls, []);
  await painted();
  assert.deepEqual(calls, ['first measured', 'second measured', 'first painted', 'second painted']);
});

test('a removed picture leaves its element empty', async () => {
  const here = page();
  trend(here, { points: series, scale: NPS }, labels).remove();
  await painted();
  assert.equal(here.childNodes.length, 0);
});

const columns = [3, 1, 0, 5, 8, 16, 27, 49, 95, 108, 172].map((n, score) => ({
  score, n, group: score < 7 ? 'low' : score < 9 ? 'mid' : 'high', label: `${score}`, count: `${n}`,
}));
const groups = [
  { group: 'low', name: 'Detractors', share: '12.8%', interval: '10.1–16.0' },
  { group: 'mid', name: 'Passives', share: '29.6%', interval: '25.7–33.8' },
  { group: 'high', name: 'Promoters', share: '57.6%', interval: '53.2–61.9' },
];

test('columns have the colour of their group, and the middle is hatched', async () => {
  const here = page();
  distribution(here, { columns, groups }, { picture: 'Answers by score' });
  await painted();
  const drawn = [...here.querySelectorAll('.column path, .column rect')].map((one) => one.getAttribute('fill'));
  assert.equal(drawn.length, 10, 'no column for a score that nobody gave');
  const id = here.querySelector('pattern').getAttribute('id');
  assert.deepEqual(drawn.slice(0, 6), Array(6).fill('var(--low)'));
  assert.deepEqual(drawn.slice(6, 8), Array(2).fill(`url(#${id})`));
  assert.deepEqual(drawn.slice(8), Array(2).fill('var(--high)'));
});

test('two distributions in one page do not share a hatching', async () => {
  const pages = [page(), page()];
  for (const here of pages) distribution(here, { columns, groups }, { picture: 'x' });
  await painted();
  const ids = pages.map((here) => here.querySelector('pattern').getAttribute('id'));
  assert.notEqual(ids[0], ids[1]);
});

test('each group is named with shape, share and interval', async () => {
  const here = page();
  distribution(here, { columns, groups }, { picture: 'Answers by score' });
  await painted();
  const said = [...here.querySelectorAll('.groups text')].map((text) => text.textContent);
  for (const word of ['◆', '■', '●', '12.8%', 'Passives', '53.2–61.9']) {
    assert.ok(said.some((text) => text.includes(word)), word);
  }
});
