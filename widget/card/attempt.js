/**
 * Calls `then` and returns its result, or undefined if it throws. For calls that a page may have broken
 * by replacing functions of the browser; the code after them still runs.
 */
export const attempt = (then) => {
  try {
    return then();
  } catch {}
};
