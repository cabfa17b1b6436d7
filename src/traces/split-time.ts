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
