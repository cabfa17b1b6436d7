import { describe, expect, test } from 'vitest';
import type { Thresholds } from '../../contract/metrics.ts';
import { readDraft } from './threshold-popover.tsx';
import { findThreshold, withThreshold } from './use-rules.ts';
import { firstPart } from './baseline-note.tsx';

const draft = { kind: 'constant' as const, lower: '', upper: '', k: '3' };

describe('readDraft()', () => {
  test('reads limits, with a comma or a point', () => {
    expect(readDraft({ ...draft, lower: '-1,5', upper: '2.5' })).toEqual({
      rule: { kind: 'constant', lower: -1.5, upper: 2.5 }
    });
    expect(readDraft({ ...draft, upper: '0' })).toEqual({
      rule: { kind: 'constant', lower: null, upper: 0 }
    });
  });
  test('refuses what is no rule', () => {
    expect(readDraft(draft)).toBe('needLimit');
    expect(readDraft({ ...draft, lower: 'x' })).toBe('needLimit');
    expect(readDraft({ ...draft, lower: '2', upper: '1' })).toBe('limitOrder');
    expect(readDraft({ ...draft, kind: 'deviations', k: '0' })).toBe('needNumber');
  });
  test('the default is no rule of its own', () => {
    expect(readDraft({ ...draft, kind: 'default' })).toEqual({ rule: undefined });
  });
});

describe('withThreshold()', () => {
  const known: Thresholds = [
    { metric: 'psi', rule: { kind: 'off' } },
    { metric: 'psi', dimension: 'amount', rule: { kind: 'deviations', k: 2 } }
  ];
  test('replaces the one for the same metric and column, and no other', () => {
    const next = withThreshold(known, 'psi', 'amount', { kind: 'off' });
    expect(next).toHaveLength(2);
    expect(findThreshold(next, 'psi', 'amount')?.rule).toEqual({ kind: 'off' });
  });
  test('goes back to the one for all when its own is taken away', () => {
    const next = withThreshold(known, 'psi', 'amount', undefined);
    expect(findThreshold(next, 'psi', 'amount')).toEqual(known[0]);
    expect(findThreshold(next, 'mean', 'amount')).toBeUndefined();
  });
});

describe('firstPart()', () => {
  const at = (day: number, hour = 0) => new Date(2025, 0, day, hour).toISOString();
  test('is the first week of what lasts two at least', () => {
    expect(firstPart({ start: at(1, 5), end: at(20) })).toEqual({
      range: { start: at(1), end: at(8) },
      isWeek: true
    });
  });
  test('is half of what lasts less', () => {
    expect(firstPart({ start: at(1), end: at(3) })).toEqual({
      range: { start: at(1), end: at(2) },
      isWeek: false
    });
  });
});
