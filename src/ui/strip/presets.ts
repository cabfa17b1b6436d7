/** The ranges a reader asks for most (§7.5), in the order they are offered. */
export const PRESETS = [
  'all',
  'lastHour',
  'lastDay',
  'lastWeek',
  'lastMonth',
  'last3Months',
  'firstHour',
  'firstDay',
  'firstWeek',
  'firstMonth'
] as const;
export type Preset = (typeof PRESETS)[number];

/** ISO 8601, right-open. */
export interface Range {
  start: string;
  end: string;
}

const MINUTE = 60_000;

/**
 * The range of a preset over right-open bookends, by the calendar of the browser's zone. Ends go up to the next whole
 * minute, hour or midnight; one that stands on it already stays, since an open end leaves no row out.
 */
export function presetRange(preset: Preset, { start, end }: Range): Range {
  const [first, last] = [Date.parse(start), Date.parse(end)];
  switch (preset) {
    case 'all':
      return toRange(midnightBefore(first), midnightAfter(last));
    case 'lastHour': {
      const until = Math.ceil(last / MINUTE) * MINUTE;
      return toRange(until - 60 * MINUTE, until);
    }
    case 'lastDay': {
      const until = hourAfter(last);
      return toRange(addDays(until, -1), until);
    }
    case 'lastWeek':
      return lastDays(last, 7);
    case 'lastMonth':
      return lastDays(last, 30);
    case 'last3Months':
      return lastDays(last, 90);
    case 'firstHour': {
      const from = Math.floor(first / MINUTE) * MINUTE;
      return toRange(from, from + 60 * MINUTE);
    }
    case 'firstDay': {
      const from = hourBefore(first);
      return toRange(from, addDays(from, 1));
    }
    case 'firstWeek':
      return firstDays(first, 7);
    case 'firstMonth':
      return firstDays(first, 30);
  }
}

function lastDays(last: number, days: number): Range {
  const until = midnightAfter(last);
  return toRange(addDays(until, -days), until);
}

function firstDays(first: number, days: number): Range {
  const from = midnightBefore(first);
  return toRange(from, addDays(from, days));
}

function midnightBefore(ms: number): number {
  return new Date(ms).setHours(0, 0, 0, 0);
}

function midnightAfter(ms: number): number {
  const before = midnightBefore(ms);
  return before === ms ? ms : addDays(before, 1);
}

function hourBefore(ms: number): number {
  return new Date(ms).setMinutes(0, 0, 0);
}

function hourAfter(ms: number): number {
  const before = hourBefore(ms);
  return before === ms ? ms : before + 60 * MINUTE;
}

/** Days of a calendar: across a change of clocks one has 23 or 25 hours. */
function addDays(ms: number, days: number): number {
  const at = new Date(ms);
  return at.setDate(at.getDate() + days);
}

function toRange(start: number, end: number): Range {
  return { start: new Date(start).toISOString(), end: new Date(end).toISOString() };
}

/** The preset that gives this range; undefined for one that was brushed. */
export function findPreset(range: Range | undefined, bookends: Range): Preset | undefined {
  if (!range) {
    return 'all';
  }
  const [start, end] = [Date.parse(range.start), Date.parse(range.end)];
  return PRESETS.find(preset => {
    const known = presetRange(preset, bookends);
    return Date.parse(known.start) === start && Date.parse(known.end) === end;
  });
}
