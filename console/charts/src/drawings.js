/**
 * All that draws, with the library behind it: one file of its own, which is loaded beside the rest.
 */
export { drawDistribution } from './distribution.js';
export { drawSpark } from './spark.js';
export { drawTrend } from './trend.js';
