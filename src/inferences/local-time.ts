const DAY_MS = 86_400_000;
/** The Gregorian calendar repeats. */
const CYCLE_YEARS = 400;
const CYCLE_MS = 146_097 * DAY_MS;

/** Milliseconds to add to a wall-clock time, given as if it were UTC, to get the instant in the machine's zone. */
function shiftAt(wallMs: number): number {
  const wall = new Date(wallMs);
  const year = wall.getUTCFullYear();
  // Date takes the years 0 to 99 for those of the 20th century.
  const cycles = year >= 0 && year < 100 ? 1 : 0;
  const instant = new Date(
    year + cycles * CYCLE_YEARS,
    wall.getUTCMonth(),
    wall.getUTCDate(),
    wall.getUTCHours(),
    wall.getUTCMinutes(),
    wall.getUTCSeconds(),
    wall.getUTCMilliseconds()
  );
  return instant.getTime() - cycles * CYCLE_MS - wallMs;
}

/**
 * Reads wall-clock times by the rules of the machine's zone (§14.5). A time that a change of clocks skips moves
 * forward, one that it repeats is the first of the two, as Python's `fold=0`. Days without a change, nearly all,
 * cost one look-up.
 */
export function createLocalShift(): (wallMs: number) => number {
  const shiftByDay = new Map<number, number | null>();
  return wallMs => {
    const day = Math.floor(wallMs / DAY_MS);
    let shift = shiftByDay.get(day);
    if (shift === undefined) {
      const start = shiftAt(day * DAY_MS);
      shift = start === shiftAt((day + 1) * DAY_MS - 1) ? start : null;
      shiftByDay.set(day, shift);
    }
    return shift ?? shiftAt(wallMs);
  };
}
