// Many visits with a moving clock, through the rules and the memory alone: no cap is ever broken.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isDue } from '../gate.js';
import { note } from '../note.js';
import { bucket } from '../sample.js';

const VISITS = 10_000;
const HOUR_MS = 36e5;
const DAY_MS = 24 * HOUR_MS;
const FACTS = { _page: new URL('https://shop.example/'), _language: () => 'vi', _device: () => 'd' };

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
const randomFrom = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};

/** One visitor who comes every few hours, and answers, dismisses or leaves at random. */
const live = (site, random) => {
  const memory = { v: 'visitor' };
  const shows = [];
  let nowMs = Date.UTC(2026, 0, 1);
  for (let visit = 0; visit < VISITS; visit += 1) {
    nowMs += Math.floor(random() * 12 * HOUR_MS);
    const survey = site.q.find((one) => isDue(site, one, FACTS, memory, nowMs));
    if (!survey) continue;
    const end = ['answered', 'dismissed', undefined][Math.floor(random() * 3)];
    note(memory, survey.i, 'shown', nowMs);
    if (end) note(memory, survey.i, end, nowMs);
    note(memory, survey.i, 'closed', nowMs);
    shows.push({ survey: survey.i, atMs: nowMs, end });
  }
  return shows;
};

for (const seed of [1, 2, 3]) {
  test(`10,000 visits obey waits, caps and the pause (seed ${seed})`, () => {
    const site = {
      g: 3,
      q: [
        { i: 'nps', a: 90, n: 30, m: 4 },
        { i: 'ces', a: 10, n: 5, m: 40 },
        { i: 'csat', a: 0.5, m: 1000 },
      ],
    };
    const shows = live(site, randomFrom(seed));
    // The simulation reaches what it is about.
    assert.ok(shows.length > 300, `${shows.length}`);
    assert.ok(site.q.every(({ i }) => shows.some(({ survey }) => survey === i)));

    shows.slice(1).forEach(({ atMs }, index) => {
      assert.ok(atMs - shows[index].atMs >= site.g * DAY_MS, 'pause');
    });
    for (const { i, a, n = 0, m } of site.q) {
      let answeredMs = -Infinity;
      let dismissedMs = -Infinity;
      let unanswered = 0;
      for (const { atMs, end } of shows.filter(({ survey }) => survey === i)) {
        assert.ok(atMs - answeredMs >= a * DAY_MS, `${i}: wait after an answer`);
        assert.ok(atMs - dismissedMs >= n * DAY_MS, `${i}: wait after a dismissal`);
        assert.ok(unanswered < m, `${i}: most shows without an answer`);
        unanswered = end === 'answered' ? 0 : unanswered + 1;
        if (end === 'answered') answeredMs = atMs;
        if (end === 'dismissed') dismissedMs = atMs;
      }
    }
  });
}

test('who never answers is asked exactly as often as the cap says', () => {
  const site = { q: [{ i: 'nps', m: 3 }] };
  assert.equal(live(site, () => 0.99).length, 3);
});

test('an answer begins the count of shows anew', () => {
  const memory = {};
  for (const what of ['shown', 'dismissed', 'shown', 'answered', 'closed']) {
    note(memory, 'nps', what, 5);
  }
  assert.deepEqual(memory, { t: 5, q: { nps: { m: 0, n: 5, a: 5 } } });
});

test('samples of 1, 10 and 50 percent are as large as they should be', () => {
  const random = randomFrom(7);
  const visitors = Array.from({ length: 100_000 }, () => random());
  for (const tenThousandths of [100, 1000, 5000]) {
    const p = tenThousandths / 1e4;
    const taken = visitors.filter((v) => bucket(v, 'nps') < tenThousandths).length;
    const bound = 4 * Math.sqrt(visitors.length * p * (1 - p));
    assert.ok(Math.abs(taken - visitors.length * p) <= bound, `${taken} at ${p}`);
  }
});

for (const tenThousandths of [100, 1000, 5000]) {
  test(`over 10,000 visits, a sample of ${tenThousandths / 100} percent never changes its mind`, () => {
    const random = randomFrom(11);
    const site = { q: [{ i: 'nps', r: tenThousandths }] };
    let asked = 0;
    for (let visitor = 0; visitor < 1000; visitor += 1) {
      const memory = { v: random() };
      let nowMs = Date.UTC(2026, 0, 1);
      const decisions = Array.from({ length: 10 }, () => {
        nowMs += Math.floor(random() * 30 * DAY_MS);
        return isDue(site, site.q[0], FACTS, memory, nowMs);
      });
      assert.ok(decisions.every((one) => one === decisions[0]), `${memory.v}`);
      asked += decisions[0];
    }
    const p = tenThousandths / 1e4;
    assert.ok(Math.abs(asked - 1000 * p) <= 4 * Math.sqrt(1000 * p * (1 - p)), `${asked}`);
  });
}
