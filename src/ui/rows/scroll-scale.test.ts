import { describe, expect, test } from 'vitest';
import { ScrollScale } from './scroll-scale.ts';

describe('ScrollScale', () => {
  test('leaves short lists alone', () => {
    const scale = new ScrollScale();
    expect(scale.fit(28_000, 600)).toBe(28_000);
    expect(scale.place(1400, 1000)).toBe(1400);
  });

  test('reaches the last row of a million at the end of the scroll bar', () => {
    const scale = new ScrollScale();
    const [list, view] = [28_000_000, 600];
    const drawn = scale.fit(list, view);
    expect(drawn).toBeLessThan(17_000_000);
    // Scrolled to the end the list offset is list − view, and its last row ends where the drawn element ends.
    expect(scale.place(list - 28, list - view)).toBeCloseTo(drawn - 28, 3);
    expect(scale.place(0, 0)).toBe(0);
  });
});
