/**
 * The npm package as its users get it: what is packed, its types under each way of resolving, on a
 * server, in a bundler. Not in: what it does in a page, which `tests/tests/browser/install.rs` shows.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
const root = join(here, '../../..');
const folder = join(here, '../hearby');
const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

const FUNCTIONS = ['close', 'consent', 'event', 'identify', 'load', 'on', 'reset', 'show', 'theme'];

/** Of the one file that a page gets, bundled by itself and pressed. */
const BUNDLE_MAX_BYTES = 1_536;

/** Compiles the types' project; gives what the compiler says. */
const compile = (...options) => {
  const compiler = join(here, 'node_modules/typescript/bin/tsc');
  try {
    execFileSync(process.execPath, [compiler, '--project', join(here, 'types'), ...options]);
    return '';
  } catch (error) {
    return `${error.stdout}${error.stderr}`;
  }
};

const esbuild =
  process.env.ESBUILD_BIN ?? join(root, 'xtask/npm/node_modules/.bin/esbuild');

/** Bundles a script that imports the package. */
const bundle = (script) =>
  execFileSync(esbuild, ['--bundle', '--format=esm', '--minify', '--log-level=error'], {
    cwd: here,
    input: script,
    encoding: 'utf8',
  });

for (const [module, resolution] of [
  ['esnext', 'bundler'],
  ['node16', 'node16'],
  ['nodenext', 'nodenext'],
]) {
  test(`good usages compile and bad ones are refused with ${resolution}`, () => {
    assert.equal(compile('--module', module, '--moduleResolution', resolution), '');
  });
}

test('a wrong usage that is not marked as wrong is refused', () => {
  // In the project's folder, so that it finds the package as the others do.
  const wrong = join(here, 'types', 'wrong.ts');
  writeFileSync(wrong, "import { show } from 'hearby';\nshow('nps', { touchpoint: 7 });\n");
  try {
    const said = compile('--module', 'esnext', '--moduleResolution', 'bundler');
    assert.match(said, /wrong\.ts\(2,15\): error TS2322/);
  } finally {
    rmSync(wrong);
  }
});

test('importing it in plain Node does nothing', async () => {
  const before = Object.getOwnPropertyNames(globalThis);
  const hearby = await import('hearby');
  assert.deepEqual(Object.getOwnPropertyNames(globalThis), before);
  assert.deepEqual(Object.keys(hearby).sort(), FUNCTIONS);
});

test('on a server each function does nothing and throws nothing', async () => {
  const before = Object.getOwnPropertyNames(globalThis);
  const { close, consent, event, identify, load, on, reset, show, theme } = await import('hearby');
  load({ collector: 'https://hearby.example.com', site: 'shop' });
  show('nps', { touchpoint: 'help' });
  event('order-paid');
  identify('customer-42', { plan: 'pro' });
  consent(true);
  close();
  reset();
  theme('dark');
  const stop = on('shown', () => assert.fail('nothing is shown on a server'));
  stop();
  assert.deepEqual(Object.getOwnPropertyNames(globalThis), before);
});

test('a bundler leaves it out where nothing of it is used, and takes little where it is', () => {
  assert.equal(bundle("import 'hearby';").trim(), '');
  assert.equal(bundle("import { show } from 'hearby';").trim(), '');
  const whole = bundle("export * from 'hearby';");
  assert.ok(whole.length <= BUNDLE_MAX_BYTES, `${whole.length} bytes`);
});

test('what is packed is the module, its types, its licences, and nothing else', () => {
  const said = execFileSync('npm', ['pack', '--dry-run', '--json'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const [packed] = JSON.parse(said);
  assert.deepEqual(packed.files.map((file) => file.path).sort(), [
    'LICENSE-APACHE',
    'LICENSE-MIT',
    'README.md',
    'index.d.ts',
    'index.js',
    'package.json',
  ]);
  assert.equal(readdirSync(folder).length, packed.files.length, 'a file that is not packed');
});

test('it has nothing to install and runs no script when it is installed', () => {
  for (const field of ['dependencies', 'peerDependencies', 'optionalDependencies', 'scripts', 'bin']) {
    assert.equal(about[field], undefined, field);
  }
});

test('version and licences are those of the workspace', () => {
  const cargo = readFileSync(join(root, 'Cargo.toml'), 'utf8');
  const of = (field) => cargo.match(new RegExp(`^${field} = "(.*)"$`, 'm'))[1];
  assert.deepEqual([about.version, about.license], [of('version'), of('license')]);
  for (const name of ['LICENSE-APACHE', 'LICENSE-MIT']) {
    assert.equal(
      readFileSync(join(folder, name), 'utf8'),
      readFileSync(join(root, name), 'utf8'),
      name,
    );
  }
});

test('publint has nothing to say', async () => {
  const { messages } = await publint({ pkgDir: folder, strict: true });
  assert.deepEqual(messages.map((message) => formatMessage(message, about)), []);
});
