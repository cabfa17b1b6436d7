import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LEVEL } from '../cloud/cloud.ts';
import { bitsOf } from './bits.ts';
import type { MaskParts } from './compose-mask.ts';
import { bitsOfShown, composeMask } from './compose-mask.ts';
import { windowOf } from './time-window.ts';

const { hidden, context, shown, selected } = LEVEL;
const parts: MaskParts = {
  count: 4,
  dataset: Uint8Array.of(0, 0, 1, 1),
  codes: Uint8Array.of(0, 1, 0, 1),
  selected: null,
  hidden: [false, false, false],
  off: new Set(),
  window: null,
  matches: null,
  spotlight: null
};

test('composeMask() shows everything when nothing narrows it', () => {
  const { counts, ...mask } = composeMask(parts);
  expect(mask).toEqual({
    levels: Uint8Array.of(shown, shown, shown, shown),
    dimmed: 0,
    hidden: 0,
    outside: 0,
    selected: 0
  });
  expect([...counts.subarray(0, 3)]).toEqual([2, 2, 0]);
});

test('composeMask() dims groups that are off and counts them', () => {
  const { levels, dimmed } = composeMask({ ...parts, off: new Set([1]) });
  expect([...levels]).toEqual([shown, context, shown, context]);
  expect(dimmed).toBe(2);
});

test('composeMask() keeps selected points in full, whatever is off', () => {
  const { levels, selected: count } = composeMask({
    ...parts,
    off: new Set([1]),
    selected: bitsOf([1, 2], 4)
  });
  expect([...levels]).toEqual([shown, selected, selected, context]);
  expect(count).toBe(2);
});

test('composeMask() hides the sets the reader took away', () => {
  const mask = composeMask({ ...parts, hidden: [false, true, false] });
  expect([...mask.levels]).toEqual([shown, shown, hidden, hidden]);
  expect(mask.hidden).toBe(2);
});

test('composeMask() lights one cluster while it is pointed at', () => {
  const { levels, dimmed } = composeMask({
    ...parts,
    spotlight: { cluster: Int32Array.of(7, -1, 7, 2), id: 7 }
  });
  expect([...levels]).toEqual([shown, context, shown, context]);
  expect(dimmed).toBe(0);
});

test('composeMask() dims points that do not contain the text, and counts groups among the others', () => {
  const { levels, dimmed, counts } = composeMask({ ...parts, matches: bitsOf([1, 2], 4) });
  expect([...levels]).toEqual([context, shown, shown, context]);
  expect(dimmed).toBe(2);
  expect([...counts.subarray(0, 2)]).toEqual([1, 1]);
});

test('composeMask() hides primary points outside a window, and only those', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          set: fc.integer({ min: 0, max: 2 }),
          time: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constant(NaN)),
          isSelected: fc.boolean()
        })
      ),
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 0, max: 20 }),
      (points, startMs, endMs) => {
        const mask = composeMask({
          ...parts,
          count: points.length,
          dataset: Uint8Array.from(points, ({ set }) => set),
          codes: new Uint8Array(points.length),
          selected: bitsOf(
            points.flatMap(({ isSelected }, i) => (isSelected ? [i] : [])),
            points.length
          ),
          window: { startMs, endMs, times: Float64Array.from(points, ({ time }) => time) }
        });
        const isHidden = points.map(
          ({ set, time }) => set === 0 && !(startMs <= time && time < endMs)
        );
        expect([...mask.levels].map(level => level === hidden)).toEqual(isHidden);
        expect(mask.outside).toBe(isHidden.filter(Boolean).length);
      }
    )
  );
});

test('bitsOfShown() are the points that no filter takes away', () => {
  const bits = bitsOfShown({
    ...parts,
    off: new Set([1]),
    selected: bitsOf([1, 2], 4),
    spotlight: { cluster: Int32Array.of(7, 7, 8, 8), id: 7 }
  });
  expect([...bits]).toEqual([...bitsOf([0, 2], 4)]);
});

test('windowOf() is what lies before the moment, else the brushed range', () => {
  const range = { start: '2024-02-14T00:00:00Z', end: '2024-02-16T12:00:00Z' };
  const moment = '2024-02-20T00:00:00Z';
  const end = Date.UTC(2024, 1, 20);
  expect(windowOf({ range, moment }, 2000)).toEqual({ startMs: end - 2000, endMs: end });
  expect(windowOf({ range }, 2000)).toEqual({
    startMs: Date.UTC(2024, 1, 14),
    endMs: Date.UTC(2024, 1, 16, 12)
  });
  expect(windowOf({}, 2000)).toBeNull();
  expect(windowOf({ range: { start: 'yesterday', end: 'x' }, moment: '' }, 2000)).toBeNull();
});
