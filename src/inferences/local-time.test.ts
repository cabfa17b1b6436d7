import { expect, test } from 'vitest';
import { createLocalShift } from './local-time.ts';

test('createLocalShift() takes years below 100 as they are', () => {
  const shiftAt = createLocalShift();
  for (const year of ['0000', '0001', '0099', '0100']) {
    const later = `${Number(year) < 100 ? '04' : '05'}${year.slice(2)}`;
    const shift = shiftAt(Date.parse(`${year}-07-01T12:00:00Z`));
    expect(shift).toBe(shiftAt(Date.parse(`${later}-07-01T12:00:00Z`)));
    expect(Math.abs(shift)).toBeLessThan(86_400_000);
  }
});
