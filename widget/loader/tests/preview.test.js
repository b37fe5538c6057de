// What the address of a preview asks for, with a browser and a popup that only listen.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

/** The popup's module, which the build puts beside the preview. */
const POPUP = `export const start = async (wasm) => {
  await wasm;
  return { open: async (...args) => globalThis.opened.push(args) };
};`;

const asModule = (source) => `data:text/javascript,${encodeURIComponent(source)}`;

const source = readFileSync(new URL('../preview.js', import.meta.url), 'utf8')
  .replace("'./widget.js'", JSON.stringify(asModule(POPUP)))
  // A `data:` address is the base of none.
  .replace('import.meta.url', '"https://hearby.example/w/0/preview.js"');
const { preview } = await import(asModule(source));

const FORM = { theme: { light: {}, dark: {}, position: 'bottom-end' } };

/** Previews a form at such an address: what was fetched, opened, pressed and warned of. */
const look = async (t, query, { form = FORM, status = 200, lang = 'de', places = {} } = {}) => {
  const fetched = [];
  const pressed = [];
  const warned = [];
  const waits = [];
  const button = (id) => ({ click: () => pressed.push(id) });
  const global = {
    opened: [],
    location: { search: query },
    document: {
      documentElement: { lang },
      getElementById: (id) => places[id] ?? null,
      querySelector: () => ({ shadowRoot: { getElementById: button } }),
    },
    fetch: async (url, options) => {
      fetched.push([`${url}`, options]);
      return { ok: status < 400, status, json: async () => structuredClone(form) };
    },
    setTimeout: (then, ms, ...args) => {
      waits.push(ms);
      then(...args);
    },
  };
  for (const [name, value] of Object.entries(global)) {
    const before = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    t.after(() => {
      if (before) Object.defineProperty(globalThis, name, before);
      else delete globalThis[name];
    });
  }
  t.mock.method(console, 'warn', (...words) => warned.push(words));
  await preview({ o: 'https://hearby.example', s: 'shop' });
  return { fetched, pressed, warned, waits, opened: global.opened };
};

test('the survey is fetched as its owner has just changed it, in the language that is asked for', async (t) => {
  const { fetched } = await look(t, '?hearby_preview=nps%2F..&lang=vi');
  assert.deepEqual(fetched, [
    ['https://hearby.example/v1/form/shop/nps%2F..?lang=vi', { cache: 'no-store' }],
    ['https://hearby.example/w/0/widget.wasm', undefined],
  ]);
});

test('without a language it is the page’s', async (t) => {
  const { fetched } = await look(t, '?hearby_preview=nps');
  assert.equal(fetched[0][0], 'https://hearby.example/v1/form/shop/nps?lang=de');
});

for (const [query, both, left] of [
  ['&theme=dark', true, ['dark']],
  ['&theme=light', true, ['light']],
  ['', true, ['light', 'dark']],
  ['&theme=constructor', true, ['light', 'dark']],
  ['&theme=light', false, ['dark']],
]) {
  test(`“${query}” of a survey with ${both ? 'both looks' : 'a dark look alone'}: ${left}`, async (t) => {
    const theme = both ? { light: {}, dark: {} } : { dark: {} };
    const { opened } = await look(t, `?hearby_preview=nps${query}`, { form: { theme } });
    assert.deepEqual(Object.keys(opened[0][0].theme), left);
  });
}

test('nothing of it is remembered or told to the page; errors are warned of', async (t) => {
  const { opened, warned } = await look(t, '?hearby_preview=nps');
  const [, show, remember] = opened[0];
  assert.deepEqual([show.preview, show.visitor, show.gate.s], [true, [], 'shop']);
  remember(() => assert.fail('remembered'));
  show.notify('answered', { score: 9 });
  show.notify('error', { code: 'place-missing' });
  assert.deepEqual(warned, [['hearby:', { code: 'place-missing' }]]);
});

test('one in an element stands in the preview page’s own, where there is that', async (t) => {
  const form = { theme: { into: '#reviews' } };
  const place = {};
  const there = await look(t, '?hearby_preview=nps', { form, places: { 'hearby-preview': place } });
  assert.equal(there.opened[0][1].options.into, place);
  const notThere = await look(t, '?hearby_preview=nps', { form });
  assert.equal(notThere.opened[0][1].options.into, undefined);
  const above = await look(t, '?hearby_preview=nps', { places: { 'hearby-preview': place } });
  assert.equal(above.opened[0][1].options.into, undefined);
});

test('a score and a step are pressed, and the thanks wait until the answer has been seen', async (t) => {
  assert.deepEqual((await look(t, '?hearby_preview=nps')).pressed, []);
  assert.deepEqual((await look(t, '?hearby_preview=nps&hearby_score=0')).pressed, ['answer-0']);
  const thanks = await look(t, '?hearby_preview=nps&hearby_score=9&hearby_step=thanks');
  assert.deepEqual([thanks.pressed, thanks.waits], [['answer-9', 'skip'], [400]]);
});

test('a survey that is not there is an error, and nothing is opened', async (t) => {
  await assert.rejects(look(t, '?hearby_preview=no', { status: 404 }), (error) => error === 404);
  assert.deepEqual(globalThis.opened, []);
});
