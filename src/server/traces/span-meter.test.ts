import { expect, test } from 'vitest';
import { SpanMeter } from './span-meter.ts';

test('perSecond() is the mean of the last ten seconds', () => {
  const meter = new SpanMeter();
  meter.add(30, 100_000);
  meter.add(20, 104_500);
  expect(meter.perSecond(105_000)).toBe(5);
  expect(meter.perSecond(109_999)).toBe(5);
  expect(meter.perSecond(110_000)).toBe(2);
  expect(meter.perSecond(200_000)).toBe(0);
  expect(meter.total).toBe(50);
});

test('a second that comes round again starts from nothing', () => {
  const meter = new SpanMeter();
  meter.add(100, 100_000);
  meter.add(10, 110_000);
  expect(meter.perSecond(110_500)).toBe(1);
});

test('a clock that is set back loses nothing', () => {
  const meter = new SpanMeter();
  meter.add(10, 100_000);
  meter.add(10, 95_000);
  expect(meter.perSecond(100_000)).toBe(2);
});
