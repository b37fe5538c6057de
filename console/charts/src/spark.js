/**
 * A small trend for a card: line, band and last point, without axes or words.
 */
import { areaY, dot, lineY, ruleY } from '@observablehq/plot';

import { picture } from './frame.js';
import { axisFor, isFew, isFirm, runs } from './scale.js';

const HEIGHT = 56;

/**
 * Returns the function that draws a small trend at a width.
 *
 * `data`: `points` as `{ value, low, high, n }` in order, `target` or null, `scale`.
 * `labels`: `picture`, a sentence, or nothing where a text beside it says the same.
 * `options`: `height`.
 */
export const drawSpark = (data, labels, options) => (width, document) => {
  const points = data.points.map((point, at) => ({ ...point, at }));
  const scored = points.filter(({ value }) => value != null);
  if (!scored.length) return null;
  // Intervals of small samples fill the whole scale: they would flatten all others.
  const firm = scored.filter(isFirm);
  const heard = firm.length ? firm : scored;
  const axis = axisFor(
    [...heard.flatMap(({ low, high }) => [low, high]), ...scored.map(({ value }) => value)],
    data.scale,
  );
  const joined = runs(points).flatMap((run, at) => run.map((point) => ({ ...point, run: at })));
  const last = scored.findLast(isFirm);
  return picture(
    {
      document,
      width,
      height: options.height ?? HEIGHT,
      margin: 6,
      x: { type: 'linear', domain: [0, Math.max(1, points.length - 1)], axis: null },
      y: { type: 'linear', domain: [axis.low, axis.high], axis: null },
      marks: [
        targetRule(data.target, axis),
        areaY(joined, {
          x: 'at', y1: 'low', y2: 'high', z: 'run', fill: 'var(--band)', className: 'band',
        }),
        lineY(joined, {
          x: 'at', y: 'value', z: 'run', stroke: 'var(--accent)', strokeWidth: 2,
          strokeLinejoin: 'round', strokeLinecap: 'round', className: 'trend',
        }),
        dot(points.filter(isFew), {
          x: 'at', y: 'value', r: 3, fill: 'var(--surface)', stroke: 'var(--accent)',
          strokeWidth: 1.5, className: 'few',
        }),
        dot(last ? [last] : [], {
          x: 'at', y: 'value', r: 4, fill: 'var(--accent)', stroke: 'var(--surface)',
          strokeWidth: 2, className: 'point',
        }),
      ],
    },
    labels.picture,
  );
};

const targetRule = (target, axis) =>
  target == null || target < axis.low || target > axis.high
    ? []
    : ruleY([target], {
        stroke: 'var(--text)', strokeDasharray: '1.5 4', strokeLinecap: 'round', className: 'goal',
      });
