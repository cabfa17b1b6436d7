/** Microseconds beyond which a double does not count exactly: the year 2255. */
const MAX_US = BigInt(Number.MAX_SAFE_INTEGER);

export interface SplitTime {
  us: number;
  /** Nanoseconds within the microsecond, 0…999. */
  rest: number;
  isExact: boolean;
}

/** Nanoseconds since 1970 as whole microseconds and a rest; times that are too far away are clamped. */
export function splitTime(ns: bigint): SplitTime {
  const us = ns / 1000n;
  return us > MAX_US
    ? { us: Number(MAX_US), rest: 999, isExact: false }
    : { us: Number(us), rest: Number(ns % 1000n), isExact: true };
}

export function joinTime(us: number, rest: number): bigint {
  return BigInt(us) * 1000n + BigInt(rest);
}

const HALF = 2 ** 32;
/** Parts of microseconds whose nanoseconds a double counts exactly. */
const PART = 2 ** 22;

/** As {@link joinTime}, at a place of 64-bit integers that are given as halves, the lower one first: many times faster than a bigint each. */
export function writeTime(halves: Int32Array, place: number, us: number, rest: number): void {
  const high = Math.floor(us / PART) * 1000;
  const low = (us % PART) * 1000 + rest + (high % (HALF / PART)) * PART;
  halves[2 * place] = low;
  halves[2 * place + 1] = Math.floor(high / (HALF / PART)) + Math.floor(low / HALF);
}
