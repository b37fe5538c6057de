#!/usr/bin/env node
// Puts Hearby onto a Cloudflare account, and on a later run the build of this folder in the place of
// the one before: `node deploy.mjs`. In: the check of Node's version, as an old one can't read the
// rest. What it does is in lib/deploying.mjs.
if (Number(process.versions.node.split(".")[0]) < 22) {
  console.error(`Node ${process.versions.node} is too old: 22 or newer is needed, from https://nodejs.org.`);
  process.exit(1);
}
const { main } = await import("./lib/deploying.mjs");
process.exitCode = await main(process.argv.slice(2));
