/** Shared by the browser tests: one browser, one collector, and a visit to a page. */
import { after, before, test } from 'node:test';

import { chromium, launch } from './chromium.js';
import { esbuild, replies, serve } from './collector.js';

const missing =
  (!chromium && 'no Chromium: install it, or name it in CHROMIUM') ||
  (!esbuild && 'no esbuild: npm ci in xtask/npm, or name it in ESBUILD_BIN');

let browser;
let collector;

before(async () => {
  if (missing) return;
  [browser, collector] = await Promise.all([launch(), serve()]);
});

after(async () => {
  await browser?.close();
  await collector?.close();
});

export const NPS = { i: 'nps', a: 90, n: 30, m: 3 };

/** The gate of a site with these surveys and no pause between them, unless told otherwise. */
export const gate = (surveys, site = {}) => ({ s: 'demo', ...site, q: surveys });

export const pause = (ms) => new Promise((go) => setTimeout(go, ms));

/** Long enough for anything that would be loaded to be asked for; only to see that nothing is. */
export const SETTLED_MS = 250;
/** After this, a show counts. */
export const COUNTED_MS = 2000;
/** After this, what is fetched ahead and what waits to be sent have their turn. */
export const SPARE_MS = 3000;

/**
 * A test with a visitor of its own. `visit(path, page)` puts a page there and goes to it in a new
 * tab; `memory(tab)` is what is remembered, `counted(tab)` the same once a show counts; `state.gate` is the
 * gate, and `hold(name)` keeps a reply (`replies`) back until the function that it returns is called.
 */
export const visitorTest = (name, run) =>
  test(name, { skip: missing }, async () => {
    const visitor = await browser.newVisitor();
    const { state } = collector;
    Object.assign(state, { requests: [], gate: gate([NPS]), isDown: false, ...replies() });
    const letGo = [];
    const hold = (name) => {
      let release;
      state.held[name] = new Promise((go) => {
        release = go;
      });
      letGo.push(release);
      return release;
    };
    const tabs = [];
    const newTab = async () => {
      const tab = await browser.newTab(visitor);
      tabs.push(tab);
      return tab;
    };
    const visit = async (path = '/', page = {}) => {
      const tab = await newTab();
      await tab.go(collector.page(path, page));
      return tab;
    };
    const memory = (tab) => tab.evaluate('JSON.parse(localStorage["hearby:demo"] || "null")');
    /** The memory, once a show of the survey counts there. */
    const counted = async (tab, survey = 'nps', least = 1) => {
      await tab.until(`told.some(([name, it]) => name === "shown" && it.survey === "${survey}")`);
      await tab.pass(COUNTED_MS);
      await tab.until(`JSON.parse(localStorage["hearby:demo"] || "{}").q?.${survey}?.m >= ${least}`);
      return memory(tab);
    };
    try {
      const open = (url) => browser.open(url, visitor);
      await run({ collector, state, visit, newTab, open, hold, memory, counted });
    } finally {
      for (const release of letGo) release();
      await Promise.all(tabs.map((tab) => tab.close()));
    }
  });
