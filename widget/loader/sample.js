/**
 * Stable sampling: a visitor is always in the same bucket of a survey. In: the bucket, from 0 to 9,999.
 * Not in: the source of the visitor's id (`show.js`).
 *
 * The hash is FNV-1a (RFC 9923), mixed by MurmurHash3's `fmix32`. `domain` computes the same, and gives
 * the reason.
 */
export const bucket = (visitorId, surveyId) => {
  let hash = 0x811c9dc5;
  for (const letter of `${visitorId}:${surveyId}`) {
    hash = Math.imul(hash ^ letter.charCodeAt(0), 0x1000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % 10000;
};
