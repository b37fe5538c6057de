// The owner's page: asks for the collector's address, a key and a language, then fetches the summaries
// and shows them.
//
// `owner.html#key=…&collector=…` fills the form in. The script then removes the key from the address
// bar and keeps it for this tab alone.

import { failureCard, summaryCard } from './card.js';
import { Failure, fetchSummary } from './api.js';
import { speak } from './texts.js';

const SURVEYS = ['nps', 'ces', 'csat'];
const form = document.getElementById('ask');
const collector = document.getElementById('collector');
const key = document.getElementById('key');
const state = document.getElementById('state');
const cards = document.getElementById('surveys');
const toggle = document.getElementById('lang');

let words = speak(navigator.language.startsWith('vi') ? 'vi' : 'en');
/** A summary or a failure for each survey. They are drawn again when the owner changes the language. */
let shown = [];
let latest = 0;

function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  for (const [name, field] of [['key', key], ['collector', collector]]) {
    const value = given.get(name) ?? sessionStorage.getItem(`owner:${name}`);
    if (value) field.value = value;
  }
  if (given.has('key')) history.replaceState(null, '', location.pathname);
}

function showTexts() {
  document.documentElement.lang = words.lang;
  document.title = words.pageTitle;
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = words[element.dataset.text];
  }
  toggle.textContent = words.other;
  toggle.lang = words.lang === 'en' ? 'vi' : 'en';
}

function showCards() {
  cards.replaceChildren(...shown.map(([survey, result]) => (
    result instanceof Failure ? failureCard(survey, result, words) : summaryCard(survey, result, words)
  )));
}

async function refresh() {
  if (!key.value) {
    state.textContent = words.needKey;
    return;
  }
  latest += 1;
  const turn = latest;
  const base = collector.value.replace(/\/+$/, '');
  sessionStorage.setItem('owner:key', key.value);
  // The page may be served with another default next time.
  if (base === collector.defaultValue) sessionStorage.removeItem('owner:collector');
  else sessionStorage.setItem('owner:collector', base);
  state.textContent = words.loading;
  const results = await Promise.all(SURVEYS.map((survey) => (
    fetchSummary(base, key.value, survey, words).catch((failure) => failure)
  )));
  // The owner has clicked again, so this result is out of date.
  if (turn !== latest) return;
  shown = SURVEYS.map((survey, index) => [survey, results[index]]);
  showCards();
  state.textContent = results.some((result) => result instanceof Failure)
    ? words.failed : words.fetched(words.time(new Date()));
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  refresh();
});
toggle.addEventListener('click', () => {
  words = speak(words.lang === 'en' ? 'vi' : 'en');
  state.textContent = '';
  showTexts();
  showCards();
});
addEventListener('hashchange', () => {
  readAddress();
  refresh();
});

readAddress();
showTexts();
refresh();
