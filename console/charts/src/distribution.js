/**
 * Answers by score: a column for each, in the colour of its group, and the groups' shares below.
 *
 * The middle group is hatched, so that it differs from its neighbours without colour.
 */
import { barY, ruleY, text } from '@observablehq/plot';

import { node, picture } from './frame.js';
import { widthOf } from './scale.js';

const COLUMNS = 200;
const TOP = 24;
const SCORES = 26;
const LINE = 18;
const GAP = 4;

const COLOUR = { low: 'var(--low)', mid: 'var(--mid)', high: 'var(--high)' };
/** The groups' shapes, as in every list of the console: diamond, square, disc. */
const SHAPE = { low: '◆', mid: '■', high: '●' };

let made = 0;

/**
 * Returns the function that draws a distribution at a width.
 *
 * `data`:
 * - `columns`: `{ score, n, group, label, count }`, in order; `group` is `low`, `mid` or `high`;
 *   `label` and `count` are score and number in words;
 * - `groups`: `{ group, name, share, interval }`, texts; in order; optional.
 *
 * `labels`: `picture`, the sentence. `options`: `height` of the columns.
 */
export const drawDistribution = (data, labels, options) => (width, document) => {
  const { columns, groups = [] } = data;
  if (!columns.length) return null;
  const most = Math.max(1, ...columns.map(({ n }) => n));
  const tall = options.height ?? COLUMNS;
  const step = width / columns.length;
  const brackets = placeGroups(groups, columns, step);
  const lines = brackets.stacked ? groups.length : brackets.places.length ? 3 : 0;
  const below = SCORES + (groups.length ? 12 + lines * LINE : 0);
  const hatch = `hatch-${(made += 1)}`;
  const fill = (group) => (group === 'mid' ? `url(#${hatch})` : COLOUR[group]);
  // Counts must not run into each other; the table has them all.
  const counted = columns.every(({ count }) => widthOf(count) + 2 <= step);

  const svg = picture(
    {
      document,
      width,
      height: TOP + tall + below,
      marginTop: TOP,
      marginRight: 0,
      marginBottom: below,
      marginLeft: 0,
      x: { type: 'band', domain: columns.map(({ score }) => score), padding: 0, axis: null },
      y: { type: 'linear', domain: [0, most], axis: null },
      marks: [
        barY(columns.filter(({ n }) => n > 0), {
          // A single response among thousands is still seen.
          x: 'score', y1: 0, y2: ({ n }) => Math.max(n, (2 * most) / tall), fill: ({ group }) => fill(group),
          insetLeft: GAP / 2, insetRight: GAP / 2, ry1: 4, className: 'column',
        }),
        ruleY([0], { stroke: 'var(--edge)' }),
        counted
          ? text(columns, {
              x: 'score', y: 'n', text: 'count', dy: -9, fill: 'var(--quiet)', fontSize: 12,
            })
          : [],
        text(columns, {
          x: 'score', y: 0, text: 'label', dy: 16, fill: 'var(--text)', fontSize: 12,
          fontWeight: 570,
        }),
        () => drawGroups(brackets, { top: TOP + tall + SCORES, document }),
      ],
      color: { type: 'identity' },
    },
    labels.picture,
  );
  svg.prepend(hatching(hatch, document));
  return svg;
};

/**
 * Returns where the groups' words stand: under their columns, or one below the other where they
 * would run into each other.
 */
export function placeGroups(groups, columns, step) {
  const places = groups.flatMap((group) => {
    const first = columns.findIndex((column) => column.group === group.group);
    const last = columns.findLastIndex((column) => column.group === group.group);
    if (first < 0) return [];
    const left = first * step + GAP / 2;
    return [{ ...group, left, width: (last - first + 1) * step - GAP }];
  });
  const stacked = places.some(
    ({ name, share, interval, width }) =>
      Math.max(widthOf(name), widthOf(`${SHAPE.low} ${share}`, 620), widthOf(interval)) > width,
  );
  return { places, stacked };
}

function drawGroups({ places, stacked }, { top, document }) {
  const group = node(document, 'g', { class: 'groups', 'text-anchor': 'start' });
  const write = (x, y, words, attributes) =>
    group.append(node(document, 'text', { x, y, fill: 'var(--quiet)', 'font-size': 12, ...attributes }, words));
  const strong = { fill: 'var(--text)', 'font-weight': 620 };
  places.forEach((place, at) => {
    const colour = COLOUR[place.group];
    group.append(
      node(document, 'rect', {
        x: place.left.toFixed(1), y: top, width: place.width.toFixed(1), height: 3, fill: colour,
      }),
    );
    const x = stacked ? GAP / 2 : Number(place.left.toFixed(1));
    const y = top + 20 + (stacked ? at * LINE : 0);
    write(x, y, SHAPE[place.group], { fill: colour });
    const after = x + 15;
    write(after, y, place.share, strong);
    if (stacked) {
      const then = after + widthOf(place.share, 620) + 8;
      write(then, y, `${place.name}  ${place.interval}`, {});
    } else {
      write(x, y + LINE, place.name, { fill: 'var(--text)' });
      write(x, y + 2 * LINE - 2, place.interval, {});
    }
  });
  return group;
}

function hatching(id, document) {
  const defs = node(document, 'defs', {});
  const pattern = node(document, 'pattern', {
    id, width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)',
  });
  pattern.append(
    node(document, 'rect', { width: 6, height: 6, fill: 'var(--mid)', 'fill-opacity': 0.55 }),
    node(document, 'rect', { width: 3, height: 6, fill: 'var(--mid)' }),
  );
  defs.append(pattern);
  return defs;
}
