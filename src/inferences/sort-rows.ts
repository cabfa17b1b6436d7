import type { Scalar } from '../arrow/cells.ts';
import { compareCodePoints } from './compare-code-points.ts';

/** Missing last in either direction; numbers before text; equal cells keep their order. */
export function sortPositions(
  positions: Uint32Array,
  read: (position: number) => Scalar,
  descending: boolean
): Uint32Array {
  const numbers = new Float64Array(positions.length);
  const texts = new Array<string | undefined>(positions.length);
  const missing: number[] = [];
  const present: number[] = [];
  let textCount = 0;
  for (let i = 0; i < positions.length; i++) {
    const value = read(positions[i] ?? 0);
    if (value === null) {
      missing.push(i);
      continue;
    }
    present.push(i);
    if (typeof value === 'string') {
      texts[i] = value;
      textCount++;
    } else {
      numbers[i] = Number(value);
    }
  }
  const compareNumbers = (a: number, b: number) => (numbers[a] ?? 0) - (numbers[b] ?? 0);
  const compareTexts = (a: number, b: number) => compareCodePoints(texts[a] ?? '', texts[b] ?? '');
  const compare =
    textCount === 0
      ? compareNumbers
      : textCount === present.length
        ? compareTexts
        : (a: number, b: number) =>
            texts[a] === undefined
              ? texts[b] === undefined
                ? compareNumbers(a, b)
                : -1
              : texts[b] === undefined
                ? 1
                : compareTexts(a, b);
  present.sort(descending ? (a, b) => compare(b, a) : compare);
  const sorted = new Uint32Array(positions.length);
  let at = 0;
  for (const i of present) {
    sorted[at++] = positions[i] ?? 0;
  }
  for (const i of missing) {
    sorted[at++] = positions[i] ?? 0;
  }
  return sorted;
}
