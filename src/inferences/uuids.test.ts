import { expect, test } from 'vitest';
import { createUuid, createUuids } from './uuids.ts';

test('ids of a seed stay the same, and are all different', () => {
  expect(createUuid(5, 7)).toBe('09fa6d10-be79-444a-a5da-29b1f98880f5');
  const ids = createUuids(5, 20_000);
  const texts = Array.from({ length: ids.length }, (_, i) => ids.at(i) as string);
  expect(texts[7]).toBe(createUuid(5, 7));
  expect(texts[19_999]).toBe(createUuid(5, 19_999));
  expect(new Set(texts).size).toBe(20_000);
  const isUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  expect(texts.filter(text => !isUuid.test(text))).toEqual([]);
  expect(createUuids(6, 1).at(0)).not.toBe(texts[0]);
});
