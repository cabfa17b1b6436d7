/**
 * Adjusted Rand index of two labelings of the same points (Hubert & Arabie, 1985): 1 when they are the same up to names, about 0
 * by chance. Every label counts as a group, −1 too.
 */
export function measureAgreement(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const both = new Map<string, number>();
  const inA = new Map<number, number>();
  const inB = new Map<number, number>();
  const count = <Key>(groups: Map<Key, number>, key: Key) =>
    groups.set(key, (groups.get(key) ?? 0) + 1);
  for (let i = 0; i < a.length; i++) {
    count(both, `${a[i]},${b[i]}`);
    count(inA, a[i]);
    count(inB, b[i]);
  }
  const pairs = <Key>(groups: Map<Key, number>) =>
    [...groups.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
  const expected = (pairs(inA) * pairs(inB)) / ((a.length * (a.length - 1)) / 2);
  const most = (pairs(inA) + pairs(inB)) / 2;
  return most === expected ? 1 : (pairs(both) - expected) / (most - expected);
}
