// Records events on the page, which the test reads afterwards. It is the first script in the head of
// every page that the tests serve. It changes nothing: every function that it wraps is still called.
(() => {
  const entries = [];
  // The last two belong to this script and to chromedriver.
  const globals = new Set([...Object.getOwnPropertyNames(window), "__recorded", "ret_nodes"]);
  const add = (sort, text, detail) => entries.push({ sort, text: String(text), detail, at_ms: performance.now() });

  addEventListener("error", (event) => {
    // A missing file is reported without a message; other people's pages have many of those.
    if (event.message) add("error", event.message, `${event.filename}:${event.lineno}`);
  }, true);
  addEventListener("unhandledrejection", (event) => add("error", event.reason, event.reason?.stack));
  document.addEventListener("securitypolicyviolation", (event) =>
    add("violation", event.effectiveDirective, `${event.blockedURI} ${event.sourceFile} ${event.sample}`));
  for (const name of ["shown", "answered", "dismissed", "sent", "error"]) {
    document.addEventListener(`hearby:${name}`, (event) => add("event", name, event.detail));
  }
  for (const level of ["warn", "error"]) {
    const original = console[level];
    console[level] = (...parts) => {
      add(level, parts.map(String).join(" "));
      original.apply(console, parts);
    };
  }

  const { fetch } = window;
  window.fetch = function (input, init) {
    const url = input?.url ?? String(input);
    const method = init?.method ?? input?.method ?? "GET";
    const body = init?.body;
    add("request", `${method} ${url}`, typeof body === "string" ? body : undefined);
    return fetch.apply(window, arguments);
  };
  const { sendBeacon } = Navigator.prototype;
  Navigator.prototype.sendBeacon = function (url, body) {
    add("request", `BEACON ${url}`, typeof body === "string" ? body : undefined);
    return sendBeacon.apply(this, arguments);
  };

  let shift = 0;
  try {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        // The metric does the same: within half a second of a tap, visitors expect layout shifts.
        if (entry.hadRecentInput) continue;
        shift += entry.value;
        add("shift", entry.value, entry.sources.map(({ node }) => node?.localName ?? node?.nodeName));
      }
    }).observe({ type: "layout-shift", buffered: true });
  } catch {
    // Only Chromium measures layout shifts.
  }

  Object.defineProperty(window, "__recorded", {
    enumerable: false,
    value: () => ({
      entries,
      layout_shift: shift,
      new_globals: Object.getOwnPropertyNames(window).filter((name) => !globals.has(name)),
    }),
  });
})();
