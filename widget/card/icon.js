/** The card's icons. Each is one path of strokes on a 24 × 24 grid. */

export const CROSS = 'M6 6l12 12M18 6L6 18';
export const CHECK = 'M5 12.5l4.5 4.5L19 7.5';

const STAR =
  'M12 2.8l2.8 5.8 6.4.9-4.6 4.5 1.1 6.4-5.7-3-5.7 3 1.1-6.4L2.8 9.5l6.4-.9z';

const FACE = 'M12 2.5a9.5 9.5 0 1 0 .01 0zM8.5 9.7v.01M15.5 9.7v.01';
/** Mouths of the faces, from unhappy to happy. */
const MOUTHS = [
  'M7.8 17q4.2-5 8.4 0',
  'M8.5 16.2q3.5-2.4 7 0',
  'M8.5 15.5h7',
  'M8.5 14.6q3.5 2.6 7 0',
  'M7.5 13.8q4.5 6 9 0z',
];

/** Returns the path of the answer at `position` of its scale; undefined if answers are numbers. */
export const pictureOf = (style, position) =>
  style === 'stars' ? STAR : style === 'faces' ? FACE + MOUTHS[position] : undefined;
