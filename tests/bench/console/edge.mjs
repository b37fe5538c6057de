// A stand-in for Cloudflare before the Worker, as far as a page's load depends on it: files come
// compressed. Everything else goes through as it is.
//
//   node edge.mjs --to http://127.0.0.1:PORT
//
// Prints one line {"port":N}.
import { createServer, request } from "node:http";
import { parseArgs } from "node:util";
import { brotliCompressSync, constants } from "node:zlib";

const { values } = parseArgs({ options: { to: { type: "string" } } });
const compressed = new Map();

/** Returns a file in brotli, compressed once. */
function inBrotli(url, body) {
  const kept = compressed.get(url);
  if (kept) return kept;
  const made = brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  compressed.set(url, made);
  return made;
}

const server = createServer((near, reply) => {
  const { method, url } = near;
  // What comes is compressed here, and only here.
  const headers = { ...near.headers, "accept-encoding": "identity" };
  const far = request(values.to + url, { method, headers }, (answer) => {
    const isFile = url.startsWith("/console/") && answer.statusCode === 200;
    if (!isFile) {
      reply.writeHead(answer.statusCode, answer.rawHeaders);
      answer.pipe(reply);
      return;
    }
    const chunks = [];
    answer.on("data", (chunk) => chunks.push(chunk));
    answer.on("end", () => {
      const body = inBrotli(url, Buffer.concat(chunks));
      const { "transfer-encoding": _, "content-length": __, ...rest } = answer.headers;
      reply.writeHead(200, { ...rest, "content-encoding": "br", "content-length": body.length });
      reply.end(body);
    });
  });
  far.on("error", () => reply.destroy());
  near.pipe(far);
});
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ port: server.address().port })));
