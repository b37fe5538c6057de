// The loader's rules against the vectors that `domain` passes too. With `--conditions=hearby-plain`, the
// loader of plain rules against those that have no others.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { hasAllRules } from '#rules';

import { isAllowed, isDue } from '../gate.js';
import { bucket } from '../sample.js';
import { isMet } from '../url.js';
import { compileSite, compileSurvey, pattern } from './compile.js';

const vectors = (name) =>
  JSON.parse(readFileSync(new URL(`../../../tests/vectors/gate/${name}.json`, import.meta.url)));

const factsOf = (facts) => ({
  _page: new URL(facts.url),
  _language: () => (facts.language ?? '').toLowerCase(),
  _device: () => (facts.device ?? 'desktop')[0],
});

const memoryOf = (facts) => ({
  v: facts.visitor_id ?? '',
  t: facts.last_shown_ms,
  q: Object.fromEntries(
    Object.entries(facts.surveys ?? {}).map(([survey, own]) => [
      survey,
      { a: own.last_answered_ms, n: own.last_dismissed_ms, m: own.shows_without_answer },
    ]),
  ),
});

/** As `occasion.js` and `show.js` decide. */
const decides = (site, survey, facts, nowMs) =>
  isAllowed(site, { globalPrivacyControl: facts.gpc }) &&
  survey.e == facts.event &&
  isDue(site, survey, factsOf(facts), memoryOf(facts), nowMs);

/** Display rules that the loader of plain rules does not know. */
const isPlain = (display) =>
  !['devices', 'languages', 'from', 'until', 'scroll_percent', 'exit_intent', 'preload'].some((rule) =>
    Object.hasOwn(display, rule),
  ) && !JSON.stringify(display).includes('#');

const knows = (display) => hasAllRules || isPlain(display);

const rules = vectors('rules').filter((one) => knows(one.rules));
const order = vectors('order').filter((one) => one.surveys.every((survey) => knows(survey.rules)));

test('the vectors are there', () => {
  const least = hasAllRules ? 100 : 50;
  assert.ok(rules.length > least && order.length > 3 && vectors('sampling').length > 50);
});

for (const { name, site, rules: display, facts, now_ms, expected } of rules) {
  test(`rules: ${name}`, () => {
    // Through JSON, as the gate reaches the page: what is undefined is absent.
    const survey = JSON.parse(JSON.stringify(compileSurvey('nps', display)));
    const gate = JSON.parse(JSON.stringify(compileSite(site, [survey], facts)));
    assert.equal(decides(gate, survey, facts, now_ms), 'show' in expected);
    if ('show' in expected) {
      const { delay_ms = 0, scroll_percent, exit_intent = false } = expected.show;
      assert.deepEqual(
        [survey.t ?? 0, survey.y, survey.z === 1],
        [delay_ms, scroll_percent, exit_intent],
      );
    }
  });
}

for (const { name, site, surveys, facts, now_ms, expected } of order) {
  test(`order: ${name}`, () => {
    // The collector sorts; the loader keeps the order.
    const sorted = [...surveys].sort(
      (a, b) =>
        (b.rules.priority ?? 0) - (a.rules.priority ?? 0) || (a.survey < b.survey ? -1 : 1),
    );
    const compiled = sorted.map(({ survey, rules }) => compileSurvey(survey, rules));
    const gate = compileSite(site, compiled, facts);
    const due = compiled.filter((survey) => decides(gate, survey, facts, now_ms));
    assert.deepEqual(
      due.map((survey) => survey.i),
      expected,
    );
  });
}

test('no accepted regular expression is slow in this engine, whatever the address', () => {
  const accepted = vectors('regex').filter((one) => one.accepted);
  assert.ok(accepted.length > 10);
  // Quadratic time would be a minute here, linear time is a fraction of a second.
  const addresses = ['a', 'b', '/', '7', 'a/', 'a7', 'ab', '-', 'aaaab'].map((piece) => ({
    origin: 'https://www.shop.example',
    pathname: `/${piece.repeat(2e5)}#`,
    search: '',
    hash: `#/${piece.repeat(2e5)}#`,
  }));
  // Of the processor, for others may use it meanwhile.
  const start = process.cpuUsage();
  for (const { pattern: regex } of accepted) {
    for (const address of addresses) isMet(address)(pattern({ regex }));
  }
  const tookMs = process.cpuUsage(start).user / 1e3;
  assert.ok(tookMs < 5e3, `${tookMs} ms`);
});

test('every visitor falls into the same bucket as in Rust', () => {
  for (const { visitor_id, survey, bucket: expected } of vectors('sampling')) {
    assert.equal(bucket(visitor_id, survey), expected, `${visitor_id}:${survey}`);
  }
});
