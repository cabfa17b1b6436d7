const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Unit = 'minute' | 'hour' | 'day' | 'month' | 'year';

/** Steps between marks of a clock and a calendar, the finest first, with their usual length. */
const STEPS: readonly [unit: Unit, count: number, ms: number][] = [
  ['minute', 1, MINUTE],
  ['minute', 5, 5 * MINUTE],
  ['minute', 15, 15 * MINUTE],
  ['minute', 30, 30 * MINUTE],
  ['hour', 1, HOUR],
  ['hour', 3, 3 * HOUR],
  ['hour', 6, 6 * HOUR],
  ['hour', 12, 12 * HOUR],
  ['day', 1, DAY],
  ['day', 2, 2 * DAY],
  ['day', 7, 7 * DAY],
  ['day', 14, 14 * DAY],
  ['month', 1, 30.4 * DAY],
  ['month', 3, 91.3 * DAY],
  ['month', 6, 182.6 * DAY],
  ['year', 1, 365.25 * DAY],
  ['year', 2, 2 * 365.25 * DAY],
  ['year', 5, 5 * 365.25 * DAY],
  ['year', 10, 10 * 365.25 * DAY],
  ['year', 50, 50 * 365.25 * DAY]
];

export interface TimeTick {
  ms: number;
  label: string;
}

/** At most `count` moments of [start, end] that a calendar of the browser's zone would mark, each with a short label. */
export function timeTicks(start: number, end: number, count: number, locale: string): TimeTick[] {
  if (!(end > start) || count < 1) {
    return [];
  }
  const [unit, size] = STEPS.find(([, , ms]) => (end - start) / ms <= count) ?? ['year', 100];
  const ticks: TimeTick[] = [];
  for (let at = floorTo(start, unit, size); at <= end; at = addTo(at, unit, size)) {
    if (at >= start) {
      ticks.push({ ms: at, label: labelOf(at, unit, locale) });
    }
  }
  return ticks;
}

function floorTo(ms: number, unit: Unit, size: number): number {
  const at = new Date(ms);
  switch (unit) {
    case 'minute':
      at.setMinutes(Math.floor(at.getMinutes() / size) * size, 0, 0);
      break;
    case 'hour':
      at.setHours(Math.floor(at.getHours() / size) * size, 0, 0, 0);
      break;
    case 'day':
      at.setHours(0, 0, 0, 0);
      // Weeks begin on a Monday; two days from the first of the month on.
      at.setDate(
        size % 7 === 0
          ? at.getDate() - ((at.getDay() + 6) % 7)
          : at.getDate() - ((at.getDate() - 1) % size)
      );
      break;
    case 'month':
      at.setHours(0, 0, 0, 0);
      at.setMonth(Math.floor(at.getMonth() / size) * size, 1);
      break;
    case 'year':
      at.setHours(0, 0, 0, 0);
      at.setFullYear(Math.floor(at.getFullYear() / size) * size, 0, 1);
      break;
  }
  return at.getTime();
}

function addTo(ms: number, unit: Unit, size: number): number {
  const at = new Date(ms);
  switch (unit) {
    case 'minute':
      return ms + size * MINUTE;
    case 'hour':
      at.setHours(at.getHours() + size);
      // A clock that is put back would stand still here.
      return at.getTime() > ms ? at.getTime() : ms + size * HOUR;
    case 'day': {
      const next = at.getDate() + size;
      const lastDay = new Date(at.getFullYear(), at.getMonth() + 1, 0).getDate();
      at.setDate(size === 2 && next > lastDay ? lastDay + 1 : next);
      return at.getTime();
    }
    case 'month':
      at.setMonth(at.getMonth() + size);
      return at.getTime();
    case 'year':
      at.setFullYear(at.getFullYear() + size);
      return at.getTime();
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(locale: string, name: string, options: Intl.DateTimeFormatOptions) {
  const key = `${locale}/${name}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, known);
  return known;
}

/** The part that changes: the hour, else at midnight the day; the day, else the month; in January the year. */
function labelOf(ms: number, unit: Unit, locale: string): string {
  const at = new Date(ms);
  if ((unit === 'minute' || unit === 'hour') && (at.getHours() !== 0 || at.getMinutes() !== 0)) {
    return formatOf(locale, 'time', { hour: 'numeric', minute: '2-digit' }).format(at);
  }
  if (unit === 'year' || (unit === 'month' && at.getMonth() === 0)) {
    return formatOf(locale, 'year', { year: 'numeric' }).format(at);
  }
  return unit === 'month'
    ? formatOf(locale, 'month', { month: 'short' }).format(at)
    : formatOf(locale, 'day', { day: 'numeric', month: 'short' }).format(at);
}
