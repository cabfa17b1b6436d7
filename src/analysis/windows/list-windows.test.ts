import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listWindows } from './list-windows.ts';

const times = fc
  .array(fc.integer({ min: 0, max: 1000 }), { maxLength: 100 })
  .map(list => Float64Array.from(list).sort());

test('windows as far apart as they are wide part the rows', () => {
  fc.assert(
    fc.property(times, fc.integer({ min: 1, max: 300 }), (list, widthMs) => {
      const { edges, from, to } = listWindows(list, list.length, {
        startMs: 0,
        endMs: 1001,
        everyMs: widthMs,
        windowMs: widthMs
      });
      expect(edges.at(-1)).toBe(1001);
      expect(edges[0]).toBeGreaterThan(0);
      expect(edges[0] - widthMs).toBeLessThanOrEqual(0);
      from.forEach((row, i) => {
        expect(row).toBe(i === 0 ? 0 : to[i - 1]);
      });
      expect(to.at(-1)).toBe(list.length);
    })
  );
});

test('a window holds the rows of [edge − width, edge)', () => {
  fc.assert(
    fc.property(
      times,
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 300 }),
      (list, everyMs, windowMs) => {
        const span = { startMs: 100, endMs: 900, everyMs, windowMs };
        const { edges, from, to } = listWindows(list, list.length, span);
        edges.forEach((edge, i) => {
          expect(Array.from(list.subarray(from[i], to[i]))).toEqual(
            Array.from(list).filter(time => time >= edge - windowMs && time < edge)
          );
        });
      }
    )
  );
});

test('an empty or inverted range, or no distance, has no windows', () => {
  const span = { startMs: 5, endMs: 5, everyMs: 1, windowMs: 1 };
  expect(listWindows(Float64Array.of(1, 5), 2, span).edges.length).toBe(0);
  expect(listWindows(Float64Array.of(1, 5), 2, { ...span, endMs: 4 }).edges.length).toBe(0);
  expect(
    listWindows(Float64Array.of(1, 5), 2, { ...span, endMs: 9, everyMs: 0 }).edges.length
  ).toBe(0);
});
