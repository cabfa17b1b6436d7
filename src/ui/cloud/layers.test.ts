import { expect, test } from 'vitest';
import { layersOf, selectedOf } from './layers.ts';

const many = (code: number, n: number) => new Array<number>(n).fill(code);

test('layersOf() mixes sets of similar size and puts a much smaller one on top', () => {
  const dataset = Uint8Array.from([...many(0, 30), ...many(1, 10), ...many(2, 2)]);
  const layers = layersOf({ count: dataset.length, dataset });
  expect(layers.map(({ length }) => length)).toEqual([40, 2, 0]);
  expect([...(layers[1] ?? [])]).toEqual([40, 41]);
});

test('layersOf() draws few queries over many documents', () => {
  const dataset = Uint8Array.from([...many(0, 5), ...many(2, 100)]);
  const [below, above] = layersOf({ count: dataset.length, dataset });
  expect(below.length).toBe(100);
  expect([...above]).toEqual([0, 1, 2, 3, 4]);
});

test('selectedOf() keeps the order of the layers', () => {
  const dataset = Uint8Array.from([0, ...many(2, 20), 0]);
  const layers = layersOf({ count: dataset.length, dataset });
  const mask = new Uint8Array(dataset.length).fill(2);
  mask.set([3], 0);
  mask.set([3], 5);
  mask.set([3], 21);
  expect([...selectedOf(mask, { layers })]).toEqual([5, 0, 21]);
});
