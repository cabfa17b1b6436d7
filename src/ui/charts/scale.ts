/** From values to pixels and back. */
export interface LinearScale {
  readonly domain: readonly [number, number];
  toPx: (value: number) => number;
  toValue: (px: number) => number;
}

/** A straight map of `domain` onto `range`; a domain without length lands in the middle. */
export function linearScale(
  domain: readonly [number, number],
  range: readonly [number, number]
): LinearScale {
  const [d0, d1] = domain;
  const [r0, r1] = range;
  const length = d1 - d0;
  return {
    domain,
    toPx: value => (length === 0 ? (r0 + r1) / 2 : r0 + ((value - d0) / length) * (r1 - r0)),
    toValue: px => (r1 === r0 ? d0 : d0 + ((px - r0) / (r1 - r0)) * length)
  };
}

/** Steps that people count in: 1, 2 or 5 times a power of ten, the least that needs at most `count` of them. */
export function niceStep(length: number, count: number): number {
  const rough = length / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const share = rough / power;
  return (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10) * power;
}

/** Round numbers from `min` to `max`, about `count` of them. */
export function niceTicks(min: number, max: number, count: number): number[] {
  if (!(max > min) || !Number.isFinite(max - min)) {
    return Number.isFinite(min) ? [min] : [];
  }
  const step = niceStep(max - min, count);
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  // From whole multiples: a running sum would drift off the round numbers.
  const digits = Math.max(0, Math.min(20, -Math.floor(Math.log10(step))));
  return Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toFixed(digits))
  );
}

/** Least and greatest finite number of several lists; null when there is none. */
export function extentOf(
  ...lists: (readonly (number | null | undefined)[] | undefined)[]
): [number, number] | null {
  let [min, max] = [Infinity, -Infinity];
  for (const list of lists) {
    for (const value of list ?? []) {
      if (value !== null && value !== undefined && Number.isFinite(value)) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
    }
  }
  return min <= max ? [min, max] : null;
}

/**
 * The part of an axis that shows all of `extent` with a little air. Zero is taken in where the numbers are counted from
 * it; limits only while they do not press the line flat (three times the room of the values).
 */
export function chooseDomain(
  extent: readonly [number, number] | null,
  { fromZero = false, limits = [] }: { fromZero?: boolean; limits?: readonly (number | null)[] }
): [number, number] {
  let [min, max] = extent ?? [0, 1];
  if (fromZero) {
    [min, max] = [Math.min(0, min), Math.max(0, max)];
  }
  const room = Math.max(max - min, Math.abs(max) * 1e-6);
  for (const limit of limits) {
    if (limit !== null && (room === 0 || (limit < max + 2 * room && limit > min - 2 * room))) {
      [min, max] = [Math.min(min, limit), Math.max(max, limit)];
    }
  }
  const length = max - min;
  if (length === 0) {
    const half = Math.abs(max) / 10 || 0.5;
    return fromZero && max === 0 ? [0, 1] : [min - half, max + half];
  }
  return [fromZero && min === 0 ? 0 : min - length * 0.06, max + length * 0.08];
}
