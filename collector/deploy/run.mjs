#!/usr/bin/env node
// Runs Hearby on this machine for a look, without Cloudflare: `node run.mjs`. In: the check of Node's
// version, as an old one can't read the rest. What it does is in lib/running.mjs.
if (Number(process.versions.node.split(".")[0]) < 22) {
  console.error(`Node ${process.versions.node} is too old: 22 or newer is needed, from https://nodejs.org.`);
  process.exit(1);
}
const { main } = await import("./lib/running.mjs");
process.exitCode = await main(process.argv.slice(2));
