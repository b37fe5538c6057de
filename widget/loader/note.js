/** Records the events of a show in the memory; `memory.js` explains its fields. Pure functions. */

/** Time after a show in which the visitor's further pages belong to the same visit. */
export const VISIT_MS = 18e5;

/**
 * Records an event of a survey. `what` is the popup's name for it: `shown` comes once somebody can have
 * read the question. `answered` resets the number of shows; `dismissed` leaves it.
 */
export const note = (memory, surveyId, what, nowMs) => {
  const own = { ...memory.q?.[surveyId] };
  memory.q = { ...memory.q, [surveyId]: own };
  if (what == 'shown') {
    // A survey on another page of the same visit is the same show.
    if (!(nowMs - own.w < VISIT_MS)) {
      own.w = memory.t = nowMs;
      own.m = (own.m || 0) + 1;
    }
  }
  if (what == 'answered') {
    own.a = nowMs;
    own.m = 0;
    delete own.w;
  }
  if (what == 'dismissed') {
    own.n = nowMs;
    delete own.w;
  }
};
