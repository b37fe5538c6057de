/**
 * Tests if a page matches an address pattern: `isMet(page)(pattern)`. In: exact, prefix, glob, regex.
 * Not in: the escaping of the owner's text, and the check that a regular expression is safe; the
 * collector does both.
 *
 * `page` is a `Location` or `URL`. `pattern` is one letter for its type (`e`, `p`, `g`, `r`), then its
 * text. The fragment counts only if the pattern has a `#`, the query only if it has a `?` before that.
 */
export const isMet = (page) => (pattern) => {
  const text = pattern.slice(1);
  // An address has no spaces, so a space marks each end: a piece with a space matches only there.
  const address = ` ${text.startsWith('http') ? page.origin : ''}${page.pathname}${
    /^[^#]*\?/.test(text) ? page.search : ''
  }${text.includes('#') ? page.hash : ''} `;
  const marked = ` ${text}${pattern[0] == 'p' ? '' : ' '}`;
  if (pattern[0] == 'r') return RegExp(`^${marked}$`).test(address);
  // Finds each piece at the first possible position behind the one before. This needs no backtracking,
  // so no pattern is slow. Only a glob is split; other patterns are one piece.
  let end = 0;
  return marked.split({ g: '*' }[pattern[0]]).every((piece) => {
    const start = address.indexOf(piece, end);
    end = start + piece.length;
    return start >= 0;
  });
};
