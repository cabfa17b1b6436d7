import { expect, test } from 'vitest';
import { LEVEL } from '../cloud/cloud.ts';
import { bitsOf } from './bits.ts';
import type { MaskParts } from './compose-mask.ts';
import { composeMask } from './compose-mask.ts';

const { hidden, context, shown, selected } = LEVEL;
const parts: MaskParts = {
  count: 4,
  dataset: Uint8Array.of(0, 0, 1, 1),
  codes: Uint8Array.of(0, 1, 0, 1),
  selected: null,
  hidden: [false, false, false],
  off: new Set(),
  spotlight: null
};

test('composeMask() shows everything when nothing narrows it', () => {
  expect(composeMask(parts)).toEqual({
    levels: Uint8Array.of(shown, shown, shown, shown),
    dimmed: 0,
    hidden: 0,
    selected: 0
  });
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

test('composeMask() hides only what the reader took away', () => {
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
