import { describe, expect, test } from 'vitest';
import type { Bin, Segment } from '../../contract/metrics.ts';
import { createFormat } from '../app/format.ts';
import { keyOfBin, labelOf, rankSegments, toBars } from './bins.ts';
import { sortSegments } from './segments-table.tsx';

const format = createFormat('en');

function segment(bin: Bin, patch: Partial<Segment> = {}): Segment {
  return {
    bin,
    label: bin.kind === 'category' ? bin.key.slice(2) : '',
    start: bin.kind === 'interval' ? bin.start : null,
    end: bin.kind === 'interval' ? bin.end : null,
    primary: 1,
    reference: 1,
    primaryShare: 0.1,
    referenceShare: 0.1,
    psi: 0,
    primaryMetric: null,
    referenceMetric: null,
    ...patch
  };
}
const category = (key: string, patch?: Partial<Segment>) =>
  segment({ kind: 'category', key: `s:${key}` }, patch);

test('keyOfBin() tells every two bins apart', () => {
  const bins: Bin[] = [
    { kind: 'missing' },
    { kind: 'category', key: '-' },
    { kind: 'category', key: '' },
    { kind: 'interval', start: null, end: 1 },
    { kind: 'interval', start: 1, end: null },
    { kind: 'interval', start: null, end: null }
  ];
  expect(new Set(bins.map(keyOfBin)).size).toBe(bins.length);
});

test('labelOf() names intervals by their shown edges, and what has no text', () => {
  const open = segment({ kind: 'interval', start: null, end: 2 }, { start: -1.23456, end: 2 });
  expect(labelOf(open, { format, isTime: false }, '(empty)')).toBe('-1.23 – 2');
  expect(labelOf(segment({ kind: 'missing' }), { format, isTime: false }, '(empty)')).toBe(
    '(empty)'
  );
  expect(labelOf(category(''), { format, isTime: false }, '(empty)')).toBe('""');
  const noon = (day: number) => Date.UTC(2025, 0, day, 12);
  const days = segment(
    { kind: 'interval', start: noon(3), end: null },
    { start: noon(3), end: noon(14) }
  );
  expect(labelOf(days, { format, isTime: true }, '(empty)')).toBe('Jan 3 – Jan 14');
});

describe('toBars()', () => {
  test('gives intervals their edges, and the last one its end', () => {
    const segments = [
      segment({ kind: 'interval', start: 0, end: 1 }),
      segment({ kind: 'interval', start: 1, end: 5 }),
      segment({ kind: 'missing' })
    ];
    const { bars, lastEdge } = toBars(
      segments,
      { format, isTime: false },
      { empty: '(empty)', most: 9 }
    );
    expect(bars.map(({ edge, label }) => edge ?? label)).toEqual(['0', '1', '(empty)']);
    expect(lastEdge).toBe('5');
  });
  test('keeps the largest of many categories, in their order', () => {
    const segments = [
      category('a', { primaryShare: 0.01, referenceShare: 0.5 }),
      category('b', { primaryShare: 0.02, referenceShare: 0.01 }),
      category('c', { primaryShare: 0.9, referenceShare: 0 })
    ];
    const { bars } = toBars(segments, { format, isTime: false }, { empty: '', most: 2 });
    expect(bars.map(({ label }) => label)).toEqual(['a', 'c']);
  });
});

test('rankSegments() has the greatest part of the PSI first, or the most rows', () => {
  const ranked = rankSegments([
    category('a', { psi: 0.1 }),
    category('b', { psi: 0.4 }),
    category('c', { psi: 0.2 })
  ]);
  expect(ranked.map(({ label }) => label)).toEqual(['b', 'c', 'a']);
  const alone = rankSegments([
    category('a', { psi: null, primary: 3 }),
    category('b', { psi: null, primary: 7 })
  ]);
  expect(alone.map(({ label }) => label)).toEqual(['b', 'a']);
});

test('sortSegments() keeps bins in the order of their values when sorted by them', () => {
  const segments = [category('2'), category('10'), category('1', { primaryShare: null })];
  const labels = (sort: Parameters<typeof sortSegments>[1]) =>
    sortSegments(segments, sort).map(({ label }) => label);
  expect(labels({ column: 'bin', descending: false })).toEqual(['2', '10', '1']);
  expect(labels({ column: 'primary', descending: false }).at(-1)).toBe('1');
  expect(labels({ column: 'primary', descending: true }).at(-1)).toBe('1');
});
