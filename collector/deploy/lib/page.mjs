// A page with the tag, on a port of its own as a customer's page is, to answer the survey on.
import { createServer } from "node:http";

/** Serves it on loopback. Returns its address. */
export async function serve(port, collector, site) {
  const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>A page of yours</title>
<script async src="${collector}/e/${site}.js"></script>
<h1>A page of yours</h1>
<p>The question comes in a second. To be asked again, press
<button type="button" onclick="hearby('reset'); location.reload()">start over</button>.</p>
</html>
`;
  const server = createServer((request, response) => {
    const isPage = request.url === "/" || request.url.startsWith("/?");
    response.writeHead(isPage ? 200 : 404, { "Content-Type": "text/html; charset=utf-8" });
    response.end(isPage ? page : "");
  });
  await new Promise((ready, failed) => server.once("error", failed).listen(port, "127.0.0.1", ready));
  return `http://127.0.0.1:${server.address().port}`;
}
