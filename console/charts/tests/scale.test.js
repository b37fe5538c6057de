// Scales and places: numbers alone, no picture.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { axisFor, isFew, isFirm, labelled, placeFlags, runs } from '../src/scale.js';

const NPS = [-100, 100];

test('an axis holds every interval in round numbers with at most five lines', () => {
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let round = 0; round < 500; round += 1) {
    const scale = [NPS, [0, 100], [1, 7], [1, 5]][round % 4];
    const [least, most] = scale;
    const values = Array.from({ length: 1 + Math.floor(random() * 20) }, () => least + random() * (most - least));
    const { low, high, ticks } = axisFor(values, scale);
    assert.ok(low <= Math.min(...values) && high >= Math.max(...values), `${values}: ${low} to ${high}`);
    assert.ok(low >= least && high <= most, `${low} to ${high} leaves ${scale}`);
    assert.ok(ticks.length >= 2 && ticks.length <= 5, `${low} to ${high}: ${ticks}`);
    assert.ok(ticks.every((tick) => tick >= low - 1e-9 && tick <= high + 1e-9));
    assert.ok(ticks.every((tick) => String(tick).length <= 6), `${ticks}`);
  }
});

test('an axis without values shows the whole scale, one of equal values has room', () => {
  assert.deepEqual(axisFor([], NPS), { low: -100, high: 100, ticks: [-100, -50, 0, 50, 100] });
  const { low, high } = axisFor([100, 100], NPS);
  assert.ok(low < 100 && high === 100);
  const middle = axisFor([4, 4], [1, 7]);
  assert.ok(middle.low < 4 && middle.high > 4);
});

test('an axis with values beyond the scale ends where the scale ends', () => {
  const { low, high } = axisFor([-140, 130], NPS);
  assert.deepEqual([low, high], [-100, 100]);
});

const point = (value, n) => ({ value, n });

test('ten responses are firm, nine are few, and none are neither', () => {
  assert.deepEqual([point(5, 10), point(5, 9), point(null, 0)].map(isFirm), [true, false, false]);
  assert.deepEqual([point(5, 10), point(5, 9), point(null, 0)].map(isFew), [false, true, false]);
});

test('a score of zero is a score', () => {
  assert.ok(isFirm(point(0, 20)));
});

test('small and missing points are joined to nothing', () => {
  const points = [point(1, 20), point(2, 20), point(3, 9), point(4, 20), point(null, 0), point(5, 20), point(6, 20)];
  assert.deepEqual(
    runs(points).map((run) => run.map(({ value }) => value)),
    [[1, 2], [4], [5, 6]],
  );
  assert.deepEqual(runs([point(1, 3)]), []);
});

test('labels are thinned evenly and the newest is always there', () => {
  assert.deepEqual(labelled([30, 30, 30], 50), [0, 1, 2]);
  assert.deepEqual(labelled(Array(13).fill(30), 25), [0, 2, 4, 6, 8, 10, 12]);
  assert.deepEqual(labelled(Array(12).fill(30), 25), [1, 3, 5, 7, 9, 11]);
  assert.deepEqual(labelled([], 25), []);
  assert.deepEqual(labelled([400], 25), [0]);
});

test('flags never cover each other, never leave the picture, and stand over their rule', () => {
  let seed = 11;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let round = 0; round < 500; round += 1) {
    const flags = Array.from({ length: 1 + Math.floor(random() * 12) }, () => ({
      x: 40 + random() * 320, long: 60 + random() * 100, short: 30 + random() * 10,
    })).sort((one, other) => one.x - other.x);
    const places = placeFlags(flags, 40, 370);
    let right = 40;
    places.forEach(({ x, width, form }, at) => {
      if (form === 'none') return;
      assert.ok(x - width / 2 >= right - 1e-6 && x + width / 2 <= 370 + 1e-6, JSON.stringify(places));
      assert.ok(Math.abs(x - flags[at].x) <= width / 2 + 1e-6);
      right = x + width / 2;
    });
  }
});

test('a flag takes its long text where there is room, and the short one where there is little', () => {
  const [wide] = placeFlags([{ x: 200, long: 120, short: 30 }], 40, 370);
  assert.equal(wide.form, 'long');
  const [first, second] = placeFlags(
    [{ x: 100, long: 120, short: 30 }, { x: 140, long: 120, short: 30 }], 40, 370,
  );
  assert.equal(first.form, 'short');
  assert.notEqual(second.form, 'none');
});
