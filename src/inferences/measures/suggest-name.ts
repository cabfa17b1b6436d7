/** The known name nearest to a wrong one, as a hint; undefined when none is near. */
export function suggestName(wrong: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(wrong.length / 3)) + 1;
  const small = wrong.toLowerCase();
  for (const name of names) {
    if (Math.abs(name.length - wrong.length) < least) {
      const distance = name.toLowerCase() === small ? 0.5 : countEdits(small, name.toLowerCase());
      if (distance < least) {
        [best, least] = [name, distance];
      }
    }
  }
  return best === undefined ? undefined : `Use ${JSON.stringify(best)}`;
}

/** Insertions, deletions, replacements, and exchanges of neighbors, of UTF-16 units (optimal string alignment). */
function countEdits(a: string, b: string): number {
  let before = new Uint32Array(b.length + 1);
  let row = Uint32Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = new Uint32Array(b.length + 1);
    next[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isExchange = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const exchanged = isExchange ? (before[j - 2] ?? 0) + 1 : Infinity;
      next[j] = Math.min(replaced, exchanged, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}
