/**
 * A collector that serves the bundled loader and a popup without a face, and pages of another
 * origin with our tag. The real popup and the real collector meet in `tests/` of the workspace.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { CLOCK } from './clock.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const TOOLS = here('../../../xtask/npm/node_modules/.bin/');
const ESBUILD = [process.env.ESBUILD_BIN, `${TOOLS}esbuild`];

/** The program, or undefined where it is not installed. */
export const esbuild = ESBUILD.find(
  (name) => name && spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
);

/** As `xtask/src/build/script.rs` does it. */
const bundle = (entry, format, ...args) => {
  const run = (program, input, ...words) => {
    const done = spawnSync(program, words, { input, encoding: 'utf8' });
    if (done.status !== 0) throw new Error(done.stderr || `${program}: ${done.error}`);
    return done.stdout;
  };
  const props = ['--mangle-props=^_', '--reserve-props=^__'];
  const words = ['--bundle', '--minify', '--target=es2020', '--charset=utf8', ...props];
  const bundled = run(esbuild, '', here(entry), `--format=${format}`, ...words, ...args);
  const scope = format === 'esm' ? '--module' : '--toplevel';
  const press = ['--ecma', '2020', '--compress', 'passes=3', '--mangle', scope];
  return run(`${TOOLS}terser`, bundled, ...press);
};

/** The loader as it is shipped, with both placeholders; `gate` and address in place of the first. */
export const withGate = (loader, gate, collector) =>
  loader.replace('"__HEARBY_GATE__"', () => JSON.stringify({ o: collector, ...gate }));

/** The loader as it is shipped, with both placeholders; with `--conditions=hearby-plain` that of plain rules. */
export const bundleLoader = (...args) => bundle('../loader.js', 'iife', ...args);

/** True if the gate's rules are plain; `wire/src/gate.rs` decides the same. */
const hasPlainRules = (gate) =>
  !JSON.stringify(gate).includes('#') &&
  (gate.q ?? []).every((survey) => Object.keys(survey).every((letter) => 'iuxetranm'.includes(letter)));

/**
 * A popup without a face: `window.popup` is what it was given and what the test does with it. Like
 * the real one, it never throws, and takes a moment to go.
 */
const GLUE = `
  const opened = new Map();
  export default async ({ module_or_path }) => {
    window.wasm = await (await module_or_path).text();
    if (wasm === 'spoilt') throw new Error('spoilt WASM');
  };
  export const show = (form, ctx) => {
    if (!form.kind) return ctx.notify('error', { code: 'form-unreadable' });
    if (!ctx.element) return false;
    const mine = (window.popup = { form, ctx, isAnswered: false });
    opened.set(ctx.element, mine);
    window.shows = (window.shows || 0) + 1;
    mine.answer = (score) => {
      mine.isAnswered = true;
      ctx.notify('answered', { score, group: 'promoter' });
    };
    mine.close = () => close(ctx.element);
    mine.element = ctx.element;
    mine.pressed = [];
    mine.element.shadowRoot.addEventListener('card:click', ({ detail }) =>
      mine.pressed.push(detail.composedPath()[0].closest('button').id));
    ctx.notify('shown');
    return true;
  };
  const { setTimeout } = window;
  export const close = (element_) => {
    const mine = opened.get(element_);
    if (!mine) return;
    const { ctx, isAnswered, element } = mine;
    if (!isAnswered) ctx.notify('dismissed');
    setTimeout(() => {
      opened.delete(element);
      try { element.remove(); } catch {}
      ctx.notify('closed');
      if (isAnswered && !mine.isDiscarded) ctx.notify('sent', { id: 'x' });
    }, 150);
  };
  export const discard = () => {
    for (const mine of opened.values()) mine.isDiscarded = true;
  };
  export const flush = (ctx) => {
    window.flushed = ctx;
    ctx.notify('sent', { id: 'q' });
  };
`;

/** A form as the collector gives it, of the parts that the card's first frame needs; `inline` stands in `#survey`. */
export const formOf = (survey) => ({
  survey,
  kind: survey === 'unreadable' ? undefined : 'nps',
  question: 'How likely?',
  words: { out_of: '{score} out of {max}' },
  theme: {
    ...(survey === 'inline' ? { position: 'inline', into: '#survey' } : { position: 'bottom-end' }),
    radius_px: 8,
    font: 'inherit',
    light: { surface: '#fff' },
    dark: { surface: '#000' },
  },
});

/** State of the replies when a test begins: the WASM's text, and what a test holds back: `form`, `wasm`, `go`. */
export const replies = () => ({ wasm: 'wasm', held: {} });

const bundlePopup = () => {
  const folder = mkdtempSync(join(tmpdir(), 'hearby-glue-'));
  const glue = join(folder, 'glue.js');
  writeFileSync(glue, GLUE);
  const aliases = [`--alias:hearby-glue=${glue}`, `--alias:hearby-style=${here('../../card/card.css')}`];
  const script = bundle('../popup.js', 'esm', '--loader:.css=text', ...aliases);
  rmSync(folder, { recursive: true });
  return script;
};

/** The README's line. */
const QUEUE =
  'window.hearby = window.hearby instanceof Function ? hearby : function () { (hearby.q = hearby.q || []).push(arguments) };';

/** The line as it was before, which pages still carry. */
export const OLD_QUEUE =
  'window.hearby = window.hearby || function () { (hearby.q = hearby.q || []).push(arguments) };';

/** Records what the page is told, for the tests. */
const RECORD = `${CLOCK}
  window.told = [];
  for (const name of ['shown', 'answered', 'dismissed', 'sent', 'error', 'closed']) {
    document.addEventListener('hearby:' + name, (event) => told.push([name, event.detail]));
  }
`;

/** `{url, page(gate, {…})}`: both on loopback, the pages of another origin than the collector. */
export const serve = async () => {
  const loader = bundleLoader();
  const plain = bundleLoader('--conditions=hearby-plain');
  const popup = bundlePopup();
  const state = { requests: [], pages: new Map(), gate: {}, isDown: false, ...replies() };

  const answer = async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://x');
    const say = (status, type, body, headers = {}) => {
      response.writeHead(status, {
        'content-type': type,
        'access-control-allow-origin': '*',
        'cache-control': 'no-store',
        ...headers,
      });
      response.end(body);
    };
    if (state.pages.has(pathname)) {
      const { html, headers } = state.pages.get(pathname);
      return say(200, 'text/html', html, { 'cache-control': 'no-cache', ...headers });
    }
    if (pathname === '/favicon.ico') return say(204, 'text/plain');
    // A page that nobody drives asks here when to go on.
    if (pathname === '/go') return say(200, 'text/plain', await state.held.go);
    state.requests.push(pathname + (searchParams.size ? `?${searchParams}` : ''));
    if (state.isDown && !pathname.startsWith('/e/')) return say(503, 'text/plain', '');
    if (pathname.startsWith('/e/')) {
      const script = hasPlainRules(state.gate) ? plain : loader;
      return say(200, 'text/javascript', withGate(script, state.gate, `http://${request.headers.host}`));
    }
    if (pathname === '/w/__HEARBY_BUILD__/widget.js') return say(200, 'text/javascript', popup);
    if (pathname === '/w/__HEARBY_BUILD__/widget.wasm') {
      response.writeHead(200, { 'content-type': 'application/wasm', 'access-control-allow-origin': '*' });
      response.flushHeaders();
      await state.held.wasm;
      return response.end(state.wasm);
    }
    const form = pathname.match(/^\/v1\/form\/demo\/(?<survey>[a-z]+)$/)?.groups;
    if (form && form.survey !== 'unknown') {
      await state.held.form;
      return say(200, 'application/json', JSON.stringify(formOf(form.survey)));
    }
    return say(404, 'application/problem+json', '{}');
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => response.destroy(error));
  });
  await new Promise((go) => server.listen(0, '127.0.0.1', go));
  const { port } = server.address();
  const collector = `http://localhost:${port}`;
  const tag = (site = 'demo') => `<script async src="${collector}/e/${site}.js"></script>`;

  return {
    state,
    collector,
    loader,
    tag,
    /** Puts a page there and gives its address. */
    page(path, { head = tag(), first = '', queue = QUEUE, early = '', lang = 'vi', headers = {} } = {}) {
      const scripts = `${first}<script>${RECORD}${queue}${early}</script>${head}`;
      const html = `<!doctype html><html lang="${lang}"><head><meta charset="utf-8">${scripts}</head>
        <body><h1>${path}</h1><div style="height:5000px"></div></body></html>`;
      state.pages.set(path, { html, headers });
      return `http://127.0.0.1:${port}${path}`;
    },
    widgetRequests: () => state.requests.filter((path) => !path.startsWith('/e/')),
    close: () => {
      server.closeAllConnections();
      return new Promise((go) => server.close(go));
    },
  };
};

