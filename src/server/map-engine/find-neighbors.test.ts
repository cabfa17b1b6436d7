import { expect, test } from 'vitest';
import { createRandom, drawNormal } from '../../analysis/random.ts';
import { measureRecall } from '../../analysis/neighbors/measure-recall.ts';
import { createInput } from './create-input.ts';
import { Crew } from './crew.ts';
import { findNeighbors } from './find-neighbors.ts';

function drawVectors(count: number, dimension: number) {
  const random = createRandom(count);
  const values = new Float32Array(new SharedArrayBuffer(count * dimension * 4));
  for (let e = 0; e < values.length; e++) {
    const blob = Math.floor(e / dimension) % 20;
    values[e] = 3 * Math.sin(blob * 12.9 + (e % dimension) * 78.2) + drawNormal(random);
  }
  return { values, count, dimension };
}

async function find(vectors: ReturnType<typeof drawVectors>, threads: number) {
  await using crew = new Crew(threads);
  const input = createInput(vectors, { metric: 'euclidean', nNeighbors: 10, nComponents: 2 });
  crew.share(input);
  const shares: number[] = [];
  await findNeighbors(crew, input, 2, share => shares.push(share));
  return { input, shares };
}

test.each([
  ['float32 rows', 900, 'exactly', 1],
  ['8-bit rows', 5000, 'nearly all', 0.99],
  ['a forest', 30_000, 'nearly all', 0.95]
])(
  'findNeighbors() by %s, %i points, finds %s and the same on any number of threads',
  async (_, count, __, least) => {
    const vectors = drawVectors(count, 32);
    const one = await find(vectors, 1);
    const three = await find(vectors, 3);
    expect(three.input.neighbors.ids).toEqual(one.input.neighbors.ids);
    expect(three.input.neighbors.distances).toEqual(one.input.neighbors.distances);
    const { scales, metric, neighbors } = one.input;
    expect(measureRecall(vectors, scales, metric, neighbors, 200)).toBeGreaterThanOrEqual(least);
    expect(one.shares).toEqual([...one.shares].sort((a, b) => a - b));
    expect(one.shares.at(-1)).toBe(1);
  },
  60_000
);
