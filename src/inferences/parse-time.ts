/** A time as its text gives it: UTC when `zoned`, else wall-clock time. */
export interface ParsedTime {
  /** Whole seconds since 1970-01-01T00:00:00. */
  seconds: number;
  nanos: number;
  zoned: boolean;
}

const ISO =
  /^([+-]\d{6}|\d{4})(?:-?(\d\d)(?:-?(\d\d))?)?(?:[T ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?)?\s*(Z|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?)?$/i;

/** Texts that pandas reads as a missing time. */
const MISSING = new Set(['', 'nat', 'nan']);

export function isMissingTime(text: string): boolean {
  return MISSING.has(text.trim().toLowerCase());
}

/** ISO 8601, date alone or with a time to the nanosecond, zoned or not; undefined for any other text. */
export function parseTime(text: string): ParsedTime | undefined {
  const match = ISO.exec(text.trim());
  if (!match) {
    return undefined;
  }
  const [, year = '', month = '01', day = '01', hour = '00', minute = '00', second = '00'] = match;
  const [, , , , , , , fraction = '', zone] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    return undefined;
  }
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) {
    return undefined;
  }
  const offset = zone === undefined ? 0 : parseOffset(zone);
  if (offset === undefined) {
    return undefined;
  }
  return {
    seconds:
      date.getTime() / 1000 + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - offset,
    nanos: Number(fraction.slice(0, 9).padEnd(9, '0')),
    zoned: zone !== undefined
  };
}

/** Seconds east of UTC. */
function parseOffset(zone: string): number | undefined {
  if (zone.toUpperCase() === 'Z') {
    return 0;
  }
  const digits = zone.slice(1).replaceAll(':', '');
  const [hours, minutes, seconds] = [0, 2, 4].map(at => Number(digits.slice(at, at + 2)));
  if (hours === undefined || hours > 23 || (minutes ?? 0) > 59 || (seconds ?? 0) > 59) {
    return undefined;
  }
  const east = hours * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
  return zone.startsWith('-') ? -east : east;
}
