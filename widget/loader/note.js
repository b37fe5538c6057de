/** Traces of a show in the memory, whose names are in `memory.js`. Pure. */

/** After this, a visit is over. */
export const VISIT_MS = 18e5;

/**
 * Notes what became of a survey. `what` is the popup's word: `shown` once somebody can have read it, an
 * answer begins the count of shows anew, a dismissed show stays counted.
 */
export const note = (memory, surveyId, what, nowMs) => {
  const own = { ...memory.q?.[surveyId] };
  memory.q = { ...memory.q, [surveyId]: own };
  if (what == 'shown') {
    // On another page of the same visit it is the same show.
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
