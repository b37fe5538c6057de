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
    if (memory.w != surveyId || !(nowMs - memory.t < VISIT_MS)) {
      memory.t = nowMs;
      own.m = (own.m || 0) + 1;
    }
    memory.w = surveyId;
  }
  if (what == 'answered') {
    own.a = nowMs;
    own.m = 0;
    delete memory.w;
  }
  if (what == 'dismissed') {
    own.n = nowMs;
    delete memory.w;
  }
};
