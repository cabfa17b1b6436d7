/** One step from the first list to the second; indexes into both. */
export type DiffStep =
  | { kind: 'same'; a: number; b: number }
  | { kind: 'removed'; a: number }
  | { kind: 'added'; b: number };

/** Beyond so many changes the lists have little in common, and finding out exactly how little would take long. */
const MAX_EDITS = 1000;

/**
 * The shortest way from one list to the other: Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), the greedy one. What begins and
 * ends alike is set aside first. Lists that differ in more than 1,000 places are taken as replaced between their ends.
 */
export function diffLists(a: readonly string[], b: readonly string[]): DiffStep[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) {
    start++;
  }
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) {
    end++;
  }
  const steps: DiffStep[] = Array.from({ length: start }, (_, i) => ({ kind: 'same', a: i, b: i }));
  steps.push(...diffMiddle(a, b, start, a.length - end, b.length - end));
  for (let i = end; i > 0; i--) {
    steps.push({ kind: 'same', a: a.length - i, b: b.length - i });
  }
  return steps;
}

function diffMiddle(
  a: readonly string[],
  b: readonly string[],
  start: number,
  endA: number,
  endB: number
): DiffStep[] {
  const [n, m] = [endA - start, endB - start];
  const rounds = findRounds(a, b, start, n, m);
  if (!rounds) {
    return [
      ...Array.from({ length: n }, (_, i): DiffStep => ({ kind: 'removed', a: start + i })),
      ...Array.from({ length: m }, (_, i): DiffStep => ({ kind: 'added', b: start + i }))
    ];
  }
  const steps: DiffStep[] = [];
  let [x, y] = [n, m];
  for (let d = rounds.length - 1; d >= 0; d--) {
    const before = rounds[d - 1];
    const k = x - y;
    const isDown = before && (k === -d || (k !== d && at(before, k - 1) < at(before, k + 1)));
    const fromK = isDown ? k + 1 : k - 1;
    const fromX = before ? at(before, fromK) : 0;
    const fromY = before ? fromX - fromK : 0;
    while (x > fromX && y > fromY) {
      x--;
      y--;
      steps.push({ kind: 'same', a: start + x, b: start + y });
    }
    if (before) {
      steps.push(
        isDown ? { kind: 'added', b: start + fromY } : { kind: 'removed', a: start + fromX }
      );
      [x, y] = [fromX, fromY];
    }
  }
  return steps.reverse();
}

/** The furthest place in `a` on each diagonal, after each number of changes; undefined beyond {@link MAX_EDITS}. */
function findRounds(
  a: readonly string[],
  b: readonly string[],
  start: number,
  n: number,
  m: number
): Int32Array[] | undefined {
  const rounds: Int32Array[] = [];
  for (let d = 0; d <= Math.min(MAX_EDITS, n + m); d++) {
    const before = rounds.at(-1);
    const round = new Int32Array(2 * d + 1);
    rounds.push(round);
    for (let k = -d; k <= d; k += 2) {
      let x = !before
        ? 0
        : k === -d || (k !== d && at(before, k - 1) < at(before, k + 1))
          ? at(before, k + 1)
          : at(before, k - 1) + 1;
      while (x < n && x - k < m && a[start + x] === b[start + x - k]) {
        x++;
      }
      round[k + d] = x;
      if (x >= n && x - k >= m) {
        return rounds;
      }
    }
  }
  return undefined;
}

/** Of a round of `d` changes, diagonals reach from -d to d. */
function at(round: Int32Array, k: number): number {
  return round[k + (round.length - 1) / 2] ?? -1;
}
