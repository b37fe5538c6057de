// The card of one survey. It has figures, a picture and tables, or "nothing yet", or the progress of
// the figures, or an error.

import { draw, metrics, tones } from './picture.js';

/** Makes the card of a summary. */
export function summaryCard(survey, summary, words) {
  const card = frame(survey, words);
  if (!summary.final) {
    // Its figures are null, because the figures of a part could be mistaken for the result.
    const { share, responses } = summary.progress;
    const progress = words.pending(words.percent(share), words.whole(responses));
    card.append(element('p', { class: 'empty' }, progress), period(summary, words));
    return card;
  }
  if (summary.responses === 0) {
    card.append(element('p', { class: 'empty' }, words.empty), period(summary, words));
    return card;
  }
  const { kind, score } = summary;
  const value = words.figure(kind, score.value);
  const interval = between(score, (n) => words.figure(kind, n), words);
  card.append(
    element('p', { class: 'value' }, value),
    element('p', { class: 'between' }, interval),
    draw(summary, words, words.surveys[survey][0], words.description(words.whole(summary.responses), value, interval)),
    groupTable(summary, words),
    scoreTable(summary, words),
    period(summary, words),
  );
  if (score.note === 'small-sample') card.append(element('p', { class: 'note' }, words.smallSample));
  return card;
}

/** Makes the card of a failure. */
export function failureCard(survey, failure, words) {
  const card = frame(survey, words);
  const problem = element('p', { class: 'problem' });
  problem.append(element('strong', {}, failure.message), failure.detail ?? '');
  card.append(problem);
  return card;
}

function frame(survey, words) {
  const [name, asks] = words.surveys[survey];
  const card = element('section', { class: 'survey', 'aria-labelledby': `survey-${survey}` });
  card.append(
    element('h2', { id: `survey-${survey}` }, name),
    element('p', { class: 'asks' }, asks),
  );
  return card;
}

function groupTable(summary, words) {
  const { groups, responses, comments, mean } = summary;
  const rows = metrics[summary.kind].bands.map(([name], tone) => {
    const label = element('th', { scope: 'row' });
    label.append(element('span', { class: `swatch ${tones[tone]}` }), words.groups[name]);
    return [label, words.whole(groups[name] ?? 0), words.percent((groups[name] ?? 0) / responses)];
  });
  rows.push([words.responses, words.whole(responses), '']);
  rows.push([words.comments, words.whole(comments), words.percent(comments / responses)]);
  if (mean) rows.push(sure(words.mean, mean, words.meanFigure, words));
  if (summary.easy_percent) {
    const share = (n) => words.percent(n / 100);
    rows.push(sure(words.easy, summary.easy_percent, share, words));
  }
  return table([words.group, words.count, words.share], rows);
}

/** Makes a figure's row. The interval is below the name, because a card is too narrow for both. */
function sure(name, figure, shown, words) {
  const label = element('th', { scope: 'row' }, name);
  label.append(element('small', {}, between(figure, shown, words)));
  return [label, shown(figure.value), ''];
}

function between({ low, high, confidence }, figure, words) {
  return low === null
    ? words.noInterval
    : words.between(figure(low), figure(high), words.percent(confidence));
}

function scoreTable({ counts, responses }, words) {
  const details = element('details');
  details.append(
    element('summary', {}, words.asTable),
    table([words.score, words.count, words.share], Object.entries(counts)
      .map(([score, count]) => [words.whole(Number(score)), words.whole(count), words.percent(count / responses)])),
  );
  return details;
}

function period({ from, to, tz }, words) {
  return element('p', { class: 'note' }, words.period(from, to, tz));
}

function table(heads, rows) {
  const head = element('tr');
  head.append(...heads.map((text) => element('th', { scope: 'col' }, text)));
  const thead = element('thead');
  thead.append(head);
  const tbody = element('tbody');
  for (const [first, ...cells] of rows) {
    const row = element('tr');
    row.append(
      first instanceof Element ? first : element('th', { scope: 'row' }, first),
      ...cells.map((text) => element('td', {}, text)),
    );
    tbody.append(row);
  }
  const whole = element('table');
  whole.append(thead, tbody);
  return whole;
}

function element(name, attributes = {}, text) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}
