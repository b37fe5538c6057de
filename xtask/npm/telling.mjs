// Output for a developer while the collector runs: one line a request, one line an entry of the
// Worker's log. In: the format of lines. Not in: the choice of entries.

const ANSI = /\u001b\[[0-9;]*m/g;

/** Writes a line of the Worker's log; its JSON becomes `name value` pairs. */
export function tell(message) {
  for (const line of String(message).split("\n").filter(Boolean)) {
    console.error(`   worker  ${readable(line)}`);
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

function readable(line) {
  if (!line.startsWith("{")) return line;
  try {
    const entry = JSON.parse(line);
    const pairs = Object.entries(entry).map(([name, value]) => `${name} ${value ?? "-"}`);
    return pairs.join("  ");
  } catch {
    return line;
  }
}
