/** A time as its text gives it: UTC when `zoned`, else wall-clock time. */
interface ParsedTime {
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
  return parseUsual(text) ?? parseAny(text);
}

/** The number that digits make, −1 when one of them is none. */
function readDigits(text: string, start: number, end: number): number {
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) {
      return -1;
    }
    value = 10 * value + digit;
  }
  return value;
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days from 1970-01-01 in the Gregorian calendar (H. Hinnant, days_from_civil), for years from 0 on. */
function countDays(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** `2024-05-31T12:00:00`, with a fraction and `Z` if any: what logs are full of, read without a regular expression. */
function parseUsual(text: string): ParsedTime | undefined {
  const separator = text.charAt(10);
  if (
    text.length < 19 ||
    text.charAt(4) !== '-' ||
    text.charAt(7) !== '-' ||
    (separator !== 'T' && separator !== ' ') ||
    text.charAt(13) !== ':' ||
    text.charAt(16) !== ':'
  ) {
    return undefined;
  }
  const year = readDigits(text, 0, 4);
  const month = readDigits(text, 5, 7);
  const day = readDigits(text, 8, 10);
  const hour = readDigits(text, 11, 13);
  const minute = readDigits(text, 14, 16);
  const second = readDigits(text, 17, 19);
  const zoned = text.endsWith('Z');
  const end = text.length - (zoned ? 1 : 0);
  const digits = end === 19 ? 0 : end - 20;
  const fraction = digits === 0 ? 0 : readDigits(text, 20, end);
  if (
    Math.min(year, hour, minute, second, fraction) < 0 ||
    hour > 23 ||
    minute > 59 ||
    second > 59 ||
    day < 1 ||
    day > (DAYS[month - 1] ?? 0) ||
    (month === 2 && day === 29 && !isLeap(year)) ||
    digits > 9 ||
    (end > 19 && (text.charAt(19) !== '.' || digits === 0))
  ) {
    return undefined;
  }
  return {
    seconds: countDays(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second,
    nanos: Math.round(fraction * 10 ** (9 - digits)),
    zoned
  };
}

function parseAny(text: string): ParsedTime | undefined {
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
