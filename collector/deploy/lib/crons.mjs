// Crons on this machine: when a schedule of wrangler.toml is due. In: the few forms that it has (`*`,
// `*/10`, `20`, lists of these). Not in: running them.

/** Returns the schedules in the text of wrangler.toml. */
export function schedules(settings) {
  const list = settings.match(/^crons = (\[.*\])$/m)?.[1];
  return list ? JSON.parse(list) : [];
}

/** True if a schedule is due in the minute of that date (UTC). */
export function isDue(schedule, date) {
  const fields = schedule.split(" ");
  if (fields.length !== 5) throw new Error(`not a schedule: ${schedule}`);
  const now = [
    date.getUTCMinutes(),
    date.getUTCHours(),
    date.getUTCDate(),
    date.getUTCMonth() + 1,
    date.getUTCDay(),
  ];
  return fields.every((field, at) => field.split(",").some((part) => holds(part, now[at], at)));
}

function holds(part, value, at) {
  if (part === "*") return true;
  const step = part.match(/^\*\/(\d+)$/)?.[1];
  // Days and months are counted from 1.
  if (step) return (value - (at === 2 || at === 3 ? 1 : 0)) % Number(step) === 0;
  if (/^\d+$/.test(part)) return Number(part) === value;
  throw new Error(`not a part of a schedule that is known here: ${part}`);
}

/** Calls `run` with each schedule once now, for what was missed, and then whenever it is due. */
export function keep(all, run, now = () => new Date()) {
  let last = minuteOf(now());
  for (const schedule of all) run(schedule);
  const timer = setInterval(() => {
    const date = now();
    if (minuteOf(date) === last) return;
    last = minuteOf(date);
    for (const schedule of all) if (isDue(schedule, date)) run(schedule);
  }, 5_000);
  timer.unref();
  return timer;
}

function minuteOf(date) {
  return Math.floor(date.getTime() / 60_000);
}
