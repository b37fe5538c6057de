// From the archive to the first response in the console, as its owner does it, on a page that nobody here
// wrote; and how long that takes. Not in: typing, and Cloudflare's own part (`deploying.test.mjs`).
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { test } from "node:test";

import { chromium, launch } from "../../../widget/loader/tests/chromium.js";
import { ended, folderFor, started } from "./archive.mjs";

/** Longest time from the start of the program to the response in the console. */
const LONGEST_MS = 5 * 60_000;

/** Folder of the page, a template of the npm registry. */
const TEMPLATE = process.env.HEARBY_PAGE;

const TYPES = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };

/** Our element's inside. */
const ROOT = "document.querySelector('hearby-survey')?.shadowRoot";
const FIELD = `${ROOT.replace("?.", ".")}.querySelector('textarea')`;

/** Serves the template on loopback, with the tag pasted into its head. Returns its address. */
async function serve(t, tag) {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url, "http://page").pathname);
    const file = join(TEMPLATE, path.endsWith("/") ? "index.html" : path);
    try {
      const bytes = readFileSync(file);
      const isPage = extname(file) === ".html";
      response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream" });
      response.end(isPage ? bytes.toString().replace(/<head[^>]*>/, (head) => `${head}\n${tag}`) : bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}/`;
}

const skip = !chromium && "it needs Chromium";

test("a first response is in the console minutes after the archive was unpacked", { skip }, async (t) => {
  const begun = performance.now();
  const seconds = () => `${((performance.now() - begun) / 1000).toFixed(1)} s`;
  const words = ["--data", folderFor(t), "--port", "0", "--page-port", "0"];
  const { child, said } = await started("run.mjs", words, "Ctrl-C ends it");
  t.after(() => child.kill("SIGKILL"));
  const [link, url] = said().match(/(http:\S+)\/console\/sign-in#key=hbk_\S+/);
  t.diagnostic(`the collector runs after ${seconds()}`);

  const page = await serve(t, `<script async src="${url}/e/look.js"></script>`);
  const browser = await launch();
  t.after(() => browser.close());
  const visitor = await browser.newTab(await browser.newVisitor());
  await visitor.front();
  await visitor.go(page);
  await visitor.until(`${ROOT}?.getElementById('answer-9')`);
  t.diagnostic(`a visitor is asked after ${seconds()}`);
  await visitor.evaluate(`${ROOT}.getElementById('answer-9').click()`);
  await visitor.until(`${ROOT}?.querySelector('[data-screen=comment]')`);
  await visitor.evaluate(
    `${FIELD}.value = 'Found what I was looking for'; ${ROOT}.getElementById('send').click()`,
  );
  await visitor.until(`${ROOT}?.querySelector('[data-screen=thanks]')`);

  const owner = await browser.newTab(await browser.newVisitor());
  await owner.front();
  await owner.go(link);
  await owner.until("location.pathname === '/console/look/'");
  await owner.go(`${url}/console/look/responses?survey=nps&lang=en`);
  await owner.until("document.body.innerText.includes('Found what I was looking for')");
  t.diagnostic(`its response is in the console after ${seconds()}`);
  assert.ok(performance.now() - begun < LONGEST_MS);

  child.kill("SIGTERM");
  await ended(child);
});
