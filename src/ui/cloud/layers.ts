import { LEVEL } from './cloud.ts';
import type { Scene } from './scene.ts';

/** Data sets up to this many times the size of another are mixed with it; much smaller ones lie on top. */
const COMPARABLE = 4;

/** The layer of each data set: 0 is drawn first, hence lies below. */
function layerOf(sizes: readonly number[]): number[] {
  const bySize = [0, 1, 2].sort((a, b) => sizes[b] - sizes[a]);
  const layers = [0, 0, 0];
  for (let i = 1; i < 3; i++) {
    const [larger, smaller] = [bySize[i - 1], bySize[i]];
    layers[smaller] = layers[larger] + Number(sizes[smaller] * COMPARABLE < sizes[larger]);
  }
  return layers;
}

/**
 * The points in the order they are drawn. Sets of similar size are one layer, in the order of the points, so that
 * neither hides the other; a much smaller one comes last and is not drowned. A prefix of each layer is a fair sample.
 */
export function layersOf({
  count,
  dataset
}: {
  count: number;
  dataset: Uint8Array;
}): Uint32Array[] {
  const sizes = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    sizes[dataset[i]]++;
  }
  const layer = layerOf(sizes);
  const lengths = [0, 0, 0];
  sizes.forEach((size, set) => (lengths[layer[set]] += size));
  const layers = lengths.map(length => new Uint32Array(length));
  const next = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const index = layer[dataset[i]];
    layers[index][next[index]++] = i;
  }
  return layers;
}

/** Selected points in the order they are drawn. */
export function selectedOf(mask: Uint8Array, { layers }: Pick<Scene, 'layers'>): Uint32Array {
  let count = 0;
  for (const level of mask) {
    count += Number(level === LEVEL.selected);
  }
  const selected = new Uint32Array(count);
  let next = 0;
  for (const layer of count > 0 ? layers : []) {
    for (const point of layer) {
      if (mask[point] === LEVEL.selected) {
        selected[next++] = point;
      }
    }
  }
  return selected;
}

/** More rims than this are a blur; the first points are a fair sample. */
const MAX_RIMS = 20_000;

/** Points that have a rim. */
export function rimmedOf(rims: Uint8Array): Uint32Array {
  const rimmed = new Uint32Array(MAX_RIMS);
  let count = 0;
  for (let point = 0; point < rims.length && count < MAX_RIMS; point++) {
    if (rims[point] > 0) {
      rimmed[count++] = point;
    }
  }
  return rimmed.slice(0, count);
}
