import { RequestError } from './errors.ts';

const MAX_LISTED = 12;

/** The error for a name that is not among the known ones: it offers the nearest one, else lists them. */
export function unknown(
  kind: string,
  name: unknown,
  known: readonly string[],
  code: string
): RequestError {
  if (typeof name !== 'string') {
    return new RequestError(`Cannot use ${show(name)} as ${kind}: a name is needed`, {
      code,
      ...list(known)
    });
  }
  const nearest = findNearest(name, known);
  return new RequestError(`There is no ${kind} called "${name.slice(0, 80)}"`, {
    code,
    ...(nearest === undefined ? list(known) : { hint: `Did you mean "${nearest}"?` })
  });
}

/** The known word that is most like the given one, if any is like it at all. */
export function findNearest(word: string, known: readonly string[]): string | undefined {
  const wanted = fold(word);
  let best: string | undefined;
  let bestDistance = Math.max(wanted.length, 2) / 2;
  for (const candidate of known) {
    const distance = editDistance(wanted, fold(candidate));
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** A cell that is text or a number as text. */
export function toWord(value: unknown): string {
  return typeof value === 'string' ? value : `${value as number}`;
}

/** A value as people write it, cut short. */
export function show(value: unknown): string {
  let text: string | undefined;
  try {
    const json = JSON.stringify(value, (_, part: unknown) =>
      typeof part === 'bigint' ? `${part}n` : part
    ) as string | undefined;
    text = json?.replace(/"(-?\d+n)"/g, '$1');
  } catch {
    text = undefined;
  }
  return (text ?? String(value)).slice(0, 80);
}

function fold(name: string): string {
  return name
    .replace(/(?<=[a-z])[A-Z]/g, '_$&')
    .toLowerCase()
    .replace(/[- ]/g, '_');
}

function list(known: readonly string[]): { hint?: string } {
  if (known.length === 0) {
    return {};
  }
  const more = known.length > MAX_LISTED ? ` and ${known.length - MAX_LISTED} more` : '';
  return {
    hint: `There are ${known
      .slice(0, MAX_LISTED)
      .map(name => `"${name}"`)
      .join(', ')}${more}`
  };
}

/** Insertions, deletions and replacements between two words (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
