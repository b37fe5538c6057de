/** Display rules as owners name them → the gate's letters, as `wire/src/gate.rs` compiles them. */

const asBrowsersWrite = (text) => text.replace(/[^!-~]+/gu, encodeURIComponent);

/** In a regular expression, a `?` that counts is no question mark. */
const counts = (text) =>
  text.replace(/\\.|\[(\\.|[^\]])*\]|\?/g, (part) => (part === '?' ? '{0,1}' : part));

export const pattern = (one) => {
  const [[sort, text]] = Object.entries(one);
  return sort[0] + asBrowsersWrite(sort === 'regex' ? counts(text) : text);
};

const list = (items, map = (item) => item) => (items?.length ? items.map(map) : undefined);

/** A rule that is 0 is left out. */
const number = (value, fallback = 0) => value ?? fallback;

export const compileSite = (site = {}, surveys = [], facts = {}) => ({
  s: 'demo',
  g: number(site.pause_between_surveys_days, 7) || undefined,
  // The loader lifts it when the page says so.
  c: site.consent === 'after-consent' && !facts.consent_given ? 1 : undefined,
  k: site.honour_gpc ? 1 : undefined,
  q: surveys,
});

export const compileSurvey = (survey, rules) => ({
  i: survey,
  u: list(rules.urls?.include, pattern),
  x: list(rules.urls?.exclude, pattern),
  d: list(rules.devices, (device) => device[0])?.join(''),
  l: list(rules.languages, (language) => language.toLowerCase()),
  e: rules.event ?? undefined,
  f: rules.from && Date.parse(rules.from),
  b: rules.until && Date.parse(rules.until),
  y: rules.scroll_percent,
  z: rules.exit_intent ? 1 : undefined,
  t: number(rules.delay_ms) || undefined,
  r: number(rules.sample_percent, 100) < 100 ? Math.round(rules.sample_percent * 100) : undefined,
  a: number(rules.wait_after_response_days, 90) || undefined,
  n: number(rules.wait_after_dismissal_days, 30) || undefined,
  m: number(rules.max_shows, 3) || undefined,
});
