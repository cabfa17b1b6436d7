import { describe, expect, test } from 'vitest';
import { marksToSvg } from './marks-to-svg.ts';
import { moveWindow } from './move-window.ts';
import { layoutSeries, type Mark } from './series-marks.ts';
import type { SeriesPicture } from './series-picture.ts';
import { snapSpan } from './snap-span.ts';

const DAY = 86_400_000;
const PICTURE: SeriesPicture = {
  analysis: { start: 0, end: 4 * DAY },
  reference: { start: -3 * DAY, end: -DAY },
  everyMs: DAY,
  windowMs: 2 * DAY,
  times: [DAY, 2 * DAY, 3 * DAY, 4 * DAY],
  counts: [10, 0, 20, 20],
  referenceTimes: [-2 * DAY, -DAY],
  line: { values: [0.1, null, 0.2, 0.6], reference: [0.05, 0.06] },
  spreads: [],
  band: { low: 0.04, high: 0.08, mean: 0.06 },
  limits: { lower: null, upper: 0.25 },
  alerts: [3],
  fromZero: true,
  hasCountBars: true
};
const OPTIONS = {
  width: 800,
  height: 120,
  locale: 'en',
  formatTick: String,
  names: { reference: 'training', primary: 'production' },
  moment: undefined
};
const INKS = {
  primary: '#00f',
  reference: '#f80',
  text: '#000',
  muted: '#777',
  grid: '#ddd',
  bad: '#f00',
  accent: '#08f'
};

const strokesOf = (marks: readonly Mark[], ink: Mark['ink']) =>
  marks.flatMap(mark =>
    mark.kind === 'line' && mark.ink === ink && mark.width === 1.8 ? mark.strokes : []
  );

describe('layoutSeries()', () => {
  test('draws a step per window and breaks the line where one has no value', () => {
    const { marks, toX } = layoutSeries(PICTURE, OPTIONS);
    const [first, second] = strokesOf(marks, 'primary');
    expect(first?.filter((_, i) => i % 2 === 0)).toEqual([
      toX(0, 'analysis'),
      toX(DAY, 'analysis')
    ]);
    expect(second).toHaveLength(8);
    expect(strokesOf(marks, 'reference')).toHaveLength(1);
  });

  test('puts a diamond on the alert and nowhere else', () => {
    const { marks, toX, y } = layoutSeries(PICTURE, OPTIONS);
    const diamonds = marks.filter(mark => mark.kind === 'diamonds');
    expect(diamonds.map(({ at }) => at)).toEqual([[toX(3.5 * DAY, 'analysis'), y.toPx(0.6)]]);
  });

  test('leaves a limit out that is far from every value', () => {
    const dashes = (upper: number) =>
      layoutSeries({ ...PICTURE, limits: { lower: null, upper } }, OPTIONS).marks.flatMap(mark =>
        mark.kind === 'line' && mark.dash.length > 0 ? mark.strokes : []
      ).length;
    expect([dashes(0.25), dashes(90)]).toEqual([1, 0]);
  });

  test('writes no reference where there is none', () => {
    const { axis, marks } = layoutSeries(
      { ...PICTURE, reference: null, referenceTimes: [] },
      OPTIONS
    );
    expect(axis.rule).toBeNull();
    expect(marks.some(mark => mark.kind === 'text' && mark.text === 'training')).toBe(false);
  });

  test('fills between two lines only where both have a value', () => {
    const spread = {
      low: { values: [0, 0, null, 0], reference: [0, 0] },
      high: { values: [1, null, 1, 1], reference: [1, 1] }
    };
    const { marks } = layoutSeries({ ...PICTURE, spreads: [spread] }, OPTIONS);
    const areas = marks.filter(mark => mark.kind === 'area' && mark.ink === 'primary');
    expect(areas.map(mark => mark.kind === 'area' && mark.outlines.length)).toEqual([2]);
  });
});

test('marksToSvg() writes the same picture, with names escaped', () => {
  const { marks } = layoutSeries(PICTURE, {
    ...OPTIONS,
    names: { reference: 'a<b', primary: 'c&d' }
  });
  const svg = marksToSvg(marks, INKS, { width: 800, height: 120, font: 'Arial' });
  expect(svg).toContain('a&#60;b');
  expect(svg).toContain('c&#38;d');
  expect(svg).not.toMatch(/NaN|undefined|<b/);
});

describe('snapSpan()', () => {
  test('goes to the nearest edges of windows', () => {
    expect(snapSpan(PICTURE, { start: 0.4 * DAY, end: 2.6 * DAY })).toEqual({
      start: 0,
      end: 3 * DAY
    });
  });
  test('is one window at least', () => {
    expect(snapSpan(PICTURE, { start: 2.1 * DAY, end: 2.3 * DAY })).toEqual({
      start: 2 * DAY,
      end: 3 * DAY
    });
  });
});

describe('moveWindow()', () => {
  const iso = (days: number) => new Date(days * DAY).toISOString();
  test('goes window by window and stops at the ends', () => {
    expect(moveWindow(PICTURE, iso(2), 1)).toBe(iso(3));
    expect(moveWindow(PICTURE, iso(4), 1)).toBe(iso(4));
    expect(moveWindow(PICTURE, iso(2), -Infinity)).toBe(iso(1));
  });
  test('begins at the last window', () => {
    expect(moveWindow(PICTURE, undefined, -1)).toBe(iso(4));
    expect(moveWindow({ times: [] }, undefined, 1)).toBeUndefined();
  });
});
