import { expect, test } from 'vitest';
import { createTimeAxis } from './time-axis.ts';

test('createTimeAxis() gives all room to the analysis when there is nothing to compare with', () => {
  const axis = createTimeAxis({ start: 100, end: 200 }, null);
  expect(axis.rule).toBeNull();
  expect([axis.toPosition(100, 'analysis'), axis.toPosition(150, 'analysis')]).toEqual([0, 0.5]);
  expect(axis.toTime(0.25)).toBe(125);
});

test('createTimeAxis() puts the reference left of the rule, whenever it was', () => {
  for (const reference of [
    { start: 0, end: 100 },
    { start: 150, end: 190 },
    { start: 9000, end: 9100 }
  ]) {
    const axis = createTimeAxis({ start: 100, end: 200 }, reference);
    const rule = axis.rule ?? NaN;
    expect(axis.toPosition(reference.start, 'reference')).toBe(0);
    expect(axis.toPosition(reference.end, 'reference')).toBeLessThan(rule);
    expect(axis.toPosition(100, 'analysis')).toBeGreaterThan(rule);
    expect(axis.toPosition(200, 'analysis')).toBe(1);
    expect(axis.toTime(axis.toPosition(163, 'analysis'))).toBeCloseTo(163, 9);
  }
});

test('createTimeAxis() keeps a long reference from pressing the analysis flat, and a short one readable', () => {
  const shareOf = (length: number) =>
    createTimeAxis({ start: 0, end: 100 }, { start: -length, end: 0 }).rule;
  expect([shareOf(100_000), shareOf(1)]).toEqual([0.4, 0.18]);
});

test('createTimeAxis() takes positions in the reference as the start of the analysis', () => {
  const axis = createTimeAxis({ start: 0, end: 100 }, { start: -100, end: 0 });
  expect(axis.toTime(0.1)).toBe(0);
});
