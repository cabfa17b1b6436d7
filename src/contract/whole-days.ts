/** ISO 8601, right-open. */
export interface Days {
  start: string;
  end: string;
}

/** Rows that came without a time column all have the moment they were loaded (§2.6): one minute, as bookends go. */
const ONE_MOMENT_MS = 60_000;

/** The whole days of this machine's zone around the bookends of a data set; undefined where there is no series to see. */
export function wholeDays(start: string | null, end: string | null): Days | undefined {
  if (start === null || end === null || Date.parse(end) - Date.parse(start) <= ONE_MOMENT_MS) {
    return undefined;
  }
  const from = new Date(start);
  from.setHours(0, 0, 0, 0);
  const to = new Date(end);
  to.setHours(0, 0, 0, 0);
  if (to.getTime() < Date.parse(end)) {
    to.setDate(to.getDate() + 1);
  }
  return { start: from.toISOString(), end: to.toISOString() };
}
