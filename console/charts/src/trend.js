/**
 * A score over time: line and band of the interval, with what explains them.
 *
 * A point of fewer than ten responses is hollow, with a dashed whisker, and joined to nothing.
 * Small bars of responses below say why a band is wide.
 */
import { areaY, axisY, dot, lineY, rect, rectY, ruleX, ruleY, text } from '@observablehq/plot';

import { node, picture } from './frame.js';
import { axisFor, isFew, isFirm, labelled, placeFlags, runs, widthOf } from './scale.js';

/** Height that the bars of responses take below the score, with the gap above them. */
const BARS = 40;
const BAR_GAP = 12;
const WIDE = 820;
const NARROW = 540;

/**
 * Returns the function that draws a trend at a width.
 *
 * `data`:
 * - `points`: `{ from, to, value, low, high, n, label, short, title }`, in order; times in ms;
 *   `value`, `low` and `high` are null without responses;
 * - `compared`: `{ value, n }` per point, of the time compared with; optional;
 * - `marks`: `{ at, text, short, kind }`, `kind` `version` or `improvement`; optional;
 * - `target`: number or null; `chosen`: `{ from, to }` or null;
 * - `scale`: the lowest and highest score that exist.
 *
 * `labels`: `picture` (the sentence), `target`, `last`, `format` (number → text).
 * `options`: `height`.
 */
export const drawTrend = (data, labels, options) => (width, document) => {
  const points = data.points.map((point) => ({ ...point, at: (point.from + point.to) / 2 }));
  if (!points.length) return null;
  const height = options.height ?? (width < NARROW ? 300 : 330);
  const flags = data.marks ?? [];
  const margin = { top: flags.length ? 36 : 18, right: 24, bottom: 26, left: leftFor(data, labels) };
  const box = { width, height, margin };
  const axis = axisFor(valuesOf(points, data), data.scale);
  const perPixel = (axis.high - axis.low) / (height - margin.top - margin.bottom - BARS);
  const floor = axis.low - BARS * perPixel;
  const step = (width - margin.left - margin.right) / points.length;

  return picture(
    {
      document,
      width,
      height,
      marginTop: margin.top,
      marginRight: margin.right,
      marginBottom: margin.bottom,
      marginLeft: margin.left,
      x: { type: 'linear', domain: [points[0].from, points.at(-1).to], axis: null },
      y: { type: 'linear', domain: [floor, axis.high], axis: null },
      marks: [
        chosenTint(data.chosen, points, axis),
        gridlines(axis, labels),
        band(points),
        whiskers(points, axis),
        targetLine(data.target, labels, points),
        ghost(points, data.compared),
        line(points),
        dots(points, step),
        lastLabel(points, labels),
        flagMarks(flags, axis, box, document),
        responses(points, { floor, perPixel, step }),
        timeLabels(points, width, step),
        hover(points, floor, axis),
      ],
    },
    labels.picture,
  );
};

/** Returns all values that the axis has to hold: the intervals, not the scores alone. */
const valuesOf = (points, data) => [
  ...points.filter((point) => point.value != null).flatMap(({ low, value, high }) => [low, value, high]),
  ...(data.target == null ? [] : [data.target]),
  ...(data.compared ?? []).filter(isFirm).map(({ value }) => value),
];

/** A number on the axis; with a minus of its full width, for a hyphen disappears beside digits. */
const written = (labels, value) => labels.format(value).replace('-', '−');

const leftFor = (data, labels) =>
  Math.ceil(Math.max(...data.scale.map((end) => widthOf(written(labels, end))))) + 16;

const chosenTint = (chosen, points, axis) => {
  if (!chosen) return [];
  const from = Math.max(chosen.from, points[0].from);
  const to = Math.min(chosen.to, points.at(-1).to);
  if (to <= from) return [];
  return rect([{ from, to }], {
    x1: 'from', x2: 'to', y1: axis.low, y2: axis.high,
    fill: 'var(--accent-soft)', fillOpacity: 0.55, className: 'chosen',
  });
};

const gridlines = (axis, labels) => [
  ruleY(axis.ticks, { stroke: 'var(--line)' }),
  ruleY([axis.low], { stroke: 'var(--edge)' }),
  axisY({
    ticks: axis.ticks, tickSize: 0, tickPadding: 8, tickFormat: (value) => written(labels, value), label: null,
    fill: 'var(--quiet)', fontSize: 12,
  }),
];

/** The band of each run of points that are joined; a run of one has a whisker instead. */
const band = (points) =>
  areaY(joined(points), {
    x: 'at', y1: 'low', y2: 'high', z: 'run', fill: 'var(--band)', className: 'band',
  });

const line = (points) =>
  lineY(joined(points), {
    x: 'at', y: 'value', z: 'run', stroke: 'var(--accent)', strokeWidth: 2.25,
    strokeLinejoin: 'round', strokeLinecap: 'round', className: 'trend',
  });

const joined = (points) =>
  runs(points)
    .filter((run) => run.length > 1)
    .flatMap((run, at) => run.map((point) => ({ ...point, run: at })));

const whiskers = (points, axis) => {
  const inside = ({ at, low, high }) => ({
    at, low: Math.max(low, axis.low), high: Math.min(high, axis.high),
  });
  const single = runs(points).filter((run) => run.length === 1).flat();
  return [
    ruleX(single.map(inside), {
      x: 'at', y1: 'low', y2: 'high', stroke: 'var(--whisker)', strokeWidth: 2, className: 'single',
    }),
    ruleX(points.filter(isFew).map(inside), {
      x: 'at', y1: 'low', y2: 'high', stroke: 'var(--ghost)', strokeWidth: 2,
      strokeDasharray: '4 3', className: 'lone',
    }),
  ];
};

const targetLine = (target, labels, points) =>
  target == null
    ? []
    : [
        ruleY([target], {
          stroke: 'var(--text)', strokeWidth: 1.5, strokeDasharray: '1.5 4', strokeLinecap: 'round',
          className: 'goal',
        }),
        text([target], {
          x: points[0].from, y: (value) => value, text: () => labels.target, textAnchor: 'start',
          dx: 4, dy: -10, ...said, ...halo,
        }),
      ];

/** The time compared with, as a dotted line without a band: its interval stands in the table. */
const ghost = (points, compared) => {
  if (!compared?.length) return [];
  const then = points.map(({ at }, index) => ({ at, n: 0, ...compared[index] }));
  const parts = runs(then).flatMap((run, at) => run.map((point) => ({ ...point, run: at })));
  return lineY(parts, {
    x: 'at', y: 'value', z: 'run', stroke: 'var(--ghost)', strokeWidth: 1.75,
    strokeDasharray: '2 5', strokeLinecap: 'round', className: 'then',
  });
};

const dots = (points, step) => {
  const last = points.findLast(isFirm);
  const radius = step < 14 ? 2.5 : 4.5;
  const drawn = points.filter((point) => isFirm(point) && (step >= 7 || point === last));
  return [
    dot(points.filter(isFew), {
      x: 'at', y: 'value', r: radius, fill: 'var(--surface)', stroke: 'var(--accent)',
      strokeWidth: 1.75, className: 'few',
    }),
    dot(drawn, {
      x: 'at', y: 'value', r: (point) => (point === last ? radius + 1 : radius),
      fill: 'var(--accent)', stroke: 'var(--surface)', strokeWidth: 2, className: 'point',
    }),
  ];
};

const said = { fill: 'var(--text)', fontSize: 12, fontWeight: 620, className: 'said' };
const halo = { stroke: 'var(--surface)', strokeWidth: 4 };

const lastLabel = (points, labels) => {
  const last = points.findLast(isFirm);
  if (!last || !labels.last) return [];
  return text([last], { x: 'at', y: 'value', text: () => labels.last, dy: -13, ...said, ...halo, fontSize: 14 });
};

/** Small bars of responses below the axis, on a scale of their own that begins at zero. */
const responses = (points, { floor, perPixel, step }) => {
  const most = Math.max(1, ...points.map(({ n }) => n));
  const tallest = (BARS - BAR_GAP) * perPixel;
  const wide = Math.max(1, Math.min(14, step * 0.6));
  const inset = Math.max(0, (step - wide) / 2);
  return rectY(points.filter(({ n }) => n > 0), {
    x1: 'from', x2: 'to', y1: floor, y2: ({ n }) => floor + tallest * Math.max(n / most, 0.06),
    insetLeft: inset, insetRight: inset, fill: 'var(--ghost)', fillOpacity: 0.45,
    r: Math.min(2, wide / 3), className: 'responses',
  });
};

const timeLabels = (points, width, step) => {
  const written = points.map((point) => (width >= WIDE ? point.label : (point.short ?? point.label)));
  const shown = labelled(written.map((label) => widthOf(label)), step);
  return text(shown.map((at) => ({ at: points[at].at, label: written[at] })), {
    x: 'at', text: 'label', frameAnchor: 'bottom', lineAnchor: 'top', dy: 9,
    fill: 'var(--quiet)', fontSize: 12,
  });
};

/** Titles that a pointer shows over the points; readers have them in the table. */
const hover = (points, floor, axis) =>
  rect(points.filter(({ title }) => title), {
    x1: 'from', x2: 'to', y1: floor, y2: axis.high, title: 'title', fill: '#000', fillOpacity: 0,
    className: 'hover',
  });

const flagMarks = (flags, axis, box, document) => {
  if (!flags.length) return [];
  const sorted = [...flags].sort((one, other) => one.at - other.at);
  return [
    ruleX(sorted, {
      x: 'at', y1: axis.low, y2: axis.high, stroke: 'var(--text)', strokeWidth: 1.25,
      strokeDasharray: '4 3', strokeOpacity: 0.75, className: 'version',
    }),
    (_index, scales) => drawFlags(sorted, scales.x, box, document),
  ];
};

const FLAG_PADDING = 10;
const FLAG_HEIGHT = 22;
const sign = ({ kind }, words) => (kind === 'improvement' ? `◆ ${words}` : words);

function drawFlags(flags, x, { width, margin }, document) {
  const sized = flags.map((flag) => {
    const wide = (words) => widthOf(sign(flag, words), 620) + 2 * FLAG_PADDING;
    return { x: x(flag.at), long: wide(flag.text), short: wide(flag.short ?? flag.text) };
  });
  const places = placeFlags(sized, margin.left, width - 2);
  const group = node(document, 'g', { class: 'flags', 'text-anchor': 'middle' });
  flags.forEach((flag, at) => {
    const place = places[at];
    if (place.form === 'none') return;
    const words = place.form === 'long' ? flag.text : (flag.short ?? flag.text);
    const left = place.x - place.width / 2;
    group.append(
      node(document, 'rect', {
        x: left.toFixed(1), y: 4, width: place.width.toFixed(1), height: FLAG_HEIGHT, rx: 6,
        fill: 'var(--sunken)', stroke: 'var(--line)',
      }),
      node(document, 'text', {
        x: place.x.toFixed(1), y: 19, fill: 'var(--text)', 'font-weight': 620, 'font-size': 12,
      }, sign(flag, words)),
    );
  });
  return group;
}
