/**
 * Matching of a page with an address pattern: `isMet(page)(pattern)`. In: exact, prefix, glob,
 * regex. Not in: escaping of what the owner wrote, and which regular expressions are safe; the
 * collector has seen to both.
 *
 * `pattern` is a sort (`e`, `p`, `g`, `r`) before its text; `page` is a `Location` or `URL`. Without a
 * `#` in the pattern the fragment doesn't count, and without a `?` before it the query doesn't.
 */
export const isMet = (page) => (pattern) => {
  const text = pattern.slice(1);
  // No address holds a space, so spaces can mark both ends: a piece with one matches there alone.
  const address = ` ${text.startsWith('http') ? page.origin : ''}${page.pathname}${
    /^[^#]*\?/.test(text) ? page.search : ''
  }${text.includes('#') ? page.hash : ''} `;
  const marked = ` ${text}${pattern[0] == 'p' ? '' : ' '}`;
  if (pattern[0] == 'r') return RegExp(`^${marked}$`).test(address);
  // Each piece as early as possible, one after the other: no backtracking, so no pattern is slow.
  // Split by nothing, it is one piece.
  let end = 0;
  return marked.split({ g: '*' }[pattern[0]]).every((piece) => {
    const start = address.indexOf(piece, end);
    end = start + piece.length;
    return start >= 0;
  });
};
