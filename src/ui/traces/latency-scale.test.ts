import { expect, test } from 'vitest';
import { latencyShare, placeMarks } from './latency-scale.ts';

test('a latency stands among the edges by its logarithm', () => {
  const edges = [1000, 4000, 16_000];
  expect([1000, 4000, 16_000, 1, 1e9].map(us => latencyShare(us, edges))).toEqual([
    0, 0.5, 1, 0, 1
  ]);
});

test('labels of marks that are near move apart and stay within the picture', () => {
  const marks = [
    { name: 'p50', share: 0.5 },
    { name: 'p95', share: 0.51 },
    { name: 'p99', share: 1 }
  ];
  const placed = placeMarks(marks, 200, 30);
  expect(placed.map(({ x }) => x)).toEqual([100, 102, 200]);
  expect(placed.map(({ label }) => label)).toEqual([100, 130, 185]);
  const crowded = placeMarks(
    marks.map(mark => ({ ...mark, share: 1 })),
    200,
    30
  );
  expect(crowded.map(({ label }) => label)).toEqual([125, 155, 185]);
});
