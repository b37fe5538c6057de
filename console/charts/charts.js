/**
 * The console's pictures, drawn as SVG by Observable Plot.
 *
 * In: a score over time, answers by score, a small trend, and saving a picture. Not in: texts and
 * numbers in words (the caller formats them for its language), colours (variables of the console's
 * style sheet), tables.
 */
export { distribution } from './src/distribution.js';
export { canCopy, copyPng, download, toPng, toSvg } from './src/save.js';
export { spark } from './src/spark.js';
export { trend } from './src/trend.js';
