/**
 * Sampling that never changes its mind. In: the part into which a visitor falls. Not in: where the
 * visitor's id comes from.
 *
 * FNV-1a (RFC 9923) mixed by MurmurHash3's `fmix32`; `domain` does the same, and says why.
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
