/**
 * The gate: may this visitor be asked, here and now? In: the rules, which are `domain`'s; the
 * vectors of both are the same. Not in: page, storage and clock, which come in as arguments.
 *
 * The one-letter names are those of the gate's JSON; `wire/src/gate.rs` is their table. A rule that
 * is absent compares as `undefined` or `NaN`, so it holds nobody back.
 */
import { bucket } from './sample.js';
import { hasAllRules } from '#rules';
import { isMet } from './url.js';

const DAY_MS = 864e5;

/** True if anything may be stored or sent at all, in a browser (`navigator`). */
export const isAllowed = (site, browser) =>
  !(site.c || (site.k && browser.globalPrivacyControl));

/** True if the survey belongs on this page, this device and in this language. */
export const belongs = (survey, facts) => {
  const isMetHere = isMet(facts._page);
  return (
    (!survey.u || survey.u.some(isMetHere)) &&
    !survey.x?.some(isMetHere) &&
    (!hasAllRules ||
      ((!survey.d || survey.d.includes(facts._device())) &&
        // `pt` takes in `pt-br`, not `ptx`.
        (!survey.l || survey.l.some((range) => `${facts._language()}-`.startsWith(`${range}-`)))))
  );
};

/** True if the survey may be shown once its delay is over. No rule may hold it back. */
export const isDue = (site, survey, facts, memory, nowMs) => {
  const own = { ...memory.q?.[survey.i] };
  // In either direction: a clock that was once ahead must not silence a survey until it catches up.
  const isWithin = (lastMs, days) => Math.abs(nowMs - lastMs) < days * DAY_MS;
  return (
    belongs(survey, facts) &&
    !(
      (hasAllRules && (nowMs < survey.f || nowMs >= survey.b)) ||
      bucket(memory.v, survey.i) >= survey.r ||
      isWithin(own.a, survey.a) ||
      isWithin(own.n, survey.n) ||
      own.m >= survey.m ||
      isWithin(memory.t, site.g)
    )
  );
};
