// The picture of one summary: the value with its interval on the metric's range, and below it a bar for
// each score, coloured by group. DOM calls build it, so that no text in it can become markup.

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 360;
const RANGE_Y = 22;
const BARS_TOP = 78;
const BARS_HEIGHT = 110;
const BASE_Y = BARS_TOP + BARS_HEIGHT;
const HEIGHT = BASE_Y + 46;
const EDGE = 12;

/** The value's range and the groups' scores, by metric. */
export const metrics = {
  nps: { range: [-100, 100], bands: [['detractor', 0, 6], ['passive', 7, 8], ['promoter', 9, 10]] },
  ces: { range: [1, 7], bands: [['hard', 1, 3], ['neutral', 4, 4], ['easy', 5, 7]] },
  csat: { range: [0, 100], bands: [['unsatisfied', 1, 2], ['neutral', 3, 3], ['satisfied', 4, 5]] },
};

export const tones = ['low', 'middle', 'high'];

let pictures = 0;

export function draw(summary, words, title, description) {
  const metric = metrics[summary.kind];
  pictures += 1;
  const id = `picture-${pictures}`;
  const svg = node('svg', {
    class: 'picture', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img',
    'aria-labelledby': `${id}-title ${id}-desc`,
  });
  svg.append(
    node('title', { id: `${id}-title` }, title),
    node('desc', { id: `${id}-desc` }, description),
    drawRange(summary, metric, words),
    drawBars(summary, metric, words),
  );
  return svg;
}

function drawRange({ score, kind }, { range }, words) {
  const [min, max] = range;
  const x = (value) => EDGE + ((value - min) / (max - min)) * (WIDTH - 2 * EDGE);
  const group = node('g');
  group.append(line(x(min), RANGE_Y, x(max), RANGE_Y, 'axis'));
  const middle = (min + max) / 2;
  for (const [value, anchor] of [[min, 'start'], [middle, 'middle'], [max, 'end']]) {
    group.append(
      line(x(value), RANGE_Y - 7, x(value), RANGE_Y + 7, 'zero'),
      node('text', { class: 'soft', x: x(value), y: RANGE_Y + 24, 'text-anchor': anchor }, words.whole(value)),
    );
  }
  if (score.low !== null && score.high !== null) {
    group.append(line(x(score.low), RANGE_Y, x(score.high), RANGE_Y, 'interval'));
  }
  if (score.value !== null) {
    group.append(node('circle', { class: 'value', cx: x(score.value), cy: RANGE_Y, r: 7 }));
  }
  group.dataset.kind = kind;
  return group;
}

function drawBars({ counts, groups, responses }, { bands }, words) {
  const group = node('g');
  const scores = bands.flatMap(([, from, to], tone) => {
    const list = [];
    for (let score = from; score <= to; score += 1) list.push([score, tone]);
    return list;
  });
  const step = (WIDTH - 2 * EDGE) / scores.length;
  const gap = Math.min(8, step / 5);
  const most = Math.max(1, ...scores.map(([score]) => counts[score] ?? 0));
  const left = (index) => EDGE + index * step;
  scores.forEach(([score, tone], index) => {
    const count = counts[score] ?? 0;
    // A hairline for a score that nobody gave.
    const height = Math.max(1.5, (count / most) * BARS_HEIGHT);
    const middle = left(index) + step / 2;
    group.append(
      node('rect', {
        class: tones[tone], x: left(index) + gap / 2, y: BASE_Y - height, width: step - gap, height, rx: Math.min(4, height / 2),
      }),
      node('text', { x: middle, y: BASE_Y + 15, 'text-anchor': 'middle' }, words.whole(score)),
    );
    if (count > 0) {
      group.append(node('text', { class: 'soft', x: middle, y: BASE_Y - height - 5, 'text-anchor': 'middle' }, words.whole(count)));
    }
  });
  let index = 0;
  bands.forEach(([name, from, to], tone) => {
    const start = left(index) + gap / 2;
    index += to - from + 1;
    const end = left(index) - gap / 2;
    group.append(
      node('rect', { class: tones[tone], x: start, y: BASE_Y + 22, width: end - start, height: 3, rx: 1.5 }),
      node('text', { x: (start + end) / 2, y: BASE_Y + 41, 'text-anchor': 'middle' },
        words.percent((groups[name] ?? 0) / responses)),
    );
  });
  return group;
}

function line(x1, y1, x2, y2, name) {
  return node('line', { class: name, x1, y1, x2, y2 });
}

function node(name, attributes = {}, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
}
