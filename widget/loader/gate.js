/**
 * The gate decides if this visitor may be asked here and now. In: the rules. `domain` implements the
 * same rules in Rust, and the same test vectors check both. Not in: page, storage and clock, which
 * come in as arguments.
 *
 * The one-letter names are those of the gate's JSON; `wire/src/gate.rs` lists them. A missing rule is
 * `undefined`, and comparisons with it are false, so it excludes nobody.
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
        // `pt` matches `pt-br`, but not `ptx`.
        (!survey.l || survey.l.some((range) => `${facts._language()}-`.startsWith(`${range}-`)))))
  );
};

/** True if every rule lets the survey be shown; its delay and conditions still follow. */
export const isDue = (site, survey, facts, memory, nowMs) => {
  const own = { ...memory.q?.[survey.i] };
  // `Math.abs`: a clock that once was ahead has stored a future time, and that time must not suppress
  // the survey until it comes.
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
