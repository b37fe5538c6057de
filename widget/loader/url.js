/**
 * Whether a page is meant by an address pattern. In: exact, prefix, glob. Not in: escaping of what
 * the owner wrote; the collector has done it.
 *
 * `pattern` is a sort (`e`, `p`, `g`) before its text; `page` is a `Location` or `URL`. Without a
 * `?` in the pattern the query doesn't count; the fragment never does.
 */
export const isMet = (pattern, page) => {
  const text = pattern.slice(1);
  // No address holds a space, so spaces can mark both ends: a piece with one matches there alone.
  const address =
    ` ${text.startsWith('http') ? page.origin : ''}${page.pathname}${text.includes('?') ? page.search : ''} `;
  const pieces =
    pattern[0] == 'g' ? ` ${text} `.split('*') : pattern[0] == 'p' ? [` ${text}`] : [` ${text} `];
  // Each piece as early as possible, one after the other: no backtracking, so no pattern is slow.
  let end = 0;
  return pieces.every((piece) => {
    const start = address.indexOf(piece, end);
    end = start + piece.length;
    return start >= 0;
  });
};
