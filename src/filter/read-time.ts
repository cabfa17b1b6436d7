import type { TextRange } from '../contract/failures.ts';
import { filterFailure, quoteFragment } from './filter-failure.ts';

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9})\d*)?)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?$/i;

export const TIME_HINT = "Write it like '2024-01-31T12:00:00Z'";

/** Nanoseconds since 1970 of an ISO 8601 text, which must say its distance from UTC. */
export function readTime(text: string, at: TextRange): bigint {
  const match = ISO.exec(text.trim());
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone] =
    match ?? [];
  const utc = `${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour}:${minute}:${second}.000Z`;
  const ms = Date.parse(utc);
  // Date.parse() takes February 30 for March 1.
  if (!match || Number.isNaN(ms) || new Date(ms).toISOString() !== utc) {
    throw filterFailure(
      'filter/type',
      `Cannot read the time "${quoteFragment(text)}": it is not in ISO 8601`,
      at,
      TIME_HINT
    );
  }
  if (zone === undefined) {
    throw filterFailure(
      'filter/type',
      `Cannot compare with the time "${quoteFragment(text)}": it has no timezone`,
      at,
      'Add an offset from UTC, such as Z or +01:00'
    );
  }
  const nanoseconds = BigInt(fraction.padEnd(9, '0'));
  return BigInt(ms - readOffset(zone)) * 1_000_000n + nanoseconds;
}

/** Milliseconds that a zone is ahead of UTC. */
function readOffset(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  const ahead = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return sign === '-' ? -ahead : ahead;
}
