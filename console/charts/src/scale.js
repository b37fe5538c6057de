/**
 * Scales and places along an axis. Pure: numbers in, numbers out.
 */

/** Number of responses below which a point stands alone, without band and line. */
export const FEW = 10;

/** Width of a letter of 12 px where no canvas can measure, on average. */
const LETTER = 6.6;

/** Steps between gridlines, times a power of ten. */
const STEPS = [1, 2, 2.5, 5, 10];

/** True if a point has a score that may be joined to its neighbours. */
export const isFirm = (point) => point.value != null && point.n >= FEW;

/** True if a point has a score of its own, but of too few responses. */
export const isFew = (point) => point.value != null && point.n < FEW;

/**
 * Returns `{ low, high, ticks }`: the axis for all these values, in round numbers, with at most
 * five gridlines, and never beyond the ends of the scale.
 */
export function axisFor(values, [least, most], lines = 5) {
  const known = values.filter(Number.isFinite);
  let low = known.length ? Math.max(least, Math.min(...known)) : least;
  let high = known.length ? Math.min(most, Math.max(...known)) : most;
  if (high <= low) {
    const room = (most - least) / 20;
    low = Math.max(least, low - room);
    high = Math.min(most, high + room);
  }
  const step = roundStep((high - low) / (lines - 1), (first) => covers(low, high, first, lines));
  const bottom = Math.max(least, floorTo(low, step));
  const top = Math.min(most, ceilTo(high, step));
  const ticks = [];
  for (let at = ceilTo(bottom, step); at <= top + step / 1e6; at += step) ticks.push(tidy(at));
  return { low: bottom, high: top, ticks };
}

const covers = (low, high, step, lines) =>
  Math.round((ceilTo(high, step) - floorTo(low, step)) / step) < lines;

function roundStep(least, fits) {
  let power = 10 ** Math.floor(Math.log10(least));
  for (;;) {
    for (const times of STEPS) {
      const step = times * power;
      if (step >= least * 0.999 && fits(step)) return step;
    }
    power *= 10;
  }
}

const floorTo = (value, step) => tidy(Math.floor(tidy(value / step)) * step);
const ceilTo = (value, step) => tidy(Math.ceil(tidy(value / step)) * step);
/** Drops what binary fractions leave behind: 0.30000000000000004 is 0.3; never minus zero. */
const tidy = (value) => Number(value.toPrecision(12)) + 0;

/**
 * Returns runs of neighbouring points that may be joined: a missing or a small point ends a run.
 */
export function runs(points) {
  const found = [];
  let run = [];
  for (const point of points) {
    if (isFirm(point)) run.push(point);
    else if (run.length) {
      found.push(run);
      run = [];
    }
  }
  if (run.length) found.push(run);
  return found;
}

/**
 * Returns the places of labels that can stand beside each other: every nth, counted from the last,
 * which is the newest.
 */
export function labelled(widths, step, gap = 12) {
  const widest = Math.max(0, ...widths);
  const nth = Math.max(1, Math.ceil((widest + gap) / Math.max(step, 0.001)));
  const last = widths.length - 1;
  return widths.map((_, at) => at).filter((at) => (last - at) % nth === 0);
}

/**
 * Returns for each flag its centre and text: the long one where there is room, else the short one,
 * else none; an earlier flag keeps its room. Flags stay between `from` and `to`.
 *
 * `flags` are `{ x, long, short }` with `long` and `short` as widths, from left to right.
 */
export function placeFlags(flags, from, to, gap = 6) {
  let taken = from;
  return flags.map(({ x, long, short }, at) => {
    const next = flags[at + 1];
    const limit = next ? Math.max(x, next.x - next.short / 2 - gap) : to;
    for (const [form, width] of [['long', long], ['short', short]]) {
      const right = form === 'long' ? Math.min(to, limit) : to;
      const left = Math.min(Math.max(x - width / 2, taken), right - width);
      if (left < taken || x < left || x > left + width) continue;
      taken = left + width + gap;
      return { x: left + width / 2, width, form };
    }
    return { x, width: 0, form: 'none' };
  });
}

/** Returns the width of a text in pixels, measured where the browser can. */
export function widthOf(text, weight = 400, size = 12) {
  canvas ??= globalThis.document?.createElement?.('canvas')?.getContext?.('2d') ?? null;
  if (!canvas?.measureText) return text.length * LETTER * (size / 12);
  canvas.font = `${weight} ${size}px system-ui, sans-serif`;
  return canvas.measureText(text).width;
}
let canvas;
