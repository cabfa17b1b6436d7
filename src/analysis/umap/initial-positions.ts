import { drawNormal, type Random } from '../random.ts';

const RADIUS = 10;
const JITTER = 1e-4;

/**
 * Starting positions from principal coordinates (`count × components`), in place: scaled to a radius of 10 and jittered so that no two
 * coincide, as umap-learn does with `init='pca'`. Points that all coincide, and up to `components` + 1
 * points, start at random instead.
 */
export function placePoints(coordinates: Float32Array, components: number, random: Random): void {
  let most = 0;
  for (const value of coordinates) most = Math.max(most, Math.abs(value));
  if (!(most > 0) || coordinates.length <= (components + 1) * components) {
    for (let c = 0; c < coordinates.length; c++) coordinates[c] = RADIUS * (2 * random() - 1);
    return;
  }
  for (let c = 0; c < coordinates.length; c++) {
    coordinates[c] = (coordinates[c] / most) * RADIUS + JITTER * drawNormal(random);
  }
}
