/** The groups that are off after one of `codes` was switched; `isAlone` leaves only that one, and a second time all. */
export function switchedOff(
  codes: readonly number[],
  off: ReadonlySet<number>,
  code: number,
  isAlone: boolean
): Set<number> {
  if (isAlone) {
    const others = codes.filter(other => other !== code);
    const isAlready = !off.has(code) && others.every(other => off.has(other));
    return new Set(isAlready ? [] : others);
  }
  const next = new Set(off);
  if (!next.delete(code)) {
    next.add(code);
  }
  return next;
}
