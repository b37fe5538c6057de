/**
 * The console's pictures, drawn as SVG by Observable Plot.
 *
 * In: a score over time, answers by score, a small trend, and saving a picture. Not in: texts and
 * numbers in words (the caller formats them for its language), colours (variables of the console's
 * style sheet), tables.
 *
 * Each returns `{ update(data, labels, options), remove() }`; what it is given stands at its drawing.
 */
import { mount } from './src/mount.js';

export { canCopy, copyPng, download, toPng, toSvg } from './src/save.js';
export { load } from './src/mount.js';

/** Draws a trend (`src/trend.js`) and keeps it fitting. */
export const trend = (element, data, labels = {}, options = {}) =>
  mount(element, 'drawTrend', 330, [data, labels, options]);

/** Draws a distribution (`src/distribution.js`) and keeps it fitting. */
export const distribution = (element, data, labels = {}, options = {}) =>
  mount(element, 'drawDistribution', 316, [data, labels, options]);

/** Draws a small trend (`src/spark.js`) and keeps it fitting. */
export const spark = (element, data, labels = {}, options = {}) =>
  mount(element, 'drawSpark', 56, [data, labels, options]);
