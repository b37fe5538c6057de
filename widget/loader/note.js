/**
 * Traces of a show in the memory, whose names are in `memory.js`. Pure.
 *
 * `what` is the popup's word: a show counts once it is on the screen, an answer begins the count
 * anew, a dismissed show stays counted.
 */
export const note = (memory, surveyId, what, nowMs) => {
  const own = { ...memory.q?.[surveyId] };
  memory.q = { ...memory.q, [surveyId]: own };
  if (what == 'shown') {
    memory.t = memory.o = nowMs;
    own.m = (own.m || 0) + 1;
  }
  if (what == 'answered') {
    own.a = nowMs;
    own.m = 0;
  }
  if (what == 'dismissed') own.n = nowMs;
  if (what == 'closed') delete memory.o;
};
