import { describe, expect, test } from 'vitest';
import { moveRange } from './move-range.ts';
import { findPreset, PRESETS, presetRange } from './presets.ts';

/** A moment of the reader's zone. */
const at = (day: number, hour = 0, minute = 0) =>
  new Date(2024, 1, day, hour, minute).toISOString();
/** 3 Feb 08:17 to 14 Feb 23:53. */
const BOOKENDS = { start: at(3, 8, 17), end: at(14, 23, 53) };

describe('presetRange()', () => {
  test.each([
    ['all', at(3), at(15)],
    ['lastHour', at(14, 22, 53), at(14, 23, 53)],
    ['lastDay', at(14), at(15)],
    ['lastWeek', at(8), at(15)],
    ['lastMonth', at(-15), at(15)],
    ['firstHour', at(3, 8, 17), at(3, 9, 17)],
    ['firstDay', at(3, 8), at(4, 8)],
    ['firstWeek', at(3), at(10)],
    ['firstMonth', at(3), at(33)]
  ] as const)('%s', (preset, start, end) => {
    expect(presetRange(preset, BOOKENDS)).toEqual({ start, end });
  });

  test('all takes in the last minute of the last day', () => {
    const { end } = presetRange('all', { start: at(3), end: at(14, 23, 59) });
    expect(end).toBe(at(15));
  });

  test('all adds no empty day when the rows end at midnight', () => {
    expect(presetRange('all', { start: at(3), end: at(15) })).toEqual({
      start: at(3),
      end: at(15)
    });
  });

  test('every preset is a range that begins before it ends', () => {
    for (const preset of PRESETS) {
      const { start, end } = presetRange(preset, BOOKENDS);
      expect(Date.parse(start), preset).toBeLessThan(Date.parse(end));
    }
  });
});

describe('findPreset()', () => {
  test('knows each preset again, and no other range', () => {
    for (const preset of PRESETS) {
      expect(findPreset(presetRange(preset, BOOKENDS), BOOKENDS)).toBe(preset);
    }
    expect(findPreset(undefined, BOOKENDS)).toBe('all');
    expect(findPreset({ start: at(5), end: at(6) }, BOOKENDS)).toBeUndefined();
  });
});

describe('moveRange()', () => {
  const extent = { start: at(3), end: at(15) };
  const DAY = 86_400_000;
  test('goes on by the length of the range', () => {
    expect(moveRange({ start: at(5), end: at(7) }, extent, DAY, 1)).toEqual({
      start: at(7),
      end: at(9)
    });
  });
  test('stays inside', () => {
    expect(moveRange({ start: at(13), end: at(15) }, extent, DAY, 1)).toEqual({
      start: at(13),
      end: at(15)
    });
    expect(moveRange({ start: at(4), end: at(7) }, extent, DAY, -1)).toEqual({
      start: at(3),
      end: at(6)
    });
  });
  test('begins with the last stretch going back, the first going on', () => {
    expect(moveRange(undefined, extent, DAY, -1)).toEqual({ start: at(14), end: at(15) });
    expect(moveRange(undefined, extent, DAY, 1)).toEqual({ start: at(3), end: at(4) });
  });
});
