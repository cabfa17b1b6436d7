import type { PerDataset } from './cloud.ts';
import { LEVEL } from './cloud.ts';
import type { Scene } from './scene.ts';

/** The points of each data set, in their order: a prefix of each is a fair sample of it. */
export function membersOf({
  count,
  dataset
}: {
  count: number;
  dataset: Uint8Array;
}): PerDataset<Uint32Array> {
  const sizes = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    sizes[dataset[i]]++;
  }
  const members = [
    new Uint32Array(sizes[0]),
    new Uint32Array(sizes[1]),
    new Uint32Array(sizes[2])
  ] as const;
  const next = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const set = dataset[i];
    members[set][next[set]++] = i;
  }
  return members;
}

/** The largest data set first, so that the smallest lies on top. */
export function orderOf(members: PerDataset<Uint32Array>): number[] {
  return [0, 1, 2].sort((a, b) => members[b].length - members[a].length);
}

/** Selected points in the order they are drawn. */
export function selectedOf(
  mask: Uint8Array,
  { members, order }: Pick<Scene, 'members' | 'order'>
): Uint32Array {
  let count = 0;
  for (const level of mask) {
    count += Number(level === LEVEL.selected);
  }
  const selected = new Uint32Array(count);
  let next = 0;
  for (const dataset of count > 0 ? order : []) {
    for (const point of members[dataset]) {
      if (mask[point] === LEVEL.selected) {
        selected[next++] = point;
      }
    }
  }
  return selected;
}
