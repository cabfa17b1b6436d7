import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffLists } from './diff-lists.ts';
import { diffWords } from './diff-words.ts';

const draw = (a: string, b: string) =>
  diffLists(a.split(''), b.split(''))
    .map(step =>
      step.kind === 'added'
        ? `+${b[step.b]}`
        : step.kind === 'removed'
          ? `-${a[step.a]}`
          : a[step.a]
    )
    .join('');

describe('diffLists()', () => {
  test('finds the shortest way', () => {
    expect(draw('ABCABBA', 'CBABAC')).toMatch(/^(?:[+-]?[ABC])+$/);
    expect(draw('ABCABBA', 'CBABAC').match(/[+-]/g)).toHaveLength(5);
    expect(draw('abcd', 'abxcd')).toBe('ab+xcd');
    expect(draw('', 'ab')).toBe('+a+b');
    expect(draw('ab', '')).toBe('-a-b');
    expect(draw('same', 'same')).toBe('same');
  });

  test('goes from the first list to the second, in order, and is no longer than it must be', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 25 });
    fc.assert(
      fc.property(letters, letters, (a, b) => {
        const steps = diffLists(a, b);
        expect(steps.flatMap(step => (step.kind === 'added' ? [] : [step.a]))).toEqual([
          ...a.keys()
        ]);
        expect(steps.flatMap(step => (step.kind === 'removed' ? [] : [step.b]))).toEqual([
          ...b.keys()
        ]);
        let kept = 0;
        for (const step of steps) {
          if (step.kind === 'same') {
            kept++;
            expect(a[step.a]).toBe(b[step.b]);
          }
        }
        expect(kept).toBe(longestCommon(a, b));
      })
    );
  });

  test('lists with nothing in common are replaced, quickly', () => {
    const a = Array.from({ length: 5000 }, (_, i) => `a${i}`);
    const b = Array.from({ length: 5000 }, (_, i) => `b${i}`);
    expect(diffLists(['x', ...a], ['x', ...b])).toHaveLength(10_001);
  });
});

/** The length of the longest common part, by the table everybody knows. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = b.map(() => 0);
  for (const item of a) {
    const next: number[] = [];
    b.forEach((other, j) => {
      next.push(item === other ? (row[j - 1] ?? 0) + 1 : Math.max(row[j] ?? 0, next[j - 1] ?? 0));
    });
    row = next;
  }
  return row.at(-1) ?? 0;
}

describe('diffWords()', () => {
  test('goes by words and signs', () => {
    expect(diffWords('The lag is 12 minutes.', 'The lag is about 31 minutes!')).toEqual([
      { kind: 'same', text: 'The lag is ' },
      { kind: 'removed', text: '12 ' },
      { kind: 'added', text: 'about 31 ' },
      { kind: 'same', text: 'minutes' },
      { kind: 'removed', text: '.' },
      { kind: 'added', text: '!' }
    ]);
    expect(diffWords('', '')).toEqual([]);
    expect(diffWords('Größe', 'Größen')).toHaveLength(2);
  });
});
