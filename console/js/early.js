// What can happen before the WASM is there: the theme, and the first requests.
//
// In: what every place of a site asks for first. Not in: what one place asks for (`src/ahead.rs`).
//
// A script of its own: it comes long before the others, and its replies come while they do.

// Before anything is drawn, or it would flash in the other theme.
try {
  const theme = localStorage.getItem('hearby-console-theme');
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden.
}

// A browser's first one takes it long, and while the WASM comes it has the time.
new Intl.DateTimeFormat();

{
  // What nobody took within a minute is too old for whoever comes later.
  const KEPT_MS = 60_000;
  const replies = new Map();
  let surveys;

  const ask = (path) => {
    const reply = fetch(path, {
      // As `src/api/client.rs` asks.
      headers: { accept: 'application/json', 'x-hearby-console': '1' },
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(30_000),
    });
    // Whoever takes it hears of a failure.
    reply.catch(() => {});
    replies.set(path, [reply, performance.now()]);
    return reply;
  };

  window.hearbyEarly = {
    ask,
    // The surveys' list, if it is there by now.
    surveys: () => surveys,
    // Gives a reply away, once.
    take(path) {
      const [reply, at] = replies.get(path) ?? [];
      replies.delete(path);
      return performance.now() - at < KEPT_MS ? reply : undefined;
    },
    // Forgets them all: they are another session's.
    forget: () => replies.clear(),
  };

  // A sign-in link brings a session of its own.
  if (!location.hash.startsWith('#key=')) {
    ask('/v1/session');
    const [, site] = location.pathname.match(/^\/console\/([a-z0-9-]+)(?:\/|$)/) ?? [];
    // As `src/address/place.rs` reads it.
    const isSite = site && site !== 'sign-in' && !/^\/console\/sites\/(all|new)\b/.test(location.pathname);
    if (isSite) {
      const list = ask(`/v1/sites/${site}/surveys?limit=100`);
      ask(`/v1/sites/${site}`);
      const read = async () => {
        const reply = (await list).clone();
        if (reply.ok) surveys = await reply.text();
      };
      // The failure is told to whoever takes the reply.
      read().catch(() => {});
    }
  }
}
