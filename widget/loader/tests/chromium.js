/**
 * Chromium without a window, driven over a pipe by the DevTools protocol: tabs that share one
 * profile. In: only what these tests need.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAMES = [process.env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome'];

/** The program, or undefined where there is none. */
export const chromium = NAMES.find(
  (name) => name && spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
);

const FLAGS = [
  '--headless=new',
  '--remote-debugging-pipe',
  '--no-first-run',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
];

export const launch = async () => {
  const profile = mkdtempSync(join(tmpdir(), 'hearby-loader-'));
  const child = spawn(chromium, [...FLAGS, `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const [, , , input, output] = child.stdio;
  const calls = new Map();
  const listeners = new Set();
  let lastId = 0;
  let text = '';
  output.setEncoding('utf8').on('data', (chunk) => {
    const messages = (text + chunk).split('\0');
    text = messages.pop();
    for (const message of messages.map((one) => JSON.parse(one))) {
      const call = calls.get(message.id);
      calls.delete(message.id);
      if (!call) listeners.forEach((listener) => listener(message));
      else if (message.error) call.reject(new Error(`${call.method}: ${message.error.message}`));
      else call.resolve(message.result);
    }
  });
  const send = (method, params = {}, sessionId = undefined) =>
    new Promise((resolve, reject) => {
      lastId += 1;
      calls.set(lastId, { method, resolve, reject });
      input.write(`${JSON.stringify({ id: lastId, method, params, sessionId })}\0`);
    });

  const newTab = async (context) => {
    const { targetId } = await send('Target.createTarget', {
      url: 'about:blank',
      browserContextId: context,
    });
    const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
    const own = (method, params) => send(method, params, sessionId);
    const console = [];
    const waiting = new Set();
    listeners.add(({ sessionId: of, method, params }) => {
      if (of !== sessionId) return;
      if (method === 'Runtime.consoleAPICalled') {
        console.push(`${params.type}: ${params.args.map((one) => one.value ?? one.description).join(' ')}`);
      }
      if (method === 'Runtime.exceptionThrown') {
        console.push(`thrown: ${params.exceptionDetails.exception?.description}`);
      }
      for (const wait of waiting) wait(method, params);
    });
    const event = (name) =>
      new Promise((resolve) => {
        const wait = (method, params) => {
          if (method !== name) return;
          waiting.delete(wait);
          resolve(params);
        };
        waiting.add(wait);
      });
    await own('Page.enable');
    await own('Runtime.enable');
    const evaluate = async (expression) => {
      const { result, exceptionDetails } = await own('Runtime.evaluate', {
        expression,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? expression);
      return result.value;
    };
    return {
      /** Lines of the page's console, and errors that nobody caught. */
      console,
      evaluate,
      send: own,
      event,
      async go(url) {
        const loaded = event('Page.loadEventFired');
        await own('Page.navigate', { url });
        await loaded;
      },
      /** Moves the page's clock ahead (`clock.js`). */
      pass: (ms) => evaluate(`clock.pass(${ms})`),
      /** Until the expression is truthy; its value. A busy machine may take long. */
      async until(expression, withinMs = 20_000) {
        const end = Date.now() + withinMs;
        for (;;) {
          const value = await evaluate(expression);
          if (value) return value;
          if (Date.now() > end) throw new Error(`never: ${expression}`);
          await new Promise((go) => setTimeout(go, 20));
        }
      },
      front: () => own('Page.bringToFront'),
      close: () => send('Target.closeTarget', { targetId }),
    };
  };

  return {
    newTab,
    /** A tab that nobody looks into: the browser renders nothing ahead for one that is driven. */
    open: (url, browserContextId) => send('Target.createTarget', { url, browserContextId }),
    /** A profile of its own: another visitor. */
    async newVisitor() {
      const { browserContextId } = await send('Target.createBrowserContext');
      return browserContextId;
    },
    async close() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      await send('Browser.close').catch(() => child.kill());
      await gone;
      rmSync(profile, { recursive: true, force: true });
    },
  };
};
