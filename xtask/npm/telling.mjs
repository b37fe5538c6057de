// Output for a developer while the collector runs: one line a request, one line an entry of the
// Worker's log. In: the format of lines. Not in: the choice of entries.

const ANSI = /\u001b\[[0-9;]*m/g;

/** Writes an entry of the Worker's log. */
export function tell({ timestamp, message }) {
  for (const line of String(message).split("\n").filter(Boolean)) {
    console.error(`   worker  ${time(timestamp)}  ${readable(line)}`);
  }
}

/** A log of miniflare's that writes a request as `GET /healthz 200 OK (2ms)`. */
export const TellingLog = (Log) =>
  class extends Log {
    logWithLevel(_, message) {
      const line = String(message).replace(ANSI, "").trim();
      // Its own state (ready, reloading) is printed by the program that started it.
      if (/^[A-Z]+ \//.test(line)) console.error(`   request ${line}`);
      else if (/error|warn/i.test(line)) console.error(`   ${line}`);
    }
  };

/**
 * A line of the log for people: `POST /v1/responses  422 invalid  3 ms  request_id 8f2b…` for a request
 * that was not done, `name value` pairs for every other entry, and what is no JSON as it is.
 */
export function readable(line) {
  const entry = parsed(line);
  if (!entry) return line;
  const { event, ...fields } = entry;
  if (event !== "request-failed") return [event ?? "", pairs(fields)].join("  ").trim();
  const { method, route, status, problem, elapsed_ms, ...rest } = fields;
  const what = `${method || "?"} ${route ?? "(no such address)"}`;
  return [what, `${status} ${problem}`, `${elapsed_ms} ms`, pairs(rest)].join("  ").trim();
}

function pairs(fields) {
  return Object.entries(fields).map(([name, value]) => `${name} ${value ?? "-"}`).join("  ");
}

function parsed(line) {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** The time of day, here. */
function time(timestamp) {
  return new Date(timestamp).toTimeString().slice(0, 8);
}
