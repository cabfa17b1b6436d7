import { diffLists } from './diff-lists.ts';

export interface WordRun {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

/** A word, or a sign, with the space behind it: otherwise spaces alone would be all that two sentences share. */
const WORDS = /(?:[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_])\s*|\s+/gu;
/** Texts are compared up to here; nobody reads on in a comparison. */
export const MAX_COMPARED = 40_000;

/** How one text became the other, word by word, in stretches of one kind. */
export function diffWords(a: string, b: string): WordRun[] {
  const [before, after] = [a, b].map(
    text => text.slice(0, MAX_COMPARED).match(WORDS) ?? ([] as string[])
  );
  const runs: WordRun[] = [];
  const add = (kind: WordRun['kind'], text: string) => {
    const last = runs.at(-1);
    if (last?.kind === kind) {
      last.text += text;
    } else {
      runs.push({ kind, text });
    }
  };
  for (const step of diffLists(before ?? [], after ?? [])) {
    add(step.kind, (step.kind === 'added' ? after?.[step.b] : before?.[step.a]) ?? '');
  }
  return runs;
}
