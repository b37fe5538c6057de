/**
 * The clock of a test's page. In: a script that goes first on it. Time goes on as usual, and a test moves
 * it ahead by `clock.pass(ms)`, so that nobody waits for a delay, and no slow machine overtakes one.
 */
export const CLOCK = `{
  const { setTimeout: native, performance } = window;
  const sinceStart = performance.now.bind(performance);
  const startMs = Date.now() - sinceStart();
  const timers = new Set();
  let aheadMs = 0;
  let isStopped = false;
  const clockMs = () => sinceStart() + aheadMs;
  /** Whole milliseconds, so that rounding never leaves it just before. */
  const ahead = (toMs) => {
    aheadMs += Math.max(0, Math.ceil(toMs - clockMs()));
  };
  const next = (untilMs) =>
    [...timers].filter(({ atMs }) => atMs <= untilMs).sort((one, other) => one.atMs - other.atMs)[0];
  // One clock for both, or a timer would end before its time by the other.
  Date.now = () => Math.floor(startMs + clockMs());
  performance.now = clockMs;
  window.setTimeout = (run, ms = 0, ...args) => {
    const timer = { atMs: clockMs() + ms, run: () => timers.delete(timer) && run(...args) };
    timers.add(timer);
    return native(() => isStopped || timer.run(), ms);
  };
  window.clock = {
    /** From here on, no timer ends but by \`pass\`. */
    stop() {
      isStopped = true;
    },
    /** Moves time ahead. Timers end in their order, each with all that it brings about at once. */
    async pass(ms) {
      const endMs = clockMs() + ms;
      for (let timer; (timer = next(endMs)); ) {
        ahead(timer.atMs);
        timer.run();
        await new Promise((go) => native(go));
      }
      ahead(endMs);
    },
  };
}`;

/** Script of a page on which no show becomes older by itself, however slow the machine is. */
export const STOPPED_ONCE_SHOWN = 'document.addEventListener("hearby:shown", () => clock.stop());';
